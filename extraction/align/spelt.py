"""Headers torn or run together by what wrote a text: read on, they may still be spelt out.

`总计商 业 企` and `业` are no names of columns; but where all that stands over the figures is
the form's headers from the first to the last, nothing there names another thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extraction.forms.table import Block, Table, label_key


def spell_headers(texts: Iterable[str], block: Block) -> bool:
    """Whether the texts over a block's rows end in all its headers, in order, level by level.

    A page's end may cut them in two.
    """
    labels = [label_key(label) for label in _by_level(block)]
    size = sum(map(len, labels))
    text = _read_on(texts)[-size:]
    return text == "".join(labels) or _is_cut_across(text, labels)


def spell_wrapped_headers(lines: Sequence[Sequence[str]], block: Block) -> bool:
    """Whether lines of words are all a block's headers, which narrow columns have wrapped.

    Each line goes on, from left to right, in headers that stand there from left to right: a
    header's words follow each other down the lines, and nothing else is printed. Neighbours of
    one level must share a line: of words below each other, the order of columns is not told.
    """
    labels = list(_by_place(block))
    places = {label: number for number, label in enumerate(labels)}
    upper = [places[label] for label in _list_upper(block)]
    lower = [places[column.label] for column in block.columns if column.group is not None]
    words: list[tuple[str, ...]] = []
    for line in lines:
        words.append(tuple(label_key(word) for word in line if label_key(word)))
    shared = _go_on(words, 0, 0, tuple(map(label_key, labels)), ((),))
    pairs = [*pairwise(upper), *pairwise(lower)]
    return bool(shared) and all(any(set(pair) <= set(own) for own in shared) for pair in pairs)


def _go_on(
    lines: Sequence[Sequence[str]],
    line: int,
    at: int,
    rest: tuple[str, ...],
    used: tuple[tuple[int, ...], ...],
) -> tuple[tuple[int, ...], ...]:
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
        if rest[number].startswith(word):
            left = (*rest[:number], rest[number][len(word) :], *rest[number + 1 :])
            own = (*used[:-1], (*used[-1], number))
            found = _go_on(lines, line, at + 1, left, own)
            if found:
                return found
    return ()


def spell_headings(texts: Iterable[str], table: Table) -> bool:
    """Whether what stands between a table's title and its one line of figures is all its headers.

    They stand in order, row by row, or are cut in two by a page's end; the rows' names, which may
    stand among them or before them all, must be there, and nothing else.
    """
    block = table.blocks[0]
    _, title, text = _read_on(texts).rpartition(label_key(table.label))
    if not title:
        return False
    names = [row.label for row in block.rows]
    for name in sorted((*names, *block.heads), key=len, reverse=True):
        if name in names and label_key(name) not in text:
            return False
        text = text.replace(label_key(name), "")
    columns = [label_key(column.label) for column in block.columns] * len(block.rows)
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
    return any(_fall_in_two(text[:cut], text[cut:], labels) for cut in range(1, len(text)))


def _fall_in_two(upper: str, lower: str, labels: Sequence[str]) -> bool:
    """Whether each label begins in one text and ends there or in the other, in order in both."""
    reached = {0}  # how much of the upper text the labels so far may have taken
    done = 0
    for label in labels:
        found: set[int] = set()
        for at in reached:
            below = done - at
            for cut in range(1, len(label) + 1):
                begins = upper.startswith(label[:cut], at)
                if begins and lower.startswith(label[cut:], below):
                    found.add(at + cut)
        reached = found
        done += len(label)
    return len(upper) in reached


def _read_on(texts: Iterable[str]) -> str:
    return label_key("".join(texts))


def _by_level(block: Block) -> Iterator[str]:
    """Yield the upper headers, a group's where its first column stands, then the others."""
    yield from _list_upper(block)
    for column in block.columns:
        if column.group is not None:
            yield column.label


def _list_upper(block: Block) -> Iterator[str]:
    groups = {group.key: group.label for group in block.column_groups}
    for column in block.columns:
        if column.group is None:
            yield column.label
        elif column.group in groups:
            yield groups.pop(column.group)


def _by_place(block: Block) -> Iterator[str]:
    """Yield the headers from left to right, a group's before those that it stands over."""
    groups = {group.key: group.label for group in block.column_groups}
    for column in block.columns:
        if column.group in groups:
            yield groups.pop(column.group)
        yield column.label
