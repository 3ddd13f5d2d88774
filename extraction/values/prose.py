"""What a report says beside its tables, as the stations hand it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extraction.values.record import Fact, Finding, Metadata, Section


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says beside its tables; `oddities` are findings that only the text proves."""

    sections: Mapping[str, Section] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=Metadata)
    facts: tuple[Fact, ...] = ()
    oddities: tuple[Finding, ...] = ()


WORDLESS = Words()
