"""Choosing among readings: what closes is taken only if no rival is a misprint away."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from extraction.forms.equation import Equation
from extraction.forms.form import Form
from extraction.forms.load import parse_form
from extraction.judge.lines.readings import list_readings
from extraction.judge.sums.joint import Step, TooManySteps, find_consistent
from extraction.judge.sums.solve import solve_table
from extraction.values.catalogue.doubts import NOTHING_PRINTED
from extraction.values.document import Span
from extraction.values.layout import Entry, FilledLine, Reading, Solution
from extraction.values.record import CellKey
from tests.support.figure_lines import values_of

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
FORM: Form = parse_form(SQUARE, "square.yaml")
ROWS, COLUMNS = ("one", "two", "all"), ("x", "y", "total")


def keys_of(row: str) -> tuple[CellKey, ...]:
    return tuple(CellKey("t", row, column) for column in COLUMNS)


def line_of(row: str, *texts: str) -> FilledLine:
    """A line as printed: three figures prove themselves, fewer or a run (`=`) do not."""
    values = values_of(*texts)
    entries = tuple(Entry(v.text, v.span) for v in values)
    if len(texts) == 3 and not any(text.startswith("=") for text in texts):
        return FilledLine(keys_of(row), (entries,), True, row, Span(0, 0))
    found = list_readings(values, 3)
    return FilledLine(keys_of(row), found.all, False, row, Span(0, 0), found.note)


def solve(*lines: FilledLine, equations: Sequence[Equation] = FORM.equations) -> Solution:
    return solve_table(lines, equations)


def shown(solution: Solution) -> dict[str, str | None]:
    return {
        f"{key.row}.{key.column}": None if entry is None else entry.text
        for key, entry in solution.settled.items()
    }


def test_nothing_open_is_nothing_to_settle() -> None:
    solution = solve(line_of("one", "1", "2", "3"))
    assert (solution.settled, solution.open_cells) == ({}, ())


def test_the_only_closing_reading_is_taken() -> None:
    solution = solve(
        line_of("one", "=000"), line_of("two", "11", "2", "13"), line_of("all", "11", "2", "13")
    )
    assert shown(solution) == {"one.x": "0", "one.y": "0", "one.total": "0"}
    assert solution.open_cells == ()


def test_a_total_that_nobody_wrote_and_a_slip_are_two_things_at_once() -> None:
    """`5 5` is a figure and its total; else y would be misprinted, and the total gone."""
    solution = solve(
        line_of("one", "5", "5"), line_of("two", "2", "2", "4"), line_of("all", "7", "2", "9")
    )
    assert shown(solution) == {"one.x": "5", "one.y": None, "one.total": "5"}


def test_a_total_that_nobody_wrote_stays_possible_where_all_else_holds() -> None:
    solution = solve(
        line_of("one", "5", "5"), line_of("two", "2", "2", "4"), line_of("all", "7", "7", "14")
    )
    assert solution.settled == {}


def test_a_rival_one_misprint_away_is_not_ruled_out() -> None:
    """Without sums over columns nothing tells one place of the blank from another: abstain."""
    rows_only = [e for e in FORM.equations if e.rule.id == "t.rows"]
    solution = solve(line_of("one", "40", "40"), equations=rows_only)
    assert solution.settled == {}
    assert {key.column for key in solution.open_cells} == set(COLUMNS)


def test_a_mistake_in_a_proven_line_settles_nothing() -> None:
    solution = solve(
        line_of("one", "40", "40"),
        line_of("two", "23", "31", "55"),
        line_of("all", "23", "71", "94"),
    )
    assert solution.settled == {}
    assert len(solution.open_cells) == 3


def test_no_closing_reading_settles_nothing() -> None:
    solution = solve(
        line_of("one", "41", "40"),
        line_of("two", "23", "31", "54"),
        line_of("all", "23", "71", "94"),
    )
    assert solution.settled == {}


def test_a_row_that_is_missing_settles_nothing_that_needs_it() -> None:
    solution = solve(line_of("one", "40", "40"), line_of("all", "23", "71", "94"))
    assert "one.x" not in shown(solution)
    assert "one.y" not in shown(solution)


def test_a_line_without_readings_settles_nothing() -> None:
    unread = FilledLine(keys_of("one"), (), False, "one", Span(0, 0), NOTHING_PRINTED)
    solution = solve(unread, line_of("two", "1", "1", "2"), line_of("all", "2", "2", "4"))
    assert solution.settled == {}
    assert solution.open_cells == keys_of("one")


# The slow twin: all readings and all single misprints, by brute force.


def closes(table: dict[CellKey, int], skip: frozenset[int] = frozenset()) -> bool:
    return all(
        index in skip
        or sum(int(factor) * table[cell] for cell, factor in equation.factors.items()) == 0
        for index, equation in enumerate(FORM.equations)
    )


def to_table(lines: Sequence[FilledLine], choice: Sequence[Reading]) -> dict[CellKey, int]:
    return {
        cell: int(entry.text) if entry else 0
        for line, reading in zip(lines, choice, strict=True)
        for cell, entry in zip(line.cells, reading, strict=True)
    }


def brute_force(lines: Sequence[FilledLine]) -> list[tuple[Reading, ...]]:
    """Every choice of readings that closes all equations as it stands."""
    choices = product(*(line.readings for line in lines))
    return [choice for choice in choices if closes(to_table(lines, choice))]


def misprinted(lines: Sequence[FilledLine]) -> list[tuple[Reading, ...]]:
    """Every choice that closes once one printed figure is another (0 or more)."""
    found = []
    for choice in product(*(line.readings for line in lines)):
        table = to_table(lines, choice)
        for line, reading in zip(lines, choice, strict=True):
            for cell, entry in zip(line.cells, reading, strict=True):
                if entry is None:
                    continue
                repairs = {table[cell]}
                for equation in FORM.equations:
                    if cell in equation.factors:
                        sides = {k: int(f) * table[k] for k, f in equation.factors.items()}
                        repairs.add(
                            table[cell] - sum(sides.values()) // int(equation.factors[cell])
                        )
                if any(new >= 0 and closes(table | {cell: new}) for new in repairs):
                    found.append(tuple(choice))
    return found


def draw_table(rng: Random) -> list[FilledLine]:
    """A small closing table, one line of which (sometimes two) has lost its gaps."""
    a, b, c, d = (rng.choice([0, 0, 1, 2, 5, 11, 30]) for _ in range(4))
    figures = {"one": (a, b, a + b), "two": (c, d, c + d), "all": (a + c, b + d, a + b + c + d)}
    damaged = set(rng.sample(ROWS, rng.choice([1, 1, 2])))
    lines = []
    for row in ROWS:
        texts = [str(figure) for figure in figures[row]]
        if row in damaged and rng.random() < 0.5:
            texts = ["=" + "".join(texts)]
        elif row in damaged:
            texts = [text for text in texts if text != "0"] or ["0"]
        if rng.random() < 0.05:
            texts[0] = texts[0].replace("1", "4")
        lines.append(line_of(row, *texts))
    return lines


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_what_is_settled_agrees_with_every_choice_that_brute_force_allows(start: int) -> None:
    """Whatever closes, as it stands or but for one misprint, says the same of settled cells."""
    for seed in range(start, start + 50):
        lines = draw_table(Random(seed))
        settled = solve(*lines).settled
        if not settled:
            continue
        exact = brute_force(lines)
        assert exact, seed
        for choice in [*exact, *misprinted(lines)]:
            for line, reading in zip(lines, choice, strict=True):
                for cell, entry in zip(line.cells, reading, strict=True):
                    if cell in settled:
                        assert settled[cell] == entry, (seed, cell)


def test_the_slow_twin_is_put_to_use() -> None:
    """Enough tables are settled, and enough left open, for the agreement to mean something."""
    solutions = [solve(*draw_table(Random(seed))) for seed in range(300)]
    assert 20 < sum(1 for solution in solutions if solution.settled) < 280


def test_many_open_lines_are_joined_by_what_they_come_to() -> None:
    """Eight lines of two cells, `=11` each: 3 readings a line, and one choice that closes."""
    share = tuple(map(Decimal, (1, 1)))
    line = [Step(share), Step((Decimal(11), Decimal(0))), Step((Decimal(0), Decimal(11)))]
    base = Step((Decimal(-8), Decimal(-8)))
    used = find_consistent(base, [line] * 8, most=50_000)
    assert used == [{Step(share)}] * 8
    assert find_consistent(Step((Decimal(1), Decimal(0))), [line] * 8, most=50_000) is None
    with pytest.raises(TooManySteps):
        find_consistent(base, [line] * 8, most=50)


def test_a_figure_left_out_without_a_reason_counts_only_where_all_sums_hold() -> None:
    """`1 2 | 0 | 12`: 12 wrapped; without its 2, x would be misprinted besides."""
    tokens = [token._replace(line=at) for at, token in enumerate(values_of("1", "2", "0", "12"))]
    found = list_readings(tokens, 3)
    line = FilledLine(
        *(keys_of("one"), found.all, False, "one", Span(0, 0)), unlikely=found.unlikely
    )
    others = line_of("two", "3", "1", "4"), line_of("all", "15", "1", "16")
    assert shown(solve(line, *others)) == {"one.x": "12", "one.y": "0", "one.total": "12"}
    assert len(found.unlikely) > 1
