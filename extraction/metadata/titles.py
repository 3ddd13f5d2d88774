"""The report's title, in any of its wordings, and the name and the year in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.bodies import is_body, is_place
from extraction.dates import parse_year
from extraction.document import Span
from extraction.draft import Page
from extraction.metadata.stated import Stated, Unit, find_units

_YEAR = "(?:19|20)\\d\\d|[一二][〇○◯零OoO0一二三四五六七八九]{3}"
_NAME = "[\u4e00-\u9fff()·]{2,40}?"
_TITLE = re.compile(
    rf"(?:标题|名称|信息名称|题名)?:?[【\[]?(?:关于)?(?P<before>{_NAME})?(?:关于)?"
    rf"(?:(?P<year>{_YEAR})年?度?)?(?(year)(?P<after>{_NAME})?)(?:关于)?"
    rf"(?P<state>政府)?(?:信息|政务)公开(?:工作)?(?:情况)?的?(?:(?P<late>{_YEAR})年?度?)?"
    r"(?:工作)?(?:情况)?的?(?:年度|年)?(?:工作)?(?:情况)?(?:总结)?(?:报告|年报)"
    r"(?:[\[(].{1,16}[\])])?[】\]]?"
)
_ENDS = re.compile(r"(?:报告|年报)(?:[\[(].{1,16}[\])])?[】\]]?\Z")
_BACK = re.compile(r"^(?:返回|上一篇|下一篇|附件|关于印发|关于做好)")
_LONGEST = 70
_MOST_LINES = 3
_DAMAGED_YEAR = re.compile(r"(?:19|20)\d\d(?!年)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text without blanks and where it is printed; name and year if it has them."""

    text: str
    span: Span
    name: str | None
    year: int | None


def find_title(page: Page) -> Title | None:
    """Return the title nearest to the text; without one above it, the one repeated below."""
    above = list(_find_titles(page.text, page.head))
    if above:
        return above[-1]
    below = list(_find_titles(page.text, page.tail))
    return below[0] if below and len({title.year for title in below}) == 1 else None


def _find_titles(text: str, window: Span) -> Iterator[Title]:
    units = list(find_units(text, window))
    at = 0
    while at < len(units):
        title, taken = _read_title(units, at)
        if title is not None:
            yield title
        at += taken


def _read_title(units: Sequence[Unit], at: int) -> tuple[Title | None, int]:
    """Read a title that begins here, the longest that its lines make; and say how many it takes."""
    found: tuple[Title | None, int] = (None, 1)
    joined = ""
    for count, unit in enumerate(units[at : at + _MOST_LINES], 1):
        joined += unit.solid
        if len(joined) > _LONGEST or "。" in joined:
            break
        if _ENDS.search(joined):
            span = Span(units[at].span.start, unit.span.end)
            title = parse_title(joined, span)
            if title is not None and (count == 1 or not _is_whole(found[0])):
                found = title, count
            if found[0] is not None:
                break
    return found


def _is_whole(title: Title | None) -> bool:
    return title is not None and title.name is not None


def parse_title(text: str, span: Span) -> Title | None:
    """Read a text without blanks as a title; it must say whose report, or on which year.

    >>> title = parse_title("石桥县教育局关于二○二三年度政府信息公开工作的年度报告", Span(0, 9))
    >>> title.name, title.year
    ('石桥县教育局', 2023)
    >>> parse_title("政府信息公开年报", Span(0, 9)) is None
    True
    """
    if "公开" not in text or _BACK.match(text):
        return None
    match = _TITLE.fullmatch(text)
    if match is None:
        return None
    written = match["year"] or match["late"]
    year = parse_year(written) if written else None
    name = _name_in(match)
    if year is None and (name is None or not is_body(name)):
        return None
    return Title(text, span, name, year)


def _name_in(match: re.Match[str]) -> str | None:
    """Return the body or the place that a title names.

    In 石桥县人民政府信息公开 the word 政府 is printed once and belongs to both.
    """
    for printed in (match["before"], match["after"]):
        if printed is None:
            continue
        name = f"{printed}政府" if printed.endswith("人民") and match["state"] else printed
        if is_body(name) or is_place(name):
            return name
    return None


def stated_year(title: Title) -> Stated[int] | None:
    """Return the year that a title states."""
    if title.year is None:
        return None
    damaged = bool(_DAMAGED_YEAR.search(title.text))
    return Stated(title.year, title.span, "title", damaged)
