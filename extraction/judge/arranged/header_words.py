"""The words over a block's figures: in which orders its columns may stand.

A header that is wrapped in its cell lies on several lines of a text, between parts of its
neighbours: of a line it is known only that what stands on the left is the column to the left.
Whatever order of columns lets every header be put together from such parts is possible.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial, reduce
from itertools import groupby
from operator import and_, or_
from typing import NamedTuple

from extraction.forms.table import Block, Labelled, label_key
from extraction.forms.thresholds import SHORTEST_BEGINNING
from extraction.judge.arranged.column_order import ColumnOrder, Order, order_of, parts_of

_MOST_ORDERS = 24
"""More orders than these are no order at all."""
_MOST_WORDS = 90
"""No block has so many words over its figures."""
_MOST_WAYS = 200_000
"""With more ways than these to put words together, tried word by word, it is not told what they
say. Of 2,000 made-up reports the most that one needed was 27,000."""
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

    @property
    def has_place(self) -> bool:
        """Whether it matters what stands left and right of it."""
        return self.left != _NOWHERE

    def may_follow(self, end: int) -> bool:
        """Whether it may stand right of a header that ends there."""
        return not self.has_place or self.left >= end

    def may_hold(self, text: str) -> bool:
        """Whether a word may be a part of it."""
        return any(text in label for label in self.labels)


class _Said(NamedTuple):
    """What is said of each header, and which of them was the last on the present line."""

    headers: tuple[str, ...]
    last: int = _NOWHERE


_Ways = dict[_Said, int]
"""What may be said until now; how often at least a word went on in the header of the word before
it on its line."""


class TooManyWays(Exception):
    """There are more ways to put words together than can be tried."""


def find_orders(words: Sequence[HeaderWord], block: Block) -> list[Order]:
    """Return every order in which a block's columns may stand, where the form's is one of them.

    None where the words speak for another over some of the rows that stand side by side.
    None, too, where there are more ways to put words together than can be tried.
    """
    if not words or len(words) > _MOST_WORDS or speak_for_another(words, block):
        return []
    try:
        return _find_fitting(_spell_alike(words), block)
    except TooManyWays:
        return []


def _find_fitting(words: Sequence[HeaderWord], block: Block) -> list[Order]:
    """Return the orders that fit, by the first way to read the words that makes them the form's.

    Read on one behind the other, or line by line; whole, or each but its beginning. Rows and
    columns, or two groups, never are in another order at once.
    """
    own = order_of(block)
    for cut in (False, True):
        read_on = partial(_are_read_on, words, block, cut=cut)
        stand_over = partial(_stand_over, _Search(words, cut=cut), block)
        for fits in (read_on, stand_over):
            if fits(own):
                return _find_all(own, fits)
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
    headers = _list_headers(block, own)
    for cut in (False, True):
        search = _Search(_spell_alike(words), cut=cut)
        if search.may_say(headers):
            try:
                return _is_better_said(search, block, own)
            except TooManyWays:
                return True
    return False


def _is_better_said(search: "_Search", block: Block, own: ColumnOrder) -> bool:
    """Whether words are put together less often in another arrangement than the form's."""
    least = search.count_joins(_list_headers(block, own))
    if least == 0:
        return False
    anyhow = search.count_joins(_list_headers(block, own, in_order=False))
    if anyhow is None or anyhow == least:
        return False  # as no arrangement is, told without trying them all
    return any(
        search.count_joins(_list_headers(block, order), below=least) is not None
        for order in own.arrangements()
    )


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


def _stand_over(search: "_Search", block: Block, order: ColumnOrder) -> bool:
    """Whether every word is a part of a header, each line's from left to right."""
    headers = _list_headers(block, order)
    return search.may_say(headers) and search.count_joins(headers) is not None


