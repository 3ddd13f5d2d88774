"""Claims of whole tables: what is taken, what the sums and the refuter bar."""

from evals.synth.closing import form_named
from extraction.ground.inquiry import empty_table
from extraction.judge import Judgement, PrintedText, find_values, judge_claim
from extraction.judge.refuter import has_rival
from extraction.values.document import Span
from extraction.values.layout import Token

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
        PrintedText(text, window, values),
    )


def test_a_table_that_the_print_and_the_sums_bear_out_is_taken() -> None:
    judged = judge(SOUND)
    assert judged.reading is not None
    assert all(line.proven and line.by_model for line in judged.reading.lines)


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
