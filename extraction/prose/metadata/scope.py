"""Whom the figures cover: the agency alone, a whole government, or all below it too."""

import re

from extraction.prose.metadata.joined import join_text
from extraction.prose.metadata.stated import Stated
from extraction.text.agencies import is_office_of, is_place, type_of
from extraction.values.layout import Page
from extraction.values.record import Scope

_BELOW = (
    r"(?:各县|各区|各市|各乡|各镇|各街道|各旗|县区|区县|县市|市县|旗县|乡镇街道|所辖"
    r"|全[省市县区州旗盟](?:各级(?:行政机关|人民政府|政府|各?部门)|各部门|各单位|政府系统|行政机关|数据|范围))"
)
_REGION = re.compile(
    r"(?:综合|汇总)全[省市县区州旗盟]"
    rf"|(?:综合|汇总|(?<![不未])(?:包括|包含|涵盖|覆盖))[^。;不未]{{0,24}}?{_BELOW}[^。;]{{0,40}}"
    # what is gathered may stand before the word: 根据全区各部门、各街道年度报告汇总编制
    rf"|(?:全[省市县区州旗盟](?!面)|{_BELOW})[^。;不未]{{0,40}}?(?:汇总|综合)(?:编制|编写|形成|而成|统计)"
    r"|(?:数据|统计)(?:范围|口径)?(?:为|是|系)全[省市县区州旗盟]"
)
_DEPARTMENTS = r"政府(?:及|和)?(?:其|所属|各|所属各|其所属|其各)?(?:工作)?部门"
_GOVERNMENT = re.compile(
    r"(?:本级|市|县|区)?政府(?:及|和)(?:其|所属|各|所属各|其所属|其各)?(?:工作)?部门[^。;不未]{0,30}(?:数据|年报|年度报告|统计)"
    r"|(?:数据|统计)[^。;不未]{0,20}政府(?:及|和)(?:其|所属|各|所属各|其所属|其各)?(?:工作)?部门"
    rf"|{_DEPARTMENTS}[^。;不未]{{0,40}}?(?:汇总|综合)(?:编制|编写|形成|而成|统计)"
    rf"|(?:汇总|综合)[^。;不未]{{0,16}}?{_DEPARTMENTS}"
)
_GATHERED = re.compile(r"(?:汇总|综合)(?:编制|编写|形成|而成)")
# Of the report itself, wherever it is said: 本报告…汇总全县…, …年度报告（汇总）.
_ITSELF = re.compile(
    r"(?:本(?:年度)?(?:报告|年报)|(?:所列|报告|表中|以上)数据)"
    rf"[^。;不未]{{0,40}}?(?:(?:汇总|综合)[^。;不未]{{0,24}}?{_BELOW}|{_BELOW}[^。;不未]{{0,40}}?(?:汇总|综合))"
    r"|年度?报告[(（〔【\[]?(?:全[省市县区州旗盟])?汇总"
)
_WORDS: tuple[tuple[re.Pattern[str], Scope], ...] = (
    (_REGION, "region_total"),
    (_GOVERNMENT, "government_level"),
)
_ALONE = frozenset({"department", "vertical", "authorized_org"})
_OWN_WORDS = frozenset({"title", "self_designation", "preamble", "compiled_by", "announced"})


def find_scope(
    page: Page, agency: Stated[str] | None, headed: str | None = None
) -> Stated[Scope] | None:
    """Return whom the figures cover, with the words that show it; None without any.

    The opening words may say it; a department speaks for itself, and so does an office
    unless the title has its government's name, or the place's, at the head (`headed`).
    """
    joined = join_text(page.text, page.window)
    start, end = joined.within(page.opening)
    for pattern, scope in _WORDS:
        match = pattern.search(joined.masked, start, end)
        if match is not None:
            return Stated(scope, joined.span(*match.span()), "preamble")
    if agency is None or _GATHERED.search(joined.masked, start, end):
        return None  # 汇总编制 without a word of whose: more than the agency's alone
    if _ITSELF.search(joined.masked):
        return None
    kind = type_of(agency.value)
    if kind == "general_office" and (agency.source not in _OWN_WORDS or _is_above(headed, agency)):
        return None
    if kind in _ALONE or kind == "general_office":
        return Stated("own_agency", agency.span, agency.source, tag=agency.tag)
    return None


def _is_above(headed: str | None, office: Stated[str]) -> bool:
    """Whether the title names the government that the office belongs to, or its place alone."""
    if headed is None or type_of(headed) == "general_office":
        return False
    return is_place(headed) or is_office_of(headed, office.value)
