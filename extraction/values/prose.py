"""The prose of a report, as the stations hand it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extraction.values.record import Fact, Finding, Metadata, Section


@dataclass(frozen=True, slots=True)
class ReportProse:
    """The prose of a report, read; `findings` are those that only the text proves."""

    sections: Mapping[str, Section] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=Metadata)
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()


NO_PROSE = ReportProse()
