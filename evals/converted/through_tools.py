"""What gouji makes of the texts that tools make of made-up reports."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from evals.converted.pages import ConvertibleReport, make_convertible, print_pdfs
from evals.converted.tools import CONVERTERS, EXTRACTORS
from evals.score import SETTLED, find_wrong_cells
from evals.synth.closing import form_named
from evals.synth.labelled import LabelledReport
from extraction.forms.table import Block, Table
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.text.numbers import parse_cell
from extraction.values.record import CellKey, Status

_MARKDOWN = frozenset({"trafilatura", "markdownify", "html2text"})
_BREAKS = re.compile(r"[\s|]+")
_PAGE = re.compile(r"^[ \t\f]*(?:- ?|第 ?)?\d{1,3}(?: ?-| ?页)?[ \t]*$", re.MULTILINE)
_COLUMNS = ("hold", "of them", "settled", "right", "silent")
_PRINTED_AT_ONCE = 25
ITSELF = "gouji, from the PDF"
FROM_PAGE = "gouji, from the page"


@dataclass(frozen=True, slots=True)
class ConvertedOutcome:
    """What came of a report's text by one tool.

    holds: whether the text still holds the grid. right: settled with the verdict that it
    deserves, and every cell as printed. silent: how many cells of a settled record are wrong.
    why: what keeps the record from being settled.
    """

    tool: str
    name: str
    holds: bool
    status: Status
    right: bool
    silent: int
    why: str = ""

    @property
    def settled(self) -> bool:
        """Whether the record is verified or source_inconsistent."""
        return self.status in SETTLED


def measure(
    count: int, seed: int, folder: Path, done: Set[str] = frozenset()
) -> Iterator[list[ConvertedOutcome]]:
    """Yield what comes of so many reports of a seed by every tool, report by report.

    Reports in `done`, by name, are passed over. PDFs and texts stay in a folder; what is there
    is not made again.
    """
    for name, report, pdf in print_reports(count, seed, folder, done):
        yield list(_measure_report(name, report, pdf))


def print_reports(
    count: int, seed: int, folder: Path, done: Set[str] = frozenset()
) -> Iterator[tuple[str, ConvertibleReport, Path]]:
    """Yield so many reports of a seed, by their names, each with its PDF in a folder."""
    names: dict[str, int] = {}
    for index in range(count):
        name = f"{seed}-{index:04}"
        if name not in done:
            names[name] = seed * 1_000_003 + index
    waiting = list(names)
    for start in range(0, len(waiting), _PRINTED_AT_ONCE):
        reports: dict[str, ConvertibleReport] = {}
        for name in waiting[start : start + _PRINTED_AT_ONCE]:
            reports[name] = make_convertible(names[name])
        there = {name: folder / f"{name}.pdf" for name in reports}
        wanted = {name: own.docx for name, own in reports.items() if not there[name].exists()}
        print_pdfs(wanted, folder)
        for name, report in reports.items():
            yield name, report, there[name]


def _measure_report(name: str, report: ConvertibleReport, pdf: Path) -> Iterator[ConvertedOutcome]:
    labelled = report.labelled
    yield _read(FROM_PAGE, labelled, f"{name}.html", report.html.encode(), holds=True)
    yield _read(ITSELF, labelled, f"{name}.pdf", pdf.read_bytes(), holds=True)
    for tool, kept in convert_report(name, report, pdf):
        data = kept.read_bytes()
        holds = holds_grid(labelled, data.decode())
        yield _read(tool, labelled, kept.name, data, holds=holds)


def convert_report(name: str, report: ConvertibleReport, pdf: Path) -> Iterator[tuple[str, Path]]:
    """Yield the tools with where the text is that each makes of a report, beside its PDF."""
    for tool in (*EXTRACTORS, *CONVERTERS):
        kept = pdf.parent / tool / f"{name}{'.md' if tool in _MARKDOWN else '.txt'}"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            extract = EXTRACTORS.get(tool)
            text = extract(pdf) if extract is not None else CONVERTERS[tool](report.html)
            kept.write_bytes(text.encode())
        yield tool, kept


def holds_grid(report: LabelledReport, text: str) -> bool:
    """Whether a text has the figures of each row in order, words before each, and no blank is lost.

    Blanks are kept where pipes show them; numbers alone on a line may be those of pages.
    """
    if report.lost:
        return False
    whole, unpaged = _shorten(text), _shorten(_PAGE.sub("", text))
    for table in form_named(report.form).tables:
        rows = _shorten_rows(report, table)
        if rows not in whole and rows not in unpaged:
            return False
    return _shows_blanks(report, text)


def _shows_blanks(report: LabelledReport, text: str) -> bool:
    """Whether each row that has a blank stands on a line of the text, a pipe between its cells."""
    rows: set[tuple[str, ...]] = set()
    for table in form_named(report.form).tables:
        for row in _list_rows(report, table):
            if "" in row:
                rows.add(row)
    shown: set[tuple[str, ...]] = set()
    for line in text.splitlines() if rows else ():
        cells = [cell.strip() for cell in line.split("|")]
        for row in rows:
            ends = range(len(row), len(cells) + 1)
            if any(tuple(cells[end - len(row) : end]) == row for end in ends):
                shown.add(row)
    return shown == rows


def _list_rows(report: LabelledReport, table: Table) -> Iterator[tuple[str, ...]]:
    """Yield what a table's rows print, cell by cell."""
    for block in table.blocks:
        for row in block.rows:
            yield _list_row(report, table, block, row.key)


