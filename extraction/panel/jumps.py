"""Figures that change more between two years than bodies usually do (Y06 to Y08)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.plan import Jumps
from extraction.panel.year_report import find_paths
from extraction.values.catalogue import year_to_year as told
from extraction.values.catalogue.message import Sides
from extraction.values.record import CellKey

_THREEFOLD, _MORE = 3, 50
_TENFOLD, _MANY = 10, 100
_SCALE, _LEAST, _MOST = 10_000, Decimal("0.8"), Decimal("1.2")
"""10 000 yuan against yuan, give or take what a year changes anyway."""


def check_jumps(pair: Pair, jumps: Jumps) -> Iterator[PanelFinding]:
    """Yield where requests, decisions or charges jump between two years."""
    for cell, sides in _find_both(pair, jumps.received):
        if _is_more_than(sides, _THREEFOLD) and abs(sides[0] - sides[1]) > _MORE:
            yield pair.fails(told.RECEIVED_JUMPS, cells=[cell], sides=sides)
    for cell, sides in _find_both(pair, jumps.decisions):
        if _is_more_than(sides, _TENFOLD) and max(sides) > _MANY:
            row = pair.now.name(str(cell)).row
            yield pair.fails(told.DECISIONS_JUMP, cells=[cell], sides=sides, row=row)
    for cell, sides in _find_both(pair, jumps.charges):
        small, large = sorted(sides)
        if small > 0 and _LEAST <= large / (small * _SCALE) <= _MOST:
            row = pair.now.name(str(cell)).row
            yield pair.fails(told.CHARGES_SCALED, cells=[cell], sides=sides, row=row)


def _find_both(pair: Pair, globs: Sequence[str]) -> Iterator[tuple[CellKey, Sides]]:
    """Yield the cells that both years have as numbers."""
    for glob in globs:
        for path in find_paths(pair.now.paths, glob):
            now, before = pair.now.figures.get(path), pair.before.figures.get(path)
            if now is not None and before is not None:
                yield CellKey(*path.split(".")), (now, before)


def _is_more_than(sides: Sides, times: int) -> bool:
    """Say whether one side is more than so many times the other."""
    small, large = sorted(sides)
    return large > times * small
