"""The facts of a report's prose for a person at a terminal."""

from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from extraction.export.escaping import shown
from extraction.prose.facts.fact_names import CHINESE_NAMES
from extraction.terminal.record_words import name_of, whose
from extraction.terminal.screen import Screen
from extraction.values.bilingual import Bilingual, Language
from extraction.values.record import Record

_KEY_WIDTH = 28  # the longest keys in two lines
_NO_FACTS = Bilingual("no quantity is stated in the prose", "正文没有写明任何数量")
_NONE = Bilingual("none", "无")


@dataclass(frozen=True, slots=True)
class FactScreen(Screen):
    """Shows what the prose of each report states."""

    def add(self, label: str, records: tuple[Record, ...]) -> None:  # noqa: ARG002
        """Show the facts of a file's reports."""
        for record in records:
            self.console.print(facts_view(record, self.lang))


def facts_view(record: Record, lang: Language) -> RenderableType:
    """Return one report's facts: key, value, unit and the words; `other` shows its label."""
    who = shown(whose(record))
    head = Text.assemble((shown(name_of(record)), "bold"), f"  {who}" if who else "")
    if not record.facts:
        return Group(head, Text(f"  {_NO_FACTS.to(lang)}", "dim"))
    grid = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(width=_KEY_WIDTH, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for fact in record.facts:
        other = fact.key == "other"
        name = fact.key if lang == "en" else CHINESE_NAMES.get(fact.key, fact.key)
        value = _NONE.to(lang) if fact.kind == "none" else f"{fact.value:f}"
        grid.add_row(
            Text(shown(fact.label) if other else name, "dim" if other else ""),
            Text(f"~{value}" if fact.approximate else value),
            Text(shown(fact.unit or "")),
            Text(shown(fact.quote)),
        )
    return Group(head, Padding(grid, (0, 0, 0, 2)))
