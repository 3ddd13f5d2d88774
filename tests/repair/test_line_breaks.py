"""Lines put back: only where a whole table of a form stands in one line, in the form's order."""

import re
from dataclasses import replace

import pytest

from evals.hard.hard_kinds import KINDS
from extraction.forms.load import load_forms, parse_form
from extraction.repair import RepairedText, repair_document, repair_text
from extraction.repair.line_breaks import KIND, find_lost_breaks
from extraction.repair.repaired import restore_lines
from extraction.values.document import Document, Grid, GridCell, Span

FORMS = load_forms()
HEADS = "第二十条第(一)项信息内容本年制发件数本年废止件数现行有效件数"
OTHERS = (
    "第二十条第(五)项信息内容本年处理决定数量行政许可7"
    "第二十条第(六)项信息内容本年处理决定数量行政处罚0行政强制9"
    "第二十条第(八)项信息内容本年收费金额(单位:万元)行政事业性收费0.5"
)
TABLE = f"{HEADS}规章000行政规范性文件3068{OTHERS}"
REPORT = f"本局情况如下。二、主动公开政府信息情况{TABLE}三、收到和处理政府信息公开申请情况见下。"
LINES = """\
本局情况如下。
二、主动公开政府信息情况
第二十条第(一)项
信息内容本年制发件数本年废止件数现行有效件数
规章000
行政规范性文件3068
第二十条第(五)项
信息内容本年处理决定数量
行政许可7
第二十条第(六)项
信息内容本年处理决定数量
行政处罚0
行政强制9
第二十条第(八)项
信息内容本年收费金额(单位:万元)
行政事业性收费0.5
三、收到和处理政府信息公开申请情况
见下。"""


def restore(text: str) -> RepairedText:
    return restore_lines(RepairedText(text, text), FORMS)


def test_a_table_in_one_line_gets_its_lines_back() -> None:
    restored = restore(REPORT)
    assert restored.text == LINES
    assert [(repair.kind, repair.count) for repair in restored.repairs] == [(KIND, 17)]


def test_lines_may_have_spaces_between_their_cells() -> None:
    spaced = REPORT.replace("规章000行政规范性文件3068", "规章 0 0 0行政规范性文件 3 0 68")
    spaced = spaced.replace("本年制发件数", " 本年制发件数 ")
    lines = restore(spaced).text.split("\n")
    assert lines[3:6] == [
        "信息内容 本年制发件数 本年废止件数现行有效件数",
        "规章 0 0 0",
        "行政规范性文件 3 0 68",
    ]
    assert len(lines) == len(LINES.split("\n"))


def test_where_spaces_part_all_rows_nothing_is_lost() -> None:
    spaced = re.sub(r"(?<=\d)(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=\d)", " ", REPORT)
    assert restore(spaced).text == spaced


def test_a_number_behind_the_last_figures_stays_there() -> None:
    lines = restore(REPORT.replace("0.5三、", "0.5 4 三、")).text.split("\n")
    assert lines[-3].rstrip() == "行政事业性收费0.5 4"


def test_every_place_leads_back_to_the_line() -> None:
    restored = restore(REPORT)
    start = restored.text.index("3068")
    original = restored.to_original(Span(start, start + 4))
    assert original.slice(REPORT) == "3068"
    assert restored.from_original(original) == Span(start, start + 4)


def test_title_and_signature_have_lines_of_their_own() -> None:
    title, name = "山南县水务局2023年政府信息公开工作年度报告", "山南县水务局"
    for day in ("2024年1月23日", "二〇二四年一月二十三日"):
        lines = restore(f"{title}{REPORT}本局没有其他事项。{name}{day}").text.split("\n")
        assert (lines[0], *lines[-3:]) == (title, "见下。本局没有其他事项。", name, day)


def test_without_a_table_no_title_is_looked_for() -> None:
    words = "本局认真做好公开工作。" * 9
    text = f"山南县水务局2023年政府信息公开工作年度报告{words}山南县水务局2024年1月23日"
    assert restore(text).text == text


