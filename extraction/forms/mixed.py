"""Reports whose tables follow several forms: each table is read by the form that it follows."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from extraction.forms.equation import Rule
from extraction.forms.form import Form
from extraction.forms.prose_rules import FactRule


def mix_forms(base: Form, others: Mapping[str, Form]) -> Form:
    """Return a form with some tables, and all that is said of them, taken from other forms.

    `others` names for each such table the form that it follows.

    >>> from extraction.forms.load import load_forms
    >>> new, old = load_forms()
    >>> len(mix_forms(new, {"requests": old}).cells), len(new.cells)
    (186, 200)
    """
    return _mix(base, tuple(sorted(others.items(), key=lambda pair: pair[0])))


@lru_cache(maxsize=8)
def _mix(base: Form, others: tuple[tuple[str, Form], ...]) -> Form:
    taken = dict(others)
    told = {form.form: form for form in (base, *taken.values())}
    facts: list[FactRule] = []
    rules: list[Rule] = []
    for form in told.values():
        for fact in form.narrative.facts:
            if taken.get(fact.table, base) is form:
                facts.append(fact)
        for rule in form.rules:
            if taken.get(rule.table, base) is form:
                rules.append(rule)
    keys = [table.key for table in base.tables]
    tables = [taken.get(key, base).table(key) for key in keys]
    narrative = base.narrative.model_copy(update={"facts": tuple(facts)})
    named = "".join(f" {table}:{form.form}/{form.version}" for table, form in others)
    said = {field: getattr(base, field) for field in Form.model_fields}  # nothing that is cached
    return Form(
        **said
        | {
            "version": base.version + named,
            "tables": tuple(tables),
            "rules": tuple(rules),
            "narrative": narrative,
        }
    )


def find_known_form(
    name: str | None, mixed: Mapping[str, str], forms: Iterable[Form]
) -> Form | None:
    """Return the known form that a record was read by; None if it is not known.

    `mixed` names the forms of the tables that follow another.
    """
    known = {form.form: form for form in forms}
    if name not in known or not known.keys() >= set(mixed.values()):
        return None
    base = known[name]
    if not mixed:
        return base
    return mix_forms(base, {key: known[other] for key, other in mixed.items()})
