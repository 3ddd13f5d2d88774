"""What happens to the figures of a row: dropped, said twice, exchanged, merged."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from evals.fuzz.sheet import InkedFigure, SheetBlock, SheetDamage, any_line


def drop_figure(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row lacks one figure, and nobody knows which."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    figures = list(line.figures)
    gone = rng.randrange(len(figures))
    lost = figures.pop(gone)
    return _without_home(_put_figures(block, index, figures), lost)


def _put_figures(block: SheetBlock, index: int, figures: Iterable[InkedFigure]) -> SheetBlock:
    """Return the block with other figures in one line."""
    line = replace(block.lines[index], figures=tuple(figures))
    return block.put(index, line)


def _without_home(block: SheetBlock, lost: InkedFigure) -> SheetBlock:
    """Return the block once a figure is lost: the cell that was its own may be left open."""
    if lost.home is None:
        return block
    return replace(block, dropped=block.dropped | {lost.home})


def repeat_figure(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row has one figure twice."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    figures = list(line.figures)
    place = rng.randrange(len(figures))
    figures.insert(place, figures[place])
    return _put_figures(block, index, figures)


def swap_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two figures of a row exchange their places: the print now says so."""
    index = any_line(block, rng)
    line = block.lines[index]
    if len(line.figures) < 2 or line.loose:
        return block
    figures = list(line.figures)
    first, second = sorted(rng.sample(range(len(figures)), 2))
    figures[first], figures[second] = figures[second], figures[first]
    return _put_figures(block, index, figures)


def merge_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """One figure is drawn over two columns: nobody knows whose it is."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if len(line.figures) < 2:
        return block
    figures = list(line.figures)
    place = rng.randrange(len(figures) - 1)
    lost = figures.pop(place + 1)
    kept = figures[place]
    figures[place] = replace(kept, span=kept.span + lost.span)
    return _without_home(_put_figures(block, index, figures), lost)


DAMAGES: Mapping[str, SheetDamage] = {
    "figure dropped": drop_figure,
    "figure repeated": repeat_figure,
    "figures swapped": swap_figures,
    "figures merged": merge_figures,
}
