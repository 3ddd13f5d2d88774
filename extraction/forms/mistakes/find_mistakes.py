"""The mistakes of a form, from its words to what its rules come to."""

from collections.abc import Callable, Iterator

from extraction.forms.form import Form
from extraction.forms.lined import Lined, shorten_value
from extraction.forms.mistakes.mistake import Keyed, Mistake, find_repeated, find_unknown
from extraction.forms.mistakes.narrative_mistakes import find_in_narrative
from extraction.forms.mistakes.rule_mistakes import (
    find_in_figures,
    find_in_rules,
    find_without_proof,
)
from extraction.forms.mistakes.table_mistakes import find_in_tables
from extraction.forms.table import label_key


def find_in_words(form: Form) -> Iterator[Mistake]:
    """Yield what is wrong with a form's name, years and sections."""
    for name in ("form", "version", "title"):
        if not getattr(form, name).strip():
            yield Mistake((name,), f"{name} is empty; fill it in")
    first, last = form.years
    if first is not None and last is not None and first > last:
        yield Mistake(("years",), f"the years end before they begin; write [{last}, {first}]")
    yield from find_repeated((Keyed(key, ("sections", key)) for key in form.sections), "section")
    parts = [Keyed(key, ("section_parts", key)) for key in form.section_parts]
    yield from find_unknown(parts, form.sections, "section")
    yield from _find_in_names(form)


def _find_in_names(form: Form) -> Iterator[Mistake]:
    """Yield sections and parts that have no name, or another's."""
    named: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("sections", key), names) for key, names in form.sections.items()
    ]
    for section, parts in form.section_parts.items():
        named += [(("section_parts", section, key), names) for key, names in parts.items()]
    owners: dict[str, str] = {}
    for path, names in named:
        if not names:
            yield Mistake(path, f"{path[-1]} has no name; write how it is printed")
        for name in names:
            owner = owners.setdefault(label_key(name), ".".join(path[1:]))
            if owner != ".".join(path[1:]):
                yield Mistake(
                    path, f"{shorten_value(name)} is a name of {owner}, too; leave one out"
                )


_STAGES: tuple[Callable[[Form], Iterator[Mistake]], ...] = (
    find_in_words,
    lambda form: find_in_tables(form.tables),
    find_in_figures,
    find_in_rules,
    find_without_proof,
    find_in_narrative,
)
"""In this order: rules can be spelt out only over tables that are sound."""


def find_first(form: Form, lined: Lined) -> Mistake | None:
    """Return the first mistake of a form, by its line; None if it holds none."""
    for stage in _STAGES:
        found = list(stage(form))
        if found:
            return min(found, key=lambda mistake: lined.line_of(mistake.path))
    return None
