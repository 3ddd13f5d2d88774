"""The catalogue of findings: every code, what it means, what to do, and all that is told of it.

A form's own rules have their code, severity and meaning in its file; `frames` has the words
around them. Nothing else words a finding.
"""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts, figures, prose, report, structure
from extraction.values.catalogue.message import Code, Message
from extraction.values.catalogue.template import Template

__all__ = ["CODES", "DOUBTS", "MESSAGES", "Code", "Message"]

_STATED = [each for part in (structure, figures, report, prose) for each in vars(part).values()]

CODES: tuple[Code, ...] = tuple(each for each in _STATED if isinstance(each, Code))
MESSAGES: tuple[Message, ...] = tuple(each for each in _STATED if isinstance(each, Message))
DOUBTS: tuple[Bilingual | Template, ...] = tuple(
    each for each in vars(doubts).values() if isinstance(each, Bilingual | Template)
)
