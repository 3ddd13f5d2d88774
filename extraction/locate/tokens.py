"""Any layout to printed cells: labels, figures, marks and kept blanks, in reading order.

Pipes and line ends part cells alike; what a row is, only its label tells (labels.py).
Two pipes with nothing between them are a blank cell, and so is a line that holds
nothing but no-break spaces. Pads at a row's end look the same: they are no evidence
of a position, and fill.py treats them so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extraction.locate.listed import find_comma_rows, find_lists
from extraction.locate.pipe_rows import cells_of_row, find_pipe_rows, strip
from extraction.text.numbers import parse_cell
from extraction.values.document import Grid, Span
from extraction.values.layout import Place, Token, TokenKind, print_width
from extraction.values.packed import Packed

_LINE = re.compile(r"(?P<line>[^\n\r\f\v\u2028\u2029]*)(?:\r\n|[\n\r\f\v\u2028\u2029]|\Z)")
_PIPED = re.compile(r"(?:[^|\\]|\\(?!\|))+|\\?\|")
_TABBED = re.compile(r"[^\t]+|\t")
_PARTS = frozenset({"|", "\\|", "\t"})
_STUCK_PIPE = re.compile(r"[^|]*(?:\d\||\|\d)[^|]*")
_WORD = re.compile(r"\S+")
_HARD_BLANK = re.compile(r"[ \u00a0\u3000]*[\u00a0\u3000][ \u00a0\u3000]*")
_GLUED = re.compile(r"(?P<label>.+[\u4e00-\u9fff)\]”\"〕》])(?P<run>\d[\d.,]*)", re.DOTALL)
_DIGITS = frozenset("0123456789０１２３４５６７８９.,")
_FIGURE_FIRST = re.compile(r"(?!\d{1,2}[.、．,:：)）]\D)\d")
_ABOUT = re.compile(r"[约近逾超共大]+\d")
_FRAGMENT = re.compile(r"[.,]\d+|\d{3,}[.,]")
_NUMBERED = re.compile(
    r"\d{1,2}[.、．]\D|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、"
)
_RULE_OFF = re.compile(r":?-{3,}:?|:-+:?|-+:")
_RULES = re.compile(r"^[ |]*:?-{3,}:? *\| *:?-{3,}", re.MULTILINE)
_DASHES = r"[ \t]{0,3}(?:" + _RULE_OFF.pattern + r")[ \t]{0,3}\|"
_RULE_IN_LINE = re.compile(r"(?<=\|)[ \t]{0,3}\|(?:" + _DASHES + r"){2,}(?=[ \t]{0,3}\|)")
"""Markdown's rule where lines were joined: all cells of a row are dashes."""
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,2}|`|\$)(?P<inner>[^*_`$]+)(?P=mark)")
"""A figure as converters write one that is bold or a formula: `**58**`, `$12$`."""
_PAGE = re.compile(
    r"[-—–_ ]{1,4}\d{1,4}[-—–_ ]{1,4}|第\s?\d{1,4}\s?页(?:\s?[,/共].*)?|(?:page|p\.)\s?\d{1,4}.*"
    r"|\d{1,4}\s?/\s?\d{1,4}",
    re.IGNORECASE,
)
_FEW_RUNS, _MANY = 2, 8
_LONG = 500_000  # characters: from here on a text holds a hundred reports, not one
_WIDEST = 400
_KINDS: dict[str, TokenKind] = {
    "number": "figure",
    "not_applicable": "mark",
    "blank": "blank",
    "fragment": "run",
}

Tokens = list[Token] | Packed[Token]


def tokenize(text: str, grids: tuple[tuple[Grid, Span], ...] = ()) -> Sequence[Token]:
    """Cut a text into tokens; where the format draws a grid, its cells are taken as drawn.

    Grids come with their spans already in `text`. Lines with page numbers that say what
    they are (`- 4 -`, `第4页`) and Markdown's ruled lines are left out.

    >>> [(p.kind, p.text) for p in tokenize("规章 | 0 | | 12 |")]
    [('label', '规章'), ('figure', '0'), ('blank', ''), ('figure', '12')]
    >>> [(p.kind, p.text) for p in tokenize("四、结转 0 0 12")]
    [('label', '四、结转'), ('figure', '0'), ('figure', '0'), ('figure', '12')]
    """
    tokens: Tokens = [] if len(text) < _LONG else Packed()
    home = Home(0, 0)
    at = 0
    for number, (grid, span) in enumerate(grids):
        home = _find_in_text(text, Span(at, span.start), home, tokens)
        home = _find_in_grid(text, grid, number, home, tokens)
        at = span.end
    _find_in_text(text, Span(at, len(text)), home, tokens)
    return tuple(tokens) if isinstance(tokens, list) else tokens


