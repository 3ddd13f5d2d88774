"""The report's title, in any of its wordings, and the name and the year in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.stated import Stated
from extraction.prose.metadata.whole_names import Name, find_name
from extraction.prose.thresholds import LONGEST_CLAUSE, TITLE_REACH
from extraction.text.agencies import has_place, is_body, is_same_body, is_unit_of, type_of
from extraction.text.dates import YEAR, parse_year
from extraction.values.document import Span
from extraction.values.layout import Page

_SUBJECT = re.compile(
    rf"(?P<state>政府)?(?:信息|政务|资讯)公开(?:工作)?(?:情况)?的?(?:(?P<late>{YEAR})年?度?)?"
    r"(?:工作)?(?:情况)?的?(?:年度|年)?(?:工作)?(?:情况)?(?:总结)?(?:报告|年报)"
    r"(?:的(?:通知|公告|公示))?(?:[\[(【](?P<behind>[^()\[\]【】。]{1,30})[\])】])?[】\]]?"
    rf"(?P<below>[-—–·]{{0,2}}(?P<next>{YEAR})(?:年度?|年报)[-—–]{{0,2}})?"
)
_IN_BRACKETS = re.compile(rf"(?P<year>{YEAR})(?:年度?|年报)?")
_YEAR_NEXT = re.compile(rf"[(\[【]?(?:{YEAR})年?度?")
_WITH_YEAR = re.compile(
    rf"(?:(?P<first>{YEAR})年?度?[-—–~至到、,和及与])?(?P<year>{YEAR})年?度?[】\]:—–-]{{0,2}}(?P<after>[\u4e00-\u9fff·()]{{0,40}}?)(?:关于)?\Z"
)
_BEHIND_NAME = re.compile(r"[】\]]?(?:关于)?\Z")
_BEFORE_NAME = re.compile(r"(?:关于|[【\[(])\Z")
_BACK = re.compile(r"(?:附件\d{0,2}[:.]?)?(?:返回|上一篇|下一篇|关于印发|关于做好)")
_FILE_END = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|rtf|txt|md|s?html?|xlsx?|et|zip|rar)", re.IGNORECASE
)
# Between the titles of a list: numbers, bullets, the ends of files' names.
_LISTED = re.compile(r"(?:[^\u4e00-\u9fff]|附件|下载){0,16}")
_CITED = re.compile(
    r"(?:编制|形成|公布|发布|公开|撰写|起草)(?:形成|完成|出)?了?《(?:关于)?"
    rf"(?P<name>[\u4e00-\u9fff·()]{{0,40}}?)(?P<year>{YEAR})年?度?[^》]{{0,40}}?(?:信息|政务)公开"
    r"[^》]{0,8}(?:报告|年报)》"
)
_CLAUSE_END = re.compile(r"[,。;※]")
_OF_OTHERS = re.compile(r"根据|按照|依据|参照|对照|上年|去年|[在与和同]\Z")
_DAMAGED_YEAR = re.compile(r"(?:19|20)\d\d(?!年)")
_STARS = frozenset("*_`")  # marks that lost their partner
_ENDING = frozenset("-_—–|·•,:")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text put together and where it is printed; name and year if it has them.

    cut: the name in it that may not be whole; then `name` is None. listed: it stands
    in a list of bodies or of their reports, and may not be the one that speaks. split: whether
    the text is not whole either, as the name stands on its line. several: whether it names more
    than one year. behind: whether its year stands behind it. attached: whether it is an
    attachment's, or names a file. source, tag: as in Stated.
    """

    text: str
    span: Span
    name: Stated[str] | None
    year: int | None
    cut: Name | None = None
    listed: bool = False
    split: bool = False
    several: bool = False
    behind: bool = False
    attached: bool = False
    source: str = "title"
    tag: str | None = None


def find_title(page: Page) -> Title | None:
    """Return the title nearest to the text; without one above it, the one repeated below."""
    joined = join_text(page.text, page.window)
    for strict in (True, False):  # a page that was put on one line parts them by blanks
        above = list(find_titles(joined, page.head, strict=strict))
        if above:
            return _nearest(joined, [one for one in above if not one.attached] or above)
    below = [one for one in find_titles(joined, page.tail) if not one.attached]
    years = {title.year for title in below}
    return below[0] if len(years) == 1 else None


