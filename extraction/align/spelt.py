"""Headers torn or run together by what wrote a text: read on, they may still be spelt out.

`总计商 业 企` and `业` are no names of columns; but where all that stands over the figures is
the form's headers from the first to the last, nothing there names another thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extraction.align.form_headers import list_by_level, list_by_place, list_lower, list_upper
from extraction.forms.table import Block, Table, label_key

_Shared = tuple[tuple[int, ...], ...]
"""By line: the headers that it has words of, from left to right."""


def spell_headers(texts: Iterable[str], block: Block) -> bool:
    """Whether the texts over a block's rows end in all its headers, in order, level by level.

    A page's end may cut them in two.
    """
    labels = [label_key(label) for label in list_by_level(block)]
    whole = "".join(labels)
    text = _read_on(texts)[-len(whole) :]
    return text == whole or _is_cut_across(text, labels)


def spell_wrapped_headers(lines: Sequence[Sequence[str]], block: Block) -> bool:
    """Whether lines of words are all a block's headers, which narrow columns have wrapped.

    Each line goes on, from left to right, in headers that stand there from left to right: a
    header's words follow each other down the lines, and nothing else is printed. Neighbours of
    one level must share a line: of words below each other, the order of columns is not told.
    """
    labels = list(list_by_place(block))
    keys = tuple(map(label_key, labels))
    words = [_read_words(line) for line in lines]
    shared = _go_on(words, 0, 0, keys, ((),))
    if not shared:
        return False
    neighbours = _pair_neighbours(labels, block)
    return all(_share_a_line(pair, shared) for pair in neighbours)


def _pair_neighbours(labels: Sequence[str], block: Block) -> Iterator[tuple[int, int]]:
    """Yield which of the headers stand beside each other on one level."""
    places = {label: number for number, label in enumerate(labels)}
    for level in (list_upper(block), list_lower(block)):
        numbers = [places[label] for label in level]
        yield from pairwise(numbers)


def _read_words(line: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a line as labels are compared, without signs that stand alone."""
    return tuple(filter(None, map(label_key, line)))


def _share_a_line(headers: Sequence[int], shared: _Shared) -> bool:
    """Whether some line has words of all these headers."""
    wanted = set(headers)
    return any(wanted.issubset(own) for own in shared)


def _go_on(
    lines: Sequence[Sequence[str]],
    line: int,
    at: int,
    rest: tuple[str, ...],
    used: _Shared,
) -> _Shared:
    """Return which headers each line has words of, if all words use up the rest of all headers.

    Nothing if they do not. `used` tells it of the lines that are read, up to a word of one.
    """
    if line == len(lines):
        return () if any(rest) else used
    if at == len(lines[line]):
        return _go_on(lines, line + 1, 0, rest, (*used, ()))
    word = lines[line][at]
    first = used[-1][-1] + 1 if used[-1] else 0
    for number in range(first, len(rest)):
        if not rest[number].startswith(word):
            continue
        left = rest[number].removeprefix(word)
        all_left = (*rest[:number], left, *rest[number + 1 :])
        used_now = (*used[:-1], (*used[-1], number))
        found = _go_on(lines, line, at + 1, all_left, used_now)
        if found:
            return found
    return ()


def spell_headings(texts: Iterable[str], table: Table) -> bool:
    """Whether what stands between a table's title and its one line of figures is all its headers.

    They stand in order, row by row, or are cut in two by a page's end; the rows' names, which may
    stand among them or before them all, must be there, and nothing else.
    """
    block = table.blocks[0]
    read = _read_on(texts)
    _, title, text = read.rpartition(label_key(table.label))
    if not title:
        return False
    names = [row.label for row in block.rows]
    for name in sorted((*names, *block.heads), key=len, reverse=True):
        key = label_key(name)
        if name in names and key not in text:
            return False
        text = text.replace(key, "")
    once = [label_key(column.label) for column in block.columns]
    columns = once * len(block.rows)
    return text == "".join(columns) or _is_cut_across(text, columns)


def _is_cut_across(text: str, labels: Sequence[str]) -> bool:
    """Whether a text is the upper parts of all labels in order, and then their lower parts.

    So a page's end cuts a line of headers that are set from top to bottom. Where all begin in
    order above it and go on in order below, they stand so in the table.

    >>> _is_cut_across("结结其他维持纠正", ["结维持", "结纠正", "其他"])
    True
    >>> _is_cut_across("结结其他纠正维持", ["结维持", "结纠正", "其他"])  # exchanged below
    False
    >>> _is_cut_across("甲丙乙丁", ["甲", "乙", "丙", "丁"])  # exchanged, and none is cut
    False
    """
    if len(text) != sum(map(len, labels)):
        return False
    for cut in range(1, len(text)):
        upper, lower = text[:cut], text[cut:]
        if _fall_in_two(upper, lower, labels):
            return True
    return False


def _fall_in_two(upper: str, lower: str, labels: Sequence[str]) -> bool:
    """Whether each label begins in one text and ends there or in the other, in order in both."""
    reached = {0}  # how much of the upper text the labels so far may have taken
    done = 0
    for label in labels:
        goes_on = (_take_label(label, upper, at, lower, done - at) for at in reached)
        reached = set[int]().union(*goes_on)
        done += len(label)
    return len(upper) in reached


def _take_label(label: str, upper: str, at: int, lower: str, below: int) -> Iterator[int]:
    """Yield how far the upper text is read where a label begins in it and ends in the lower."""
    for cut in range(1, len(label) + 1):
        if not upper.startswith(label[:cut], at):
            return
        if lower.startswith(label[cut:], below):
            yield at + cut


def _read_on(texts: Iterable[str]) -> str:
    return label_key("".join(texts))