class Home(NamedTuple):
    """The printed cell and line that a token belongs to, counted through the text."""

    cell: int
    line: int
    place: Place | None = None
    own_line: bool = False


def _find_in_text(text: str, window: Span, home: Home, tokens: Tokens) -> Home:
    """Add the tokens of a stretch of text; return the home of what follows."""
    cell, line = home.cell, home.line
    drawn = find_pipe_rows(text, _lines(text, window))
    listed = find_lists(text, _lines(text, window))
    commas = find_comma_rows(text, _lines(text, window)) if not drawn else {}
    cutter = _Cutter(text, tokens)
    ruled = _RULES.search(text) is not None
    for span in _lines(text, window):
        cutter.ruled = _is_ruled(span.slice(text), below=ruled)
        row = drawn.get(span.start)
        if row is not None:
            cells = cells_of_row(text, span, row.cells)
            cell = cutter.cut_row(cells, cell, line, row.place)
        elif span.start in commas:
            first, values = commas[span.start]
            cell = cutter.cut_row(values, cell, line, first)
        elif span.start in listed:
            cell = cutter.cut_row(listed[span.start], cell, line)
        else:
            cell = cutter.cut_line(span, cell, line)
        cell += 1
        line += 1
    return Home(cell, line)


def _lines(text: str, window: Span) -> Iterator[Span]:
    """Yield where lines stand: a long text holds too many to keep them all."""
    return (Span(*match.span("line")) for match in _LINE.finditer(text, *window))


