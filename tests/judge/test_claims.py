"""Claims of whole tables: what is taken, what the sums and the refuter bar."""

import pytest

from evals.synth.closing import form_named
from extraction.ground.inquiry import empty_table
from extraction.judge import Judgement, PrintedText, find_values, judge_claim
from extraction.judge.claimed.refuter import has_rival
from extraction.values.document import Span
from extraction.values.layout import Token
from extraction.values.record import CellKey

FORM = form_named("cn2021")
TABLE = FORM.table("review_litigation")
SOUND = """结果维持,结果纠正,其他结果,尚未审结,总计
行政复议,1,2,3,4,10
未经复议直接起诉,0,0,0,5,5
复议后起诉,1,0,0,0,1
"""


def judge(text: str) -> Judgement:
    """Claim the text's values one after the other, in the form's order."""
    window = Span(0, len(text))
    values = find_values(text, window)
    cells: dict[object, Token | None] = dict(zip(TABLE.cells(), values, strict=True))
    return judge_claim(
        FORM,
        empty_table(FORM, TABLE, window),
        cells,  # type: ignore[arg-type]
        PrintedText(text, window, values, [TABLE.label], [TABLE.label]),
    )


def test_a_table_that_the_print_and_the_sums_bear_out_is_taken() -> None:
    judged = judge(SOUND)
    assert judged.reading is not None
    assert all(line.proven and line.by_model for line in judged.reading.lines)


def test_a_table_without_headers_is_taken_in_the_forms_order_and_says_so() -> None:
    judged = judge(SOUND.replace(SOUND.split("\n")[0], TABLE.label))
    assert judged.reading is not None
    assert {line.proof for line in judged.reading.lines} == {"order"}
    assert {line.proof for line in judge(SOUND).reading.lines} == {"structure"}  # type: ignore[union-attr]


def test_a_table_whose_sums_fail_is_not() -> None:
    judged = judge(SOUND.replace("4,10", "4,11"))
    assert judged.reading is None
    assert judged.reason is not None
    assert "sums" in judged.reason.en


def test_labels_in_front_of_all_figures_need_sums_that_tell_rows_from_columns() -> None:
    names = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n行政复议\n未经复议直接起诉\n复议后起诉\n"
    assert judge(names + "1 2 3 4 10 0 0 0 5 5 1 0 0 0 1").reading is not None
    assert judge(names + "0 " * 15).reading is None


def test_a_number_in_parts_stands_only_if_no_other_joining_is_as_good() -> None:
    table = FORM.table("requests")
    parts = find_values("3 1 0 0 0 0 0 31", Span(0, 16))
    columns = [column.key for column in table.blocks[0].columns]
    cells = {}
    joined = parts[0]._replace(text="31", span=Span(0, 3))
    for cell in table.cells():
        at = columns.index(cell.column)
        own = [joined, *parts[2:]][at] if cell.row == "received" else None
        cells[cell] = own
    one_line = {cell: token for cell, token in cells.items() if cell.row == "received"}
    # A line alone has one equation: 3 and 10 in place of 31 and 0 are one figure away from it.
    assert has_rival(FORM, one_line, parts)


LISTED = """第二十条第(一)项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 0 0
行政规范性文件 2 0 5{behind}
第二十条第(五)项
信息内容 本年处理决定数量
行政许可 0
第二十条第(六)项
信息内容 本年处理决定数量
行政处罚 4
行政强制 0
第二十条第(八)项
信息内容 本年收费金额(单位:万元)
行政事业性收费 8{last}
"""


@pytest.mark.parametrize(
    ("behind", "last", "stands"),
    [
        ("", "", True),
        ("\n- 3 -", "", True),
        ("\n3", "", False),
        ("", "\n3", False),
        ("", "\n\n3", False),
    ],
)
def test_without_sums_a_number_behind_a_figure_may_be_its_rest(
    behind: str, last: str, *, stands: bool
) -> None:
    table = FORM.table("proactive_disclosure")
    text = LISTED.format(behind=behind, last=last)
    window = Span(0, len(text))
    values = find_values(text, window)
    figures = [value for value in values if value.kind == "figure" and value.text != "3"]
    cells: dict[CellKey, Token | None] = dict(zip(table.cells(), figures, strict=True))
    printed = PrintedText(text, window, values, [table.label], [table.label])
    judged = judge_claim(FORM, empty_table(FORM, table, window), cells, printed)
    assert (judged.reading is not None) is stands
