"""The facts station: quantities that the prose states, bound to keys where the words leave no doubt."""

from extraction.facts.find import find_facts
from extraction.facts.sentences import Prose

__all__ = ["Prose", "find_facts"]
