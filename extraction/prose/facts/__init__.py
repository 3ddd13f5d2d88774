"""The facts station: quantities that the prose states, by their keys where no doubt is left."""

from extraction.prose.facts.bear_out import bears_out
from extraction.prose.facts.find_facts import find_facts
from extraction.prose.facts.sentences import Prose, find_gaps
from extraction.prose.facts.vocabulary import load_vocabulary

__all__ = ["Prose", "bears_out", "find_facts", "find_gaps", "known_keys"]


def known_keys() -> frozenset[str]:
    """Return every key that a fact may have, `other` aside."""
    vocabulary = load_vocabulary()
    return frozenset(k.key for k in vocabulary.words.keys) | frozenset(
        k.key for k in vocabulary.words.none
    )
