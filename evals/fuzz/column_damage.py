"""What happens to the columns of a block and to their heads, and to its truth with them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeVar

from evals.fuzz.sheet import InkedFigure, SheetBlock, SheetDamage, SheetHead, any_head

Printed = TypeVar("Printed", SheetHead, InkedFigure)


def _columns(block: SheetBlock, rng: Random) -> tuple[int, int] | None:
    """Choose two columns that may be exchanged: both stand under the same heading."""
    pairs: list[tuple[int, int]] = []
    for (i, one), (j, other) in combinations(enumerate(block.heads), 2):
        if one.group == other.group:
            pairs.append((i, j))
    return rng.choice(pairs) if pairs and not block.is_loose else None


def swap_heads(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two heads exchange their places: the print now says something else."""
    pair = _columns(block, rng)
    if pair is None:
        return block
    return replace(block, heads=_exchange(block.heads, pair))


def exchange_columns(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two columns exchange their places, heads and figures."""
    pair = _columns(block, rng)
    width = len(block.heads)
    if pair is None or any(len(line.figures) != width for line in block.lines):
        return block
    lines = []
    for line in block.lines:
        figures = _exchange(line.figures, pair)
        lines.append(replace(line, figures=figures))
    heads = _exchange(block.heads, pair)
    return replace(block, heads=heads, lines=tuple(lines))


def _exchange(printed: tuple[Printed, ...], pair: tuple[int, int]) -> tuple[Printed, ...]:
    """Return heads or figures with two of them exchanged."""
    first, second = pair
    order = list(printed)
    order[first], order[second] = order[second], order[first]
    return tuple(order)


def lose_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column is not printed, neither head nor figures."""
    if len(block.heads) < 2 or block.is_loose:
        return block
    gone = any_head(block, rng)
    block = replace(block, heads=_drop(block.heads, gone))
    return _without_figures(block, gone)


def drop_column_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's figures are not printed, its head is."""
    gone = any_head(block, rng)
    return _without_figures(block.loosen_all(), gone)


def drop_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head is not printed, its figures are."""
    gone = any_head(block, rng)
    block = block.loosen_all()
    return replace(block, heads=_drop(block.heads, gone))


def lose_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head is empty."""
    index = any_head(block, rng)
    head = replace(block.heads[index], text="")
    return _put_head(block.doubt_all(), index, head)


def rename_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head names another thing."""
    if block.is_loose:
        return block
    index = any_head(block, rng)
    words = rng.choice(("外国人", "上年同期", "同比增减", "备注", "占比", "小计"))
    head = SheetHead(words, None, block.heads[index].group)
    return _put_head(block, index, head)


def add_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column that the form does not know, with the figures of another."""
    if block.is_loose:
        return block
    heads = list(block.heads)
    place = rng.randrange(len(heads) + 1)
    source = rng.randrange(len(heads))
    near = heads[min(place, len(heads) - 1)]
    words = rng.choice(("小计", "上年", "备注", "占比", "序号", "单位"))
    heads.insert(place, SheetHead(words, None, near.group))
    lines = []
    for line in block.lines:
        figures = list(line.figures)
        figures.insert(place, figures[source])
        lines.append(replace(line, figures=tuple(figures)))
    return replace(block, heads=tuple(heads), lines=tuple(lines))


def _drop(heads: tuple[SheetHead, ...], gone: int) -> tuple[SheetHead, ...]:
    return heads[:gone] + heads[gone + 1 :]


def _without_figures(block: SheetBlock, gone: int) -> SheetBlock:
    dropped = set(block.dropped)
    lines = []
    for line in block.lines:
        figures = list(line.figures)
        if gone < len(figures):
            home = figures.pop(gone).home
            if home and block.is_loose:
                dropped.add(home)
        lines.append(replace(line, figures=tuple(figures)))
    return replace(block, lines=tuple(lines), dropped=frozenset(dropped))


def draw_gap(block: SheetBlock, rng: Random) -> SheetBlock:
    """An empty column is drawn between the others, below its own empty head."""
    gap = any_head(block, rng)
    return replace(block.doubt_all(), gap=gap)


def hide_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column stands in the page's source, and the browser does not show it."""
    places = [i for i, head in enumerate(block.heads) if not head.group]
    if block.across or block.is_loose or not places:
        return block
    index = rng.choice(places)
    head = replace(block.heads[index], hidden=True)
    return _put_head(block, index, head)


def _put_head(block: SheetBlock, index: int, head: SheetHead) -> SheetBlock:
    heads = list(block.heads)
    heads[index] = head
    return replace(block, heads=tuple(heads))


DAMAGES: Mapping[str, SheetDamage] = {
    "heads swapped": swap_heads,
    "columns swapped": exchange_columns,
    "column dropped": lose_column,
    "column's figures dropped": drop_column_figures,
    "head dropped": drop_head,
    "head lost": lose_head,
    "head renamed": rename_head,
    "column added": add_column,
    "gap column": draw_gap,
    "column hidden": hide_column,
}
