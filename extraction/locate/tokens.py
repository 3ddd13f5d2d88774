"""Cut any layout into printed cells: labels, figures, marks and kept blanks, in reading order.

Pipes and line ends part cells alike; what a row is, only its label tells (align/).
Two pipes with nothing between them are a blank cell, and so is a line that holds
nothing but no-break spaces. Pads at a row's end look the same: they are no evidence
of a position, and judge/lines/pads.py treats them so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.locate.cell_tokens import Home, find_in_cell
from extraction.locate.counted_pages import find_page_numbers
from extraction.locate.listed import find_lists
from extraction.locate.lone_letters import settle_lone_letters
from extraction.locate.page_marks import is_made_up_head
from extraction.locate.pipe_rows import cells_of_row, find_pipe_rows
from extraction.locate.printed_pipes import find_last_print, find_pipe_in_row, holds_misread_one
from extraction.locate.ruled_lines import holds_rules, is_ruled
from extraction.locate.stacked import Stack, find_stacks
from extraction.locate.thresholds import LONG_TEXT
from extraction.locate.typed_blanks import fill_typed_blanks
from extraction.values.document import Grid, GridCell, Span
from extraction.values.layout import GridPlace, Token
from extraction.values.packed_sequence import Packed

_LINE = re.compile(r"([^\n\r\f\v\u2028\u2029]*)(?:\r\n|[\n\r\f\v\u2028\u2029]|\Z)")
_PIPED = re.compile(r"(?:[^|\\]|\\(?!\|))+|\\?\|")
_TABBED = re.compile(r"[^\t]+|\t")
_PIPES = frozenset({"|", "\\|"})
_TABS = frozenset({"\t"})
_HARD_BLANK = re.compile(r"[ \u00a0\u3000]*[\u00a0\u3000][ \u00a0\u3000]*")
_RULE_OFF = re.compile(r":?-{3,}:?|:-+:?|-+:")
_DASHES = r"[ \t]{0,3}(?:" + _RULE_OFF.pattern + r")[ \t]{0,3}\|"
_RULE_IN_LINE = re.compile(r"(?<=\|)[ \t]{0,3}\|(?:" + _DASHES + r"){2,}(?=[ \t]{0,3}\|)")
"""Markdown's rule where lines were joined: all cells of a row are dashes."""
Tokens = list[Token] | Packed[Token]


def tokenize(text: str, grids: tuple[tuple[Grid, Span], ...] = ()) -> Sequence[Token]:
    """Cut a text into tokens; where the format draws a grid, its cells are taken as drawn.

    Grids come with their spans already in `text`. Lines with page numbers that say what
    they are (`- 4 -`, `第4页`), or count the pages, and Markdown's ruled lines are left out.

    >>> [(p.kind, p.text) for p in tokenize("规章 | 0 | | 12 |")]
    [('label', '规章'), ('figure', '0'), ('blank', ''), ('figure', '12')]
    >>> [(p.kind, p.text) for p in tokenize("四、结转 0 0 12")]
    [('label', '四、结转'), ('figure', '0'), ('figure', '0'), ('figure', '12')]
    """
    tokens: Tokens = [] if len(text) < LONG_TEXT else Packed()
    pages = find_page_numbers(text)
    home = Home(0, 0)
    at = 0
    for number, (grid, span) in enumerate(grids):
        before = Span(at, span.start)
        home = _find_in_text(text, before, home, tokens, pages)
        home = _find_in_grid(text, grid, number, home, tokens)
        at = span.end
    rest = Span(at, len(text))
    _find_in_text(text, rest, home, tokens, pages)
    if not isinstance(tokens, list):
        return tokens
    return tuple(settle_lone_letters(fill_typed_blanks(text, tokens)))


def _find_in_text(
    text: str, window: Span, home: Home, tokens: Tokens, pages: frozenset[int]
) -> Home:
    """Add the tokens of a stretch of text, without bare numbers of pages; return the next home."""
    cell, line = home.cell, home.line
    parted = any(text.find(mark, *window) >= 0 for mark in "|\t")
    drawn = find_pipe_rows(text, _lines(text, window)) if parted else {}
    listed = find_lists(text, window, _lines(text, window))
    stacks = find_stacks(text, _lines(text, window))
    cutter = _Cutter(text, tokens)
    ruled = holds_rules(text)
    for span in _lines(text, window):
        cutter.ruled = is_ruled(text, span, others=ruled)
        row = drawn.get(span.start)
        stack = stacks.get(span.strip(text).start) if stacks else None
        if stack is not None:
            home = Home(cell, line, own_line=True)
            cutter.take_stack(stack, home)
        elif span.start < cutter.stacked or _tells_nothing(text, span, pages):
            pass
        elif row is not None:
            cells = cells_of_row(text, span, row)
            cell = cutter.cut_row(cells, cell, line, row.place)
        elif span.start in listed:
            cell = cutter.cut_row(listed[span.start], cell, line)
        else:
            cell = cutter.cut_line(span, cell, line)
        cell += 1
        line += 1
    return Home(cell, line)


def _tells_nothing(text: str, span: Span, pages: frozenset[int]) -> bool:
    """Whether a line is the bare number of a page, or heads that a converter has made up."""
    if pages and span.strip(text).start in pages:
        return True
    return is_made_up_head(span.slice(text))


def _lines(text: str, window: Span) -> Iterator[Span]:
    """Yield where lines stand: a long text holds too many to keep them all."""
    for match in _LINE.finditer(text, *window):
        yield Span(*match.span(1))


