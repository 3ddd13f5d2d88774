"""Hard reports read, and counted kind by kind against what anybody could settle.

With a perfect reader each is read a second time: it answers from the labels what rules leave open.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from evals.fuzz.spoilt_truth import find_misstated_cells, find_silent
from evals.gold import GoldModel
from evals.hard.ceiling import Reach, find_reach
from evals.hard.hard_kinds import ALL_KINDS, HardReport
from evals.reading.known_places import PlacedReport
from evals.reading.labelled_reader import LabelReader
from evals.score import SETTLED, find_form_cells
from evals.synth.closing import strict_equations
from extraction.ground.rounds import Rounds
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.document import Document
from extraction.values.record import CellKey, Record

SEED_STEP = 1_000_003


class HardReading(NamedTuple):
    """What came of reading a hard report; right: settled with every cell as printed.

    asked, tokens: questions that were asked, and what they and their answers come to.
    """

    right: bool
    silent: bool
    asked: int = 0
    tokens: int = 0


class HardOutcome(NamedTuple):
    """What came of a hard report by rules alone, and with a perfect reader if there is one."""

    kind: str
    report: HardReport
    reach: Reach
    alone: HardReading
    helped: HardReading | None = None

    @property
    def is_silent(self) -> bool:
        """Whether any of it is silently wrong."""
        return self.alone.silent or (self.helped is not None and self.helped.silent)

    @property
    def is_missed(self) -> bool:
        """Whether it could be settled, and is not, by whoever did best."""
        best = self.alone if self.helped is None else self.helped
        return bool(self.reach.ceiling) and not best.right


class HelpedRow(GoldModel):
    """One kind with a perfect reader, in counts of reports but for tokens.

    reached, right, silent: as alone. lost: right alone, and not with the reader. unasked: those
    about which nothing was asked.
    """

    reached: int
    right: int
    silent: int
    lost: int
    unasked: int
    tokens: int


class HardRow(GoldModel):
    """One kind in counts of reports; those that are not computed are in no other count but n.

    reached: right ones within the ceiling. right, silent: of all, computed or not. helped: the
    same with a perfect reader; None where none was asked.
    """

    kind: str
    n: int
    computed: int
    determinable: int
    ceiling: int
    reached: int
    right: int
    silent: int
    helped: HelpedRow | None = None

    @property
    def share(self) -> float | None:
        """How many of those within the ceiling are settled and right."""
        return self.reached / self.ceiling if self.ceiling else None

    @property
    def is_amiss(self) -> bool:
        """Whether anything is silently wrong, or the reader has made a report worse."""
        by_reader = self.helped is not None and self.helped.silent + self.helped.lost > 0
        return by_reader or self.silent > 0

    @property
    def helped_share(self) -> float | None:
        """The same, with a perfect reader."""
        return self.helped.reached / self.ceiling if self.ceiling and self.helped else None


class HardResults(GoldModel):
    """One measurement: by which code, from which seed."""

    code: str
    seed: int
    rows: tuple[HardRow, ...]


@cache
def _settings() -> Settings:
    return default_settings()


def read_hard(report: HardReport, reader: LabelReader | None = None) -> tuple[Record, ...]:
    """Read a hard report as gouji reads any file, asking the reader if there is one."""
    rounds = None if reader is None else Rounds(reader)
    return extract_document(_to_document(report), _settings(), rounds=rounds)


def _to_document(report: HardReport) -> Document:
    return document_from_bytes(f"report{report.ending}", report.text.encode())


def to_label_reader(report: HardReport) -> LabelReader:
    """Return who answers every question about a report as it is printed."""

    def count_wrong(record: Record) -> int:
        return len(list(find_misstated_cells(record, report.truths)))

    def is_right(key: CellKey, record: Record) -> bool:
        return key in report.truths and report.truths[key].allows(find_form_cells(record)[key])

    blanks = frozenset(key for key, truth in report.truths.items() if truth.is_blank)
    document = _to_document(report)
    placed = PlacedReport(
        report.name, report.form, document, report.places, blanks, count_wrong, is_right
    )
    return LabelReader(placed)


def find_report_reach(report: HardReport) -> Reach:
    """Return how far all tables of a report are decided together."""
    if report.hard is None:
        return Reach(None, None)
    equations = strict_equations(report.form)
    found: list[Reach] = []
    for table, lines in report.hard.items():
        own = [equation for equation in equations if equation.rule.table == table]
        found.append(find_reach(lines, own))
    told = _all(reach.determinable for reach in found)
    return Reach(told, _all(reach.ceiling for reach in found))


def _all(found: Iterable[bool | None]) -> bool | None:
    known = list(found)
    if False in known:
        return False
    return None if None in known else True


def try_kind(kind: str, n: int, seed: int, *, helped: bool = False) -> Iterator[HardOutcome]:
    """Yield the outcomes of n reports of a kind; seeds that find nothing to damage are passed.

    helped: whether each is read a second time, with a perfect reader.
    """
    make = ALL_KINDS[kind]
    at = seed * SEED_STEP
    while n:
        report = make(at)
        at += 1
        if report is not None:
            n -= 1
            second = _read(report, to_label_reader(report)) if helped else None
            yield HardOutcome(kind, report, find_report_reach(report), _read(report), second)


def _read(report: HardReport, reader: LabelReader | None = None) -> HardReading:
    records = read_hard(report, reader)
    silent = any(find_silent(record, report.truths) for record in records)
    right = len(records) == 1 and _is_right(records[0], report)
    return HardReading(right, silent, *((reader.asked, reader.tokens) if reader else ()))


def _is_right(record: Record, report: HardReport) -> bool:
    cells = {key: cell for key, cell in find_form_cells(record).items() if key in report.truths}
    whole = len(cells) == len(report.truths)
    open_cells = any(cell.state == "missing" for cell in cells.values())
    settled = record.status in SETTLED
    return (
        settled
        and whole
        and not open_cells
        and not any(find_misstated_cells(record, report.truths))
    )


def count_kind(kind: str, outcomes: Sequence[HardOutcome]) -> HardRow:
    """Return what the outcomes of one kind come to."""
    within = [o for o in outcomes if o.reach.ceiling]
    return HardRow(
        kind=kind,
        n=len(outcomes),
        computed=sum(o.reach.ceiling is not None for o in outcomes),
        determinable=sum(bool(o.reach.determinable) for o in outcomes),
        ceiling=len(within),
        reached=sum(o.alone.right for o in within),
        right=sum(o.alone.right for o in outcomes),
        silent=sum(o.alone.silent for o in outcomes),
        helped=_count_helped(outcomes),
    )


def _count_helped(outcomes: Sequence[HardOutcome]) -> HelpedRow | None:
    pairs = [(o, o.helped) for o in outcomes if o.helped is not None]
    if not pairs:
        return None
    return HelpedRow(
        reached=sum(bool(o.reach.ceiling) and helped.right for o, helped in pairs),
        right=sum(helped.right for _, helped in pairs),
        silent=sum(helped.silent for _, helped in pairs),
        lost=sum(o.alone.right and not helped.right for o, helped in pairs),
        unasked=sum(not helped.asked for _, helped in pairs),
        tokens=sum(helped.tokens for _, helped in pairs),
    )
