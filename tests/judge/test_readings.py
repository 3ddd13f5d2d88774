"""All readings that the text of a line allows, where its layout proves none."""

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies

from extraction.judge.lines.line_proof import read_line
from extraction.judge.lines.readings import Readings, list_readings
from extraction.locate.tokens import tokenize
from extraction.values.catalogue.doubts import NOTHING_PRINTED
from extraction.values.layout import Entry
from tests.support.figure_lines import shown, values_of


def readings_of(*texts: str, width: int) -> set[tuple[str | None, ...]]:
    readings, *_ = list_readings(values_of(*texts), width)
    return {tuple(shown(reading) or ()) for reading in readings}


def test_removed_blanks_may_have_stood_anywhere() -> None:
    assert readings_of("1", "2", width=3) == {
        ("1", "2", None),
        ("1", None, "2"),
        (None, "1", "2"),
    }


def test_figures_run_together_are_cut_everywhere_but_after_a_leading_zero() -> None:
    assert readings_of("=012", width=3) == {
        ("0", "12", None),
        ("0", None, "12"),
        (None, "0", "12"),
        ("0", "1", "2"),
    }


def test_one_figure_too_many_may_be_no_figure_of_the_table() -> None:
    assert readings_of("7", "1", "2", width=2) == {("7", "1"), ("7", "2"), ("1", "2")}


@pytest.mark.parametrize(
    ("printed", "left_out"), [("7 0 0", {0}), ("0 0 7", {2}), ("0 7 0", {0, 1, 2})]
)
def test_a_page_number_stands_before_or_behind_a_row_s_figures(
    printed: str, left_out: set[int]
) -> None:
    figures = printed.split()
    tokens = [token for token in tokenize("规章\n" + "\n".join(figures)) if token.kind != "label"]
    readings, *_ = list_readings(tokens, 2)
    whole = [reading for reading in readings if all(e and len(e.text) == 1 for e in reading)]
    starts = {tuple(entry.span.start for entry in reading if entry) for reading in whole}
    places = [token.span.start for token in tokens]
    assert starts == {tuple(p for i, p in enumerate(places) if i != out) for out in left_out}


def test_a_space_within_a_cell_may_part_one_number() -> None:
    tokens = [token for token in tokenize("规章 | 6 1 | 2 |") if token.kind != "label"]
    readings, *_ = list_readings(tokens, 2)
    texts = {tuple(shown(reading) or ()) for reading in readings}
    assert texts == {("61", "2"), ("6", "1")}


@pytest.mark.parametrize("cell", ["0 6", "0 .5", "0 ，6"])
def test_what_shares_a_cell_with_a_figure_is_no_figure_too_many(cell: str) -> None:
    text = f"规章 | {cell} | 2 |".replace("，", ",")
    tokens = [token for token in tokenize(text) if token.kind != "label"]
    readings, *_ = list_readings(tokens, 2)
    assert all("2" not in (shown(reading) or ()) for reading in readings)


def test_what_allows_too_much_is_left_unread_with_a_note() -> None:
    readings, note, _ = list_readings(values_of("=1234567890123"), 7)
    assert readings == ()
    assert note is not None
    assert list_readings([], 3) == Readings((), NOTHING_PRINTED)


@given(
    strategies.lists(strategies.sampled_from(["", "0", "7", "12", "=10", "00"]), max_size=5),
    strategies.integers(min_value=1, max_value=4),
)
@settings(max_examples=300, derandomize=True, deadline=None, database=None)
def test_readings_fill_each_cell_once_with_what_is_printed(texts: list[str], width: int) -> None:
    values = values_of(*texts)
    proven = read_line(values, width)
    readings, *_ = list_readings(values, width)
    text = " ".join(t.removeprefix("=") for t in texts)
    for reading in (*readings, *([proven] if proven else [])):
        assert len(reading) == width
        entries = [entry for entry in reading if entry is not None]
        assert all(isinstance(e, Entry) and e.span.slice(text) == e.text for e in entries)
        assert all(a.span.end <= b.span.start for a, b in pairwise(entries))
    assert len(set(readings)) == len(readings)


def test_a_mark_is_never_the_figure_too_many() -> None:
    """`3 | 9 | 无 5 | 0 …`: what shares a cell with a mark must not take its place."""
    readings, *_ = list_readings(values_of("3", "9", "无", "5", "0"), 4)
    assert readings
    assert all("无" in [entry and entry.text for entry in reading] for reading in readings)
