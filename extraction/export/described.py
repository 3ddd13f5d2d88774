"""A form in words, for a person who wants to know what is in it."""

from collections.abc import Iterator

from extraction.forms.form import Form
from extraction.forms.table import Block


def form_lines(form: Form) -> Iterator[str]:
    """Yield what is in a form: its tables with rows and columns, and its rules."""
    yield f"{form.form} version {form.version}: {form.title}"
    for table in form.tables:
        yield f"\n{table.key}  {table.label}"
        for block in table.blocks:
            yield from _block_lines(block)
    yield "\nrules"
    for rule in form.rules:
        yield f"  {rule.code:<6} {rule.severity:<8} {rule.id}: {rule.holds}"
        yield f"         {rule.means.zh}"
    if form.narrative.facts:
        yield "\nprose"
        yield from _narrative_lines(form)


def _narrative_lines(form: Form) -> Iterator[str]:
    for fact in form.narrative.facts:
        cells = " or ".join(f"{fact.table}: {sum_}" for sum_ in fact.equals)
        along = fact.column or fact.row
        rule = f"narrative.{fact.id}: {fact.label or fact.key} = {cells} [{along}]"
        yield f"  {fact.code:<6} {fact.severity:<8} {rule}"
    for prose in form.narrative.rules:
        yield f"  {prose.code:<6} {prose.severity:<8} {prose.id}: {prose.holds}"
        yield f"         {prose.means.zh}"


def _block_lines(block: Block) -> Iterator[str]:
    yield "  columns"
    for column in block.columns:
        unit = column.unit or block.unit
        yield f"    {column.key}  {column.label}" + (f"  [{unit}]" if unit else "")
    yield "  rows"
    for row in block.rows:
        yield f"    {row.key}  {row.label}"