class _Cutter:
    """Cuts lines of text into tokens; what stands before a line end may go on behind it."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens
        self.after_pipe, self.hard = False, ""
        self.ruled = False  # whether the line is a rule: told once, however long it is

    def cut_line(self, span: Span, cell: int, line: int) -> int:
        """Cut a line; pipes part its cells, or tabs where there are none."""
        at = span.start
        rules = () if self.ruled else _RULE_IN_LINE.finditer(self.text, *span)
        for rule in rules:
            cell = self._cut_stretch(Span(at, rule.start()), cell, line)
            self.after_pipe, self.hard, at = False, "", rule.end()
        return self._cut_stretch(Span(at, span.end), cell, line)

    def _cut_stretch(self, span: Span, cell: int, line: int) -> int:
        piped = "|" in span.slice(self.text) and not _holds_misread_one(self.text, span)
        segments = _PIPED if piped else _TABBED
        for match in segments.finditer(self.text, *span):
            segment = match[0]
            if segment in _PARTS:
                cell += 1
                if self.after_pipe:
                    blank = Token("blank", self.hard, _empty(match), cell, line)
                    self.tokens.append(blank)
                self.after_pipe, self.hard = segment != "\t", ""
            elif segment.isspace():
                self._hold_open(match, cell, line)
            else:
                home = Home(cell, line, own_line=_has_own_line(self.text, match))
                found = list(self._find_in_cell(Span(*match.span()), home))
                self.after_pipe = self.after_pipe and not found
                self.tokens.extend(found)
        return cell

    def _find_in_cell(self, span: Span, home: Home) -> Iterator[Token]:
        """Yield the tokens of a cell; the dashes of a rule are none."""
        if self.ruled and _RULE_OFF.fullmatch(span.slice(self.text).strip()):
            return
        yield from find_in_cell(self.text, span, home)

    def _hold_open(self, match: re.Match[str], cell: int, line: int) -> None:
        """Note blanks that hold a cell or a printed line open."""
        if not _HARD_BLANK.fullmatch(match[0]):
            return
        self.hard = match[0]
        if not self.after_pipe and _has_own_line(self.text, match):
            blank = Token("blank", match[0], _empty(match), cell, line, own_line=True)
            self.tokens.append(blank)

    def cut_row(
        self, cells: Iterable[Span], cell: int, line: int, first: Place | None = None
    ) -> int:
        """Cut a row into its cells, each in its slot if `first` is that of a drawn table."""
        self.after_pipe, self.hard = False, ""
        for column, inner in enumerate(cells):
            cell += 1
            slot = first._replace(column=column) if first is not None else None
            content = inner.slice(self.text)
            if content.strip():
                found = self._find_in_cell(inner, Home(cell, line))
                self.tokens.extend(token._replace(slot=slot) for token in found)
            else:
                held = content if _HARD_BLANK.fullmatch(content) else ""
                empty = Span(inner.start, inner.start)
                self.tokens.append(Token("blank", held, empty, cell, line, slot=slot))
        return cell


def _holds_misread_one(text: str, span: Span) -> bool:
    """Whether a line's only pipe sticks to a digit, and the lines around it have none: `|3`.

    It parts nothing then: it may be a misread 1.
    """
    if _STUCK_PIPE.fullmatch(text, *span) is None:
        return False
    before = text[max(0, span.start - _WIDEST) : span.start].rstrip().rpartition("\n")[2]
    after = text[span.end : span.end + _WIDEST].lstrip().partition("\n")[0]
    return "|" not in before and "|" not in after


def _empty(match: re.Match[str]) -> Span:
    return Span(match.start(), match.start())


def _has_own_line(text: str, match: re.Match[str]) -> bool:
    """Whether a segment has its line to itself."""
    before, after = match.start() - 1, match.end()
    return (before < 0 or text[before] in "\n\r") and (after >= len(text) or text[after] in "\n\r")


def _find_in_grid(text: str, grid: Grid, number: int, home: Home, tokens: Tokens) -> Home:
    """Add the tokens of a grid's cells; a grid's rows are printed lines."""
    cell = home.cell
    for drawn in grid.cells:
        cell += 1
        place = Place(number, drawn.row, drawn.column)
        at = Home(cell, home.line + drawn.row, place)
        if drawn.span.slice(text).strip():
            tokens.extend(find_in_cell(text, drawn.span, at))
        else:
            empty = Span(drawn.span.start, drawn.span.start)
            tokens.append(Token("blank", "", empty, *at))
    rows = max((drawn.row for drawn in grid.cells), default=0)
    return Home(cell + 1, home.line + rows + 1)


def find_in_cell(text: str, span: Span, home: Home) -> Iterator[Token]:
    """Cut what stands in one printed cell (or on one line) into its tokens.

    A label may be followed by figures, parted by spaces or stuck to it; a number in
    front of a label is the label's own numbering.

    >>> [(p.kind, p.text) for p in find_in_cell("规章000", Span(0, 5), Home(0, 0))]
    [('label', '规章'), ('run', '000')]
    """
    span = strip(text, span)
    content = span.slice(text)
    kind = _KINDS.get(_state(content))
    if kind is None and (marked := _EMPHASIS.fullmatch(content)) is not None:
        inner = Span(span.start + marked.start("inner"), span.start + marked.end("inner"))
        kind, content, span = _KINDS.get(_state(marked["inner"])), marked["inner"], inner
    if kind is not None:
        yield Token(kind, content, span, *home)
        return
    if home.own_line and _PAGE.fullmatch(content):
        return
    words = [Span(span.start + m.start(), span.start + m.end()) for m in _WORD.finditer(content)]
    if len(words) == 1:
        yield from _labels(text, words, home)
        return
    states = [_state(word.slice(text)) for word in words]
    if _holds_rows(states):
        yield from _in_turn(text, words, states, home)
        return
    first = _leading_figures(states, text[words[1].start : words[-1].end])
    last = _trailing_figures(states, first)
    yield from _figures(text, words[:first], states[:first], home)
    yield from _labels(text, words[first:last], home)
    yield from _figures(text, words[last:], states[last:], home)


def _state(text: str) -> str:
    """Return what a text holds, as a cell; half a number, cut at its point, is a fragment."""
    return "fragment" if _FRAGMENT.fullmatch(text) else parse_cell(text).state


def _is_ruled(line: str, *, below: bool) -> bool:
    """Whether a line is Markdown's rule below the heads, of pipes and dashes only.

    Below a head of one cell it has no pipe; then the text must have others that have one.
    """
    return ("|" in line or below) and not line.strip("|:- \r")


def _holds_rows(states: Sequence[str]) -> bool:
    """Whether one line holds several rows of a table: runs of figures between labels."""
    runs = [len(list(run)) for is_figure, run in groupby(states, _KINDS.__contains__) if is_figure]
    return len(runs) > _FEW_RUNS and sum(runs) >= _MANY and _MANY * sum(runs) >= 2 * len(states)


def _in_turn(
    text: str, words: Sequence[Span], states: Sequence[str], home: Home
) -> Iterator[Token]:
    at = 0
    for is_figure, run in groupby(states, _KINDS.__contains__):
        end = at + len(list(run))
        if is_figure:
            yield from _figures(text, words[at:end], states[at:end], home)
        else:
            yield from _labels(text, words[at:end], home)
        at = end


def _leading_figures(states: Sequence[str], behind: str) -> int:
    """Count the figures in front of a label; a single one is its numbering, if it has no other."""
    count = next((i for i, state in enumerate(states) if state not in _KINDS), len(states))
    return count if count > 1 or (count and _NUMBERED.match(behind)) else 0


def _trailing_figures(states: Sequence[str], first: int) -> int:
    last = len(states)
    while last > first and states[last - 1] in _KINDS:
        last -= 1
    return last


def _figures(
    text: str, words: Sequence[Span], states: Sequence[str], home: Home
) -> Iterator[Token]:
    for word, state in zip(words, states, strict=True):
        yield Token(_KINDS[state], word.slice(text), word, *home, _x_range(text, word, home))


def _labels(text: str, words: Sequence[Span], home: Home) -> Iterator[Token]:
    """Yield the words of a label, joined where a single character stands own_line.

    In a cell that the format draws, all words are one label.
    """
    if home.place is not None and words:
        words = [Span(words[0].start, words[-1].end)]
    joined: list[Span] = []
    for word in words:
        lonely = word.end - word.start == 1 or (joined and joined[-1].end - joined[-1].start == 1)
        if joined and (lonely or _joins(text, joined[-1], word)):
            joined[-1] = Span(joined[-1].start, word.end)
        else:
            joined.append(word)
    for word in joined:
        label = _part_glued(text, word)
        yield Token("label", label.slice(text), label, *home, _set_apart(text, label, home))
        if label.end < word.end:
            yield Token("run", text[label.end : word.end], Span(label.end, word.end), *home)


def _set_apart(text: str, label: Span, home: Home) -> tuple[int, int] | None:
    """Return a label's x_range if wide spaces, or the margin and a space, set it apart."""
    before = re.split(r"[\r\n]", text[max(0, label.start - 2) : label.start])[-1]
    return _x_range(text, label, home) if before.isspace() else None


