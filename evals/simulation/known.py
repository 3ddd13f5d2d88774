"""The reports whose truth the simulated model knows, and true transcriptions of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evals.simulation.asked import AskedQuestion
from evals.synth import Label, LabelledReport, PlantedFact, PrintedExtra
from evals.synth.closing import form_named
from extraction.forms.table import Block, Table
from extraction.ground.marking import MARK
from extraction.llm.question import (
    PlacedRow,
    Placement,
    PrintedRow,
    Statement,
    Statements,
    Transcription,
    Whose,
)
from extraction.read import document_from_bytes
from extraction.repair import repair_text
from extraction.values.record import CellKey

_MARKED = re.compile(r"\{(k[a-z]+)\}([^\s|,，{]+)")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report's text as gouji reads it, and what is true of its cells and its prose."""

    name: str
    form: str
    text: str
    cells: Mapping[CellKey, Label]
    lost: frozenset[CellKey] = frozenset()
    extras: Sequence[PrintedExtra] = ()
    facts: Sequence[PlantedFact] = ()
    metadata: Mapping[str, str | int | None] = field(default_factory=dict)
    squeezed: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        texts = (self.text, repair_text(self.text).text)  # it may be asked about either
        object.__setattr__(self, "squeezed", tuple(map(squeeze, texts)))


def know(report: LabelledReport) -> KnownReport:
    """Return a generated report with its text as gouji reads it, HTML rendered."""
    document = document_from_bytes(report.name + report.ending, report.text.encode())
    return KnownReport(
        f"{report.name}-{report.seed}",
        report.form,
        document.text,
        report.cells,
        report.lost,
        report.extras,
        report.facts,
        report.metadata,
    )


def squeeze(text: str) -> str:
    """Return a text without its white space, to compare passages however they are broken.

    >>> squeeze("规章 | 0\\n")
    '规章|0'
    """
    return _BLANKS.sub("", text)


def find_known_report(passage: str, known: Iterable[KnownReport]) -> KnownReport | None:
    """Return the report that a passage was cut from, None if it is not known."""
    looked_for = squeeze(passage)
    for report in known:
        if any(looked_for in text for text in report.squeezed):
            return report
    return None


def transcribe(asked: AskedQuestion, report: KnownReport) -> Transcription | None:
    """Return what the asked rows really print; None if the form has no such table."""
    form = form_named(report.form)
    table = next((table for table in form.tables if table.label == asked.table), None)
    if table is None:
        return None
    heads: list[str] = []
    rows: list[PrintedRow] = []
    for block in table.blocks:
        heads += [column.label for column in block.columns]
        rows += _print_rows(table, block, report)
    for extra in report.extras:
        if extra.table == table.key:
            rows.append(PrintedRow(label=extra.label, cells=list(extra.raws)))
    if asked.rows is not None:
        rows = [row for row in rows if row.label in asked.rows]
    return Transcription(heads=list(dict.fromkeys(heads)), rows=rows)


def place(asked: AskedQuestion, report: KnownReport) -> Placement | None:
    """Return the ids of what the asked rows really print; None if the form has no such table.

    A row is where its figures stand one after the other, behind the row before it.
    """
    copied = transcribe(replace(asked, text=MARK.sub("", asked.text)), report)
    if copied is None:
        return None
    form = form_named(report.form)
    table = next(table for table in form.tables if table.label == asked.table)
    keys = {row.label: row.key for block in table.blocks for row in block.rows}
    marked = [(found[1], found[2]) for found in _MARKED.finditer(asked.text)]
    run = [text for _, text in marked]
    rows = []
    at = 0
    for row in copied.rows:
        printed = [cell.strip() for cell in row.cells if cell.strip()]
        start = _find_run(printed, run, at)
        if start is None or row.label not in keys:
            continue
        ids = iter([name for name, _ in marked[start:]])
        cells = [[next(ids)] if cell.strip() else [] for cell in row.cells]
        rows.append(PlacedRow(key=keys[row.label], label=row.label, cells=cells))
        at = start + len(printed)
    return Placement(rows=rows, cuts=[], strays=[])


def _find_run(printed: Sequence[str], run: Sequence[str], first: int) -> int | None:
    """Return where figures stand one after the other among others, from a place on."""
    for start in range(first, len(run) - len(printed) + 1):
        if run[start : start + len(printed)] == printed:
            return start
    return None


def _print_rows(table: Table, block: Block, report: KnownReport) -> Iterator[PrintedRow]:
    """Yield a block's rows as a person would copy them; a row that is not printed is left out."""
    for row in block.rows:
        keys = [CellKey(table.key, row.key, column.key) for column in block.columns]
        if any(key in report.cells for key in keys):
            yield PrintedRow(label=row.label, cells=[_print_cell(key, report) for key in keys])


def _print_cell(key: CellKey, report: KnownReport) -> str:
    """Return what a cell shows; nobody can say it of one that is lost."""
    label = report.cells.get(key)
    return "" if label is None or key in report.lost else label.raw or ""


def as_whole_table(answer: Transcription, table: str, form: str) -> dict[str, dict[str, int]]:
    """Return a transcription in the shape that evals.naive asks for; what is no number is 0."""
    found = {row.label: row.cells for row in answer.rows}
    whole: dict[str, dict[str, int]] = {}
    for known in form_named(form).tables:
        for block in known.blocks if known.label == table else ():
            for row in block.rows:
                if row.label in found:
                    whole[row.key] = _as_numbers(block, found[row.label])
    return whole


def _as_numbers(block: Block, cells: Sequence[str]) -> dict[str, int]:
    """Return a row's cells by their columns; what is no number is 0."""
    numbers: dict[str, int] = {}
    for column, cell in zip(block.columns, cells, strict=False):
        numbers[column.key] = int(cell) if cell.isdigit() else 0
    return numbers


def state(asked: AskedQuestion, report: KnownReport) -> Statements:
    """Return what the passage's prose states, of what is known of the report."""
    squeezed = squeeze(asked.text)
    return Statements(
        statements=[
            Statement(
                key=fact.key,
                label=fact.key,
                value=str(fact.value),
                unit="件",
                approximate=False,
                quote=fact.quote,
            )
            for fact in report.facts
            if squeeze(fact.quote) in squeezed
        ]
    )


def say_whose(report: KnownReport) -> Whose:
    """Return whose report it is and on which year, with the sentences that print it."""
    agency, year = (str(report.metadata.get(key) or "") for key in ("agency", "year"))
    return Whose(
        agency=agency,
        agency_quote=_sentence_with(agency, report.text),
        year=year,
        year_quote=_sentence_with(f"{year}年", report.text),
    )


def _sentence_with(words: str, text: str) -> str:
    """Return the first sentence that prints some words; none where the text does not."""
    at = text.find(words)
    if not words or at < 0:
        return ""
    start = max(text.rfind(mark, 0, at) for mark in "。\n") + 1
    ends = (text.find(mark, at) for mark in "。\n")
    return text[start : min((end for end in ends if end >= 0), default=len(text))]
