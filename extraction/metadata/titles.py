"""The report's title, in any of its wordings, and the name and the year in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.bodies import has_place, is_body, is_place
from extraction.dates import parse_year
from extraction.document import Span
from extraction.draft import Page
from extraction.metadata.stated import Stated, Unit, find_units, find_words

_YEAR = "(?:19|20)\\d\\d|[一二][〇○◯零OoO0一二三四五六七八九]{3}"
_NAME = "[\u4e00-\u9fff()·]{2,40}?"
_TITLE = re.compile(
    rf"(?:标题|名称|信息名称|题名)?:?(?:[【\[](?:年报|年度报告|公告|公示|通知)[】\]])?[【\[]?(?:关于)?(?P<before>{_NAME})?[】\]]?(?:关于)?"
    rf"(?:(?P<year>{_YEAR})年?度?)?(?(year)(?P<after>{_NAME})?)(?:关于)?"
    rf"(?P<state>政府)?(?:信息|政务|资讯)公开(?:工作)?(?:情况)?的?(?:(?P<late>{_YEAR})年?度?)?"
    r"(?:工作)?(?:情况)?的?(?:年度|年)?(?:工作)?(?:情况)?(?:总结)?(?:报告|年报)"
    r"(?:[\[(](?P<behind>.{1,30}?)[\])])?[】\]]?"
)
_ENDS = re.compile(r"(?:报告|年报)(?:[\[(].{1,30}[\])])?[】\]]?\Z")
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
    for find in (find_units, find_words):  # a page that was put on one line parts them by blanks
        above = list(_find_titles(find(page.text, page.head)))
        if above:
            return above[-1]
    below = list(_find_titles(find_units(page.text, page.tail)))
    return below[0] if below and len({title.year for title in below}) == 1 else None


def _find_titles(found: Iterable[Unit]) -> Iterator[Title]:
    units = list(found)
    for last, unit in enumerate(units):
        if len(unit.solid) <= _LONGEST and _ENDS.search(unit.solid):
            title = _read_title(_lines_above(units, last))
            if title is not None:
                yield title


def _lines_above(units: Sequence[Unit], last: int) -> Sequence[Unit]:
    """Return what a title that ends here may be made of: whole lines, no value of a label."""
    first = last
    while first > 0 and last - first < _MOST_LINES - 1 and units[first].alone:
        above = units[first - 1]
        label = units[first - 2] if first > 1 else None
        if not above.alone or (label and label.solid.endswith((":", "："))):
            break
        first -= 1
    return units[first : last + 1]


def _read_title(units: Sequence[Unit]) -> Title | None:
    """Read the title that ends here: on one line, or from as few before it as it needs.

    A line with the name alone belongs to it if the title lacks one; items of menus do not.
    """
    nameless: Title | None = None
    for first in range(len(units) - 1, -1, -1):
        joined = "".join(unit.solid for unit in units[first:])
        if len(joined) > _LONGEST or "。" in joined:
            break
        title = parse_title(joined, Span(units[first].span.start, units[-1].span.end))
        if title is None:
            continue
        if title.name is not None and (nameless is None or has_place(title.name)):
            return title
        nameless = nameless or title
    return nameless


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
    behind = match["behind"]
    return behind if behind and is_body(behind) and has_place(behind) else None


def stated_year(title: Title) -> Stated[int] | None:
    """Return the year that a title states."""
    if title.year is None:
        return None
    damaged = bool(_DAMAGED_YEAR.search(title.text))
    return Stated(title.year, title.span, "title", damaged)
