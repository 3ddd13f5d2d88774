"""What a model says of a table, brought back to the text: only what stands there counts."""

import pytest

from extraction.forms.load import load_forms
from extraction.forms.table import Table
from extraction.ground.grounding import RowClaim, ground_answer, ground_rows
from extraction.locate.tokens import tokenize
from extraction.values.layout import AlignedTable
from extraction.values.record import CellKey

FORM = next(form for form in load_forms() if form.form == "cn2021")
REQUESTS, DISPUTES = FORM.table("requests"), FORM.table("review_litigation")
TEXT = """一、本年新收政府信息公开申请数量
23
2
25
二、上年结转政府信息公开申请数量
3
0
3
(一)予以公开
11
0
11
"""
TOKENS = tokenize(TEXT)
RECEIVED = RowClaim("一、本年新收政府信息公开申请数量", ("23", "2", "25"))
CARRIED = RowClaim("二、上年结转政府信息公开申请数量", ("3", "0", "3"))
GRANTED = RowClaim("(一)予以公开", ("11", "0", "11"))


def found(*claims: RowClaim, text: str = TEXT) -> dict[str, list[str]]:
    """Each claim that stands in the text: its printed label and the text's own figures."""
    rows = ground_rows(claims, tokenize(text))
    return {row.label.text: [value.text for value in row.values] for row in rows}


def test_rows_that_stand_in_the_text_are_found_at_their_places() -> None:
    rows = ground_rows([RECEIVED, CARRIED, GRANTED], TOKENS)
    assert [row.claim for row in rows] == [0, 1, 2]
    for row, claim in zip(rows, (RECEIVED, CARRIED, GRANTED), strict=True):
        assert row.label.span.slice(TEXT) == claim.label
        assert tuple(value.span.slice(TEXT) for value in row.values) == claim.cells


@pytest.mark.parametrize(
    ("claims", "left"),
    [
        ([RECEIVED._replace(cells=("24", "2", "25")), CARRIED], 1),  # a digit changed
        ([RECEIVED._replace(cells=("23", "2", "26")), CARRIED], 1),  # a sum fudged
        ([RECEIVED._replace(cells=("23", "2", "0", "25")), CARRIED], 1),  # a zero invented
        ([RECEIVED._replace(cells=("2", "25")), CARRIED], 1),  # shifted, a figure left over
        ([RECEIVED._replace(cells=("23", "2")), CARRIED], 1),
        ([RECEIVED._replace(cells=CARRIED.cells), CARRIED._replace(cells=RECEIVED.cells)], 0),
        ([CARRIED], 1),  # a row dropped: the others stay where they are
        ([RECEIVED._replace(cells=()), CARRIED], 1),
        ([], 0),
    ],
)
def test_a_row_that_does_not_stand_so_is_no_answer(claims: list[RowClaim], left: int) -> None:
    rows = found(*claims)
    assert len(rows) == left
    printed = {claim.label: list(claim.cells) for claim in (RECEIVED, CARRIED, GRANTED)}
    assert all(printed[label] == cells for label, cells in rows.items())


def test_rows_answered_in_another_order_are_found_where_their_label_is_plain() -> None:
    assert list(found(GRANTED, RECEIVED, CARRIED)) == [
        claim.label for claim in (RECEIVED, CARRIED, GRANTED)
    ]


def test_figures_within_a_line_of_words_are_figures_of_their_own() -> None:
    line = "规章 0 0 1 行政规范性文件 2 0 14"
    claims = RowClaim("规章", ("0", "0", "1")), RowClaim("行政规范性文件", ("2", "0", "14"))
    assert found(*claims, text=line) == {
        "规章": ["0", "0", "1"],
        "行政规范性文件": ["2", "0", "14"],
    }


def test_figures_amid_a_wrapped_label_belong_to_it() -> None:
    text = "2.其他法律行政法规\n0 4 4\n禁止公开\n3.危及“三安全一稳定”\n1 0 1\n"
    claim = RowClaim("2.其他法律行政法规禁止公开", ("0", "4", "4"))
    assert found(claim, text=text) == {"2.其他法律行政法规禁止公开": ["0", "4", "4"]}


def test_digits_that_run_together_stay_as_they_are() -> None:
    claim = RowClaim("规章", ("0", "0", "12"))
    assert found(claim, text="规章0012\n行政规范性文件001\n") == {"规章": ["0012"]}


def test_a_table_in_one_line_needs_its_rows_in_the_forms_order() -> None:
    heads = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | "
    text = f"行政复议\n{heads * 3}\n" + " | ".join("100010000020002")
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    cells = [tuple("10001"), tuple("00000"), tuple("20002")]
    right = [RowClaim(name, row) for name, row in zip(names, cells, strict=True)]
    assert values_of(right, text, DISPUTES) == list("100010000020002")
    assert values_of(right[::-1], text, DISPUTES) == []
    exchanged = [RowClaim(name, row) for name, row in zip(names, cells[::-1], strict=True)]
    assert values_of(exchanged, text, DISPUTES) == []


def values_of(claims: list[RowClaim], text: str, table: Table) -> list[str]:
    grounded = ground_answer(claims, (), tokenize(text), table)
    return [token.text for token in grounded.tokens if token.kind != "label"]


def test_headers_count_only_where_the_text_prints_them() -> None:
    text = "自然人\n总计\n" + TEXT
    grounded = ground_answer([RECEIVED], ("自然人", "科研机构", "总计"), tokenize(text), REQUESTS)
    assert [token.text for token in grounded.tokens] == [
        "自然人",
        "总计",
        RECEIVED.label,
        *RECEIVED.cells,
    ]


def test_an_aligned_answer_is_given_the_labels_that_are_printed() -> None:
    text = TEXT.replace("政府信息公开申请", "官网信息申请")
    grounded = ground_answer([RECEIVED], (), tokenize(text), REQUESTS)
    assert set(grounded.printed.values()) == {"一、本年新收官网信息申请数量"}
    empty = AlignedTable("requests", FORM.form, (), 0.0, grounded.tokens[0].span)
    assert grounded.relabel(empty) == empty


def test_cells_of_the_form_are_named_as_the_form_names_them() -> None:
    assert CellKey("requests", "received", "total") in FORM.cells
