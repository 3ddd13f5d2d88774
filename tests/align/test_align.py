"""Printed labels to the form's rows and columns; decoys, margins, and figures that move along."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

from extraction.align.align import align_table
from extraction.align.chain import find_chain, find_items
from extraction.align.unknown_rows import names_another
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex
from extraction.forms.load import load_forms
from extraction.forms.table import label_key
from extraction.locate.tokens import tokenize
from extraction.values.layout import AlignedTable, Line

FORM: Form = next(form for form in load_forms() if form.form == "cn2021")
LABEL_INDEXES = {table.key: LabelIndex(FORM, table) for table in FORM.tables}
REQUESTS = FORM.table("requests").blocks[0]
ROW_KEYS = [row.key for row in REQUESTS.rows]
COLUMN_KEYS = tuple(column.key for column in REQUESTS.columns)
LABELS = {row.key: row.label for row in REQUESTS.rows}
HEADERS = ["自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织"]
HEADERS += ["法律服务机构", "其他"]
GROUPS = {
    "granted": "三、本年度办理结果",
    "refused_state_secret": "(三)不予公开",
    "unable_not_held": "(四)无法提供",
    "not_processed_petition": "(五)不予处理",
    "other_not_corrected_in_time": "(六)其他处理",
}


def print_table(
    rows: Sequence[str] = ROW_KEYS,
    headers: Sequence[str] = HEADERS,
    labels: Mapping[str, str] = LABELS,
) -> str:
    """Table 3, a cell a line; every figure of the k-th row of the form is 100 + k."""
    lines = ["三、收到和处理政府信息公开申请情况", "申请人情况", *headers]
    for row in rows:
        lines += [GROUPS[row]] if row in GROUPS else []
        lines += [labels[row]] if labels[row] else []
        lines += [str(100 + ROW_KEYS.index(row))] * 7
    return "\n".join(lines)


def align(text: str, table: str = "requests") -> AlignedTable:
    return align_table(tokenize(text), LABEL_INDEXES[table])


def lines_of(aligned: AlignedTable) -> tuple[Line, ...]:
    return tuple(line for block in aligned.blocks for line in block.lines)


def rows_of(aligned: AlignedTable) -> dict[str | None, str]:
    """Each row's first figure."""
    return {line.row: line.values[0].text for line in lines_of(aligned) if line.values}


WANTED = {row: str(100 + index) for index, row in enumerate(ROW_KEYS)}


def rows_with_figures(line: str) -> set[str]:
    """The rows that get figures where this line stands under table 3's headers."""
    text = "\n".join(["三、收到和处理政府信息公开申请情况", " | ".join(HEADERS), line])
    aligned = align_table(tokenize(text), LABEL_INDEXES["requests"])
    return {line.row for line in aligned.blocks[0].lines if line.row and line.values}


def test_labels_are_compared_by_han_characters_and_digits() -> None:
    assert label_key("(二)部分公开(区分处理的,只计这一情形)") == label_key(
        "二部分公开区分处理的只计这一情形"
    )


def test_every_row_of_a_whole_table_gets_its_figures() -> None:
    aligned = align(print_table())
    assert rows_of(aligned) == WANTED
    assert [line.doubt for line in lines_of(aligned)] == [None] * len(ROW_KEYS)
    assert aligned.blocks[0].columns == COLUMN_KEYS
    assert (aligned.out_of_order, aligned.blocks[0].doubt) == ((), None)


@pytest.mark.parametrize("headers", [HEADERS, ["其他", "总计"], ["总计", "其他", "总计"], []])
def test_headers_are_never_taken_for_the_rows_that_sound_like_them(headers: list[str]) -> None:
    """其他 and 总计 stand over columns; 3.其他 and (七)总计 are rows."""
    aligned = align(print_table(headers=headers))
    assert rows_of(aligned) == WANTED


