"""The period that the figures speak of, and the day on which the page was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extraction.prose.metadata.stated import Stated, find_text_lines, find_units, mask_titles
from extraction.prose.thresholds import LONGEST_PUBLISHED, PERIOD_LEAD
from extraction.text.dates import PrintedDate, find_dates, read_damaged, to_day
from extraction.values.document import Span
from extraction.values.layout import Page

_BETWEEN = re.compile(r"\s*起?\s*[,,]?\s*(?:至|到|—{1,2}|-{1,2}|–|~|~|－)\s*")
_SAME_YEAR = re.compile(r"(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?(?:日|(?=止))")
_SAME_YEAR_DAMAGED = re.compile(r"(?P<digits>\d{2,4})日")
_PERIOD_WORD = re.compile(r"期限|时限|统计|时间|期间|数据|范围")
_SAYS_PERIOD = re.compile(
    r"\s*(?:止\s*)?[,,]?\s*(?:为|是)[^,。;]{0,12}(?:期限|时限|统计|时间|期间)"
)
_PUBLISHED = re.compile(
    r"(?:发布(?:日期|时间)|公布(?:日期|时间)|发表(?:日期|时间)|公开(?:日期|时间)|上传(?:日期|时间)|发布于)[\s::|]{1,6}[\[【(]?"
    r"(?P<bare>(?:19|20)\d{6}(?!\d))?"
)
_UNNAMED = re.compile(r"(?<![\u4e00-\u9fff])(?:日期|时间)[\s::|]{1,6}")
_SOURCE_LINE = re.compile(r"来源|浏览|点击|阅读|访问|字体|字号|作者")
_CLOCK = re.compile(r"[\sT]*\d{1,2}:\d\d(?::\d\d)?")
_BRACKETED = re.compile(r"\((?P<day>[^()]{8,16})\)")


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when; an end that cannot be read is None."""

    start: Stated[date] | None = None
    end: Stated[date] | None = None


def find_period(page: Page) -> Period:
    """Return the period that the opening words state, or the first section if there are none.

    Two different periods are none.
    """
    for window in (page.opening, page.sections.get("overview")):
        if not window:
            continue
        found = list(_find_periods(page.text, window))
        if found:
            first = found[0]
            return first if all(other == first for other in found) else Period()
    return Period()


def _find_periods(text: str, window: Span) -> Iterator[Period]:
    masked = mask_titles(text, window)
    whole = Span(0, len(masked))
    for printed in find_dates(masked, whole):
        start, end = printed.span
        between = _BETWEEN.match(masked, end)
        if between is None:
            continue
        before = masked[max(0, start - PERIOD_LEAD) : start]
        clause = before.rsplit("。", 1)[-1]
        last = _date_at(masked, between.end(), printed.day.year)
        said = last is not None and _SAYS_PERIOD.match(masked, last.span.end)
        if said or _PERIOD_WORD.search(clause):
            stated = _state(last, window) if last else None
            yield Period(_state(printed, window), stated)


def _date_at(text: str, at: int, year: int) -> PrintedDate | None:
    """Return the date that stands right here; without a year it is of the one given."""
    following = _whole_date_at(text, at, len(text))
    if following is not None:
        return following
    match = _SAME_YEAR.match(text, at)
    if match is not None:
        span = Span(*match.span())
        day = to_day(str(year), match["m"], match["d"])
        return PrintedDate(day, span) if day else None
    match = _SAME_YEAR_DAMAGED.match(text, at)
    if match is not None:
        span = Span(*match.span())
        day = read_damaged(f"{year}{match[0]}")
        return PrintedDate(day, span, damaged=True) if day else None
    return None


def _whole_date_at(text: str, at: int, end: int) -> PrintedDate | None:
    """Return the date that begins right here, its year with it."""
    near = Span(at, min(end, at + LONGEST_PUBLISHED))
    following = next(find_dates(text, near), None)
    if following is None or following.span.start != at:
        return None
    return following


def _state(printed: PrintedDate, window: Span) -> Stated[date]:
    start, end = printed.span
    span = Span(window.start + start, window.start + end)
    return Stated(printed.day, span, "period_statement", printed.damaged)


def find_published(page: Page) -> Stated[date] | None:
    """Return the day that the page above the text says it was published, else the page below.

    Several different days are none, and so is a day that nothing names.
    """
    found = (
        list(_find_published(page.text, page.head))
        or _find_in_source_line(page.text, page.head)
        or list(_find_published(page.text, page.tail))
    )
    return found[0] if len({one.value for one in found}) == 1 else None


def _find_published(text: str, zone: Span) -> Iterator[Stated[date]]:
    for match in (*_PUBLISHED.finditer(text, *zone), *_UNNAMED.finditer(text, *zone)):
        bare = match.groupdict().get("bare")
        day = to_day(bare[:4], bare[4:6], bare[6:]) if bare else None
        if day is not None:
            span = Span(*match.span("bare"))
            yield Stated(day, span, "page")
            continue
        printed = _whole_date_at(text, match.end(), zone.end)
        if printed is not None:
            yield Stated(printed.day, printed.span, "page")


def _find_in_source_line(text: str, zone: Span) -> list[Stated[date]]:
    """Return the only day of a line that tells source, clicks or size of print, or the hour."""
    found = []
    for line in find_text_lines(text, zone):
        if "。" in line.solid:
            continue
        days = list(find_dates(text, line.span))
        if len(days) == 1:
            day, span = days[0].day, days[0].span
            timed = _CLOCK.fullmatch(text, span.end, line.span.end)
            if timed or _SOURCE_LINE.search(line.solid):
                found.append(Stated(day, span, "page"))
    return found


def find_signed_above(page: Page) -> Stated[date] | None:
    """Return the day in brackets under the title, as some reports are signed.

    The brackets have a line to themselves: (2024年1月5日).
    """
    found = []
    for unit in find_units(page.text, page.head):
        match = _BRACKETED.fullmatch(unit.solid)
        if match is None or _PUBLISHED.search(unit.solid):
            continue
        written = match["day"]
        printed = next(find_dates(written, Span(0, 16)), None)
        damaged = read_damaged(written)
        if printed is not None and "年" in written:
            found.append(Stated(printed.day, unit.span, "under_title"))
        elif damaged:
            found.append(Stated(damaged, unit.span, "under_title", damaged=True))
    return found[0] if len({one.value for one in found}) == 1 else None