def _nearest(joined: Joined, titles: Sequence[Title]) -> Title:
    """Return the last title; right below another body's it is one of a list, and names nobody."""
    last = titles[-1]
    begin = joined.at(last.span.start)
    for above in titles[:-1]:
        next_to = _LISTED.fullmatch(joined.solid, joined.at(above.span.end), begin)
        if next_to is None or above.name is None or last.name is None:
            continue
        if not is_same_body(above.name.value, last.name.value):
            cut = Name(last.name.value, 0, 0, whole=False)
            return replace(last, name=None, cut=cut, listed=True, split=True)
    return last


def find_titles(joined: Joined, window: Span, *, strict: bool = True) -> Iterator[Title]:
    """Yield the titles of a stretch of text; they end with a line, a cell or a wide gap.

    Not `strict`, they may end before any blank.
    """
    start, end = joined.within(window)
    for match in _SUBJECT.finditer(joined.solid, start, end):
        place = _find_end(joined, match, end, strict=strict)
        title = _read_title(joined, match, place, start) if place else None
        if title is not None:
            yield title


@dataclass(frozen=True, slots=True)
class _End:
    """Where a title ends, the year that stands there, and whether a file's name goes on."""

    at: int
    year: int | None = None
    bare: bool = False
    filed: bool = False

    def states_year(self, *, named: bool) -> bool:
        """Whether it states the title's year: a bare one only where the title names a body."""
        return self.year is not None and (named or not self.bare)


def _find_end(joined: Joined, match: re.Match[str], end: int, *, strict: bool) -> _End | None:
    """Return where a title ends: behind the year below it, or before what is no such year."""
    bracketed = _IN_BRACKETS.fullmatch(match["behind"] or "")
    below = match.start("below") if match["below"] else match.end()
    for at in dict.fromkeys((match.end(), below)):
        filed = _FILE_END.match(joined.solid, at, end)
        if not _ends(joined, filed.end() if filed else at, end, strict=strict):
            continue
        bare = at > below
        written = match["next"] if bare else bracketed and bracketed["year"]
        listed = _YEAR_NEXT.match(joined.solid, at, end)  # a menu's years
        if bare and listed:
            continue
        year = parse_year(written) if written and not listed else None
        return _End(at, year, bare, filed is not None)
    return None


def _ends(joined: Joined, at: int, end: int, *, strict: bool) -> bool:
    seams = joined.strong if strict else joined.seams
    if at >= end or at in seams:
        return True
    character = joined.solid[at]
    if character in _STARS:
        return True
    return character in _ENDING and (not strict or at in joined.seams)


def _read_title(joined: Joined, match: re.Match[str], place: _End, floor: int) -> Title | None:
    """Read the title that has its subject here; it must say whose report, or on which year."""
    at, end = match.start(), place.at
    near = max(floor, at - TITLE_REACH)
    dated = _WITH_YEAR.search(joined.solid, near, at)
    written = dated["year"] if dated else match["late"]
    several = bool(dated and dated["first"])
    year = parse_year(written) if written and not several else None
    name = _name_in(joined, match, dated, floor)
    first = dated.start() if dated else at
    begin = _title_start(joined, first, name, floor)
    sentence = _piece_start(joined, begin, floor, ends="。;")
    names_body = name is not None and name.whole and is_body(name.text)
    behind = not written and place.states_year(named=names_body)
    year = place.year if behind else year
    says = year is not None or several or names_body
    if not says or _BACK.match(joined.solid, sentence):
        return None
    attached = place.filed or joined.solid.startswith("附件", sentence)
    title = Title(
        text=joined.solid[begin:end],
        span=joined.span(begin, end),
        name=None,
        year=year,
        several=several,
        behind=behind,
        attached=attached,
    )
    return title if name is None else _give_name(joined, title, name)


