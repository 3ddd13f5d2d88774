"""The tokens of one printed cell: a label, and the figures beside it or stuck to it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from extraction.locate.page_marks import is_cut_page_mark
from extraction.locate.thresholds import (
    FIGURES_OF_ROWS,
    LONGEST_PARAGRAPH,
    RUNS_OF_ROWS,
    WIDEST_LINE,
    WIDEST_PROSE,
)
from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import GridPlace, Token, TokenKind, print_width

_WORD = re.compile(r"\S+")
_GLUED = re.compile(r"(?P<label>.+[\u4e00-\u9fff)\]”\"〕》])(?P<run>\d[\d.,]*)", re.DOTALL)
_DIGITS = frozenset("0123456789０１２３４５６７８９.,")
_FIGURE_FIRST = re.compile(r"(?!\d{1,2}[.、．,:：)）]\D)\d")
_ABOUT = re.compile(r"[约近逾超共大]+\d")
_FRAGMENT = re.compile(r"[.,]\d+|\d{3,}[.,]")
_NUMBERED = re.compile(
    r"\d{1,2}[.、．]\D|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、"
)
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,2}|`|\$)(?P<inner>[^*_`$]+)(?P=mark)")
"""A figure as converters write one that is bold or a formula: `**58**`, `$12$`."""
_BOLD = "*_"
_WIDE_GAP = " " * 4
_PAGE = re.compile(
    r"[-—–_ ]{1,4}\d{1,4}[-—–_ ]{1,4}|第\s?\d{1,4}\s?页(?:\s?[,/共].*)?|(?:page|p\.)\s?\d{1,4}.*"
    r"|\d{1,4}\s?/\s?\d{1,4}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\d\s?(?:余|多)?[件条个次项起人]\s?[,，。;；(（]")
"""A quantity, and the mark of a sentence behind it: no cell of a table reads so."""
_LONE = re.compile(r"[^\s\u3400-\u9fff()（）\[\]【】《》“”、:：,，。;；]{1,2}")
"""A sign, or a figure with one, that is no part of a label."""
_LONE_BEFORE = re.compile(r"\n[ \t]*\|[ \t]*\n[ \t]*\Z")
_LONE_BEHIND = re.compile(r"[ \t]*\n[ \t]*\|[ \t]*(?:\n|\Z)")
_ROW = re.compile(r"(?:[ \t]+\d[\d.,]*){3}")
"""Figures side by side: a row of a table."""
_LONGEST_KNOWN = 40
"""What cells print over and over again is shorter."""
_KINDS: dict[str, TokenKind] = {
    "number": "figure",
    "not_applicable": "mark",
    "blank": "blank",
    "fragment": "run",
}


class Home(NamedTuple):
    """The printed cell and line that a token belongs to, counted through the text."""

    cell: int
    line: int
    place: GridPlace | None = None
    own_line: bool = False


def find_in_cell(text: str, span: Span, home: Home) -> Iterator[Token]:
    """Cut what stands in one printed cell (or on one line) into its tokens.

    A label may be followed by figures, parted by spaces or stuck to it; a number in
    front of a label is the label's own numbering.

    >>> [(p.kind, p.text) for p in find_in_cell("规章000", Span(0, 5), Home(0, 0))]
    [('label', '规章'), ('run', '000')]
    """
    span = span.strip(text)
    if home.own_line and is_cut_page_mark(text, span):
        return
    figure = _read_figure(text, span, home)
    if figure is not None:
        yield figure
        return
    if home.own_line and _PAGE.fullmatch(text, *span) and not _is_in_pipes(text, span):
        return
    if home.own_line and _is_of_sentence(text, span):
        yield from _labels(text, [span], home)
        return
    words = [Span(*word.span()) for word in _WORD.finditer(text, *span)]
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
    if home.place is None and last and _hold_row(text, words[first:last], states[first:last]):
        yield from _in_turn(text, words[first:], states[first:], home)
        return
    yield from _labels(text, words[first:last], home, before_figures=last < len(words))
    yield from _figures(text, words[last:], states[last:], home)


def _is_of_sentence(text: str, span: Span) -> bool:
    """Whether a printed line is one of a paragraph that counts things.

    >>> line = "件,其中结果维持72 件,结果纠正64 件,其他结果178 件,尚"
    >>> _is_of_sentence(line, Span(0, len(line)))
    True
    """
    start, end = span
    if end - start > LONGEST_PARAGRAPH or _SENTENCE.search(text, start, end) is None:
        return False
    return end - start <= WIDEST_PROSE or _ROW.search(text, start, end) is None


def _is_in_pipes(text: str, span: Span) -> bool:
    r"""Whether a line's text is a cell's: a pipe stands beside it, or lone ones around it.

    A pipe that ends or begins another line may be a row's, with a page's end in between.

    >>> _is_in_pipes("0\n|\n1/1\n|\n0", Span(4, 7)), _is_in_pipes("0 |\n1/1 |\n2 |", Span(4, 7))
    (True, True)
    >>> _is_in_pipes("0 |\n1/1\n| 2 |", Span(4, 7))
    False
    """
    before, behind = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 8]
    beside = before.rstrip(" \t").endswith("|") or behind.lstrip(" \t").startswith("|")
    return beside or bool(_LONE_BEFORE.search(before) and _LONE_BEHIND.match(behind))


def _read_figure(text: str, span: Span, home: Home) -> Token | None:
    """Return the one figure, mark or blank that a cell holds, without its emphasis."""
    content = span.slice(text)
    known = len(content) <= _LONGEST_KNOWN
    found = _find_known_figure(content) if known else _find_figure(content)
    if found is None:
        return None
    kind, inner = found
    place = Span(span.start + inner.start, span.start + inner.end)
    return Token(kind, inner.slice(content), place, *home)


def _find_figure(content: str) -> tuple[TokenKind, Span] | None:
    """Return what kind of figure a cell's print is, and where in it, without its emphasis."""
    inner = Span(0, len(content))
    kind = _KINDS.get(_state(content))
    if kind is None:
        marked = _EMPHASIS.fullmatch(content)
        if marked is None:
            return None
        inner = Span(*marked.span("inner"))
        kind = _KINDS.get(_state(marked["inner"]))
    return None if kind is None else (kind, inner)


