"""Lines of figures to cells: what a whole table shows of each of its lines."""

import pytest

from extraction.forms.load import load_forms
from extraction.judge.lines.readings import list_readings
from extraction.judge.lines.table_lines import read_table_lines
from extraction.judge.thresholds import MOST_TOGETHER
from extraction.locate.tokens import tokenize
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, FilledLine, GridPlace, Line, Token
from tests.support.by_hand import FORM
from tests.support.figure_lines import shown, values_of


def test_readings_that_are_too_many_together_are_not_kept() -> None:
    table = load_forms()[0].table("requests")
    [block] = table.blocks
    columns = tuple(column.key for column in block.columns)
    values = tuple(values_of("1345", "20", "4"))
    lines = tuple(Line(row.key, row.label, Span(0, 1), values) for row in block.rows)
    aligned = AlignedBlock(block.key, columns, lines, headers=len(columns))
    filled = read_table_lines(AlignedTable(table.key, "cn2021", (aligned,), 0.0, Span(0, 9)), table)
    each = len(list_readings(values, len(columns))[0])
    kept = [len(line.readings) for line in filled]
    assert 1 < each < MOST_TOGETHER < each * len(lines)
    assert kept == [
        each if each * number <= MOST_TOGETHER else 0 for number in range(1, 1 + len(lines))
    ]


def fill_row(
    values: list[Token],
    row: str = "granted",
    *,
    repeated_headers: tuple[str, ...] = (),
    ambiguous: bool = False,
) -> FilledLine:
    """Fill the one line of a table in which nothing else is printed."""
    span = Span(0, 1)
    homes = [(t, b) for t in FORM.tables for b in t.blocks if row in b.printed_rows]
    table, block = homes[0]
    columns = tuple(column.key for column in block.columns)
    line = Line(row, "", span, tuple(values), ambiguous=ambiguous)
    aligned = AlignedBlock(block.key, columns, (line,), None, len(columns), repeated_headers)
    [filled] = read_table_lines(AlignedTable(table.key, FORM.form, (aligned,), 1.0, span), table)
    return filled


def test_a_figure_alone_on_the_next_line_may_be_the_end_of_another() -> None:
    """Pipes keep a page's number apart from the cells; spaces do not tell it from 139."""

    def fill(text: str) -> FilledLine:
        values = [token for token in tokenize(text) if token.kind != "label"]
        return fill_row(values, "normative_documents")

    assert fill("行政规范性文件 | 0 | 0 | 13 |\n9\n").proven
    assert not fill("行政规范性文件   0   0   13\n9\n").proven


def test_blanks_of_a_merged_label_are_no_cells() -> None:
    """Where a full line has a blank behind its label, that of another line is no cell."""
    full, short = (
        [token for token in tokenize(text) if token.kind != "label"]
        for text in (
            "(二)部分公开 | | 0 | 0 | 0 | 2 | 0 | 0 | 2",
            "(一)予以公开 | | 0 | 0 | 0 | 0 | 0 | 0 |",
        )
    )
    table = FORM.table("requests")
    [block] = table.blocks
    columns = tuple(column.key for column in block.columns)
    span = Span(0, 1)
    lines = (
        Line("partially_granted", "", span, tuple(full)),
        Line("granted", "", span, tuple(short)),
    )
    aligned = AlignedBlock(block.key, columns, lines, None, len(columns))
    filled = read_table_lines(AlignedTable(table.key, FORM.form, (aligned,), 1.0, span), table)
    assert [line.proven for line in filled] == [True, False]


def test_a_cell_merged_with_the_one_above_is_no_blank() -> None:
    values = values_of("3", "1", "2", "1", "0", "7")
    drawn = [v._replace(place=GridPlace(0, 5, at + 1)) for at, v in enumerate(values)]
    assert fill_row(values).readings != ()
    assert fill_row(drawn).readings == ()


def draw(row: int, *texts: str) -> tuple[Token, ...]:
    """Tokens of one row that the format draws, behind a label in its first column."""
    return tuple(
        v._replace(place=GridPlace(0, row, at + 1)) for at, v in enumerate(values_of(*texts))
    )


