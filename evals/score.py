"""One record against one report's labels: pure functions, the only place that says what is wrong.

A cell is right if it has the label's state and number. A silent error is a wrong cell
in a report called settled. A report is right as a whole if no cell is wrong or open
that could be settled, and its verdict fits.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from evals.claims import (
    Found,
    expected_conflicts,
    score_conflicts,
    score_facts,
    score_metadata,
    score_mistakes,
)
from evals.gold import Gold, GoldModel
from evals.synth.labelled import Label, LabelledReport
from extraction.forms.table import CellKey
from extraction.judge.judged import flatten_cells
from extraction.record import Cell, Record, Status

SETTLED: tuple[Status, ...] = ("verified", "source_inconsistent")

MissKind = Literal["another number", "missed", "invented", "open", "another state"]
Wrong = tuple[CellKey, Label | None, Cell]


class Miss(GoldModel):
    """A cell that is not as labelled: what should stand there, and what does."""

    cell: str
    kind: MissKind
    expected: str
    found: str


class Score(GoldModel):
    """How one report came out.

    status is null where there was no record at all. cells counts those that can be
    settled, wrong ones in `misses` but for open ones, which `open_cells` counts.
    told: the text holds the truth of every cell. flawless: every cell of the form right and
    none open, so that nobody need look.
    surplus: further records of the file that no report in it accounts for. accused: called
    source_inconsistent although its tables tie out.
    """

    name: str
    part: int = 1
    form: str | None = None
    layout: str | None = None
    modifiers: tuple[str, ...] = ()
    status: Status | None = None
    reason: str | None = None
    crashed: str | None = None
    confidence: float = 0.0
    told: bool = False
    right: bool = False
    flawless: bool = False
    surplus: int = 0
    settled_surplus: int = 0
    accused: bool = False
    cells: int = 0
    cells_right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    open_cells: int = 0
    false_zeros: int = 0
    tables: dict[str, bool] = Field(default_factory=dict)
    misses: tuple[Miss, ...] = ()
    mistakes: Found = Found()
    conflicts: Found = Found()
    facts: Found = Found()
    metadata: dict[str, bool] = Field(default_factory=dict)
    spans: int = 0
    stray_spans: int = 0
    causes: tuple[str, ...] = ()
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0

    @property
    def settled(self) -> bool:
        """Say whether the report was called verified or source_inconsistent."""
        return self.status in SETTLED

    @property
    def silent_cells(self) -> int:
        """Count wrong cells that nobody was told about."""
        return (len(self.misses) + self.open_cells) if self.settled else 0

    @property
    def silent(self) -> bool:
        """Say whether figures are wrong, or of a report that is not there, and called settled."""
        return self.silent_cells > 0 or self.settled_surplus > 0


def cells_of(record: Record) -> dict[CellKey, Cell]:
    """Return the record's cells of the form, subtotals left out."""
    return flatten_cells(record.model_copy(update={"extras": ()}))


def find_stray_spans(text: str, record: Record) -> list[CellKey]:
    """Return cells whose span does not slice back to what they say is printed."""
    return [
        key
        for key, cell in cells_of(record).items()
        if cell.state == "number" and (cell.span is None or text[slice(*cell.span)] != cell.raw)
    ]


def find_wrong(
    record: Record, labels: Mapping[CellKey, Label], lost: frozenset[CellKey] = frozenset()
) -> Iterator[Wrong]:
    """Yield wrong cells: another number, a missed number, a number where there is none.

    A lost cell may be open, and may be its label; nothing else.
    """
    cells = cells_of(record)
    for key, cell in cells.items():
        label = labels.get(key)
        if label is None:
            if cell.state == "number":
                yield key, None, cell
        elif (key in lost and cell.state == "missing") or says(cell, label):
            continue
        else:
            yield key, label, cell
    for key, label in labels.items():
        if key not in cells and key not in lost:
            yield key, label, Cell(state="missing")


def says(cell: Cell, label: Label) -> bool:
    """Tell whether a cell is as labelled: the same state, and the same number."""
    return cell.state == label.state and cell.value == label.value


def find_silent_errors(record: Record, report: LabelledReport) -> list[Wrong]:
    """Return the wrong cells of a report that is called settled."""
    return list(find_wrong(record, report.cells, report.lost)) if record.status in SETTLED else []


