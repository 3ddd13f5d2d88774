"""Hold facts of the prose against each other."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from extraction.check.against_tables import SettledCells
from extraction.check.prose_facts import ProseFacts, add_values, in_line, quote_facts
from extraction.forms.evaluate import compare_sides
from extraction.forms.form import Form
from extraction.forms.prose_rules import ProseRule
from extraction.forms.rules import Comparison, Term
from extraction.values.catalogue.frames import PROSE_AGAINST_ITSELF, SECTION_SILENT
from extraction.values.catalogue.message import Message, Sides
from extraction.values.catalogue.narrative import PARTS_EXCEED, STATED_TWICE
from extraction.values.record import Fact, Finding, Severity

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
    left = _sum_of_year(when.left, year)
    right = _sum_of_year(when.right, year)
    return compare_sides(left, when.relation, right)


def _sum_of_year(terms: Sequence[Term], year: Decimal) -> Decimal:
    """Add up one side of a condition, in which every name is the year's."""
    values = (term.factor * (year if term.name else 1) for term in terms)
    return sum(values, Decimal(0))


def _find_breach(
    rule: ProseRule, holds: Comparison, settled: SettledCells, saying: tuple[ProseFacts, Quotes]
) -> Iterator[Finding]:
    """Yield the rule if all its facts are stated and it does not hold.

    A fact that may be left out counts as the prose has it, as zero, or as the table has it.
    """
    said, explained = saying
    facts = _find_stated(holds, said)
    unsaid = [name for name in holds.names if name not in facts]
    if not set(rule.optional).issuperset(unsaid):
        return
    stated = list(facts.values())
    if any(fact.quote in explained or fact.cumulative for fact in stated):
        return
    if all(settled.table_says(key) == fact.value for key, fact in facts.items()):
        return  # the tables say the same, and are held against their own rule
    left = _side(holds.left, facts)
    right = _side(holds.right, facts)
    in_tables = (settled.table_says(name) or Decimal(0) for name in unsaid)
    tables = sum(in_tables, Decimal(0))
    if right not in (left, left + tables):
        yield _tell_breach(rule, stated, (left, right))


def _find_stated(holds: Comparison, said: ProseFacts) -> dict[str, Fact]:
    """Return the facts that a rule names, as far as the prose states them."""
    stated: dict[str, Fact] = {}
    for name in holds.names:
        fact = said.only(name)
        if fact is not None:
            stated[name] = fact
    return stated


def _tell_breach(rule: ProseRule, facts: Sequence[Fact], sides: Sides) -> Finding:
    """Return the finding that facts of the prose break a form's rule between them."""
    told = (rule.code, rule.id, rule.severity)
    return Message(*told, PROSE_AGAINST_ITSELF, "narrative_conflict").fails(
        means=rule.means.words, quotes=quote_facts(facts), quote=facts[0].quote, sides=sides
    )


def _side(terms: Sequence[Term], facts: Mapping[str, Fact]) -> Decimal:
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
        if len(own) < 2 or _is_vague(whole, parts):
            continue
        printed = whole.value
        total = add_values(own)
        if printed in (total, add_values(parts)):
            continue
        if total > printed or len(own) == len(parts):
            yield _tell_breach(rule, [whole, *own], (printed, total))


def _is_vague(whole: Fact, parts: Sequence[Fact]) -> bool:
    return any(fact.approximate for fact in (whole, *parts))


def find_contradictions(form: Form, said: ProseFacts, explained: Quotes) -> Iterator[Finding]:
    """Yield what is stated twice, in the same words and with other figures (N18)."""
    keys = {bound.rule.key for bound in form.bound_facts if bound.rule.label is None}
    twice: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    stated = chain.from_iterable(map(said.stated, sorted(keys)))
    for fact in stated:
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
        if whole.key in ruled or len(parts) < 2 or _is_vague(whole, parts):
            continue
        total = add_values(parts)
        if total > whole.value:
            yield PARTS_EXCEED.fails(
                quotes=quote_facts([whole, *parts]),
                quote=whole.quote,
                sides=(whole.value, total),
            )


def find_unsaid(form: Form, said: ProseFacts) -> Iterator[Finding]:
    """Yield what a section should say and does not (N12)."""
    if said.year is None:
        return
    stated = {fact.key for fact in said.facts}
    for expected in form.narrative.expected:
        section = said.sections.get(expected.section)
        if said.year < expected.since or section is None or expected.key in stated:
            continue
        words = in_line(section)
        if any(re.search(pattern, words) for pattern in expected.said):
            continue
        told = (expected.code, f"narrative.{expected.key}_unsaid", SILENCE)
        yield Message(*told, SECTION_SILENT).fails(means=expected.means.words)
