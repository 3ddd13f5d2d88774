"""Words that stand where figures should: they are what their cell holds, not a gap in the row.

Every printed character of a row is a figure's, a known label's, or such a word. A row with
one has a cell of text, and nothing moves into its place.
"""

import re
from collections import Counter, deque
from collections.abc import Sequence

from extraction.align.chain import NUMBERED, completes, is_remark
from extraction.align.links import Item, count_printed, read_label
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
        if row is None or candidate.token is None:
            taken.append(candidate)
            continue
        alone = labels[candidate.line] == 1
        if (alone and _goes_on_below(row, candidate)) or _stands_in_cells(
            row, candidate, label_index, crowded
        ):
            words = candidate.token._replace(text=candidate.label, span=candidate.span)
            values = list(row.values)
            _add(values, words, candidate.values, row.cell)
            taken[-1] = row._replace(values=tuple(values))
        else:
            taken.append(candidate)
    return taken


def take_words_in_single_line(items: Sequence[Item], label_index: LabelIndex) -> list[Item]:
    """Give words among figures that stand side by side to the cells of their line.

    They stand on the line of the figures before or behind them, or between two figures, or
    are a word as short as 左右 right below.
    """
    taken: list[tuple[Token, list[Token]]] = []
    with_figures = [at for at, item in enumerate(items) if count_printed(item.values)]
    last = with_figures[-1] if with_figures else -1
    for index, item in enumerate(items):
        label, values = item
        if taken and _is_of_cells(item, taken[-1], label_index, followed=index <= last):
            _, before = taken[-1]
            _add(before, label, values)
        else:
            taken.append((label, list(values)))
    return [Item(label, tuple(values)) for label, values in taken]


def _is_of_cells(
    item: Item, line: tuple[Token, list[Token]], label_index: LabelIndex, *, followed: bool
) -> bool:
    """Whether a text belongs to the cells of the line before it, and is no label of the form."""
    head, figures = line
    among = _is_among(item.label, figures, followed=followed) or _leads_a_cell(item, label_index)
    if among or _follows_the_headers(head, item, label_index):
        return not label_index.find(item.label.text)
    return False


def _is_among(label: Token, before: Sequence[Token], *, followed: bool) -> bool:
    """Whether a text stands among the figures of a line: behind some, and before others."""
    figure = next(filter(_is_printed, reversed(before)), None)
    if figure is None or len(label.text) > PROSE_LINE:
        return False
    if followed or label.line == figure.line:
        return True
    return len(label.text) <= WORD_BELOW and label.line == figure.line + 1


def _leads_a_cell(item: Item, label_index: LabelIndex) -> bool:
    """Whether a text stands in the cell of the figure behind it, and is no part of a header."""
    label = item.label
    figure = next(filter(_is_printed, item.values), None)
    if figure is None or figure.cell != label.cell:
        return False
    if figure.line != label.line:
        return False
    return not _may_be_header(label.text, label_index)


def _may_be_header(text: str, label_index: LabelIndex) -> bool:
    """Whether some header of the form begins with a text."""
    return bool(label_index.find_all_truncated(text, ("column", "head", "row")))


def _follows_the_headers(last: Token, item: Item, label_index: LabelIndex) -> bool:
    """Whether a short text stands between the header of the last column and the figures."""
    text = item.label.text
    if len(text) > SIGN_LENGTH or not count_printed(item.values):
        return False
    header = read_label(last.text, READ_HEADER, label_index)
    if header is None or header.kind != "column":
        return False
    block = label_index.table.blocks[0]
    return header.key == block.columns[-1].key and not _may_be_header(text, label_index)


def _find_crowded_lines(candidates: Sequence[RowCandidate]) -> frozenset[int]:
    """Return the printed lines that hold the labels of several rows."""
    of_rows = (candidate.line for candidate in candidates if candidate.is_row)
    counts = Counter(of_rows)
    return frozenset(line for line, count in counts.items() if count > 1)


