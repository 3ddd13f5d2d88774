"""The refuter: other ways to part and join a line's printed digits that sums like as well.

A number that is printed in parts (`1 2`) could be joined otherwise. A claim that joins stands
only if no other joining closes the table's sums, or is one figure away from closing them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice, pairwise

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


def find_joined(cells: CellTokens, values: Sequence[Token]) -> list[CellKey]:
    """Return the cells whose token holds several printed values."""
    return [cell for cell, token in cells.items() if len(_parts_of(token, values)) > 1]


def has_rival(form: Form, cells: CellTokens, values: Sequence[Token]) -> bool:
    """Whether the parts of some joined line may be grouped otherwise, as far as sums can tell."""
    figures = {cell: _number(token.text) for cell, token in cells.items() if token is not None}
    [table] = {cell.table for cell in cells}
    equations = [equation for equation in form.equations_of(table) if _is_strict(equation)]
    for row in {cell.row for cell in find_joined(cells, values)}:
        own, parts = _line_of(row, cells, values)
        groupings = list(islice(_group(parts, len(own)), MOST_GROUPINGS + 1))
        if len(groupings) > MOST_GROUPINGS:
            return True
        claimed = [figures[cell] for cell in own]
        for grouping in groupings:
            other = figures | dict(zip(own, grouping, strict=True))
            if grouping != claimed and _is_near(equations, other):
                return True
    return False


def _is_strict(equation: Equation) -> bool:
    """Whether an equation is a sum that must hold."""
    rule = equation.rule
    return rule.severity == "error" and equation.holds.relation == "=" and not equation.when


def _line_of(
    row: str, cells: CellTokens, values: Sequence[Token]
) -> tuple[list[CellKey], list[Token]]:
    """Return a row's cells as they are printed, and the printed values that they hold."""
    line = []
    for cell, token in cells.items():
        if cell.row == row and token is not None:
            line.append((token.span, cell))
    own = [cell for _, cell in sorted(line)]
    parts = [part for cell in own for part in _parts_of(cells[cell], values)]
    return own, parts


def _parts_of(token: Token | None, values: Sequence[Token]) -> list[Token]:
    """Return the printed values within a token."""
    if token is None:
        return []
    start, end = token.span
    return [value for value in values if start <= value.span.start and value.span.end <= end]


def _number(text: str) -> Decimal:
    """Return a printed number; a mark counts as none."""
    return parse_cell(text).value or Decimal(0)


def _group(parts: Sequence[Token], width: int) -> Iterator[list[Decimal]]:
    """Yield every way to join neighbours so that as many numbers are left as there are cells."""
    for cuts in combinations(range(1, len(parts)), width - 1):
        texts = []
        for start, end in pairwise((0, *cuts, len(parts))):
            texts.append("".join(part.text for part in parts[start:end]))
        if all(parse_cell(text).state in ("number", "not_applicable") for text in texts):
            yield [_number(text) for text in texts]


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
    changes = ((cell, gaps[first] / factor) for cell, factor in first.factors.items())
    return any(_mends(cell, change, gaps) for cell, change in changes)


def _gap(equation: Equation, figures: KnownFigures) -> Decimal:
    """Return by how much an equation fails."""
    total = Decimal(0)
    for cell, factor in equation.factors.items():
        total += factor * figures[cell]
    return total


def _mends(cell: CellKey, change: Decimal, gaps: Mapping[Equation, Decimal]) -> bool:
    """Whether taking `change` from one cell closes all equations."""
    nothing = Decimal(0)
    return all(gap == each.factors.get(cell, nothing) * change for each, gap in gaps.items())