def test_a_header_printed_right_before_figures_without_a_label_is_no_row() -> None:
    """The first row's label is lost: its figures follow the header 其他."""
    aligned = align(print_table(labels={**LABELS, "received": ""}))
    found = rows_of(aligned)
    assert found["other_misc"] == WANTED["other_misc"]
    assert found["closed_total"] == WANTED["closed_total"]
    assert found.get("received", WANTED["received"]) == WANTED["received"]


@pytest.mark.parametrize(
    "row", ["carried_in", "refused_internal_affairs", "not_processed_duplicate"]
)
def test_an_unlabelled_row_is_named_where_one_row_is_missing(row: str) -> None:
    aligned = align(print_table(labels={**LABELS, row: ""}))
    assert rows_of(aligned)[row] == WANTED[row]


def test_two_unlabelled_rows_with_one_line_between_are_not_guessed() -> None:
    rows = [row for row in ROW_KEYS if row != "refused_internal_affairs"]
    lost = {**LABELS, "refused_third_party_rights": ""}
    found = rows_of(align(print_table(rows, labels=lost)))
    assert "refused_internal_affairs" not in found
    assert found.get("refused_third_party_rights") is None


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("received", "一、本年新收政府资讯公开申请数量"),
        ("partially_granted", "(二)部分公开(區分處理的,,只计这一情形,不计其他情形)"),
        ("partially_granted", "(二)部分公开"),
        ("refused_security_stability", "3.危及三安全一稳定"),
        ("refused_internal_affairs", "5．属于三类内部事务信息："),
        ("not_processed_excessive", "4.无正当理由大量重复申请"),
        ("closed_total", "(七)合计"),
        ("carried_out", "四、结转 下年度 继续办理"),
    ],
)
def test_a_label_printed_otherwise_is_still_its_row(row: str, printed: str) -> None:
    aligned = align(print_table(labels={**LABELS, row: printed}))
    assert rows_of(aligned) == WANTED


@pytest.mark.parametrize("row", ["other_not_corrected_in_time", "not_processed_reconfirmation"])
def test_a_label_broken_over_lines_is_joined(row: str) -> None:
    label = LABELS[row]
    broken = f"{label[:9]}\n{label[9:16]}\n{label[16:]}"
    assert rows_of(align(print_table(labels={**LABELS, row: broken}))) == WANTED


@pytest.mark.parametrize("upper", ROW_KEYS[:-1])
def test_figures_follow_their_labels_or_the_table_is_in_doubt(upper: str) -> None:
    """Two neighbouring rows exchanged, with their labels."""
    at = ROW_KEYS.index(upper)
    rows = [*ROW_KEYS]
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    aligned = align(print_table(rows))
    for line in lines_of(aligned):
        if line.row in WANTED and line.doubt is None and line.values:
            assert line.values[0].text == WANTED[line.row]


@pytest.mark.parametrize("row", ROW_KEYS)
def test_a_row_that_is_missing_moves_no_other(row: str) -> None:
    found = rows_of(align(print_table([key for key in ROW_KEYS if key != row])))
    assert {key: figure for key, figure in WANTED.items() if key != row}.items() <= found.items()
    assert row not in found


def test_a_stranger_among_the_rows_stays_one() -> None:
    text = print_table().replace(
        "(四)无法提供", "9.其他特殊情形说明\n7\n7\n7\n7\n7\n7\n7\n(四)无法提供"
    )
    aligned = align(text)
    assert {row: figure for row, figure in rows_of(aligned).items() if row} == WANTED
    assert [line.label for line in lines_of(aligned) if line.row is None] == ["9.其他特殊情形说明"]


@pytest.mark.parametrize("tail", ["1.逾期不补正的申请", "(2)逾期未缴费的申请", "③其余"])
def test_a_numbered_row_behind_a_label_is_not_that_labels_row(tail: str) -> None:
    plain = "(一)予以公开 | 全文提供给申请人的 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
    numbered = f"(一)予以公开 | {tail} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
    assert "granted" in rows_with_figures(plain)
    assert "granted" not in rows_with_figures(numbered)


