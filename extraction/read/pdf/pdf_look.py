"""How the text of a PDF is painted: its characters' places, and what may hide them."""

import ctypes
import math
import unicodedata
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extraction.read.pdf.ink import Box, Ink
from extraction.read.pdf.points import ShownArea
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    FONT_UNTOLD,
    MAYBE_COVERED,
    MAYBE_HIDDEN,
    SCANNER_READ,
    TURNED_BY_STYLE,
)

UNTOLD = "\ufffd"
WHITE = 245
"""A colour with no channel darker is not seen on paper."""
CLEAR = 10
"""A colour no more opaque than this is not seen."""
INVISIBLE = frozenset({3, 7})
"""Render modes of text that is not painted."""
UPSIDE_DOWN = 180
FAR_TOO_HIGH = 2.5
"""Of a font's height: a character's box that is higher was not told in points."""


STRING = 3
"""What pdfium calls a value that is text."""


class Area(NamedTuple):
    """What is painted over an area: in which turn, and whether it is light, or a picture."""

    turn: int
    box: Box
    light: bool
    picture: bool


class PdfLook:
    """How the characters of one text are painted, and among which areas."""

    def __init__(self, text: Any, at: int, shown: ShownArea, turn: int) -> None:
        thing = pdfium.FPDFText_GetTextObject(text, at)
        self._turn = turn
        self._shown = shown
        self._unpainted = pdfium.FPDFTextObj_GetTextRenderMode(thing) in INVISIBLE
        self._dark = is_dark(fill_colour(thing))
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        self._size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.a, matrix.b)
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(text, at))
        self._turned = to_quarter(90 * shown.turns + angle)
        self._odd = self._find_odd(thing, matrix)

    def _find_odd(self, thing: Any, matrix: Any) -> Bilingual | None:
        """Say why no figure of the text is one as the file has it: it may be 6 on its head."""
        if _is_renamed(thing):
            return FONT_UNTOLD
        mirrored = matrix.a * matrix.d < matrix.b * matrix.c
        return TURNED_BY_STYLE if mirrored or self._turned == UPSIDE_DOWN else None

    def read(self, text: Any, at: int, character: str) -> Ink:
        """Return a character in its place.

        Its box is as wide as its advance. Of a font for upright lines pdfium does not tell
        that: then it is a square around what is painted.
        """
        loose, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetLooseCharBox(text, at, loose)
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        corners = (loose.left, loose.bottom), (loose.right, loose.top)
        box = self._shown.place_box(*corners)
        base = self._shown.place((x.value, y.value))[1]
        size = self._size or box.height
        if loose.top - loose.bottom > FAR_TOO_HIGH * size:
            box = self._measure_painted(text, at, size)
            base = box.bottom
        return Ink(character, box, base, size, self._turned)

    def _measure_painted(self, text: Any, at: int, size: float) -> Box:
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, at, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        x, y = self._shown.place_box((left, bottom), (right, top)).middle
        half = size / 2
        return Box(x - half, y - half, x + half, y + half)

    def why_veiled(self, ink: Ink, areas: list[Area]) -> Bilingual | None:
        """Say why a character may not be what the page shows, if so."""
        if ink.text == UNTOLD:
            return FONT_UNTOLD
        if self._odd is not None and ink.text.isdecimal():
            return self._odd
        middle = ink.box.middle
        over = [area for area in areas if area.box.holds(middle)]
        if self._unpainted:
            scanned = any(area.picture for area in over)
            return SCANNER_READ if scanned else MAYBE_HIDDEN
        if any(area.turn > self._turn for area in over):
            return MAYBE_COVERED
        ground = [area for area in over if not area.picture]
        if not self._dark and (not ground or ground[-1].light):
            return MAYBE_HIDDEN
        return None


def _is_renamed(thing: Any) -> bool:
    """Whether a text is marked as standing for other characters than its font shows."""
    for at in range(max(0, pdfium.FPDFPageObj_CountMarks(thing))):
        mark = pdfium.FPDFPageObj_GetMark(thing, at)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == STRING:
            return True
    return False


def name_character(code: int) -> str:
    """Return a character as text has it: fonts name radicals and upright marks by their forms.

    >>> name_character(0x2F2F), name_character(0xFE11), name_character(0)
    ('工', '、', '\\ufffd')
    """
    character = chr(code)
    control = code < 0x20 and not character.isspace()
    if control or 0xD800 <= code <= 0xDFFF or code >= 0xFFFE:
        return UNTOLD
    if 0x2E80 <= code <= 0x2FDF or 0xFE10 <= code <= 0xFE4F:
        return unicodedata.normalize("NFKC", character)
    return character


def to_quarter(degrees: float) -> int:
    """Return an angle as a quarter turn, or -1.

    >>> to_quarter(359.9), to_quarter(-90), to_quarter(45)
    (0, 270, -1)
    """
    quarter = round(degrees / 90)
    return quarter % 4 * 90 if abs(degrees - quarter * 90) < 3 else -1


def address_of(thing: Any) -> int:
    """Return the number by which the same thing of a page is known again."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def fill_colour(thing: Any) -> tuple[int, ...]:
    """Return with which colour a thing is filled."""
    return _read_colour(pdfium.FPDFPageObj_GetFillColor, thing)


def stroke_colour(thing: Any) -> tuple[int, ...]:
    """Return with which colour a thing is drawn."""
    return _read_colour(pdfium.FPDFPageObj_GetStrokeColor, thing)


def _read_colour(ask: Any, thing: Any) -> tuple[int, ...]:
    """Return red, green, blue and how opaque; black where a pattern paints."""
    channels = [ctypes.c_uint() for _ in range(4)]
    told = ask(thing, *channels)
    return tuple(channel.value for channel in channels) if told else (0, 0, 0, 255)


def is_dark(colour: tuple[int, ...]) -> bool:
    """Whether a colour is seen on white paper.

    >>> is_dark((0, 0, 0, 255)), is_dark((255, 255, 250, 255)), is_dark((0, 0, 0, 0))
    (True, False, False)
    """
    *channels, opaque = colour
    return opaque > CLEAR and min(channels) < WHITE