def _stands_in_cells(
    row: RowCandidate, tail: RowCandidate, label_index: LabelIndex, crowded: frozenset[int]
) -> bool:
    """Whether what a tail prints stands in the cells of a row, and is no label of the form."""
    if not row.is_row:
        return False
    if tail.target is not None and not _is_header_in_a_row(row, tail):
        return False
    width = width_of(row, label_index)
    if _is_remark_beside(row, tail, width) or _STRANGER.match(tail.label):
        return False
    printed = _printed(row.values)
    lines = {row.line, *(value.line for value in printed)}
    if tail.line not in lines:
        return _goes_on(row, tail, width)
    return len(printed) < width or tail.line not in crowded


def _is_remark_beside(row: RowCandidate, tail: RowCandidate, width: int) -> bool:
    """Whether a bracketed remark stands beside a row's cells: in one of them, or behind all."""
    if tail.values or not is_remark(tail.label):
        return False
    if tail.line != row.line or tail.cell == row.cell:
        return True
    if len(row.values) >= width:
        return True
    return any(value.cell == tail.cell for value in row.values)


def _is_header_in_a_row(row: RowCandidate, tail: RowCandidate) -> bool:
    """Whether the name of a column stands in a drawn row of figures, behind the row's label."""
    if tail.target is None or tail.target.position is not None:
        return False
    here, there = row.drawn, tail.drawn
    if here is None or there is None:
        return False
    return here.grid == there.grid and here.row == there.row


def _goes_on(row: RowCandidate, tail: RowCandidate, width: int) -> bool:
    """Whether a tail stands among the cells of a row that have a line each.

    Words must fit in where the row is not complete. A sign without words is a cell always:
    it may be a figure that nobody can read.
    """
    text = tail.label
    if len(text) > PROSE_LINE:
        return False
    if any(value.line == row.line for value in row.values):
        return False
    behind = _printed(tail.values)
    others = [value for value in behind if value.cell != tail.cell]
    if not _HAN.search(text):
        if len(others) < len(behind):
            return True
        return len(text) <= SIGN_LENGTH and text.isalnum()
    if len(row.values) >= width:
        return False
    return count_printed(row.values) + 1 + len(others) <= width


def _goes_on_below(row: RowCandidate, tail: RowCandidate) -> bool:
    """Whether a word as short as 左右, alone on the line below a row's figures, is a cell's.

    It is not where the row's own label goes on with it, nor the number that a label begins with.
    """
    target, text = row.row, tail.label
    if target is None or target.kind != "row" or len(text) > WORD_BELOW:
        return False
    if tail.target is not None or tail.values:
        return False
    last = max((value.line for value in _printed(row.values)), default=-1)
    if last < 0 or tail.line != last + 1:
        return False
    if _NUMBER_OF_LABEL.fullmatch(text):
        return False
    if is_remark(text) or not _HAN.search(text):
        return False
    return not completes(target, row.label, row.label + text)


def _printed(values: Sequence[Token]) -> list[Token]:
    return list(filter(_is_printed, values))


def _is_printed(value: Token) -> bool:
    return value.kind != "blank"


def _add(values: list[Token], label: Token, behind: Sequence[Token], cell_of_row: int = -1) -> None:
    """Add words, joined with what shares their cell, and what stands behind them.

    `cell_of_row` is that of the row's label: on a line that only spaces part, all share it.
    """
    words = label._replace(kind="words")
    rest = deque(behind)
    if values and values[-1].kind == "words" and values[-1].cell == words.cell:
        words = _merge(values.pop(), words)
    spaced = label.drawn is None and label.cell == cell_of_row
    while rest and rest[0].cell == words.cell and _is_printed(rest[0]):
        words = _merge(words, rest.popleft())
        if spaced:
            break  # the word is the next figure's alone
    values += (words, *rest)


def _merge(left: Token, right: Token) -> Token:
    text = f"{left.text} {right.text}"
    span = Span(left.span.start, right.span.end)
    return left._replace(text=text, span=span)
