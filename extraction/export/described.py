"""A form in words, for a person who wants to know what is in it."""

from collections.abc import Iterator, Mapping

from extraction.forms.equation import Rule
from extraction.forms.form import Form
from extraction.forms.prose_rules import FactRule, ProseRule
from extraction.forms.table import Block
from extraction.values.bilingual import Bilingual, Language
from extraction.values.record import Severity

SEVERITIES: Mapping[Severity, Bilingual] = {
    "error": Bilingual("error", "错误"),
    "warning": Bilingual("warning", "警告"),
    "info": Bilingual("info", "提示"),
}


def form_lines(form: Form, lang: Language) -> Iterator[str]:
    """Yield what is in a form: its tables with rows and columns, and its rules."""
    version = Bilingual(f"version {form.version}:", f"版本 {form.version}：")
    yield f"{form.form} {version.to(lang)} {form.title}"
    for table in form.tables:
        yield f"\n{table.key}  {table.label}"
        for block in table.blocks:
            yield from _block_lines(block, lang)
    yield Bilingual("\nrules", "\n勾稽关系与规则").to(lang)
    for rule in form.rules:
        yield from _rule_lines(rule, lang)
    if form.narrative.facts:
        yield Bilingual("\nprose", "\n正文").to(lang)
        for fact in form.narrative.facts:
            yield _fact_line(fact, lang)
        for prose in form.narrative.rules:
            yield from _rule_lines(prose, lang)


def _rule_lines(rule: Rule | ProseRule, lang: Language) -> Iterator[str]:
    severity = SEVERITIES[rule.severity].to(lang)
    yield f"  {rule.code:<6} {severity:<8} {rule.id}: {rule.holds}"
    yield f"         {rule.means.words.to(lang)}"


def _fact_line(fact: FactRule, lang: Language) -> str:
    """Return the cells that a fact of the prose is held against."""
    between = Bilingual(" or ", " 或 ").to(lang)
    cells = between.join(f"{fact.table}: {sum_}" for sum_ in fact.equals)
    stated = fact.label or fact.key
    along = fact.column or fact.row
    severity = SEVERITIES[fact.severity].to(lang)
    return f"  {fact.code:<6} {severity:<8} narrative.{fact.id}: {stated} = {cells} [{along}]"


def _block_lines(block: Block, lang: Language) -> Iterator[str]:
    yield Bilingual("  columns", "  列").to(lang)
    for column in block.columns:
        unit = column.unit or block.unit
        yield f"    {column.key}  {column.label}" + (f"  [{unit}]" if unit else "")
    yield Bilingual("  rows", "  行").to(lang)
    for row in block.rows:
        yield f"    {row.key}  {row.label}"
