"""The body that speaks: who compiled, signed or headed the report, by its longest name."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from extraction.bodies import (
    has_place,
    is_body,
    is_fuller_name,
    is_office_of,
    is_place,
    is_same_body,
    is_unit_of,
    may_be_same_body,
)
from extraction.dates import TORN_END, find_dates, read_damaged
from extraction.document import Span
from extraction.draft import Page
from extraction.metadata.stated import Stated, Unit, find_lines, mask_titles
from extraction.metadata.titles import Title

_NAME = "(?P<name>[\u4e00-\u9fff·()]{4,40}?)"
_BREAK = r"(?:(?<=[,。;:※|\n\r号])|^)\s{0,4}"
_COMPILED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"由{_NAME}(?:组织|负责|牵头|统一|(?:根据|按照|依据)[^。;]{{0,80}}?)?(?:编制|汇总|编写|撰写)(?![的格])",
        rf"{_BREAK}{_NAME}(?:组织|现|特|负责|认真)?编制(?![的格说机单])",
        rf"{_BREAK}{_NAME}(?:根据|按照|依据)[^。;]{{0,120}}?编制(?![的格说机单])",
        rf"{_BREAK}{_NAME}(?:现)?(?:向社会)?(?:公布|发布)(?:19|20)\d\d年",
        rf"(?:现将|公布|发布|编制){_NAME}(?:19|20)\d\d年度?(?:政府)?信息公开",
    )
)
_BOX = re.compile(
    r"(?P<label>编制(?:机关|单位)|填报单位|信息来源|来\s?源|发布(?:机构|单位)|公开主体|公开机构|制发机关|发文(?:机关|单位)"
    r"|责任单位|单位名称|所属机构|信息提供)[\s:|]{1,6}(?P<name>[\u4e00-\u9fff·()]{4,40})"
)
_CONTACT = re.compile(rf"请?(?:与|向|联系){_NAME}(?:联系|咨询|查询|反映|\()")
_OPENING = re.compile(r"\s*(?:(?:19|20)\d\d年(?:度|来)?[,\s]*|一年来[,\s]*|本年度[,\s]*)?")
_VERB = re.compile(
    r"坚持|认真|深入|严格|全面|按照|高度|紧紧|围绕|以|在|积极|切实|始终|持续|扎实|依据|根据|不断|贯彻|大力"
    r"|(?:19|20)\d\d年|进一步|政府信息公开|\(以下简称|共|主动|紧扣|把|着力|加强|强化|聚焦|立足|牢固|充分|依法"
)
_REACH = 60
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """The agency by its longest printed name; `rivals` are others that the report names."""

    agency: Stated[str] | None
    rivals: tuple[Stated[str], ...] = ()


def find_speaker(page: Page, title: Title | None, signature: "Signature") -> Speaker:
    """Return whose report it is: compiled by, signed by, named in the title, or speaking."""
    said = [*_find_compilers(page)]
    said += [signature.name] if signature.name else []
    if title is not None and title.name is not None:
        said.append(Stated(title.name, title.span, "title"))
    said += _find_self(page)
    named = [one for one in said if is_body(one.value)]
    names = list(dict.fromkeys(one.value for one in named))[:_MOST_NAMES]
    bodies = [one for one in named if not any(is_unit_of(one.value, name) for name in names)]
    if not bodies:
        places = [one for one in said if is_place(one.value)]
        return Speaker(places[0] if places else None)
    chosen = _agree(bodies)
    if chosen is None:
        sure = any(not may_be_same_body(one.value, bodies[0].value) for one in bodies)
        return Speaker(None, tuple(dict.fromkeys(bodies)) if sure else ())
    rivals = tuple(
        one
        for one in dict.fromkeys(bodies)
        if not (_agree_on(one, chosen) or may_be_same_body(one.value, chosen.value))
    )
    return Speaker(_longest(chosen, bodies, _find_supporters(page)), rivals)


def _agree_on(one: Stated[str], other: Stated[str]) -> bool:
    """Whether two names are one body's, or a government's and its office's."""
    return is_same_body(one.value, other.value) or is_office_of(one.value, other.value)


