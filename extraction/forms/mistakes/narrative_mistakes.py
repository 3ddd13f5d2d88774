"""Mistakes in what a form holds the prose against: facts, their rules, shares, what is expected."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extraction.forms.equation import spell_out_sum
from extraction.forms.form import Form
from extraction.forms.lined import Path
from extraction.forms.mistakes.mistake import (
    Keyed,
    Mistake,
    find_cancelled,
    find_unknown,
    guess,
)
from extraction.forms.prose_rules import FACTS, FactRule, ProseRule, Shares
from extraction.forms.rules import FIGURES, BrokenRule, Comparison, Term, parse_comparison

_AT = "narrative"


def find_in_narrative(form: Form) -> Iterator[Mistake]:
    """Yield what the prose is held against that is not there, or cannot fail."""
    said = form.narrative
    yield from _find_twice([fact.id for fact in said.facts], (_AT, "facts"), "fact")
    yield from _find_twice([rule.id for rule in said.rules], (_AT, "rules"), "rule")
    stated = [Keyed(fact.key, (_AT, "facts", at, "key")) for at, fact in enumerate(said.facts)]
    stated += [
        Keyed(each.key, (_AT, "expected", at, "key")) for at, each in enumerate(said.expected)
    ]
    yield from find_unknown(stated, FACTS, "fact")
    for number, fact in enumerate(said.facts):
        yield from _find_in_sums(form, fact, "equals", (_AT, "facts", number))
    if said.shares:
        yield from _find_in_sums(form, said.shares, "of", (_AT, "shares"))
    for number, rule in enumerate(said.rules):
        yield from _find_in_rule(rule, (_AT, "rules", number))
    sections = [
        Keyed(each.section, (_AT, "expected", number, "section"))
        for number, each in enumerate(said.expected)
    ]
    yield from find_unknown(sections, form.sections, "section")


def _find_twice(ids: list[str], path: Path, what: str) -> Iterator[Mistake]:
    seen = Counter[str]()
    for number, name in enumerate(ids):
        seen[name] += 1
        if seen[name] == 2:
            says = f"the {what} {name} is given twice; give each its own name"
            yield Mistake((*path, number), says)


def _find_in_sums(form: Form, said: FactRule | Shares, name: str, path: Path) -> Iterator[Mistake]:
    """Yield sums of cells that are not in the form."""
    tables = [table.key for table in form.tables]
    if said.table not in tables:
        yield from find_unknown([Keyed(said.table, (*path, "table"))], tables, "table")
        return
    sums: tuple[str, ...] = getattr(said, name)
    if not sums:
        yield Mistake((*path, name), f"{name} is empty; name what the prose states")
    known = form.printed_cells
    for number, text in enumerate(sums):
        place = (*path, name, number)
        try:
            terms = spell_out_sum(said, form.table(said.table), text)
        except BrokenRule as error:
            yield Mistake(place, str(error))
            continue
        lost = [str(term.cell) for term in terms if term.cell and term.cell not in known]
        if lost:
            says = f"the form has no cell {lost[0]}; {guess(lost[0], map(str, known))}"
            yield Mistake(place, says)
        if not any(term.cell for term in terms):
            yield Mistake(place, "it names no cell; name what the prose states")


def _find_in_rule(rule: ProseRule, path: Path) -> Iterator[Mistake]:
    named = set[str]()
    for side, text in (("when", rule.when), ("holds", rule.holds)):
        if text is None:
            continue
        try:
            said = parse_comparison(text)
        except BrokenRule as error:
            yield Mistake((*path, side), str(error))
            return
        names = [term.name for term in (*said.left, *said.right) if term.name]
        named.update(names)
        yield from _find_in_names(names, said, (*path, side))
    optional = [Keyed(key, (*path, "optional", at)) for at, key in enumerate(rule.optional)]
    yield from find_unknown(optional, sorted(named), "fact in the rule")


def _find_in_names(names: list[str], said: Comparison, path: Path) -> Iterator[Mistake]:
    figures = [Keyed(name, path) for name in names if name.startswith("$")]
    yield from find_unknown(figures, FIGURES, "figure")
    facts = [Keyed(name, path) for name in names if not name.startswith("$")]
    yield from find_unknown(facts, FACTS, "fact")
    if not names:
        yield Mistake(path, "it names no fact, so it cannot fail; name some")
    yield from (Mistake(path, says) for says in find_cancelled(_sum(said.left), _sum(said.right)))


def _sum(terms: tuple[Term, ...]) -> list[tuple[str, Decimal]]:
    return [(term.name or "", term.factor) for term in terms]
