"""Asking a model about what rules left open, and what of its answers is taken."""

from extraction.ground.looking import look_at_figures
from extraction.ground.rounds import (
    Answered,
    PrintedReport,
    Rounds,
    ask_about_prose,
    ask_about_tables,
    find_form_asked,
)

__all__ = [
    "Answered",
    "PrintedReport",
    "Rounds",
    "ask_about_prose",
    "ask_about_tables",
    "find_form_asked",
    "look_at_figures",
]
