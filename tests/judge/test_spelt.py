"""Labels and headers in narrow cells, as they come out of a PDF: read on, or left open."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evals.synth.labelled import Label
from evals.synth.sheets import PrintedBox, PrintedSheet, table_to_sheet
from extraction.forms.table import label_key
from extraction.judge.arranged.header_words import HeaderWord, find_orders
from extraction.judge.arranged.speller import Speller
from extraction.values.record import CellKey, Record
from tests.support.by_hand import FORM, REQUESTS, draw_truth, find_false
from tests.support.scored import SETTLED, extract_text, find_form_cells
from tests.support.typeset import Measures, set_by_cells, set_by_lines

WAYS: dict[str, Callable[[PrintedSheet, Measures], Iterator[str]]] = {
    "by lines": set_by_lines,
    "by cells": set_by_cells,
}
LABELS = {"proactive_disclosure": (8,), "requests": (4, 4, 8), "review_litigation": ()}
MEASURES = st.builds(
    Measures,
    labels=st.tuples(st.integers(1, 6), st.integers(2, 6), st.integers(3, 30)),
    figures=st.integers(1, 5),
    centred=st.booleans(),
)
LAST = CellKey("proactive_disclosure", "normative_documents", "in_force")
Change = Callable[[PrintedSheet], PrintedSheet]


def draw_sheets() -> dict[str, PrintedSheet]:
    labels = {key: Label("number", None, figure) for key, figure in draw_truth().items()}
    return {table.key: table_to_sheet(table, labels) for table in FORM.tables}


def read(
    way: str, measures: Measures, change: Change = lambda sheet: sheet, page: str = ""
) -> Record:
    """Read the report with its tables set so; `page` stands on a line in the middle of table 3."""
    lines = ["山南县水务局2023年政府信息公开工作年度报告", "一、总体情况", "本局认真做好公开工作。"]
    for table in FORM.tables:
        sheet = change(draw_sheets()[table.key])
        wide = len(LABELS[table.key])
        labels = (sum(measures.labels),) if wide == 1 else measures.labels[:wide]
        own = list(WAYS[way](sheet, measures._replace(labels=labels)))
        if page and table.key == "requests":
            first = next(at for at, line in enumerate(own) if at > len(own) // 2 and " 0" in line)
            own.insert(first + 1, page)
        lines += [table.label, *own]
    lines += ["五、存在的主要问题及改进情况", "今后继续努力。", "六、其他需要报告的事项", "无。"]
    _, records = extract_text("\n".join(lines))
    return records[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("figures", [2, 3, 4])
@pytest.mark.parametrize("labels", [(2, 3, 5), (3, 4, 12), (6, 6, 30)])
def test_wrapped_labels_and_headers_are_read_on(
    way: str, figures: int, labels: tuple[int, ...]
) -> None:
    record = read(way, Measures(labels, figures, centred=False))
    assert record.status == "verified"
    assert {key: cell.raw for key, cell in find_form_cells(record).items()} == draw_truth()


@pytest.mark.parametrize("page", ["- 3 -", "第 3 页", "3"])
def test_the_number_of_a_page_is_no_figure(page: str) -> None:
    record = read("by lines", Measures((3, 4, 12), 3, centred=False), page=page)
    assert record.status == "verified"
    assert find_false(record, draw_truth()) == {}


def test_a_digit_alone_behind_a_row_may_be_the_rest_of_its_last_figure() -> None:
    def wrap(sheet: PrintedSheet) -> PrintedSheet:
        lines = [
            tuple(replace(box, text="5\n3") if box.key == LAST else box for box in line)
            for line in sheet.lines
        ]
        return replace(sheet, lines=tuple(lines))

    record = read("by lines", Measures((30, 30, 30), 3, centred=False), wrap)
    assert record.status not in SETTLED
    assert find_form_cells(record)[LAST].raw != "5"


@given(way=st.sampled_from(sorted(WAYS)), measures=MEASURES)
@hypothesis_settings(max_examples=15, deadline=None)
def test_no_measure_makes_a_settled_cell_wrong(way: str, measures: Measures) -> None:
    assert find_false(read(way, measures), draw_truth()) == {}


def exchange_texts(sheet: PrintedSheet, one: str, other: str) -> PrintedSheet:
    """The sheet with two printed texts exchanged, and all figures where they were."""
    texts = {one: other, other: one}
    lines = [
        tuple(
            box if box.role == "figure" else replace(box, text=texts.get(box.text, box.text))
            for box in line
        )
        for line in sheet.lines
    ]
    return replace(sheet, lines=tuple(lines))


LIES = {
    "two rows": ("1.属于国家秘密", "3.危及“三安全一稳定”"),
    "two rows alike": ("1.信访举报投诉类申请", "2.重复申请"),
    "two columns of a group": ("商业企业", "法律服务机构"),
    "the total and a column": ("自然人", "总计"),
    "two results": ("结果维持", "尚未审结"),
    "rows side by side": ("未经复议直接起诉", "复议后起诉"),
}
"""Texts that are exchanged: what is settled must be as printed."""


@pytest.mark.parametrize("lie", LIES)
@given(way=st.sampled_from(sorted(WAYS)), measures=MEASURES)
@hypothesis_settings(max_examples=3, deadline=None)
def test_labels_that_say_otherwise_are_believed(lie: str, way: str, measures: Measures) -> None:
    one, other = LIES[lie]
    record = read(way, measures, lambda sheet: exchange_texts(sheet, one, other))
    if record.status in SETTLED:
        moved = {
            key
            for key, figure in draw_truth().items()
            if {*_names(key)} & {one, other} and find_form_cells(record)[key].raw != figure
        }
        false = {key for key in draw_truth() if str(key) in find_false(record, draw_truth())}
        assert false == moved
        assert moved


def _names(key: CellKey) -> tuple[str, str]:
    named = FORM.name(key)
    return named.row, named.column


def test_a_row_with_a_figure_too_few_is_left_open() -> None:
    def lose(sheet: PrintedSheet) -> PrintedSheet:
        lines = [line[:-1] if _holds(line, "2.重复申请") else line for line in sheet.lines]
        return replace(sheet, lines=tuple(lines))

    record = read("by lines", Measures((3, 4, 6), 3, centred=False), lose)
    assert record.status not in SETTLED


def _holds(line: tuple[PrintedBox, ...], text: str) -> bool:
    return any(box.text == text for box in line)


def say(*lines: str) -> list[HeaderWord]:
    return [HeaderWord(word, number) for number, line in enumerate(lines) for word in line.split()]


def columns_in(words: list[HeaderWord]) -> list[list[str]]:
    return [[column for _, column in order] for order in find_orders(words, REQUESTS)]


FORMS_OWN = [column.key for column in REQUESTS.columns]


def test_headers_on_shared_lines_allow_one_order() -> None:
    words = say(
        "申请人情况",
        "自然 法人或其他组织 总计",
        "人 商业 科研 社会 法律 其他",
        "企业 机构 公益 服务",
        "组织 机构",
    )
    assert columns_in(words) == [FORMS_OWN]


def test_a_header_alone_on_its_line_may_stand_anywhere() -> None:
    words = say(
        "自然 法人或其他组织",
        "总计",
        "人 商业 科研 社会 法律 其他",
        "企业 机构 公益 服务",
        "组织 机构",
    )
    orders = columns_in(words)
    assert orders[0] == FORMS_OWN
    assert {order.index("total") for order in orders} == {0, 1, 6}


def test_a_label_of_another_thing_is_not_spelt() -> None:
    speller = Speller(REQUESTS)
    for row, label in enumerate(("一、本年新收政府信息公开申请数量", "二、上年结转政府资金")):
        speller.say(label_key(label))
        speller.pass_figures(row)
    speller.say(label_key("公开申请数量"))
    assert not speller.is_done
    assert not speller.may_go_on


@pytest.mark.parametrize(
    "lines",
    [
        ("总计 法人或其他组织 自然人", "商业企业 科研机构 社会公益组织 法律服务机构 其他"),
        ("自然人 法人或其他组织 总计", "科研机构 商业企业 社会公益组织 法律服务机构 其他"),
        ("自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构"),
        ("自然人 法人或其他组织 总计 小计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"),
        (
            "法人或其他组织",
            "自然人",
            "总计",
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
        ),
    ],
)
def test_other_headers_allow_none(lines: tuple[str, ...]) -> None:
    assert columns_in(say(*lines)) == []
