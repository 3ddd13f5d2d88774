"""Layouts to tokens: every layout of one table comes to the same cells, spans included."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings, strategies

from extraction.locate.tokens import tokenize
from extraction.values.document import Grid, GridCell, Span
from extraction.values.layout import Token

WANTED = [("label", "规章"), ("figure", "3"), ("figure", "0"), ("figure", "12")]


def cut(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


def printed(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens if token.kind != "blank"]


@pytest.mark.parametrize(
    "text",
    [
        "规章\n\n3\n\n0\n\n12",
        "规章\n3\n0\n12",
        "规章 | 3 | 0 | 12",
        "| 规章 | 3 | 0 | 12 |",
        "规章 | 3 | 0 | 12 | | |",
        "规章 |\n3 |\n0 |\n12 |\n",
        "|\n规章 |\n3 |\n0 |\n12 |",
        "规章\n|\n3\n|\n0\n|\n12\n|",
        "|\n      规章  |\n      3  |\n  0  |\n    12 |",
        "规章 3 0 12",
        "规章\t3\t0\t12",
        "规章\r\n3\r\n0\r\n12\r\n",
        "规章\u20283\u20280\u202812",
    ],
)
def test_every_layout_comes_to_the_same_cells(text: str) -> None:
    tokens = tokenize(text)
    assert printed(tokens) == WANTED
    assert all(token.span.slice(text) == token.text for token in tokens)


def test_digits_without_anything_between_are_a_run() -> None:
    assert cut("规章3012") == [("label", "规章"), ("run", "3012")]


@pytest.mark.parametrize("text", ["规章 | 3 | | 12", "规章 |3||12", "规章 | 3 |\n| 12"])
def test_an_empty_cell_is_kept(text: str) -> None:
    kinds = [token.kind for token in tokenize(text)]
    assert kinds == ["label", "figure", "blank", "figure"]


def test_a_line_of_hard_spaces_is_a_kept_blank() -> None:
    assert [kind for kind, _ in cut("规章\n3\n\xa0\n12")] == ["label", "figure", "blank", "figure"]
    assert [kind for kind, _ in cut("规章\n3\n\n12")] == ["label", "figure", "figure"]


@pytest.mark.parametrize("line", ["- 4 -", "第4页", "第 4 页 共 9 页", "Page 4", "P. 9", "4/9"])
def test_page_numbers_that_say_so_are_left_out(line: str) -> None:
    assert cut(f"规章\n3\n{line}\n0\n12") == WANTED


@pytest.mark.parametrize("line", ["--- | --- | ---", ":---|:---:|---:", ":-|:--:|-:"])
def test_ruled_lines_are_left_out(line: str) -> None:
    assert printed(tokenize(f"{line}\n规章 | 3 | 0 | 12")) == WANTED


def test_half_a_number_behind_a_label_is_no_part_of_it() -> None:
    assert cut("采购 .11") == [("label", "采购"), ("run", ".11")]


def test_marks_are_not_figures() -> None:
    assert [kind for kind, _ in cut("规章 | / | 无 | 0")] == ["label", "mark", "mark", "figure"]


def test_numbering_belongs_to_its_label() -> None:
    assert cut("2.重复申请 | 7") == [("label", "2.重复申请"), ("figure", "7")]


def test_a_drawn_grid_is_taken_as_drawn() -> None:
    text = "规章 | 3 | | 12\n"
    spans = [Span(0, 2), Span(5, 6), Span(8, 8), Span(11, 13)]
    cells = tuple(GridCell(0, column, 1, 1, span) for column, span in enumerate(spans))
    tokens = tokenize(text, ((Grid(cells), Span(0, 13)),))
    assert [token.kind for token in tokens] == ["label", "figure", "blank", "figure"]
    assert [token.place.column for token in tokens if token.place] == [0, 1, 2, 3]


@given(strategies.text(alphabet="规章总计(七)、 |\n\t\xa0\u3000012/.-无\r", max_size=80))
@settings(max_examples=300, derandomize=True, deadline=None, database=None)
def test_pieces_stand_in_order_and_slice_back(text: str) -> None:
    tokens = tokenize(text)
    for token in tokens:
        assert token.span.slice(text).strip() == token.text.strip()
    ends = [0, *(token.span.end for token in tokens)]
    assert all(token.span.start >= end for token, end in zip(tokens, ends, strict=False))
    kept = "".join(token.text for token in tokens)
    assert [c for c in kept if c in "规章总计"] == [c for c in text if c in "规章总计"]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("规章", False),
        ("   规章", True),
        (" 规章", True),
        ("x\n\n规章", False),
        ("x\r\n\r\n规章", False),
        ("x\n 规章", True),
        ("类别  规章", True),
        ("规章   3   0", False),
    ],
)
def test_only_spaces_of_its_own_line_set_a_label_apart(text: str, apart: bool) -> None:
    label = [token for token in tokenize(text) if token.kind == "label"][-1]
    assert (label.x_range is not None) is apart


@pytest.mark.parametrize("text", ["366人次1", "3其中网上2", "1.5万元左右3", "12见附表2"])
def test_a_figure_with_words_behind_is_no_label_of_another_figure(text: str) -> None:
    assert cut(text) == [("label", text)]
    assert cut(f"规章 | {text} |")[:2] == [("label", "规章"), ("label", text)]


def test_a_numbering_in_front_of_a_label_leaves_its_figures() -> None:
    assert cut("1.属于国家秘密000") == [("label", "1.属于国家秘密"), ("run", "000")]
    assert cut("1、属于国家秘密12") == [("label", "1、属于国家秘密"), ("run", "12")]


@pytest.mark.parametrize(
    "label",
    [
        "3.重复申请",
        "(三)不予公开",
        "（四）无法提供",
        "四、结转下年度继续办理",
        "**四、结转下年度继续办理**",  # as converters write bold letters
    ],
)
def test_a_figure_before_a_label_with_a_numbering_of_its_own_is_a_figure(label: str) -> None:
    """Lines that were joined: the last figure of a row stands before the next row's label."""
    found = [(token.kind, token.text) for token in tokenize(f"2.其他 | 1 | 0 {label} | 5")]
    assert found[1:] == [("figure", "1"), ("figure", "0"), ("label", label), ("figure", "5")]
    bare = [(token.kind, token.text) for token in tokenize("1 | 2 **重复申请** | 5")]
    assert bare == [("figure", "1"), ("label", "2 **重复申请**"), ("figure", "5")]


@pytest.mark.parametrize("cell", ["|3", "3|"])
def test_a_pipe_that_sticks_to_a_digit_among_lines_without_any_parts_nothing(cell: str) -> None:
    tokens = tokenize(f"2.其他\n1\n{cell}\n0\n")
    assert [(p.kind, p.text) for p in tokens] == [
        ("label", "2.其他"),
        ("figure", "1"),
        ("label", cell),
        ("figure", "0"),
    ]
    parted = tokenize(f"2.其他 |\n1 |\n{cell}\n0 |\n")
    assert ("figure", "3") in [(p.kind, p.text) for p in parted]


def test_the_rule_of_a_table_whose_lines_were_joined_is_no_row_of_marks() -> None:
    rows = ("| 结果维持 | 总计 | 其他 |", "|---|:-:|---|", "| 8 | --- | 9 |")
    for joined in ("".join(rows), " ".join(rows)):
        kinds = [(token.kind, token.text) for token in tokenize(joined) if token.kind != "blank"]
        assert kinds[3:] == [("figure", "8"), ("mark", "---"), ("figure", "9")]
