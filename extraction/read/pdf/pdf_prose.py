"""Lines of a page to paragraphs: Chinese text breaks anywhere, and goes on without a blank."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extraction.read.pdf.breaks import NUMBERED
from extraction.read.pdf.pdf_lines import PrintedLine

INDENT = 1.2
"""Of a line's height: a line that begins so far in begins a paragraph."""
SHORT = 1.9
"""Of a line's height: a line that ends so far before the margin ends its paragraph."""
APART = 2.6
"""Of a line's height: the widest step from a line's foot to the next one's, in a paragraph."""
OTHER_SIZE = 0.15
"""The share by which the sizes of two lines may differ in a paragraph."""
FREE = 2
"""Of a line's height: what a line that stands in the middle leaves free on both sides."""
LONG = 12
"""Characters of a line that tells where the margins are."""
ENDED = re.compile(r"[。；：！？;:!?]$")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")

PdfParagraph = list[PrintedLine]


class Margins(NamedTuple):
    """Where full lines begin and end."""

    left: float
    right: float

    def hold_in_middle(self, line: PrintedLine) -> bool:
        """Whether a line stands in the middle, with room on both sides, as a title's do."""
        before = line.box.left - self.left
        behind = self.right - line.box.right
        room = min(before, behind)
        return room > FREE * line.size and abs(before - behind) < FREE * line.size


def find_margins(lines: Iterable[PrintedLine]) -> Margins:
    """Return where full lines begin and end, from the lines of a file; all of a page if none."""
    begins: list[float] = []
    reaches: list[float] = []
    for line in lines:
        if len(line.characters) >= LONG:
            begins.append(line.box.left)
            reaches.append(line.box.right)
    if not begins:
        return Margins(0.0, float("inf"))
    begins.sort()
    reaches.sort(reverse=True)
    return Margins(begins[len(begins) // 10], reaches[len(reaches) // 4])


def find_paragraphs(lines: Sequence[PrintedLine], margins: Margins) -> Iterator[PdfParagraph]:
    """Yield lines in reading order as paragraphs: what goes on, also over a page's end."""
    paragraph: PdfParagraph = []
    for line in lines:
        if paragraph and not paragraph_goes_on(paragraph[-1], line, margins):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def paragraph_goes_on(before: PrintedLine, line: PrintedLine, margins: Margins) -> bool:
    """Whether a line goes on the paragraph of the line before it, or a title over two lines."""
    if margins.hold_in_middle(before) and margins.hold_in_middle(line):
        return _is_next(before, line) and before.page == line.page
    if before.box.right < margins.right - SHORT * before.size:
        return False
    if line.box.left > margins.left + INDENT * line.size:
        return False
    if HEADING.match(line.text):
        return False
    if ENDED.search(before.text) and NUMBERED.match(line.text):
        return False
    return _is_next(before, line)


def _is_next(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines are of one size, and stand close below each other, or on two pages."""
    size = max(before.size, line.size)
    if abs(before.size - line.size) > OTHER_SIZE * size:
        return False
    step = line.base - before.base
    return line.page != before.page or step <= APART * size


def joint(before: PrintedLine, line: PrintedLine, margins: Margins) -> str:
    """Return what stands between two lines of a paragraph: a blank between words, else nothing.

    A number may be broken only where its line is full.
    """
    ends = before.text[-1] + line.text[0]
    if not (ends.isascii() and ends.isalnum()):
        return ""
    full = before.box.right > margins.right - before.size / 2
    return "" if full and ends.isdigit() else " "
