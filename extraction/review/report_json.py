"""A record as the page has it: one entry in the list of reports, and the report itself."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extraction.forms.equation import CellTerm, Equation
from extraction.forms.form import Form
from extraction.review.form_shape import FormShape
from extraction.review.page_json import Json
from extraction.review.source_text import SourceText
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.figures import FAULTS
from extraction.values.document import PageBox, SheetCell, SourcePlace, TableCell
from extraction.values.record import Cell, CellKey, Finding, Record

_IN_COMMON = {"value", "raw", "span"}  # of a cell: all else is the same for hundreds


def list_entry(record: Record) -> dict[str, Json]:
    """Return what the list of reports shows and filters by."""
    metadata = record.metadata
    cells = list(_cells_of(record))
    return {
        "path": record.source.path,
        "part": record.source.part,
        "parts": record.source.parts,
        "sha256": record.source.sha256,
        "status": record.status,
        "title": metadata.title,
        "agency": metadata.agency,
        "year": metadata.year,
        "open": sum(1 for cell in cells if cell.state == "missing"),
        "codes": sorted({finding.code for finding in record.findings}),
        "reason": _both(_reason_of(record)),
    }


def _reason_of(record: Record) -> Bilingual:
    """Return why a record is not verified; `gouji/1` had it in English, its findings in both."""
    same = (finding.said for finding in record.findings if finding.message == record.reason)
    return record.why if record.reason_zh else next(same, record.why)


def report_json(
    record: Record, shape: FormShape, source: SourceText, text: str, pages: Json = ()
) -> dict[str, Json]:
    """Return a report for the page; `text` names the block that holds its text.

    pages: of a PDF, pictures on which cells stand: number, width, height, name of the block.
    """
    kinds = _Kinds()
    cells: list[Json] = [None] * len(shape.numbers)
    places: dict[str, Json] = {}
    for key, cell in _keyed_cells(record):
        number = shape.numbers[str(key)]
        cells[number] = kinds.encode(cell)
        if (place := _place_of(cell, source.places)) is not None:
            places[str(number)] = _place_json(place)
    extras: list[Json] = []
    for extra in record.extras:
        figures = [kinds.encode(cell) for cell in extra.values]
        extras.append({"label": extra.label, "cells": figures})
    shown: dict[str, Json] = {
        "form": shape.key,
        "text": text if source.text is not None else None,
        "why": _both(source.why) if source.why else None,
        "cells": cells,
        "labels": record.labels,
        "extras": extras,
        "facts": [[f.label, f.value, f.unit, *f.span] for f in record.facts],
        "findings": [_finding_json(finding, shape) for finding in record.findings],
        "metadata": _metadata_json(record),
    }
    if places:
        shown["places"] = places
    if pages:
        shown["pages"] = pages
    shown["kinds"] = kinds.found
    return shown


def pages_of(record: Record, source: SourceText) -> set[int]:
    """Return the numbers of the pages that a record's cells stand on, in a file that has pages."""
    places = [_place_of(cell, source.places) for cell in _cells_of(record)]
    pages = (place.where.page for place in places if place and isinstance(place.where, PageBox))
    return set(pages)


class _Kinds:
    """What cells say of themselves but for their figure: each different saying is kept once."""

    def __init__(self) -> None:
        self.found: list[Json] = []
        self._numbers: dict[str, int] = {}

    def encode(self, cell: Cell) -> Json:
        """Return a cell as [kind, raw, start, value]; no value where it is `raw` to the digit."""
        kind: dict[str, Json] = cell.model_dump(exclude=_IN_COMMON, exclude_none=True)
        if cell.suggestion is not None:  # its digits: a dump may make a binary number of them
            kind["suggestion"] = {
                **cell.suggestion.model_dump(),
                "value": cell.suggestion.value,
            }
        number = self._numbers.setdefault(repr(kind), len(self.found))
        if number == len(self.found):
            self.found.append(kind)
        start = None if cell.span is None else cell.span[0]
        if cell.value is None or f"{cell.value:f}" == cell.raw:
            return [number, cell.raw, start]
        return [number, cell.raw, start, cell.value]


def _keyed_cells(record: Record) -> Iterator[tuple[CellKey, Cell]]:
    for table, rows in record.tables.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                yield CellKey(table, row, column), cell


def _cells_of(record: Record) -> Iterator[Cell]:
    for _, cell in _keyed_cells(record):
        yield cell


def _finding_json(finding: Finding, shape: FormShape) -> Json:
    told: dict[str, Json] = {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "result": finding.result,
        "diagnosis": finding.diagnosis,
        "cells": [shape.numbers.get(cell, cell) for cell in finding.cells],
        "message": _both(finding.said),
    }
    if finding.quote:
        told["quote"] = finding.quote
    if finding.waived is not None:
        told["waived"] = {"author": finding.waived.author, "reason": finding.waived.reason}
    if finding.code == FAULTS.code:
        told["blames"] = True
    if finding.left is not None and finding.right is not None:
        told |= {"left": finding.left, "right": finding.right, "difference": finding.difference}
        if shape.form is not None and (equation := _equation_of(finding, shape.form)):
            told["equation"] = _equation_json(equation, shape)
    return told


def _equation_of(finding: Finding, form: Form) -> Equation | None:
    """Return the equation that a finding speaks of: its rule, at its cells."""
    for equation in form.equations:
        same = equation.rule.id == finding.rule
        if same and tuple(map(str, equation.cells)) == finding.cells:
            return equation
    return None


def _equation_json(equation: Equation, shape: FormShape) -> Json:
    holds = equation.holds
    return [_terms(holds.left, shape), holds.relation, _terms(holds.right, shape)]


def _terms(terms: Sequence[CellTerm], shape: FormShape) -> list[Json]:
    """Return a side of an equation: factors of cells by number, of figures by name."""
    told: list[Json] = []
    for term in terms:
        of: int | str | None = term.name
        if term.cell is not None:
            of = shape.numbers[str(term.cell)]
        told.append([_digits(term.factor), of])
    return told


def _digits(value: Decimal) -> str:
    return f"{value:f}"


def _metadata_json(record: Record) -> Json:
    """Return what the report says of itself, each with the place where it is printed."""
    told: list[Json] = []
    said = record.metadata.model_dump(exclude={"evidence", "contact"}, exclude_none=True)
    for name, value in said.items():
        evidence = record.metadata.evidence.get(name)
        span = evidence.span if evidence else None
        told.append([name, str(value), *(span or ())])
    return told


def _place_of(cell: Cell, places: Sequence[SourcePlace]) -> SourcePlace | None:
    """Return where a cell stands in a file that is no text."""
    if cell.span is None:
        return None
    at = bisect_right(places, cell.span[0], key=lambda place: place.span.start) - 1
    if at < 0 or cell.span[0] >= places[at].span.end:
        return None
    return places[at]


def _place_json(place: SourcePlace) -> Json:
    """Return a place in the file's own terms."""
    match place.where:
        case PageBox(page, left, top, right, bottom):
            return {"page": page, "box": [left, top, right, bottom]}
        case SheetCell(sheet, cell):
            return {"sheet": sheet, "cell": cell}
        case TableCell(table, row, column):
            return {"table": table, "row": row, "column": column}


def _both(text: Bilingual) -> Json:
    return [text.en, text.zh]
