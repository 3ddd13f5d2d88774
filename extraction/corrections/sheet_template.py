"""A csv to be filled in: the cells of results that wait for a person's decision."""

from collections.abc import Iterable, Sequence

from extraction.corrections.apply import correctable_cells
from extraction.corrections.sheet_lines import COLUMNS
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.values.bilingual import Language
from extraction.values.record import Cell, CellKey, Record


def render_template(
    records: Iterable[Record], forms: Sequence[Form], lang: Language
) -> list[bytes]:
    """Return the lines of a csv: its headers, then each cell that waits for a decision.

    It is open, has a suggestion, or stands in a failing sum.

    What is there to look at (labels, print, suggestion, rules) stands behind what is to be written.
    """
    headers = COLUMNS.values() if lang == "zh" else COLUMNS.keys()
    lines = [MARK + line_to_bytes(headers)]
    for record in records:
        form = find_known_form(record.form, record.mixed, forms)
        checks = _failing(record)
        for key, cell in correctable_cells(record).items():
            if cell.state == "missing" or cell.suggestion is not None or str(key) in checks:
                known = form is not None and key in form.named
                named = form.name(key) if form is not None and known else None
                values = _template_values(record, key, cell) | {
                    "row_label": named.row if named else None,
                    "column_label": named.column if named else None,
                    "checks": " ".join(checks.get(str(key), ())),
                }
                lines.append(line_to_bytes(map(values.get, COLUMNS)))
    return lines


def _template_values(record: Record, key: CellKey, cell: Cell) -> dict[str, str | None]:
    suggested = cell.suggestion
    source = record.source
    return {
        "file": source.path,
        "report": str(source.part),
        "table": key.table,
        "row": key.row,
        "column": key.column,
        "printed": cell.raw,
        "suggestion": suggested.text if suggested else None,
        "sha256": source.sha256,
    }


def _failing(record: Record) -> dict[str, list[str]]:
    """Return the codes of the errors that name a cell and that nobody has waived."""
    codes: dict[str, list[str]] = {}
    for finding in record.findings:
        if finding.severity == "error" and finding.result == "fail" and finding.waived is None:
            for cell in finding.cells:
                if finding.code not in codes.setdefault(cell, []):
                    codes[cell].append(finding.code)
    return codes
