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
    *("以上数据为各乡镇合计", "此表作废", "（样表）"),
)
HARMLESS = (
    *("以上数据为2023年数据", "注：数据截至2023年12月31日", "（单位：件）", "以上情况详见附件。"),
    "2022年印发的文件已经公开。",
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
