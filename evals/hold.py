"""Labels held against the report: its sums, its text, and what gouji reads in the same place.

What must be mended is a problem; what somebody should look at again is a note, with the line
of the text on which to look. gouji may be wrong there, and the label right.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from evals.annotators import said
from evals.case import LabelledCase, find_report
from evals.gold import TODO, Gold, GoldFact
from evals.score import find_form_cells, says
from evals.synth.closing import broken_equations, place_in_equation
from evals.synth.labelled import Label
from extraction.forms.equation import Equation
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.repair import repair_text
from extraction.settings import default_settings
from extraction.values.errors import BrokenGold, GoujiError
from extraction.values.record import Cell, CellKey, Record

_FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """What is to be said about one gold file; `problems` must be mended, `notes` looked at."""

    file: Path
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelledPage:
    """A report's text, and what gouji reads there without a model."""

    text: str
    record: Record | None

    @cached_property
    def numbers(self) -> set[Decimal]:
        """Every number that the text prints, damaged as it is or not."""
        return numbers_in(self.text) | numbers_in(repair_text(self.text).text)

    @cached_property
    def squeezed(self) -> str:
        """The text as it is and with its damage undone, without white space."""
        return squeeze_text(f"{self.text}\n{repair_text(self.text).text}")

    @cached_property
    def cells(self) -> Mapping[CellKey, Cell]:
        """The cells that gouji reads."""
        return {} if self.record is None else find_form_cells(self.record)

    def line_of(self, place: int) -> int:
        """Return on which line of the text a place lies, counted from 1."""
        return self.text.count("\n", 0, place) + 1

    def row_of(self, key: CellKey) -> tuple[set[Decimal], int] | None:
        """Return the figures printed in a cell's row, and its line; None if nobody can tell."""
        mine = [cell for k, cell in self.cells.items() if (k.table, k.row) == (key.table, key.row)]
        spans = [cell.span for cell in mine if cell.span is not None]
        if not spans or any(cell.state in ("missing", "text") for cell in mine):
            return None
        values = {cell.value for cell in mine if cell.value is not None}
        return values, self.line_of(min(start for start, _ in spans))


def check_gold(labelled: LabelledCase, reports: Path | None) -> LabelCheck:
    """Hold labels against the report's text and the form's equations."""
    gold = labelled.gold
    problems = []
    if gold.draft:
        problems.append("is a draft: check every cell, then take out `draft`")
    elif gold.unchecked:
        problems.append(f"is a draft: nobody has checked {', '.join(gold.unchecked)}")
    page = None
    try:
        data = find_report(labelled, reports).read_bytes()
        if gold.sha256 not in (None, sha256(data).hexdigest()):
            problems.append("labels another version of the report")
        page = read_labelled_page(gold, data)
    except BrokenGold as error:
        problems.append(str(error))
    except GoujiError as error:
        problems.append(f"the report cannot be read: {error}")
    broken = [f"{e.rule.id}@{place_in_equation(e)}" for e in _broken(gold)]
    if broken and gold.tables_consistent:
        problems.append(
            f"{', '.join(broken)} does not tie out: mend the cells, or write"
            " `tables_consistent: false` if the report prints it so"
        )
    whole = not gold.lost and not any(value == TODO for _, value in gold.written())
    if not broken and not gold.tables_consistent and whole:
        problems.append("ties out, although `tables_consistent` is false")
    return LabelCheck(labelled.file, tuple(problems), tuple(_notes(gold, broken, page)))


def read_labelled_page(gold: Gold, data: bytes) -> LabelledPage:
    """Read a labelled report; UnreadableFile if it is none."""
    document = document_from_bytes(gold.report, data)
    records = extract_document(document, default_settings())
    record = next((r for r in records if r.source.part == gold.part), None)
    return LabelledPage(document.text, record)


def _broken(gold: Gold) -> Sequence[Equation]:
    if gold.form is None or any(value == TODO for _, value in gold.written()):
        return ()
    return broken_equations(gold.form, gold.labels)


def _notes(gold: Gold, broken: Sequence[str], page: LabelledPage | None) -> Iterator[str]:
    if broken and not gold.tables_consistent:
        yield f"the report does not tie out, as labelled: {', '.join(broken)}"
    if page is None:
        return
    for key, label in gold.labels.items():
        note = _doubt_cell(key, label, page)
        if note is not None and key not in gold.lost_cells:
            yield f"{key}: {note}"
    yield from _doubt_year(gold, page)
    for fact in gold.facts:
        yield from _doubt_fact(fact, page)


def _doubt_cell(key: CellKey, label: Label, page: LabelledPage) -> str | None:
    """Return why a label should be looked at again; None if nothing speaks against it."""
    cell = page.cells.get(key)
    where = ""
    if cell is not None and cell.span is not None:
        where = f" in line {page.line_of(cell.span[0])}"
    if cell is not None and cell.state == "blank" and label.value == 0:
        return "0 is labelled, gouji reads a blank there; a blank is null"
    if label.value is not None and abs(label.value) not in page.numbers:
        return f"{label.value:f} stands nowhere in the text"
    row = page.row_of(key)
    if label.value is not None and row is not None and label.value not in row[0]:
        return f"{label.value:f} is not printed in its row, line {row[1]}"
    if cell is not None and cell.state != "missing" and not says(cell, label):
        read = said(Label(cell.state, cell.value))
        return f"{said(label)} is labelled, gouji reads {read}{where}"
    return None


def _doubt_year(gold: Gold, page: LabelledPage) -> Iterator[str]:
    year = gold.metadata.get("year")
    if isinstance(year, int) and str(year) not in page.squeezed.translate(_HAN):
        yield f"year: {year} stands nowhere in the text"
    read = None if page.record is None else page.record.metadata.year
    if isinstance(year, int) and read is not None and read != year:
        yield f"year: {year} is labelled, gouji reads {read}"


def _doubt_fact(fact: GoldFact, page: LabelledPage) -> Iterator[str]:
    if fact.quote is not None and squeeze_text(fact.quote) not in page.squeezed:
        yield f"fact {fact.key}: its quote stands nowhere in the text"
    stands = (fact.value, fact.value / 10_000, fact.value / 100_000_000)
    if fact.value and not any(value in page.numbers for value in stands):
        yield f"fact {fact.key}: {fact.value:f} stands nowhere in the text"


def squeeze_text(text: str) -> str:
    """Return a text without white space, in plain figures.

    >>> squeeze_text("２０２３ 年")
    '2023年'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_double_reports(found: Sequence[LabelledCase]) -> Iterator[str]:
    """Yield what is labelled twice: two files for one report, by its name or by its bytes."""
    seen: dict[tuple[str, int], LabelledCase] = {}
    for labelled in found:
        if labelled.labeller is not None:
            continue
        gold = labelled.gold
        keys = [(labelled.name, gold.part)]
        keys += [(gold.sha256, gold.part)] if gold.sha256 else []
        twin = next((seen[key] for key in keys if key in seen), None)
        if twin is not None:
            yield f"{labelled.file} and {twin.file} label one report: keep one"
        for key in keys:
            seen.setdefault(key, labelled)


def numbers_in(text: str) -> set[Decimal]:
    """Return every number that a text prints.

    >>> sorted(map(str, numbers_in("１２件, 1,234.5 和0")))
    ['0', '12', '1234.5']
    """
    found = _FIGURES.findall(unicodedata.normalize("NFKC", text))
    return {Decimal(figure.replace(",", "")) for figure in found}
