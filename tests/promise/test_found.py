"""Every input under cases/found: what real pages and hostile ones showed, held to expect.json.

A name of expect.json says what must hold of the file's first record; `or_status` lets a
verdict excuse the rest. `open` are those that are not settled yet: that they never come out
settled with a wrong cell is held all the same.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.values.record import Cell, Record
from tests.support.places import CASE_FILES
from tests.support.scored import SETTLED, cells_of

FOLDER = CASE_FILES / "found"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expect.json").read_text("utf-8"))
OPEN = {
    "20_pdf_table4_total_between.txt",
    "22_pdf_prose_taken_for_table4.txt",
    "page-mark-one-dash.txt",
    "t4-counts-in-prose.txt",
    "t4-head-plumber-plain.txt",
    "t4-head-plumber-real.txt",
}
"""What the layout alone keeps from being settled."""

Want = dict[str, Any]


def read(name: str) -> Record:
    return extract_file(FOLDER / name, default_settings())[0]


def find_faults(record: Record, want: Want) -> list[str]:
    """Everything that is not as expected, in words."""
    if record.status in want.get("or_status", ()):
        return []
    return [
        *find_wrong_words(record, want),
        *find_wrong_cells(record, want),
        *find_settled_cells(record, want),
        *find_wrong_findings(record, want),
        *find_wrong_facts(record, want),
    ]


def find_wrong_words(record: Record, want: Want) -> Iterator[str]:
    """What is wrong with the verdict, and with what the record says of the report."""
    if record.status not in want.get("status", [record.status]):
        yield f"status {record.status}"
    if record.status in want.get("not_status", ()):
        yield f"status {record.status}"
    meta = json.loads(record.metadata.model_dump_json())
    for key in {"agency", "year", "published"} & want.keys():
        allowed = want[key] if isinstance(want[key], list) else [want[key]]
        if meta[key] not in allowed:
            yield f"{key} {meta[key]}"
    if "reason_not" in want and want["reason_not"] in (record.reason or ""):
        yield f"reason {record.reason}"


def by_path(record: Record) -> dict[str, Cell]:
    return {str(key): cell for key, cell in cells_of(record).items()}


def find_wrong_cells(record: Record, want: Want) -> Iterator[str]:
    cells = by_path(record)
    values = {path: float(c.value) if c.value is not None else None for path, c in cells.items()}
    for path, value in want.get("cells", {}).items():
        if values.get(path) != value:
            yield f"{path} is {values.get(path)}, not {value}"
    for path, value in want.get("not_value", {}).items():
        if values.get(path) == value:
            yield f"{path} is {value}"
    missing = sum(cell.state == "missing" for cell in cells.values())
    if missing > want.get("max_missing", len(cells)):
        yield f"{missing} cells are open"


def find_settled_cells(record: Record, want: Want) -> Iterator[str]:
    """What may not stand in a settled record."""
    cells = by_path(record) if record.status in SETTLED else {}
    for path, value in want.get("not_settled_with", {}).items():
        if path in cells and cells[path].value == value:
            yield f"{path} is {value}, settled"
    for key, state in (("not_settled_blank", "blank"), ("not_settled_number", "number")):
        path = want.get(key)
        if path in cells and cells[path].state == state:
            yield f"{path} is a {state}, settled"


def find_wrong_findings(record: Record, want: Want) -> Iterator[str]:
    codes = {finding.code for finding in record.findings}
    yield from (f"finding {code}" for code in want.get("no_code", ()) if code in codes)
    said = want.get("no_message")
    if said is not None and any(said in finding.message for finding in record.findings):
        yield f"a message with {said}"


def find_wrong_facts(record: Record, want: Want) -> Iterator[str]:
    facts = {(fact.key, float(fact.value)) for fact in record.facts if fact.value is not None}
    yield from (f"no fact {f}" for f in want.get("fact", ()) if tuple(f) not in facts)
    yield from (f"fact {f}" for f in want.get("not_fact", ()) if tuple(f) in facts)
    masked = want.get("label_not")
    if masked is not None and any(masked in (fact.label or "") for fact in record.facts):
        yield "a masked label"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True) if name in OPEN else ())
        for name in EXPECTED
    ],
)
def test_a_found_case_is_as_it_should_be(name: str) -> None:
    assert find_faults(read(name), EXPECTED[name]) == []


@pytest.mark.parametrize("name", sorted(OPEN))
def test_a_found_case_that_is_open_is_never_settled_wrongly(name: str) -> None:
    record, want = read(name), EXPECTED[name]
    if record.status in SETTLED:
        assert list(find_wrong_cells(record, want)) == []
    assert list(find_settled_cells(record, want)) == []


def test_every_found_file_has_its_expectation() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"expect.json"}
    assert files == EXPECTED.keys()
    assert files >= OPEN
    known = {
        *("status", "not_status", "or_status", "agency", "year", "published", "reason_not"),
        *("cells", "not_value", "max_missing", "not_settled_with", "not_settled_blank"),
        *("not_settled_number", "no_code", "no_message", "fact", "not_fact", "label_not"),
    }
    assert {key for want in EXPECTED.values() for key in want} <= known
