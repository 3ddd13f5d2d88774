"""Text as it runs down a page: blanks collapse, elements end lines, places are known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.values.document import Span

BLANKS = re.compile(r"[ \t\n\f\r]+")
# Everything that no eye sees at the edge of a cell, the no-break space among it.
UNSEEN = (
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
# A mark that turns the writing is seen by what it does to what stands beside it.
EDGES = UNSEEN.replace("\u200f", "")
CELL_BLANKS = re.compile(r"[^\S\xa0\u3000]+")
SEPARATOR = " | "


@dataclass(slots=True)
class TextFlow:
    """Text being written; line ends and blanks wait until something follows them."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    line_ends: int = 0
    blank: bool = False
    apart: bool = False
    sign: str = ""
    signs: list[Span] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Write running text as a browser does: a run of blanks is one, none begins a line."""
        collapsed = BLANKS.sub(" ", text)
        words = collapsed.strip(" ")
        if collapsed.startswith(" "):
            self.sign = ""
        if words:
            self.blank = self.blank or collapsed[0] == " "
            self._put(words)
        self.blank = self.blank or collapsed.endswith(" ")

    def write_as_is(self, text: str) -> None:
        """Write preformatted text, its blanks and line ends kept."""
        if text:
            self._put(text)

    def write_cells(self, cells: Sequence[str]) -> list[Span]:
        """Write a row on a line of its own; return where each cell's text stands."""
        self.end_line(1)
        self._put("")
        spans = []
        for number, cell in enumerate(cells):
            if number:
                self._add(SEPARATOR)
            spans.append(Span(self.length, self.length + len(cell)))
            self._add(cell)
        self.end_line(1)
        return spans

    def end_line(self, at_least: int) -> None:
        """Ask for line ends before what follows; 2 leave a blank line."""
        self.sign = ""
        self.line_ends = max(self.line_ends, at_least)

    def break_line(self) -> None:
        """End the line once more, but never leave more than one blank line."""
        self.line_ends = min(self.line_ends + 1, 2)

    def keep_apart(self) -> None:
        """Put a blank between a figure and one that follows here, as a footnote's mark does."""
        self.apart = True

    def stand(self, sign: str) -> None:
        """Write a sign for what is no text where it touches a figure: it may be more of it."""
        last = self.pieces[-1][-1:] if self.pieces else "\n"
        if last.isdecimal() and not self.line_ends and not self.blank:
            self._put("")
            self._add_sign(sign)
        elif not self.blank:
            self.sign = sign

    def text(self) -> str:
        """Return what was written so far."""
        return "".join(self.pieces)

    def _put(self, words: str) -> None:
        """Write what waits, then the words."""
        last = self.pieces[-1][-1:] if self.pieces else "\n"
        if self.line_ends:
            self._add("\n" * self.line_ends if self.length else "")
        elif (self.blank and last != "\n") or self._figures_meet(last, words):
            self._add(" ")
        if self.sign and words[:1].isdecimal():
            self._add_sign(self.sign)
        self.line_ends, self.blank, self.apart, self.sign = 0, False, False, ""
        self._add(words)

    def _add_sign(self, sign: str) -> None:
        self.signs.append(Span(self.length, self.length + len(sign)))
        self._add(sign)

    def _figures_meet(self, last: str, words: str) -> bool:
        return self.apart and last.isdecimal() and words[:1].isdecimal()

    def _add(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)


def cell_text(text: str) -> str:
    r"""Bring a cell's text into one line: blanks collapse, unseen edges go.

    A pipe becomes the broken bar: the pipe is ours between cells, and a cell
    that holds only a pipe is not blank.

    >>> cell_text("\xa0商业\n\n企业 "), cell_text("\xa0"), cell_text("政府|信息")
    ('商业 企业', '', '政府¦信息')
    """
    bare = text.strip(UNSEEN)
    return CELL_BLANKS.sub(" ", text).strip(EDGES).replace("|", "¦") if bare else ""
