"""A seed to a labelled report: draw the figures, print them, lay them out."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random

from evals.synth.catalogue import LAYOUTS
from evals.synth.draft import Draft, Part, Prose, Style
from evals.synth.equations import form_named
from evals.synth.figures import Figures, draw_figures
from evals.synth.labelled import Label, LabelledReport
from evals.synth.page import write_page
from evals.synth.prose import (
    draw_agency,
    preamble_of,
    tell_requests,
    title_of,
    write_prose,
)
from evals.synth.sheets import table_to_sheet
from extraction.forms.form import CellKey, Column, Form

FORMS: Mapping[str, int] = {"cn2021": 85, "cn2019": 15}


def generate_report(
    seed: int,
    *,
    layout: str | None = None,
    modifiers: Sequence[str] | None = None,
    form: str | None = None,
    mistakes: int | None = None,
) -> LabelledReport:
    """Return the report that belongs to a seed; what is not given is drawn by weight."""
    rng = Random(seed)
    layout = layout or _pick(LAYOUTS, rng)
    form = form or _pick(FORMS, rng)
    _ = modifiers, mistakes  # drawn from the next version on
    draft = draft_report(form_named(form), layout, rng)
    return finish(draft, seed, rng)


def generate_reports(n: int, seed: int) -> Iterator[LabelledReport]:
    """Yield n reports; the k-th does not depend on how many are drawn."""
    for index in range(n):
        yield generate_report(seed * 1_000_003 + index)


def draft_report(form: Form, layout: str, rng: Random) -> Draft:
    """Return a clean report before any modifier."""
    figures = draw_figures(form, rng)
    year = rng.choice((2021, 2022, 2023, 2024) if form.form == "cn2021" else (2019, 2020))
    agency = draw_agency(year, rng)
    cells = print_figures(form, figures, rng)
    told = tell_requests(totals_of(figures), rng)
    sections = write_prose(form, agency, told, rng)
    parts: list[Part] = [
        Prose("title", title_of(agency, rng)),
        Prose("preamble", preamble_of(agency, rng)),
    ]
    tables = {table.key: table for table in form.tables}
    for section, paragraphs in sections.items():
        parts.extend(paragraphs)
        if section in tables:
            parts.append(table_to_sheet(tables[section], cells))
    parts.append(Prose("signature", agency.name))
    parts.append(Prose("signature", f"{year + 1}年1月{rng.randint(4, 31)}日"))
    metadata: dict[str, str | int | None] = {"agency": agency.name, "year": year}
    style = Style(layout)
    return Draft(form.form, agency, style, cells, tuple(parts), facts=told.facts, metadata=metadata)


def totals_of(figures: Figures) -> dict[str, Decimal]:
    """Return the total column of the requests table, by row."""
    return {k.row: v for k, v in figures.items() if k[0] == "requests" and k.column == "total"}


def print_figures(form: Form, figures: Figures, rng: Random) -> dict[CellKey, Label]:
    """Return every cell as the report prints it."""
    signs = rng.choice(("plain", "plain", "plus", "words"))
    cells: dict[CellKey, Label] = {}
    for table in form.tables:
        for block in table.blocks:
            columns = {column.key: column for column in block.columns}
            for row in block.rows:
                for name, column in columns.items():
                    key = CellKey(table.key, row.key, name)
                    raw = print_figure(figures[key], column, signs)
                    cells[key] = Label("number", figures[key], raw, column.unit or block.unit)
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
    ending = ".md" if layout == "markdown" else ".txt"
    media_type = "text/markdown" if layout == "markdown" else "text/plain"
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
    )


def _pick(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
