"""A seed to a labelled report: draw the figures, print them, bend them, write them out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import TypeVar

from evals.synth.catalogue import LAYOUTS, MODIFIERS, ModifierStage
from evals.synth.closing import form_named, unproven_numbers
from evals.synth.draft import Draft, DraftPart, DraftProse, LayoutStyle
from evals.synth.draw_figures import DrawnFigures, draw_figures
from evals.synth.labelled import JoinedReports, Label, LabelledReport
from evals.synth.mistakes import name_broken_rules, plant_mistakes
from evals.synth.page import prepare_layout, write_page
from evals.synth.sentences import draw_agency, preamble_of, signature_of, title_of, write_prose
from evals.synth.sheets import table_to_sheet
from evals.synth.telling import figures_of, tell_requests
from extraction.forms.form import Form
from extraction.forms.table import Column
from extraction.values.record import CellKey

T = TypeVar("T")

FORMS: Mapping[str, float] = {"cn2021": 85, "cn2019": 15}
YEARS: Mapping[str, tuple[int, ...]] = {
    "cn2021": (2021, 2022, 2023, 2024),
    "cn2019": (2019, 2020, 2020, 2022),
}
STAGES: tuple[ModifierStage, ...] = ("sheets", "page", "words")
# One report in twelve has mistakes of its own in tables 3 and 4.
MISTAKES: Mapping[int, float] = {0: 92, 1: 7, 2: 1}
FILES: Mapping[str, tuple[str, str]] = {
    "html": ("text/html", ".html"),
    "markdown": ("text/markdown", ".md"),
}


def generate_report(
    seed: int,
    *,
    layout: str | None = None,
    modifiers: Sequence[str] | None = None,
    form: str | None = None,
    mistakes: int | None = None,
) -> LabelledReport:
    """Return the report that belongs to a seed; what is not given is drawn by weight.

    Modifiers that do not go with the layout, or find nothing to change, are left
    out; the report names those that were at work.
    """
    draft, rng = draw_draft(seed, layout=layout, modifiers=modifiers, form=form, mistakes=mistakes)
    return finish(draft, seed, rng)


def draw_draft(
    seed: int,
    *,
    layout: str | None = None,
    modifiers: Sequence[str] | None = None,
    form: str | None = None,
    mistakes: int | None = None,
) -> tuple[Draft, Random]:
    """Return the report that belongs to a seed before it is written, and what is drawn next."""
    rng = Random(seed)
    layout = layout or _pick(LAYOUTS, rng)
    form = form or _pick(FORMS, rng)
    count = _pick(MISTAKES, rng) if mistakes is None else mistakes
    names = draw_modifiers(rng) if modifiers is None else frozenset(modifiers)
    names = select_modifiers(names, layout)
    draft = draft_figures(form_named(form), layout, rng)
    draft = plant_mistakes(draft, count, rng)
    draft = compose(modify(draft, names, "cells", seed), rng)
    for stage in STAGES:
        draft = modify(draft, names, stage, seed)
    draft = name_broken_rules(prepare_layout(draft, rng))
    if draft.expect == "settled" and unproven_numbers(draft.form, draft.cells):
        draft = replace(draft, expect="review")
    return draft, rng


def generate_reports(n: int, seed: int) -> Iterator[LabelledReport]:
    """Yield n reports; the k-th does not depend on how many are drawn."""
    for index in range(n):
        yield generate_report(seed * 1_000_003 + index)


def join_reports(first: LabelledReport, second: LabelledReport) -> JoinedReports:
    """Return two reports of plain text as one file."""
    return JoinedReports(f"{first.text}\n{second.text}", (first, second))


def draw_modifiers(rng: Random) -> frozenset[str]:
    """Draw each modifier by its weight."""
    return frozenset(
        name for name, modifier in MODIFIERS.items() if rng.random() * 100 < modifier.weight
    )


def select_modifiers(names: frozenset[str], layout: str) -> frozenset[str]:
    """Return the modifiers that go with the layout and with each other; earlier ones stay.

    >>> mixed = frozenset({"taiwan", "traditional", "pads"})
    >>> sorted(select_modifiers(mixed, "cell-per-line-spaced"))
    ['traditional']
    """
    unknown = names - MODIFIERS.keys()
    if unknown:
        raise KeyError(f"No such modifiers: {sorted(unknown)}; see MODIFIERS.")
    chosen: list[str] = []
    for name, modifier in MODIFIERS.items():
        clashes = any(
            other in modifier.not_with or name in MODIFIERS[other].not_with for other in chosen
        )
        if name in names and layout in modifier.layouts and not clashes:
            chosen.append(name)
    return frozenset(chosen)


def modify(draft: Draft, names: frozenset[str], stage: ModifierStage, seed: int) -> Draft:
    """Apply the modifiers of one stage, each with chance of its own."""
    for name, modifier in MODIFIERS.items():
        if name not in names or modifier.stage != stage:
            continue
        changed = modifier.apply(draft, Random(f"{seed} {name}"))
        if changed is not draft:
            draft = replace(changed, modifiers=(*changed.modifiers, name))
    return draft


def draft_figures(form: Form, layout: str, rng: Random) -> Draft:
    """Return a report of which only the figures are known."""
    agency = draw_agency(rng.choice(YEARS[form.form]), rng)
    cells = print_figures(form, draw_figures(form, rng), rng)
    metadata: dict[str, str | int | None] = {"agency": agency.name, "year": agency.year}
    # One cell a line shows a blank only if something invisible holds the line.
    blank = (
        "\xa0"
        if layout in {"cell-per-line-spaced", "cell-per-line", "repeated-lines-dropped"}
        else rng.choice(("", "", " ", "\xa0"))
    )
    return Draft(form.form, agency, LayoutStyle(layout, blank=blank), cells, metadata=metadata)


def compose(draft: Draft, rng: Random) -> Draft:
    """Return the report with its words and tables in page order."""
    form, agency = form_named(draft.form), draft.agency
    told = tell_requests(figures_of(draft.form, draft.cells), rng)
    sections, facts = write_prose(form, agency, told, rng)
    tables = {table.key: table for table in form.tables}
    opening = preamble_of(agency, rng)
    parts: list[DraftPart] = [
        DraftProse("title", title_of(agency, rng)),
        DraftProse("preamble", opening.text),
    ]
    for section, paragraphs in sections.items():
        parts.extend(paragraphs)
        if section in tables:
            parts.append(table_to_sheet(tables[section], draft.cells, draft.style.blank))
    signed = signature_of(agency, rng)
    parts += [DraftProse("signature", line) for line in signed.lines]
    metadata = {**draft.metadata, **opening.says, "signed": signed.day}
    return replace(draft, parts=tuple(parts), facts=facts, metadata=metadata)


def print_figures(form: Form, figures: DrawnFigures, rng: Random) -> dict[CellKey, Label]:
    """Return every cell as the report prints it."""
    signs = rng.choice(("plain", "plain", "plus", "words"))
    cells: dict[CellKey, Label] = {}
    for table in form.tables:
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    key = CellKey(table.key, row.key, column.key)
                    raw = print_figure(figures[key], column, signs)
                    unit = column.unit or block.unit
                    cells[key] = Label("number", figures[key], raw, unit)
    return cells


def print_figure(value: Decimal, column: Column, signs: str) -> str:
    """Return a figure as printed; only a change shows its sign."""
    if column.holds != "change" or (signs == "plain" and value >= 0):
        return f"{value:f}"
    if signs == "words" and value:
        return f"{'增' if value > 0 else '减'}{abs(value):f}"
    return f"{value:+f}" if signs == "plus" else f"{value:f}"


def finish(draft: Draft, seed: int, rng: Random) -> LabelledReport:
    """Write the draft out."""
    layout = draft.style.layout
    media_type, ending = FILES.get(layout, ("text/plain", ".txt"))
    return LabelledReport(
        name=f"synth-{seed}-{layout}",
        seed=seed,
        form=draft.form,
        layout=layout,
        modifiers=draft.modifiers,
        text=write_page(draft, rng),
        media_type=media_type,
        ending=ending,
        cells=draft.cells,
        lost=draft.lost,
        source_mistakes=draft.mistakes,
        expect=draft.expect,
        facts=draft.facts,
        extras=draft.extras,
        metadata=draft.metadata,
        sections=_paragraphs_of(draft.parts),
    )


def _paragraphs_of(parts: Sequence[DraftPart]) -> dict[str, tuple[str, ...]]:
    """Return what is printed in words in each section; the words before them are the preamble."""
    sections: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if isinstance(part, DraftProse) and (part.section or part.role == "preamble"):
            key = part.section or "preamble"
            sections[key] = (*sections.get(key, ()), part.text)
    return sections


def _pick(weights: Mapping[T, float], rng: Random) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]