def _agree(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the first body if nobody contradicts it, else the one that most name; None if tied."""
    counts = Counter(one.value for one in bodies)
    different = list({one.value: one for one in reversed(bodies)}.values())[:_MOST_NAMES]
    support = [
        sum(counts[other.value] for other in different if _agree_on(one, other))
        for one in different
    ]
    if max(support) == len(bodies):
        return bodies[0]
    best = different[support.index(max(support))]
    rivals = (one for one, count in zip(different, support, strict=True) if count == max(support))
    return best if all(_agree_on(one, best) for one in rivals) else None


def _longest(
    chosen: Stated[str], bodies: Sequence[Stated[str]], supporters: Iterable[Stated[str]]
) -> Stated[str]:
    """Return the fullest name of the chosen body, from the one that is printed most often.

    A copy with a character too many is no fuller name.
    """
    same = [one for one in bodies if is_same_body(one.value, chosen.value)]
    counts = Counter(one.value for one in same)
    best = max(same, key=lambda one: counts[one.value])
    for one in (*same, *supporters):
        if is_fuller_name(one.value, best.value):
            best = one
    return best


def _find_compilers(page: Page) -> Iterator[Stated[str]]:
    """Yield who compiled the report, as its opening words or its index box say."""
    window = page.opening
    masked = mask_titles(page.text, window)
    for match in (match for pattern in _COMPILED for match in pattern.finditer(masked)):
        start, end = match.span("name")
        if is_body(match["name"]) and has_place(match["name"]):
            yield Stated(
                match["name"], Span(window.start + start, window.start + end), "compiled_by"
            )
    for stated in _find_in_boxes(page):
        if stated.source == "compiled_by":
            yield stated


def _find_in_boxes(page: Page) -> Iterator[Stated[str]]:
    for zone in (page.head, page.tail):
        for match in _BOX.finditer(page.text, *zone):
            source = "compiled_by" if match["label"][:2] in ("编制", "填报") else "page"
            if is_body(match["name"]):
                yield Stated(match["name"], Span(*match.span("name")), source)


def _find_supporters(page: Page) -> Iterator[Stated[str]]:
    """Yield names that may be the agency's in full, but prove nothing: who posts, whom to call."""
    yield from (stated for stated in _find_in_boxes(page) if stated.source == "page")
    for match in _CONTACT.finditer(page.text, *page.opening):
        if is_body(match["name"]):
            yield Stated(match["name"], Span(*match.span("name")), "contact")


def _find_self(page: Page) -> Iterator[Stated[str]]:
    """Yield the body that the first sentence of the first section speaks of."""
    overview = page.sections.get("overview")
    if overview is None:
        return
    lines = list(find_lines(page.text, overview))
    for line in lines[1:2]:
        start = line.span.start
        opening = _OPENING.match(page.text, start, line.span.end)
        begin = opening.end() if opening else start
        for verb in _VERB.finditer(page.text, begin, min(begin + _REACH, line.span.end)):
            name = page.text[begin : verb.start()]
            if is_body(name) and has_place(name):
                yield Stated(name, Span(begin, verb.start()), "self_designation")
                return


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; the date is None where it is lost or cannot be read."""

    name: Stated[str] | None
    day: Stated[date] | None = None


def find_signature(page: Page, published: Stated[date] | None = None) -> Signature:
    """Return name and date below the text: on one line, or next to each other.

    A date that lost its marks was signed before the report was published. A name or a date
    alone counts right behind the last word only. Two signatures are none.
    """
    lines = list(find_lines(page.text, page.tail))
    latest = published.value if published else None
    read = [_read_signature(page.text, line, latest) for line in lines]
    whole = {one for one in read if one.name and one.day}
    whole |= {
        Signature(above.name, below.day) for above, below in pairwise(read) if _fit(above, below)
    }
    if whole:
        return whole.pop() if len(whole) == 1 else Signature(None)
    if not read or (read[1:] and read[0].name and read[1].name):  # one of a menu's names
        return Signature(None)
    day = read[0].day
    is_written_out = day is not None and (day.damaged or "年" in day.span.slice(page.text))
    return read[0] if read[0].name or is_written_out else Signature(None)


def _fit(above: Signature, below: Signature) -> bool:
    """Whether a line with a name alone stands above one with a date alone."""
    return bool(above.name and not above.day and below.day and not below.name)


def _read_signature(text: str, line: Unit, latest: date | None) -> Signature:
    """Read a line as a name, a date, or a name and a date."""
    if is_body(line.solid):
        return Signature(Stated(line.solid, line.span, "signature"))
    day = _read_day(text, line.span, latest)
    if day is None:
        return Signature(None)
    before = text[line.span.start : day.span.start].rstrip()
    solid = "".join(before.split())
    if not solid:
        return Signature(None, day)
    place = Span(line.span.start, line.span.start + len(before))
    return Signature(Stated(solid, place, "signature"), day) if is_body(solid) else Signature(None)


def _read_day(text: str, span: Span, latest: date | None) -> Stated[date] | None:
    """Return the date that a line ends with: whole, with blanks in it, or with marks lost."""
    days = list(find_dates(text, span))
    if len(days) == 1 and not text[days[0].span.end : span.end].strip():
        return Stated(days[0].day, days[0].span, "signature")
    torn = TORN_END.search(span.slice(text))
    places = [span] + ([Span(span.start + torn.start("day"), span.end)] if torn else [])
    for place in places:
        solid = "".join(place.slice(text).split())
        day = read_damaged(solid, latest)
        if day is not None:
            return Stated(day, place, "signature", not all(mark in solid for mark in "年月日"))
    return None
