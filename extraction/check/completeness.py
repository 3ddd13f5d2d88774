"""Check that a report has its sections, and that they say what they must (S04, S09 to S11)."""

import re
from collections.abc import Iterator, Mapping

from extraction.forms.form import Form
from extraction.values.findings import Check
from extraction.values.record import AgencyType, Finding

_HEADINGS = Check("sections.headings", "S04", "info")
_OVERSIGHT_SAID = Check("sections.oversight", "S11", "info")
_PARTS = Check("sections.parts", "S09", "info")
_PROBLEMS_SAID = Check("sections.problems", "S10", "warning")
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
        yield _HEADINGS.fails(
            f"headings not found: {', '.join(lost)}",
            f"未找到标题：{'、'.join(lost)}",
            diagnosis="unresolved",
        )
    yield from _check_parts(form, sections)
    yield from _check_problems(form, sections, headed)
    if kind == "government" and {_OVERVIEW, _PROBLEMS} <= sections.keys():
        yield from _check_oversight(sections)


def _check_oversight(sections: Texts) -> Iterator[Finding]:
    if not any(_OVERSIGHT.search(text) for text in sections.values()):
        yield _OVERSIGHT_SAID.fails(
            "a government's report should speak of assessment, appraisal and accountability",
            "政府报告未提及工作考核、社会评议、责任追究",
            diagnosis="unresolved",
        )


def _check_parts(form: Form, sections: Texts) -> Iterator[Finding]:
    for key, parts in form.section_parts.items():
        lost = [names[0] for part, names in parts.items() if f"{key}.{part}" not in sections]
        if lost and key in sections:
            yield _PARTS.fails(
                f"parts of {form.sections[key][0]} not found: {', '.join(lost)}",
                f"“{form.sections[key][0]}”未分列：{'、'.join(lost)}",
                diagnosis="unresolved",
            )


def _check_problems(form: Form, sections: Texts, headed: frozenset[str]) -> Iterator[Finding]:
    """A section on problems that says nothing; where what follows is lost, it may be cut off."""
    if _PROBLEMS not in headed or _OTHER not in headed:
        return
    lines = sections.get(_PROBLEMS, "").split("\n")
    body = "".join("".join(lines[1:]).split())
    if len(lines) > 1 and _NOTHING.fullmatch(body):
        yield _PROBLEMS_SAID.fails(
            f"no problem is named under {form.sections[_PROBLEMS][0]}",
            f"“{form.sections[_PROBLEMS][0]}”无实质内容",
            quote=body,
        )
