"""One record against one report's labels: pure functions, the only place that says what is wrong.

A cell is right if it has the label's state and number. A silent error is a wrong cell
in a report called settled. A report is right as a whole if no cell is wrong or open
that could be settled, and its verdict fits.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from evals.gold import Gold, digest_gold
from evals.prose_scores import (
    expected_conflicts,
    score_conflicts,
    score_facts,
    score_metadata,
    score_mistakes,
    tell_claims,
)
from evals.report_outcome import SETTLED, Found, Miss, MissKind, Score, TableScore
from evals.synth.labelled import Label, LabelledReport
from extraction.check.conclusion import flatten_cells
from extraction.values.record import Attempt, Cell, CellKey, Record, Status

__all__ = ["SETTLED", "Found", "Miss", "Score", "find_wrong_cells", "score_nothing", "score_record"]

WrongCell = tuple[CellKey, Label | None, Cell]


def find_form_cells(record: Record) -> dict[CellKey, Cell]:
    """Return the record's cells of the form, subtotals left out."""
    return flatten_cells(record.model_copy(update={"extras": ()}))


def find_stray_spans(text: str, record: Record) -> list[CellKey]:
    """Return cells whose span does not slice back to what they say is printed."""
    return [
        key
        for key, cell in find_form_cells(record).items()
        if cell.state == "number" and (cell.span is None or text[slice(*cell.span)] != cell.raw)
    ]


def find_wrong_cells(
    record: Record, labels: Mapping[CellKey, Label], lost: frozenset[CellKey] = frozenset()
) -> Iterator[WrongCell]:
    """Yield wrong cells: another number, a missed number, a number where there is none.

    A lost cell may be open, and may be its label; nothing else.
    """
    cells = find_form_cells(record)
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


def find_silent_errors(record: Record, report: LabelledReport) -> list[WrongCell]:
    """Return the wrong cells of a report that is called settled."""
    return (
        list(find_wrong_cells(record, report.cells, report.lost))
        if record.status in SETTLED
        else []
    )


def score_record(gold: Gold, record: Record, text: str) -> Score:
    """Score a report's record; `text` is what its spans count in."""
    wrong = list(find_wrong_cells(record, gold.labels, gold.lost_cells))
    misses = [_to_miss(*each) for each in wrong]
    return Score(
        **_named(gold),
        **_counted(gold, wrong),
        **_whole(gold, record, wrong),
        **_spent(gold, record),
        status=record.status,
        reason=record.reason,
        confidence=record.confidence or 0.0,  # of a form that nobody measured
        accused=record.status == "source_inconsistent" and gold.tables_consistent,
        misses=tuple(miss for miss in misses if miss.kind != "open"),
        left_open=tuple(miss for miss in misses if miss.kind == "open"),
        claims=tuple(tell_claims(gold, record)),
        mistakes=score_mistakes(gold, record),
        conflicts=score_conflicts(gold, record),
        facts=score_facts(gold, record),
        metadata=score_metadata(gold, record.metadata.model_dump(mode="json")),
        spans=sum(cell.state == "number" for cell in find_form_cells(record).values()),
        stray_spans=len(find_stray_spans(text, record)),
        causes=_causes(record),
        figures=digest_cells(record),
    )


def digest_cells(record: Record) -> str:
    """Return a digest of what a record says of every cell."""
    said = sorted(
        f"{key} {cell.state} {cell.value}" for key, cell in find_form_cells(record).items()
    )
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def _named(gold: Gold) -> dict[str, Any]:
    return {
        "name": gold.report,
        "part": gold.part,
        "labels": digest_gold(gold),
        "form": gold.form,
        "layout": gold.layout,
        "modifiers": gold.modifiers,
        "ending": PurePath(gold.report).suffix.lower(),
    }


def _spent(gold: Gold, record: Record) -> dict[str, Any]:
    """Return what a model brought to the report, and at what cost."""
    usage = record.usage
    brought = {key: cell for key, cell in find_form_cells(record).items() if cell.origin == "model"}
    right = (key in gold.labels and says(cell, gold.labels[key]) for key, cell in brought.items())
    return {
        "model_cells": len(brought),
        "model_cells_right": sum(right),
        "requests": usage.requests,
        "cached": sum(attempt.outcome == "cached" for attempt in usage.attempts),
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost": _cost_of(record),
        "prompts": record.versions.prompts,
    }


