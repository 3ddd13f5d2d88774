"""Table 4's three rows stand side by side: no order of columns over one of them is overlooked."""

from itertools import combinations

import pytest

from tests.support.places import CASE_FILES
from tests.support.scored import SETTLED, extract_text, find_form_cells

TABLE = "review_litigation"
ORIGIN = CASE_FILES / "align" / "negative" / "pdf-table-4-wrapped-headers-exchanged.txt"
BEFORE, AFTER = "四、政府信息公开行政复议、行政诉讼情况\n", "五、存在的主要问题"
FIGURES = {"结果维持": 3, "结果纠正": 1, "其他结果": 2, "尚未审结": 4, "总计": 10}
NAMES = tuple(FIGURES)
LATER = ("未经复议直接起诉", "复议后起诉")
ROWS = [(0,), (1,), (1, 2)]


def set_upright(headers: tuple[str, ...]) -> list[str]:
    lines = range(max(map(len, headers)))
    return [" ".join(header[line] for header in headers if line < len(header)) for line in lines]


def set_on_two_lines(headers: tuple[str, ...]) -> list[str]:
    return [
        " ".join(header[:2] for header in headers),
        " ".join(header[2:] for header in headers if header[2:]),
    ]


def cut_off(headers: tuple[str, ...]) -> list[str]:
    return [" ".join(begin(headers))]


def set_upright_and_cut_off(headers: tuple[str, ...]) -> list[str]:
    return set_upright(begin(headers))


def begin(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(header if header in LATER else header[:2] for header in headers)


def write_report(headers: list[tuple[str, ...]], way: str) -> str:
    text = ORIGIN.read_text("utf-8")
    start, end = text.index(BEFORE) + len(BEFORE), text.index(AFTER)
    first, *others = headers
    lines = [
        "行政复议 行政诉讼",
        *WAYS[way]((*first, *LATER)),
        *WAYS[way](tuple(name for own in others for name in own)),
        " ".join(str(FIGURES[name]) for own in headers for name in own),
    ]
    return "\n".join((text[:start].rstrip(), *lines, text[end:]))


CUT = {"cut off": cut_off, "upright and cut off": set_upright_and_cut_off}
WAYS = {"upright": set_upright, "on two lines": set_on_two_lines, **CUT}


@pytest.mark.parametrize("way", WAYS)
def test_headers_in_the_order_of_the_form_are_settled(way: str) -> None:
    [record] = extract_text(write_report([NAMES] * 3, way))[1]
    assert record.status == "verified"


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("way", WAYS)
def test_columns_in_another_order_over_some_rows_are_read_by_their_headers(
    way: str, rows: tuple[int, ...]
) -> None:
    for left, right in combinations(range(len(NAMES)), 2):
        moved = list(NAMES)
        moved[left], moved[right] = moved[right], moved[left]
        headers = [tuple(moved) if row in rows else NAMES for row in range(3)]
        [record] = extract_text(write_report(headers, way))[1]
        cells = {key: cell for key, cell in find_form_cells(record).items() if key.table == TABLE}
        read = [cell.value for cell in cells.values()]
        as_headed = [figure for _ in range(3) for figure in FIGURES.values()]
        by_order = all(cell.proof == "order" for cell in cells.values())
        alike = way in CUT and {left, right} == {0, 1}
        assert record.status not in SETTLED or read == as_headed or (alike and by_order)
