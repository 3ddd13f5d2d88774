"""The words over a block's figures: in which orders its columns may stand.

A header that is wrapped in its cell lies on several lines of a text, between parts of its
neighbours: of a line it is known only that what stands on the left is the column to the left.
Whatever order of columns lets every header be put together from such parts is possible.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial, reduce
from operator import and_, or_
from typing import NamedTuple

from extraction.forms.table import Block, Labelled, label_key
from extraction.forms.thresholds import SHORTEST_BEGINNING
from extraction.judge.column_order import ColumnOrder, Order, order_of, parts_of

_MOST_ORDERS = 24
"""More orders than these are no order at all."""
_MOST_WORDS = 90
"""No block has so many words over its figures."""
_NOWHERE = -1
_SPELLINGS = str.maketrans("钩沟嵇", "勾勾稽")
"""勾稽 is written in several ways."""


class HeaderWord(NamedTuple):
    """What `label_key` leaves of a printed word, and the line that it stands on."""

    text: str
    line: int


class _Header(NamedTuple):
    """A printed header: what it may say, and the figures that it stands over, if that is known."""

    labels: tuple[str, ...]
    left: int = _NOWHERE
    right: int = _NOWHERE
    may_lack: bool = False


class _Said(NamedTuple):
    """What is said of each header, and which of them was the last on the present line.

    joins: how often a word went on in the header of the word before it on its line.
    """

    headers: tuple[str, ...]
    last: int = _NOWHERE
    joins: int = 0


def find_orders(words: Sequence[HeaderWord], block: Block) -> list[Order]:
    """Return every order in which a block's columns may stand, where the form's is one of them.

    None where the words speak for another over some of the rows that stand side by side.
    Of the ways to read the words, the first counts in which they are the form's headers: read on
    one behind the other, or line by line; whole, or each but its beginning. Rows and columns, or
    two groups, never are in another order at once.
    """
    if not words or len(words) > _MOST_WORDS or speak_for_another(words, block):
        return []
    words = _spell_alike(words)
    own = order_of(block)
    for cut in (False, True):
        for fits in (_are_read_on, _stand_over):
            if fits(words, block, own, cut=cut):
                return _find_all(own, partial(fits, words, block, cut=cut))
    return []


def speak_for_another(words: Sequence[HeaderWord], block: Block) -> bool:
    """Whether words over rows side by side are headers line by line, but in another order.

    Whole ones, or the beginnings of all; or in the form's order only if more words of one line
    are put together. The rows stand as in the form; over all of them or some, the columns in an
    order of their own.
    """
    own = order_of(block)
    beside = len({word.line for word in words}) < len(words) <= _MOST_WORDS
    if not (own.is_across and beside):
        return False
    words = _spell_alike(words)
    headers = _list_headers(block, own)
    for cut in (False, True):
        if _may_be_said(words, headers, cut=cut):
            return _is_better_said(words, block, own, cut=cut)
    return False


def _is_better_said(
    words: Sequence[HeaderWord], block: Block, own: ColumnOrder, *, cut: bool
) -> bool:
    """Whether words are put together less often in another arrangement than the form's."""
    least = _count_joins(words, _list_headers(block, own), cut=cut)
    if least == 0:
        return False
    for order in own.arrangements():
        joins = _count_joins(words, _list_headers(block, order), cut=cut)
        if joins is not None and (least is None or joins < least):
            return True
    return False


def _spell_alike(words: Iterable[HeaderWord]) -> list[HeaderWord]:
    return [word._replace(text=word.text.translate(_SPELLINGS)) for word in words]


def _find_all(own: ColumnOrder, fits: Callable[[ColumnOrder], bool]) -> list[Order]:
    """Return all orders that fit, the form's own first; none if there are too many.

    Those of one part of the headers are reached from each other by exchanging neighbours.
    """
    orders = {own.to_order(): None}
    for exchange in parts_of(own):
        seen = {own}
        waiting = [own]
        while waiting:
            present = waiting.pop()
            for moved in exchange(present):
                if moved in seen or not fits(moved):
                    continue
                seen.add(moved)
                waiting.append(moved)
                orders[moved.to_order()] = None
                if len(orders) > _MOST_ORDERS:
                    return []
    return list(orders)


def _are_read_on(
    words: Sequence[HeaderWord], block: Block, order: ColumnOrder, *, cut: bool
) -> bool:
    """Whether the words, one behind the other, are the headers level by level in an order."""
    if order.is_across:
        return False  # align reads those on by itself
    text = "".join(word.text for word in words)
    for header in block.heads:
        text = text.removeprefix(label_key(header))
    names: dict[str, Labelled] = {}
    for named in (*block.columns, *block.column_groups):
        names[named.key] = named
    rest = {text}
    for key in order.levels():
        further = set[str]()
        for word in _ways_to_say(names[key], cut=cut):
            further.update(left.removeprefix(word) for left in rest if left.startswith(word))
        rest = further
    return "" in rest