def _give_name(joined: Joined, title: Title, name: Name) -> Title:
    """Give a title the name that it names, if that is whole and the title's alone."""
    if name.whole and not _is_joint(joined, name):
        return replace(title, name=_state(joined, name))
    listed = is_body(name.above)
    return replace(title, cut=name, listed=listed, split=name.end not in joined.strong)


def _is_joint(joined: Joined, name: Name) -> bool:
    """Whether another department's name stands before one in its line: it may be of both."""
    other = name.above
    if (
        name.start in joined.strong
        or not is_body(other)
        or type_of(other) != "department"
        or is_unit_of(name.text, other)
    ):
        return False
    return not is_same_body(other, name.text)


def _title_start(joined: Joined, begin: int, name: Name | None, floor: int) -> int:
    """Return where a title begins that has its year or subject at `begin`."""
    if name is not None and name.whole:
        begin = min(begin, name.start)
        return begin - len(_before(_BEFORE_NAME, joined, begin, floor))
    if begin in joined.seams:
        return begin
    return _piece_start(joined, begin, floor)


def _name_in(
    joined: Joined, match: re.Match[str], dated: re.Match[str] | None, floor: int
) -> Name | None:
    """Return the body or the place that a title names: before its year, behind it, in brackets."""
    shared = bool(match["state"])
    found = []
    if dated is None:
        found.append(_name_before(joined, match.start(), floor, shared))
    else:
        start = dated.start()
        if not dated["after"] or start not in joined.strong:
            found.append(_name_before(joined, start, floor, shared=False))
        if dated["after"]:
            end = dated.end("after")
            found.append(_name_before(joined, end, dated.end("year"), shared))
    printed = [name for name in found if name is not None]
    whole = next((name for name in printed if name.whole), None)
    return whole or _name_behind(match) or next(iter(printed), None)


def _name_behind(match: re.Match[str]) -> Name | None:
    behind = match["behind"]
    if behind and is_body(behind) and has_place(behind):
        return Name(behind, *match.span("behind"))
    return None


def _name_before(joined: Joined, at: int, floor: int, shared: bool) -> Name | None:
    """Return the name that a title's year or subject stands behind.

    On a line or in a cell of its own it must say its place, and be none of a list. In
    石桥县人民政府信息公开 the word 政府 is printed once and belongs to both (`shared`).
    """
    end = at - len(_before(_BEHIND_NAME, joined, at, floor))
    name = find_name(joined, end, floor)
    if name is None and shared and joined.solid.endswith("人民", floor, end):
        name = find_name(joined, end + 2, floor)
    if name is None or at not in joined.strong:
        return name
    if not (is_body(name.text) and has_place(name.text)):
        return None
    return replace(name, whole=False) if is_body(name.above) else name


def _before(pattern: re.Pattern[str], joined: Joined, at: int, floor: int) -> str:
    near = max(floor, at - 4)
    match = pattern.search(joined.solid, near, at)
    return match[0] if match else ""


def _piece_start(joined: Joined, at: int, floor: int, ends: str = "。:;>»→") -> int:
    """Return where the piece of print begins that a character stands in."""
    while at > floor and at not in joined.strong and joined.solid[at - 1] not in ends:
        at -= 1
    return at


def _state(joined: Joined, name: Name) -> Stated[str]:
    span = joined.span(name.start, name.end)
    return Stated(name.text, span, "title")


def find_own_citations(joined: Joined, window: Span) -> Iterator[re.Match[str]]:
    """Yield where a stretch of text cites the report's own title as what it compiles or publishes.

    The name and the year in it are groups. What a clause refers to is another's: 根据X发布《…》.
    """
    start, end = joined.within(window)
    for match in _CITED.finditer(joined.solid, start, end):
        begin = max(start, match.start() - LONGEST_CLAUSE)
        clause = _CLAUSE_END.split(joined.masked[begin : match.start()])[-1]
        if not _OF_OTHERS.search(clause):
            yield match


def stated_year(title: Title) -> Stated[int] | None:
    """Return the year that a title states."""
    if title.year is None:
        return None
    damaged = bool(_DAMAGED_YEAR.search(title.text))
    return Stated(title.year, title.span, title.source, damaged, title.tag)