def fill_drawn(*rows: tuple[Token, ...]) -> tuple[FilledLine, ...]:
    """Fill the first rows of table 3 with these."""
    table = FORM.table("requests")
    [block] = table.blocks
    span = Span(0, 1)
    pairs = zip(block.rows, rows, strict=False)
    lines = tuple(Line(row.key, "", span, values) for row, values in pairs)
    columns = tuple(column.key for column in block.columns)
    aligned = AlignedBlock(block.key, columns, lines, None, len(columns))
    return read_table_lines(AlignedTable(table.key, FORM.form, (aligned,), 1.0, span), table)


def test_a_pad_behind_every_drawn_line_is_no_cell_of_one_that_lacks_a_figure() -> None:
    full = draw(1, "3", "1", "0", "0", "0", "0", "4", "")
    blank = draw(2, "2", "0", "0", "0", "0", "0", "", "")
    short = draw(3, "1", "0", "0", "0", "0", "1", "")
    assert [line.proven for line in fill_drawn(full, blank, short)] == [True, True, False]
    assert [line.proven for line in fill_drawn(full[:7], short)] == [True, True]


def test_a_blank_line_behind_every_row_is_no_cell_of_one_that_lacks_a_figure() -> None:
    def values(*texts: str) -> tuple[Token, ...]:
        text = "\n\n".join(["(一)予以公开", *(text or "\u00a0" for text in texts)])
        return tuple(token for token in tokenize(text) if token.kind != "label")

    full = values("3", "1", "0", "0", "0", "0", "4", "")
    bare = values("3", "1", "0", "0", "0", "0", "4")
    short = values("1", "0", "0", "0", "0", "1", "")
    for lines in ((full, full, bare, short), (bare, bare, full, short)):
        assert [line.proven for line in fill_drawn(*lines)] == [True, True, True, False]
    assert [line.proven for line in fill_drawn(bare, bare, short)] == [True, True, True]


def test_an_empty_row_below_lends_its_blanks_to_no_line() -> None:
    full = draw(1, "3", "1", "0", "0", "0", "0", "4")
    short = draw(2, "1", "0", "0", "0", "0", "1")
    empty = draw(3, "", "", "", "", "", "", "")
    assert [line.proven for line in fill_drawn(full, short + empty)] == [True, False]
    assert [line.proven for line in fill_drawn(short, full + empty)] == [False, True]


def test_a_figure_is_taken_once_where_its_head_is_repeated_as_often() -> None:
    def fill(*texts: str, times: int = 3) -> FilledLine:
        values = values_of(*texts)
        return fill_row(values, "administrative_licensing", repeated_headers=("decisions",) * times)

    assert fill("12", "12", "12").proven
    assert shown(fill("12", "12", "12").readings[0]) == ["12"]
    assert not fill("12", "12", "3").proven
    assert not fill("12", "12").proven
    assert not fill("12", "12", "12", times=0).proven


def test_figures_that_may_be_another_row_s_wait_for_the_equations() -> None:
    values = values_of("3", "1", "0", "0", "0", "0", "4")
    assert fill_row(values).proven
    filled = fill_row(values, ambiguous=True)
    assert not filled.proven
    assert len(filled.readings) == 1


@pytest.mark.parametrize(("columns", "proven"), [((1, 2, 3), True), ((1, 2, 2), False)])
def test_two_figures_in_one_drawn_cell_fill_no_blank(
    columns: tuple[int, ...], proven: bool
) -> None:
    """`|  | 0 1 |` for two columns: the blank is no zero, and which of the two counts is open."""
    values = tuple(
        value._replace(place=GridPlace(0, 0, column))
        for value, column in zip(values_of("", "0", "1"), columns, strict=True)
    )
    width = 3 if proven else 2
    line = Line("rules", "规章", Span(0, 9), values, None)
    block = FORM.table("proactive_disclosure").blocks[0]
    keys = tuple(column.key for column in block.columns)[:width]
    aligned = AlignedBlock(block.key, keys, (line,), None, width)
    region = AlignedTable("proactive_disclosure", FORM.form, (aligned,), 100.0, Span(0, 9))
    [filled] = read_table_lines(region, FORM.table("proactive_disclosure"))
    assert filled.proven == proven
    assert bool(filled.readings) == proven
