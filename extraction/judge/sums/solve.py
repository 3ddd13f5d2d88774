"""Solve for the one of all readings that the text allows, where equations can tell.

The equations serve as an error-correcting code. A choice of readings is taken only
if it closes every equation, and only as far as all rivals agree with it. Rivals are
the other choices that close, those that close where removed blanks may have held
anything, and those that would close if one printed figure were the report's own single error:
a table that is one misprint away from another reading proves neither.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import chain
from math import prod
from operator import add

from extraction.forms.equation import Equation
from extraction.judge.sums.equation_system import EquationSystem, Option
from extraction.judge.sums.joint import Step, TooManySteps, Vector, find_consistent
from extraction.judge.thresholds import (
    MOST_SLIPS,
    MOST_STEPS,
    MOST_TOGETHER,
    PATTERN_LINES,
    PATTERN_WHOLE,
)
from extraction.text.numbers import EXACT
from extraction.values.layout import Entry, FilledLine, Reading, Solution
from extraction.values.record import CellKey

_ZERO = Decimal(0)


def solve_table(lines: Sequence[FilledLine], equations: Sequence[Equation]) -> Solution:
    """Settle the lines of one table that the layout does not prove, or abstain."""
    with localcontext(EXACT):
        return _solve(lines, equations)


def _solve(lines: Sequence[FilledLine], equations: Sequence[Equation]) -> Solution:
    open_lines = [line for line in lines if not line.proven]
    cells = chain.from_iterable(line.cells for line in open_lines)
    nothing = Solution({}, tuple(cells), 0)
    counts = [len(line.readings) for line in open_lines]
    if not open_lines or not all(counts) or sum(counts) > MOST_TOGETHER:
        return nothing
    system = EquationSystem(lines, equations)
    if not system.complete:
        return nothing
    proven = [system.weigh(line, line.readings[0]) for line in lines if line.proven]
    if not all(option.closes for option in proven):
        return nothing
    options = list(map(system.weigh_all, open_lines))
    consistent = _find_consistent(system, options, proven) or _find_pattern(system, options, proven)
    return _agree(system, open_lines, consistent) if consistent else nothing


def _agree(
    system: EquationSystem, open_lines: Sequence[FilledLine], consistent: Sequence[set[Reading]]
) -> Solution:
    """Settle cells on which all consistent readings agree and which some equation looks at."""
    settled: dict[CellKey, Entry | None] = {}
    undecided = []
    for line, readings in zip(open_lines, consistent, strict=True):
        for index, cell in enumerate(line.cells):
            entries = {reading[index] for reading in readings}
            if len(entries) == 1 and cell in system.covered:
                settled[cell] = entries.pop()
            else:
                undecided.append(cell)
    return Solution(settled, tuple(undecided), prod(len(readings) for readings in consistent))


def _find_consistent(
    system: EquationSystem, options: Sequence[Sequence[Option]], proven: Sequence[Option]
) -> list[set[Reading]] | None:
    """Return for each open line the readings that some closing choice or rival uses."""
    unseen = chain.from_iterable(option.undetectable for option in proven)
    base = Step(_add(proven, system), ways=frozenset(unseen))
    steps = [list(map(_steps_of, line)) for line in options]
    lines = [list(chain.from_iterable(line)) for line in steps]
    try:
        used = find_consistent(base, lines, MOST_STEPS)
    except TooManySteps:
        return None
    if used is None:
        return None
    consistent = []
    for line, own, found in zip(options, steps, used, strict=True):
        weighed = zip(line, own, strict=True)
        consistent.append({option.reading for option, ways in weighed if found.intersection(ways)})
    return consistent


def _steps_of(option: Option) -> list[Step]:
    """Return what a reading may bring to the sums: as it is, or with one figure mended.

    A total that nobody has written is a slip like any other: no second one is looked for.
    """
    share, loose = option.share, option.unconstrained
    if option.closes and option.lacks_total:
        return [Step(share, loose, erring=True)]
    if option.closes:
        return [Step(share, loose, frozenset(option.undetectable))]
    steps = []
    for change, way in option.single_errors:
        mended = tuple(own + change * step for own, step in zip(share, way, strict=True))
        steps.append(Step(mended, loose, erring=True))
    return steps


def _find_pattern(
    system: EquationSystem, options: Sequence[Sequence[Option]], proven: Sequence[Option]
) -> list[set[Reading]] | None:
    """Return the readings that leave the same columns blank in many lines, if one way closes.

    People leave a whole column blank, as the totals of all detail rows; some other lines
    must be whole, or the column may not be there at all. A way to leave columns blank
    is refuted where a line does not close, or a sum that reaches no blank; each rival must
    fail in more lines than one single error explains.
    """
    whole = sum(None not in option.reading for option in proven)
    if len(options) < PATTERN_LINES or whole < PATTERN_WHOLE:
        return None
    shapes = list(map(_by_shape, options))
    if any(len(ways) < len(line) for ways, line in zip(shapes, options, strict=True)):
        return None  # two readings of one line leave the same columns blank
    closing = []
    for shape in set.intersection(*map(set, shapes)):
        chosen = [line[shape] for line in shapes]
        failing = sum(not option.closes for option in chosen)
        if not failing and not _leaves_gaps(system, chosen, proven):
            closing.append(chosen)
        elif failing < MOST_SLIPS:
            return None
    if len(closing) != 1:
        return None
    return [{option.reading} for option in closing[0]]


def _by_shape(options: Sequence[Option]) -> dict[tuple[bool, ...], Option]:
    """Return a line's readings by which of its cells they leave blank."""
    return {_shape(option.reading): option for option in options}


def _shape(reading: Reading) -> tuple[bool, ...]:
    return tuple(entry is None for entry in reading)


def _leaves_gaps(
    system: EquationSystem, chosen: Sequence[Option], proven: Sequence[Option]
) -> bool:
    """Whether some sum over lines that are not proven fails, and reaches no blank."""
    loose = frozenset[int]().union(*(option.unconstrained for option in chosen))
    gaps = _add((*proven, *chosen), system)
    return any(gap and system.unread[at] and at not in loose for at, gap in enumerate(gaps))


def _add(options: Sequence[Option], system: EquationSystem) -> Vector:
    """Return what readings of lines bring together to the equations that span lines."""
    total = [_ZERO] * len(system.shared)
    for option in options:
        total = list(map(add, total, option.share))
    return tuple(total)
