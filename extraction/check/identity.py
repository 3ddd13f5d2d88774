"""Derive from an agency's kind and level what its report should hold (A03, A04)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extraction.values.catalogue.report_agency import SCOPE_UNSAID
from extraction.values.record import AdminLevel, AgencyType, Finding, Metadata

_RULEMAKERS: frozenset[AdminLevel] = frozenset({"province", "prefecture"})
_BELOW: frozenset[AdminLevel] = frozenset({"county", "township"})
_WITHOUT_POWERS: frozenset[AgencyType] = frozenset({"general_office", "township"})


def name_figures(metadata: Metadata) -> Mapping[str, Decimal]:
    """Return what a form's rules may ask of the agency and the year, as far as it is known.

    `$year`; `$makes_rules` 1 or 0, whether its kind and level may make 规章; `$office`
    and `$without_powers`, whether it is a general office, and whether it usually has no
    licences and penalties of its own.
    """
    names: dict[str, Decimal] = {}
    if metadata.year is not None:
        names["$year"] = Decimal(metadata.year)
    makes = _makes_rules(metadata)
    if makes is not None:
        names["$makes_rules"] = Decimal(int(makes))
    kind = metadata.agency_type
    if kind is not None:
        names["$office"] = Decimal(int(kind == "general_office"))
        names["$without_powers"] = Decimal(int(kind in _WITHOUT_POWERS))
    return names


def _makes_rules(metadata: Metadata) -> bool | None:
    """Whether the body may make 规章; None where that is open, as for a city alone."""
    level, kind = metadata.admin_level, metadata.agency_type
    if kind in ("government", "department", "township") and level in _BELOW:
        return False
    if level in _RULEMAKERS and kind == "department":
        return False
    if level == "national" or (level in _RULEMAKERS and kind == "government"):
        return True
    return None


def check_identity(metadata: Metadata) -> Iterator[Finding]:
    """Yield what stays open about the agency: whom a government's figures cover (A04)."""
    if metadata.agency_type == "government" and metadata.scope == "unknown":
        yield SCOPE_UNSAID.stays_open()