class _Cutter:
    """Cuts lines of text into tokens; what stands before a line end may go on behind it."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens
        self.after_pipe, self.hard = False, ""
        self.ruled = False  # whether the line is a rule: told once, however long it is
        self.stacked = 0  # how far the last label of single characters reaches

    def take_stack(self, stack: Stack, home: Home) -> None:
        """Add a label whose characters stand below each other; its lines are read with it."""
        self._begin_afresh()
        self.tokens.append(Token("label", stack.text, stack.span, *home))
        self.stacked = stack.span.end

    def cut_line(self, span: Span, cell: int, line: int) -> int:
        """Cut a line; pipes part its cells, or tabs where there are none."""
        at, end = span
        if at == end:
            return cell
        if self.ruled:
            return self._cut_stretch(span, cell, line)
        for rule in _RULE_IN_LINE.finditer(self.text, at, end):
            before = Span(at, rule.start())
            cell = self._cut_stretch(before, cell, line)
            self._begin_afresh()
            at = rule.end()
        rest = Span(at, end)
        return self._cut_stretch(rest, cell, line)

    def _begin_afresh(self) -> None:
        """Forget the pipe and the blanks before this place."""
        self.after_pipe = False
        self.hard = ""

    def _cut_stretch(self, span: Span, cell: int, line: int) -> int:
        content = span.slice(self.text)
        piped = "|" in content and not holds_misread_one(self.text, span)
        segments, parts, end, print_at = _TABBED, _TABS, span.end, -1
        if piped:
            segments, parts = _PIPED, _PIPES
            end = find_last_print(self.text, span)
            print_at = find_pipe_in_row(self.text, span)
        for match in segments.finditer(self.text, span.start, end):
            segment = match[0]
            if match.start() == print_at:
                self._add_pipe(print_at, Home(cell, line))
                continue
            if segment in parts:
                cell += 1
                if self.after_pipe:
                    home = Home(cell, line)
                    self._add_blank(match.start(), home)
                self._begin_afresh()
                self.after_pipe = segment != "\t"
                continue
            own_line = _has_own_line(self.text, match)
            home = Home(cell, line, own_line=own_line)
            if segment.isspace():
                self._hold_open(match, home)
                continue
            inner = Span(*match.span())
            for token in self._find_in_cell(inner, home):
                self.after_pipe = False
                self.tokens.append(token)
        if end < span.end:
            self._add_pipe(end, Home(cell, line))
        return cell

    def _add_pipe(self, at: int, home: Home) -> None:
        """Add a pipe that is print, and no figure."""
        here = Span(at, at + 1)
        self.tokens.append(Token("label", "|", here, *home))
        self._begin_afresh()

    def _add_blank(self, at: int, home: Home, slot: GridPlace | None = None) -> None:
        """Add a blank cell, which holds the blanks that keep it open."""
        empty = Span(at, at)
        blank = Token("blank", self.hard, empty, *home, slot=slot)
        self.tokens.append(blank)

    def _find_in_cell(self, span: Span, home: Home) -> Iterable[Token]:
        """Return the tokens of a cell; the dashes of a rule are none."""
        if self.ruled:
            content = span.slice(self.text)
            if _RULE_OFF.fullmatch(content.strip()):
                return ()
        return find_in_cell(self.text, span, home)

    def _hold_open(self, match: re.Match[str], home: Home) -> None:
        """Note blanks that hold a cell or a printed line open."""
        if not _HARD_BLANK.fullmatch(match[0]):
            return
        self.hard = match[0]
        if not self.after_pipe and home.own_line:
            self._add_blank(match.start(), home)

    def cut_row(
        self, cells: Iterable[Span], cell: int, line: int, first: GridPlace | None = None
    ) -> int:
        """Cut a row into its cells, each in its slot if `first` is that of a drawn table."""
        self._begin_afresh()
        for column, inner in enumerate(cells):
            cell += 1
            home = Home(cell, line)
            slot = None
            if first is not None:
                slot = first._replace(column=column)
            content = inner.slice(self.text)
            if content.strip():
                for token in self._find_in_cell(inner, home):
                    placed = token._replace(slot=slot)
                    self.tokens.append(placed)
            else:
                held = _HARD_BLANK.fullmatch(content)
                self.hard = content if held else ""
                self._add_blank(inner.start, home, slot)
        self._begin_afresh()
        return cell


def _has_own_line(text: str, match: re.Match[str]) -> bool:
    """Whether a segment has its line to itself."""
    before, after = match.start() - 1, match.end()
    opens = before < 0 or text[before] in "\n\r"
    closes = after >= len(text) or text[after] in "\n\r"
    return opens and closes


def _find_in_grid(text: str, grid: Grid, number: int, home: Home, tokens: Tokens) -> Home:
    """Add the tokens of a grid's cells; a grid's rows are printed lines."""
    cell, line = home.cell, home.line
    last_row = 0
    for drawn in grid.cells:
        cell += 1
        row = drawn.row
        place = GridPlace(number, row, drawn.column)
        at = Home(cell, line + row, place)
        tokens.extend(_find_in_drawn_cell(text, drawn, at))
        last_row = max(last_row, row)
    return Home(cell + 1, line + last_row + 1)


def _find_in_drawn_cell(text: str, drawn: GridCell, home: Home) -> Iterator[Token]:
    content = drawn.span.slice(text)
    if content.strip():
        yield from find_in_cell(text, drawn.span, home)
    else:
        start = drawn.span.start
        yield Token("blank", "", Span(start, start), *home)
