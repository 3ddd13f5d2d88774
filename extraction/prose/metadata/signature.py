"""Who signed a report and when: name and date below its last words."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.names import find_name, goes_on
from extraction.prose.metadata.stated import Stated, Unit, find_lines
from extraction.text.agencies import is_body
from extraction.text.dates import SPLIT_END, find_dates, read_damaged
from extraction.values.document import Span
from extraction.values.layout import Page

_MOST_ABOVE = 4
_SENTENCE = re.compile(r"[。;,、|]")
_FOOT = re.compile(r"版权|主办|承办|ICP|备案|标识码|网站|技术支持", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; the date is None where it is lost or cannot be read.

    cut: what is printed of a name that may not be whole.
    """

    name: Stated[str] | None
    day: Stated[date] | None = None
    cut: str = ""


def find_signature(page: Page, published: Stated[date] | None = None) -> Signature:
    """Return name and date below the text: on one line, or next to each other.

    A date that lost its marks was signed before the report was published. A name or a date
    alone counts right behind the last word only. Two signatures are none.
    """
    joined = join_text(page.text, page.window)
    lines = list(find_lines(page.text, page.tail))
    latest = published.value if published else None
    read = [_read_signature(page.text, joined, line, latest) for line in lines]
    above = [_read_signature(page.text, joined, line, latest) for line in _last_lines(page)]
    whole = {one for one in (*above, *read) if (one.name or one.cut) and one.day}
    whole |= {
        Signature(named.name, dated.day, named.cut)
        for named, dated in pairwise((*above, *read))
        if _fit(named, dated)
    }
    if whole:
        return whole.pop() if len(whole) == 1 else Signature(None)
    if not read or (read[1:] and read[0].name and read[1].name):  # one of a menu's names
        return Signature(None)
    first = read[0]
    if first.name and not first.day:
        if goes_on(joined, joined.at(lines[0].span.end)):
            return Signature(None, cut=first.name.value)
        if any(_FOOT.search(line.solid) for line in lines[1:]):  # whose site it is
            return Signature(None)
    day = first.day
    is_written_out = day is not None and (day.damaged or "年" in day.span.slice(page.text))
    return first if first.name or first.cut or is_written_out else Signature(None)


def _last_lines(page: Page) -> list[Unit]:
    """Return the lines of the last section that may be a signature: no sentence, no heading."""
    last = max(page.sections.values(), key=lambda span: span.end, default=None)
    lines = list(find_lines(page.text, last))[1:] if last is not None else []
    found: list[Unit] = []
    for line in reversed(lines[-_MOST_ABOVE:]):
        if _SENTENCE.search(line.solid):
            break
        found.insert(0, line)
    return found


def _fit(above: Signature, below: Signature) -> bool:
    """Whether a line with a name alone stands above one with a date alone."""
    named = above.name or above.cut
    return bool(named and not above.day and below.day and not (below.name or below.cut))


def _read_signature(text: str, joined: Joined, line: Unit, latest: date | None) -> Signature:
    """Read a line as a name, a date, or a name and a date; a name may begin on a line above."""
    day = _read_day(text, line.span, latest)
    before = text[line.span.start : day.span.start if day else line.span.end].rstrip()
    start, end = joined.within(Span(line.span.start, line.span.start + len(before)))
    if start == end:
        return Signature(None, day)
    name = find_name(joined, end)
    if name is None or not is_body(name.text):
        return Signature(None)
    if name.whole and name.start <= start:
        stated = Stated(name.text, joined.span(name.start, name.end), "signature")
        return Signature(stated, day)
    return Signature(None, day, name.text) if not name.whole else Signature(None)


def _read_day(text: str, span: Span, latest: date | None) -> Stated[date] | None:
    """Return the date that a line ends with: whole, with blanks in it, or with marks lost."""
    days = list(find_dates(text, span))
    if len(days) == 1 and not text[days[0].span.end : span.end].strip("\t |*_`\u00a0\u3000"):
        return Stated(days[0].day, days[0].span, "signature")
    split_end = SPLIT_END.search(span.slice(text))
    places = [span] + ([Span(span.start + split_end.start("day"), span.end)] if split_end else [])
    for place in places:
        solid = "".join(place.slice(text).split())
        day = read_damaged(solid, latest)
        if day is not None:
            return Stated(day, place, "signature", not all(mark in solid for mark in "年月日"))
    return None
