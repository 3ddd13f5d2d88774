"""Tables without ruled lines: what stands below each other on the page does so in the text.

Each piece of a line is set off by as many blanks as its place asks for, as in a typescript; what
column it belongs to is for those who read headers and rows. Nothing is drawn here, so no grid is
claimed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extraction.read.pdf.ink import Ink
from extraction.read.pdf.painted import Painted
from extraction.read.pdf.pdf_lines import LATIN, PrintedLine
from extraction.text.numbers import parse_cell
from extraction.values.catalogue.doubts import DRAWING_THERE
from extraction.values.layout import print_width

APART = 0.9
"""Of a character's height: the least gap between two pieces of a line; less in Latin script."""
APART_LATIN = 0.55
MOSTLY = 0.6
"""Of the page's width: a piece so wide is running text."""
LEAST_ROWS = 2
APART_AGAIN = 1.2
"""So far behind a piece a blank stands that is no part of it."""
LEAST_GAP = 2.4
"""Of a character's height: a blank cell and what parts it from its neighbours are no narrower."""
HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")


def split_pieces(line: PrintedLine) -> list[list[Ink]]:
    """Return the pieces of a line, parted by gaps that no running text has."""
    pieces: list[list[Ink]] = []
    for ink in line.characters:
        if pieces and not _is_apart(pieces[-1][-1], ink):
            pieces[-1].append(ink)
        else:
            pieces.append([ink])
    return pieces


def _is_apart(before: Ink, ink: Ink) -> bool:
    latin = LATIN.match(before.text) and LATIN.match(ink.text)
    return ink.left - before.right > (APART_LATIN if latin else APART) * before.size


def veil_gaps(line: PrintedLine, painted: Painted | None, right: float) -> PrintedLine:
    """Return a line with a veiled blank in each gap that may show more than nothing.

    A gap may show a blank cell, if it is wide enough and nothing is painted there. right: how far
    lines of the page reach. painted: None where it is not known what comes out on paper.
    """
    if not _holds_figures(line):
        return line
    size = line.size
    box = line.box
    edges = [ink.left for ink in line.characters[1:]]
    end = right + LEAST_GAP * size
    shown: list[Ink] = []
    for ink, edge in zip(line.characters, [*edges, end], strict=True):
        shown.append(ink)
        gap = box._replace(left=ink.right + 1, right=edge - 1)
        if gap.width < LEAST_GAP * size:
            continue
        if painted is None or painted.shows(gap):
            left = ink.right + APART_AGAIN * size
            place = box._replace(left=left, right=left)
            blank = Ink(" ", place, ink.base, ink.size, veil=DRAWING_THERE)
            shown.append(blank)
    return replace(line, characters=tuple(shown))


def find_typed(lines: Sequence[PrintedLine]) -> frozenset[PrintedLine]:
    """Return the lines of tables without ruled lines: short pieces, and figures among them."""
    if not lines:
        return frozenset()
    right = max(line.box.right for line in lines)
    width = right - min(line.box.left for line in lines)
    found: list[PrintedLine] = []

    def is_prose(line: PrintedLine) -> bool:
        widths = [piece[-1].right - piece[0].left for piece in split_pieces(line)]
        return max(widths) > MOSTLY * width

    for prose, run in groupby(lines, is_prose):
        stretch = list(run)
        if not prose and sum(map(_holds_figures, stretch)) >= LEAST_ROWS:
            found += stretch
    return frozenset(found)


def _holds_figures(line: PrintedLine) -> bool:
    """Whether a figure stands by itself behind the first piece of a line."""
    for piece in split_pieces(line)[1:]:
        text = "".join(ink.text for ink in piece)
        if parse_cell(text).state == "number":
            return True
    return False


def type_line(line: PrintedLine, left: float, step: float) -> Iterator[tuple[Ink, str]]:
    """Yield each character of a line, and what it adds to a typescript whose margin is `left`.

    A column of it is `step` points wide.
    """
    at = 0
    for number, piece in enumerate(split_pieces(line)):
        column = round((piece[0].left - left) / step)
        blanks = max(2 if number else 0, column - at)
        for ink in piece:
            yield ink, " " * blanks + ink.text
            at += blanks + print_width(ink.text)
            blanks = 0
