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
from extraction.export.verdicts import STATUSES, cells_in_question, deciding
from extraction.forms.form import Form
from extraction.forms.mixed import find_form
from extraction.forms.table import Block, Column, Row, Table
from extraction.values.bilingual import Bilingual, Language, join_texts
from extraction.values.record import Cell, CellKey, Finding, Origin, Record, State, Status

STYLES: Mapping[Status, str] = {
    "verified": "green",
    "source_inconsistent": "yellow",
    "needs_review": "magenta",
    "unreadable": "red",
}
_LONG = 9  # rows that a person takes in at a glance
_HEAD = 6  # three Chinese characters of a column's head
_LABEL = 24
_WORDS = 20  # columns in which a sentence can be read
_LEGEND: Mapping[State, Bilingual] = {
    "blank": Bilingual("· left blank", "· 空白"),
    "missing": Bilingual("? no figure can be settled", "? 数字未能确定"),
}
_COMMA = Bilingual(", ", "，")
_EXTRAS = Bilingual("Not in the form", "表样以外")
_FINDINGS = Bilingual("Findings", "发现的问题")
_ORIGINS: Mapping[Origin, Bilingual] = {
    "solved": Bilingual("solved", "勾稽"),
    "model": Bilingual("model", "模型"),
    "person": Bilingual("person", "人工"),
}
"""How a figure became known that was not simply read."""


@dataclass(frozen=True, slots=True)
class View:
    """How much room there is, in columns, and who looks at it."""

    width: int
    lang: Language


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
            form = find_form(record.form, record.mixed, self.forms)
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
    verdict = max(cell_len(name.to(view.lang)) for name in STATUSES.values())
    file = 38 if view.width >= 100 else max(10, min(26, view.width - verdict - 4 - _WORDS))
    line.add_column(width=verdict, no_wrap=True)
    line.add_column(width=file, no_wrap=True)
    line.add_column(width=max(_WORDS, view.width - verdict - file - 4), overflow="fold")
    who = shown(whose(record))
    line.add_row(
        Text(STATUSES[record.status].to(view.lang), STYLES[record.status]),
        Text(_end_of(shown(name_of(record)), file)),
        Text.assemble((who, "bold"), "  " if who else "", shown(what_matters(record, view.lang))),
    )
    return line


def name_of(record: Record) -> str:
    """Return the report's path, and which report in the file it is if there are several."""
    part = f" ({record.source.part})" if record.source.part > 1 else ""
    return record.source.path + part


def _end_of(text: str, width: int) -> str:
    """Cut a path from its beginning: its end tells files apart.

    >>> _end_of("reports/政府2024.txt", 14)
    '…/政府2024.txt'
    """
    while cell_len(text) > width:
        text = "…" + text[2:]
    return text


def whose(record: Record) -> str:
    """Return the agency and the year, as far as they are known."""
    agency, year = record.metadata.agency, record.metadata.year
    return " ".join(str(part) for part in (year, agency) if part)


def what_matters(record: Record, lang: Language) -> str:
    """Return in one sentence what a person should know of a report.

    Of a report whose tables are verified that is what its prose says otherwise.
    """
    if record.status == "verified":
        told = (f for f in record.findings if f.diagnosis == "narrative_conflict")
        return next((f.said.to(lang) for f in told if f.severity == "warning"), "")
    if record.reason:
        return record.why.to(lang)
    first, *others = deciding(record) or record.findings
    return first.said.to(lang) + (_and_more(len(others)).to(lang) if others else "")


def _and_more(number: int) -> Bilingual:
    return Bilingual(f" (and {number} more)", f"（另有 {number} 项）")


def full_view(record: Record, form: Form | None, view: View) -> RenderableType:
    """Return one report's tables and findings: of long tables the rows that are not all zero."""
    parts: list[RenderableType] = [_heading(record, view.lang)]
    blamed = cells_in_question(record)
    for table in form.tables if form else ():
        cells = record.tables.get(table.key)
        if cells:
            parts += [Text("\n" + table.label, "bold"), *_table(table, cells, blamed, view)]
    if record.extras:
        parts.append(Text(f"\n{_EXTRAS.to(view.lang)}", "bold"))
        parts += [_extra(extra.label, extra.values, view.lang) for extra in record.extras]
    printed = {
        cell.state
        for rows in record.tables.values()
        for row in rows.values()
        for cell in row.values()
    }
    legend = [text for state, text in _LEGEND.items() if state in printed]
    if legend:
        parts.append(Text(f"\n{join_texts(_COMMA, legend).to(view.lang)}", "dim"))
    if record.findings:
        parts.append(Text(f"\n{_FINDINGS.to(view.lang)}", "bold"))
        parts += _findings(record.findings, view.lang)
    return Group(*parts)


def _heading(record: Record, lang: Language) -> Text:
    who, said = shown(whose(record)), shown(when(record).to(lang))
    reason = f"\n{shown(record.why.to(lang))}" if record.reason else ""
    return Text.assemble(
        (shown(name_of(record)), "bold"),
        f"\n{who}" if who else "",
        (f"\n{said}", "dim") if said else "",
        "\n",
        (STATUSES[record.status].to(lang), STYLES[record.status]),
        reason,
    )


