"""Rows and headers of other things: what only resembles the form's label is not the form's.

And their twins: labels that damage spoilt, or that say a little more, are still read.
"""

from collections.abc import Sequence

import pytest

from extraction.align.unknown_rows import names_another
from extraction.forms.label_index import LabelIndex, without_guidance
from tests.support.by_hand import (
    ALL_LAYOUTS,
    FORM,
    Sheet,
    draw_cases,
    draw_documents,
    draw_requests,
    draw_truth,
    find_false,
    read,
)
from tests.support.scored import SETTLED

ROWS = {
    "行政许可": (
        *("行政处分", "行政确认", "行政复议", "行政裁决", "行政奖励", "非行政许可审批"),
        *("非行政许可", "行政审批", "行政征收", "行政检查", "行政许可申请", "上年行政许可"),
        *("行政许可(上年)", "行政许可撤销", "不予行政许可", "撤销行政许可", "行政给付"),
    ),
    "行政处罚": ("行政处分", "行政处罚听证", "免予行政处罚", "不予行政处罚", "行政处置"),
    "行政强制": ("行政强拆", "行政强制执行", "行政征用", "非行政强制"),
    "规章": ("规划", "规程", "党内规章", "规章草案", "章程"),
    "行政规范性文件": ("行政规范性文件草案", "行政处罚文件", "规范性文件以外的文件"),
    "一、本年新收政府信息公开申请数量": (
        *("一、上年新收政府信息公开申请数量", "一、本年新收信访申请数量"),
        "一、本年办结政府信息公开申请数量",
    ),
    "(一)予以公开": ("(一)不予公开", "(一)主动公开", "(一)依申请公开", "(一)予以受理"),
    "(二)部分公开(区分处理的,只计这一情形,不计其他情形)": ("(二)部分受理", "(二)全部公开"),
    "1.属于国家秘密": ("1.不属于国家秘密", "1.属于商业秘密", "1.属于个人隐私"),
    "1.本机关不掌握相关政府信息": ("1.本机关掌握相关政府信息",),
    "8.属于行政查询事项": (
        *("8.属于行政复议事项", "8.属于行政诉讼事项", "8.属于行政许可事项"),
        "8.不属于行政查询事项",
    ),
    "四、结转下年度继续办理": ("四、结转上年度继续办理", "四、结转下年度不再办理"),
}
HEADERS = {
    "自然人": ("外国人", "上年同期", "占比", "备注", "公民"),
    "总计": ("占比", "备注", "上年同期", "小计", "同比", "累计"),
    "商业企业": ("占比", "商业银行", "国有企业", "行政机关", "上年同期"),
    "科研机构": ("教育机构", "金融机构", "科研人员"),
    "社会公益组织": ("社会团体", "非社会公益组织", "国际组织"),
    "法律服务机构": ("法律援助机构", "金融服务机构", "非法律服务机构"),
    "其他": ("备注", "合计", "小计", "上年", "其中"),
    "结果维持": ("结果撤销", "上年同期", "备注"),
    "其他结果": ("撤回", "备注", "占比"),
    "尚未审结": ("已审结", "占比", "未受理"),
    "本年制发件数": ("上年制发件数", "本年废止件数", "占比", "本年新增件数"),
    "本年废止件数": ("本年修订件数", "上年废止件数"),
    "现行有效件数": ("现行失效件数", "备注", "上年有效件数"),
    "本年处理决定数量": ("上年处理决定数量", "本年投诉数量", "占比", "本年处罚决定数量"),
    "本年收费金额(单位:万元)": ("上年收费金额(单位:万元)", "本年退费金额(单位:万元)"),
    "行政复议": ("行政裁决", "行政处罚"),
    "复议后起诉": ("复议后撤诉", "复议前"),
}