def test_what_has_its_lines_back_is_left_alone() -> None:
    assert not list(find_lost_breaks(LINES, FORMS))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(
            REPORT.replace("规章000行政规范性文件3068", "000规章3068行政规范性文件"), id="first"
        ),
        pytest.param(
            REPORT.replace("本年废止件数现行有效件数", "现行有效件数本年废止件数"), id="order"
        ),
        pytest.param(REPORT.replace("规章000", "规章"), id="no figures"),
        pytest.param(REPORT.replace("规章", "规定"), id="another row"),
        pytest.param(REPORT.replace("行政许可7", ""), id="a row gone"),
        pytest.param(REPORT.replace("行政许可7", "行政许可7件"), id="words between"),
        pytest.param(REPORT.replace("0.5三、", "0.53.三、"), id="a number behind"),
        pytest.param(REPORT.replace("0.5三、", "5000元三、"), id="a unit behind"),
        pytest.param(REPORT.replace("0.5三、", "5000(元)三、"), id="a unit in brackets behind"),
        pytest.param(REPORT.replace("本年处理决定数量", "决定数量", 1), id="a head cut"),
    ],
)
def test_what_is_printed_otherwise_stays(changed: str) -> None:
    assert changed != REPORT
    assert restore(changed).text == changed


NUMBERED = """
form: numbered
version: "1"
title: 编号
tables:
- key: t
  label: 一、申请情况
  blocks:
  - key: b
    columns: [{key: x, label: 自然人申请数量}, {key: y, label: 法人或其他组织申请数量}]
    rows:
    - {key: one, label: 1.属于国家秘密的政府信息公开申请}
    - {key: two, label: 2.其他法律行政法规禁止公开的政府信息}
    - {key: all, label: 3.其他}
rules:
- {id: t.columns, code: X-01, table: t, severity: error, each: column, holds: all = one + two,
   means: {en: columns, zh: 列}}
"""
NUMBERED_LINE = (
    "自然人申请数量法人或其他组织申请数量1.属于国家秘密的政府信息公开申请002."
    "其他法律行政法规禁止公开的政府信息10223.其他40"
)


def test_the_number_of_the_next_label_is_no_figure() -> None:
    form = parse_form(NUMBERED, "numbered.yaml")
    restored = restore_lines(RepairedText(NUMBERED_LINE, NUMBERED_LINE), [form])
    assert [line[-4:] for line in restored.text.split("\n")[1:]] == ["申请00", "1022", "其他40"]


def test_without_its_point_a_number_may_be_the_figures() -> None:
    form = parse_form(NUMBERED, "numbered.yaml")
    changed = NUMBERED_LINE.replace("2.其他法律", "2其他法律")
    assert restore_lines(RepairedText(changed, changed), [form]).text == changed


@pytest.mark.parametrize("seed", range(40))
def test_a_report_in_one_line_has_the_lines_of_the_one_with_breaks(seed: int) -> None:
    dumped = KINDS["all text in one line"](seed)
    laid = KINDS["rows without separators"](seed)
    assert dumped is not None
    assert laid is not None
    restored = restore(repair_text(dumped.text).text)
    figures = [line for line in repair_text(laid.text).text.split("\n") if line[-1:].isdigit()]
    assert figures
    assert set(figures) <= set(restored.text.split("\n"))


def test_a_drawn_page_is_left_alone() -> None:
    cell = GridCell(0, 0, 1, 1, Span(0, len(REPORT)))
    digest = "0" * 64
    plain = Document("report.txt", REPORT, digest, digest, "text/plain", "utf-8")
    drawn = replace(plain, grids=(Grid((cell,)),))
    assert repair_document(plain, FORMS).text == LINES
    assert repair_document(drawn, FORMS).text == REPORT
    assert repair_document(plain, FORMS, undo=False).text == REPORT
