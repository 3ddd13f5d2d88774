"""Lies about a table: each changes an answer that is true into one that is not, by both protocols.

What an answer's labels say stays true under every lie: a label that flatters is the easiest to
write. The lies are those that would do the most harm if they were believed; the slips are the
mistakes of the simulated model.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain, islice
from random import Random

from evals.reading.labelled_reader import Lie, TableAnswer
from evals.simulation.misbehaviour import SLIPS, Slip
from evals.simulation.slips import err, err_by_ids
from extraction.llm.question import PlacedRow, Placement, PrintedRow, Transcription

Lines = list[list[object]]


def on_cells(change: Callable[[Lines, Random], Lines]) -> Lie:
    """Return the lie that changes the cells of the rows, whatever the protocol has in them."""

    def lie(answer: TableAnswer, rng: Random) -> TableAnswer:
        lines: Lines = [list(row.cells) for row in answer.rows]
        changed = change(lines, rng) if lines else lines
        kind = PlacedRow if isinstance(answer, Placement) else PrintedRow
        rows = []
        for row, cells in zip(answer.rows, changed, strict=False):
            rows.append(kind.model_validate({**row.model_dump(), "cells": cells}))
        return answer.model_copy(update={"rows": rows})

    return lie


def _blank_like(cell: object) -> object:
    """Return a blank cell as the protocol of another has it."""
    return [] if isinstance(cell, list) else ""


def exchange_answered_rows(lines: Lines, rng: Random) -> Lines:
    """Give two rows of one width each other's figures."""
    pairs = []
    for a, line in enumerate(lines):
        for b, other in enumerate(lines[:a]):
            if line != other and len(line) == len(other):
                pairs.append((a, b))
    if pairs:
        a, b = rng.choice(pairs)
        lines[a], lines[b] = lines[b], lines[a]
    return lines


def exchange_answered_columns(lines: Lines, rng: Random) -> Lines:
    """Exchange two columns in every row, but for the last, which may be the total."""
    width = max(map(len, lines))
    if width < 3:
        return [line[::-1] for line in lines]
    a, b = rng.sample(range(width - 1), 2)
    for line in lines:
        if len(line) == width:
            line[a], line[b] = line[b], line[a]
    return lines


def shift_rows(lines: Lines, rng: Random) -> Lines:
    """Give each row the figures of the next one of its width, the last those of the first."""
    del rng
    shifted = [list(line) for line in lines]
    for width in set(map(len, lines)):
        own = [at for at, line in enumerate(lines) if len(line) == width]
        for at, source in zip(own, [*own[1:], own[0]], strict=True):
            shifted[at] = lines[source]
    return shifted


def shift_rows_back(lines: Lines, rng: Random) -> Lines:
    """Give each row the figures of the one in front of it of its width, the first the last's."""
    return shift_rows(lines[::-1], rng)[::-1]


def shift_answered_columns(lines: Lines, rng: Random) -> Lines:
    """Move all figures over by one column, the last to the front."""
    del rng
    return [[*line[-1:], *line[:-1]] for line in lines]


def transpose(lines: Lines, rng: Random) -> Lines:
    """Fill the rows with the same figures column by column."""
    del rng
    width = len(lines[0])
    square = [line for line in lines if len(line) == width]
    by_columns = chain.from_iterable(zip(*square, strict=True))
    turned = []
    for line in lines:
        if len(line) == width:
            line = list(islice(by_columns, width))
        turned.append(line)
    return turned


def empty_zeros(lines: Lines, rng: Random) -> Lines:
    """Leave a third of all cells blank."""
    for line in lines:
        for at, cell in enumerate(line):
            if rng.random() < 1 / 3:
                line[at] = _blank_like(cell)
    return lines


def repeat_answered_figure(lines: Lines, rng: Random) -> Lines:
    """Put one cell's figure into another, too."""
    a, b = rng.choice(lines), rng.choice(lines)
    if a and b:
        a[rng.randrange(len(a))] = b[rng.randrange(len(b))]
    return lines


def join_neighbours(lines: Lines, rng: Random) -> Lines:
    """Join two neighbours of a row into one number, and leave the other cell blank."""
    line = rng.choice([line for line in lines if len(line) > 1] or [lines[0]])
    if len(line) > 1:
        at = rng.randrange(len(line) - 1)
        left, right = line[at], line[at + 1]
        line[at] = left + right  # type: ignore[operator]
        line[at + 1] = _blank_like(left)
    return lines


def drop_row(lines: Lines, rng: Random) -> Lines:
    """Leave out one row's figures."""
    at = rng.randrange(len(lines))
    lines[at] = [_blank_like(cell) for cell in lines[at]]
    return lines


def take_next_figures(answer: TableAnswer, rng: Random) -> TableAnswer:
    """Name for every figure the one that stands behind it: another row's, another table's."""
    del rng
    if isinstance(answer, Transcription):
        return answer
    named = {stray.id for stray in answer.strays}
    for row in answer.rows:
        named.update(*row.cells)
    ids = sorted(named, key=lambda name: (len(name), name))
    following = dict(zip(ids, [*ids[1:], *ids[:1]], strict=True))
    rows = []
    for row in answer.rows:
        cells = []
        for cell in row.cells:
            cells.append([following[name] for name in cell])
        rows.append(row.model_copy(update={"cells": cells}))
    return answer.model_copy(update={"rows": rows})


def invent_rows(answer: TableAnswer, rng: Random) -> TableAnswer:
    """Answer a row twice, and one that nobody asked for."""
    if not answer.rows:
        return answer
    row = rng.choice(answer.rows)
    return answer.model_copy(update={"rows": [*answer.rows, row]})


def slip_once(answer: TableAnswer, rng: Random, *, slip: Slip) -> TableAnswer:
    """Make one of the simulated model's mistakes."""
    if isinstance(answer, Placement):
        return err_by_ids(answer, slip, rng)
    return err(answer, slip, rng)


LIES: Mapping[str, Lie] = {
    "rows exchanged": on_cells(exchange_answered_rows),
    "columns exchanged": on_cells(exchange_answered_columns),
    "rows shifted": on_cells(shift_rows),
    "rows shifted back": on_cells(shift_rows_back),
    "columns shifted": on_cells(shift_answered_columns),
    "transposed": on_cells(transpose),
    "cells emptied": on_cells(empty_zeros),
    "figure repeated": on_cells(repeat_answered_figure),
    "figures joined": on_cells(join_neighbours),
    "row emptied": on_cells(drop_row),
    "others' figures": take_next_figures,
    "rows invented": invent_rows,
    **{f"slip: {slip}": partial(slip_once, slip=slip) for slip in SLIPS},
}
