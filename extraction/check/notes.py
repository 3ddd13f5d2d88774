"""Words beside a table that say what is wrong with its figures, or whose or which time's they are.

A figure can be read exactly as it is printed, and the line below it takes it back.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.values.catalogue.structure import FIGURES_SCALED, TABLE_TAKEN_BACK
from extraction.values.prose import ReportProse
from extraction.values.record import Finding

_LONGEST_NOTE = 80
_TAKEN_BACK = re.compile(r"更正|勘误|订正|(?:数据|数字|填报|统计)(?:有|错)误|误[填报统]|应为\d")
_OF_OTHERS = re.compile(
    r"(?:本表|此表|[上下]表|以[上下]|表[内中]|数据)[^。;；]{0,10}?"
    r"(?:上一?年|去年|上半年|下半年|季度|(?:截至|截止)(?!.{0,6}12月31日)|作废|无效|各乡镇|下属)"
)
_NO_REPORT = re.compile(
    r"(?:\A|[\s(（:：])(?:样表|示例|表样|填表示例|测试数据|作废|此表作废|上年数据)\W*\Z"
)
_YEAR = re.compile(
    r"(?:本表|此表|[上下]表|以[上下]|表[内中])[^。;；]{0,8}?(?P<year>20\d\d)年度?[^。;；]{0,4}(?:数据|数字|\W*$)"
)

_ABOUT_TABLE = (
    r"(?:\A|\s)\W*(?:[备附]?注|说明|填表说明)?\W*(?:以[上下]|本表|此表|[上下]表|下列|表[内中])?(?:所列|均|皆|仅)?"
    r"(?:数据|数字)?(?:为|是|系)?"
)
_FIGURES = r"的?(?:统计|填报|上报)?(?:数据?|数字|数值|数量|统计表|报表)"
_UNSURE = (
    "样表|样例|示例|范例|样本|模拟|演示|测试|试填|预[计估]|估[计算]|推算|初步|暂[定估时]|草稿|征求意见"
    "|未(?:经|予)?(?:核[实定对]|审[核定])|待(?:核[实定对]?|审[核定]?|定)"
)
_OTHER_TIME = (
    r"上一?年|去年|前年|往年|历年|上一?期|前期|上半年|下半年|第?[一二三四1-4]季度"
    r"|(?:\d{1,2}月?[-—–~至到])?(?!12月)\d{1,2}月份?|(?P<year>20\d\d)年"
)
_UNSURE_NOTE = re.compile(
    rf"{_ABOUT_TABLE}(?:填[写表报])?(?:{_UNSURE})(?:统计)?(?:{_FIGURES})?\W*\Z"
)
_OTHER_TIME_NOTE = re.compile(
    rf"{_ABOUT_TABLE}(?:{_OTHER_TIME})(?:度|同期|全年)?{_FIGURES}(?:如下)?\W*\Z"
)


_THIS_YEAR = "本年"
_NOTHING = r"(?!)"  # stands nowhere
_SCALE = "(?:[十百千]?万|[百千]|[十百千]?亿)"
_COUNTED = rf"{_SCALE}(?:[件条份项个次人篇宗]|(?!\s*元)(?=[\s)）\]】。，,；;]|\Z))"
_SCALED = re.compile(
    rf"(?:(?<![本各该我上下属全])单位|计[量数]单位|数量单位)\s*(?:[:：为]|\s)\s*[(（]?{_COUNTED}"
    rf"|以\s*{_COUNTED}\s*[为作]\s*(?:计[量数])?单位"
)


_BROKEN_OFF = re.compile(r"[(（]\s*单位\s*[:：]\s*万\s*\Z")
_REST_OF_MONEY = re.compile(r"(?:\A|\s)元\s*[)）]\s*\Z")


def find_notes(form: Form, prose: ReportProse) -> Iterator[Finding]:
    """Yield the notes that leave open whether the figures of the form's tables hold."""
    other_years = _compile_other_years(form)
    for table in form.tables:
        section = prose.sections.get(table.key)
        if section is None:
            continue
        for line in section.text.splitlines():
            if takes_back(line, prose.metadata.year):
                yield TABLE_TAKEN_BACK.stays_open(table=table.label, note=line.strip())
        for words in _find_others(other_years[table.key], section.text, prose.metadata.year):
            yield TABLE_TAKEN_BACK.stays_open(table=table.label, note=words)
    for section in prose.sections.values():
        lines = section.text.splitlines()
        for line, below in zip(lines, [*lines[1:], ""], strict=True):
            if scales(line) and not goes_on_as_money(line, below):
                yield FIGURES_SCALED.stays_open(note=line.strip()[:_LONGEST_NOTE])


