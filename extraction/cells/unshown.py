"""Find cells that show no figure which the text tells: pictures, fields, hidden text."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from extraction.forms.form import Form
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.structure import CELL_UNSHOWN, CELLS_UNSHOWN
from extraction.values.document import Span, Veil
from extraction.values.record import Cell, CellKey, Finding


def find_unshown(
    form: Form, cells: Mapping[CellKey, Cell], veils: Sequence[Veil]
) -> Iterator[Finding]:
    """Yield a finding for each reason for which cells are left open.

    The spans of cells and veils are in the report's text; veils come in order.
    """
    open_cells: dict[Bilingual, list[CellKey]] = {}
    placed = [(cell.span, key) for key, cell in cells.items() if cell.state == "text" and cell.span]
    ahead = deque(veils)
    for (start, end), key in sorted(placed):
        while ahead and _ends_before(ahead[0].span, start, end):
            ahead.popleft()
        if not ahead:
            break
        veil = ahead[0]
        if veil.span.start <= max(start, end - 1):
            open_cells.setdefault(veil.reason, []).append(key)
    for reason, keys in open_cells.items():
        yield _to_finding(form, reason, keys)


def _ends_before(veiled: Span, start: int, end: int) -> bool:
    """Whether what is veiled ends before a cell; where that holds nothing, it may end there."""
    return veiled.end <= start and veiled.end < end


def _to_finding(form: Form, reason: Bilingual, keys: Sequence[CellKey]) -> Finding:
    if len(keys) > 1:
        return CELLS_UNSHOWN.stays_open(count=len(keys), of=len(form.cells), why=reason, cells=keys)
    row, column = form.name(keys[0])
    return CELL_UNSHOWN.stays_open(row=row, column=column, why=reason, cells=keys)
