"""Spoilt reports whose print is known at every moment, to find what the generator never makes.

Nothing here knows the layouts of evals.synth. Each figure is a mark in the text until the
damage is done; then the marks become the figures, and what a careful reader would say is
printed for each cell of the form follows from where its mark ended up.
"""

from evals.fuzz.make import Recipe, Spoilt, draw_recipe, make_spoilt
from evals.fuzz.spoilt_truth import Truth, find_silent

__all__ = ["Recipe", "Spoilt", "Truth", "draw_recipe", "find_silent", "make_spoilt"]
