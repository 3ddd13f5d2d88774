"""Plots as SVG inside a page: figures in, marks out; colours are the page's own variables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.curve import Bin, Point

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 44


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's square: what lies between 0 and `high` upwards, and between 0 and 1 rightwards."""

    high: float

    def x(self, value: float) -> float:
        """Return where a share stands from the left."""
        return LEFT + value * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Return where a value stands from the top."""
        return HEIGHT - BOTTOM - value / self.high * (HEIGHT - TOP - BOTTOM)


def plot_risk(points: Sequence[Point]) -> str:
    """Return the curve of risk over coverage, with that of silent errors beneath it."""
    frame = Frame(_round_up(max((point.risk for point in points), default=0.0)))
    marks = [
        *_axes(
            frame, "share of the reports taken, most confident first", "not flawless among them"
        ),
        _area(frame, [(point.coverage, point.risk) for point in points]),
        _steps(frame, [(point.coverage, point.risk) for point in points], "line"),
        _steps(frame, [(point.coverage, point.silent) for point in points], "line silent"),
        *(
            f'<circle class="dot" cx="{frame.x(p.coverage):.1f}" cy="{frame.y(p.risk):.1f}"'
            f' r="2.5"><title>confidence {p.confidence:.3f} and above: {p.coverage:.1%} of all,'
            f" {p.risk:.2%} not flawless, {p.silent:.2%} silent</title></circle>"
            for p in points
        ),
    ]
    return _svg("Risk over coverage", marks)


def plot_reliability(bins: Sequence[Bin]) -> str:
    """Return how many reports were flawless over what their confidence said."""
    frame = Frame(1.0)
    most = max((each.reports for each in bins), default=1)
    diagonal = _line(frame, [(0, 0), (1, 1)], "even")
    dots = [
        f'<circle class="dot" cx="{frame.x(b.said):.1f}" cy="{frame.y(b.came):.1f}"'
        f' r="{3 + 11 * (b.reports / most) ** 0.5:.1f}"><title>{b.reports} reports: said'
        f" {b.said:.1%}, came {b.came:.1%}</title></circle>"
        for b in bins
    ]
    axes = _axes(frame, "what the confidence says", "flawless reports")
    return _svg("Reliability of the confidence", [*axes, diagonal, *dots])


def _svg(title: str, marks: Iterable[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg {box} role="img" aria-label="{title}">{"".join(marks)}</svg>'


def _axes(frame: Frame, across: str, up: str) -> Iterable[str]:
    for step in range(5):
        share, value = step / 4, frame.high * step / 4
        x, y = frame.x(share), frame.y(value)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield (
            f'<text class="tick" x="{LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">'
            f"{value:.3g}</text>"
        )
        yield (
            f'<text class="tick" x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">'
            f"{share:.2g}</text>"
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text class="axis" x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{across}</text>'
    high = (TOP + HEIGHT - BOTTOM) / 2
    yield (
        f'<text class="axis" transform="translate(13 {high}) rotate(-90)" text-anchor="middle">'
        f"{up}</text>"
    )


def _steps(frame: Frame, points: Sequence[tuple[float, float]], kind: str) -> str:
    """Draw from point to point; the first holds from the left edge on."""
    start = [(0.0, points[0][1])] if points else []
    return _line(frame, [*start, *points], kind)


def _line(frame: Frame, points: Iterable[tuple[float, float]], kind: str) -> str:
    path = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{path}"/>'


def _area(frame: Frame, points: Sequence[tuple[float, float]]) -> str:
    if not points:
        return ""
    outline = [(0.0, 0.0), (0.0, points[0][1]), *points, (points[-1][0], 0.0)]
    path = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in outline)
    return f'<polygon class="area" points="{path}"/>'


def _round_up(value: float) -> float:
    """Return the end of an axis that holds a share, in round figures.

    >>> _round_up(0.13), _round_up(0.0), _round_up(0.7)
    (0.2, 0.04, 1.0)
    """
    return next((end for end in (0.04, 0.08, 0.2, 0.4, 1.0) if value <= end), 1.0)