def spread(names: dict[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Each name with the form's, and a layout for it, the same in each run."""
    pairs = [(own, new) for own, several in names.items() for new in several]
    return [(*pair, ALL_LAYOUTS[at % len(ALL_LAYOUTS)]) for at, pair in enumerate(pairs)]


def replace_in(sheets: Sequence[Sheet], old: str, new: str) -> bool:
    """Print another text in every cell that holds one; return whether any did."""
    lines = [line for sheet in sheets for line in sheet if old in line]
    for line in lines:
        line[:] = [new if cell == old else cell for cell in line]
    return bool(lines)


def draw_sheets() -> list[Sheet]:
    return [draw_documents(), draw_requests(), draw_cases()]


@pytest.mark.parametrize(("own", "new", "layout"), spread(ROWS))
def test_a_row_of_another_thing_is_none_of_the_form(own: str, new: str, layout: str) -> None:
    sheets = draw_sheets()
    assert replace_in(sheets, own, new)
    assert read(sheets, layout).status not in SETTLED


@pytest.mark.parametrize(("own", "new", "layout"), spread(HEADERS))
def test_a_header_of_another_thing_is_none_of_the_form(own: str, new: str, layout: str) -> None:
    sheets = draw_sheets()
    assert replace_in(sheets, own, new)
    assert read(sheets, layout).status not in SETTLED


def test_a_row_of_another_thing_beside_a_damaged_one_is_none_of_the_form() -> None:
    for layout in ALL_LAYOUTS:
        sheets = draw_sheets()
        replace_in(sheets, "行政处罚", "行政处分")
        replace_in(sheets, "行政强制", "行**制")
        assert read(sheets, layout).status not in SETTLED, layout


@pytest.mark.parametrize(
    ("own", "new"),
    [
        ("行政许可", "行政许可件数"),
        ("行政许可", "行政许可(指本机关作出的决定)"),
        ("行政处罚", "行政处罚情况"),
        ("行政处罚", "行 政 处 罚"),
        ("行政强制", "行政强制:指本机关实施的"),
        ("规章", "规章(不含废止)"),
        ("行政规范性文件", "行政规犍性文件"),
        ("行政规范性文件", "行政规范性文"),
        ("(一)予以公开", "(一)***公开"),
        ("(一)予以公开", "(一)予以公幵"),
        ("1.属于国家秘密", "1.属于国家秘蜜"),
        ("8.属于行政查询事项", "8.属于行政查询"),
        ("1.本机关不掌握相关政府信息", "1.本****政府信息"),
        ("自然人", "自然犍"),
        ("商业企业", "商业"),
        ("社会公益组织", "社会公益组织(件)"),
        ("法律服务机构", "法律服务"),
        ("结果维持", "结果维犍"),
        ("尚未审结", "尚 未 审 结"),
    ],
)
def test_a_damaged_label_is_still_read(own: str, new: str) -> None:
    for layout in ALL_LAYOUTS:
        if " " in new and layout == "spaced":
            continue  # there a space parts cells
        sheets = draw_sheets()
        assert replace_in(sheets, own, new)
        record = read(sheets, layout)
        assert find_false(record, draw_truth()) == {}
        assert record.status == "verified", (layout, record.reason)


def test_plain_words_are_no_label_that_lost_a_byte() -> None:
    """行政处分 and 行政处罚 differ by two bytes of GBK, as a label out of step may."""
    label_index = LabelIndex(FORM, FORM.table("proactive_disclosure"))
    target = next(t for t in label_index.targets if t.key == "administrative_penalties")
    assert not label_index.is_spoilt("行政处分", target)
    assert label_index.is_spoilt("行**罚", target)


def test_a_number_in_brackets_explains_no_label() -> None:
    label = "三、本年度办理结果(一)依申请公开"
    assert without_guidance(label) == label


def test_headers_that_are_printed_upright_name_nothing_else() -> None:
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert not names_another("结 结 其 尚 总", labels)
    assert names_another("上 年 同 期", labels)


WITHOUT_ONE = (
    ("本年废止件数", "本年废止件数", "现行有效件数"),
    ("本年制发件数", "本年废止件数", "占比"),
)


@pytest.mark.parametrize("new", WITHOUT_ONE)
def test_whole_headers_that_leave_one_out_are_doubted(new: tuple[str, ...]) -> None:
    for layout in ALL_LAYOUTS:
        sheets = draw_sheets()
        line = next(own for own in sheets[0] if "本年制发件数" in own)
        line[1:] = new
        assert read(sheets, layout).status not in SETTLED, layout


@pytest.mark.parametrize("told", ["(上年)", "(其中网上)", "(约)", "：不足", "（去年同期）"])
@pytest.mark.parametrize("label", ["行政许可", "一、本年新收政府信息公开申请数量", "(一)予以公开"])
def test_a_remark_that_makes_another_figure_opens_the_row(label: str, told: str) -> None:
    layout = ALL_LAYOUTS[(len(label) + len(told)) % len(ALL_LAYOUTS)]
    sheets = draw_sheets()
    assert replace_in(sheets, label, label + told)
    assert read(sheets, layout).status not in SETTLED


@pytest.mark.parametrize(
    ("own", "new"),
    [
        ("总计", "总计(万件)"),
        ("自然人", "自然人(万)"),
        ("结果维持", "结果维持(万)"),
        ("其他结果", "其他结果(千件)"),
        ("行政许可", "行政许可(万件)"),
        ("本年处理决定数量", "本年处理决定数量(千件)"),
        ("本年收费金额(单位:万元)", "本年收费金额(元)"),
        ("行政事业性收费", "行政事业性收费(元)"),
    ],
)
def test_another_unit_at_a_label_is_doubted(own: str, new: str) -> None:
    for layout in ALL_LAYOUTS[::2]:
        sheets = draw_sheets()
        assert replace_in(sheets, own, new)
        assert read(sheets, layout).status not in SETTLED, layout


@pytest.mark.parametrize("layout", ["lines", "pipes", "pipe lines", "tabs", "markdown", "spaced"])
def test_a_remark_at_a_label_that_a_space_parts_is_no_word_of_a_cell(layout: str) -> None:
    sheets = draw_sheets()
    assert replace_in(
        sheets, "行政许可", "行政许可(指以本机关名义作出的,依据有 关规定统计,不含转办件)"
    )
    record = read(sheets, layout)
    assert find_false(record, draw_truth()) == {}
    assert record.status == "verified", record.reason


@pytest.mark.parametrize("layout", ["pipes", "tabs"])
def test_the_first_half_of_a_spaced_label_is_no_word_of_the_row_above(layout: str) -> None:
    sheets = draw_sheets()
    assert replace_in(sheets, "行政规范性文件", "行政  规范性文件")
    record = read(sheets, layout)
    assert find_false(record, draw_truth()) == {}
    assert record.status == "verified", record.reason


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_a_label_cut_behind_a_shorter_name_of_the_row_is_still_read(layout: str) -> None:
    own = next(row.label for row in FORM.tables[1].blocks[0].rows if "逾期不补正" in row.label)
    sheets = draw_sheets()
    assert replace_in(sheets, own, own[: own.index("行政机关") + 3])
    record = read(sheets, layout)
    assert find_false(record, draw_truth()) == {}
    assert record.status == "verified", record.reason