class _Search:
    """The ways to put the words of some lines together, so that they are headers.

    cut: whether only the beginning of a header may be left.
    """

    def __init__(self, words: Sequence[HeaderWord], *, cut: bool) -> None:
        self._lines: list[list[str]] = []
        for _, line in groupby(words, lambda word: word.line):
            self._lines.append([word.text for word in line])
        self._cut = cut
        self._left = _MOST_WAYS

    def count_joins(self, headers: Sequence[_Header], below: int | None = None) -> int | None:
        """Return how many words of one line must at least be put together: all are headers then.

        None if no way to put them together makes them that, with fewer than `below`.
        TooManyWays where not all can be tried.
        """
        ways: _Ways = {_Said(("",) * len(headers)): 0}
        for line, beside in zip(self._lines, _list_beside(self._lines), strict=True):
            for text in line:
                ways = _take(text, ways, headers, below)
                self._left -= len(ways)
                if self._left < 0:
                    raise TooManyWays
            ways = _merge_alike(ways, _find_alike(headers, beside))
        said = (joins for state, joins in ways.items() if self._are_said(state, headers))
        return min(said, default=None)

    def _are_said(self, state: _Said, headers: Sequence[_Header]) -> bool:
        """Whether each header is said, those that may be cut by their beginning."""
        for text, header in zip(state.headers, headers, strict=True):
            begun = self._cut and len(text) >= SHORTEST_BEGINNING
            lacks = header.may_lack and not text
            if not (text in header.labels or begun or lacks):
                return False
        return True

    def may_say(self, headers: Sequence[_Header]) -> bool:
        """Whether words are parts of headers, and have their characters as often: else none fits.

        Told without trying the ways to put them together, of which a report may allow millions.
        """
        texts = [text for line in self._lines for text in line]
        for text in texts:
            if not any(header.may_hold(text) for header in headers):
                return False
        least, most = Counter[str](), Counter[str]()
        for header in headers:
            counts = list(map(Counter, header.labels))
            most += reduce(or_, counts)
            if not (self._cut or header.may_lack):
                least += reduce(and_, counts)
        return least <= Counter("".join(texts)) <= most


def _list_beside(lines: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """Return, for each line, the words behind it that have neighbours on their lines."""
    beside = [frozenset[str]()]
    for line in reversed(lines[1:]):
        beside.append(beside[-1].union(line if len(line) > 1 else ()))
    return beside[::-1]


def _find_alike(headers: Sequence[_Header], beside: Collection[str]) -> list[list[int]]:
    """Return which headers are alike, and no word that is to come tells them apart by its place."""
    alike: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for at, header in enumerate(headers):
        if not (header.has_place and any(map(header.may_hold, beside))):
            alike.setdefault((header.labels, header.may_lack), []).append(at)
    return [places for places in alike.values() if len(places) > 1]


def _merge_alike(ways: _Ways, alike: Sequence[Sequence[int]]) -> _Ways:
    """Return the ways at the end of a line, one of those that differ in alike headers only."""
    merged: _Ways = {}
    for state, joins in ways.items():
        headers = list(state.headers)
        for places in alike:
            texts = sorted(headers[at] for at in places)
            for at, text in zip(places, texts, strict=True):
                headers[at] = text
        _keep(merged, _Said(tuple(headers)), joins)
    return merged


def _keep(ways: _Ways, state: _Said, joins: int) -> None:
    ways[state] = min(joins, ways.get(state, joins))


def _list_headers(block: Block, order: ColumnOrder, *, in_order: bool = True) -> list[_Header]:
    """Return what is printed over a block's figures; the columns of a row in an order, or in any.

    In any: each is as wide as nothing at its row's left end, so that all may follow each other.
    """
    headers = list(_headers_over(block, order))
    width = len(block.columns)
    for header in _headers_of_columns(block, order):
        start = header.left // width * width
        headers.append(header if in_order else header._replace(left=start, right=start))
    return headers


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


def _take(text: str, ways: _Ways, headers: Sequence[_Header], below: int | None) -> _Ways:
    """Return what is said after a word of some header that stands right of the last, or is it.

    below: fewer words than these may be put together.
    """
    further: _Ways = {}
    able = [at for at, header in enumerate(headers) if header.may_hold(text)]
    for state, joins in ways.items():
        said, last = state
        end = headers[last].right if last != _NOWHERE else 0
        for at in able:
            header = headers[at]
            goes_on = at == last
            joined = joins + goes_on
            after = said[at] + text
            if after not in _beginnings_of(header.labels):
                continue
            if not (goes_on or header.may_follow(end)):
                continue
            if below is not None and joined >= below:
                continue
            now = at if header.has_place else last
            changed = (*said[:at], after, *said[at + 1 :])
            _keep(further, _Said(changed, now), joined)
    return further
