"""Score a record beside its cells against labels: mistakes, contradictions, facts, names.

Pure, like evals.score.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from evals.gold import Gold, GoldConflict, GoldFact, GoldMistake
from evals.report_outcome import ClaimOutcome, Found
from extraction.values.record import Fact, Finding, Record

_Expected = TypeVar("_Expected")
_KeyedFigure = tuple[str, Decimal]
_Counted = Counter[_KeyedFigure]

_WARNED = ("error", "warning")
_PROSE = re.compile(r"(N|D|A|S07)\d*")
"""Codes of the rules about words, dates and names; the tables' own mistakes are apart."""


def score_mistakes(gold: Gold, record: Record) -> Found:
    """Count the tables' own mistakes that some sum can see, and false claims of one.

    A mistake is found if a failing rule is one of those that it breaks, or is about
    one of its cells; a claim that touches no mistake is false.
    """
    claims, seen = _find_claims(record), _find_seen(gold)
    if not seen and not gold.tables_consistent:
        return Found(there=1, found=bool(claims))
    missed, in_vain = _match(seen, claims, _is_about)
    there = len(seen)
    false = sum(claim.diagnosis == "source_error" for claim in in_vain)
    return Found(there=there, found=there - len(missed), false=false)


def _find_claims(record: Record) -> list[Finding]:
    """Return the findings that say that the tables are wrong."""
    return [each for each in record.findings if each.severity == "error" and each.result == "fail"]


def _find_seen(gold: Gold) -> list[GoldMistake]:
    """Return the labelled mistakes that some sum can see."""
    return [mistake for mistake in gold.mistakes if mistake.rules]


def _match(
    expected: Sequence[_Expected],
    claims: Iterable[Finding],
    meets: Callable[[Finding, _Expected], bool],
) -> tuple[list[_Expected], list[Finding]]:
    """Return what no claim meets, and the claims that meet nothing that is expected."""
    met: set[int] = set()
    in_vain = []
    for claim in claims:
        own = [at for at, each in enumerate(expected) if meets(claim, each)]
        met.update(own)
        if not own:
            in_vain.append(claim)
    missed = [each for at, each in enumerate(expected) if at not in met]
    return missed, in_vain


def _is_about(claim: Finding, mistake: GoldMistake) -> bool:
    if {*claim.cells} & {*mistake.cells}:
        return True
    places: set[str] = set()
    for path in claim.cells:
        places.update(path.split("."))
    for broken in mistake.rules:
        rule, _, place = broken.partition("@")
        if rule == claim.rule and place in places:
            return True
    return False


def score_conflicts(gold: Gold, record: Record) -> Found:
    """Count where the report's words speak against its tables or themselves, and false claims.

    Where only planted facts are labelled, as in made-up reports, nothing is known of dates.
    """
    expected = expected_conflicts(gold)
    missed, in_vain = _match(expected, find_word_claims(gold, record), _meets)
    there = len(expected)
    return Found(there=there, found=there - len(missed), false=len(in_vain))


def find_word_claims(gold: Gold, record: Record) -> list[Finding]:
    """Return what a record says against the words, of what the labels know about."""
    return [
        finding
        for finding in record.findings
        if is_about_words(finding) and (gold.facts_complete or finding.code.startswith("N"))
    ]


def is_about_words(finding: Finding) -> bool:
    """Tell whether a finding says that the words speak against the tables or themselves."""
    failed = finding.result == "fail" and finding.severity in _WARNED
    return failed and _PROSE.fullmatch(finding.code) is not None


def expected_conflicts(gold: Gold) -> list[GoldConflict | Decimal]:
    """Return what is labelled, and the figures of facts that the tables contradict."""
    contradicted = [fact.value for fact in gold.facts if not fact.agrees]
    return [*gold.conflicts, *contradicted]


def _meets(claim: Finding, expected: GoldConflict | Decimal) -> bool:
    if isinstance(expected, Decimal):
        return expected in (claim.left, claim.right)
    if claim.code != expected.rule:
        return False
    cells = set(expected.cells)
    return not cells or not cells.isdisjoint(claim.cells)


