"""A form's data dictionary: every cell with its key, its labels, its unit, and its rules."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.forms.form import Form
from extraction.forms.table import Block, Column, Row
from extraction.values.bilingual import Bilingual, Language
from extraction.values.record import CellKey


class DictionaryEntry(NamedTuple):
    """What a data dictionary says of one cell of a form; `rules` has a line for each rule."""

    form: str
    key: str
    table: str
    table_label: str
    group_label: str
    row: str
    row_label: str
    column: str
    column_label: str
    unit: str
    meaning: str
    rules: str


HEADS: Mapping[str, Bilingual] = {
    "form": Bilingual("form", "表样"),
    "key": Bilingual("key", "键"),
    "table": Bilingual("table", "表（键）"),
    "table_label": Bilingual("table as printed", "表"),
    "group_label": Bilingual("group as printed", "分组"),
    "row": Bilingual("row", "行（键）"),
    "row_label": Bilingual("row as printed", "行"),
    "column": Bilingual("column", "列（键）"),
    "column_label": Bilingual("column as printed", "列"),
    "unit": Bilingual("unit", "单位"),
    "meaning": Bilingual("what it holds", "填写内容"),
    "rules": Bilingual("rules that speak of it", "相关规则"),
}
"""The names of the columns for a person; in a file of CSV they are the keys."""

_HOLDS: Mapping[str, Bilingual] = {
    "count": Bilingual("a count: a whole number, not below 0", "计数：不小于 0 的整数"),
    "change": Bilingual("a change: with its sign", "增减数：带正负号"),
    "money": Bilingual("an amount, with decimals, in the unit named", "金额：可有小数，按所列单位"),
}


def list_entries(form: Form, lang: Language) -> Iterator[DictionaryEntry]:
    """Yield what there is to say of every cell, in the form's order."""
    rules = _rules_by_cell(form, lang)
    for table in form.tables:
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    key = CellKey(table.key, row.key, column.key)
                    yield DictionaryEntry(
                        form.form,
                        str(key),
                        table.key,
                        table.label,
                        _group_of(block, row, column),
                        row.key,
                        row.label,
                        column.key,
                        column.label,
                        form.unit(key) or "",
                        _HOLDS[column.holds].to(lang),
                        "\n".join(rules.get(key, ())),
                    )


def _group_of(block: Block, row: Row, column: Column) -> str:
    """Return the headings over a row and over a column, the outermost first."""
    names: list[str] = []
    for groups, group in ((block.row_groups, row.group), (block.column_groups, column.group)):
        known = {heading.key: heading for heading in groups}
        chain: list[str] = []
        while group is not None:
            chain.insert(0, known[group].label)
            group = known[group].within
        names += chain
    return "／".join(names)


def _rules_by_cell(form: Form, lang: Language) -> dict[CellKey, list[str]]:
    """Return the rules that speak of each cell: code, id, and the rule in words."""
    rules: dict[CellKey, dict[str, None]] = {}
    for equation in form.equations:
        rule = equation.rule
        said = f"{rule.code} {rule.id}: {rule.means.words.to(lang)}"
        for cell in equation.cells:
            rules.setdefault(cell, {})[said] = None
    for bound in form.bound_facts:
        fact = bound.rule
        said = f"{fact.code} narrative.{fact.id}: {fact.label or fact.key}"
        for term in (term for terms in bound.sums for term in terms):
            if term.cell is not None:
                rules.setdefault(term.cell, {})[said] = None
    return {cell: list(said) for cell, said in rules.items()}


def dictionary_to_csv(form: Form, lang: Language) -> bytes:
    """Return a form's data dictionary for a spreadsheet: a head, then one line a cell."""
    lines = (line_to_bytes(entry) for entry in list_entries(form, lang))
    return MARK + line_to_bytes(DictionaryEntry._fields) + b"".join(lines)
