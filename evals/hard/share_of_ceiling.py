"""Hard reports read, and counted kind by kind against what anybody could settle."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from evals.fuzz.spoilt_truth import find_misstated_cells, find_silent
from evals.gold import GoldModel
from evals.hard.ceiling import Reach, find_reach
from evals.hard.hard_kinds import KINDS, NEAR_MISREADINGS, HardReport
from evals.score import SETTLED, find_form_cells
from evals.synth.closing import strict_equations
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.record import Record

SEED_STEP = 1_000_003


class HardOutcome(NamedTuple):
    """What came of a hard report; right: settled with every cell as printed."""

    kind: str
    report: HardReport
    reach: Reach
    right: bool
    silent: bool


class HardRow(GoldModel):
    """One kind in counts of reports; those that are not computed are in no other count but n.

    reached: right ones within the ceiling. right, silent: of all, computed or not.
    """

    kind: str
    n: int
    computed: int
    determinable: int
    ceiling: int
    reached: int
    right: int
    silent: int

    @property
    def share(self) -> float | None:
        """How many of those within the ceiling are settled and right."""
        return self.reached / self.ceiling if self.ceiling else None


class HardResults(GoldModel):
    """One measurement: by which code, from which seed."""

    code: str
    seed: int
    rows: tuple[HardRow, ...]


@cache
def _settings() -> Settings:
    return default_settings()


def read_hard(report: HardReport) -> tuple[Record, ...]:
    """Read a hard report as gouji reads any file."""
    document = document_from_bytes(f"report{report.ending}", report.text.encode())
    return extract_document(document, _settings())


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


def try_kind(kind: str, n: int, seed: int) -> Iterator[HardOutcome]:
    """Yield the outcomes of n reports of a kind; seeds that find nothing to damage are passed."""
    make = {**KINDS, **NEAR_MISREADINGS}[kind]
    at = seed * SEED_STEP
    while n:
        report = make(at)
        at += 1
        if report is not None:
            n -= 1
            yield _try(kind, report)


def _try(kind: str, report: HardReport) -> HardOutcome:
    records = read_hard(report)
    silent = any(find_silent(record, report.truths) for record in records)
    right = len(records) == 1 and _is_right(records[0], report)
    return HardOutcome(kind, report, find_report_reach(report), right, silent)


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
        reached=sum(o.right for o in within),
        right=sum(o.right for o in outcomes),
        silent=sum(o.silent for o in outcomes),
    )
