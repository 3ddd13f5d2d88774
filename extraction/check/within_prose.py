"""Hold facts of the prose against each other."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from operator import eq, ge, gt, le, lt

from extraction.check.against_tables import SettledCells
from extraction.check.prose_facts import ProseFacts, add_values, in_line, quote_facts
from extraction.forms.form import Form
from extraction.forms.prose_rules import ProseRule
from extraction.forms.rules import Comparison, Term
from extraction.values.catalogue.frames import PROSE_AGAINST_ITSELF, SECTION_SILENT
from extraction.values.catalogue.message import Message, Sides
from extraction.values.catalogue.prose import PARTS_EXCEED, STATED_TWICE
from extraction.values.record import Fact, Finding, Severity

_COMPARE = {"=": eq, "<=": le, ">=": ge, "<": lt, ">": gt}

SILENCE: Severity = "info"
"""How grave it is that a section does not say what it should."""

Quotes = Collection[str | None]


def find_broken_rules(
    settled: SettledCells, said: ProseFacts, explained: Quotes
) -> Iterator[Finding]:
    """Yield rules between facts that do not hold (N05, N06, N13)."""
    for rule, when, holds in settled.form.prose_rules:
        if when is not None and not _is_met(when, said):
            continue
        if rule.kind == "parts":
            yield from _find_bad_parts(rule, holds, said)
        else:
            yield from _find_breach(rule, holds, settled, (said, explained))


def _is_met(when: Comparison, said: ProseFacts) -> bool:
    """Say whether a condition on the year holds; not where the year is unknown."""
    if said.year is None:
        return False
    year = Decimal(said.year)
    sums = []
    for side in (when.left, when.right):
        terms = (term.factor * (year if term.name else 1) for term in side)
        sums.append(sum(terms, Decimal(0)))
    return bool(_COMPARE[when.relation](*sums))


def _find_breach(
    rule: ProseRule, holds: Comparison, settled: SettledCells, saying: tuple[ProseFacts, Quotes]
) -> Iterator[Finding]:
    """Yield the rule if all its facts are stated and it does not hold.

    A fact that may be left out counts as the prose has it, as zero, or as the table has it.
    """
    said, explained = saying
    facts: dict[str | None, Fact] = {}
    unsaid: list[str] = []
    for term in chain(holds.left, holds.right):
        fact = said.only(term.name) if term.name else None
        if fact is not None:
            facts[term.name] = fact
        elif term.name:
            unsaid.append(term.name)
    if not set(rule.optional).issuperset(unsaid):
        return
    if any(fact.quote in explained or fact.cumulative for fact in facts.values()):
        return
    if all(settled.table_says(key) == fact.value for key, fact in facts.items()):
        return  # the tables say the same, and are held against their own rule
    left = _side(holds.left, facts)
    right = _side(holds.right, facts)
    in_tables = (settled.table_says(name) or Decimal(0) for name in unsaid)
    tables = sum(in_tables, Decimal(0))
    if right not in (left, left + tables):
        yield _tell_breach(rule, list(facts.values()), (left, right))


def _tell_breach(rule: ProseRule, facts: Sequence[Fact], sides: Sides) -> Finding:
    """Return the finding that facts of the prose break a form's rule between them."""
    told = (rule.code, rule.id, rule.severity)
    return Message(*told, PROSE_AGAINST_ITSELF, "narrative_conflict").fails(
        means=rule.means.words, quotes=quote_facts(facts), quote=facts[0].quote, sides=sides
    )


def _side(terms: Sequence[Term], facts: dict[str | None, Fact]) -> Decimal:
    """Add up one side; what is not stated is zero, and a plain number is itself."""
    total = Decimal(0)
    for term in terms:
        if term.name is None:
            total += term.factor
        elif term.name in facts:
            total += term.factor * facts[term.name].value
    return total


def _find_bad_parts(rule: ProseRule, holds: Comparison, said: ProseFacts) -> Iterator[Finding]:
    """Yield wholes of which at least two parts are told that do not add up to it.

    Parts that have no key of their own may be some of it, or another way to divide it.
    """
    names = {term.name for term in holds.right}
    for index, whole in enumerate(said.facts):
        if whole.key != holds.left[0].name:
            continue
        parts = said.parts_of(index)
        own = [part for part in parts if part.key in names]
        vague = any(fact.approximate for fact in (whole, *parts))
        if vague or len(own) < 2:
            continue
        total = add_values(own)
        if whole.value in (total, add_values(parts)):
            continue
        if total > whole.value or len(own) == len(parts):
            yield _tell_breach(rule, [whole, *own], (whole.value, total))


def find_contradictions(form: Form, said: ProseFacts, explained: Quotes) -> Iterator[Finding]:
    """Yield what is stated twice, in the same words and with other figures (N18)."""
    keys = {bound.rule.key for bound in form.bound_facts if bound.rule.label is None}
    twice: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in chain.from_iterable(said.stated(key) for key in sorted(keys)):
        if fact.part_of is None and not fact.cumulative:
            twice[fact.key, fact.label].append(fact)
    for first, *others in twice.values():
        different = (fact for fact in others if fact.value != first.value)
        other = next(different, None)
        if other and not {first.quote, other.quote} & {*explained}:
            yield STATED_TWICE.fails(
                quotes=quote_facts([first, other]),
                quote=first.quote,
                sides=(first.value, other.value),
            )


def find_excess(form: Form, said: ProseFacts) -> Iterator[Finding]:
    """Yield wholes whose parts are more than they are (N17); fewer may be but some of them."""
    ruled = {holds.left[0].name for rule, _, holds in form.prose_rules if rule.kind == "parts"}
    for index, whole in enumerate(said.facts):
        parts = said.parts_of(index)
        total = add_values(parts)
        vague = any(fact.approximate for fact in (whole, *parts))
        if whole.key not in ruled and not vague and len(parts) > 1 and total > whole.value:
            yield PARTS_EXCEED.fails(
                quotes=quote_facts([whole, *parts]),
                quote=whole.quote,
                sides=(whole.value, total),
            )


def find_unsaid(form: Form, said: ProseFacts) -> Iterator[Finding]:
    """Yield what a section should say and does not (N12)."""
    stated = {fact.key for fact in said.facts}
    for expected in form.narrative.expected:
        due = said.year is not None and said.year >= expected.since
        if not due or expected.section not in said.sections or expected.key in stated:
            continue
        words = in_line(said.sections[expected.section])
        if any(re.search(said, words) for said in expected.said):
            continue
        told = (expected.code, f"narrative.{expected.key}_unsaid", SILENCE)
        yield Message(*told, SECTION_SILENT).fails(means=expected.means.words)