def score_facts(gold: Gold, record: Record) -> Found:
    """Count facts with a key of their own by key and figure, and false ones.

    Where not every fact is labelled, one is false only under a key that is.
    """
    expected = _count_facts(gold.facts)
    found = _count_facts(record.facts)
    right = expected & found
    in_vain = list(_find_facts_in_vain(gold, expected, found))
    return Found(there=expected.total(), found=right.total(), false=len(in_vain))


def _count_facts(facts: Iterable[GoldFact | Fact]) -> _Counted:
    return Counter((fact.key, fact.value) for fact in facts if fact.key != "other")


def _find_facts_in_vain(gold: Gold, expected: _Counted, found: _Counted) -> Iterator[_KeyedFigure]:
    """Yield the facts that are not labelled; where not all are, of labelled keys alone."""
    keys = {key for key, _ in expected}
    for key, value in (found - expected).elements():
        if gold.facts_complete or key in keys:
            yield key, value


def score_metadata(gold: Gold, metadata: Mapping[str, Any]) -> dict[str, bool]:
    """Tell of every labelled piece of metadata whether the record has it as labelled."""
    scores = {}
    for key, value in gold.metadata.items():
        if key.endswith("_accept"):
            continue
        accepted = (value, *_accepted(gold, key))
        scores[key] = metadata.get(key) in accepted
    return scores


def _accepted(gold: Gold, key: str) -> tuple[str, ...]:
    also = gold.metadata.get(f"{key}_accept")
    return also if isinstance(also, tuple) else ()


def tell_claims(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    """Yield by name what is wrong beside the cells: what the `score_` functions count."""
    yield from _tell_facts(gold, record)
    yield from _tell_metadata(gold, record.metadata.model_dump(mode="json"))
    yield from _tell_mistakes(gold, record)
    yield from _tell_conflicts(gold, record)


def _tell_facts(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    expected = _count_facts(gold.facts)
    found = _count_facts(record.facts)
    for key, value in (expected - found).elements():
        yield ClaimOutcome(kind="fact missed", what=key, expected=f"{value:f}")
    for key, value in _find_facts_in_vain(gold, expected, found):
        yield ClaimOutcome(kind="fact in vain", what=key, found=f"{value:f}")


def _tell_metadata(gold: Gold, metadata: Mapping[str, Any]) -> Iterator[ClaimOutcome]:
    for key, right in score_metadata(gold, metadata).items():
        if right:
            continue
        expected = _in_words(gold.metadata[key])
        found = _in_words(metadata.get(key))
        yield ClaimOutcome(kind="metadata", what=key, expected=expected, found=found)


def _in_words(value: Any) -> str | None:
    return None if value is None else str(value)


def _tell_mistakes(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    claims, seen = _find_claims(record), _find_seen(gold)
    if not seen and not gold.tables_consistent:
        if not claims:
            yield ClaimOutcome(kind="mistake missed", what="the tables do not tie out")
        return
    missed, in_vain = _match(seen, claims, _is_about)
    for mistake in missed:
        rules = ", ".join(mistake.rules)
        yield ClaimOutcome(kind="mistake missed", what=mistake.kind or rules, expected=rules)
    for claim in in_vain:
        if claim.diagnosis == "source_error":
            yield ClaimOutcome(kind="mistake in vain", what=claim.rule, found=claim.message)


def _tell_conflicts(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    claims = find_word_claims(gold, record)
    missed, in_vain = _match(expected_conflicts(gold), claims, _meets)
    for each in missed:
        yield ClaimOutcome(kind="contradiction missed", what=_name_conflict(each))
    for claim in in_vain:
        yield ClaimOutcome(kind="contradiction in vain", what=claim.code, found=claim.message)


def _name_conflict(expected: GoldConflict | Decimal) -> str:
    if isinstance(expected, Decimal):
        return f"{expected:f}"
    return f"{expected.rule} {expected.what}".strip()
