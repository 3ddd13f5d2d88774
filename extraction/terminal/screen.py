"""Records for a person at a terminal: a line a report, and the tables of one.

All text from a report goes through `shown`, and is never taken for rich's markup.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from extraction.export.escaping import shown
from extraction.export.stream import Unkept
from extraction.export.verdicts import STATUSES, cells_in_question
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.terminal.record_words import (
    COMMA,
    and_more,
    name_of,
    what_matters,
    when,
    whose,
)
from extraction.terminal.table_grid import View, show_screen_cell, show_table
from extraction.values.bilingual import Bilingual, Language, join_texts
from extraction.values.record import Extra, Finding, Record, State, Status

STYLES: Mapping[Status, str] = {
    "verified": "green",
    "source_inconsistent": "yellow",
    "needs_review": "magenta",
    "unreadable": "red",
}
_WORDS = 20  # columns in which a sentence can be read
_LEGEND: Mapping[State, Bilingual] = {
    "blank": Bilingual("· left blank", "· 空白"),
    "missing": Bilingual("? no figure can be settled", "? 数字未能确定"),
}
_SUGGESTED = Bilingual("? 12 a model suggests 12", "? 12 为模型建议 12")
_EXTRAS = Bilingual("Not in the form", "表样以外")
_FINDINGS = Bilingual("Findings", "发现的问题")


@dataclass(frozen=True, slots=True)
class Screen(Unkept):
    """Shows records on a console: a line each, or if `whole`, all that is in them."""

    console: Console
    forms: tuple[Form, ...]
    lang: Language
    whole: bool

    def add(self, label: str, records: tuple[Record, ...]) -> None:  # noqa: ARG002
        """Show a file's reports."""
        for record in records:
            form = find_known_form(record.form, record.mixed, self.forms)
            view = View(self.console.width, self.lang)
            show = full_view(record, form, view) if self.whole else report_line(record, view)
            self.console.print(show)

    def finish(self) -> int:
        """End the run."""
        return 0

    def close(self) -> None:
        """The console belongs to who made it."""


def report_line(record: Record, view: View) -> RenderableType:
    """Return one report's line: verdict, file, whose report it is and what decides it."""
    line = RichTable(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    verdict, file, words = _find_widths(view)
    line.add_column(width=verdict, no_wrap=True)
    line.add_column(width=file, no_wrap=True)
    line.add_column(width=words, overflow="fold")
    who = shown(whose(record))
    matters = shown(what_matters(record, view.lang))
    line.add_row(
        _verdict(record, view.lang),
        Text(_end_of(shown(name_of(record)), file)),
        Text.assemble((who, "bold"), "  " if who else "", matters),
    )
    return line


def _find_widths(view: View) -> tuple[int, int, int]:
    """Return the widths of verdict, file and words in a report's line."""
    names = [name.to(view.lang) for name in STATUSES.values()]
    verdict = max(map(cell_len, names))
    rest = view.width - verdict - 4
    file = 38 if view.width >= 100 else max(10, min(26, rest - _WORDS))
    return verdict, file, max(_WORDS, rest - file)


def _verdict(record: Record, lang: Language) -> Text:
    return Text(STATUSES[record.status].to(lang), STYLES[record.status])


def _end_of(text: str, width: int) -> str:
    """Cut a path from its beginning: its end tells files apart.

    >>> _end_of("reports/政府2024.txt", 14)
    '…/政府2024.txt'
    """
    while cell_len(text) > width:
        text = "…" + text[2:]
    return text


def full_view(record: Record, form: Form | None, view: View) -> RenderableType:
    """Return one report's tables and findings: of long tables the rows that are not all zero."""
    lang = view.lang
    parts: list[RenderableType] = [_heading(record, lang)]
    blamed = cells_in_question(record)
    for table in form.tables if form else ():
        cells = record.tables.get(table.key)
        if cells:
            parts.append(_title(table.label))
            parts += show_table(table, cells, blamed, view)
    if record.extras:
        parts.append(_title(_EXTRAS.to(lang)))
        parts += [_extra(extra, lang) for extra in record.extras]
    legend = join_texts(COMMA, _find_legend(record)).to(lang)
    if legend:
        parts.append(Text(f"\n{legend}", "dim"))
    if record.findings:
        parts.append(_title(_FINDINGS.to(lang)))
        parts += _findings(record.findings, lang)
    return Group(*parts)


def _title(words: str) -> Text:
    return Text(f"\n{words}", "bold")


def _find_legend(record: Record) -> list[Bilingual]:
    """Return what the signs mean that stand in a record's cells."""
    states: set[State] = set()
    suggested = False
    for rows in record.tables.values():
        for cells in rows.values():
            states.update(cell.state for cell in cells.values())
            suggested |= any(cell.suggestion is not None for cell in cells.values())
    signs = [text for state, text in _LEGEND.items() if state in states]
    return [*signs, _SUGGESTED] if suggested else signs


def _heading(record: Record, lang: Language) -> Text:
    who, said = shown(whose(record)), shown(when(record).to(lang))
    reason = f"\n{shown(record.why.to(lang))}" if record.reason else ""
    return Text.assemble(
        (shown(name_of(record)), "bold"),
        f"\n{who}" if who else "",
        (f"\n{said}", "dim") if said else "",
        "\n",
        _verdict(record, lang),
        reason,
    )


def _extra(extra: Extra, lang: Language) -> Text:
    figures = [show_screen_cell(cell, False, lang).plain for cell in extra.values]
    return Text(f"{shown(extra.label)}: " + "  ".join(figures))


def _findings(findings: tuple[Finding, ...], lang: Language) -> Iterator[RenderableType]:
    """Yield what is wrong, a line each; of what stays open the first of each code."""
    still_open = Counter(finding.code for finding in findings if finding.result == "unknown")
    for finding in findings:
        if finding.result != "unknown":
            yield _finding(finding, 0, lang)
        elif count := still_open.pop(finding.code, 0):
            yield _finding(finding, count - 1, lang)


def _finding(finding: Finding, others: int, lang: Language) -> RenderableType:
    style = "red" if finding.severity == "error" else "dim"
    words = shown(finding.said.to(lang))
    more = and_more(others).to(lang) if others else ""
    line = Text.assemble((f"{finding.code} ", style), words, more)
    return Padding(line, (0, 0, 0, 2))