def _x_range(text: str, span: Span, home: Home) -> tuple[int, int] | None:
    """Return how far from the margin a word begins and ends, on a line that no pipe parts."""
    if home.place is not None or not home.own_line:
        return None
    left = max(0, span.start - _WIDEST)
    start = max(text.rfind("\n", left, span.start), text.rfind("\r", left, span.start)) + 1
    if start == 0 and left > 0:
        return None  # no page is so wide
    before = print_width(text[start : span.start])
    return before, before + print_width(span.slice(text))


def _part_glued(text: str, word: Span) -> Span:
    """Return where a word's label stands: all of it, or what comes before digits stuck to it.

    What begins as a figure does (`366注1`, `12其中网上3`) is no label with another behind it.
    """
    figure = any(begin.match(text, word.start, word.end) for begin in (_ABOUT, _FIGURE_FIRST))
    if figure or text[word.end - 1] not in _DIGITS:
        return word
    glued = _GLUED.fullmatch(text, word.start, word.end)
    return Span(word.start, glued.end("label")) if glued else word


def _joins(text: str, left: Span, right: Span) -> bool:
    """Whether a space stands within a label: a no-break one, or one of those between letters."""
    if text[left.end : right.start] == "\u00a0":
        return True
    spaced = left.slice(text)
    return len(spaced) > 1 and spaced[-2:-1].isspace() and right.end - right.start <= 2
