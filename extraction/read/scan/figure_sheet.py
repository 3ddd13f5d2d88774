"""Figures of a scan side by side in one picture, each with its number, for who reads them again."""

from collections.abc import Sequence
from math import ceil

import cv2
import numpy as np

from extraction.read.scan.engine import Pixels

FIELD_HIGH = 56
"""Pixels: the height of a field."""
FIELD_WIDE = 320
"""Pixels: its width."""
ACROSS = 4
"""Fields side by side."""
FIGURE_HIGH = 32
"""Pixels: the height of a figure in its field."""
NUMBER_WIDE = 80
"""Pixels: the left of a field, where its number stands."""
MOST_WIDE = FIELD_WIDE - NUMBER_WIDE - 8
"""Pixels: a figure that would be wider is drawn lower."""
FOOT = (6, 38)
"""Pixels from the left and from the top of a field to where its number stands."""
NUMBER_SIZE = 0.7
"""Of the font's own size."""
PAPER, PEN, LINE = 255, 0, 190
"""How bright they are."""


def to_png(picture: Pixels) -> bytes:
    """Return a picture as a PNG file."""
    return bytes(cv2.imencode(".png", picture)[1])


def draw_figure_sheet(figures: Sequence[bytes]) -> bytes:
    """Return pictures of one figure each (PNG) as one picture (PNG), numbered from 1."""
    high = FIELD_HIGH * ceil(len(figures) / ACROSS)
    wide = FIELD_WIDE * ACROSS
    sheet: Pixels = np.full((high, wide), PAPER, np.uint8)
    for at, figure in enumerate(figures):
        row, column = divmod(at, ACROSS)
        top = row * FIELD_HIGH
        left = column * FIELD_WIDE
        field = sheet[top : top + FIELD_HIGH, left : left + FIELD_WIDE]
        _draw_number(field, at + 1)
        _draw_figure(field, figure)
    return to_png(sheet)


def _draw_number(field: Pixels, number: int) -> None:
    """Frame a field, and write its number into its left."""
    corner = (FIELD_WIDE - 1, FIELD_HIGH - 1)
    cv2.rectangle(field, (0, 0), corner, LINE)
    font = cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(field, f"[{number}]", FOOT, font, NUMBER_SIZE, PEN, lineType=cv2.LINE_AA)


def _draw_figure(field: Pixels, figure: bytes) -> None:
    """Put a figure into the right of its field, as high as all others."""
    drawn = np.frombuffer(figure, np.uint8)
    picture: Pixels = cv2.imdecode(drawn, cv2.IMREAD_GRAYSCALE)
    high, wide = picture.shape
    scale = min(FIGURE_HIGH / high, MOST_WIDE / wide)
    sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    high, wide = sized.shape
    top = (FIELD_HIGH - high) // 2
    field[top : top + high, NUMBER_WIDE : NUMBER_WIDE + wide] = sized
