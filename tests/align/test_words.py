"""Words in a figure's cell: the cell is read whole, or it is no number and the record is open."""

from collections.abc import Callable
from itertools import product

import pytest

from extraction.values.record import Cell
from tests.support.by_hand import (
    ALL_LAYOUTS,
    CASES,
    FORM,
    Sheet,
    Truth,
    draw_cases,
    draw_documents,
    draw_requests,
    draw_truth,
    find_false,
    read,
)
from tests.support.scored import SETTLED, extract_text

BEFORE = (
    *("不到", "超过", "应为", "作废", "上年", "将近", "约", "近", "逾", "达", "共", "计", "仅"),
    *("其中", "原", "拟", "预计", "累计", "大约", "大概", "至少", "至多", "最多", "不足"),
    *("不少于", "接近", "估计", "暂定", "有", "实为", "增至", "更正为", "实际", "去年", "同期"),
    *("全年", "每年", "平均", "人均", "占", "含", "除", "另有", "第", "高达", "少于", "多于"),
    *("上年同期", "合并", "下降", "上升", "未满", "增", "减"),
    *("<", "~", "≈", "?", "※", ">", "≥", "±", "＜"),
)
BEHIND = (
    *("左右", "余", "以上", "多", "等", "以下", "以内", "上下", "有余", "倍", "%", "未核实"),
    *("待定", "作废", "有误", "(未核实)", "(应为3)", "至9", "或9", "余件", "次以上", "人", "家"),
    *("<", "?", " 余", " 左右"),
)
INSTEAD = ("十二", "零", "二十六", "壹拾", "若干", "数件", "待定", "见附件", "?", "※", "【3】")
LEADING = (" 近", " 约", "约 ", "共 ", "不到 ", "上年\n")

CELLS = (
    *(("normative_documents", 0), ("normative_documents", 2), ("administrative_licensing", 0)),
    *(("administrative_charges", 0), ("received", 0), ("received", 3), ("received", 6)),
    *(("granted", 4), ("other_misc", 1), ("carried_out", 6), ("review", 0), ("review", 2)),
    *(("litigation_direct", 2), ("litigation_after_review", 4)),
)
"""Cells of tables 2, 3 and 4: first, last, between; some print 0."""

PLACES = list(product(CELLS, ALL_LAYOUTS))
LABELS = {row.key: row.label for t in FORM.tables for b in t.blocks for row in b.rows}


def draw_sheets() -> list[Sheet]:
    return [draw_documents(), draw_requests(), draw_cases()]


def spoil(sheets: list[Sheet], cell: tuple[str, int], print_: Callable[[str], str]) -> Truth:
    """Print something else in one cell; return what each cell says then: that one, nothing."""
    row, column = cell
    keys = [row.key for row in CASES.rows]
    if row in keys:
        line, at = sheets[2][-1], keys.index(row) * len(CASES.columns) + column
    else:
        line = next(own for sheet in sheets for own in sheet if LABELS[row] in own)
        at = line.index(LABELS[row]) + 1 + column
    line[at] = print_(line[at])
    truth = draw_truth()
    truth[[key for key in FORM.cells if key.row == row][column]] = None
    return truth


def hold_open(cell: tuple[str, int], layout: str, print_: Callable[[str], str]) -> None:
    """The cell that was spoilt is no number and no blank of a settled record."""
    sheets = draw_sheets()
    truth = spoil(sheets, cell, print_)
    record = read(sheets, layout)
    assert find_false(record, truth) == {}
    assert record.status not in SETTLED


def place_of(word: str, shift: int) -> tuple[tuple[str, int], str]:
    """Another cell and layout for each word, the same in each run; all of them in turn."""
    words = (*BEFORE, *BEHIND, *INSTEAD, *LEADING)
    return PLACES[(37 * words.index(word) + shift) % len(PLACES)]


@pytest.mark.parametrize("word", BEFORE)
def test_words_before_a_figure_make_its_cell_no_number(word: str) -> None:
    cell, layout = place_of(word, 0)
    hold_open(cell, layout, lambda figure: word + figure)


