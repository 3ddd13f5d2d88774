"""Find cells that show no figure which the text tells: pictures, fields, hidden text."""

from collections.abc import Iterator, Mapping, Sequence

from extraction.forms.form import Form
from extraction.values.document import Reason, Veil
from extraction.values.findings import Check
from extraction.values.record import Cell, CellKey, Finding

_SHOWN = Check("structure.shown", "P04", "error")


def find_unshown(
    form: Form, cells: Mapping[CellKey, Cell], veils: Sequence[Veil]
) -> Iterator[Finding]:
    """Yield a finding for each reason for which cells are left open.

    The spans of cells and veils are in the report's text; veils come in order.
    """
    open_cells: dict[Reason, list[CellKey]] = {}
    placed = sorted(
        (cell.span, key) for key, cell in cells.items() if cell.state == "text" and cell.span
    )
    at = 0
    for (start, end), key in placed:
        while at < len(veils) and veils[at].span.end <= start and veils[at].span.end < end:
            at += 1
        if at < len(veils) and veils[at].span.start <= max(start, end - 1):
            open_cells.setdefault(veils[at].reason, []).append(key)
    for reason, keys in open_cells.items():
        yield _to_finding(form, reason, keys)


def _to_finding(form: Form, reason: Reason, keys: Sequence[CellKey]) -> Finding:
    if len(keys) == 1:
        names = form.name(keys[0])
        where = where_zh = f"{names.row} / {names.column}"
    else:
        all_of = len(form.cells)
        where = f"{len(keys)} of {all_of} cells"
        where_zh = f"{all_of}个单元格中的{len(keys)}个"
    return _SHOWN.stays_open(
        f"{where}: {reason.english}, so no figure is read",
        f"{where_zh}：{reason.chinese}，数字未读取",
        cells=keys,
    )
