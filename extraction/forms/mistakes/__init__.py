"""Find mistakes in a form file when it is loaded, before a report is read by it."""

from extraction.forms.mistakes.find_mistakes import find_first
from extraction.forms.mistakes.mistake import Mistake
from extraction.forms.mistakes.schema import explain_schema

__all__ = ["Mistake", "explain_schema", "find_first"]
