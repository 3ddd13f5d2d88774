"""What the cells of a ruled table hold: their text, and whether a figure may be read in it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.read.cell_places import is_label
from extraction.read.flow import cell_text
from extraction.read.pdf.ink import Box, Ink, lay_down
from extraction.read.pdf.lattice import Lattice
from extraction.read.pdf.painted import Painted, letter_reach
from extraction.read.pdf.pdf_lines import CLOSE, PrintedLine, find_printed_lines
from extraction.read.pdf.pdf_table import PdfCell, PdfTable
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import CELL_OVERFULL, DRAWING_THERE, FIGURE_OVER_WALL

NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
DIGITS = re.compile(r"[0-9]+")
TORN = re.compile(r"[0-9.,]")
DRAWING = "图形"
"""Stands in a cell for what is painted there and is no text."""
PADDING = 12.0
"""Points that a cell keeps free beside its text, both sides together, as office programs do."""


class PdfCellText(NamedTuple):
    """What a cell says; why no figure may be read there; what was done to read it."""

    text: str
    veil: Bilingual | None = None
    remark: Bilingual | None = None


def read_lattice(
    lattice: Lattice, characters: Iterable[Ink], page: int, painted: Painted | None = None
) -> PdfTable:
    """Return a ruled table with what stands in its cells, held against how they come out."""
    inside = list(characters)
    homes = {id(ink): find_home(lattice, ink) for ink in inside}
    crossed = set(_find_crossed(find_printed_lines(inside, page), homes))
    held: dict[int, list[Ink]] = {}
    for ink in inside:
        home = homes[id(ink)]
        held.setdefault(home, []).append(ink)
    cells: list[PdfCell] = []
    remarks: list[Bilingual] = []
    for at, drawn in enumerate(lattice.cells):
        read = read_pdf_cell(held.get(at, ()), drawn.box, page)
        veil = FIGURE_OVER_WALL if at in crossed else read.veil
        veil = veil if read.text else None
        if painted is not None and veil is None and not is_label(read.text):
            known = map(letter_reach, held.get(at, ()))
            if painted.shows_beside(drawn.box, known):
                read = read._replace(text=read.text or f"〔{DRAWING}〕")
                veil = DRAWING_THERE
        where = drawn.box.on(page)
        cells.append(PdfCell(*drawn[:4], read.text, where, veil))
        if read.remark is not None:
            remarks.append(read.remark)
    rows = len(lattice.down) - 1
    return PdfTable(lattice.across, rows, tuple(cells), tuple(remarks))


def find_home(lattice: Lattice, ink: Ink) -> int:
    """Return the number of the cell in which a character of a table stands."""
    x, y = ink.box.middle
    column = bisect_right(lattice.across[1:-1], x)
    row = bisect_right(lattice.down[1:-1], y)
    return lattice.homes[row, column]


def _find_crossed(lines: Iterable[PrintedLine], homes: Mapping[int, int]) -> Iterator[int]:
    """Yield the cells into which a number runs that stands in another, too."""
    for line in lines:
        for before, ink in pairwise(line.characters):
            if not DIGITS.fullmatch(before.text + ink.text):
                continue
            cells = {homes[id(before)], homes[id(ink)]}
            gap = ink.left - before.right
            if gap < CLOSE * ink.size and len(cells) > 1:
                yield from cells


def read_pdf_cell(characters: Sequence[Ink], box: Box, page: int) -> PdfCellText:
    """Return a cell's text in one line.

    A number on two lines is one where the first is full, and the cell holds nothing else.
    """
    lines = find_printed_lines(lay_down(characters), page)
    if not lines:
        return PdfCellText("")
    veils = [line.veil for line in lines if line.veil is not None]
    veil = veils[0] if veils else None
    parts = [line.text for line in lines]
    if not any(_is_torn(before, part) for before, part in pairwise(parts)):
        return PdfCellText(cell_text(join_parts(parts)), veil)
    number = "".join(parts)
    full = all(is_full(line, box) for line in lines[:-1])
    if full and NUMBER.fullmatch(number):
        return PdfCellText(number, veil, _tell_torn(number, parts, page))
    text = " ".join(parts)
    return PdfCellText(cell_text(text), veil or CELL_OVERFULL)


def _is_torn(before: str, part: str) -> bool:
    """Whether the break between two lines parts digits."""
    return bool(TORN.match(before[-1]) and TORN.match(part[0]))


def is_full(line: PrintedLine, box: Box) -> bool:
    """Whether a line leaves its cell no room for one more character."""
    width = line.box.width
    one = width / len(line.characters)
    return width + one > box.width - PADDING


def join_parts(parts: Sequence[str]) -> str:
    """Return lines as one: Chinese text goes on without a blank, words in Latin script with one.

    >>> join_parts(["商业", "企业"]), join_parts(["Annual", "report"])
    ('商业企业', 'Annual report')
    """
    text = parts[0]
    for part in parts[1:]:
        ends = text[-1] + part[0]
        latin = ends.isascii() and ends.isalnum()
        text += f" {part}" if latin else part
    return text


def _tell_torn(number: str, parts: Sequence[str], page: int) -> Bilingual:
    told = "/".join(parts)
    return Bilingual(
        f"page {page}: the number {number} stands on several lines of its cell ({told})",
        f"第{page}页：数字 {number} 在单元格内分行排印（{told}）",
    )
