"""Score a record beside its cells against labels: mistakes, contradictions, facts, names.

Pure, like evals.score.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from evals.gold import Gold, GoldConflict, GoldMistake
from evals.report_outcome import ClaimOutcome, Found
from extraction.values.record import Finding, Record

_WARNED = ("error", "warning")
_PROSE = re.compile(r"(N|D|A|S07)\d*")
"""Codes of the rules about words, dates and names; the tables' own mistakes are apart."""


def score_mistakes(gold: Gold, record: Record) -> Found:
    """Count the tables' own mistakes that some sum can see, and false claims of one.

    A mistake is found if a failing rule is one of those that it breaks, or is about
    one of its cells; a claim that touches no mistake is false.
    """
    claims = [f for f in record.findings if f.severity == "error" and f.result == "fail"]
    seen = [mistake for mistake in gold.mistakes if mistake.rules]
    if not seen and not gold.tables_consistent:
        return Found(there=1, found=bool(claims))
    return Found(
        there=len(seen),
        found=sum(any(_is_about(claim, m) for claim in claims) for m in seen),
        false=sum(
            claim.diagnosis == "source_error" and not any(_is_about(claim, m) for m in seen)
            for claim in claims
        ),
    )


def _is_about(claim: Finding, mistake: GoldMistake) -> bool:
    if {*claim.cells} & {*mistake.cells}:
        return True
    places = {place for path in claim.cells for place in path.split(".")}
    broken = (rule.partition("@") for rule in mistake.rules)
    return any(rule == claim.rule and place in places for rule, _, place in broken)


def score_conflicts(gold: Gold, record: Record) -> Found:
    """Count where the report's words speak against its tables or themselves, and false claims.

    Where only planted facts are labelled, as in made-up reports, nothing is known of dates.
    """
    claims = find_word_claims(gold, record)
    expected = expected_conflicts(gold)
    return Found(
        there=len(expected),
        found=sum(any(_meets(claim, e) for claim in claims) for e in expected),
        false=sum(not any(_meets(claim, e) for e in expected) for claim in claims),
    )


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
    return [*gold.conflicts, *(fact.value for fact in gold.facts if not fact.agrees)]


def _meets(claim: Finding, expected: GoldConflict | Decimal) -> bool:
    if isinstance(expected, Decimal):
        return expected in (claim.left, claim.right)
    cells = {*expected.cells}
    return claim.code == expected.rule and (not cells or bool(cells & {*claim.cells}))


def score_facts(gold: Gold, record: Record) -> Found:
    """Count facts with a key of their own by key and figure, and false ones.

    Where not every fact is labelled, one is false only under a key that is.
    """
    expected = Counter((fact.key, fact.value) for fact in gold.facts if fact.key != "other")
    found = Counter((fact.key, fact.value) for fact in record.facts if fact.key != "other")
    keys = {key for key, _ in expected}
    false = (n for (key, _), n in (found - expected).items() if gold.facts_complete or key in keys)
    return Found(there=expected.total(), found=(expected & found).total(), false=sum(false))


def score_metadata(gold: Gold, metadata: Mapping[str, Any]) -> dict[str, bool]:
    """Tell of every labelled piece of metadata whether the record has it as labelled."""
    return {
        key: metadata.get(key) in (value, *_accepted(gold, key))
        for key, value in gold.metadata.items()
        if not key.endswith("_accept")
    }


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
    expected = Counter((fact.key, fact.value) for fact in gold.facts if fact.key != "other")
    found = Counter((fact.key, fact.value) for fact in record.facts if fact.key != "other")
    keys = {key for key, _ in expected}
    for key, value in (expected - found).elements():
        yield ClaimOutcome(kind="fact missed", what=key, expected=f"{value:f}")
    for key, value in (found - expected).elements():
        if gold.facts_complete or key in keys:
            yield ClaimOutcome(kind="fact in vain", what=key, found=f"{value:f}")


def _tell_metadata(gold: Gold, metadata: Mapping[str, Any]) -> Iterator[ClaimOutcome]:
    for key, right in score_metadata(gold, metadata).items():
        if not right:
            said = _in_words(gold.metadata[key]), _in_words(metadata.get(key))
            yield ClaimOutcome(kind="metadata", what=key, expected=said[0], found=said[1])


def _in_words(value: Any) -> str | None:
    return None if value is None else str(value)


def _tell_mistakes(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    claims = [f for f in record.findings if f.severity == "error" and f.result == "fail"]
    seen = [mistake for mistake in gold.mistakes if mistake.rules]
    if not seen and not gold.tables_consistent:
        if not claims:
            yield ClaimOutcome(kind="mistake missed", what="the tables do not tie out")
        return
    for mistake in seen:
        if not any(_is_about(claim, mistake) for claim in claims):
            rules = ", ".join(mistake.rules)
            yield ClaimOutcome(kind="mistake missed", what=mistake.kind or rules, expected=rules)
    for claim in claims:
        if claim.diagnosis == "source_error" and not any(_is_about(claim, m) for m in seen):
            yield ClaimOutcome(kind="mistake in vain", what=claim.rule, found=claim.message)


def _tell_conflicts(gold: Gold, record: Record) -> Iterator[ClaimOutcome]:
    claims = find_word_claims(gold, record)
    expected = expected_conflicts(gold)
    for each in expected:
        if not any(_meets(claim, each) for claim in claims):
            what = f"{each:f}" if isinstance(each, Decimal) else f"{each.rule} {each.what}".strip()
            yield ClaimOutcome(kind="contradiction missed", what=what)
    for claim in claims:
        if not any(_meets(claim, each) for each in expected):
            yield ClaimOutcome(kind="contradiction in vain", what=claim.code, found=claim.message)
