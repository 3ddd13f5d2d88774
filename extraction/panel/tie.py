"""Reports to agencies: by declared alias, by name, by the unified credit code; never by a guess."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extraction.panel.aliases import Aliases
from extraction.panel.findings import PanelFinding, about
from extraction.panel.names import complete_name, last_place, may_be_renamed, normalise_name
from extraction.panel.year_report import YearReport
from extraction.text.agencies import is_same_body
from extraction.values.catalogue import same_agency as told

_SHOWN = 20


@dataclass(slots=True)
class AgencyGroup:
    """Reports that certainly are one agency's; `final` says that no other name may join them."""

    name: str
    final: bool
    reports: list[YearReport] = field(default_factory=list)

    @property
    def years(self) -> set[int]:
        """The years that they are on."""
        return {report.year for report in self.reports if report.year is not None}

    @property
    def codes(self) -> set[str]:
        """The credit codes that they print."""
        return {report.uscc for report in self.reports if report.uscc}


@dataclass(frozen=True, slots=True)
class Tied:
    """Agencies by name, each with its reports; and what could not be tied."""

    agencies: tuple[AgencyGroup, ...]
    findings: tuple[PanelFinding, ...]


def tie_reports(reports: Sequence[YearReport], aliases: Aliases) -> Tied:
    """Return the agencies of reports; what may be one agency or two is told and left apart."""
    findings: list[PanelFinding] = []
    groups: dict[str, AgencyGroup] = {}
    nameless, yearless = [], []
    for report in reports:
        if report.year is None:
            yearless.append(report)
            continue
        name, declared = name_agency(report, aliases)
        if name is None:
            nameless.append(report)
            continue
        group = groups.setdefault(name, AgencyGroup(name, declared))
        group.reports.append(report)
    if nameless:
        listed = _name_files(nameless)
        found = told.AGENCY_UNKNOWN.fails(count=len(nameless), reports=listed)
        findings.append(about("", nameless, found))
    if yearless:
        listed = _name_files(yearless)
        found = told.YEAR_UNKNOWN.fails(count=len(yearless), reports=listed)
        findings.append(about("", yearless, found))
    apart: list[AgencyGroup] = []
    for group in groups.values():
        parts = [group] if group.final else list(_split(group))
        if len(parts) > 1:
            findings.append(_leave_apart(parts))
        apart += parts
    apart += [_stand_alone(report) for report in nameless]
    joined = _join(apart, findings)
    return Tied(tuple(sorted(joined, key=lambda each: each.name)), tuple(findings))


def name_agency(report: YearReport, aliases: Aliases) -> tuple[str | None, bool]:
    """Return the name that a report is tied by, and whether the aliases file declares it."""
    if report.agency is None or report.year is None:
        return None, False
    name = normalise_name(report.agency)
    whole = complete_name(name, report.region)
    for each in (whole, name):
        declared = each and aliases.find(each, report.year)
        if declared:
            return declared, True
    return whole, False


def _stand_alone(report: YearReport) -> AgencyGroup:
    """Return a report of nobody certain as an agency of its own: it has measures, and no years."""
    name = normalise_name(report.agency or "?")
    return AgencyGroup(f"{name} [{report.source}]", final=True, reports=[report])


def _name_files(reports: Sequence[YearReport]) -> list[str]:
    names = [report.source for report in reports[:_SHOWN]]
    return [*names, "…"] if len(reports) > _SHOWN else names


def _split(group: AgencyGroup) -> Iterator[AgencyGroup]:
    """Yield a name's reports by their credit codes, or by regions that exclude each other."""
    by_code: dict[str, list[YearReport]] = defaultdict(list)
    for report in group.reports:
        by_code[report.uscc or ""].append(report)
    if len(group.codes) > 1:
        yield from _parts(group.name, by_code)
        return
    regions = {normalise_name(report.region) for report in group.reports if report.region}
    longest = max(regions, key=len, default="")
    if all(longest.endswith(region) for region in regions):
        yield group
        return
    by_region: dict[str, list[YearReport]] = defaultdict(list)
    for report in group.reports:
        by_region[normalise_name(report.region or "")].append(report)
    yield from _parts(group.name, by_region)


def _parts(name: str, parts: dict[str, list[YearReport]]) -> Iterator[AgencyGroup]:
    for mark, reports in parts.items():
        yield AgencyGroup(f"{name} [{mark or '?'}]", final=True, reports=reports)


def _leave_apart(groups: Iterable[AgencyGroup]) -> PanelFinding:
    listed = list(groups)
    names = [group.name for group in listed]
    reports = [report for group in listed for report in group.reports]
    return about(names[0], reports, told.TIE_OPEN.fails(names=names))


def _join(groups: Sequence[AgencyGroup], findings: list[PanelFinding]) -> list[AgencyGroup]:
    """Join groups under different names where that is certain; tell where it may be so."""
    open_ = [group for group in groups if not group.final]
    edges: dict[int, set[int]] = defaultdict(set)
    for one, other in _candidates(open_):
        edges[one].add(other)
        edges[other].add(one)
    joined, seen = [group for group in groups if group.final], set[int]()
    for at in range(len(open_)):
        if at in seen:
            continue
        cluster = _connected(at, edges)
        seen |= cluster
        members = [open_[each] for each in sorted(cluster)]
        certain = all(
            other in edges[one] and _agree(open_[one], open_[other])
            for one, other in combinations(cluster, 2)
        )
        if certain:
            joined.append(_merge(members))
        else:
            findings.append(_leave_apart(members))
            joined += members
    return joined


def _connected(start: int, edges: dict[int, set[int]]) -> set[int]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = edges.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _candidates(groups: Sequence[AgencyGroup]) -> Iterator[tuple[int, int]]:
    """Yield pairs under two names that may be one body: more or less of the place, or one code."""
    by_place: dict[str, list[int]] = defaultdict(list)
    by_code: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        if place := last_place(group.name):
            by_place[place].append(at)
        for code in group.codes:
            by_code[code].append(at)
    for places in by_place.values():
        for one, other in combinations(places, 2):
            if is_same_body(groups[one].name, groups[other].name):
                yield one, other
    for same in by_code.values():
        yield from combinations(same, 2)


def _agree(one: AgencyGroup, other: AgencyGroup) -> bool:
    """Whether nothing speaks against two names being one body's.

    In no year both report. A code alone does not do: a portal prints its own on every page.
    """
    if one.years & other.years or len(one.codes | other.codes) > 1:
        return False
    if is_same_body(one.name, other.name):
        return True
    return may_be_renamed(one.name, other.name)


def _merge(groups: Sequence[AgencyGroup]) -> AgencyGroup:
    if len(groups) == 1:
        return groups[0]
    latest = max(groups, key=lambda group: max(group.years))
    reports = [report for group in groups for report in group.reports]
    return AgencyGroup(latest.name, final=False, reports=reports)
