"""An agency's years: which report counts for each, which were replaced, which are missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.panel.findings import Pair, PanelFinding, about
from extraction.panel.names import normalise_name
from extraction.panel.tie import AgencyGroup
from extraction.panel.year_report import YearReport
from extraction.values.catalogue.same_agency import (
    RENAMED,
    VERSION_REPLACED,
    VERSION_TWICE,
    VERSIONS_OPEN,
)
from extraction.values.catalogue.year_to_year import FORM_CHANGED, YEARS_MISSING


@dataclass(frozen=True, slots=True)
class Series:
    """One agency: the report that counts for each year, in order; years without one."""

    agency: str
    years: Mapping[int, YearReport]
    missing: tuple[int, ...]

    def pairs(self) -> Iterator[Pair]:
        """Yield each report whose year before is there, too."""
        for before, now in pairwise(self.years):
            if now == before + 1:
                yield Pair(self.agency, self.years[now], self.years[before])


def order_years(group: AgencyGroup) -> tuple[Series, tuple[PanelFinding, ...]]:
    """Return an agency's series, and what is found of its years."""
    by_year: dict[int, list[YearReport]] = defaultdict(list)
    for report in group.reports:
        if report.year is not None:
            by_year[report.year].append(report)
    findings: list[PanelFinding] = []
    years: dict[int, YearReport] = {}
    for year in sorted(by_year):
        chosen, found = choose_version(group.name, by_year[year])
        findings += found
        if chosen is not None:
            years[year] = chosen
    missing = tuple(year for year in range(min(by_year), max(by_year)) if year not in by_year)
    if missing:
        findings.append(_tell_missing(group.name, missing))
    series = Series(group.name, years, missing)
    return series, (*findings, *_tell_changes(series))


def _tell_missing(agency: str, missing: tuple[int, ...]) -> PanelFinding:
    found = YEARS_MISSING.fails(years=[str(year) for year in missing])
    return PanelFinding(agency=agency, years=missing, reports=(), finding=found)


def choose_version(
    agency: str, reports: Sequence[YearReport]
) -> tuple[YearReport | None, list[PanelFinding]]:
    """Return the report that counts of those on one year: the later one, or none if unknown."""
    year, best = reports[0].year or 0, reports[0]
    findings: list[PanelFinding] = []
    for other in reports[1:]:
        same = other.figures == best.figures and other.form == best.form
        order = _compare(other, best)
        if order == 0 and not same:
            sources = [report.source for report in reports]
            open_ = VERSIONS_OPEN.fails(year=year, reports=sources)
            return None, [about(agency, reports, open_)]
        later, earlier = (other, best) if order > 0 else (best, other)
        found = (VERSION_TWICE if same else VERSION_REPLACED).fails(
            year=year,
            later=later.source,
            earlier=earlier.source,
        )
        findings.append(about(agency, (later, earlier), found))
        best = later
    return best, findings


def _compare(one: YearReport, other: YearReport) -> int:
    """Return 1 if a report is certainly later than another, -1 if earlier, 0 if not known.

    Another scope is another report, whatever its date.
    """
    if one.scope != other.scope and one.scope and other.scope:
        return 0
    orders = {
        (first > second) - (first < second)
        for first, second in ((one.signed, other.signed), (one.published, other.published))
        if first is not None and second is not None
    } - {0}
    return orders.pop() if len(orders) == 1 else 0


def _tell_changes(series: Series) -> Iterator[PanelFinding]:
    """Yield where name or form changed: known breaks, no mistakes."""
    for earlier, later in pairwise(series.years):
        pair = Pair(series.agency, series.years[later], series.years[earlier])
        before, now = pair.before, pair.now
        old = normalise_name(before.agency or "")
        new = normalise_name(now.agency or "")
        if old != new:
            yield pair.fails(RENAMED, old=old, new=new)
        if before.form and now.form and before.form != now.form:
            yield pair.fails(FORM_CHANGED, old=before.form, new=now.form)
