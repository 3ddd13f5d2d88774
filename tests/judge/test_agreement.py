"""Whether the print says what a claim says: arrangements that agree, and all that must not."""

from collections.abc import Callable, Mapping

import pytest

from evals.synth.closing import form_named
from extraction.judge.claimed.agreement import find_agreement
from extraction.judge.claimed.gaps import PrintedText
from extraction.judge.claimed.printed_values import find_values
from extraction.values.document import Span
from extraction.values.layout import Token
from extraction.values.record import CellKey

TABLE = form_named("cn2021").table("review_litigation")
HEADINGS = [TABLE.label, "存在的主要问题"]
ROWS = ("行政复议", "未经复议直接起诉", "复议后起诉")
COLUMNS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
FIGURES = [[str(10 * row + column) for column in range(1, 6)] for row in range(1, 4)]


def by_rows() -> str:
    lines = [",".join(["类别", *COLUMNS])]
    lines += [",".join([row, *own]) for row, own in zip(ROWS, FIGURES, strict=True)]
    return "\n".join(lines)


def by_columns() -> str:
    lines = ["|".join(["类别", *ROWS])]
    for at, column in enumerate(COLUMNS):
        lines.append("|".join([column, *(own[at] for own in FIGURES)]))
    return "\n".join(lines)


def cell_by_cell() -> str:
    lines = []
    for row, own in zip(ROWS, FIGURES, strict=True):
        pairs = (f"{column}{cell}件" for column, cell in zip(COLUMNS, own, strict=True))
        lines.append(f"{row}{'，'.join(pairs)}。")
    return "\n".join(lines)


def unheaded() -> str:
    rows = [f"{row}：{','.join(own)}" for row, own in zip(ROWS, FIGURES, strict=True)]
    return "\n".join([TABLE.label, *rows])


def figures_first() -> str:
    lines = list(COLUMNS)
    for row, own in zip(ROWS, FIGURES, strict=True):
        lines.append(" ".join([*own, row]))
    return "\n".join(lines)


def labels_first() -> str:
    return "\n".join([*COLUMNS, *ROWS, *(cell for own in FIGURES for cell in own)])


def in_one_line() -> str:
    headers = " ".join([ROWS[0], "行政诉讼", *COLUMNS, *ROWS[1:], *COLUMNS, *COLUMNS])
    return f"{headers}\n{' '.join(cell for own in FIGURES for cell in own)}"


def values_of(text: str) -> dict[str, Token]:
    return {value.text: value for value in find_values(text, Span(0, len(text)))}


def agree(text: str, figures: Mapping[CellKey, str | None] | None = None) -> str | None:
    wanted = dict(zip(TABLE.cells(), (c for own in FIGURES for c in own), strict=True))
    wanted.update(figures or {})  # type: ignore[arg-type]
    values = values_of(text)
    cells = {key: values[figure] if figure else None for key, figure in wanted.items()}
    window = Span(0, len(text))
    printed = PrintedText(text, window, list(values.values()), [TABLE.label], HEADINGS)
    return find_agreement(TABLE, cells, printed).arrangement


@pytest.mark.parametrize(
    ("write", "arrangement"),
    [
        (by_rows, "row by row"),
        (by_columns, "column by column"),
        (cell_by_cell, "cell by cell"),
        (figures_first, "figures first"),
        (labels_first, "labels first"),
        (in_one_line, "in one line"),
        (unheaded, "row by row, without headers"),
    ],
)
def test_the_print_agrees_in_each_arrangement(write: Callable[[], str], arrangement: str) -> None:
    assert (
        agree(f"四、政府信息公开行政复议、行政诉讼情况\n{write()}\n五、存在的主要问题")
        == arrangement
    )


@pytest.mark.parametrize(
    "write", [by_rows, by_columns, cell_by_cell, figures_first, in_one_line, unheaded]
)
def test_no_two_figures_may_be_exchanged(write: Callable[[], str]) -> None:
    cells = list(TABLE.cells())
    plain = dict(zip(cells, (cell for own in FIGURES for cell in own), strict=True))
    for a, b in [(0, 1), (0, 5), (4, 9), (7, 12), (13, 14)]:
        swapped = {cells[a]: plain[cells[b]], cells[b]: plain[cells[a]]}
        assert agree(write(), swapped) is None


@pytest.mark.parametrize(
    "write", [by_rows, by_columns, cell_by_cell, figures_first, in_one_line, unheaded]
)
def test_rows_may_not_be_shifted(write: Callable[[], str]) -> None:
    flat = [cell for own in [*FIGURES[1:], FIGURES[0]] for cell in own]
    assert agree(write(), dict(zip(TABLE.cells(), flat, strict=True))) is None


@pytest.mark.parametrize(
    "text",
    [
        by_rows().replace("行政复议,", "行政裁决,"),  # a row that is another
        by_rows().replace("其他结果", "驳回"),  # a header that is another
        by_rows().replace("结果维持,结果纠正", "结果纠正,结果维持"),  # headers exchanged
        by_rows().replace("11,", "11(其中自然人3),"),  # a figure within a cell
        by_rows().replace("11,", "约11,"),  # a word before one
        by_rows().replace("类别", "单位:万件,类别"),  # another unit
        f"{by_rows()}\n{by_rows().replace('1', '9')}",  # the table twice
        by_rows().replace("23,", "23,7,"),  # a figure too many
        by_rows().replace("23,", "23%,"),  # a share
        by_rows().replace("23,", "23 %,"),
        by_rows().replace("23,", "~23,"),
        by_rows().replace("23,", "23*,"),
        by_rows().replace("23,", "23²,"),
        by_rows().replace("23,", "23 k,"),
        by_rows().replace("23,", "23万,"),
        by_rows().replace("复议后起诉,31", "复议后起诉,<31"),
        by_rows().replace("35", "35%"),
        cell_by_cell().replace("结果维持21", "结果维持—21"),
        by_rows().replace("行政复议,11", "行政复议,~11"),
        unheaded().removeprefix(TABLE.label),  # whatever stood before it may have been headers
        unheaded().replace(TABLE.label, f"{TABLE.label}\n总计 结果维持 结果纠正"),
        unheaded().replace(TABLE.label, f"{TABLE.label}\n共五列"),
        f"{unheaded()}\n总计 结果维持 结果纠正",  # headers below
        f"{unheaded()}\n结 结 其\n果 果 他",
        f"{unheaded()}\n以上为全部情况。",
        f"{unheaded()},36",
        unheaded().replace("\n复议后起诉", "\n其他复议后起诉"),
    ],
)
def test_what_the_print_says_otherwise_does_not_agree(text: str) -> None:
    assert agree(text) is None


def test_a_sign_behind_words_is_one_where_the_column_holds_changes_alone() -> None:
    text = cell_by_cell().replace("结果维持21", "结果维持-21")
    first = CellKey(TABLE.key, "litigation_direct", "upheld")
    assert "-21" in values_of(text)
    assert agree(text, {first: "-21"}) is None


def test_a_blank_cell_and_a_shared_figure_are_refused() -> None:
    first, second, *_ = TABLE.cells()
    assert agree(by_rows(), {first: None}) is None
    assert agree(by_rows(), {second: "11"}) is None


def test_a_page_number_within_the_table_is_no_figure_of_it() -> None:
    turned = by_rows().replace("\n未经", "\n- 7 -\n未经")
    assert agree(turned) == "row by row"
    assert agree(by_rows().replace("\n未经", "\n7件\n未经")) is None