@pytest.mark.parametrize("word", BEHIND)
def test_words_behind_a_figure_make_its_cell_no_number(word: str) -> None:
    cell, layout = place_of(word, 5)
    hold_open(cell, layout, lambda figure: figure + word)


@pytest.mark.parametrize("word", INSTEAD)
def test_words_for_a_figure_are_no_number_and_no_blank(word: str) -> None:
    cell, layout = place_of(word, 11)
    hold_open(cell, layout, lambda _: word)


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize("row", ["administrative_licensing", "received", "review"])
@pytest.mark.parametrize("word", ["不到", "约 "])
def test_words_before_a_row_s_first_figure_are_its_cell_s(word: str, row: str, layout: str) -> None:
    hold_open((row, 0), layout, lambda figure: word + figure)


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize(
    "cell", [("administrative_charges", 0), ("carried_out", 6), ("litigation_after_review", 4)]
)
@pytest.mark.parametrize("word", ["左右", " 余", "\n余"])
def test_words_behind_a_table_s_last_figure_are_its_cell_s(
    word: str, cell: tuple[str, int], layout: str
) -> None:
    hold_open(cell, layout, lambda figure: figure + word)


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_words_in_a_cell_move_no_other(layout: str) -> None:
    """Beside the words, and in the rows around, what is shown is what is printed there."""
    sheets = draw_sheets()
    truth = spoil(sheets, ("granted", 3), lambda _: "待定")
    record = read(sheets, layout)
    shown = record.model_copy(update={"status": "verified"})
    wrong = find_false(shown, truth)
    assert [cell for cell, said in wrong.items() if said.startswith("number")] == []


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize(
    ("cell", "print_", "number"),
    [
        (("administrative_licensing", 0), "203件", "203"),
        (("normative_documents", 2), "12条", "12"),
        (("received", 0), "23件", "23"),
        (("administrative_charges", 0), "3664.4476万元", "3664.4476"),
        (("received", 0), "23(其中网上9)", "23"),
        (("granted", 0), "10(含上年3)", "10"),
        (("granted", 0), "10注1", "10"),
        (("review", 0), "2①", "2"),
        (("received", 6), "**26**", "26"),
    ],
)
def test_what_belongs_to_a_figure_leaves_it_read(
    cell: tuple[str, int], print_: str, number: str, layout: str
) -> None:
    if "**" in print_ and layout == "spaced":
        pytest.skip("a converter that writes bold figures parts them by more than spaces")
    sheets = draw_sheets()
    truth = spoil(sheets, cell, lambda _: print_)
    truth[[key for key in FORM.cells if key.row == cell[0]][cell[1]]] = number
    record = read(sheets, layout)
    assert find_false(record, truth) == {}
    assert record.status == "verified"


def test_the_end_of_a_wrapped_label_is_no_word_of_a_cell() -> None:
    """As the text of a PDF has it: the row's figures between the two parts of its label."""
    sheets = draw_sheets()
    line = next(own for own in sheets[1] if LABELS["received"] in own)
    line[0] = line[0].removesuffix("数量")
    sheets[1].insert(sheets[1].index(line) + 1, ["数量"])
    record = read(sheets, "spaced")
    assert find_false(record, draw_truth()) == {}
    assert record.status == "verified"


def test_a_word_on_a_line_before_table_4s_first_figure_is_none_of_its_headers() -> None:
    text = "四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n"
    headers = "\n".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
    text += f"{headers}\n未经复议直接起诉\n复议后起诉\n{headers}\n{headers}\n"
    figures = ["2", "0", "1", "0", "3", "1", "0", "0", "1", "2", "0", "1", "0", "0", "1"]
    plain = read_cases(text + "\n".join(figures) + "\n")
    assert plain["upheld"].value == 2
    assert read_cases(text + "逾\n" + "\n".join(figures) + "\n")["upheld"].value is None


def read_cases(text: str) -> dict[str, Cell]:
    _, (record,) = extract_text(text)
    return record.tables["review_litigation"]["review"]
