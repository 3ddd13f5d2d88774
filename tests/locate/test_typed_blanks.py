"""Blanks of tables that only spaces part: read off the places of figures, or not at all."""

from collections.abc import Sequence

import pytest

from extraction.locate import tokenize, veil_tokens
from extraction.values.catalogue.doubts import DRAWING_THERE
from extraction.values.document import Span, Veil
from extraction.values.layout import Token, print_width

LABELS = ("规章", "行政规范性文件", "许可", "其他对外管理服务事项")
FULL = tuple((label, ("12", "0", "345")) for label in LABELS)
COLUMNS = (24, 32, 40)
Row = tuple[str, Sequence[str]]


def type_row(label: str, figures: Sequence[str], columns: Sequence[int] = COLUMNS) -> str:
    """Return a line whose figures begin where the columns do, measured as print is."""
    line = label
    for figure, column in zip(figures, columns, strict=True):
        if figure:
            line += " " * (column - print_width(line)) + figure
    return line


def type_page(*rows: Row, columns: Sequence[int] = COLUMNS) -> str:
    return "\n".join(type_row(label, figures, columns) for label, figures in rows)


def last_row(page: str) -> list[str]:
    """Return the figures of a page's last line, `-` for a blank."""
    tokens = list(tokenize(page))
    line = tokens[-1].line
    row = [token for token in tokens if token.line == line and token.kind != "label"]
    return [show(token) for token in row]


def show(token: Token) -> str:
    return "-" if token.kind == "blank" else token.text


@pytest.mark.parametrize(
    "figures",
    [("", "7", "8"), ("7", "", "8"), ("7", "8", ""), ("", "", "8"), ("", "8", ""), ("7", "", "")],
)
def test_a_blank_is_where_no_figure_stands_below_the_others(figures: Sequence[str]) -> None:
    page = type_page(*FULL, ("行政处罚", figures))
    assert last_row(page) == [figure or "-" for figure in figures]
    centred = type_page(*FULL, ("行政处罚", figures), columns=(24, 33, 41))
    assert last_row(centred) == [figure or "-" for figure in figures]
    wrapped = type_page(*FULL[:2], ("的", ("", "", "")), *FULL[2:], ("行政处罚", figures))
    assert last_row(wrapped) == [figure or "-" for figure in figures]


def test_a_place_may_be_counted_in_characters() -> None:
    """As `pdftotext -layout` does: a Chinese one counts as one."""
    rows = (*FULL, ("行政处罚", ("7", "", "8")))
    lines = [label.ljust(24) + "".join(figure.ljust(8) for figure in row) for label, row in rows]
    assert last_row("\n".join(lines)) == ["7", "-", "8"]
    assert last_row("\n".join(lines[2:])) == ["7", "8"]


SHORT = ("行政处罚", ("7", "", "8"))


@pytest.mark.parametrize(
    "page",
    [
        type_page(*FULL[:2], SHORT),  # two rows are no columns
        type_page(*[("规章", ("1", "2", "3"))] * 4, SHORT),  # their places may hang on the label
        type_page(*FULL, SHORT, columns=(24, 28, 30)),  # too close to each other
        type_page(*FULL, SHORT, columns=(24, 32, 40)).replace("   8", "8"),  # between two columns
        type_page(*FULL[:3], ("本年", ("", "甲", "乙")), SHORT),  # heads of another table
        type_page(*FULL, ("由本机关处罚的其他事项之一", ("7", "", "8")), columns=(27, 32, 40)),
        "\n".join(f"{label} {' '.join(row)}" for label, row in (*FULL, ("处罚", ("7", "8")))),
        "\n".join(f"{label}{' 1 2 3' if label else ''}" for label in LABELS) + "\n处罚 7  8",
    ],
)
def test_where_places_do_not_tell_the_column_no_blank_is_made(page: str) -> None:
    assert last_row(page) == ["7", "8"]


def test_something_painted_in_the_gap_is_no_blank() -> None:
    page = type_page(*FULL, SHORT)
    tokens = tokenize(page)
    gap = page.rindex("7") + 3
    seen = veil_tokens(tokens, [Veil(Span(gap, gap + 1), DRAWING_THERE)])
    assert [token.kind for token in seen[-3:]] == ["figure", "words", "figure"]
    assert [token.kind for token in veil_tokens(tokens, [])[-3:]] == ["figure", "blank", "figure"]
    trailing = type_page(*FULL, ("行政处罚", ("7", "8", ""))) + "   "
    seen = veil_tokens(
        tokenize(trailing), [Veil(Span(len(trailing) - 1, len(trailing)), DRAWING_THERE)]
    )
    assert [token.kind for token in seen[-3:]] == ["figure", "figure", "words"]
