"""A finding about several reports: whose, on which years, out of which files."""

from collections.abc import Iterable
from dataclasses import dataclass

from extraction.panel.names import normalise_name
from extraction.panel.year_report import YearReport
from extraction.values.catalogue.message import Message, Sides
from extraction.values.catalogue.template import Field
from extraction.values.record import CellKey, Finding
from extraction.values.written_model import Model


class PanelFinding(Model):
    """One finding over years; it changes no record's verdict."""

    agency: str
    """Whose reports."""
    years: tuple[int, ...]
    """Which years, the later one first."""
    reports: tuple[str, ...]
    """Which files, in the order of the years."""
    finding: Finding
    """What is found: left is the later year's figure, right what it is held against."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A year's report and the one on the year before, of one agency."""

    agency: str
    now: YearReport
    before: YearReport

    @property
    def year(self) -> int:
        """The later year."""
        return self.now.year or 0

    @property
    def last_year(self) -> int:
        """The year before."""
        return self.before.year or 0

    @property
    def steady(self) -> bool:
        """Whether name, form and scope are those of the year before."""
        return _describe(self.now) == _describe(self.before)

    def tell(self, finding: Finding) -> PanelFinding:
        """Return a finding about the two."""
        return about(self.agency, (self.now, self.before), finding)

    def fails(
        self,
        message: Message,
        *,
        cells: Iterable[CellKey] = (),
        quote: str | None = None,
        sides: Sides | None = None,
        **fields: Field,
    ) -> PanelFinding:
        """Return the finding that the two break a rule; its words may name both years."""
        finding = message.fails(
            cells=cells,
            quote=quote,
            sides=sides,
            year=self.year,
            before=self.last_year,
            **fields,
        )
        return self.tell(finding)


def _describe(report: YearReport) -> tuple[object, ...]:
    name = normalise_name(report.agency or "")
    return name, report.form, report.mixed, report.scope


def about(agency: str, reports: Iterable[YearReport], finding: Finding) -> PanelFinding:
    """Return a finding about an agency's reports."""
    listed = tuple(reports)
    years = dict.fromkeys(report.year for report in listed if report.year is not None)
    return PanelFinding(
        agency=agency,
        years=tuple(years),
        reports=tuple(report.source for report in listed),
        finding=finding,
    )
