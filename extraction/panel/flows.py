"""What one year hands to the next: requests, documents, items, cases (Y01 to Y04, Y09, Y13)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.plan import YearFlow, YearFlows, signed
from extraction.panel.year_report import YearReport, find_paths
from extraction.values.catalogue.message import Sides
from extraction.values.catalogue.year_to_year import (
    CARRY_OVER_CHANGED,
    CARRY_OVER_CLASS,
    CARRY_OVER_DIFFERS,
    CARRY_OVER_GONE,
    CARRY_OVER_GONE_CHANGED,
    ITEMS_DIFFER,
    PENDING_GONE,
    STOCK_DIFFERS,
)
from extraction.values.record import CellKey


@dataclass(frozen=True, slots=True)
class Handed:
    """What a line of this year has, and what the last year makes of it; cells of both years."""

    line: str
    label: str
    cells: tuple[CellKey, ...]
    left: Decimal
    right: Decimal

    @property
    def sides(self) -> Sides:
        """Both figures, the later year's first."""
        return self.left, self.right


def find_handed(flow: YearFlow, pair: Pair) -> Iterator[Handed]:
    """Yield each line of a flow in which all figures of both years are settled."""
    rows, columns = ("*", flow.now) if flow.along == "row" else (flow.now, "*")
    for path in find_paths(pair.now.paths, f"{flow.table}.{rows}.{columns}"):
        cell = CellKey(*path.split("."))
        line = cell.row if flow.along == "row" else cell.column
        left = pair.now.figures.get(path)
        before = _add(pair.before, flow, flow.before, line)
        moved = _add(pair.now, flow, flow.moved, line)
        if left is None or before is None or moved is None:
            continue
        named = pair.now.name(path)
        label = named.row if flow.along == "row" else named.column
        terms = (*flow.moved, *flow.before)
        cells = [cell, *(_cell(flow, signed(term)[1], line) for term in terms)]
        yield Handed(line, label, tuple(dict.fromkeys(cells)), left, before + moved)


def _cell(flow: YearFlow, term: str, line: str) -> CellKey:
    if flow.along == "row":
        return CellKey(flow.table, line, term)
    return CellKey(flow.table, term, line)


def _add(report: YearReport, flow: YearFlow, terms: Sequence[str], line: str) -> Decimal | None:
    total = Decimal(0)
    for term in terms:
        sign, name = signed(term)
        figure = report.figures.get(str(_cell(flow, name, line)))
        if figure is None:
            return None
        total += sign * figure
    return total


def check_flows(pair: Pair, flows: YearFlows) -> Iterator[PanelFinding]:
    """Yield what one year does not hand to the next as it says."""
    yield from _check_carry_over(pair, flows.carry_over)
    for step in find_handed(flows.stock, pair):
        if step.left != step.right:
            yield pair.fails(STOCK_DIFFERS, cells=step.cells, sides=step.sides, row=step.label)
    for step in find_handed(flows.items, pair):
        if step.left != step.right:
            yield pair.fails(ITEMS_DIFFER, cells=step.cells, sides=step.sides, row=step.label)
    for step in find_handed(flows.pending, pair):
        if step.left < step.right:
            yield pair.fails(PENDING_GONE, cells=step.cells, sides=step.sides, row=step.label)


def _check_carry_over(pair: Pair, flow: YearFlow) -> Iterator[PanelFinding]:
    """Yield where requests carried in are not those carried out, in all and class by class.

    On the total it is an error, but only where nothing else has changed.
    """
    for step in find_handed(flow, pair):
        cells, sides = step.cells, step.sides
        if step.left == step.right:
            continue
        if step.line != flow.whole:
            yield pair.fails(CARRY_OVER_CLASS, cells=cells, sides=sides, column=step.label)
        elif step.left and step.right:
            yield pair.fails(
                CARRY_OVER_DIFFERS if pair.steady else CARRY_OVER_CHANGED,
                cells=cells,
                sides=sides,
            )
        else:
            yield pair.fails(
                CARRY_OVER_GONE if pair.steady else CARRY_OVER_GONE_CHANGED,
                cells=cells,
                sides=sides,
            )
