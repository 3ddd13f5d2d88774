"""Charts as inline SVG: lines over years, verdicts by agency and year, small multiples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil

from extraction.panel.elements import Markup, element
from extraction.values.record import Status

Points = Mapping[int, Decimal | None]

VERDICT_MARKS: Mapping[Status, str] = {
    "verified": "✓",
    "source_inconsistent": "≠",
    "needs_review": "?",
    "unreadable": "×",
}
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart's years and values stand, in pixels; values go from 0 to `top`."""

    years: Sequence[int]
    top: Decimal
    width: int
    height: int
    left: int = 4
    right: int = 4
    above: int = 4
    below: int = 4

    def x(self, year: int) -> str:
        """Return a year's place from the left."""
        steps = max(self.years[-1] - self.years[0], 1)
        room = self.width - self.left - self.right
        return f"{self.left + room * (year - self.years[0]) / steps:.1f}"

    def y(self, value: Decimal) -> str:
        """Return a value's place from above."""
        room = self.height - self.above - self.below
        return f"{self.above + room * (1 - float(value / self.top)):.1f}"


def as_percent(value: Decimal) -> str:
    """Return a share for a person.

    >>> as_percent(Decimal("0.307985"))
    '30.8%'
    """
    return f"{value * _HUNDRED:.1f}%"


def line_chart(lines: Mapping[str, Points], years: Sequence[int]) -> Markup:
    """Return shares over years, one line each, numbered as in the legend beside it."""
    values = [value for line in lines.values() for value in line.values() if value is not None]
    frame = Frame(years, _round_up(max(values, default=Decimal(1))), 640, 260, 46, 30, 14, 28)
    parts: list[Markup] = []
    for quarter in range(5):
        value = frame.top * quarter / 4
        y = frame.y(value)
        parts.append(element("line", x1=frame.left, x2=610, y1=y, y2=y, class_="grid"))
        label = as_percent(value)
        parts.append(element("text", label, x=40, y=y, class_="axis", text_anchor="end"))
    for year in years:
        label = str(year)
        parts.append(
            element("text", label, x=frame.x(year), y=252, class_="axis", text_anchor="middle")
        )
    for number, (name, points) in enumerate(lines.items(), start=1):
        parts += _draw_line(frame, name, points, f"line s{number}")
        last = [(year, value) for year, value in points.items() if value is not None][-1:]
        for year, value in last:
            x = f"{float(frame.x(year)) + 8:.1f}"
            parts.append(
                element("text", str(number), x=x, y=frame.y(value), class_=f"tag t{number}")
            )
    return element("svg", *parts, viewBox="0 0 640 260", role="img", class_="wide")


def _round_up(value: Decimal) -> Decimal:
    """Return the top of an axis: the next tenth, at least one.

    >>> _round_up(Decimal("0.31")), _round_up(Decimal(0))
    (Decimal('0.4'), Decimal('0.1'))
    """
    tenths = max(1, ceil(value * 10))
    return Decimal(tenths) / 10


def _draw_line(frame: Frame, name: str, points: Points, style: str) -> Iterator[Markup]:
    """Yield a line that is broken where a year is not known, and its points with their values."""
    known = [(year, value) for year, value in points.items() if value is not None]
    runs = groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0])
    for _, run in runs:
        places = [f"{frame.x(year)},{frame.y(value)}" for _, (year, value) in run]
        if len(places) > 1:
            yield element("polyline", points=" ".join(places), class_=style)
    for year, value in known:
        title = element("title", f"{name} {year}: {as_percent(value)}")
        yield element(
            "circle", title, cx=frame.x(year), cy=frame.y(value), r=3, class_=style + " dot"
        )


def small_chart(name: str, points: Points, years: Sequence[int]) -> Markup:
    """Return one agency's share over all years, all small charts on one scale from 0 to 1."""
    frame = Frame(years, Decimal(1), 150, 48)
    base = frame.y(Decimal(0))
    axis = element("line", x1=4, x2=146, y1=base, y2=base, class_="grid")
    drawn = _draw_line(frame, name, points, "line s1")
    return element("svg", axis, *drawn, viewBox="0 0 150 48", role="img", class_="small")


def verdict_cells(statuses: Mapping[int, Status], years: Sequence[int]) -> Iterator[Markup]:
    """Yield a cell a year: the verdict by colour and by a mark."""
    for year in years:
        status = statuses.get(year)
        mark = VERDICT_MARKS[status] if status else "–"
        yield element("td", mark, class_=f"v {status or 'none'}", title=f"{year} {status or ''}")


def median(values: Sequence[Decimal]) -> Decimal | None:
    """Return the middle of values; None of none.

    >>> median([Decimal(3), Decimal(1), Decimal(2)]), median([Decimal(1), Decimal(2)])
    (Decimal('2'), Decimal('1.5'))
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
