"""A region's report against those of the bodies declared below it (H01 to H05)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.panel.aliases import Alias, Aliases
from extraction.panel.findings import PanelFinding, about
from extraction.panel.left_over import check_complete
from extraction.panel.series import Series
from extraction.panel.year_report import YearReport
from extraction.values.catalogue import subordinate_bodies as told
from extraction.values.record import CellKey

_FEWEST = 12
"""Figures above zero: as many as a copy of a year needs, too."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A cell in which a region has less than what is below it."""

    path: str
    parent: Decimal
    below: Decimal


def check_hierarchy(series: Iterable[Series], aliases: Aliases) -> Iterator[PanelFinding]:
    """Yield where a report on a whole region does not cover what was declared below it.

    Only reports that say they cover the region, and children of the same form, are compared;
    that nothing is left over, only where all children are declared and have a report.
    """
    known = {each.agency: each for each in series}
    for parent, children in aliases.children().items():
        if parent not in known:
            continue
        for year, report in known[parent].years.items():
            if report.scope == "region_total":
                below = _find_below(year, children, known)
                alike = {name: each for name, each in below.items() if each.form == report.form}
                yield from _check_year(parent, report, alike)
                declared = {each.canonical for each in children if each.first <= year <= each.last}
                if aliases.is_complete(parent, year) and declared == alike.keys():
                    yield from check_complete(parent, report, tuple(alike.values()))


def _find_below(
    year: int, children: Sequence[Alias], known: Mapping[str, Series]
) -> dict[str, YearReport]:
    found: dict[str, YearReport] = {}
    for child in children:
        series = known.get(child.canonical)
        if series and year in series.years and child.first <= year <= child.last:
            found[child.canonical] = series.years[year]
    return found


def _check_year(
    parent: str, report: YearReport, below: Mapping[str, YearReport]
) -> Iterator[PanelFinding]:
    year = report.year or 0
    gaps = _find_gaps(report, tuple(below.values()))
    if len(below) > 1 and gaps:
        widest = max(gaps, key=lambda gap: gap.below - gap.parent)
        found = told.CHILDREN_EXCEED.fails(
            cells=[CellKey(*gap.path.split(".")) for gap in gaps],
            sides=(widest.parent, widest.below),
            year=year,
            number=len(gaps),
            children=len(below),
            place=_name(report, widest.path),
        )
        yield about(parent, (report, *below.values()), found)
    for name, child in below.items():
        gaps = _find_gaps(report, (child,))
        if gaps:
            widest = max(gaps, key=lambda gap: gap.below - gap.parent)
            found = told.CHILD_EXCEEDS.fails(
                cells=[CellKey(*gap.path.split(".")) for gap in gaps],
                sides=(widest.below, widest.parent),
                year=year,
                number=len(gaps),
                child=name,
                place=_name(report, widest.path),
            )
            yield about(parent, (report, child), found)
        elif report.nonzero == child.nonzero and len(child.nonzero) >= _FEWEST:
            size = Decimal(len(child.nonzero))
            found = told.PARENT_EQUALS_CHILD.fails(sides=(size, size), year=year, child=name)
            yield about(parent, (report, child), found)


def _name(report: YearReport, path: str) -> str:
    named = report.name(path)
    return f"{named.row}/{named.column}"


def _find_gaps(report: YearReport, below: Sequence[YearReport]) -> list[_Gap]:
    """Return the cells in which what is settled below comes to more than the region has."""
    gaps: list[_Gap] = []
    for path, own in report.figures.items():
        if _is_change(report, path):
            continue
        total = Decimal(0)
        for child in below:
            total += child.figures.get(path, Decimal(0))
        if total > own:
            gaps.append(_Gap(path, own, total))
    return gaps


def _is_change(report: YearReport, path: str) -> bool:
    """Whether a cell holds a change, which may be negative and is not covered by a sum."""
    column = report.known.columns.get(CellKey(*path.split("."))) if report.known else None
    return column is not None and column.holds == "change"
