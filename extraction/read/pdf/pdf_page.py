"""Draw a page of a PDF by pdfium: its characters, its ruled lines, what lies over what."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extraction.read.pdf.ink import THIN, Box, Drawn, Ink, Point, box_around
from extraction.read.pdf.painted import find_overprinted, find_unpainted, paint_page
from extraction.read.pdf.pdf_look import (
    UNTOLD,
    Area,
    PdfLook,
    address_of,
    fill_colour,
    is_dark,
    name_character,
    stroke_colour,
)
from extraction.read.pdf.points import UNIT, Matrix, ShownArea
from extraction.values.catalogue.doubts import MAYBE_COVERED, MAYBE_HIDDEN

MOST_CHARACTERS = 50_000
MOST_OBJECTS = 100_000
MOST_AREAS = 2_000
"""No report's page holds more; a page that does may be made to take time."""
MOST_SEGMENTS = 400
"""A path with more is a drawing, and rules no line."""
DEEPEST_FORM = 12
MOST_OF_PAGE = 0.5
"""The share of a page that a picture covers which is the page."""


class CrowdedPageError(Exception):
    """A page holds more than any report's does."""


def draw_page(document: Any, number: int) -> Drawn:
    """Draw a page, counted from 1, of an open pdfium document; one that is broken is blank.

    CrowdedPageError where it holds more than a report's page does.
    """
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return Drawn(number, 0, 0)
    try:
        shown = _find_shown(page)
        drawing = _Drawing(page, shown, Drawn(number, *shown.size))
        drawing.draw_things()
        drawing.draw_characters()
        drawing.hold_against_paper()
        return drawing.drawn
    finally:
        pdfium.FPDF_ClosePage(page)


def _find_shown(page: Any) -> ShownArea:
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    turns = pdfium.FPDFPage_GetRotation(page)
    return ShownArea(bounds.left, bounds.bottom, bounds.right, bounds.top, turns)


