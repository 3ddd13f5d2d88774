"""What happens to the columns of a block and to their heads, and to its truth with them."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from evals.fuzz.sheet import Damage, SheetBlock, SheetHead


def _columns(block: SheetBlock, rng: Random) -> tuple[int, int] | None:
    pairs = [
        (i, j)
        for i in range(len(block.heads))
        for j in range(i + 1, len(block.heads))
        if block.heads[i].group == block.heads[j].group
    ]
    return rng.choice(pairs) if pairs and not block.is_loose else None


def swap_heads(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two heads exchange their places: the print now says something else."""
    pair = _columns(block, rng)
    if pair is None:
        return block
    heads = list(block.heads)
    heads[pair[0]], heads[pair[1]] = heads[pair[1]], heads[pair[0]]
    return replace(block, heads=tuple(heads))


def exchange_columns(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two columns exchange their places, heads and figures."""
    pair = _columns(block, rng)
    if pair is None or any(len(line.figures) != len(block.heads) for line in block.lines):
        return block
    order = list(range(len(block.heads)))
    order[pair[0]], order[pair[1]] = pair[1], pair[0]
    lines = []
    for line in block.lines:
        figures = tuple(line.figures[place] for place in order)
        lines.append(replace(line, figures=figures))
    heads = tuple(block.heads[place] for place in order)
    return replace(block, heads=heads, lines=tuple(lines))


def lose_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column is not printed, neither head nor figures."""
    if len(block.heads) < 2 or block.is_loose:
        return block
    gone = rng.randrange(len(block.heads))
    return _without_figures(replace(block, heads=_drop(block.heads, gone)), gone)


def drop_column_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's figures are not printed, its head is."""
    gone = rng.randrange(len(block.heads))
    return _without_figures(block.loosen_all(), gone)


def drop_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head is not printed, its figures are."""
    gone = rng.randrange(len(block.heads))
    block = block.loosen_all()
    return replace(block, heads=_drop(block.heads, gone))


def lose_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head is empty."""
    index = rng.randrange(len(block.heads))
    heads = list(block.heads)
    heads[index] = replace(heads[index], text="")
    return replace(block.doubt_all(), heads=tuple(heads))


def rename_head(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column's head names another thing."""
    if block.is_loose:
        return block
    index = rng.randrange(len(block.heads))
    heads = list(block.heads)
    heads[index] = SheetHead(
        rng.choice(("外国人", "上年同期", "同比增减", "备注", "占比", "小计")),
        None,
        heads[index].group,
    )
    return replace(block, heads=tuple(heads))


def add_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column that the form does not know, with the figures of another."""
    if block.is_loose:
        return block
    place = rng.randrange(len(block.heads) + 1)
    source = rng.randrange(len(block.heads))
    near = block.heads[min(place, len(block.heads) - 1)]
    head = SheetHead(rng.choice(("小计", "上年", "备注", "占比", "序号", "单位")), None, near.group)
    lines = tuple(
        replace(line, figures=(*line.figures[:place], line.figures[source], *line.figures[place:]))
        for line in block.lines
    )
    return replace(block, heads=(*block.heads[:place], head, *block.heads[place:]), lines=lines)


def _drop(heads: tuple[SheetHead, ...], gone: int) -> tuple[SheetHead, ...]:
    return heads[:gone] + heads[gone + 1 :]


def _without_figures(block: SheetBlock, gone: int) -> SheetBlock:
    lost = {line.figures[gone].home for line in block.lines if gone < len(line.figures)}
    lines = tuple(
        replace(line, figures=line.figures[:gone] + line.figures[gone + 1 :])
        for line in block.lines
    )
    dropped = block.dropped | {cell for cell in lost if cell} if block.is_loose else block.dropped
    return replace(block, lines=lines, dropped=dropped)


def draw_gap(block: SheetBlock, rng: Random) -> SheetBlock:
    """An empty column is drawn between the others, below its own empty head."""
    return replace(block.doubt_all(), gap=rng.randrange(len(block.heads)))


def hide_column(block: SheetBlock, rng: Random) -> SheetBlock:
    """A column stands in the page's source, and the browser does not show it."""
    places = [i for i, head in enumerate(block.heads) if not head.group]
    if block.across or block.is_loose or not places:
        return block
    index = rng.choice(places)
    heads = list(block.heads)
    heads[index] = replace(heads[index], hidden=True)
    return replace(block, heads=tuple(heads))


DAMAGES: Mapping[str, Damage] = {
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