def _cost_of(record: Record) -> float | None:
    """Return what asking has cost in US dollars; None if any of it has no known price."""
    attempts = record.usage.attempts
    if any(attempt.cost is None and _is_paid(attempt) for attempt in attempts):
        return None
    return None if record.usage.cost is None else float(record.usage.cost)


def _is_paid(attempt: Attempt) -> bool:
    return attempt.input_tokens + attempt.output_tokens > 0


def score_nothing(gold: Gold, crashed: str | None = None) -> Score:
    """Score a report of which there is no record: it was dropped, or reading it crashed."""
    owed = _find_owed(gold)
    return Score(
        **_named(gold),
        told=is_told(gold),
        crashed=crashed,
        cells=len(owed),
        nonzero=sum(bool(label.value) for label in owed.values()),
        open_cells=len(owed),
        tables=dict.fromkeys(sorted({key.table for key in owed}), False),
        by_table=_by_table(owed, [(key, owed[key], Cell(state="missing")) for key in owed]),
        mistakes=Found(there=sum(bool(mistake.rules) for mistake in gold.mistakes)),
        conflicts=Found(there=len(expected_conflicts(gold))),
        facts=Found(there=sum(fact.key != "other" for fact in gold.facts)),
        metadata={key: False for key in gold.metadata if not key.endswith("_accept")},
    )


def _find_owed(gold: Gold) -> dict[CellKey, Label]:
    """Return the labels of the cells that the text does not leave open."""
    lost = gold.lost_cells
    return {key: label for key, label in gold.labels.items() if key not in lost}


def _counted(gold: Gold, wrong: Sequence[WrongCell]) -> dict[str, Any]:
    owed = _find_owed(gold)
    missed = {key for key, _, _ in wrong}
    nonzero = {key for key, label in owed.items() if label.value}
    return {
        "cells": len(owed),
        "cells_right": len(owed.keys() - missed),
        "nonzero": len(nonzero),
        "nonzero_right": len(nonzero - missed),
        "open_cells": sum(cell.state == "missing" for _, _, cell in wrong),
        "by_table": _by_table(owed, wrong),
        "false_zeros": sum(cell.state == "number" and cell.value == 0 for _, _, cell in wrong),
    }


def _by_table(owed: Mapping[CellKey, Label], wrong: Sequence[WrongCell]) -> dict[str, TableScore]:
    """Return how each table's cells came out."""
    missed = {key for key, _, _ in wrong}
    found = {}
    for table in sorted({key.table for key in owed} | {key.table for key in missed}):
        mine = [key for key in owed if key.table == table]
        states = [cell.state for key, _, cell in wrong if key.table == table]
        found[table] = TableScore(
            cells=len(mine),
            right=sum(key not in missed for key in mine),
            wrong=sum(state != "missing" for state in states),
            open=sum(state == "missing" for state in states),
        )
    return found


def _whole(gold: Gold, record: Record, wrong: Sequence[WrongCell]) -> dict[str, Any]:
    cells = find_form_cells(record)
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
        return frozenset({"needs_review", "unreadable"})
    settled: Status = "verified" if gold.tables_consistent else "source_inconsistent"
    if not gold.lost_cells:
        return frozenset({settled})
    cells = find_form_cells(record)
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
    found = _shown(cell.state, cell.value)
    return Miss(cell=str(key), kind=kind, expected=expected, found=found, printed=cell.raw)


def _shown(state: str, value: Decimal | None) -> str:
    return state if value is None else f"{value:f}"


def _causes(record: Record) -> tuple[str, ...]:
    """Return the codes of what bars a verdict."""
    if record.form is None:
        return (record.reason_code or record.status,)
    unknown = {f.code for f in record.findings if f.result == "unknown" and f.severity == "error"}
    reading = {code for code in unknown if not code.startswith("T3")}
    return tuple(sorted(reading or unknown))  # what is open of table 3 makes its sums unknown