def when(record: Record) -> Bilingual:
    """Return what a report says of its period and its days, as far as they are known."""
    metadata = record.metadata
    start, end = metadata.period_start, metadata.period_end
    parts: list[Bilingual] = []
    if start and end:
        parts.append(Bilingual(f"period {start} to {end}", f"统计期限 {start} 至 {end}"))
    if day := metadata.signed:
        parts.append(Bilingual(f"signed {day}", f"落款日期 {day}"))
    if day := metadata.published:
        parts.append(Bilingual(f"published {day}", f"发布日期 {day}"))
    return join_texts(_COMMA, parts)


def _table(
    table: Table, cells: Mapping[str, Mapping[str, Cell]], blamed: frozenset[str], view: View
) -> Iterator[RenderableType]:
    """Yield a table's blocks; where it is long, rows of nothing but zeros are left out."""
    long = sum(len(block.rows) for block in table.blocks) > _LONG
    for block in table.blocks:
        lines: list[tuple[Row, list[Text]]] = []
        for row in block.rows:
            own = cells.get(row.key, {})
            texts = [
                _cell(own.get(column.key), _key(table, row, column) in blamed, view.lang)
                for column in block.columns
            ]
            if not long or any(text.plain != "0" for text in texts):
                lines.append((row, texts))
        yield _grid(block, lines, view.width)
        if left_out := len(block.rows) - len(lines):
            zeros = Bilingual(f"and {left_out} rows of zeros", f"另有 {left_out} 行全为零")
            yield Text(zeros.to(view.lang), "dim")


def _grid(block: Block, lines: list[tuple[Row, list[Text]]], console: int) -> RichTable:
    grid = RichTable(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    widths = [
        max([_HEAD, *(text.cell_len for text in texts)])
        for texts in zip(*(texts for _, texts in lines), strict=True)
    ] or [_HEAD] * len(block.columns)
    heads = [max(cell_len(c.label), w) for c, w in zip(block.columns, widths, strict=True)]
    if sum(heads) + 2 * len(heads) + _LABEL <= console:
        widths = heads  # figures are never cut; heads are broken only where they must be
    grid.add_column("", width=_label_width(block, lines, console - sum(widths) - 2 * len(widths)))
    for column, width in zip(block.columns, widths, strict=True):
        grid.add_column(break_head(column.label, width), justify="right", width=width)
    group = None
    labels = {heading.key: heading.label for heading in block.row_groups}
    for row, texts in lines:
        if row.group != group and row.group in labels:
            grid.add_row(Text(labels[row.group], "dim"))
        group = row.group
        grid.add_row(Text(row.label), *texts)
    return grid


def break_head(label: str, width: int) -> str:
    r"""Break a column's head into lines of about the same length, none wider than the column.

    >>> break_head("商业企业", 6), break_head("总计", 6), break_head("a(b)c", 4)
    ('商业\n企业', '总计', 'a(b\n)c')
    """
    lines = -(-cell_len(label) // width)
    step = -(-len(label) // lines)
    return "\n".join(label[at : at + step] for at in range(0, len(label), step))


def _label_width(block: Block, lines: list[tuple[Row, list[Text]]], room: int) -> int:
    longest = max((cell_len(row.label) for row, _ in lines), default=0)
    groups = max((cell_len(group.label) for group in block.row_groups), default=0)
    return max(_LABEL // 2, min(max(longest, groups, _LABEL), room - 2))


def _key(table: Table, row: Row, column: Column) -> str:
    return str(CellKey(table.key, row.key, column.key))


def _cell(cell: Cell | None, blamed: bool, lang: Language) -> Text:
    """Return a cell as printed; what is no number says so, what is in question is marked."""
    if cell is None or cell.state == "missing":
        return Text("?", "bold red")
    if cell.state == "blank":
        return Text("·", "dim")
    shown_as = shown(cell.raw or "")
    if cell.state == "number" and cell.origin and cell.origin != "read":
        shown_as += f" ({_ORIGINS[cell.origin].to(lang)})"
    return Text(f"{shown_as} !", "bold red") if blamed else Text(shown_as)


def _extra(label: str, values: tuple[Cell, ...], lang: Language) -> Text:
    return Text(f"{shown(label)}: " + "  ".join(_cell(cell, False, lang).plain for cell in values))


def _findings(findings: tuple[Finding, ...], lang: Language) -> Iterator[RenderableType]:
    """Yield what is wrong, a line each; of what stays open the first of each code."""
    still_open = Counter(finding.code for finding in findings if finding.result == "unknown")
    for finding in findings:
        if finding.result != "unknown":
            yield _finding(finding, 0, lang)
        elif count := still_open.pop(finding.code, 0):
            yield _finding(finding, count - 1, lang)


def _finding(finding: Finding, others: int, lang: Language) -> RenderableType:
    code = (f"{finding.code} ", "red" if finding.severity == "error" else "dim")
    more = _and_more(others).to(lang) if others else ""
    return Padding(Text.assemble(code, shown(finding.said.to(lang)), more), (0, 0, 0, 2))
