"""Clauses that say there was none of something: 未产生行政复议, 未收取信息处理费."""

import re
from collections.abc import Iterator

from extraction.prose.facts.bind import has_other_cause
from extraction.prose.facts.keys import NoneKey
from extraction.prose.facts.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[^,;。]+。?")
_DISPUTES = "disputes"


def find_nones(
    words: str, about: frozenset[str], vocabulary: Vocabulary
) -> Iterator[tuple[NoneKey, int, int]]:
    """Yield what a sentence says there was none of, each once, and where it says so."""
    if not vocabulary.none_words.search(words):
        return
    seen = set()
    for clause in _CLAUSE.finditer(words):
        if not vocabulary.none_words.search(clause[0]):
            continue
        for key in vocabulary.words.none:
            if key.key in seen or (key.about and key.about not in about):
                continue
            bounds = _find_claim(key, clause[0])
            if bounds and not (key.about == _DISPUTES and has_other_cause(clause[0], vocabulary)):
                seen.add(key.key)
                yield key, clause.start() + bounds[0], clause.start() + bounds[1]


def _find_claim(key: NoneKey, clause: str) -> tuple[int, int] | None:
    """Return where the words begin and end by which a clause says none of it."""
    for patterns in key.patterns:
        matches = [pattern.search(clause) for pattern in patterns]
        found = [match for match in matches if match]
        if len(found) == len(matches):
            if key.barred.search(clause):
                return None
            start, end = min(m.start() for m in found), max(m.end() for m in found)
            return start, end - clause[:end].endswith("。")
    return None
