"""Notes on units: a head that breaks off after 万 is money only if the next line says so."""

import pytest

from extraction.check.notes import find_notes
from extraction.forms.load import load_forms
from extraction.values.prose import ReportProse
from extraction.values.record import Section

FORM = next(form for form in load_forms() if form.form == "cn2021")


def notes(text: str) -> list[str]:
    section = Section(span=(0, len(text)), text=text)
    found = find_notes(FORM, ReportProse({"proactive_disclosure": section}))
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "第二十条第(八)项\n信息    本年收费金额(单位:万\n内容    元)\n行政    0",
        "信息内容 本年收费金额（单位：万\n元）\n行政事业性收费 0",
    ],
)
def test_money_in_a_narrow_head_is_in_the_unit_of_the_form(text: str) -> None:
    assert notes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "信息    本年收费金额(单位:万\n内容    件)",
        "信息    本年收费金额(单位:万",
        "单位:万\n元)",
        "(单位:万\n行政许可 5\n元)",
        "(单位:万件\n元)",
    ],
)
def test_all_else_that_is_counted_in_ten_thousands_is_told(text: str) -> None:
    assert notes(text) == ["notes.unit"]
