"""The frame of a file's pages: page marks and running headers, which are no part of the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.read.pdf.pdf_lines import PrintedLine
from extraction.values.bilingual import Bilingual

EDGE = 0.13
"""The share of a page's height, at its top and its foot, in which a frame may stand."""
SAME_PLACE = 6.0
"""Points by which a running header may be moved from page to page."""
MOST_LINES = 2
"""Of a frame, at either edge."""
MARK = re.compile(
    r"[-—–－_·~ ]{0,4}(\d{1,4})[-—–－_·~ ]{0,4}|第\s?(\d{1,4})\s?页(?:\s?[,，/共].*)?"
    r"|(?:page|p\.)\s?(\d{1,4}).*|(\d{1,4})\s?/\s?\d{1,4}",
    re.IGNORECASE,
)
SAYS_SO = re.compile(r"[-—–－]\s?\d{1,4}\s?[-—–－]|第.*页.*|(?:page|p\.).*", re.IGNORECASE)
"""A page mark that says what it is: no other page is needed to know it."""
DIGITS = re.compile(r"\d+")


class Edges(NamedTuple):
    """A page: its number, its height, and the lines outside of its tables."""

    number: int
    height: float
    lines: Sequence[PrintedLine]


class EdgeLine(NamedTuple):
    """A line at a page's edge: the page, whether it is at its foot, and how far from the edge."""

    page: int
    foot: bool
    distance: float
    line: PrintedLine

    @property
    def text(self) -> str:
        """What it says."""
        return self.line.text.strip()


def find_frame(
    pages: Sequence[Edges],
) -> tuple[frozenset[PrintedLine], tuple[Bilingual, ...]]:
    """Return the lines of all pages that are their frame, and what a person is told of them.

    A mark counts as one if it says so, or if it counts the pages; other lines if most pages
    repeat them.
    """
    edge: list[EdgeLine] = []
    for page in pages:
        edge += _find_edge_lines(page)
    marks = _find_marks(edge)
    unmarked = [line for line in edge if line not in marks]
    repeated = _find_repeated(unmarked, len(pages))
    told = [*_tell(marks), *_tell(repeated)]
    frame = frozenset(line.line for line in (*marks, *repeated))
    return frame, tuple(told)


def _find_edge_lines(page: Edges) -> Iterator[EdgeLine]:
    """Yield the first and the last lines of a page that stand at its top and at its foot."""
    ordered = sorted(page.lines, key=lambda line: line.box.top)
    margin = EDGE * page.height
    for line in ordered[:MOST_LINES]:
        if line.box.bottom < margin:
            yield EdgeLine(page.number, False, line.box.top, line)
    for line in ordered[-MOST_LINES:]:
        if line.box.top > page.height - margin:
            yield EdgeLine(page.number, True, page.height - line.box.bottom, line)


def _find_marks(edge: Sequence[EdgeLine]) -> list[EdgeLine]:
    """Return the page marks: those that say so, and those that count as the pages do."""
    counted: dict[tuple[bool, int], list[EdgeLine]] = defaultdict(list)
    for line in edge:
        mark = MARK.fullmatch(line.text)
        if mark is not None:
            number = int(next(filter(None, mark.groups())))
            ahead = number - line.page
            counted[line.foot, ahead].append(line)
    marks: list[EdgeLine] = []
    for alike in counted.values():
        pages = {line.page for line in alike}
        counting = len(pages) > 1
        marks += [line for line in alike if counting or SAYS_SO.fullmatch(line.text)]
    return marks


def _find_repeated(edge: Sequence[EdgeLine], pages: int) -> list[EdgeLine]:
    """Return the lines that most pages have in the same place; figures in them may differ."""
    alike: dict[tuple[bool, str], list[EdgeLine]] = defaultdict(list)
    for line in edge:
        words = DIGITS.sub("#", line.text)
        if words.strip("# "):
            alike[line.foot, words].append(line)
    repeated: list[EdgeLine] = []
    for lines in alike.values():
        place = lines[0].distance
        near = [line for line in lines if abs(line.distance - place) <= SAME_PLACE]
        there = {line.page for line in near}
        if len(there) > max(2, pages) / 2:
            repeated += near
    return repeated


def _tell(lines: Sequence[EdgeLine]) -> Iterator[Bilingual]:
    if not lines:
        return
    first = lines[0].text
    pages = {line.page for line in lines}
    there = len(pages)
    yield Bilingual(
        f"lines at the edge of {there} page{'s' * (there > 1)} are left out, such as “{first}”",
        f"{there}页的页眉页脚已略去，如“{first}”",
    )
