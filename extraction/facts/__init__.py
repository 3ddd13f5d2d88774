"""The facts station: quantities that the prose states, by their keys where no doubt is left."""

from extraction.facts.find import find_facts
from extraction.facts.sentences import Prose

__all__ = ["Prose", "find_facts"]