def test_headers_in_another_order_move_the_columns_or_are_doubted() -> None:
    headers = [*HEADERS]
    at, to = headers.index("科研机构"), headers.index("社会公益组织")
    headers[at], headers[to] = headers[to], headers[at]
    block = align(print_table(headers=headers)).blocks[0]
    moved = list(COLUMN_KEYS)
    moved[2], moved[3] = moved[3], moved[2]
    assert block.columns == tuple(moved) or block.doubt


def print_headers(under: str) -> AlignedTable:
    """Table 3 in pipes under these headers of organisations, its first row alone."""
    row = f"{LABELS['received']} | 1 | 2 | 3 | 4 | 5 | 6 | 21 |"
    return align(f"申请人情况 |\n自然人 | 法人或其他组织 | 总计 |\n{under} |\n{row}")


def test_headers_that_wrap_in_their_cells_are_neighbours() -> None:
    block = print_headers("科研\n机构 | 商业\n企业 | 社会公益组织 | 法律服务机构 | 其他").blocks[0]
    assert block.columns[:3] == (COLUMN_KEYS[0], COLUMN_KEYS[2], COLUMN_KEYS[1])
    assert block.doubt is None


@pytest.mark.parametrize(
    ("under", "sure"),
    [
        ("裔业佥业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他", True),
        ("科研机构 | 裔业佥业 | 社会公益组织 | 法律服务机构 | 其他", False),
        ("裔研佥构 | 商业企业 | 社会公益组织 | 法律服务机构 | 其他", False),
        ("商业企业 | 科研机构 | 社会公益组织 | 其他 | 裔律佥务", False),
        ("商业企业 | 科研\n构机 | 社会公益组织 | 法律服务机构 | 其他", True),
        ("商业 | 科研 | 社会公益 | 法律服务 | 其他 |\n企业 | 机构 | 组织 | 机构", True),
    ],
)
def test_a_header_that_cannot_be_read_must_stand_where_one_is_missing(
    under: str, sure: bool
) -> None:
    assert (print_headers(under).blocks[0].doubt is None) == sure


def test_a_masked_label_is_what_alone_it_can_be() -> None:
    masked = {"refused_enforcement_files": "7.属***案卷", "not_processed_duplicate": "2.***请"}
    masked |= {
        "closed_total": "(七***",
        "granted": "***公开",
        "unable_not_held": "1.本****政府信息",
    }
    aligned = align(print_table(labels={**LABELS, **masked}))
    assert rows_of(aligned) == WANTED
    assert all(line.doubt is None for line in lines_of(aligned))


def put_out_of_step(label: str, at: int) -> str:
    """A label that lost the byte of GBK at a place."""
    raw = label.translate(str.maketrans("(),", "（），")).encode("gbk")
    return (raw[:at] + raw[at + 1 :]).decode("gbk", "replace").replace("\ufffd", "?")


def test_a_label_out_of_step_is_its_own_row_or_none() -> None:
    found, tried = 0, 0
    for row, label in LABELS.items():
        for at in range(2, len(label), 3):
            aligned = align(print_table(labels={**LABELS, row: put_out_of_step(label, at)}))
            assert rows_of(aligned).get(row) in (WANTED[row], None)
            tried += 1
            found += rows_of(aligned) == WANTED
    assert found > 0.9 * tried


def test_asterisks_round_a_plain_label_are_no_mask() -> None:
    kinds = {match.target.kind for match in LABEL_INDEXES["requests"].find("**其他**")}
    assert "column" in kinds
    assert "group" not in kinds


def test_a_label_of_masks_is_not_sought_in_every_way_to_fill_them() -> None:
    """Each mask more would make it four times as long: with forty, nobody sees the end."""
    assert LABEL_INDEXES["requests"].find("** " * 40 + "龘业") == ()


