"""The year described, by everything that states it, and other years where they do not belong."""

import re
from collections import Counter
from collections.abc import Iterator

from extraction.prose.metadata.days import Period
from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.stated import Stated, find_first_prose, find_text_lines, mask_titles
from extraction.prose.metadata.titles import find_own_citations
from extraction.prose.thresholds import LONGEST_CLAUSE
from extraction.text.dates import YEAR, parse_year
from extraction.values.document import Span
from extraction.values.layout import Page

_OPENING = re.compile(r"\s*(?P<year>(?:19|20)\d\d)年(?:度)?(?![末底初以前后]|\d{1,2}月)")
_COMPILED = re.compile(
    r"(?:编制|公布|发布)(?:了|本)?(?P<year>(?:19|20)\d\d)年?度?(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报)"
)
_ANNOUNCED = re.compile(
    rf"(?P<year>{YEAR})年?度?[\u4e00-\u9fff·()]{{0,40}}?(?:信息|政务)公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?"
    r"(?:报告|年报|公布|通报|予以|如下)"
)
_TELLS = re.compile(
    rf"(?:汇报|报告|总结|介绍)[^。;,※]{{0,20}}?(?P<year>{YEAR})年?度?(?:的)?政府信息公开(?:工作)?(?:情况)?[。;]"
)
_SAYS = re.compile(r"编制|公布|发布|公开|公示|现将|撰写|起草|形成|汇总|报告")
_GOES_ON = re.compile(r"(?:是|系|由|根据|依据|按照)")  # 2023年X年度报告根据《条例》编制
_OTHERS = re.compile(r"比|较|上年|上一年|去年|同期|对照|参照|基础上|以来|[在与和同]\Z")
_CLAUSE_END = re.compile(r"[,。;※]")
_CLAUSE = re.compile(r"[^。;\n]+")
_WORK = re.compile(
    r"\s*(?P<year>(?:19|20)\d\d)年(?:度)?,?[^。;\n]{0,40}?(?P<done>新收|收到|受理|办结|答复|公开|发布)[^。;\n]{0,30}?\d+\s?[件条]"
)
_OF_ANYTHING = frozenset({"公开", "发布"})
_COMPARES = re.compile(
    r"较|比|同期|今年|本年|截至|截止|以来|上年|去年|结转|之后|至今|末|底|自|从|《|起|累计|计划|将|\d{1,2}月"
)


def year_of_period(period: Period) -> Stated[int] | None:
    """Return the year that a period lies in, if it is one."""
    if period.start is None or period.end is None:
        return None
    if period.start.value.year != period.end.value.year:
        return None
    span = Span(period.start.span.start, period.end.span.end)
    return Stated(period.start.value.year, span, "period_statement")


def find_prose_year(page: Page) -> Stated[int] | None:
    """Return the year that the first sentences speak of; None if they differ.

    That is the beginning of the first section, and what the opening words say is compiled.
    """
    found = list(_find_years(page))
    return found[0] if len({one.value for one in found}) == 1 else None


def _find_years(page: Page) -> Iterator[Stated[int]]:
    yield from _find_announced(page)
    prose = find_first_prose(page)
    if prose is None:
        return
    line = next(find_text_lines(page.text, prose)).span
    joined = join_text(page.text, page.window)
    for match in _TELLS.finditer(joined.masked, *joined.within(line)):
        yield from _state_year(joined, match, "overview")
    first = _OPENING.match(page.text, *line)
    if first is not None and not _sets_side_by_side(page, line, int(first["year"])):
        yield Stated(int(first["year"]), Span(*first.span("year")), "overview")


def _find_announced(page: Page) -> Iterator[Stated[int]]:
    """Yield the years of the report that the opening words say they compile or announce."""
    joined = join_text(page.text, page.window)
    start, end = joined.within(page.opening)
    for match in find_own_citations(joined, page.opening):
        yield from _state_year(joined, match)
    for pattern in (_COMPILED, _ANNOUNCED):
        for match in pattern.finditer(joined.masked, start, end):
            clause = _CLAUSE_END.split(
                joined.masked[max(start, match.start() - LONGEST_CLAUSE) : match.start()]
            )[-1]
            said = (
                pattern is _COMPILED
                or _SAYS.search(clause)
                or _GOES_ON.match(joined.masked, match.end())
            )
            if said and not _OTHERS.search(clause):
                yield from _state_year(joined, match)


def _state_year(
    joined: Joined, match: re.Match[str], source: str = "preamble"
) -> Iterator[Stated[int]]:
    year = parse_year(match["year"])
    if year is not None:
        yield Stated(year, joined.span(*match.span("year")), source)


def _sets_side_by_side(page: Page, line: Span, year: int) -> bool:
    """Whether a line that begins with a year goes on to the next: 2023年收到3件,2024年5件."""
    return f"{year + 1}年" in mask_titles(page.text, line)


def find_copied_sentence(page: Page, year: int) -> Span | None:
    """Return a sentence that counts the work of an earlier year as this one's (D06).

    One such sentence may be meant; comparisons are, so they are left out, and so is one that
    says of last year what another says of this. The report's own year must be named at
    least as often.
    """
    overview = page.sections.get("overview")
    if overview is None:
        return None
    found: list[tuple[int, str, Span]] = []
    for clause in _CLAUSE.finditer(page.text, *overview):
        match = _WORK.match(clause[0])
        if match is None or _COMPARES.search(clause[0]):
            continue
        stated = int(match["year"])
        if stated == year or f"{year}年" not in clause[0]:  # else it sets two years side by side
            found.append((stated, match["done"], Span(*clause.span())))
    counts = Counter(stated for stated, _, _ in found)
    own = {done for stated, done, _ in found if stated == year} - _OF_ANYTHING
    strange = [span for stated, done, span in found if stated == year - 1 and done not in own]
    named = counts[year] >= counts[year - 1]
    return strange[0] if strange and named else None
