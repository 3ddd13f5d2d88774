"""Asking a model about what rules left open, and what of its answers is taken."""

from extraction.ground.rounds import Inquiry, Rounds, Settled, ask_statements
from extraction.ground.statements import Gaps, add_statements, ground_statements

__all__ = [
    "Gaps",
    "Inquiry",
    "Rounds",
    "Settled",
    "add_statements",
    "ask_statements",
    "ground_statements",
]