@lru_cache(maxsize=8)
def _compile_other_years(form: Form) -> Mapping[str, re.Pattern[str]]:
    """Return, by the table's key, what finds its labels with a year where the form has 本年."""
    return {table.key: _compile_other_year(table) for table in form.tables}


def _compile_other_year(table: Table) -> re.Pattern[str]:
    ends = set[str]()
    for block in table.blocks:
        for target in (*block.rows, *block.columns):
            ends.update(label.partition(_THIS_YEAR)[2].lstrip("度") for label in target.labels)
    named = "|".join(re.escape(end) for end in sorted(ends - {""}))
    return re.compile(rf"(20\d\d)\s*年度?[末底]?(?:{named})" if named else _NOTHING)


def _find_others(named: re.Pattern[str], text: str, year: int | None) -> Iterator[str]:
    """Yield what names another year than the report's, where that one is known."""
    for match in named.finditer(text):
        if year is not None and int(match[1]) != year:
            yield match[0]


def takes_back(line: str, year: int | None) -> bool:
    """Whether a line is a note that figures are corrected, void, or of another time or body.

    >>> takes_back("更正：行政许可应为204。", 2023), takes_back("行政许可 | 203", 2023)
    (True, False)
    >>> takes_back("注：本表为上一年度数据 |  |  |", 2023)
    True
    >>> takes_back("（以上数据为2022年数据）", 2023), takes_back("以上数据为2023年数据", 2023)
    (True, False)
    >>> [takes_back(note, 2023) for note in ("去年同期数据：", "（预计数）", "1-6月数据")]
    [True, True, True]
    >>> [takes_back(note, 2023) for note in ("2023年数据", "1-12月数据", "上年", "上年结转数量")]
    [False, False, False, False]
    """
    filled = list(filter(None, map(str.strip, line.split("|"))))
    if len(filled) != 1 or len(filled[0]) > _LONGEST_NOTE:
        return False
    [text] = filled
    if _TAKEN_BACK.search(text) or _OF_OTHERS.search(text) or _NO_REPORT.search(text):
        return True
    if _UNSURE_NOTE.search(text):
        return True
    said = _YEAR.search(text) or _OTHER_TIME_NOTE.search(text)
    if said is None or said["year"] is None:
        return said is not None
    return year is not None and int(said["year"]) != year


def goes_on_as_money(line: str, below: str) -> bool:
    """Whether a header in brackets that breaks off after 万 goes on with 元 on the next line.

    >>> goes_on_as_money("信息    本年收费金额(单位:万", "内容    元)")
    True
    >>> goes_on_as_money("本年收费金额(单位:万", "件)"), goes_on_as_money("单位:万", "元)")
    (False, False)
    """
    return _BROKEN_OFF.search(line) is not None and _REST_OF_MONEY.search(below) is not None


def scales(line: str) -> bool:
    """Whether a line says that counts are in thousands or more; money in 万元 is usual.

    >>> scales("计量单位：万件"), scales("表中数据以千件为单位。"), scales("（单位：万元）")
    (True, True, False)
    >>> scales("本单位百余件"), scales("单位：件")
    (False, False)
    """
    return "单位" in line and _SCALED.search(line) is not None
