"""What happens to the figures of a row: dropped, said twice, exchanged, merged."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from evals.fuzz.sheet import Damage, SheetBlock, any_line


def drop_figure(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row lacks one figure, and nobody knows which."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    gone = rng.randrange(len(line.figures))
    lost = line.figures[gone].home
    figures = line.figures[:gone] + line.figures[gone + 1 :]
    block = block.put(index, replace(line, figures=figures))
    return replace(block, dropped=block.dropped | ({lost} if lost else set()))


def repeat_figure(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row has one figure twice."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    place = rng.randrange(len(line.figures))
    figures = (*line.figures[:place], line.figures[place], *line.figures[place:])
    return block.put(index, replace(line, figures=figures))


def swap_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two figures of a row exchange their places: the print now says so."""
    index = any_line(block, rng)
    line = block.lines[index]
    if len(line.figures) < 2 or line.loose:
        return block
    first, second = sorted(rng.sample(range(len(line.figures)), 2))
    figures = list(line.figures)
    figures[first], figures[second] = figures[second], figures[first]
    return block.put(index, replace(line, figures=tuple(figures)))


def merge_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """One figure is drawn over two columns: nobody knows whose it is."""
    index = any_line(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if len(line.figures) < 2:
        return block
    place = rng.randrange(len(line.figures) - 1)
    kept, lost = line.figures[place], line.figures[place + 1]
    figures = (
        *line.figures[:place],
        replace(kept, span=kept.span + lost.span),
        *line.figures[place + 2 :],
    )
    block = block.put(index, replace(line, figures=figures))
    return replace(block, dropped=block.dropped | ({lost.home} if lost.home else set()))


DAMAGES: Mapping[str, Damage] = {
    "figure dropped": drop_figure,
    "figure repeated": repeat_figure,
    "figures swapped": swap_figures,
    "figures merged": merge_figures,
}
