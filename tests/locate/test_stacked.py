"""Labels set from top to bottom, one character a line, and what only looks like them."""

import pytest

from extraction.locate.tokens import tokenize


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize("apart", ["\n", "\r\n"])
def test_a_label_of_one_character_a_line_is_one_label(apart: str) -> None:
    text = apart.join(("结转 3 0", "三、", "本", "年", "度", "(一)予以公开 1 2"))
    assert kinds(text)[3] == ("label", "三、本年度")
    assert kinds(text)[4:] == [("label", "(一)予以公开"), ("figure", "1"), ("figure", "2")]


@pytest.mark.parametrize(
    "cells", ["无\n无\n无\n无", "是\n否\n是\n否", "件\n件\n件\n件", "一\n二\n三"]
)
def test_cells_of_one_character_stay_cells(cells: str) -> None:
    assert len(tokenize(f"许可\n{cells}\n")) == 1 + len(cells.split("\n"))


def test_a_dash_and_a_number_are_a_figure_where_cells_stand_below_each_other() -> None:
    assert ("figure", "- 3") in kinds("本年增/减\n\n- 3\n\n12\n")


@pytest.mark.parametrize(
    "line", ["件,其中结果维持72 件,其他结果178 件,尚", "共收到申请3 件(含上年结转1 件)"]
)
def test_a_line_that_counts_in_sentences_holds_no_figures(line: str) -> None:
    assert [kind for kind, _ in kinds(f"前文\n{line}\n后文")] == ["label"] * 3


def test_a_row_with_units_keeps_its_figures() -> None:
    assert [kind for kind, _ in kinds("行政许可 12件 3件")] == ["label", "figure", "figure"]
