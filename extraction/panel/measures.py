"""Measures of one report, exact until they are written: counts, and shares of counts."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from extraction.panel.plan import Measure, Plan, signed
from extraction.panel.year_report import YearReport

_PLACES = Decimal("0.000001")

Counts = Mapping[str, Decimal | None]


def count_figures(report: YearReport, plan: Plan) -> Counts:
    """Return each count of the plan; None where a cell of it is not settled, or not in the form."""
    return {count.key: report.sum_of(count.cells) for count in plan.counts}


def measure_share(measure: Measure, counts: Counts) -> Decimal | None:
    """Return a share to six places; None where a count is not known, or the whole is nothing.

    >>> from extraction.panel.plan import load_plan
    >>> rate = load_plan().measures[0]
    >>> known = {"granted": Decimal(80), "partially_granted": Decimal(1), "closed": Decimal(263)}
    >>> measure_share(rate, known)
    Decimal('0.307985')
    """
    part, whole = add_terms(measure.of, counts), add_terms(measure.by, counts)
    if part is None or whole is None or whole <= 0:
        return None
    return (part / whole).quantize(_PLACES, ROUND_HALF_EVEN)


def add_terms(terms: tuple[str, ...], counts: Counts) -> Decimal | None:
    """Return counts added up, those with - taken off; None where one is not known."""
    total = Decimal(0)
    for term in terms:
        sign, key = signed(term)
        figure = counts[key]
        if figure is None:
            return None
        total += sign * figure
    return total
