"""A table whose words, read on in printed order, spell the form's labels and no other.

What takes text out of a page puts the parts of a wrapped label around its figures, and those of
a group that stands beside several rows between them. Each part alone is like no label. But where
the words between the lines of figures are the labels of all rows, one after the other, with the
groups' among them, and a full line of figures stands within or behind each, nothing is left to
doubt about rows; `header_words` says in which orders the columns may stand.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.forms.table import Block, Table, label_key
from extraction.judge.arranged.column_order import Order
from extraction.judge.arranged.header_words import HeaderWord, find_orders, speak_for_another
from extraction.judge.arranged.page_numbers import (
    FigureLine,
    find_ways,
    is_on_one_line,
    without_page_numbers,
)
from extraction.judge.arranged.proposal import Proposal
from extraction.judge.arranged.speller import Speller
from extraction.text.numbers import parse_cell
from extraction.values.layout import Token
from extraction.values.record import CellKey

_NUMBER = re.compile("^[一二三四五六七八九十]{1,2}")
SPELT = "spelt out"
"""The arrangement of such tables: the usual one."""


class _Print(NamedTuple):
    """The words before each line of figures, and behind the last; the lines of figures."""

    words: list[list[HeaderWord]]
    lines: list[FigureLine]


def propose_spelt(
    tokens: Sequence[Token], table: Table, titles: Sequence[str]
) -> Iterator[Proposal]:
    """Propose what a region spells out, in every order of columns that its headers allow.

    titles: what the table's section may be called. A proposal has all labels beside its cells
    only if its headers allow one order, and no number of a page can be a figure, nor the other way:
    a digit that a narrow column has wrapped stands alone on its line, too.
    """
    widths: list[int] = []
    for block in table.blocks:
        widths += [_width(block)] * _count_lines(block)
    apart = list(tokens) if 1 in widths else without_page_numbers(tokens)
    found = _read(apart)
    if found is None or len(found.lines) != len(widths):
        return
    ways = list(find_ways(found.lines, widths))
    orders = _explain(found, table, titles) if ways else None
    for chosen in _choose(orders or []):
        together = len(widths) == 1 or all(map(is_on_one_line, ways[0]))
        whole = len(apart) == len(tokens) and ways[0] == tuple(found.lines)
        sure = together and whole and len(ways) == chosen.of == 1
        for lines in ways:
            yield Proposal(SPELT, _place(lines, table, chosen.orders), labelled=sure)


def is_headed_otherwise(tokens: Sequence[Token], table: Table, titles: Sequence[str]) -> bool:
    """Whether headers that are wrapped over rows side by side name the columns in another order."""
    found = _read(without_page_numbers(tokens))
    if found is None or len(found.lines) != 1:
        return False
    words = _without_title(found.words[0], titles)
    return speak_for_another(words, table.blocks[0])


class _Chosen(NamedTuple):
    """An order of each block's columns: one of so many ways to choose them."""

    orders: list[Order]
    of: int


def _choose(orders: Sequence[Sequence[Order]]) -> Iterator[_Chosen]:
    """Yield the orders of each block's columns; none if two blocks have several."""
    free = [number for number, own in enumerate(orders) if len(own) > 1]
    if not orders or len(free) > 1:
        return
    number = free[0] if free else 0
    for order in orders[number]:
        chosen = [own[0] for own in orders]
        chosen[number] = order
        yield _Chosen(chosen, len(orders[number]))


def _count_lines(block: Block) -> int:
    return 1 if block.arrangement == "across" else len(block.rows)


def _width(block: Block) -> int:
    return len(block.columns) * len(block.rows) // _count_lines(block)


def _read(tokens: Sequence[Token]) -> _Print | None:
    """Return a region's words and lines of figures; None if it is drawn, or holds anything else."""
    words: list[list[HeaderWord]] = [[]]
    lines: list[FigureLine] = []
    for token in tokens:
        if token.drawn is not None:
            return None
        if token.kind == "label":
            if len(words) == len(lines):
                words.append([])
            keys = filter(None, map(label_key, token.text.split()))
            words[-1].extend(HeaderWord(key, token.line) for key in keys)
        elif token.kind in ("figure", "mark") and parse_cell(token.text).canonical:
            if len(words) > len(lines):
                lines.append(())
            lines[-1] = (*lines[-1], token)
        else:
            return None
    if len(words) == len(lines):
        words.append([])
    return _Print(words, lines)


def _explain(found: _Print, table: Table, titles: Sequence[str]) -> list[list[Order]] | None:
    """Return the orders of each block's columns, if the form's labels say all that is printed."""
    first, *others = found.words
    words = [_without_title(first, titles), *others]
    return _explain_from(words, table.blocks, 0, 0)


def _without_title(words: list[HeaderWord], titles: Sequence[str]) -> list[HeaderWord]:
    """Leave out a table's title, numbered or not, and what stands before it."""
    names = {label_key(title) for title in titles}
    for at, word in enumerate(words):
        if word.text in names or _NUMBER.sub("", word.text, count=1) in names:
            return words[at + 1 :]
    return words


def _explain_from(
    words: Sequence[Sequence[HeaderWord]], blocks: Sequence[Block], line: int, start: int
) -> list[list[Order]] | None:
    """Return the orders of the columns of some blocks, of which the first begins at a line.

    start: how many words before that line are those of the block before.
    """
    before = words[line]
    if not blocks:
        return [] if start == len(before) else None
    block, *others = blocks
    below = words[line + 1 : line + 1 + _count_lines(block)]
    for begin in range(start + 1, len(before) + 1):
        ends = _spell_rows(block, before[begin:], below)
        orders = find_orders(before[start:begin], block) if ends else []
        for end in ends if orders else ():
            rest = _explain_from(words, others, line + _count_lines(block), end)
            if rest is not None:
                return [orders, *rest]
    return None


def _spell_rows(
    block: Block, before: Sequence[HeaderWord], below: Sequence[Sequence[HeaderWord]]
) -> list[int]:
    """Return how many of the words behind a block's last figures may be the end of its labels.

    before: the words between its headers and its first figures. below: those behind each line.
    """
    if block.arrangement == "across":
        return [] if before else [0]
    speller = Speller(block)
    speller.say("".join(word.text for word in before))
    if not speller.may_go_on:
        return []
    *between, behind = below
    for row, words in enumerate(between):
        speller.pass_figures(row)
        speller.say("".join(word.text for word in words))
    speller.pass_figures(len(between))
    ends = [0] if speller.is_done else []
    for count, word in enumerate(behind, 1):
        speller.say(word.text)
        if speller.is_done:
            ends.append(count)
    return ends


def _place(
    lines: Sequence[FigureLine], table: Table, orders: Sequence[Order]
) -> dict[CellKey, Token | None]:
    """Return the cell of each figure, by the order of each block's columns."""
    cells: dict[CellKey, Token | None] = dict.fromkeys(table.cells())
    rest = iter(lines)
    for block, order in zip(table.blocks, orders, strict=True):
        for row in block.rows[: _count_lines(block)]:
            for (own, column), token in zip(order, next(rest), strict=True):
                cells[CellKey(table.key, own or row.key, column)] = token
    return cells
