"""What a region's report has beyond all bodies below it, where they are all declared (H02, H03)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extraction.forms.equation import Equation
from extraction.forms.form import Form
from extraction.panel.findings import PanelFinding, about
from extraction.panel.year_report import YearReport
from extraction.values.catalogue import subordinate_bodies as told
from extraction.values.record import CellKey


def check_complete(
    parent: str, report: YearReport, below: Sequence[YearReport]
) -> Iterator[PanelFinding]:
    """Yield where a region is not the sum of all bodies below it, and what that speaks for.

    Counts alone add up: charges and changes are left out. A cell counts where it is settled in
    every report; what is left over is judged by its sums only where all their cells are.
    """
    if report.known is None:
        return
    left = _subtract(report, report.known, below)
    gaps = {cell: value for cell, value in left.items() if value}
    if not gaps:
        return
    widest = max(gaps, key=lambda cell: abs(gaps[cell]))
    own = report.figures[str(widest)]
    named = report.name(str(widest))
    found = told.CHILDREN_DIFFER.fails(
        cells=gaps,
        sides=(own, own - gaps[widest]),
        year=report.year or 0,
        number=len(gaps),
        children=len(below),
        place=f"{named.row}/{named.column}",
    )
    yield about(parent, (report, *below), found)
    yield from _judge_sums(parent, report, below, left)


def _subtract(
    report: YearReport, form: Form, below: Sequence[YearReport]
) -> dict[CellKey, Decimal]:
    """Return what is left of each count once all below are taken off; settled cells alone."""
    left: dict[CellKey, Decimal] = {}
    for cell, column in form.columns.items():
        path = str(cell)
        if column.holds != "count" or path not in report.figures:
            continue
        if all(path in child.figures for child in below):
            parts = (child.figures[path] for child in below)
            left[cell] = report.figures[path] - sum(parts, start=Decimal(0))
    return left


def _judge_sums(
    parent: str, report: YearReport, below: Sequence[YearReport], left: Mapping[CellKey, Decimal]
) -> Iterator[PanelFinding]:
    """Yield what the sums say of what is left over: a report of its own, or a figure that differs.

    Nothing where a cell of theirs is open, or nothing is left over in them.
    """
    sums = tuple(_strict_sums(report.known)) if report.known else ()
    cells = dict.fromkeys(cell for equation in sums for cell in equation.factors)
    if not all(cell in left for cell in cells) or not any(left[cell] for cell in cells):
        return
    broken = [equation for equation in sums if _total(equation, left)]
    year = report.year or 0
    if broken or min(left[cell] for cell in cells) < 0:
        named = dict.fromkeys(cell for equation in broken for cell in equation.factors)
        found = told.FIGURE_DIFFERS.fails(
            cells=named, year=year, broken=len(broken), sums=len(sums)
        )
    else:
        found = told.BODY_MISSING.fails(year=year, sums=len(sums))
    yield about(parent, (report, *below), found)


def _strict_sums(form: Form) -> Iterator[Equation]:
    """Yield the sums that every report of a form must close: no condition, no subtotal in them."""
    for equation in form.equations:
        strict = equation.rule.severity == "error" and equation.when is None
        if strict and equation.holds.relation == "=" and _is_plain(equation, form):
            yield equation


def _is_plain(equation: Equation, form: Form) -> bool:
    """Say whether an equation is of the form's own cells alone."""
    terms = (*equation.holds.left, *equation.holds.right)
    return all(term.cell in form.columns for term in terms)


def _total(equation: Equation, figures: Mapping[CellKey, Decimal]) -> Decimal:
    total = Decimal(0)
    for cell, factor in equation.factors.items():
        total += factor * figures[cell]
    return total
