"""Case files: whole inputs, and beside each what is right for it.

They lie in `cases/STATION/SORT`. The station is the one whose work a case shows. The sorts are
those of ftfy's cases: in the wild (a shape of real pages; all prose is ours), made up, negative
(what must not be done), and known failures. `NAME.json` beside a report says

- `shows` and `from`: what the case shows, and where it comes from;
- `status`, `form`, `reason`: those of the record; `not_status`: never these;
- `cells`: the figure as printed, `[printed, value]` where they differ (no value: a mark or
  words), or null for a blank; `others`: what stands in all cells that are not named;
- `absent`: not printed, so no number may stand there; `may_be_open`: the text alone does not
  settle them, so they may be missing; `open`: nobody could tell them, so they are missing; all
  name cells, rows or tables;
- `most_open`: so many cells may be missing at most; `unread`: these, and no others, hold words;
- `not_cells`: values that are wrong; `not_settled`: values or states that are wrong in a record
  that is settled;
- `metadata`: the value of a field, or all that are allowed; `labels`: by table and row, the
  printed label that is kept;
- `codes`, `no_codes`: of findings; `no_message`, `not_in_reason`: words that are in none;
- `facts`, `no_facts`: key and value; `not_in_labels`: what is in no fact's label.

`parts` holds one of these for each report, where a file holds several. `NAME.yaml` beside a
report is a form of its own, which is tried before gouji's.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extraction.forms.load import parse_form
from extraction.pipeline import extract_document
from extraction.read import KNOWN_ENDINGS, read_document
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.record import Cell, CellKey, Record
from tests.support.places import CASE_FILES
from tests.support.scored import SETTLED, find_form_cells, find_stray_spans, settings

STATIONS = ("read", "repair", "locate", "align", "judge", "prose", "check", "whole", "forms")
SORTS = ("in_the_wild", "made_up", "negative", "known_failures")
_LARGEST = 1_000_000

Want = dict[str, Any]
KEYS = frozenset(
    {
        *("shows", "from", "parts", "status", "form", "reason", "not_status"),
        *("cells", "others", "absent", "may_be_open", "open", "most_open", "unread"),
        *("not_cells", "not_settled", "metadata", "labels", "codes", "no_codes"),
        *("no_message", "not_in_reason", "facts", "no_facts", "not_in_labels"),
    }
)


@dataclass(frozen=True, slots=True)
class ReportCase:
    """A whole report, and what is right for it; `name` is its place under `cases`."""

    name: str
    path: Path
    want: Want

    @property
    def known_failure(self) -> bool:
        return self.path.parent.name == "known_failures"

    @property
    def parts(self) -> list[Want]:
        """What is right for each report of the file."""
        return self.want.get("parts") or [self.want]

    def read(self) -> tuple[Document, tuple[Record, ...]]:
        document = read_document(self.path, _LARGEST)
        return document, extract_document(document, self._settings())

    def _settings(self) -> Settings:
        own = self.path.with_suffix(".yaml")
        if not own.exists():
            return settings()
        form = parse_form(own.read_text("utf-8"), own.name)
        return Settings(forms=(form, *settings().forms))


def _find_reports() -> Iterator[ReportCase]:
    for path in sorted(CASE_FILES.glob("*/*/*.json")):
        inputs = [path.with_suffix(e) for e in sorted(KNOWN_ENDINGS)]
        for report in (each for each in inputs if each.exists()):
            want = json.loads(path.read_text("utf-8"))
            name = report.relative_to(CASE_FILES).as_posix()
            yield ReportCase(name, report, want)


REPORTS = {case.name: case for case in _find_reports()}
"""Every case that is a whole report, by its place under `cases`."""


def find_faults(document: Document, records: Sequence[Record], case: ReportCase) -> list[str]:
    """Everything that is not as the case has it, in words."""
    if len(records) != len(case.parts):
        return [f"{len(records)} reports"]
    faults = []
    for record, want in zip(records, case.parts, strict=True):
        faults += [
            f"{key}: its span is another figure's" for key in find_stray_spans(document, record)
        ]
        faults += _find_wrong_verdict(record, want)
        faults += _find_wrong_cells(record, want)
        faults += find_settled_wrongly(record, want)
        faults += _find_wrong_words(record, want)
        faults += _find_wrong_facts(record, want)
    return faults


def _find_wrong_verdict(record: Record, want: Want) -> Iterator[str]:
    if record.status not in _listed(want.get("status", record.status)):
        yield f"status {record.status}"
    if record.status in want.get("not_status", ()):
        yield f"status {record.status}"
    for key in ("form", "reason"):
        if key in want and getattr(record, key) != want[key]:
            yield f"{key} {getattr(record, key)}"
    if "not_in_reason" in want and want["not_in_reason"] in (record.reason or ""):
        yield f"reason {record.reason}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_named(key: CellKey, names: Sequence[str]) -> bool:
    """Whether a cell is one of those named, or in a row or table that is."""
    return any(f"{key}.".startswith(f"{name}.") for name in names)


def _agrees(cell: Cell, entry: Any) -> bool:
    if entry is None:
        return cell.state == "blank"
    raw, value = entry if isinstance(entry, list) else (entry, entry)
    if value is None:
        return cell.state in ("not_applicable", "text") and cell.raw == raw
    return cell.state == "number" and cell.raw == raw and cell.value == Decimal(value)


def _find_wrong_cells(record: Record, want: Want) -> Iterator[str]:
    cells = {str(key): (key, cell) for key, cell in find_form_cells(record).items()}
    named, absent, may_be_open = (want.get(k, {}) for k in ("cells", "absent", "may_be_open"))
    is_open = want.get("open", ())
    yield from (f"{path}: there is no such cell" for path in named if path not in cells)
    for path, (key, cell) in cells.items():
        if is_named(key, is_open):
            right = cell.state == "missing"
        elif path not in named and is_named(key, absent):
            right = cell.state != "number"
        elif path in named or "others" in want:
            right = _agrees(cell, named.get(path, want.get("others")))
            right |= cell.state == "missing" and is_named(key, may_be_open)
        else:
            right = True
        if not right:
            yield f"{path}: {cell.state} {cell.raw}, not {named.get(path, want.get('others'))}"
        if path in want.get("not_cells", ()) and cell.value == Decimal(want["not_cells"][path]):
            yield f"{path} is {cell.value}"
        if "unread" in want and is_named(key, want["unread"]) != (cell.state == "text"):
            yield f"{path} is {cell.state}"
    missing = sum(cell.state == "missing" for _, cell in cells.values())
    if missing > want.get("most_open", len(cells)):
        yield f"{missing} cells are open"


def find_settled_wrongly(record: Record, want: Want) -> Iterator[str]:
    """What may not stand in a settled record."""
    cells = {str(key): cell for key, cell in find_form_cells(record).items()}
    for path, wrong in want.get("not_settled", {}).items():
        cell = cells.get(path)
        if record.status not in SETTLED or cell is None:
            continue
        if wrong == cell.state or (wrong.isdigit() and cell.value == Decimal(wrong)):
            yield f"{path} is {wrong}, settled"


def find_false_cells(record: Record, want: Want) -> list[str]:
    """Cells of a settled record that hold something else than the case has."""
    return list(_find_wrong_cells(record, want)) if record.status in SETTLED else []


def _find_wrong_words(record: Record, want: Want) -> Iterator[str]:
    metadata = record.metadata.model_dump(mode="json", by_alias=True)
    for key, allowed in want.get("metadata", {}).items():
        if metadata[key] not in _listed(allowed):
            yield f"{key} {metadata[key]}"
    for table, labels in want.get("labels", {}).items():
        if record.labels.get(table) != labels:
            yield f"labels of {table}: {record.labels.get(table)}"
    codes = {finding.code for finding in record.findings}
    yield from (f"no finding {code}" for code in want.get("codes", ()) if code not in codes)
    yield from (f"finding {code}" for code in want.get("no_codes", ()) if code in codes)
    said = want.get("no_message")
    if said is not None and any(said in finding.message for finding in record.findings):
        yield f"a message with {said}"


def _find_wrong_facts(record: Record, want: Want) -> Iterator[str]:
    facts = {(fact.key, f"{fact.value:f}") for fact in record.facts if fact.value is not None}
    yield from (f"no fact {f}" for f in want.get("facts", ()) if tuple(f) not in facts)
    yield from (f"fact {f}" for f in want.get("no_facts", ()) if tuple(f) in facts)
    masked = want.get("not_in_labels")
    if masked is not None and any(masked in (fact.label or "") for fact in record.facts):
        yield f"a label with {masked}"
