"""Figures that change more between two years than bodies usually do (Y06 to Y08)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.plan import Jumps
from extraction.panel.year_report import find_paths
from extraction.values.catalogue.message import Sides
from extraction.values.catalogue.year_to_year import CHARGES_SCALED, DECISIONS_JUMP, RECEIVED_JUMPS
from extraction.values.record import CellKey

_THREEFOLD, _MORE = 3, 50
_TENFOLD, _MANY = 10, 100
_SCALE, _LEAST, _MOST = 10_000, Decimal("0.8"), Decimal("1.2")
"""10 000 yuan against yuan, give or take what a year changes anyway."""


def check_jumps(pair: Pair, jumps: Jumps) -> Iterator[PanelFinding]:
    """Yield where requests, decisions or charges jump between two years."""
    for cell, sides in _find_both(pair, jumps.received):
        small, large = sorted(sides)
        if large > _THREEFOLD * small and large - small > _MORE:
            yield pair.fails(RECEIVED_JUMPS, cells=[cell], sides=sides)
    for cell, sides in _find_both(pair, jumps.decisions):
        small, large = sorted(sides)
        if large > _TENFOLD * small and large > _MANY:
            row = _name_row(pair, cell)
            yield pair.fails(DECISIONS_JUMP, cells=[cell], sides=sides, row=row)
    for cell, sides in _find_both(pair, jumps.charges):
        small, large = sorted(sides)
        if small > 0 and _LEAST <= large / (small * _SCALE) <= _MOST:
            row = _name_row(pair, cell)
            yield pair.fails(CHARGES_SCALED, cells=[cell], sides=sides, row=row)


def _find_both(pair: Pair, globs: Sequence[str]) -> Iterator[tuple[CellKey, Sides]]:
    """Yield the cells that both years have as numbers."""
    now = pair.now.figures
    before = pair.before.figures
    for glob in globs:
        for path in find_paths(pair.now.paths, glob):
            later, earlier = now.get(path), before.get(path)
            if later is None or earlier is None:
                continue
            cell = CellKey(*path.split("."))
            yield cell, (later, earlier)


def _name_row(pair: Pair, cell: CellKey) -> str:
    named = pair.now.name(str(cell))
    return named.row
