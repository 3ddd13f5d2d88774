"""One line of figures: what its layout proves, and what it leaves open."""

import pytest

from extraction.judge.lines.line_proof import read_line
from extraction.locate.tokens import tokenize
from extraction.values.document import Span
from extraction.values.layout import Token
from tests.support.figure_lines import shown, values_of


@pytest.mark.parametrize(
    ("texts", "width", "expected"),
    [
        (("1", "2", "3"), 3, ["1", "2", "3"]),
        (("1", "2", "3", "", "", ""), 3, ["1", "2", "3"]),
        (("1", "", "2", "", "3", ""), 3, ["1", "2", "3"]),
        (("1", "/", "无"), 3, ["1", "/", "无"]),
        (("1", "", "3"), 3, ["1", None, "3"]),
        (("", "", "3"), 3, [None, None, "3"]),
        (("", "", ""), 3, [None, None, None]),
        (("", "", "", ""), 3, [None, None, None]),
        (("=12",), 1, ["12"]),
        (("=000",), 3, ["0", "0", "0"]),
    ],
)
def test_a_line_that_the_layout_proves(
    texts: tuple[str, ...], width: int, expected: list[str | None]
) -> None:
    assert shown(read_line(values_of(*texts), width)) == expected


@pytest.mark.parametrize(
    ("texts", "width"),
    [
        ((), 3),
        (("1", "2"), 3),
        (("1", "2", ""), 3),
        (("1", "2", "3", "4"), 3),
        (("1", "", "2", "3", ""), 3),
        (("", ""), 3),
        (("=012",), 3),
        (("=12",), 2),
        (("=007",), 1),
        (("1", "00", "3"), 3),
        (("1", "=2", "3"), 3),
    ],
)
def test_a_line_that_the_layout_leaves_open(texts: tuple[str, ...], width: int) -> None:
    assert read_line(values_of(*texts), width) is None


def test_blanks_before_the_first_figure_count_only_behind_a_label() -> None:
    pads = [*values_of("", "", "")]
    figure = Token("figure", "5", Span(9, 10), 9, 1)
    assert shown(read_line([*pads[:2], figure], 3)) == [None, None, "5"]
    assert read_line([*pads[:2], figure], 3, labelled=False) is None
    assert read_line(pads, 3, labelled=False) is None


def test_figures_that_share_cells_unevenly_prove_nothing() -> None:
    """`6 1 | 2` may be 61 and 2."""
    tokens = [token for token in tokenize("规章 | 6 1 | 2 |") if token.kind != "label"]
    assert read_line(tokens, 3) is None