def _list_row(report: LabelledReport, table: Table, block: Block, row: str) -> tuple[str, ...]:
    """Return what a row prints, cell by cell."""
    printed: list[str] = []
    for column in block.columns:
        label = report.cells.get(CellKey(table.key, row, column.key))
        if label is not None:
            printed.append((label.raw or "").strip())
    return tuple(printed)


def _shorten(text: str) -> str:
    """Return a text's figures and marks as they are, and `w` for words between them.

    >>> _shorten("规章 | 0 | | 3\\n行政 许可 12")
    'w 0 3 w 12'
    """
    found: list[str] = []
    for word in _BREAKS.split(text):
        shown = word if parse_cell(word).state in ("number", "not_applicable") else "w"
        if word and not (shown == "w" and found[-1:] == ["w"]):
            found.append(shown)
    return " ".join(found)


def _shorten_rows(report: LabelledReport, table: Table) -> str:
    """Return how a table's rows look in a text that holds them, without blanks."""
    shown: list[str] = []
    for block in table.blocks:
        for row in block.rows:
            apart = shown and block.arrangement == "down"
            if apart and shown[-1] != "w":
                shown.append("w")
            shown += filter(None, _list_row(report, table, block, row.key))
    return " ".join(shown)


def _read(
    tool: str, report: LabelledReport, file: str, data: bytes, *, holds: bool
) -> ConvertedOutcome:
    document = document_from_bytes(file, data)
    record, *others = extract_document(document, default_settings())
    wrong = list(find_wrong_cells(record, report.cells, report.lost))
    deserved = "source_inconsistent" if report.source_mistakes else "verified"
    settled = record.status in SETTLED
    right = not wrong and not others and record.status == deserved
    silent = len(wrong) if settled else 0
    why = "" if settled else (record.reason or "")
    return ConvertedOutcome(tool, file, holds, record.status, right, silent, why)


def count_held(outcomes: Mapping[str, list[ConvertedOutcome]]) -> tuple[int, int]:
    """Count the tools' texts that hold the grid, and how many of them are settled.

    Those of reports that stay open as web pages are left out: their own slips are to blame.
    """
    pages = outcomes.get(FROM_PAGE, [])
    told = {Path(outcome.name).stem for outcome in pages if outcome.settled}
    held = settled = 0
    for tool in (*EXTRACTORS, *CONVERTERS):
        for outcome in outcomes.get(tool, []):
            counts = outcome.holds and Path(outcome.name).stem in told
            held += counts
            settled += counts and outcome.settled
    return held, settled


def tabulate_tools(outcomes: Mapping[str, list[ConvertedOutcome]]) -> str:
    """Return a table by tool: texts, those that hold the grid, how many of them are settled.

    Then, of all texts: settled, right, with a silent error. Below, what `count_held` counts.
    """
    heads = "".join(f"{name:>9}" for name in ("texts", *_COLUMNS))
    lines = [f"{'tool':<22}{heads}"]
    for tool, own in outcomes.items():
        counts = Counter[str]()
        for outcome in own:
            counts["hold"] += outcome.holds
            counts["of them"] += outcome.holds and outcome.settled
            counts["settled"] += outcome.settled
            counts["right"] += outcome.right
            counts["silent"] += outcome.silent > 0
        counted = (len(own), *(counts[name] for name in _COLUMNS))
        lines.append(f"{tool:<22}" + "".join(f"{figure:>9}" for figure in counted))
    held, settled = count_held(outcomes)
    share = f", {settled / held:.1%}" if held else ""
    lines.append(f"of reports that settle as pages: {settled} of {held} that hold{share}")
    return "\n".join(lines)
