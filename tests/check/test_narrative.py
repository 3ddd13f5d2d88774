"""The prose against the tables and against itself: what is a conflict, and what is left open.

The tables say: 50 received, 7 carried in; 50 closed (16 granted, 6 in part, 10 refused, 16
unable, 2 not processed), 7 carried out; no review and no suit; no document issued.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from extraction.check.conclusion import check_record, flatten_cells
from extraction.check.prose_conflicts import ProseFacts, check_narrative
from extraction.values.catalogue.structure import ROW_MISSING, TABLE_REPEATED
from extraction.values.record import Cell, CellKey, Correction, Finding, Record
from tests.check.test_equations import BLANK, FORM, MISSING, TOTAL, key, number, report
from tests.conftest import EXAMPLES
from tests.support.case_files import REPORTS, ReportCase
from tests.support.case_lists import facts_of
from tests.support.places import CASE_FILES
from tests.support.scored import extract_text, settings

REPORT = "(二)依申请公开情况。"


def findings_of(
    text: str,
    cells: Mapping[CellKey, Cell] | None = None,
    findings: tuple[Finding, ...] = (),
    **known: Any,
) -> tuple[Finding, ...]:
    told = ProseFacts(facts_of(REPORT + text), **known)
    return check_narrative(FORM, report() if cells is None else cells, told, findings)


def sides_of(finding: Finding) -> tuple[str, str]:
    return str(finding.left), str(finding.right)


def codes_of(text: str, **known: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in findings_of(text, **known)]


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请50件,上年结转7件,办结50件,结转下年度7件。",
        "共处理政府信息公开申请57件。",
        "予以公开16件,部分公开6件,不予公开10件,无法提供16件,不予处理2件。",
        "予以公开和部分公开共22件。",
        "没有因政府信息公开发生行政复议、行政诉讼的情况。",
        "行政复议0件,行政诉讼0件。",
        "收到申请50件,其中网络申请40件,信函申请10件。",
        "办结50件,其中予以公开16件,占32%;部分公开6件,占12%。",
        "办结50件,其中予以公开16件,占28%。",  # of the 57 at hand, cut off
    ],
)
def test_what_agrees_is_not_spoken_of(text: str) -> None:
    assert codes_of(text) == []


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("收到政府信息公开申请52件。", "N01", "warning"),
        ("未收到政府信息公开申请。", "N10", "warning"),
        ("办结49件。", "N02", "warning"),
        ("共处理政府信息公开申请61件。", "N03", "info"),
        ("结转下年度6件。", "N04", "warning"),
        ("上年结转5件。", "N04", "warning"),
        ("决定予以公开17件。", "N07", "warning"),
        ("予以公开和部分公开共23件。", "N07", "warning"),
        ("不予公开9件。", "N07", "warning"),
        ("因政府信息公开发生行政复议2件。", "N09", "warning"),
        ("因政府信息公开发生行政诉讼1件。", "N09", "warning"),
        ("制发行政规范性文件3件。", "N11", "warning"),
        ("收到申请50件,其中网络申请40件,信函申请11件。", "N06", "warning"),
        ("收到申请50件,其中网络申请40件,信函申请9件。", "N06", "warning"),
        ("公开各类信息90条,其中财政信息60条,环境信息50条。", "N17", "info"),
        ("办结50件,其中予以公开16件,占35%。", "N08", "info"),
        ("2024年累计收到政府信息公开申请61件。", "N01", "warning"),
        ("2024年,政府信息公开工作有序。累计收到政府信息公开申请61件。", "N01", "warning"),
        ("截至2024年12月31日,本年共收到政府信息公开申请61件。", "N01", "warning"),
        ("截至2024年12月31日,共收到政府信息公开申请41件。", "N01", "warning"),  # fewer yet
        ("2024年收到政府信息公开申请50件,截至年底办结54件。", "N02", "warning"),
        ("自2019年以来收到政府信息公开申请61件,2024年收到51件。", "N01", "warning"),
        ("截至年底,结转下年度办理6件。", "N04", "warning"),
        ("收到留言90条,其中信箱30条、咨询50条、热线51条。", "N17", "info"),
        ("我局政策法规科牵头,全局收到政府信息公开申请61件。", "N01", "warning"),
    ],
)
def test_a_conflict_is_told_with_its_code(text: str, code: str, severity: str) -> None:
    assert codes_of(text) == [(code, severity)]


def test_a_conflict_names_both_figures_the_quote_and_the_cells() -> None:
    (finding,) = findings_of("收到政府信息公开申请50件,办结 54 件,结转下年度7件。")
    assert (finding.rule, finding.result) == ("narrative.requests_handled", "fail")
    assert finding.diagnosis == "narrative_conflict"
    assert finding.cells == (str(key("closed_total", TOTAL)),)
    assert (sides_of(finding), str(finding.difference)) == (("54", "50"), "4")
    assert finding.quote == "办结 54 件"
    assert finding.message == "the prose says “办结54件”; the table has 50 in (七)总计/总计"
    assert finding.message_zh == "正文称“办结54件”，表中(七)总计/总计为50"


def test_a_group_is_named_by_its_heading() -> None:
    (finding,) = findings_of("不予公开9件。")
    assert finding.message.endswith("the table has 10 in (三)不予公开/总计")
    assert len(finding.cells) == 8


@pytest.mark.parametrize(
    "text",
    [
        "全县共收到政府信息公开申请520件。",
        "2023年收到政府信息公开申请31件。",
        "收到政府信息公开申请近60件。",
        "收到政府信息公开申请60余件。",
        "办结50件。属于不予公开范围的占35%。",  # of another figure
        "另有49件当日登记。无法提供类占35.4%。",
        "收到政府信息公开申请52件,受理51件。",  # which of them is meant?
        "第二季度收到政府信息公开申请12件。",
        "计划全年收到政府信息公开申请不超过20件。",
        "因属于内部事务信息不予公开3件。",
        "公开规范性文件3件。",  # of any year
        "涉及土地征收的30件,其中予以公开9件。",  # of what is a part itself
        "自2019年5月以来,共收到政府信息公开申请61件,办结61件。",
        "截至2024年底,累计收到政府信息公开申请61件(2019年以来),本年50件。",
        "累计收到政府信息公开申请61件。",  # since when?
        "截至2024年12月31日,共收到政府信息公开申请61件。",
        "历年来收到政府信息公开申请61件,2024年收到50件。",
        "近五年共收到政府信息公开申请61件,办结60件。",
        "2024年上半年收到政府信息公开申请21件,办结20件。",
        "政策法规科受理政府信息公开申请12件。",
        "收到留言90条,其中信箱30条、咨询60条,公开答复51条。",
        "收到留言90条,其中信箱30条、咨询50条,公开答复51条。",
        "收到留言90条,其中信箱30条,咨询60条,电话回复51条。",
        "累计收到政府信息公开申请61件。本年共收到政府信息公开申请50件。",
    ],
)
def test_in_doubt_nothing_is_said(text: str) -> None:
    assert codes_of(text) == []


def test_fewer_documents_than_the_table_has_may_be_the_offices_own() -> None:
    issued = CellKey("proactive_disclosure", "normative_documents", "issued")
    cells = report() | {issued: number(5)}
    (finding,) = findings_of("制发行政规范性文件3件。", cells)
    assert (finding.code, finding.severity) == ("N11", "info")


@pytest.mark.parametrize("cell", [MISSING, BLANK])
def test_cells_without_a_figure_prove_nothing(cell: Cell) -> None:
    cells = report() | {key("closed_total", TOTAL): cell}
    assert findings_of("办结54件。", cells) == ()


def test_cells_that_are_left_open_prove_nothing() -> None:
    doubt = ROW_MISSING.stays_open(row="(七)总计", cells=[key("closed_total", TOTAL)])
    assert findings_of("办结54件。", findings=(doubt,)) == ()
    whole = TABLE_REPEATED.stays_open(table="三", times=2)
    assert findings_of("收到政府信息公开申请52件。", findings=(whole,)) == ()


def test_what_came_in_is_closed_or_carried_out() -> None:
    """N05, where the tables are silent; where they speak, their conflict explains it."""
    text = "收到政府信息公开申请60件,上年结转2件,办结54件,结转下年度6件。"
    cells = dict.fromkeys(FORM.cells, MISSING)
    (finding,) = findings_of(text, cells)
    assert (finding.code, sides_of(finding)) == ("N05", ("62", "60"))
    assert {f.code for f in findings_of(text)} == {"N01", "N02", "N04"}


def test_a_sum_that_leaves_out_what_was_carried_in_may_count_it_silently() -> None:
    assert codes_of("收到政府信息公开申请50件,办结50件,结转下年度7件。") == []


def test_what_the_tables_say_in_the_same_way_is_their_own_failure() -> None:
    """The prose copies figures that do not balance: the rule of the tables tells that (T3-01)."""
    cells = report() | {key("carried_out", TOTAL): number(9)}
    text = "收到政府信息公开申请50件,上年结转7件,办结50件,结转下年度9件。"
    assert findings_of(text, cells) == ()


def test_the_same_words_with_other_figures_contradict_each_other() -> None:
    for first, second in (("", "全年"), ("我局", "共")):
        text = f"{first}收到政府信息公开申请52件。{second}收到政府信息公开申请53件。"
        (finding,) = findings_of(text)
        assert (finding.code, sides_of(finding)) == ("N18", ("52", "53"))


def test_that_all_applicants_are_persons_is_held_against_the_other_columns() -> None:
    (finding,) = findings_of("申请人均为自然人。")
    assert (finding.code, finding.rule) == ("N10", "narrative.natural_persons")
    assert finding.right == 10


def test_that_all_reviews_were_upheld_is_held_against_the_other_results() -> None:
    other = CellKey("review_litigation", "review", "corrected")
    text = "因政府信息公开引发行政复议4件,均获维持。"
    cells = report() | {CellKey("review_litigation", "review", "total"): number(4)}
    assert findings_of(text, cells) == ()
    (finding,) = findings_of(text, cells | {other: number(1)})
    assert (finding.code, finding.rule) == ("N10", "narrative.reviews_all_upheld")
    assert sides_of(finding) == ("0", "1")


def test_a_fee_before_2021_and_a_silent_section_six() -> None:
    assert codes_of("收取信息处理费400元。", year=2020) == [("N13", "warning")]
    assert codes_of("收取信息处理费400元。", year=2024) == []
    assert codes_of("办结50件。", year=2024, sections={"other_matters": ""}) == [("N12", "info")]
    assert codes_of("未收取信息处理费。", year=2024, sections={"other_matters": ""}) == []


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("六、其他需要报告的事项\n无。", ["N12"]),
        ("六、其他需要报告的事项\n本年度行政事业性收费12万元。", ["N12"]),
        ("六、其他需要报告的事项\n将公开工作纳入考核。", ["N12"]),
        ("六、其他需要报告的事项\n收费事项见附表。", []),
        ("六、其他需要报告的事项\n信息处理 费收取按办法执行。", []),
    ],
)
def test_a_section_that_speaks_of_the_fee_is_not_called_silent(
    section: str, codes: list[str]
) -> None:
    found = findings_of("办结50件。", year=2024, sections={"other_matters": section})
    assert [finding.code for finding in found] == codes


def test_charges_of_table_2_are_not_held_against_the_fee() -> None:
    """N16: there is no such rule."""
    charges = CellKey("proactive_disclosure", "administrative_charges", "amount_10k_cny")
    assert findings_of("未收取信息处理费。", report() | {charges: number(35)}) == ()


# In a whole report


def example(old: str, new: str) -> Record:
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    assert old in text
    _, (record,) = extract_text(text.replace(old, new, 1))
    return record


def narrative(record: Record) -> list[Finding]:
    return [finding for finding in record.findings if finding.rule.startswith("narrative.")]


TOLD = "全年新收政府信息公开申请49件,上年结转2件,年内办结48件,结转下年度3件。"
BY_WHOM = "阅读中如有疑问,"
REGION = "本报告由澄川县人民政府汇总各乡镇、各部门年度报告编制。"
QUIET = CASE_FILES / "check" / "negative" / "quiet-sentences.txt"


@pytest.mark.parametrize("scope", ["unknown", "region_total"])
def test_what_is_true_of_the_tables_is_not_spoken_of_however_it_is_told(scope: str) -> None:
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    assert TOLD in text
    assert BY_WHOM in text
    if scope == "region_total":
        text = text.replace(BY_WHOM, REGION + BY_WHOM)
    for line in QUIET.read_text("utf-8").splitlines():
        _, (record,) = extract_text(text.replace(TOLD, line))
        assert (record.status, record.metadata.scope) == ("verified", scope)
        assert [finding.message for finding in narrative(record)] == [], line


def test_a_conflict_changes_no_verdict_and_is_found_again_by_check() -> None:
    record = example("办结48件", "办结47件")
    (finding,) = narrative(record)
    assert (record.status, record.reason, finding.code) == ("verified", None, "N02")
    again = Record.model_validate_json(record.model_dump_json(by_alias=True))
    assert check_record(again, settings()).findings == record.findings


def test_check_drops_a_conflict_with_the_tables_once_a_person_has_corrected_the_cell() -> None:
    record = example("办结48件", "办结47件")
    place = key("closed_total", TOTAL)
    cell = flatten_cells(record)[place].model_copy(
        update={
            "value": Decimal(47),
            "origin": "person",
            "correction": Correction(author="A", reason="the scan shows 47"),
        }
    )
    tables = {t: {r: dict(c) for r, c in rows.items()} for t, rows in record.tables.items()}
    tables[place.table][place.row][place.column] = cell
    corrected = check_record(record.model_copy(update={"tables": tables}), settings())
    assert narrative(corrected) == []  # what is left, 49 + 2 = 47 + 3, is the tables' own failure


def test_a_report_without_tables_still_has_its_facts() -> None:
    _, (record,) = extract_text(
        "2024年,全年收到政府信息公开申请12件,办结12件。详见附件1.PNG。未收取信息处理费。\n"
    )
    assert record.status == "needs_review"
    assert [fact.key for fact in record.facts] == [
        "requests_received",
        "requests_handled",
        "information_fee",
    ]


# Messages


_INTERNAL = re.compile(
    r"[a-z]+_[a-z]+|\bcn20\d\d|\b1 (?:figure|cell|statement|row)s\b|NoneType|\bNone\b"
)


@pytest.mark.parametrize("case", REPORTS.values(), ids=REPORTS.keys())
def test_no_message_holds_an_internal_name(case: ReportCase) -> None:
    _, records = case.read()
    for record in records:
        told = [record.reason or "", *(f.message for f in record.findings)]
        told += [finding.message_zh for finding in record.findings]
        assert [text for text in told if _INTERNAL.search(text)] == []


def test_tables_that_stand_twice_are_named_as_the_report_names_them() -> None:
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    table = text[text.index("三、") : text.index("四、")]
    _, (record,) = extract_text(text.rstrip("\n") + "\n" + table)
    assert record.status == "needs_review"
    assert "三、收到和处理政府信息公开申请情况: the table stands 2 times" in str(record.reason)
