"""Whom the figures cover: the agency alone, a whole government, or all below it too."""

import re

from extraction.bodies import type_of
from extraction.document import Span
from extraction.draft import Page
from extraction.metadata.stated import Stated
from extraction.record import Scope

_REGION = re.compile(
    r"(?:综合|汇总|包括|包含|涵盖|覆盖)[^。;]{0,24}?(?:各县|各区|各市|各乡|各镇|各街道|各旗|所辖|全[省市县区州旗]各级(?:行政机关|人民政府|政府|各?部门))[^。;]{0,40}"
)
_GOVERNMENT = re.compile(
    r"(?:本级|市|县|区)?政府(?:及|和)(?:其|所属|各|所属各|其所属|其各)?(?:工作)?部门[^。;]{0,30}(?:数据|年报|年度报告|统计)"
    r"|(?:数据|统计)[^。;]{0,20}政府(?:及|和)(?:其|所属|各|所属各|其所属|其各)?(?:工作)?部门"
)
_WORDS: tuple[tuple[re.Pattern[str], Scope], ...] = (
    (_REGION, "region_total"),
    (_GOVERNMENT, "government_level"),
)
_ALONE = frozenset({"department", "vertical", "authorized_org"})
_OWN_WORDS = frozenset({"title", "self_designation", "compiled_by"})


def find_scope(page: Page, agency: Stated[str] | None) -> Stated[Scope] | None:
    """Return whom the figures cover, with the words that show it; None without any.

    The opening words may say it; a department speaks for itself, and so does an office
    that heads the report with its own name.
    """
    for pattern, scope in _WORDS:
        match = pattern.search(page.text, *page.opening)
        if match is not None:
            return Stated(scope, Span(*match.span()), "preamble")
    if agency is None:
        return None
    kind = type_of(agency.value)
    if kind in _ALONE or (kind == "general_office" and agency.source in _OWN_WORDS):
        return Stated("own_agency", agency.span, agency.source)
    return None