_find_known_figure = lru_cache(maxsize=4096)(_find_figure)
"""Most cells print what others do, too."""


def _state(text: str) -> str:
    """Return what a text holds, as a cell; half a number, cut at its point, is a fragment."""
    return "fragment" if _FRAGMENT.fullmatch(text) else parse_cell(text).state


def _holds_rows(states: Sequence[str]) -> bool:
    """Whether one line holds several rows of a table: runs of figures between labels."""
    runs = 0
    figures = 0
    for is_figure, run in groupby(states, _KINDS.__contains__):
        if is_figure:
            runs += 1
            figures += len(list(run))
    return (
        runs > RUNS_OF_ROWS
        and figures >= FIGURES_OF_ROWS
        and FIGURES_OF_ROWS * figures >= 2 * len(states)
    )


def _hold_row(text: str, words: Sequence[Span], states: Sequence[str]) -> bool:
    """Whether words between a row's label and its last figures hold figures of that row.

    They do before a word that is none (`许可 0 0 0* 1 0 1`); what has one figure and words
    behind it (`第 3 项`) is a label.
    """
    at = 0
    for is_figure, run in groupby(states, _KINDS.__contains__):
        count = len(list(run))
        at += count
        if is_figure and at > count and at < len(states):
            return count > 1 or _LONE.fullmatch(text, *words[at]) is not None
    return False


def _in_turn(
    text: str, words: Sequence[Span], states: Sequence[str], home: Home
) -> Iterator[Token]:
    at = 0
    for is_figure, run in groupby(states, _KINDS.__contains__):
        end = at + len(list(run))
        if is_figure:
            yield from _figures(text, words[at:end], states[at:end], home)
        else:
            start = at + 1 if at and end > at + 1 and _LONE.fullmatch(text, *words[at]) else at
            yield from _labels(text, words[at:start], home)
            yield from _labels(text, words[start:end], home, before_figures=end < len(words))
        at = end


