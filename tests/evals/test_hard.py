"""Hard reports: their readings and their ceiling against a slow twin, and a short run of each."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from random import Random

import pytest

from evals.hard.ceiling import Reach, find_reach
from evals.hard.hard_kinds import ALL_KINDS, DUMPED, KINDS, HardReport
from evals.hard.line_readings import Damage, HardLine, HardLineReading, list_line_readings
from evals.hard.share_of_ceiling import count_kind, find_report_reach, try_kind
from extraction.forms.load import parse_form
from extraction.read import document_from_bytes
from extraction.text.numbers import parse_cell
from extraction.values.record import CellKey

SQUARE = """
form: square
version: "1"
title: 方阵
tables:
- key: t
  label: 方阵
  blocks:
  - key: b
    columns: [{key: x, label: 甲}, {key: y, label: 乙}, {key: total, label: 总计}]
    rows: [{key: one, label: 一行}, {key: two, label: 二行}, {key: all, label: 合计}]
rules:
- {id: t.rows, code: X-01, table: t, severity: error, each: row, holds: total = x + y,
   means: {en: rows, zh: 行}}
- {id: t.columns, code: X-02, table: t, severity: error, each: column, holds: all = one + two,
   means: {en: columns, zh: 列}}
"""
EQUATIONS = parse_form(SQUARE, "square.yaml").equations
DAMAGES: tuple[Damage, ...] = ("packed", "glued", "blanks removed")
ROWS, COLUMNS = ("one", "two", "all"), ("x", "y", "total")


def line_of(row: str, readings: Sequence[HardLineReading]) -> HardLine:
    return HardLine(tuple(CellKey("t", row, column) for column in COLUMNS), tuple(readings))


def values_of(lines: Sequence[HardLine], choice: Sequence[HardLineReading]) -> dict[CellKey, int]:
    pairs = zip(lines, choice, strict=True)
    return {
        cell: int(text or 0)
        for line, reading in pairs
        for cell, text in zip(line.cells, reading, strict=True)
    }


def closes(values: dict[CellKey, int]) -> bool:
    return all(
        sum(int(factor) * values[cell] for cell, factor in each.factors.items()) == 0
        for each in EQUATIONS
    )


def is_near(values: dict[CellKey, int], printed: set[CellKey]) -> bool:
    """Whether one printed figure, or total, of another value would close all sums."""
    for cell in values:
        if cell not in printed and cell.column != "total":
            continue
        for equation in EQUATIONS:
            factor = int(equation.factors.get(cell, 0))
            gap = sum(int(f) * values[own] for own, f in equation.factors.items())
            wanted = values[cell] - gap // factor if factor else -1
            if wanted >= 0 and closes({**values, cell: wanted}):
                return True
    return False


def brute_force(lines: Sequence[HardLine]) -> Reach:
    met = near = 0
    for choice in product(*(line.readings for line in lines)):
        values = values_of(lines, choice)
        printed = {
            cell
            for line, reading in zip(lines, choice, strict=True)
            for cell, text in zip(line.cells, reading, strict=True)
            if text is not None
        }
        met += closes(values)
        near += closes(values) or is_near(values, printed)
    return Reach(met == 1, met == near == 1)


def draw_lines(rng: Random) -> list[HardLine]:
    a, b, c, d = (rng.choice([0, 0, 1, 2, 5]) for _ in range(4))
    figures = {"one": (a, b, a + b), "two": (c, d, c + d), "all": (a + c, b + d, a + b + c + d)}
    damaged = rng.sample(ROWS, rng.choice([1, 1, 2]))
    lines = []
    for row in ROWS:
        texts = [str(figure) for figure in figures[row]]
        damage = rng.choice(DAMAGES) if row in damaged else "none"
        if damage == "blanks removed":
            texts = [text for text in texts if text != "0"] or ["0"]
        elif damage != "none":
            texts = ["".join(texts)]
        lines.append(line_of(row, list_line_readings(texts, 3, damage)))
    return lines


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_the_ceiling_is_what_brute_force_counts(start: int) -> None:
    for seed in range(start, start + 20):
        lines = draw_lines(Random(seed))
        if sum(len(line.readings) for line in lines) > len(lines):
            assert find_reach(lines, EQUATIONS) == brute_force(lines), seed


def test_some_tables_are_within_the_ceiling_some_told_and_some_neither() -> None:
    found = {find_reach(draw_lines(Random(seed)), EQUATIONS) for seed in range(60)}
    assert found >= {Reach(True, True), Reach(True, False), Reach(False, False)}


def test_one_reading_needs_no_sums_unless_nothing_is_printed() -> None:
    whole = line_of("one", [("1", "2", "9")])
    lost = line_of("one", [(None, None, None)])
    assert find_reach([whole], []) == Reach(True, True)
    assert find_reach([lost], []) == Reach(False, False)


def test_without_sums_two_readings_decide_nothing() -> None:
    line = line_of("one", [("1", None, "2"), ("1", "2", None)])
    assert find_reach([line], []) == Reach(False, False)


def reports_of(kind: str, count: int) -> Iterator[HardReport]:
    made = (ALL_KINDS[kind](seed) for seed in range(5_000, 5_200))
    there = (report for report in made if report is not None)
    for _ in range(count):
        yield next(there)


def says(truths: HardReport, line: HardLine, reading: HardLineReading) -> bool:
    """Whether a reading is what the report's truth allows of a line."""
    for cell, text in zip(line.cells, reading, strict=True):
        states = {(one.state, one.value) for one in truths.truths[cell].readings}
        if text is None and not any(state == "blank" for state, _ in states):
            return False
        if text is not None and not any(str(value) == text for _, value in states):
            return False
    return True


