"""Figures of a scan: which of them something beside the OCR engine confirms."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext

from extraction.check.equations import check_equations
from extraction.check.fault_sets import FaultSearch, is_equality
from extraction.check.identity import name_figures
from extraction.check.outcome import Outcome
from extraction.check.thresholds import LEAST_SURE, MOST_NAMED_CELLS, MOST_OTHER_MISREADINGS
from extraction.check.units import scale_to_form
from extraction.forms.form import Form
from extraction.text.numbers import EXACT
from extraction.values.catalogue.source_file import SCAN_SUMS_FAIL, SCAN_UNCONFIRMED
from extraction.values.document import ScannedCell
from extraction.values.record import Cell, CellKey, Finding, Metadata

Scanned = Sequence[ScannedCell]
"""The drawn cells that were read by OCR."""


def check_scan(
    form: Form, cells: Mapping[CellKey, Cell], metadata: Metadata, scanned: Scanned | None
) -> Iterator[Finding]:
    """Yield what leaves a scanned report open; nothing where no page of it was read by OCR.

    A figure counts where a second engine reads the same, or where a misreading of it would break
    a sum even if two further figures were misread. Where a sum fails, nobody can tell whether
    the report or the engine is to blame.
    """
    if scanned is None:
        return
    strict = _find_strict(form, cells, metadata)
    yield from _doubt_sums(strict)
    doubtful = tuple(_find_doubtful(cells, strict, scanned))
    if doubtful:
        names = ["/".join(form.name(key)) for key in doubtful[:MOST_NAMED_CELLS]]
        yield SCAN_UNCONFIRMED.stays_open(count=len(doubtful), figures=names, cells=doubtful)


def recheck_scan(
    form: Form, cells: Mapping[CellKey, Cell], metadata: Metadata
) -> Iterator[Finding]:
    """Yield that sums over scanned figures fail once a person has corrected some of them.

    Figures that these sums had confirmed are open again until somebody looks at them, too.
    """
    strict = _find_strict(form, cells, metadata)
    for finding in _doubt_sums(strict):
        named = (CellKey(*path.split(".")) for path in finding.cells)
        if any(cells[key].origin != "person" for key in named if key in cells):
            yield finding


def _find_strict(form: Form, cells: Mapping[CellKey, Cell], metadata: Metadata) -> list[Outcome]:
    with localcontext(EXACT):
        sized = scale_to_form(form, cells)
        outcomes = check_equations(form, sized, name_figures(metadata))
    return [outcome for outcome in outcomes if is_equality(outcome)]


def _doubt_sums(strict: Sequence[Outcome]) -> Iterator[Finding]:
    failed = [outcome for outcome in strict if outcome.result in ("fail", "unknown")]
    if failed:
        to_blame = dict.fromkeys(key for outcome in failed for key in outcome.equation.cells)
        yield SCAN_SUMS_FAIL.stays_open(count=len(failed), cells=to_blame)


def _find_doubtful(
    cells: Mapping[CellKey, Cell], strict: Sequence[Outcome], scanned: Scanned
) -> Iterator[CellKey]:
    readings = {tuple(cell.span): cell for cell in scanned}
    sums = SumProof(strict)
    for key, cell in cells.items():
        if cell.origin == "person":
            continue
        reading = readings.get(tuple(cell.span)) if cell.span else None
        sure = reading is not None and reading.sure >= LEAST_SURE
        placed = cell.origin == "read" and cell.proof == "structure"
        agreed = reading is not None and reading.agreed
        # Print that was not seen is no blank, and a sum cannot tell a blank from a 0.
        figure = cell.state == "number"
        if not (figure and sure and placed and (agreed or sums.prove(key))):
            yield key


class SumProof:
    """The sums that hold, as proof of how each figure in them is read."""

    def __init__(self, strict: Sequence[Outcome]) -> None:
        self._factors = [o.equation.factors for o in strict if o.result == "pass"]
        self._search = FaultSearch(self._factors)

    def prove(self, key: CellKey) -> bool:
        """Whether another figure there would break a sum, even with two further misreadings.

        The sums are linear: what holds for a misreading by one holds for any.
        """
        gaps = [factors.get(key, Decimal(0)) for factors in self._factors]
        if not any(gaps):
            return False
        self._search.found.clear()
        for others in range(1, MOST_OTHER_MISREADINGS + 1):
            self._search.mend(gaps, others, frozenset({key}))
        return not self._search.found
