"""Straighten a picture of a page, and find its ruled lines and its lines of print."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from cv2 import (
    ADAPTIVE_THRESH_MEAN_C,
    CC_STAT_AREA,
    INTER_AREA,
    INTER_CUBIC,
    MORPH_OPEN,
    THRESH_BINARY,
    THRESH_BINARY_INV,
    adaptiveThreshold,
    connectedComponentsWithStats,
    dilate,
    getRotationMatrix2D,
    medianBlur,
    morphologyEx,
    resize,
    warpAffine,
)
from numpy import (
    arange,
    argmax,
    ascontiguousarray,
    concatenate,
    diff,
    flatnonzero,
    int8,
    ones,
    uint8,
    var,
    where,
    zeros,
)

from extraction.read.pdf.ink import TOUCH, Ruling
from extraction.read.pdf.lattice import SNAP
from extraction.read.scan.engine import Pixels

STEEPEST = 3.0
"""Degrees by which a page may lie askew and is straightened."""
LEVEL_PIECE = 18.0
UPRIGHT_PIECE = 14.0
"""Points: a shorter stroke may be part of a character."""
THICKEST = 6.0
"""Points: what is thicker is no ruled line."""
LEAST_HEIGHT = 8
"""Pixels: what is lower is no whole line."""
GAP = 2.5
"""Of a line's height: a wider gap parts two texts."""
InkRun = tuple[int, int]
"""Where ink begins and ends along a side of a picture, in pixels."""
SMALL_SIDE = 900
"""So many pixels wide a page is looked at to find how it lies."""
DARKER = 40
"""So much darker than around it is ink; a red seal is not, in the light that is red."""
DARKER_LINE = 22
"""The same of ruled lines, which are thinner than print."""
BROKEN = 8.0
"""Points: so wide a gap in a ruled line is where its print was too faint."""
SPECK = 6
"""A blot of fewer pixels is dust."""


class LineBox(NamedTuple):
    """A line of print in a picture: its edges in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top


def find_skew(grey: Pixels) -> float:
    """Return by how many degrees the rows of a page climb: where they part most sharply."""
    scale = min(1.0, SMALL_SIDE / grey.shape[1])
    small = resize(grey, None, fx=scale, fy=scale, interpolation=INTER_AREA)
    ink = 255 - adaptiveThreshold(small, 255, ADAPTIVE_THRESH_MEAN_C, THRESH_BINARY, 31, DARKER)
    best = _sharpest(ink, arange(-STEEPEST, STEEPEST + 0.1, 0.25))
    return _sharpest(ink, arange(best - 0.25, best + 0.26, 0.05))


def _sharpest(ink: Pixels, angles: Pixels) -> float:
    scores = [float(var(turn_picture(ink, angle, 0).sum(axis=1))) for angle in angles]
    return float(angles[int(argmax(scores))])


def turn_picture(picture: Pixels, degrees: float, ground: int = 255) -> Pixels:
    """Return a picture turned about its middle, of the same size; `ground` fills the corners."""
    height, width = picture.shape[:2]
    matrix = getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    fill = (ground,) * 3
    return warpAffine(picture, matrix, (width, height), flags=INTER_CUBIC, borderValue=fill)


def find_ink(grey: Pixels) -> Pixels:
    """Return where there is ink (255), without dust."""
    smooth = medianBlur(grey, 3)
    dark = adaptiveThreshold(smooth, 255, ADAPTIVE_THRESH_MEAN_C, THRESH_BINARY_INV, 41, DARKER)
    count, labels, stats, _ = connectedComponentsWithStats(dark, connectivity=8)
    kept: Pixels = zeros(count, uint8)
    kept[1:] = where(stats[1:, CC_STAT_AREA] >= SPECK, 255, 0)
    return kept[labels]


def find_picture_rulings(grey: Pixels, scale: float) -> tuple[list[Ruling], list[Ruling]]:
    """Return the level and upright ruled lines, in points; a pixel is `scale` points wide."""
    ink = adaptiveThreshold(grey, 255, ADAPTIVE_THRESH_MEAN_C, THRESH_BINARY_INV, 41, DARKER_LINE)
    level = mend_rulings(_find_rulings(ink, scale, LEVEL_PIECE))
    upright = mend_rulings(_find_rulings(ascontiguousarray(ink.T), scale, UPRIGHT_PIECE))
    return _anchored(level, upright), _anchored(upright, level)


def _find_rulings(ink: Pixels, scale: float, piece: float) -> Iterator[Ruling]:
    thick = dilate(ink, ones((3, 1), uint8))
    run = max(8, round(piece / scale))
    lines = morphologyEx(thick, MORPH_OPEN, ones((1, run), uint8))
    count, _, stats, middles = connectedComponentsWithStats(lines, connectivity=8)
    for number in range(1, count):
        left, _, width, height, _ = (int(edge) for edge in stats[number])
        if height * scale <= THICKEST:
            at = float(middles[number][1]) * scale
            yield Ruling(at, left * scale, (left + width) * scale)


def mend_rulings(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Return pieces of ruled lines with those of one line together.

    >>> mend_rulings([Ruling(10, 0, 50), Ruling(10.5, 56, 90), Ruling(30, 0, 90)])
    [Ruling(at=10.2, start=0, end=90), Ruling(at=30, start=0, end=90)]
    """
    mended: list[Ruling] = []
    for piece in sorted(pieces, key=lambda ruling: ruling.start):
        for number, line in enumerate(mended):
            beside = abs(line.at - piece.at) <= SNAP
            if beside and piece.start - line.end <= BROKEN:
                at = _mean_place(line, piece)
                mended[number] = Ruling(at, line.start, max(line.end, piece.end))
                break
        else:
            mended.append(piece)
    return sorted(mended)


