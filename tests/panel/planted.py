"""Thirty agencies over six years with planted breaks, and what is to be found of each."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from extraction.values.record import CellKey
from tests.panel.records import Draft, by_year, draft_series

YEARS = range(2019, 2025)
PLACES = (
    "石桥县",
    "白水县",
    "青禾县",
    "澄川县",
    "望江县",
    "松溪县",
    "云岭县",
    "金湖县",
    "柳河县",
    "东山县",
)
TRADES = ("教育局", "财政局", "水务局")
NAMES = [place + trade for trade in TRADES for place in PLACES]
OLD, NEW = "石桥县环境保护局", "石桥县生态环境局"
CODES = ("11341702486344515H", "113417020032518996")

IN_FORCE = CellKey("proactive_disclosure", "normative_documents", "in_force")
CHARGES = CellKey("proactive_disclosure", "administrative_charges", "amount_10k_cny")
PENALTIES = CellKey("proactive_disclosure", "administrative_penalties", "decisions")

Expected = set[tuple[str, str, tuple[int, ...]]]


@dataclass(slots=True)
class Planted:
    """Series by agency, further drafts, and every finding but Y05 as (agency, code, years)."""

    series: dict[str, list[Draft]]
    extra: list[Draft] = field(default_factory=list)
    expected: Expected = field(default_factory=set)
    aliases: list[str] = field(default_factory=lambda: ["name,canonical,from,to,parent,complete"])
    taken: int = 0

    def only(self, *names: str) -> "Planted":
        """Return the part of the set that is about some agencies, by the names of their series."""
        return Planted(
            {name: self.series[name] for name in names},
            [draft for draft in self.extra if draft.agency in names],
            {one for one in self.expected if one[0] in names},
            self.aliases,
        )

    def next(self) -> str:
        """Return the next agency that nothing was planted in."""
        self.taken += 1
        return NAMES[self.taken - 1]

    def expect(self, agency: str, code: str, *years: int) -> None:
        """Note what is to be found."""
        self.expected.add((agency, code, years))

    @property
    def drafts(self) -> list[Draft]:
        """All reports, the further ones first: files come in any order."""
        return [*self.extra, *(draft for drafts in self.series.values() for draft in drafts)]


def plant() -> Planted:
    """Return the panel test set: sixteen agencies with a break, fourteen without."""
    made = Planted({name: draft_series(name, YEARS, seed) for seed, name in enumerate(NAMES)})
    _plant_flows(made)
    _plant_versions(made)
    _plant_jumps(made)
    _plant_names(made)
    _plant_open_cells(made)
    _plant_region(made)
    return made


def _plant_flows(made: Planted) -> None:
    # 1: more carried in than was carried out; the report itself still balances.
    name = made.next()
    own = by_year(made.series[name])
    own[2022].add("carried_in", 7)
    own[2022].add("received", -7)
    made.expect(name, "Y01", 2022, 2021)
    made.expect(name, "Y02", 2022, 2021)
    # 2: the carried-in line left at zero.
    name = made.next()
    own = by_year(made.series[name])
    gone = int(own[2023].figures[CellKey("requests", "carried_in", "natural_person")])
    own[2023].add("carried_in", -gone)
    own[2023].add("received", gone)
    made.expect(name, "Y13", 2023, 2022)
    made.expect(name, "Y02", 2023, 2022)
    # 3: documents that vanish from the stock, and stay away.
    name = made.next()
    for year in (2023, 2024):
        by_year(made.series[name])[year].figures[IN_FORCE] -= 9
    made.expect(name, "Y03", 2023, 2022)
    # 4: a wrong class of applicants; the total is right.
    name = made.next()
    own = by_year(made.series[name])
    own[2024].add("carried_in", -1)
    own[2024].add("carried_in", 1, "research_institution")
    own[2024].add("received", 1)
    own[2024].add("received", -1, "research_institution")
    made.expect(name, "Y02", 2024, 2023)
    # 5: a report that copies its predecessor, text and figures.
    name = made.next()
    own = by_year(made.series[name])
    copied = own[2024]
    copied.figures = dict(own[2023].figures)
    copied.prose = {key: text.replace("2023", "2024") for key, text in own[2023].prose.items()}
    made.expect(name, "Y10", 2024, 2023)
    for code in ("Y01", "Y02", "Y03"):
        made.expect(name, code, 2024, 2023)


def _plant_versions(made: Planted) -> None:
    # 6: a corrected version, whose predecessor does not fit its neighbours.
    name = made.next()
    first = draft_series(name, YEARS, 5)[3]
    first.add("carried_in", 5)
    first.signed, first.tag = date(2023, 1, 5), "-first"
    made.extra.append(first)
    made.expect(name, "Y15", 2022)
    # 7: the same report twice.
    name = made.next()
    twice = draft_series(name, YEARS, 6)[1]
    twice.tag = "-again"
    made.extra.append(twice)
    made.expect(name, "Y15", 2020)
    # 8: two versions of one day that differ: none counts, and nothing is compared with it.
    name = made.next()
    other = draft_series(name, YEARS, 7)[2]
    other.add("granted", 3)
    other.tag = "-other"
    made.extra.append(other)
    made.expect(name, "Y15", 2021)
    # 9: a missing year.
    name = made.next()
    made.series[name] = [draft for draft in made.series[name] if draft.year != 2021]
    made.expect(name, "Y12", 2021)


def _plant_jumps(made: Planted) -> None:
    # 10: yuan for units of 10 000 yuan, and a jump of penalties.
    name = made.next()
    own = by_year(made.series[name])
    for year in range(2021, 2025):
        own[year].figures[CHARGES] = Decimal("12.5")
        own[year].figures[PENALTIES] = Decimal(0)
    own[2024].figures[CHARGES] = Decimal("131000.10")
    own[2024].figures[PENALTIES] = Decimal(380)
    made.expect(name, "Y08", 2024, 2023)
    made.expect(name, "Y07", 2024, 2023)


def _plant_names(made: Planted) -> None:
    # 11: renamed, as the aliases file says; a carry-over that breaks there is only a warning.
    name = made.next()
    own = by_year(made.series[name])
    for year in (2019, 2020, 2021):
        own[year].name = "石桥县财税局"
    made.aliases.append(f"石桥县财税局,{name},,2021,,")
    made.expect(name, "Y16", 2022, 2021)
    # 12: renamed, as the code says.
    name = made.next()
    for draft in made.series[name]:
        draft.uscc, draft.name = CODES[0], OLD if draft.year < 2022 else NEW
    made.expect(NEW, "Y16", 2022, 2021)
    # 13: one name, two codes: left apart.
    name = made.next()
    for draft in made.series[name]:
        draft.uscc = CODES[draft.year > 2021]
    made.expect(f"{name} [{CODES[0]}]", "Y14", *YEARS)


def _plant_open_cells(made: Planted) -> None:
    # 14: a record that needs review: its open cells say nothing, its settled ones do.
    name = made.next()
    own = by_year(made.series[name])
    own[2022].status = "needs_review"
    own[2022].missing = {CellKey("requests", "carried_in", "total")}
    own[2022].add("carried_in", 4)
    own[2022].add("received", -4)
    made.expect(name, "Y02", 2022, 2021)


def _plant_region(made: Planted) -> None:
    # 15 and 16 stand below 17, which in 2023 has less than the two, and less than one of them.
    children, parent = (made.next(), made.next()), made.next()
    for child in children:
        made.aliases.append(f"{child},{child},,,{parent},")
        for draft in made.series[child]:
            draft.figures[PENALTIES] = Decimal(70)
    for year, own in by_year(made.series[parent]).items():
        own.scope = "region_total"
        parts = [by_year(made.series[child])[year].figures for child in children]
        own.figures = {
            key: sum((part[key] for part in parts), start=Decimal(0)) for key in own.figures
        }
    by_year(made.series[parent])[2023].figures[PENALTIES] = Decimal(60)
    made.aliases.append(f"{parent},{parent},,,,yes")
    made.expect(parent, "H01", 2023)
    made.expect(parent, "H02", 2023)
    for _ in children:
        made.expect(parent, "H04", 2023)
