"""Tables whose columns only spaces part: what narrow columns wrap, and where headers stand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.align.align import align_table
from extraction.forms.label_index import LabelIndex
from extraction.forms.load import load_forms
from extraction.locate.regions import find_regions
from extraction.locate.tokens import tokenize
from extraction.values.catalogue.doubts import HEADINGS_REORDERED
from extraction.values.layout import AlignedBlock
from tests.support.by_hand import (
    REQUESTS,
    draw_cases,
    draw_documents,
    draw_requests,
    draw_truth,
    find_false,
    write,
)
from tests.support.scored import extract_text

NOTE = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
LABEL_INDEXES = {
    form.form: {table.key: LabelIndex(form, table) for table in form.tables}
    for form in load_forms()
}
DOCUMENTS = """
               第二十条 第(一)项
  信息内容     本年  {0}  {1}
               制发  {2}  {3}
               件数  件数  件数
规章            0     0     0
行政规范性文件  1     2     3
"""
PURCHASES = """
       第二十条第(九)项
信息内容    采购项目数量   采购总金额
政府集中         46          9471.2
采购                         {tail}
"""
CASES = """四、政府信息公开行政复议、行政诉讼情况
            行政复议                        行政诉讼
             其他                 未经复议直接起诉               复议后起诉
 {0}  {1}        尚未  总计  结果  结果  其他  尚未  总计  结果  结果  其他  尚未  总计
 {2}  {3}  结果  审结        维持  纠正  结果  审结        维持  纠正  结果  审结
  1     2     0     3     6     0     0     0     0     0     0     0     0     0     0
"""


def blocks_of(text: str, table: str, form: str = "cn2021") -> dict[str, AlignedBlock]:
    """Align what the outline takes for the one table in a text."""
    tokens = tokenize(text)
    label_index = LABEL_INDEXES[form][table]
    (region,) = find_regions(tokens, [label_index])[table]
    aligned = align_table(tokens[region.start : region.end], label_index)
    return {block.block: block for block in aligned.blocks}


def test_wrapped_headers_tell_the_columns_from_left_to_right() -> None:
    for halves, columns in (
        (("本年", "现行", "废止", "有效"), ("issued", "repealed", "in_force")),
        (("现行", "本年", "有效", "废止"), ("issued", "in_force", "repealed")),
    ):
        text = DOCUMENTS.format(*halves)
        block = blocks_of(text, "proactive_disclosure")["article_20_1"]
        assert block.columns == columns
        assert block.doubt is None


def test_wrapped_headers_of_table_4_are_read_from_left_to_right() -> None:
    halves = ("结果", "结果", "维持", "纠正")
    (block,) = blocks_of(CASES.format(*halves), "review_litigation").values()
    assert block.doubt is None
    exchanged = ("结果", "结果", "纠正", "维持")
    (block,) = blocks_of(CASES.format(*exchanged), "review_litigation").values()
    assert block.doubt is not None


def test_a_header_on_the_line_above_does_not_stand_left_of_one_below() -> None:
    text = """
             第二十条第(八)项
                             本年增
信息内容   上一年项目数量    /减(单位:件)
行政事业性收费     18          3
"""
    block = blocks_of(text, "proactive_disclosure", "cn2019")["article_20_8"]
    assert block.columns == ("items_prev_year", "items_change") or block.doubt


def test_figures_beside_both_parts_of_a_label_are_in_doubt() -> None:
    """9471.2 may be the beginning of 9471.22145."""
    whole = PURCHASES.replace("政府集中 ", "政府集中采购").replace("\n采购 ", "\n ").format(tail="")
    split = (PURCHASES.format(tail=tail) for tail in ("2145", ".2145"))
    for text in (whole, *split):
        block = blocks_of(text, "proactive_disclosure", "cn2019")["article_20_9"]
        doubts = [line.doubt for line in block.lines if line.row == "centralized_procurement"]
        assert (doubts == [None]) == (text == whole)


def test_a_header_that_may_be_two_columns_stands_before_the_third() -> None:
    for headers in ("对外公 | 本年新 | 本年新", "本年新 | 本年新 | 对外公"):
        text = f"信息内容 | {headers} |\n规章 | 0 | 0 | 3 |\n规范性文件 | 0 | 0 | 7 |"
        block = blocks_of(text, "proactive_disclosure", "cn2019")["article_20_1"]
        assert (block.doubt is None) == headers.startswith("本年新")


@settings(max_examples=150, deadline=None)
@given(
    st.permutations(range(1, 6)),
    st.sampled_from(["first", "last"]),
    st.tuples(st.integers(0, 70), st.integers(0, 70)),
    st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6)),
    st.sampled_from(["", NOTE, NOTE + "  申请人情况"]),
)
def test_headers_that_do_not_stand_over_their_figures_are_not_placed_by_the_margin(
    order: list[int], total: str, indents: tuple[int, int], gaps: tuple[int, ...], note: str
) -> None:
    """Text that is not laid out as its page may push any line of headers to any place."""
    columns = [0, *order, 6] if total == "last" else [6, 0, *order]
    labels = [column.label for column in REQUESTS.columns]
    over = ["自然人", "法人或其他组织"]
    over = [*over, "总计"] if total == "last" else ["总计", *over]
    headers = [note + " " * indents[0] + (" " * gaps[0]).join(over)]
    headers += [" " * indents[1] + (" " * gaps[1]).join(labels[at] for at in order)]
    rows = [[*row[:-7], *(row[-7:][at] for at in columns)] for row in draw_requests()[3:]]
    table = [[header] for header in headers] + [[(" " * gaps[2]).join(row)] for row in rows]
    _, [record] = extract_text(write([draw_documents(), table, draw_cases()], "spaced"))
    assert find_false(record, draw_truth()) == {}


def test_the_name_of_a_later_row_before_the_heading_over_it_is_our_doubt() -> None:
    """Rows in another order, whose first two names are lost with their line."""
    headers = "结果维持 结果纠正 其他结果 尚未审结 总计"
    for lines in ("复议后起诉 行政诉讼", "未经复议直接起诉 行政诉讼"):
        figures = "0 0 0 7 7 0 0 0 0 0 7 0 9 0 16"
        text = f"四、政府信息公开行政复议、行政诉讼情况\n{lines}\n{headers} {headers}\n{figures}\n"
        (block,) = blocks_of(text, "review_litigation").values()
        assert block.doubt == HEADINGS_REORDERED
