"""Tables that a text draws with lines."""

import pytest

from extraction.read import document_from_bytes
from extraction.values.document import Document

STYLES = {
    "plus": ("+----+----+----+", "|"),
    "thin": ("├────┼────┼────┤", "│"),
    "heavy": ("┣━━━━╋━━━━╋━━━━┫", "┃"),
    "double": ("╠════╬════╬════╣", "║"),
}


def read(text: str) -> Document:
    return document_from_bytes("报告.txt", text.encode())


def rows_of(document: Document) -> list[list[str]]:
    [grid] = document.grids
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.span.slice(document.text))
    return list(rows.values())


def draw(rows: list[str], rule: str, bar: str, *, every: bool) -> str:
    between = f"\n{rule}\n" if every else "\n"
    lines = [row.replace("|", bar) for row in rows]
    return "\n".join(("前文,一句。", rule, lines[0], rule, between.join(lines[1:]), rule, "后文。"))


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("style", STYLES)
def test_rows_between_lines_are_a_grid(style: str, every: bool) -> None:
    rule, bar = STYLES[style]
    document = read(
        draw(
            ["| 类别 | 制发 | 废止 |", "| 规章 | 12 | |", "| 文件 | 3 | 4 |"],
            rule,
            bar,
            every=every,
        )
    )
    assert rows_of(document) == [["类别", "制发", "废止"], ["规章", "12", ""], ["文件", "3", "4"]]
    assert document.text.startswith("前文,一句。\n\n类别 | 制发")
    assert document.text.endswith("文件 | 3 | 4\n\n后文。\n")


def test_a_row_of_several_lines_is_one_between_lines() -> None:
    rule = "+------+----+"
    rows = ["| 行政规 | 3 |\n| 范性文 |   |\n| 件 |   |", "| 规章 | 12 |", "| 许可 | 7 |"]
    document = read(f"{rule}\n" + f"\n{rule}\n".join(rows) + f"\n{rule}\n")
    assert rows_of(document) == [["行政规范性文件", "3"], ["规章", "12"], ["许可", "7"]]


def test_two_figures_below_each_other_are_two_rows() -> None:
    rule = "+------+----+"
    groups = ["| 类别 | 制发 |", "| 规章 | 12 |\n| 文件 | 3 |", "| 许可 | 7 |"]
    document = read(f"{rule}\n" + f"\n{rule}\n".join(groups) + f"\n{rule}\n")
    assert rows_of(document) == [["类别", "制发"], ["规章", "12"], ["文件", "3"], ["许可", "7"]]


@pytest.mark.parametrize(
    "text",
    [
        "|----|----|\n| 规章 | 12 |\n|----|----|\n",  # Markdown's
        "+----+----+\n| 规章 | 12 |\n| 文件 |\n+----+----+\n",  # not as many bars in each row
        "+----------+\n| 一句话。 |\n+----------+\n",  # a sentence with a frame
        "+----+----+\n",  # lines and no row
        "+----+----+",
        "增加+++减少\n--------\n",
    ],
)
def test_what_makes_no_grid_is_left_as_it_is(text: str) -> None:
    document = read(text)
    assert document.grids == ()
    assert document.text == text


def test_a_frame_without_an_end_costs_no_time() -> None:
    document = read("+" + "-" * 200_000 + "\n" + "|" * 200_000 + "\n" + "+--" * 100_000 + "x")
    assert document.grids == ()
