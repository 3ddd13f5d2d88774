"""The refuter: other ways to part and join a line's printed digits that sums like as well.

A number that is printed in parts (`1 2`) could be joined otherwise. A claim that joins stands
only if no other joining closes the table's sums, or is one figure away from closing them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice, pairwise
from typing import NamedTuple

from extraction.forms.equation import Equation
from extraction.forms.form import Form
from extraction.text.numbers import parse_cell
from extraction.values.layout import CellTokens, Token
from extraction.values.record import CellKey

MOST_GROUPINGS = 2_000
"""A line with more ways to join its parts is not weighed, and its claim does not stand.

Ten parts in seven cells have 84; nothing that is printed by chance comes near.
"""

KnownFigures = dict[CellKey, Decimal]


class _JoinedLine(NamedTuple):
    """A row's cells in printed order, and the printed values that they hold."""

    cells: list[CellKey]
    parts: list[Token]

    def group(self) -> Iterator[KnownFigures]:
        """Yield every way to join neighbours so that each cell has one number or mark."""
        end = len(self.parts)
        for cuts in combinations(range(1, end), len(self.cells) - 1):
            texts = [self._join(start, stop) for start, stop in pairwise((0, *cuts, end))]
            if all(_is_readable(text) for text in texts):
                numbers = map(_number, texts)
                yield dict(zip(self.cells, numbers, strict=True))

    def _join(self, start: int, stop: int) -> str:
        return "".join(part.text for part in self.parts[start:stop])


def find_joined(cells: CellTokens, values: Sequence[Token]) -> list[CellKey]:
    """Return the cells whose token holds several printed values."""
    return [cell for cell, token in cells.items() if len(_parts_of(token, values)) > 1]


def leaves_out_number(cells: CellTokens, text: str, values: Sequence[Token]) -> bool:
    """Whether a number right behind a claimed figure is no cell's: a page's, or the figure's rest.

    What a narrow column has wrapped stands alone on its line as the number of a page does.
    """
    used = {token.span.end for token in cells.values() if token is not None}
    within = set[int]()
    for token in filter(None, cells.values()):
        within.update(range(*token.span))
    for value in values:
        start = value.span.start
        before = len(text[:start].rstrip())
        if value.kind == "figure" and start not in within and before in used:
            return True
    return False


def has_rival(form: Form, cells: CellTokens, values: Sequence[Token]) -> bool:
    """Whether the parts of some joined line may be grouped otherwise, as far as sums can tell."""
    printed = {cell: token for cell, token in cells.items() if token is not None}
    figures = {cell: _number(token.text) for cell, token in printed.items()}
    [table] = {cell.table for cell in cells}
    equations = [equation for equation in form.equations_of(table) if _is_strict(equation)]
    for row in {cell.row for cell in find_joined(cells, values)}:
        line = _line_of(row, printed, values)
        if _may_be_regrouped(line, figures, equations):
            return True
    return False


def _may_be_regrouped(
    line: _JoinedLine, figures: KnownFigures, equations: Sequence[Equation]
) -> bool:
    """Whether another grouping of a line closes the sums, or there are too many to tell."""
    groupings = list(islice(line.group(), MOST_GROUPINGS + 1))
    if len(groupings) > MOST_GROUPINGS:
        return True
    claimed = {cell: figures[cell] for cell in line.cells}
    for grouping in groupings:
        if grouping != claimed and _is_near(equations, figures | grouping):
            return True
    return False


def _is_strict(equation: Equation) -> bool:
    """Whether an equation is a sum that must hold."""
    rule = equation.rule
    return rule.severity == "error" and equation.holds.relation == "=" and not equation.when


def _line_of(row: str, printed: Mapping[CellKey, Token], values: Sequence[Token]) -> _JoinedLine:
    """Return a row's cells as they are printed, and the printed values that they hold."""
    own = [cell for cell in printed if cell.row == row]
    own.sort(key=lambda cell: (printed[cell].span, cell))
    parts = []
    for cell in own:
        parts += _parts_of(printed[cell], values)
    return _JoinedLine(own, parts)


def _parts_of(token: Token | None, values: Sequence[Token]) -> list[Token]:
    """Return the printed values within a token."""
    if token is None:
        return []
    start, end = token.span
    behind = [value for value in values if value.span.start >= start]
    return [value for value in behind if value.span.end <= end]


def _is_readable(text: str) -> bool:
    """Whether joined parts are a number, or a mark that stands for none."""
    return parse_cell(text).state in ("number", "not_applicable")


def _number(text: str) -> Decimal:
    """Return a printed number; a mark counts as none."""
    return parse_cell(text).value or Decimal(0)


def _is_near(equations: Sequence[Equation], figures: KnownFigures) -> bool:
    """Whether all equations hold over these figures, or would if one of them were another."""
    gaps = {}
    for equation in equations:
        if figures.keys() >= equation.factors.keys():
            gaps[equation] = _gap(equation, figures)
    failing = [equation for equation, gap in gaps.items() if gap]
    if not failing:
        return True
    first = failing[0]
    for cell, factor in first.factors.items():
        change = gaps[first] / factor
        if _mends(cell, change, gaps):
            return True
    return False


def _gap(equation: Equation, figures: KnownFigures) -> Decimal:
    """Return by how much an equation fails."""
    total = Decimal(0)
    for cell, factor in equation.factors.items():
        total += factor * figures[cell]
    return total


def _mends(cell: CellKey, change: Decimal, gaps: Mapping[Equation, Decimal]) -> bool:
    """Whether taking `change` from one cell closes all equations."""
    for equation, gap in gaps.items():
        factor = equation.factors.get(cell, Decimal(0))
        if gap != factor * change:
            return False
    return True