@pytest.mark.parametrize("kind", ["blanks removed", "run together", "digits split over lines"])
def test_what_is_true_is_among_the_readings(kind: str) -> None:
    damaged = 0
    for report in reports_of(kind, 8):
        for line in chain.from_iterable((report.hard or {}).values()):
            if report.form == "cn2021" and len(line.readings) > 1:
                damaged += 1
                assert any(says(report, line, reading) for reading in line.readings)
    assert damaged


def test_each_kind_makes_reports_that_differ_by_seed() -> None:
    for kind in KINDS:
        one, other = reports_of(kind, 2)
        assert one.text != other.text, kind
        assert one.truths, kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_run_has_no_silent_error(kind: str) -> None:
    row = count_kind(kind, list(try_kind(kind, 2, 11)))
    assert (row.n, row.silent) == (2, 0)
    assert row.reached <= min(row.ceiling, row.right)


def test_a_report_whose_readings_nobody_listed_is_not_computed() -> None:
    [report] = reports_of("columns exchanged, a head lost", 1)
    assert find_report_reach(report) == Reach(None, None)


def test_a_report_in_which_no_columns_changed_places_is_passed() -> None:
    assert KINDS["columns exchanged, a head lost"](770003310036) is None


@pytest.mark.parametrize("kind", ["sentences", "lists of rows"])
def test_a_perfect_reader_brings_home_what_rules_leave_open(kind: str) -> None:
    outcomes = list(try_kind(kind, 4, 21, helped=True))
    row = count_kind(kind, outcomes)
    assert row.helped is not None
    assert row.reached < row.helped.reached == row.ceiling == 4
    assert (row.silent, row.helped.silent, row.helped.lost) == (0, 0, 0)
    assert not row.is_amiss
    assert row.helped.tokens > 0


@pytest.mark.parametrize(
    "kind", ["digits split over lines", "run together", DUMPED, "lists of rows", "sentences"]
)
def test_places_are_where_the_figures_of_hard_reports_stand(kind: str) -> None:
    for report in reports_of(kind, 2):
        name = f"report{report.ending}"
        text = document_from_bytes(name, report.text.encode()).text
        placed = 0
        for key, spans in report.places.items():
            printed = "".join(span.slice(text) for span in spans)
            values = {one.value for one in report.truths[key].readings if one.value is not None}
            assert values == {parse_cell(printed).value}, (key, printed)
            placed += 1
        numbers = [t for t in report.truths.values() if any(one.value for one in t.readings)]
        assert placed >= len(numbers)
