"""Check that a report has its sections, and that they say what they must (S04, S09 to S11)."""

import re
from collections.abc import Iterator, Mapping

from extraction.forms.form import Form
from extraction.values.catalogue.report_contents import (
    HEADINGS_LOST,
    NO_PROBLEM_NAMED,
    OVERSIGHT_UNSAID,
    PARTS_LOST,
)
from extraction.values.record import AgencyType, Finding

_NOTHING = re.compile(r"(?:无|没有|暂无|略|[/—-]+)[。.]?")
_OVERSIGHT = re.compile(r"考[核评]|评议|责任追究|问责")
_OVERVIEW, _PROBLEMS, _OTHER = "overview", "problems_improvements", "other_matters"

Texts = Mapping[str, str]


def check_sections(
    form: Form, sections: Texts, headed: frozenset[str], kind: AgencyType | None
) -> Iterator[Finding]:
    """Yield what a report lacks of its form's sections.

    `sections` are their repaired texts, heading included; `headed` are those whose heading
    was found.
    """
    lost = [names[0] for key, names in form.sections.items() if key not in headed]
    if lost:
        yield HEADINGS_LOST.fails(headings=lost)
    yield from _check_parts(form, sections)
    yield from _check_problems(form, sections, headed)
    if kind == "government" and {_OVERVIEW, _PROBLEMS} <= sections.keys():
        yield from _check_oversight(sections)


def _check_oversight(sections: Texts) -> Iterator[Finding]:
    if not any(_OVERSIGHT.search(text) for text in sections.values()):
        yield OVERSIGHT_UNSAID.fails()


def _check_parts(form: Form, sections: Texts) -> Iterator[Finding]:
    for key, parts in form.section_parts.items():
        lost = [names[0] for part, names in parts.items() if f"{key}.{part}" not in sections]
        if lost and key in sections:
            yield PARTS_LOST.fails(section=form.sections[key][0], parts=lost)


def _check_problems(form: Form, sections: Texts, headed: frozenset[str]) -> Iterator[Finding]:
    """A section on problems that says nothing; where what follows is lost, it may be cut off."""
    if _PROBLEMS not in headed or _OTHER not in headed:
        return
    lines = sections.get(_PROBLEMS, "").split("\n")
    body = "".join("".join(lines[1:]).split())
    if len(lines) > 1 and _NOTHING.fullmatch(body):
        yield NO_PROBLEM_NAMED.fails(section=form.sections[_PROBLEMS][0], quote=body)