def _leading_figures(states: Sequence[str], behind: str) -> int:
    """Count the figures in front of a label; a single one is its numbering, if it has no other.

    >>> _leading_figures(["number", "text"], "**四、行政复议**")
    1
    """
    count = 0
    while count < len(states) and states[count] in _KINDS:
        count += 1
    if count == 1 and not _NUMBERED.match(behind.lstrip(_BOLD)):
        return 0
    return count


def _trailing_figures(states: Sequence[str], first: int) -> int:
    last = len(states)
    while last > first and states[last - 1] in _KINDS:
        last -= 1
    return last


def _figures(
    text: str, words: Sequence[Span], states: Sequence[str], home: Home
) -> Iterator[Token]:
    for word, state in zip(words, states, strict=True):
        x_range = _x_range(text, word, home)
        yield Token(_KINDS[state], word.slice(text), word, *home, x_range)


def _labels(
    text: str, words: Sequence[Span], home: Home, *, before_figures: bool = False
) -> Iterator[Token]:
    """Yield the words of a label, joined where a single character stands alone.

    In a cell that the format draws, all words are one label. A sign before figures is none of
    the label's: it stands in the first cell.
    """
    if before_figures and len(words) > 1 and _LONE.fullmatch(text, *words[-1]):
        yield from _labels(text, words[:-1], home)
        words = words[-1:]
    if home.place is not None and words:
        words = [Span(words[0].start, words[-1].end)]
    for word in _join_words(text, words):
        label = _part_glued(text, word)
        x_range = _set_apart(text, label, home)
        yield Token("label", label.slice(text), label, *home, x_range)
        if label.end < word.end:
            run = Span(label.end, word.end)
            yield Token("run", run.slice(text), run, *home)


def _join_words(text: str, words: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for word in words:
        if joined and _joins(text, joined[-1], word):
            start = joined.pop().start
            joined.append(Span(start, word.end))
        else:
            joined.append(word)
    return joined


def _set_apart(text: str, label: Span, home: Home) -> tuple[int, int] | None:
    """Return a label's x_range if wide spaces, or the margin and a space, set it apart.

    So do wide spaces within it: what stands behind them was joined to it for its single letter.
    """
    if not home.own_line:
        return None
    two = text[max(0, label.start - 2) : label.start]
    before = two.replace("\r", "\n").rpartition("\n")[2]
    apart = before.isspace() or _WIDE_GAP in label.slice(text)
    return _x_range(text, label, home) if apart else None


def _x_range(text: str, span: Span, home: Home) -> tuple[int, int] | None:
    """Return how far from the margin a word begins and ends, on a line that no pipe parts."""
    if home.place is not None or not home.own_line:
        return None
    left = max(0, span.start - WIDEST_LINE)
    fed = text.rfind("\n", left, span.start)
    returned = text.rfind("\r", left, span.start)
    start = max(fed, returned) + 1
    if start == 0 and left > 0:
        return None  # no page is so wide
    before = print_width(text[start : span.start])
    return before, before + print_width(span.slice(text))


def _part_glued(text: str, word: Span) -> Span:
    """Return where a word's label stands: all of it, or what comes before digits stuck to it.

    What begins as a figure does (`366注1`, `12其中网上3`) is no label with another behind it.
    """
    figure = _ABOUT.match(text, *word) or _FIGURE_FIRST.match(text, *word)
    if figure or text[word.end - 1] not in _DIGITS:
        return word
    glued = _GLUED.fullmatch(text, *word)
    return Span(word.start, glued.end("label")) if glued else word


def _joins(text: str, left: Span, right: Span) -> bool:
    """Whether a space stands within a label: a no-break one, or one of those between letters."""
    if left.end - left.start == 1 or right.end - right.start == 1:
        return True
    if text[left.end : right.start] == "\u00a0":
        return True
    spaced = left.slice(text)
    return len(spaced) > 1 and spaced[-2:-1].isspace() and right.end - right.start <= 2