@dataclass(slots=True)
class _Drawing:
    """A page being drawn; `turns` tells in which turn each text is painted."""

    page: Any
    shown: ShownArea
    drawn: Drawn
    turns: dict[int, int] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    seen: int = 0

    def draw_things(self) -> None:
        """Note ruled lines, areas and pictures in the order in which they are painted."""
        for at in range(pdfium.FPDFPage_CountObjects(self.page)):
            thing = pdfium.FPDFPage_GetObject(self.page, at)
            self._draw(thing, Matrix(), 0)
        page = self.drawn.box
        for area in self.areas:
            covered = area.box.cut(page)
            share = MOST_OF_PAGE * page.width * page.height
            if area.picture and covered.width * covered.height > share:
                self.drawn.pictured = True

    def _draw(self, thing: Any, outer: Matrix, depth: int) -> None:
        self.seen += 1
        if self.seen > MOST_OBJECTS:
            raise CrowdedPageError
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.turns[address_of(thing)] = self.seen
            return
        matrix = _matrix_of(thing).within(outer)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._draw_path(thing, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [self._place(corner, matrix) for corner in UNIT]
            self._paint(box_around(corners), thing, picture=True)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            for at in range(max(0, pdfium.FPDFFormObj_CountObjects(thing))):
                inner = pdfium.FPDFFormObj_GetObject(thing, at)
                self._draw(inner, matrix, depth + 1)

    def _place(self, point: Point, matrix: Matrix) -> Point:
        return self.shown.place(matrix.apply(point))

    def _draw_path(self, path: Any, matrix: Matrix) -> None:
        fills, strokes = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fills, strokes)
        count = pdfium.FPDFPath_CountSegments(path)
        if not 2 <= count <= MOST_SEGMENTS:
            return
        parts = self._read_parts(path, count, matrix)
        if strokes.value and is_dark(stroke_colour(path)):
            self.drawn.rule(parts, filled=False)
        elif fills.value and is_dark(fill_colour(path)):
            self.drawn.rule(parts, filled=True)
        if fills.value:
            for part in parts:
                self._paint(box_around(part), path, picture=False)

    def _read_parts(self, path: Any, count: int, matrix: Matrix) -> list[list[Point]]:
        """Return the corners of each part of a path; a closed one ends where it began."""
        x, y = ctypes.c_float(), ctypes.c_float()
        parts: list[list[Point]] = []
        for at in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            begins = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
            if begins or not parts:
                parts.append([])
            part = parts[-1]
            part.append(self._place((x.value, y.value), matrix))
            if pdfium.FPDFPathSegment_GetClose(segment):
                part.append(part[0])
        return parts

    def _paint(self, box: Box, thing: Any, *, picture: bool) -> None:
        """Note an area that hides what was painted before, unless light comes through."""
        through = bool(pdfium.FPDFPageObj_HasTransparency(thing))
        if min(box.width, box.height) <= THIN or (through and not picture):
            return
        light = not picture and not is_dark(fill_colour(thing))
        turn = 0 if through else self.seen
        self.areas.append(Area(turn, box, light, picture))
        if len(self.areas) > MOST_AREAS:
            raise CrowdedPageError

    def draw_characters(self) -> None:
        """Note the characters that stand on what is shown of the page."""
        text = pdfium.FPDFText_LoadPage(self.page)
        if not text:
            return
        try:
            count = pdfium.FPDFText_CountChars(text)
            if count > MOST_CHARACTERS:
                raise CrowdedPageError
            self._read_characters(text, count)
        finally:
            pdfium.FPDFText_ClosePage(text)

    def _read_characters(self, text: Any, count: int) -> None:
        looks: dict[int, PdfLook] = {}
        page = self.drawn.box
        for at in range(count):
            character = name_character(pdfium.FPDFText_GetUnicode(text, at))
            if character.isspace() or pdfium.FPDFText_IsGenerated(text, at):
                continue
            if pdfium.FPDFText_HasUnicodeMapError(text, at):
                character = UNTOLD
            address = address_of(pdfium.FPDFText_GetTextObject(text, at))
            look = looks.get(address)
            if look is None:
                turn = self.turns.get(address, self.seen)
                look = looks[address] = PdfLook(text, at, self.shown, turn)
            ink = look.read(text, at, character)
            if page.holds(ink.box.middle):
                veil = look.why_veiled(ink, self.areas)
                self.drawn.characters.append(ink._replace(veil=veil))
            else:
                self.drawn.unshown += 1

    def hold_against_paper(self) -> None:
        """Veil the digits that do not come out on paper, or not as such; keep what does."""
        drawn = self.drawn
        if not any(ink.text.isdecimal() for ink in drawn.characters):
            return
        painted = paint_page(self.page, self.shown.size, self._find_fields())
        unpainted = find_unpainted(painted, drawn.characters) if painted else frozenset()
        reasons = dict.fromkeys(unpainted, MAYBE_HIDDEN)
        reasons |= dict.fromkeys(find_overprinted(drawn.characters), MAYBE_COVERED)
        characters: list[Ink] = []
        for ink in drawn.characters:
            veil = ink.veil or reasons.get(id(ink))
            characters.append(ink._replace(veil=veil))
        drawn.characters = characters
        drawn.painted = painted

    def _find_fields(self) -> Iterator[Box]:
        """Yield where fields of a form lie."""
        edges = pdfium.FS_RECTF()
        for at in range(max(0, pdfium.FPDFPage_GetAnnotCount(self.page))):
            note = pdfium.FPDFPage_GetAnnot(self.page, at)
            field = pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET
            if field and pdfium.FPDFAnnot_GetRect(note, edges):
                corners = (edges.left, edges.bottom), (edges.right, edges.top)
                yield self.shown.place_box(*corners)
            pdfium.FPDFPage_CloseAnnot(note)


def _matrix_of(thing: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, own)
    return Matrix(own.a, own.b, own.c, own.d, own.e, own.f)
