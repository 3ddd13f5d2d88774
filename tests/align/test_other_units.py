"""Units in the headers of money: taken where the form has none, a doubt where it has another."""

import pytest

from extraction.values.record import CellKey, Record
from tests.support.places import HOME
from tests.support.scored import extract_text, find_form_cells

OF_2019 = (HOME / "examples" / "3-form-2019.txt").read_text("utf-8")
OF_2021 = (HOME / "examples" / "1-lines.txt").read_text("utf-8")
AMOUNT = CellKey("proactive_disclosure", "centralized_procurement", "amount")


def read(text: str, before: str, after: str) -> Record:
    assert before in text
    _, [record] = extract_text(text.replace(before, after))
    return record


def say_amount(record: Record) -> str:
    cell = find_form_cells(record)[AMOUNT]
    return f"{cell.value} {cell.unit}"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("采购总金额", "27.6 None"),
        ("采购总金额(万元)", "27.6 万元"),
        ("采购总金额(单位:元)", "27.6 元"),
    ],
)
def test_money_is_in_the_unit_that_its_header_prints(header: str, said: str) -> None:
    record = read(OF_2019, "采购总金额", header)
    assert (record.status, say_amount(record)) == ("verified", said)


def test_a_cells_own_unit_comes_before_its_headers() -> None:
    record = read(OF_2019, "采购总金额", "采购总金额(万元)")
    other = read(
        OF_2019,
        "采购总金额\n\n政府集中采购\n\n3\n\n27.6",
        "采购总金额(万元)\n\n政府集中采购\n\n3\n\n276000元",
    )
    assert say_amount(record) == "27.6 万元"
    assert say_amount(other) == "276000 元"


def test_another_unit_than_the_forms_is_a_doubt() -> None:
    assert read(OF_2021, "(单位:万元)", "(单位:元)").status == "needs_review"
    assert read(OF_2019, "采购总金额", "采购总金额\n\n(亿元)").status == "needs_review"
