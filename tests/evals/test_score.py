"""The scorer's own trial: an oracle, a saboteur, and documents dropped, doubled and crashed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from evals.case import Case, report_to_gold
from evals.gold import Gold, GoldConflict, GoldFact
from evals.measure import score_cases, score_outcome
from evals.metrics import METRICS, cause_of, measure_all
from evals.score import Score, fitting_statuses, score_nothing, score_record
from evals.synth import generate_report, generate_reports, join_reports
from extraction.batch.worker import FileOutcome, Task, Worker
from extraction.check.conclusion import nest_cells
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.record import (
    Cell,
    CellKey,
    Fact,
    Finding,
    Metadata,
    Record,
    Source,
    Status,
    Versions,
)
from tests.support.scored import settings


@cache
def golds() -> tuple[Gold, ...]:
    return tuple(report_to_gold(report) for report in generate_reports(80, 4))


def printed() -> list[Gold]:
    return [gold for gold in golds() if gold.status is None]


def record_of(gold: Gold, cells: dict[CellKey, Cell], status: Status, part: int = 1) -> Record:
    known = {key: value for key, value in gold.metadata.items() if key != "agency_accept"}
    source = Source(
        path=gold.report, part=part, sha256="", text_sha256="", media_type="", encoding=""
    )
    return Record(
        versions=Versions(gouji="0"),
        source=source,
        form=gold.form,
        status=status,
        confidence=1.0,
        tables=nest_cells(cells),
        metadata=Metadata.model_validate(known),
        facts=tuple(
            Fact(key=fact.key, label="", value=fact.value, quote="", span=(0, 0))
            for fact in gold.facts
        ),
    )


def cells_as_labelled(gold: Gold) -> dict[CellKey, Cell]:
    """Every cell as labelled; what is lost stays open."""
    cells = dict.fromkeys(sorted(gold.lost_cells), Cell(state="missing"))
    for key, label in gold.labels.items():
        if key not in gold.lost_cells:
            cells[key] = Cell(state=label.state, value=label.value)
    return cells


def oracle(gold: Gold) -> Record:
    """The record that somebody would make who has seen the labels."""
    cells = cells_as_labelled(gold)
    blind = record_of(gold, cells, "needs_review")
    return record_of(gold, cells, sorted(fitting_statuses(gold, blind))[0])


def test_an_oracle_has_every_report_right() -> None:
    scores = [score_record(gold, oracle(gold), "") for gold in golds()]
    measured = measure_all(scores)
    for name in ("right", "cells_right", "nonzero_right", "tables_right", "metadata_right"):
        assert measured[name] == 1.0, name
    assert measured["facts_recall"] == measured["facts_precision"] == 1.0
    for name in ("silent_reports", "silent_cells", "wrong_cells", "open_cells", "false_zeros"):
        assert measured[name] == 0, name
    assert measured["accused"] == 0


def exchange_rows(gold: Gold) -> Record | None:
    """Two rows of one width exchanged, and all of it called verified: no sum can see it."""
    cells = cells_as_labelled(gold)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in cells:
        rows.setdefault((key.table, key.row), []).append(key)
    for first, second in combinations(rows.values(), 2):
        values = [[cells[key].value for key in row] for row in (first, second)]
        if len(first) == len(second) > 1 and values[0] != values[1]:
            for one, other in zip(first, second, strict=True):
                cells[one], cells[other] = cells[other], cells[one]
            return record_of(gold, cells, "verified")
    return None


def test_a_saboteur_who_exchanges_rows_is_caught_every_time() -> None:
    caught = 0
    for gold in printed():
        record = exchange_rows(gold)
        if record is not None:
            score = score_record(gold, record, "")
            assert score.silent, gold.report
            assert not score.right
            assert cause_of(score) == "silent error"
            caught += 1
    assert caught > 50


def test_a_report_left_open_is_neither_right_nor_silent() -> None:
    for gold in printed():
        if gold.lost:
            continue
        cells = dict.fromkeys(gold.labels, Cell(state="missing"))
        score = score_record(gold, record_of(gold, cells, "needs_review"), "")
        assert (score.right, score.silent, score.flawless) == (False, False, False)
        assert (score.cells_right, score.open_cells, score.misses) == (0, score.cells, ())


def test_an_open_cell_in_a_report_called_settled_is_silent() -> None:
    gold = next(gold for gold in printed() if not gold.lost)
    cells = cells_as_labelled(gold)
    cells[next(iter(cells))] = Cell(state="missing")
    assert score_record(gold, record_of(gold, cells, "verified"), "").silent_cells == 1


def test_a_right_report_with_the_wrong_verdict_is_not_right() -> None:
    gold = next(gold for gold in printed() if not gold.lost and gold.tables_consistent)
    cells = cells_as_labelled(gold)
    for status, accused in (("source_inconsistent", True), ("needs_review", False)):
        score = score_record(gold, record_of(gold, cells, status), "")  # type: ignore[arg-type]
        assert (score.right, score.silent, score.accused) == (False, False, accused)
        assert score.flawless


def test_a_zero_where_a_blank_is_printed_is_a_false_zero() -> None:
    gold = next(g for g in printed() if any(label.state == "blank" for label in g.labels.values()))
    cells = cells_as_labelled(gold)
    key = next(key for key, cell in cells.items() if cell.state == "blank")
    cells[key] = Cell(state="number", value=Decimal(0))
    score = score_record(gold, record_of(gold, cells, "verified"), "")
    assert (score.false_zeros, score.misses[0].kind, score.silent) == (1, "invented", True)


def test_a_figure_for_a_lost_cell_counts_only_if_it_is_the_printed_one() -> None:
    gold = next(g for g in printed() if g.lost_cells & g.labels.keys())
    key = sorted(gold.lost_cells & gold.labels.keys())[0]
    label = gold.labels[key]
    for value, wrong in ((label.value, 0), (Decimal(987654), 1)):
        cells = cells_as_labelled(gold)
        cells[key] = Cell(state=label.state if value == label.value else "number", value=value)
        score = score_record(gold, record_of(gold, cells, "needs_review"), "")
        assert len(score.misses) == wrong


# Whole files: nothing, too much, or a crash.


def case_of(*some: Gold) -> Case:
    name = some[0].report
    return Case(name, some, Task(Path(name), name, b"text"))


def outcome_of(case: Case, records: Sequence[Record]) -> FileOutcome[Record]:
    return FileOutcome(case.task, tuple(r.status for r in records), tuple(records))


def test_a_dropped_report_is_counted_and_not_right() -> None:
    gold = printed()[0]
    case = case_of(gold)
    (score,) = score_outcome(case, outcome_of(case, ()))
    assert (score.status, score.right, score.silent) == (None, False, False)
    assert score.open_cells == score.cells > 0
    assert measure_all([score])["dropped"] == 1


def test_a_doubled_record_that_is_called_settled_is_a_silent_error() -> None:
    gold = next(g for g in printed() if not g.lost and g.tables_consistent)
    case = case_of(gold)
    (score,) = score_outcome(case, outcome_of(case, (oracle(gold), oracle(gold))))
    assert (score.right, score.surplus, score.silent) == (False, 1, True)


def test_the_second_report_of_a_file_is_scored_against_its_own_labels() -> None:
    first, second = [g for g in printed() if not g.lost][:2]
    second = second.model_copy(update={"part": 2, "report": first.report})
    case = case_of(first, second)
    records = (oracle(first), record_of(second, cells_as_labelled(second), "verified", part=2))
    scores = score_outcome(case, outcome_of(case, records))
    assert [score.part for score in scores] == [1, 2]
    assert all(score.cells == score.cells_right for score in scores)


def stumble(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    del document, settings
    if "pipes" in label:
        raise ZeroDivisionError("stumbled")
    return ()


def test_a_crash_is_a_result_and_not_the_end() -> None:
    cases = [
        replace(case_of(gold), task=Task(Path(gold.report), gold.report, b"x")) for gold in golds()
    ]
    worker = Worker(settings(), _same, stumble)
    scores = [score for found in score_cases(cases, worker) for score in found]
    assert len(scores) == len(cases)
    crashed = [score for score in scores if score.crashed]
    assert {"pipes" in score.name for score in crashed} == {True}
    assert "ZeroDivisionError" in str(crashed[0].crashed)
    assert not any(score.right for score in crashed)


def _same(record: Record) -> Record:
    return record


def test_both_reports_of_a_joined_file_are_found() -> None:
    reports = [
        generate_report(s, layout="cell-per-line-spaced", modifiers=(), mistakes=0) for s in (1, 2)
    ]
    joined = join_reports(reports[0], reports[1])
    parts = [report_to_gold(report) for report in reports]
    found = tuple(g.model_copy(update={"part": n}) for n, g in enumerate(parts, start=1))
    case = Case("two.txt", found, Task(Path("two.txt"), "two.txt", joined.text.encode()))
    (scores,) = score_cases([case], Worker(settings(), _same))
    assert [score.cells == score.cells_right for score in scores] == [True, True]


# What stands beside the cells.


def score_with(gold: Gold, **found: object) -> Score:
    record = oracle(gold).model_copy(update=found)
    return score_record(gold, record, "")


def clean() -> Gold:
    gold = next(g for g in printed() if not g.lost and g.tables_consistent)
    return gold.model_copy(update={"facts": (), "facts_complete": True, "conflicts": ()})


def fact(key: str, value: int) -> Fact:
    return Fact(key=key, label="", value=Decimal(value), quote="", span=(0, 0))


def test_facts_count_by_key_and_figure() -> None:
    stated = (GoldFact(key="trainings", value=Decimal(3)), GoldFact(key="other", value=Decimal(9)))
    gold = clean().model_copy(update={"facts": stated})
    found = score_with(gold, facts=(fact("trainings", 3), fact("reviews", 1), fact("other", 5)))
    assert found.facts.model_dump() == {"there": 1, "found": 1, "false": 1}
    partly = gold.model_copy(update={"facts_complete": False})
    found = score_with(partly, facts=(fact("trainings", 4), fact("reviews", 1)))
    assert found.facts.model_dump() == {"there": 1, "found": 0, "false": 1}


def claim(code: str, *cells: str, rule: str = "x", left: int | None = None) -> Finding:
    return Finding(
        rule=rule,
        code=code,
        severity="error" if code.startswith("T") else "warning",
        result="fail",
        cells=cells,
        left=None if left is None else Decimal(left),
        diagnosis="source_error",
        message="",
        message_zh="",
    )


def test_contradictions_count_by_code_and_cell_or_by_figure() -> None:
    gold = clean().model_copy(
        update={
            "conflicts": (GoldConflict(rule="N02", cells=("requests.closed_total.total",)),),
            "facts": (GoldFact(key="requests_received", value=Decimal(61), agrees=False),),
        }
    )
    right = (claim("N02", "requests.closed_total.total"), claim("N01", left=61))
    assert score_with(gold, findings=right).conflicts.model_dump() == {
        "there": 2,
        "found": 2,
        "false": 0,
    }
    beside = (claim("N02", "requests.received.total"), claim("D03"), claim("T2-02"))
    assert score_with(gold, findings=beside).conflicts.model_dump() == {
        "there": 2,
        "found": 0,
        "false": 2,
    }


def test_the_tables_own_mistakes_count_by_rule_or_cell() -> None:
    gold = next(g for g in golds() if g.mistakes and g.mistakes[0].rules)
    mistake = gold.mistakes[0]
    rule, _, place = mistake.rules[0].partition("@")
    cell = mistake.cells[0]
    table = cell.partition(".")[0]
    for finding, found, false in (
        (claim("T3-01", f"{table}.{place}.x", f"{table}.x.{place}", rule=rule), True, False),
        (claim("T3-01", cell), True, False),
        (claim("T3-01", "requests.nowhere.x"), False, True),
    ):
        score = score_with(gold, findings=(finding,)).mistakes
        assert (score.found > 0, score.false > 0) == (found, false)


def test_metadata_takes_what_is_accepted_too() -> None:
    gold = clean().model_copy(
        update={"metadata": {"agency": None, "agency_accept": ("甲区人民政府",), "year": 2024}}
    )
    score = score_with(gold, metadata=Metadata(agency="甲区人民政府", year=2023))
    assert score.metadata == {"agency": True, "year": False}


def test_every_metric_holds_for_nothing_at_all() -> None:
    for metric in METRICS:
        assert metric.measure([]) in (None, 0)
        assert metric.interval([]) is None


def test_nothing_and_a_crash_are_the_worst_of_all() -> None:
    for gold in golds():
        score = score_nothing(gold, "died")
        assert (score.right, score.flawless, score.cells_right) == (False, False, 0)


@pytest.mark.parametrize("index", range(5))
def test_lost_cells_may_not_be_called_verified_while_open(index: int) -> None:
    gold = [g for g in printed() if g.lost][index]
    bold = oracle(gold).model_copy(update={"status": "verified"})
    assert not score_record(gold, bold, "").right