def score_record(gold: Gold, record: Record, text: str) -> Score:
    """Score a report's record; `text` is what its spans count in."""
    wrong = list(find_wrong(record, gold.labels, gold.lost_cells))
    misses = [_to_miss(*each) for each in wrong]
    usage = record.usage
    return Score(
        **_counted(gold, wrong),
        **_whole(gold, record, wrong),
        name=gold.report,
        part=gold.part,
        form=gold.form,
        layout=gold.layout,
        modifiers=gold.modifiers,
        status=record.status,
        reason=record.reason,
        confidence=record.confidence or 0.0,  # of a form that nobody measured
        accused=record.status == "source_inconsistent" and gold.tables_consistent,
        misses=tuple(miss for miss in misses if miss.kind != "open"),
        mistakes=score_mistakes(gold, record),
        conflicts=score_conflicts(gold, record),
        facts=score_facts(gold, record),
        metadata=score_metadata(gold, record.metadata.model_dump(mode="json")),
        spans=sum(cell.state == "number" for cell in cells_of(record).values()),
        stray_spans=len(find_stray_spans(text, record)),
        causes=_causes(record),
        requests=usage.requests,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=None if usage.cost is None else float(usage.cost),
    )


def score_nothing(gold: Gold, crashed: str | None = None) -> Score:
    """Score a report of which there is no record: it was dropped, or reading it crashed."""
    owed = {key: label for key, label in gold.labels.items() if key not in gold.lost_cells}
    return Score(
        name=gold.report,
        part=gold.part,
        form=gold.form,
        layout=gold.layout,
        modifiers=gold.modifiers,
        told=is_told(gold),
        crashed=crashed,
        cells=len(owed),
        nonzero=sum(bool(label.value) for label in owed.values()),
        open_cells=len(owed),
        tables=dict.fromkeys(sorted({key.table for key in owed}), False),
        mistakes=Found(there=sum(bool(mistake.rules) for mistake in gold.mistakes)),
        conflicts=Found(there=len(expected_conflicts(gold))),
        facts=Found(there=sum(fact.key != "other" for fact in gold.facts)),
        metadata={key: False for key in gold.metadata if not key.endswith("_accept")},
    )


def _counted(gold: Gold, wrong: Sequence[Wrong]) -> dict[str, Any]:
    owed = {key: label for key, label in gold.labels.items() if key not in gold.lost_cells}
    missed = {key for key, _, _ in wrong}
    nonzero = {key for key, label in owed.items() if label.value}
    return {
        "cells": len(owed),
        "cells_right": len(owed.keys() - missed),
        "nonzero": len(nonzero),
        "nonzero_right": len(nonzero - missed),
        "open_cells": sum(cell.state == "missing" for _, _, cell in wrong),
        "false_zeros": sum(cell.state == "number" and cell.value == 0 for _, _, cell in wrong),
    }


def _whole(gold: Gold, record: Record, wrong: Sequence[Wrong]) -> dict[str, Any]:
    cells = cells_of(record)
    tables = {key.table for key in gold.labels if key not in gold.lost_cells}
    spoilt = {key.table for key, _, _ in wrong}
    open_cells = any(cell.state == "missing" for cell in cells.values())
    return {
        "tables": {table: table not in spoilt for table in sorted(tables)},
        "told": is_told(gold),
        "right": not wrong and record.status in fitting_statuses(gold, record),
        "flawless": bool(gold.labels) and bool(cells) and not wrong and not open_cells,
    }


def is_told(gold: Gold) -> bool:
    """Say whether the text holds the truth of every cell, so that a reader can settle it."""
    return gold.form is not None and gold.status is None and not gold.lost_cells


def fitting_statuses(gold: Gold, record: Record) -> frozenset[Status]:
    """Return the verdicts that the report deserves, its cells being as they came out.

    Where cells are lost, a review is right; so is a verdict if all of them were settled.
    """
    if gold.status is not None:
        return frozenset({gold.status})
    if gold.form is None:
        return frozenset({"unreadable"})
    settled: Status = "verified" if gold.tables_consistent else "source_inconsistent"
    if not gold.lost_cells:
        return frozenset({settled})
    cells = cells_of(record)
    lost_open = any(key not in cells or cells[key].state == "missing" for key in gold.lost_cells)
    return frozenset({"needs_review"}) if lost_open else frozenset({"needs_review", settled})


def _to_miss(key: CellKey, label: Label | None, cell: Cell) -> Miss:
    kind: MissKind = "another state"
    if cell.state == "missing":
        kind = "open"
    elif label is None or (label.state != "number" and cell.state == "number"):
        kind = "invented"
    elif label.state == "number":
        kind = "another number" if cell.state == "number" else "missed"
    expected = "nothing" if label is None else _shown(label.state, label.value)
    return Miss(cell=str(key), kind=kind, expected=expected, found=_shown(cell.state, cell.value))


def _shown(state: str, value: Decimal | None) -> str:
    return state if value is None else f"{value:f}"


def _causes(record: Record) -> tuple[str, ...]:
    """Return the codes of what bars a verdict."""
    if record.status == "unreadable":
        return (record.reason or "unreadable",)
    unknown = {f.code for f in record.findings if f.result == "unknown" and f.severity == "error"}
    reading = {code for code in unknown if not code.startswith("T3")}
    return tuple(sorted(reading or unknown))  # what is open of table 3 makes its sums unknown