def test_a_masked_header_is_as_sure_in_the_form_that_has_no_other() -> None:
    [best, *_] = LABEL_INDEXES["proactive_disclosure"].find("本年处理***量")
    assert (best.target.kind, best.target.key, best.score) == ("column", "decisions", 90.0)


def test_a_chain_tells_how_sure_each_link_is() -> None:
    items, unlabelled = find_items(tokenize(print_table()))
    links, score = find_chain(items, LABEL_INDEXES["requests"])
    rows = [link for link in links if link.target.kind == "row"]
    assert unlabelled == ()
    assert [link.target.key for link in rows] == ROW_KEYS
    assert all(0.2 <= link.margin <= score for link in rows)
    assert all(link.margin == 0 for link in links if link.target.position is None)
    assert all(left.end <= right.start for left, right in pairwise(links))


def test_a_label_between_two_rows_has_a_thin_margin() -> None:
    """重复申请 and 反复申请 mixed: figures that could be either row's are not sure."""
    rows = ["not_processed_petition", "not_processed_duplicate", "not_processed_publication"]
    rows += ["not_processed_reconfirmation"]
    labels = {**LABELS, "not_processed_duplicate": "大量重复申请"}
    aligned = align(print_table(rows, labels=labels))
    for line in lines_of(aligned):
        if line.label == "大量重复申请":
            assert line.doubt is not None or line.row in (None, "not_processed_duplicate")


RESULTS = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
BLOCKS = f"行政复议\n行政诉讼\n{RESULTS}未经复议直接起诉\n复议后起诉\n"


def test_table_4_is_one_line_of_fifteen_figures() -> None:
    figures = "\n".join(map(str, range(15)))
    aligned = align(BLOCKS + RESULTS * 2 + figures, "review_litigation")
    (line,) = lines_of(aligned)
    assert [value.text for value in line.values] == [str(n) for n in range(15)]
    assert aligned.blocks[0].doubt is None


def test_headers_of_table_4_in_another_order_are_doubted() -> None:
    headers = BLOCKS.replace("行政复议\n行政诉讼\n", "").replace(
        "未经复议直接起诉\n复议后起诉\n", "复议后起诉\n未经复议直接起诉\n行政复议\n"
    )
    figures = "\n".join(map(str, range(15)))
    aligned = align(headers + RESULTS * 2 + figures, "review_litigation")
    assert aligned.blocks[0].doubt is not None


def test_headings_of_table_4_repeated_over_their_columns_in_another_order_are_doubted() -> None:
    over = {"行政诉讼": 10, "行政复议": 5}, {"未经复议直接起诉": 5, "复议后起诉": 5}
    lines = [
        " | ".join(header for header, n in headers.items() for _ in range(n)) for headers in over
    ]
    results = RESULTS.strip().replace("\n", " | ")
    lines += [f"{lines.pop()} | {results}", " | ".join([results] * 3)]
    figures = " | ".join(map(str, range(15)))
    aligned = align("\n".join([*lines, figures]), "review_litigation")
    assert aligned.blocks[0].doubt is not None


@pytest.mark.parametrize(
    ("printed", "poor", "sure"),
    [
        ("复议后起诉\n", "裔讼佥诉\n", True),
        ("未经复议直接起诉\n复议后起诉\n", "裔讼佥诉\n未经复议直接起诉\n", False),
        ("结果维持\n结果纠正\n", "结果维持\n结果\n", True),
        ("结果维持\n结果纠正\n", "结果\n结果维持\n", False),
    ],
)
def test_a_header_of_table_4_that_cannot_be_read_must_stand_in_its_place(
    printed: str, poor: str, sure: bool
) -> None:
    headers = (BLOCKS + RESULTS * 2).replace(printed, poor, 1)
    figures = "\n".join(map(str, range(15)))
    assert (align(headers + figures, "review_litigation").blocks[0].doubt is None) == sure


