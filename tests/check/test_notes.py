"""Notes beside a table that take its figures back leave the report to a person."""

import pytest

from tests.support.by_hand import (
    ALL_LAYOUTS,
    FORM,
    draw_cases,
    draw_documents,
    draw_requests,
    write,
)
from tests.support.scored import extract_text

TAKING_BACK = (
    *("更正：行政许可应为204。", "注：行政许可数据有误，应为204件。", "（以上数据为2022年数据）"),
    *("注:本表为上一年度数据", "以上为上半年数据", "本表数据为2022年度", "数据截至6月30日"),
    *("以上数据为各乡镇合计", "此表作废", "（样表）", "2022年数据", "去年数据如下：", "上年同期数"),
    *("（预计数）", "（模拟数据）", "填表说明：以下为样表", "1-6月数据", "数据未经审核"),
)
HARMLESS = (
    *("以上数据为2023年数据", "注：数据截至2023年12月31日", "（单位：件）", "以上情况详见附件。"),
    *("2022年印发的文件已经公开。", "2023年数据", "1-12月数据", "填表说明：以下为件数"),
)


def read_with(note: str, layout: str, *, above: bool) -> tuple[str, str | None]:
    text = write([draw_documents(), draw_requests(), draw_cases()], layout)
    first, second = FORM.tables[0].label, FORM.tables[1].label
    if above:
        text = text.replace(first, f"{first}\n\n{note}", 1)
    else:
        text = text.replace(second, f"{note}\n\n{second}", 1)
    _, [record] = extract_text(text, ".html" if layout == "html" else ".txt")
    return record.status, record.reason_code


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize("note", TAKING_BACK)
def test_a_note_that_takes_figures_back_bars_a_verdict(note: str, layout: str) -> None:
    for above in (True, False):
        assert read_with(note, layout, above=above) == ("needs_review", "S13")


@pytest.mark.parametrize("note", HARMLESS)
def test_other_notes_do_not(note: str) -> None:
    assert read_with(note, "pipes", above=False) == ("verified", None)


SCALED = ("计量单位：万件", "（单位：千件）", "表中数据以万件为单位。", "计数单位:万")
NOT_SCALED = (
    "收费金额(单位:万\xa0元)",
    "计量单位：件",
    "本单位百余人参加培训。",
    "收费金额以万元为单位",
)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("note", SCALED)
def test_a_unit_that_is_said_anywhere_bars_a_verdict(note: str, above: bool) -> None:
    assert read_with(note, "pipes", above=above)[0] == "needs_review"
    text = write([draw_documents(), draw_requests(), draw_cases()], "pipes")
    first = FORM.tables[0].label
    _, [record] = extract_text(text.replace(first, f"{note}\n\n{first}", 1), ".txt")
    assert record.status == "needs_review"
    assert "notes.unit" in {finding.rule for finding in record.findings}


@pytest.mark.parametrize("note", NOT_SCALED)
def test_a_unit_of_the_forms_own_does_not(note: str) -> None:
    text = write([draw_documents(), draw_requests(), draw_cases()], "pipes")
    first = FORM.tables[0].label
    _, [record] = extract_text(text.replace(first, f"{note}\n\n{first}", 1), ".txt")
    assert record.status == "verified"


@pytest.mark.parametrize(
    ("own", "printed", "status"),
    [
        ("本年处理决定数量", "2022年处理决定数量", "needs_review"),
        ("本年处理决定数量", "2023年处理决定数量", "verified"),
        ("三类内部", "四类内部", "needs_review"),
        ("第三方", "第四方", "needs_review"),
        ("4.保护第三方", "9.保护第三方", "verified"),  # a numbering is none of the words
        ("申请人无正当理由", "被申请人无正当理由", "needs_review"),
    ],
)
def test_a_label_that_says_another_thing_bars_a_verdict(
    own: str, printed: str, status: str
) -> None:
    text = write([draw_documents(), draw_requests(), draw_cases()], "pipes")
    assert own in text
    _, [record] = extract_text(text.replace(own, printed), ".txt")
    assert record.status == status
