"""What a report says beside its tables, as the stations hand it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extraction.values.record import Fact, Finding, Metadata, Section


@dataclass(frozen=True, slots=True)
class ReportProse:
    """What a report says beside its tables; `findings` are findings that only the text proves."""

    sections: Mapping[str, Section] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=Metadata)
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()


NO_PROSE = ReportProse()
