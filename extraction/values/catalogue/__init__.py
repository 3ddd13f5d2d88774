"""The catalogue of findings: every code, what it means, what to do, and all that is told of it.

A form's own rules have their code, severity and meaning in its file; `frames` has the words
around them. Nothing else words a finding.
"""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import (
    doubts,
    figures,
    narrative,
    report_agency,
    report_contents,
    report_dates,
    same_agency,
    source_file,
    structure,
    subordinate_bodies,
    year_to_year,
)
from extraction.values.catalogue.message import Code, Message
from extraction.values.catalogue.template import Template

__all__ = ["CODES", "DOUBTS", "MESSAGES", "Code", "Message"]

_PARTS = (
    structure,
    figures,
    report_contents,
    report_dates,
    report_agency,
    source_file,
    narrative,
    year_to_year,
    same_agency,
    subordinate_bodies,
)
_STATED: list[object] = []
for _part in _PARTS:
    _STATED.extend(vars(_part).values())

CODES = tuple(stated for stated in _STATED if isinstance(stated, Code))
"""Every code that a finding may have, but for those of the forms' own rules."""

MESSAGES = tuple(stated for stated in _STATED if isinstance(stated, Message))
"""Everything that is told under one of these codes."""

_REASONS = vars(doubts).values()
DOUBTS = tuple(reason for reason in _REASONS if isinstance(reason, Bilingual | Template))
"""Every reason for a doubt that a message may carry."""
