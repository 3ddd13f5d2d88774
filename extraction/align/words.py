"""Words that stand where figures should: they are what their cell holds, not a gap in the row.

Every printed character of a row is a figure's, a known label's, or such a word. A row with
one has a cell of text, and nothing moves into its place.
"""

import re
from collections import Counter, deque
from collections.abc import Sequence

from extraction.align.chain import NUMBERED, completes, is_remark
from extraction.align.links import Item
from extraction.align.row_candidates import RowCandidate, width_of
from extraction.align.thresholds import PROSE_LINE, READ_HEADER, SIGN_LENGTH, WORD_BELOW
from extraction.forms.label_index import LabelIndex
from extraction.values.document import Span
from extraction.values.layout import Token

_STRANGER = re.compile(rf"(?:{NUMBERED.pattern}).*[\u3400-\u9fff]")
"""What has a number of its own is a row that the form does not have."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER_OF_LABEL = re.compile(r"[一二三四五六七八九十]+\s*[、.．]\s*")
"""What a narrow column has left of a label's first line: 三、 of 三、本年度办理结果."""


def take_words(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Give words behind a row's label, and the figures behind them, to the row's cells."""
    taken: list[RowCandidate] = []
    crowded = _find_crowded_lines(candidates)
    labels = Counter(candidate.line for candidate in candidates)
    for candidate in candidates:
        row = taken[-1] if taken else None
        below = labels[candidate.line] == 1 and row and _goes_on_below(row, candidate)
        stands = row and candidate.token and _stands_in_cells(row, candidate, label_index, crowded)
        if row and candidate.token and (below or stands):
            cell = row.token.cell if row.token is not None else -1
            words = candidate.token._replace(text=candidate.label)
            values = _join(row.values, words, candidate.span, candidate.values, cell)
            taken[-1] = row._replace(values=values)
        else:
            taken.append(candidate)
    return taken


def take_words_in_single_line(items: Sequence[Item], label_index: LabelIndex) -> list[Item]:
    """Give words among figures that stand side by side to the cells of their line.

    They stand on the line of the figures before or behind them, or between two figures, or
    are a word as short as 左右 right below.
    """
    taken: list[tuple[Token, list[Token]]] = []
    last = max((i for i, item in enumerate(items) if _printed(item.values)), default=-1)
    for index, item in enumerate(items):
        before = taken[-1][1] if taken else []
        among = _is_among(item.label, before, followed=index <= last)
        if taken and not among:
            among = _leads_a_cell(item, label_index) or _follows_the_headers(
                taken[-1][0], item, label_index
            )
        if among and not label_index.find(item.label.text):
            _add(before, item.label, item.label.span, item.values)
        else:
            taken.append((item.label, list(item.values)))
    return [Item(label, tuple(values)) for label, values in taken]


def _is_among(label: Token, before: Sequence[Token], *, followed: bool) -> bool:
    """Whether a text stands among the figures of a line: behind some, and before others."""
    figure = next((value for value in reversed(before) if value.kind != "blank"), None)
    if figure is None or len(label.text) > PROSE_LINE:
        return False
    goes_on = len(label.text) <= WORD_BELOW and label.line == figure.line + 1
    return followed or goes_on or label.line == figure.line


def _leads_a_cell(item: Item, label_index: LabelIndex) -> bool:
    """Whether a text stands in the cell of the figure behind it, and is no part of a header."""
    label = item.label
    shares = any(v.cell == label.cell and v.line == label.line for v in _printed(item.values)[:1])
    return shares and not label_index.find_all_truncated(label.text, ("column", "head", "row"))


def _follows_the_headers(last: Token, item: Item, label_index: LabelIndex) -> bool:
    """Whether a short text stands between the header of the last column and the figures."""
    if not _printed(item.values) or len(item.label.text) > SIGN_LENGTH:
        return False
    block = label_index.table.blocks[0]
    best = next(iter(label_index.find(last.text)), None)
    ends = best is not None and best.score >= READ_HEADER and best.target.kind == "column"
    at_end = ends and best is not None and best.target.key == block.columns[-1].key
    return at_end and not label_index.find_all_truncated(item.label.text, ("column", "head", "row"))


def _find_crowded_lines(candidates: Sequence[RowCandidate]) -> frozenset[int]:
    """Return the printed lines that hold the labels of several rows."""
    rows = (
        candidate
        for candidate in candidates
        if candidate.row is not None and candidate.row.kind == "row"
    )
    counts = Counter(candidate.line for candidate in rows)
    return frozenset(line for line, count in counts.items() if count > 1)


def _stands_in_cells(
    row: RowCandidate, tail: RowCandidate, label_index: LabelIndex, crowded: frozenset[int]
) -> bool:
    """Whether what a tail prints stands in the cells of a row, and is no label of the form."""
    words = tail.token
    if row.row is None or row.row.kind != "row" or words is None:
        return False
    if tail.target is not None and not _is_header_in_a_row(row, tail):
        return False
    if _is_remark_beside(row, tail, width_of(row, label_index)) or _STRANGER.match(tail.label):
        return False
    lines = {row.line, *(value.line for value in _printed(row.values))}
    if tail.line in lines:
        full = len(_printed(row.values)) >= width_of(row, label_index)
        return not (full and tail.line in crowded)
    return _goes_on(row, tail, width_of(row, label_index))


def _is_remark_beside(row: RowCandidate, tail: RowCandidate, width: int) -> bool:
    """Whether a bracketed remark stands beside a row's cells: in one of them, or behind all."""
    if not is_remark(tail.label) or tail.values:
        return False
    beside = any(_shares_cell(tail, value) for value in (*row.values, row.token) if value)
    return beside or tail.line != row.line or len(row.values) >= width


def _is_header_in_a_row(row: RowCandidate, tail: RowCandidate) -> bool:
    """Whether the name of a column stands in a drawn row of figures, behind the row's label."""
    if tail.target is None or tail.target.position is not None or row.token is None:
        return False
    here, there = row.token.drawn, tail.token and tail.token.drawn
    return here is not None and there is not None and here[:2] == there[:2]


def _goes_on(row: RowCandidate, tail: RowCandidate, width: int) -> bool:
    """Whether a tail stands among the cells of a row that have a line each.

    Words must fit in where the row is not complete. A sign without words is a cell always:
    it may be a figure that nobody can read.
    """
    if len(tail.label) > PROSE_LINE or any(value.line == row.line for value in row.values):
        return False
    others = [value for value in _printed(tail.values) if not _shares_cell(tail, value)]
    if not _HAN.search(tail.label):
        joined = len(others) < len(_printed(tail.values))
        return joined or (len(tail.label) <= SIGN_LENGTH and tail.label.isalnum())
    return len(row.values) < width and len(_printed(row.values)) + 1 + len(others) <= width


def _goes_on_below(row: RowCandidate, tail: RowCandidate) -> bool:
    """Whether a word as short as 左右, alone on the line below a row's figures, is a cell's.

    It is not where the row's own label goes on with it, nor the number that a label begins with.
    """
    if _NUMBER_OF_LABEL.fullmatch(tail.label):
        return False
    if row.row is None or row.row.kind != "row" or tail.target is not None or tail.values:
        return False
    last = max((value.line for value in _printed(row.values)), default=-1)
    if len(tail.label) > WORD_BELOW or last < 0 or tail.line != last + 1:
        return False
    remark = is_remark(tail.label) or not _HAN.search(tail.label)
    return not remark and not completes(row.row, row.label, row.label + tail.label)


def _printed(values: Sequence[Token]) -> list[Token]:
    return [value for value in values if value.kind != "blank"]


def _join(
    before: Sequence[Token], label: Token, span: Span, behind: Sequence[Token], cell: int = -1
) -> tuple[Token, ...]:
    """Return the cells of a row with words among them, joined with what shares their cell.

    `cell` is that of the row's label: on a line that only spaces part, all share it.
    """
    values = list(before)
    _add(values, label, span, behind, cell)
    return tuple(values)


def _add(
    values: list[Token], label: Token, span: Span, behind: Sequence[Token], cell: int = -1
) -> None:
    """Add words, joined with what shares their cell, and what stands behind them."""
    words = label._replace(kind="words", span=span, text=label.text)
    rest = deque(behind)
    spaced = label.drawn is None and label.cell == cell
    if values and values[-1].kind == "words" and values[-1].cell == words.cell:
        words = _merge(values.pop(), words)
    while rest and rest[0].cell == words.cell and rest[0].kind != "blank":
        words = _merge(words, rest.popleft())
        if spaced:
            break  # the word is the next figure's alone
    values += (words, *rest)


def _shares_cell(tail: RowCandidate, value: Token) -> bool:
    return tail.token is not None and tail.token.cell == value.cell


def _merge(left: Token, right: Token) -> Token:
    span = Span(left.span.start, right.span.end)
    return left._replace(text=f"{left.text} {right.text}", span=span)