def _ways_to_say(named: Labelled, *, cut: bool) -> Iterator[str]:
    """Yield what may be printed of a header: all of it, or its beginning where headers are cut."""
    for label in _labels_of(named):
        yield label
        if cut:
            yield from (label[:end] for end in range(SHORTEST_BEGINNING, len(label)))


def _labels_of(named: Labelled) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(label_key, named.labels)))


def _stand_over(
    words: Sequence[HeaderWord], block: Block, order: ColumnOrder, *, cut: bool
) -> bool:
    """Whether every word is a part of a header, each line's from left to right.

    cut: whether only the beginning of a header may be left.
    """
    headers = _list_headers(block, order)
    said = _may_be_said(words, headers, cut=cut)
    return said and _count_joins(words, headers, cut=cut) is not None


def _count_joins(
    words: Sequence[HeaderWord], headers: Sequence[_Header], *, cut: bool
) -> int | None:
    """Return how many words of one line must at least be put together, so that all are headers.

    None if no way to put them together makes them that.
    """
    begun = [_beginnings_of(header.labels) for header in headers]
    states = {_Said(("",) * len(headers))}
    line = words[0].line
    for word in words:
        if word.line != line:
            states = {state._replace(last=_NOWHERE) for state in states}
            line = word.line
        further = set[_Said]()
        for state in states:
            further.update(_take(word.text, state, headers, begun))
        states = further
    said = (state for state in states if _are_all_said(state.headers, headers, cut=cut))
    return min((state.joins for state in said), default=None)


def _may_be_said(words: Sequence[HeaderWord], headers: Sequence[_Header], *, cut: bool) -> bool:
    """Whether words are parts of headers, and have their characters as often: else no order fits.

    Told without trying the ways to put them together, of which a report may allow millions.
    """
    labels = {label for header in headers for label in header.labels}
    texts = [word.text for word in words]
    for text in texts:
        if not any(text in label for label in labels):
            return False
    least, most = Counter[str](), Counter[str]()
    for header in headers:
        counts = list(map(Counter, header.labels))
        most += reduce(or_, counts)
        if not (cut or header.may_lack):
            least += reduce(and_, counts)
    return least <= Counter("".join(texts)) <= most


def _list_headers(block: Block, order: ColumnOrder) -> list[_Header]:
    return [*_headers_over(block, order), *_headers_of_columns(block, order)]


def _headers_over(block: Block, order: ColumnOrder) -> Iterator[_Header]:
    """Yield the headers over all columns or beside them, and the names of rows side by side."""
    width = len(block.columns)
    rows = {row.key: row for row in block.rows}
    for at, key in enumerate(order.rows if order.is_across else ()):
        yield _Header(_labels_of(rows[key]), at * width, (at + 1) * width)
    for text in block.heads:
        header = _Header((label_key(text),), may_lack=True)
        if order.is_across:
            header = header._replace(left=width, right=len(order.rows) * width)
        yield header


def _headers_of_columns(block: Block, order: ColumnOrder) -> Iterator[_Header]:
    """Yield the headers of the columns and of their groups, once for each row side by side."""
    columns = {column.key: column for column in block.columns}
    for number in range(len(order.rows)):
        keys = list(order.keys(number))
        start = number * len(keys)
        for at, key in enumerate(keys, start):
            yield _Header(_labels_of(columns[key]), at, at + 1)
        for group in block.column_groups:
            members = block.members(group.key)
            first = start + min(map(keys.index, members))
            yield _Header(_labels_of(group), first, first + len(members))


@lru_cache(maxsize=256)
def _beginnings_of(labels: tuple[str, ...]) -> frozenset[str]:
    """Return what some labels begin with, themselves among it."""
    return frozenset(label[:end] for label in labels for end in range(len(label) + 1))


def _take(
    word: str, state: _Said, headers: Sequence[_Header], begun: Sequence[frozenset[str]]
) -> Iterator[_Said]:
    """Yield what is said after a word of some header that stands right of the last, or is it."""
    said, last, joins = state
    end = headers[last].right if last != _NOWHERE else 0
    for at, header in enumerate(headers):
        text = said[at] + word
        if text not in begun[at]:
            continue
        after = (*said[:at], text, *said[at + 1 :])
        if header.left == _NOWHERE:
            yield _Said(after, last, joins)
        elif at == last:
            yield _Said(after, at, joins + 1)
        elif header.left >= end:
            yield _Said(after, at, joins)


def _are_all_said(said: Sequence[str], headers: Sequence[_Header], *, cut: bool) -> bool:
    """Whether each header is said, those that may be cut by their beginning."""
    for text, header in zip(said, headers, strict=True):
        begun = cut and len(text) >= SHORTEST_BEGINNING
        lacks = header.may_lack and not text
        if not (text in header.labels or begun or lacks):
            return False
    return True
