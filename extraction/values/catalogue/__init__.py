"""The catalogue of findings: every code, what it means, what to do, and all that is told of it.

A form's own rules have their code, severity and meaning in its file; `frames` has the words
around them. Nothing else words a finding.
"""

from extraction.values.catalogue import figures, prose, report, structure
from extraction.values.catalogue.message import Code, Message

__all__ = ["CODES", "MESSAGES", "Code", "Message"]

_STATED = [each for part in (structure, figures, report, prose) for each in vars(part).values()]

CODES: tuple[Code, ...] = tuple(each for each in _STATED if isinstance(each, Code))
MESSAGES: tuple[Message, ...] = tuple(each for each in _STATED if isinstance(each, Message))
