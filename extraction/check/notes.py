"""Words beside a table that say what is wrong with its figures, or whose or which time's they are.

A figure can be read exactly as it is printed, and the line below it takes it back.
"""

import re
from collections.abc import Iterator

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


_THIS_YEAR = "本年"
_SCALE = "(?:[十百千]?万|[百千]|[十百千]?亿)"
_COUNTED = rf"{_SCALE}(?:[件条份项个次人篇宗]|(?!\s*元)(?=[\s)）\]】。，,；;]|\Z))"
_SCALED = re.compile(
    rf"(?:(?<![本各该我上下属全])单位|计[量数]单位|数量单位)\s*(?:[:：为]|\s)\s*[(（]?{_COUNTED}"
    rf"|以\s*{_COUNTED}\s*[为作]\s*(?:计[量数])?单位"
)


def find_notes(form: Form, prose: ReportProse) -> Iterator[Finding]:
    """Yield the notes that leave open whether the figures of the form's tables hold."""
    for table in form.tables:
        section = prose.sections.get(table.key)
        if section is None:
            continue
        for line in section.text.splitlines():
            if takes_back(line, prose.metadata.year):
                yield TABLE_TAKEN_BACK.stays_open(table=table.label, note=line.strip())
        for words in find_other_years(table, section.text, prose.metadata.year):
            yield TABLE_TAKEN_BACK.stays_open(table=table.label, note=words)
    for section in prose.sections.values():
        for line in filter(scales, section.text.splitlines()):
            yield FIGURES_SCALED.stays_open(note=line.strip()[:_LONGEST_NOTE])


def find_other_years(table: Table, text: str, year: int | None) -> Iterator[str]:
    """Yield labels of a table that name another year where the form has 本年."""
    targets = [target for block in table.blocks for target in (*block.rows, *block.columns)]
    ends = {label.partition(_THIS_YEAR)[2].lstrip("度") for t in targets for label in t.labels}
    named = "|".join(re.escape(end) for end in sorted(ends) if end)
    if named and year is not None:
        for match in re.finditer(rf"(20\d\d)\s*年度?[末底]?(?:{named})", text):
            if int(match[1]) != year:
                yield match[0]


def takes_back(line: str, year: int | None) -> bool:
    """Whether a line is a note that figures are corrected, void, or of another time or body.

    >>> takes_back("更正：行政许可应为204。", 2023), takes_back("行政许可 | 203", 2023)
    (True, False)
    >>> takes_back("注：本表为上一年度数据 |  |  |", 2023)
    True
    >>> takes_back("（以上数据为2022年数据）", 2023), takes_back("以上数据为2023年数据", 2023)
    (True, False)
    """
    filled = [cell.strip() for cell in line.split("|") if cell.strip()]
    if len(filled) != 1 or len(filled[0]) > _LONGEST_NOTE:
        return False
    [text] = filled
    if _TAKEN_BACK.search(text) or _OF_OTHERS.search(text) or _NO_REPORT.search(text):
        return True
    said = _YEAR.search(text)
    return said is not None and year is not None and int(said["year"]) != year


def scales(line: str) -> bool:
    """Whether a line says that counts are in thousands or more; money in 万元 is usual.

    >>> scales("计量单位：万件"), scales("表中数据以千件为单位。"), scales("（单位：万元）")
    (True, True, False)
    >>> scales("本单位百余件"), scales("单位：件")
    (False, False)
    """
    return "单位" in line and _SCALED.search(line) is not None
