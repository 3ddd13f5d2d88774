"""Dates as reports print them, also damaged ones where a single reading is possible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from extraction.values.document import Span

# What is written for the zero of 二○二四年: U+3007, U+25CB, U+25EF, letters, the figure.
_ZEROS = "〇○◯零OoО0"
_HAN = "一二三四五六七八九"
YEAR = rf"(?:19|20)\d\d|[一二][{_ZEROS}{_HAN}]{{3}}"
"""A year in figures or in words, as a pattern."""

_DIGITS = {
    **dict.fromkeys(_ZEROS, "0"),
    **{numeral: str(number) for number, numeral in enumerate(_HAN, 1)},
    "元": "1",
}
_DATE = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s{0,2}年\s{0,2}(?P<m>\d{1,2}|元)\s{0,2}月\s{0,2}(?P<d>\d{1,2})\s{0,2}(?:[日号]|(?=止))"
    r"|(?<![\d./])(?P<y2>(?:19|20)\d\d)(?P<sign>[-/.])(?P<m2>\d{1,2})(?P=sign)(?P<d2>\d{1,2})(?![\d.]*\d)"
    rf"|(?P<hy>(?<![\d.])(?:19|20)\d\d|[一二][{_HAN}{_ZEROS}]{{3}})\s{{0,2}}年\s{{0,2}}(?P<hm>元|[{_HAN}十]{{1,2}})\s{{0,2}}月"
    rf"\s{{0,2}}(?P<hd>[{_HAN}十]{{1,3}})\s{{0,2}}日"
)
_DAMAGED = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<nian>年?)(?P<m>\d{0,4})(?P<yue>月?)(?P<d>\d{0,2})(?P<ri>日?)"
)


_HAN_DAMAGED = re.compile(
    rf"(?P<y>[一二][{_HAN}{_ZEROS}]{{3}})年?(?P<m>元|[{_HAN}十]{{1,2}})月(?P<d>[{_HAN}十]{{1,3}})日?"
)
SPLIT_END = re.compile(r"\s(?P<day>20\d[\d年月日]{3,9})\s*\Z")
"""What may be a date with marks lost, behind something else on its line."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day of the calendar; `damaged` tells that marks were missing where it is printed."""

    day: date
    span: Span = field(compare=False)
    damaged: bool = False


def find_dates(text: str, window: Span) -> Iterator[PrintedDate]:
    """Yield the whole dates in a stretch of text.

    >>> [str(d.day) for d in find_dates("2023 年 1 月 16 日, 二○二四年元月十六日", Span(0, 99))]
    ['2023-01-16', '2024-01-16']
    >>> [str(d.day) for d in find_dates("2024年元月22日, 2024年一月二十二日", Span(0, 99))]
    ['2024-01-22', '2024-01-22']
    >>> list(find_dates("2023年13月1日", Span(0, 99)))
    []
    """
    for match in _DATE.finditer(text, window.start, window.end):
        day = _match_to_day(match)
        if day is not None:
            yield PrintedDate(day, Span(*match.span()))


def _match_to_day(match: re.Match[str]) -> date | None:
    if match["hy"]:
        return _read_han(match["hy"], match["hm"], match["hd"])
    if match["sign"]:
        return to_day(match["y2"], match["m2"], match["d2"])
    return to_day(match["y"], _DIGITS.get(match["m"], match["m"]), match["d"])


def _read_han(year: str, month: str, day: str) -> date | None:
    digits = "".join(_DIGITS.get(one, one) for one in year)
    return to_day(digits, str(parse_han(month)), str(parse_han(day)))


def to_day(year: str, month: str, day: str) -> date | None:
    """Return the day of the calendar that figures name; None if there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_han(numeral: str) -> int:
    """Return a number below 100 that is written in words; 0 if it is none.

    >>> parse_han("三十一"), parse_han("十"), parse_han("九"), parse_han("十十")
    (31, 10, 9, 0)
    """
    tens, ten, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    if not ten:
        return int(_DIGITS.get(tens, "0"))
    return 10 * int(_DIGITS.get(tens, "0") if tens else 1) + int(_DIGITS.get(ones, "0"))


def parse_year(text: str) -> int | None:
    """Return a year in figures or in words.

    >>> parse_year("2024"), parse_year("二〇二四"), parse_year("二千")
    (2024, 2024, None)
    """
    digits = "".join(_DIGITS.get(one, one) for one in text)
    return int(digits) if re.fullmatch(r"(?:19|20)\d\d", digits) else None


def read_damaged(text: str, latest: date | None = None) -> date | None:
    """Read a whole text as a date that lost some of 年, 月 and 日, if only one reading is possible.

    Of several readings, all but one may come after the `latest` day that it can be.

    >>> read_damaged("2024218"), read_damaged("20241231日"), read_damaged("2024111")
    (datetime.date(2024, 2, 18), datetime.date(2024, 12, 31), None)
    >>> read_damaged("2024年116"), read_damaged("20241月16"), read_damaged("2024年1月")
    (None, datetime.date(2024, 1, 16), None)
    >>> read_damaged("2025115", date(2025, 1, 16)), read_damaged("二〇二五年一月七")
    (datetime.date(2025, 1, 15), datetime.date(2025, 1, 7))
    """
    if match := _HAN_DAMAGED.fullmatch(text):
        return _read_han(match["y"], match["m"], match["d"])
    match = _DAMAGED.fullmatch(text)
    if match is None:
        return None
    if match["yue"]:
        return to_day(match["y"], match["m"] or "0", match["d"] or "0")
    digits = match["m"] + match["d"]
    days = {to_day(match["y"], digits[:at], digits[at:]) for at in (1, 2) if len(digits) > at}
    read = {day for day in days if day is not None}
    if len(read) > 1 and latest is not None:
        read = {day for day in read if day <= latest}
    return read.pop() if len(read) == 1 else None
