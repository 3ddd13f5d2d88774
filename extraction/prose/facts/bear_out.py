"""Whether words bear out that a figure in them is what somebody says that it counts."""

import re

from extraction.prose.facts.keys import Key, find_all
from extraction.prose.facts.vocabulary import Vocabulary, load_vocabulary

_BEFORE = re.compile(r"去年|上年|上一年|前年|往年|历年")
_FIGURE = re.compile(r"\d")
_CLAUSE = re.compile(r"[^,;。:]+$")
_LISTED = re.compile(r"\d\s*[^\d,;。:、]{0,3}、")
"""What is counted before, in a list: `行政复议2件、`."""


def bears_out(key: str, words: str, unit: str) -> bool:
    """Whether words that end with a figure speak of a key, in this year, as of what there was.

    A clause may have the words of several keys; one that has none goes on with what its sentence
    has named.

    `words` begin with their sentence. The unit is the printed one, without its scale.

    >>> bears_out("trainings", "全年组织业务培训12次", "次")
    True
    >>> for words in ("开展专项督查12次", "去年组织培训12次", "计划组织培训12次"):
    ...     bears_out("trainings", words, "次")
    False
    False
    False
    """
    vocabulary = load_vocabulary()
    if vocabulary.planned_words.search(words):
        return False
    clause = _find_clause(words)
    if vocabulary.none_words.search(clause) and not _FIGURE.search(clause):
        return _find_none(clause, vocabulary) == key
    counted = vocabulary.keys_by_unit.get(unit, ())
    told = {one.key for one in counted if _tells(one, clause)}
    if told:
        return key in told
    for one in counted:
        if one.key == key and _is_of_the_year(one, clause):
            return one.hint.search(words) is not None
    return False


def _find_clause(words: str) -> str:
    """Return the last clause of words; what else a list counts before is none of it.

    >>> _find_clause("收到申请3件,被申请行政复议2件、被提起行政诉讼6件")
    '被提起行政诉讼6件'
    >>> _find_clause("未发生行政复议、行政诉讼")
    '未发生行政复议、行政诉讼'
    """
    found = _CLAUSE.search(words)
    clause = found[0] if found else words
    return _LISTED.split(clause)[-1] or clause


def _tells(key: Key, clause: str) -> bool:
    """Whether a clause has all the words of a key, and none that make it another."""
    if key.barred.search(clause) or not _is_of_the_year(key, clause):
        return False
    return any(find_all(way.patterns, clause) for way in key.ways)


def _is_of_the_year(key: Key, clause: str) -> bool:
    """Whether a clause speaks of no year before, or of a key that such words belong to."""
    return key.any_year or _BEFORE.search(clause) is None


def _find_none(clause: str, vocabulary: Vocabulary) -> str | None:
    """Return the key of which a clause says that there was none."""
    for key in vocabulary.words.none:
        fits = any(find_all(patterns, clause) for patterns in key.patterns)
        if fits and not key.barred.search(clause):
            return key.key
    return None