def _mean_place(line: Ruling, piece: Ruling) -> float:
    """Return where two pieces of one line lie, by how long each is."""
    long, short = line.end - line.start, piece.end - piece.start
    return round((line.at * long + piece.at * short) / (long + short), 1)


def _anchored(lines: list[Ruling], crossing: list[Ruling]) -> list[Ruling]:
    """Return the lines that meet two others: a stroke of a character meets none."""
    kept = []
    for line in lines:
        met = [other for other in crossing if _near(line, other)]
        if len({round(other.at / (2 * TOUCH)) for other in met}) > 1:
            kept.append(line)
    return kept


def _near(line: Ruling, other: Ruling) -> bool:
    return line.reaches(other.at) and other.reaches(line.at)


def split_lines(ink: Pixels) -> Iterator[LineBox]:
    """Yield the lines of print in a cell, from the top; `ink` is that of the cell alone."""
    runs = _find_runs((ink > 0).any(axis=1))
    highest = max((bottom - top for top, bottom in runs), default=0)
    for top, bottom in join_runs(runs, highest):
        columns = flatnonzero((ink[top:bottom] > 0).any(axis=0))
        yield LineBox(int(columns[0]), top, int(columns[-1]) + 1, bottom)


def split_page(ink: Pixels) -> Iterator[LineBox]:
    """Yield the pieces of the lines of print on a page, parted where no text has such a gap."""
    runs = _find_runs((ink > 0).any(axis=1))
    heights = [bottom - top for top, bottom in runs if bottom - top > LEAST_HEIGHT]
    usual = round(median(heights)) if heights else 0
    for top, bottom in join_runs(runs, usual):
        columns = _find_runs((ink[top:bottom] > 0).any(axis=0))
        for left, right in join_gaps(columns, GAP * (bottom - top)):
            yield LineBox(left, top, right, bottom)


def _find_runs(inked: Pixels) -> list[InkRun]:
    edges = flatnonzero(diff(concatenate(([0], inked.astype(int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def join_runs(runs: Iterable[InkRun], height: int) -> list[InkRun]:
    """Return runs of inked rows with the strokes of one line together (二, =, a dot).

    >>> join_runs([(0, 3), (8, 10), (30, 50)], 20)
    [(0, 10), (30, 50)]
    """
    joined: list[InkRun] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= 1.15 * height:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def join_gaps(runs: Iterable[InkRun], widest: float) -> list[InkRun]:
    """Return runs of inked columns with those of one text together.

    >>> join_gaps([(0, 9), (12, 20), (90, 99)], 30)
    [(0, 20), (90, 99)]
    """
    joined: list[InkRun] = []
    for left, right in runs:
        if joined and left - joined[-1][1] <= widest:
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined
