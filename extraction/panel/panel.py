"""The panel: finished reports tied to agencies, ordered by year, measured and compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.panel.aliases import Aliases
from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.flows import check_flows
from extraction.panel.hierarchy import check_hierarchy
from extraction.panel.jumps import check_jumps
from extraction.panel.plan import Plan, load_plan
from extraction.panel.repeated import check_repeated
from extraction.panel.series import Series, order_years
from extraction.panel.stated_changes import check_stated
from extraction.panel.tie import tie_reports
from extraction.panel.year_report import YearReport

_GRAVE = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Panel:
    """Agencies over years: series by name, findings gravest first, and what was counted by."""

    series: tuple[Series, ...]
    findings: tuple[PanelFinding, ...]
    plan: Plan

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that a report counts for, in order."""
        return tuple(sorted({year for each in self.series for year in each.years}))


def build_panel(reports: Sequence[YearReport], aliases: Aliases) -> Panel:
    """Tie reports, order them, and check each year against the one before and the bodies below."""
    plan = load_plan()
    tied = tie_reports(reports, aliases)
    series, findings = [], list(tied.findings)
    for group in tied.agencies:
        ordered, found = order_years(group)
        series.append(ordered)
        findings += found
        for pair in ordered.pairs():
            findings += check_pair(pair, plan)
    findings += check_hierarchy(series, aliases)
    findings.sort(key=_by_gravity)
    return Panel(tuple(series), tuple(findings), plan)


def check_pair(pair: Pair, plan: Plan) -> Iterator[PanelFinding]:
    """Yield all that a year's report and the one before it say of each other."""
    yield from check_flows(pair, plan.flows)
    yield from check_jumps(pair, plan.jumps)
    yield from check_repeated(pair)
    yield from check_stated(pair, plan.stated)


def _by_gravity(found: PanelFinding) -> tuple[int, str, tuple[int, ...], str]:
    finding = found.finding
    return _GRAVE[finding.severity], found.agency, found.years, finding.code
