"""Every case under cases/reports: a report as text, and beside it what must come out.

`cells` holds what is printed, `"0"` where a cell is not named: the figure as printed, or
`[printed, value]` where they differ (no value: a mark or words), or null for a blank.
`absent`: not printed, so no number may stand there. `may_be_open`: cells that the text
alone does not settle; each is its label, or missing. Both name cells, rows or tables.
"""

import json
from decimal import Decimal
from typing import Any

import pytest

from extraction.values.record import Cell, CellKey, Record
from tests.support.places import CASE_FILES
from tests.support.scored import SETTLED, cells_of, extract_text, find_stray_spans

FOLDER = CASE_FILES / "reports"
CASES = sorted(path.stem for path in FOLDER.glob("*.json"))


def read_case(name: str) -> tuple[str, list[dict[str, Any]]]:
    """The case's text, and what is expected of each report in it."""
    expected = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    text = (FOLDER / f"{name}.txt").read_bytes().decode("utf-8")
    return text, expected.get("parts") or [expected]


def is_named(key: CellKey, names: list[str]) -> bool:
    return any(f"{key}.".startswith(f"{name}.") for name in names)


def agrees(cell: Cell, entry: Any) -> bool:
    if entry is None:
        return cell.state == "blank"
    raw, value = entry if isinstance(entry, list) else (entry, entry)
    if value is None:
        return cell.state in ("not_applicable", "text") and cell.raw == raw
    return cell.state == "number" and cell.raw == raw and cell.value == Decimal(value)


def find_differences(record: Record, expected: dict[str, Any]) -> list[str]:
    differences = []
    for key, cell in cells_of(record).items():
        entry = expected["cells"].get(str(key), "0")
        if is_named(key, expected.get("absent", [])):
            right = cell.state != "number" and str(key) not in expected["cells"]
        else:
            may_be_open = record.status not in SETTLED or is_named(
                key, expected.get("may_be_open", [])
            )
            right = agrees(cell, entry) or (may_be_open and cell.state == "missing")
        if not right:
            differences.append(f"{key}: {cell.state} {cell.raw}, expected {entry}")
    return differences


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_as_written_beside_it(name: str) -> None:
    text, parts = read_case(name)
    document, records = extract_text(text)
    assert [(r.status, r.form) for r in records] == [(p["status"], p["form"]) for p in parts]
    for record, expected in zip(records, parts, strict=True):
        assert find_stray_spans(document, record) == []
        assert find_differences(record, expected) == []


def test_every_case_says_what_it_shows() -> None:
    stems = {path.stem for path in FOLDER.iterdir()}
    assert stems == set(CASES)
    for name in CASES:
        assert json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["shows"].endswith("."), name