@pytest.mark.parametrize(
    ("printed", "other"),
    [("复议后起诉\n", "复议后撤诉\n"), ("结果维持\n", "小计\n"), ("其他结果\n", "备注\n")],
)
def test_a_header_of_table_4_that_says_something_else_is_doubted(printed: str, other: str) -> None:
    headers = BLOCKS + RESULTS * 2
    figures = "\n".join(map(str, range(15)))
    assert align(headers + figures, "review_litigation").blocks[0].doubt is None
    renamed = headers.replace(printed, other)
    assert align(renamed + figures, "review_litigation").blocks[0].doubt is not None


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("other", ["外国人", "小计", "备注", "上年同期"])
def test_a_header_over_rows_of_table_4_that_says_something_else_is_doubted(
    place: int, other: str
) -> None:
    """The rows have a line each; before the headers stands the corner, whatever it says."""
    headers = RESULTS.split()
    rows = ("行政复议", "未经复议直接起诉", "复议后起诉")
    figures = "\n".join(f"{row} | 1 | 0 | 0 | 0 | 1" for row in rows)
    text = " | ".join(["类别", *headers]) + "\n" + figures
    assert align(text, "review_litigation").blocks[0].doubt is None
    headers[place] = other
    text = " | ".join(["类别", *headers]) + "\n" + figures
    assert align(text, "review_litigation").blocks[0].doubt is not None


def test_one_line_of_headers_over_the_rows_of_table_4_is_in_the_form_s_order_or_doubted() -> None:
    rows = ["行政复议", "行政诉讼(未经复议直接起诉)", "行政诉讼(复议后起诉)"]
    for headers in (["结果维持", "结果纠正"], ["结果纠正", "结果维持"]):
        header = " | ".join(["", *headers, "其他结果", "尚未审结", "总计"])
        text = "\n".join([header, *(f"{row} | 1 | 0 | 0 | 0 | 1" for row in rows)])
        aligned = align(text, "review_litigation")
        assert (aligned.blocks[0].doubt is None) == (headers[0] == "结果维持")


def test_a_unit_behind_a_header_hides_no_order() -> None:
    for headers in ("上一年项目数量(件) | 本年增/减(件)", "本年增/减(件) | 上一年项目数量(件)"):
        text = f"第二十条第(八)项\n信息内容 | {headers} |\n行政事业性收费 | 3 | 0 |"
        form = next(form for form in load_forms() if form.form == "cn2019")
        label_index = LabelIndex(form, form.table("proactive_disclosure"))
        aligned = align_table(tokenize(text), label_index)
        [block] = [block for block in aligned.blocks if block.block == "article_20_8"]
        assert block.doubt is None
        assert (block.columns[0] == "items_change") == headers.startswith("本年")


@pytest.mark.parametrize(
    ("text", "another"),
    [("小计", True), ("总犍", False), ("备注", True), ("总", False), ("纵计", False)],
)
def test_of_two_characters_one_is_nobodys(text: str, another: bool) -> None:
    assert names_another(text, ["总计", "现行有效件数(历史累计)"]) == another


def test_a_stretch_of_a_long_label_is_left_of_it_and_scattered_characters_are_not() -> None:
    long = "二、上年结转政府信息公开申请数量"
    assert names_another("上年同期", [long])
    assert not names_another("上年结转", [long])


@pytest.mark.parametrize("other", ["备注", "同比增减", "上年同期"])
@pytest.mark.parametrize("corner", ["项目", "申请人情况", ""])
def test_a_first_header_that_says_something_else_is_doubted(other: str, corner: str) -> None:
    row = "一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1"
    headers = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    doubts = []
    for first in ("自然人", other):
        header = " | ".join([corner, first, *headers[1:]])
        doubts.append(align(f"{header}\n{row}").blocks[0].doubt)
    assert doubts[0] is None
    assert doubts[1] is not None
