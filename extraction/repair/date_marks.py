"""Put 年, 月 and 日 back into dates that lost them."""

import re
from calendar import monthrange
from collections.abc import Iterator

from extraction.repair.edits import Edit
from extraction.repair.thresholds import LONGEST_DATE

# Only before 日, so that a count in a cell is never taken for a date, and not before
# what makes another word of it (日常, 日均).
_DAY = re.compile(r"日(?![常均报益历期志内])")
_DATE = re.compile(
    r"(?<![\d.,\-/])(?P<year>(?:19|20)\d\d)(?P<nian>年?)(?P<month>\d{0,4})(?P<yue>月?)"
    r"(?P<day>\d{0,2})\Z"
)


def find_split_dates(text: str) -> Iterator[Edit]:
    """Find dates with a mark lost that can be read in one way only.

    >>> [(edit.start, edit.replacement) for edit in find_split_dates("20241231日")]
    [(4, '年'), (6, '月')]
    >>> list(find_split_dates("2024111日"))  # 1 November, or 11 January
    []
    """
    for day in _DAY.finditer(text):
        end = day.start()
        match = _DATE.search(text, max(0, end - LONGEST_DATE), end)
        if match is not None:
            yield from _mark(match)


def _mark(match: re.Match[str]) -> Iterator[Edit]:
    """Put the lost marks into one date."""
    if match["nian"] and match["yue"]:
        return
    split = _split_month(int(match["year"]), match["month"], match["yue"], match["day"])
    if split is None:
        return
    if not match["nian"]:
        yield Edit(match.end("year"), match.end("year"), "年", "date_marks")
    if not match["yue"]:
        place = match.start("month") + split
        yield Edit(place, place, "月", "date_marks")


def _split_month(year: int, month: str, yue: str, day: str) -> int | None:
    """Return how many digits the month has, if one reading only is a possible date.

    >>> _split_month(2024, "1231", "", ""), _split_month(2024, "111", "", "")
    (2, None)
    """
    if yue:
        return len(month) if _is_date(year, month, day) else None
    digits = month + day
    found = [at for at in (1, 2) if _is_date(year, digits[:at], digits[at:])]
    return found[0] if len(found) == 1 else None


def _is_date(year: int, month: str, day: str) -> bool:
    """Whether the digits make a day of the calendar."""
    if not (1 <= len(month) <= 2 and 1 <= len(day) <= 2 and 1 <= int(month) <= 12):
        return False
    return 1 <= int(day) <= monthrange(year, int(month))[1]
