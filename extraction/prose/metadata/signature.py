"""Read a report's signature: name and date below its last words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.stated import Stated, Unit, find_text_lines
from extraction.prose.metadata.whole_names import find_name, name_goes_on
from extraction.prose.thresholds import LINES_ABOVE_DATE
from extraction.text.agencies import is_body
from extraction.text.dates import SPLIT_END, find_dates, read_damaged
from extraction.text.signing import cut_day_field, find_signed_part, is_seal
from extraction.values.document import Span
from extraction.values.layout import Page

_SENTENCE = re.compile(r"[。;,、|]")
_FOOT = re.compile(r"版权|主办|承办|ICP|备案|标识码|网站|技术支持", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signature:
    """The name and the day that sign a report; the day is None where it cannot be read.

    cut: what is printed of a name that may not be whole.
    """

    name: Stated[str] | None
    day: Stated[date] | None = None
    cut: str = ""

    @property
    def named(self) -> bool:
        """Whether a name is printed, whole or cut."""
        return bool(self.name or self.cut)


_UNSIGNED = Signature(None)


def find_signature(page: Page, published: Stated[date] | None = None) -> Signature:
    """Return name and date below the text: on one line, or next to each other.

    A date that lost its marks was signed before the report was published. A name or a date
    alone counts right behind the last word only. Two signatures are none.
    """
    text = page.text
    joined = join_text(text, page.window)
    lines = [line for line in find_text_lines(text, page.tail) if not is_seal(line.solid)]
    latest = published.value if published else None
    above = [_read_signature(text, joined, line, latest) for line in _last_lines(page)]
    read = [_read_signature(text, joined, line, latest) for line in lines]
    whole = _find_whole([*above, *read])
    if whole:
        return whole.pop() if len(whole) == 1 else _UNSIGNED
    if not read or (read[1:] and read[0].name and read[1].name):  # one of a menu's names
        return _UNSIGNED
    first = read[0]
    if first.name and not first.day:
        return _judge_name_alone(joined, lines, first.name)
    if first.named or _is_written_out(text, first.day):
        return first
    return _UNSIGNED


def _judge_name_alone(joined: Joined, lines: Sequence[Unit], name: Stated[str]) -> Signature:
    """Return the signature of a name on the first of the last lines, whose date is lost."""
    end = lines[0].span.end
    if name_goes_on(joined, joined.at(end)):
        return Signature(None, cut=name.value)
    footed = any(_FOOT.search(line.solid) for line in lines[1:])  # whose site it is
    return _UNSIGNED if footed else Signature(name)


def _find_whole(read: Sequence[Signature]) -> set[Signature]:
    """Return the signatures with name and date, of one line or of two that follow each other."""
    whole = {one for one in read if one.named and one.day}
    for above, below in pairwise(read):
        name_alone = above.named and not above.day
        day_alone = below.day and not below.named
        if name_alone and day_alone:
            whole.add(Signature(above.name, below.day, above.cut))
    return whole


def _is_written_out(text: str, day: Stated[date] | None) -> bool:
    """Whether a date says that it is one: 年 stands in it, or did."""
    if day is None:
        return False
    return day.damaged or "年" in day.span.slice(text)


def _last_lines(page: Page) -> list[Unit]:
    """Return the lines of the last section that may be a signature: no sentence, no heading."""
    last = max(page.sections.values(), key=lambda span: span.end, default=None)
    if last is None:
        return []
    lines = [line for line in find_text_lines(page.text, last) if not is_seal(line.solid)][1:]
    found: list[Unit] = []
    for line in reversed(lines[-LINES_ABOVE_DATE:]):
        if _SENTENCE.search(line.solid):
            break
        found.insert(0, line)
    return found


def _read_signature(text: str, joined: Joined, line: Unit, latest: date | None) -> Signature:
    """Read a line as a name, a date, or a name and a date; a name may begin on a line above."""
    part = find_signed_part(text, line.span)
    day = _read_day(text, part, latest)
    first, last = part
    if day is not None:
        last = day.span.start
    before = cut_day_field(text[first:last].rstrip())
    start, end = joined.within(Span(first, first + len(before)))
    if start == end:
        return Signature(None, day)
    floor = start if first > line.span.start else 0
    name = find_name(joined, end, floor)
    if name is None or not is_body(name.text):
        return _UNSIGNED
    if not name.whole:
        return Signature(None, day, name.text)
    if name.start > start:
        return _UNSIGNED
    span = joined.span(name.start, name.end)
    return Signature(Stated(name.text, span, "signature"), day)


def _read_day(text: str, span: Span, latest: date | None) -> Stated[date] | None:
    """Return the date that a line ends with: whole, with blanks in it, or with marks lost."""
    days = list(find_dates(text, span))
    start, end = span
    if len(days) == 1:
        only = days[0]
        behind = text[only.span.end : end]
        if not behind.strip("\t |*_`\u00a0\u3000"):
            return Stated(only.day, only.span, "signature")
    places = [span]
    split_end = SPLIT_END.search(span.slice(text))
    if split_end is not None:
        places.append(Span(start + split_end.start("day"), end))
    for place in places:
        solid = "".join(place.slice(text).split())
        day = read_damaged(solid, latest)
        if day is not None:
            damaged = not all(mark in solid for mark in "年月日")
            return Stated(day, place, "signature", damaged)
    return None
