"""Every format and back: equal cells, states and verdicts; hostile text does no harm in any."""

import csv
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extraction.export.exports import ExportLook, open_export
from extraction.export.loading import read_written
from extraction.export.named_formats import ExportFormat
from extraction.export.workbook import Limits, WorkbookFiles
from extraction.export.workbook.sheet_words import BLANK, OPEN, WORDS
from extraction.pipeline import extract_document, extract_file
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.errors import AlreadyThere, WrongUsage
from extraction.values.record import Cell, Correction, Metadata, Record

SETTINGS = default_settings()
LOOKS = ExportLook(SETTINGS.forms, "zh")
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").iterdir())
Known = dict[tuple[str, str], tuple[str, Decimal | None]]
"""By report and cell: the state, and the number."""


def cells_of(record: Record) -> dict[str, Cell]:
    return {
        f"{table}.{row}.{column}": cell
        for table, rows in record.tables.items()
        for row, cells in rows.items()
        for column, cell in cells.items()
    }


def known(records: list[Record]) -> Known:
    return {
        (record.source.path, name): (cell.state, cell.value)
        for record in records
        for name, cell in cells_of(record).items()
    }


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [
        record for file in EXAMPLES for record in extract_file(file, SETTINGS, f"r/{file.name}")
    ]


def written(form: ExportFormat, records: list[Record], out: Path) -> Path:
    export = open_export(form, out, LOOKS, fresh=False)
    for record in records:
        export.add(record)
    export.finish()
    export.close()
    return out


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def from_tidy(file: Path) -> Known:
    return {
        (row["path"], f"{row['table']}.{row['row']}.{row['column']}"): (
            row["state"],
            number(row["value"]),
        )
        for row in rows_of(file)
        if row["row"]
    }


def from_wide(file: Path) -> Known:
    return {
        (row["path"], name.removeprefix("state:")): (
            state,
            number(row[name.removeprefix("state:")]),
        )
        for row in rows_of(file)
        for name, state in row.items()
        if name.startswith("state:") and state
    }


def from_cells(rows: list[tuple[Any, ...]]) -> Known:
    return {
        (path, f"{table}.{row}.{column}"): (state, number(text))
        for path, table, row, column, state, text in rows
    }


CELLS = 'SELECT path, "table", "row", "column", state, value_text FROM cells WHERE NOT extra'


def from_sqlite(file: Path) -> Known:
    return from_cells(sqlite3.connect(file).execute(CELLS).fetchall())


def from_duckdb(file: Path) -> Known:
    import duckdb

    with duckdb.connect(str(file), read_only=True) as database:
        return from_cells(database.execute(CELLS).fetchall())


def from_parquet(file: Path) -> Known:
    import duckdb

    query = CELLS.replace("FROM cells", "FROM read_parquet(?)")
    return from_cells(duckdb.execute(query, [str(file)]).fetchall())


def state_in_sheet(shown: object) -> tuple[str, Decimal | None]:
    """Return what a workbook's cell says by itself, in Chinese, without its colours."""
    if isinstance(shown, int | float):
        return "number", Decimal(str(shown))
    text = str(shown)
    if text in (OPEN.zh, BLANK.zh):
        return ("missing" if text == OPEN.zh else "blank"), None
    if text.startswith(WORDS.zh):
        return "text", None
    return ("number", Decimal(text)) if text[:1].isdigit() else ("not_applicable", None)


def from_sheets(sheets: dict[str, list[list[Any]]]) -> Known:
    """Return the cells of all sheets of tables: their third line holds the keys."""
    found: Known = {}
    for rows in sheets.values():
        if len(rows) < 3 or rows[2][:1] != ["path"]:
            continue
        table = {form.table(t.key).label: t.key for form in SETTINGS.forms for t in form.tables}
        key = table[rows[0][0]]
        for row in rows[3:]:
            for name, shown in zip(rows[2][5:], row[5:], strict=False):
                if shown not in (None, ""):
                    found[row[0], f"{key}.{name}"] = state_in_sheet(shown)
    return found


def read_workbook(file: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(file)
    return {s.title: [[cell.value for cell in row] for row in s.iter_rows()] for s in book}


def from_xlsx(file: Path) -> Known:
    return from_sheets(read_workbook(file))


WAYS = {
    "csv": from_tidy,
    "wide-csv": from_wide,
    "sqlite": from_sqlite,
    "duckdb": from_duckdb,
    "parquet": from_parquet,
    "xlsx": from_xlsx,
}


@pytest.mark.parametrize("form", WAYS)
def test_cells_come_back_as_they_were(
    form: ExportFormat, records: list[Record], tmp_path: Path
) -> None:
    if form in ("parquet", "duckdb"):
        pytest.importorskip("duckdb")
        pytest.importorskip("pyarrow")
    file = written(form, records, tmp_path / f"out.{form}")
    assert WAYS[form](file) == known(records)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_verdicts_come_back_as_they_were(records: list[Record], tmp_path: Path) -> None:
    wanted = {record.source.path: record.status for record in records}
    wide = written("wide-csv", records, tmp_path / "w.csv")
    assert {row["path"]: row["status"] for row in rows_of(wide)} == wanted
    base = written("sqlite", records, tmp_path / "d.sqlite")
    rows = sqlite3.connect(base).execute("SELECT path, status FROM reports").fetchall()
    assert dict(rows) == wanted
    sheet = read_workbook(written("xlsx", records, tmp_path / "b.xlsx"))["报告"]
    told = {row[0]: row[4].rpartition(" ")[2] for row in sheet[2:]}
    assert told == wanted


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_records_come_back_whole(form: ExportFormat, records: list[Record], tmp_path: Path) -> None:
    out = written(form, records, tmp_path / "out")
    read = [found.record for found in read_written(out)]
    assert sorted(read, key=str) == sorted(records, key=str)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_workbook_as_it_was_written(
    records: list[Record], tmp_path: Path
) -> None:
    written("xlsx", records, tmp_path / "b.xlsx")
    # csv with every sheet in a file of its own, values as they are, not as they are shown
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
    command += [every_sheet, "--outdir", str(tmp_path / "csv"), str(tmp_path / "b.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    sheets = {}
    for file in (tmp_path / "csv").iterdir():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            sheets[file.name] = [list(map(as_number, row)) for row in csv.reader(lines)]
    assert len(sheets) > 5
    assert from_sheets(sheets) == known(records)


def as_number(text: str) -> object:
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return text


HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "\x1b[31mred\x07",
    "\u202etxt.exe\u202c",
    "../../etc/passwd",
    "_x0041_ is no A",
    "a" * 40_000,
)


def hostile(record: Record, text: str, number: int) -> Record:
    """Return a record in which everything that a report can say is one text."""
    finding = record.findings[0].model_copy(update={"quote": text})
    cell = Cell(state="text", raw=text, origin="read")
    tables = {key: dict(rows) for key, rows in record.tables.items()}
    tables["requests"]["received"] = dict(tables["requests"]["received"]) | {"total": cell}
    return record.model_copy(
        update={
            "source": record.source.model_copy(update={"path": f"{number} {text[:200]}"}),
            "metadata": Metadata(title=text, agency=text, doc_number=text),
            "findings": (finding, *record.findings[1:]),
            "tables": tables,
            "labels": {"requests": {"received": text}},
        }
    )


@pytest.fixture
def evil(records: list[Record]) -> list[Record]:
    [slip] = [record for record in records if record.source.path.endswith("7-slip.txt")]
    return [hostile(slip, text, number) for number, text in enumerate(HOSTILE)]


def test_a_hostile_report_does_no_harm_in_a_workbook(evil: list[Record], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("xlsx", evil, tmp_path / "b.xlsx"))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in texts} <= {"n", "s", "d", "inlineStr"}  # "f" is a formula
    for cell in texts:
        if isinstance(cell.value, str):
            assert len(cell.value) <= 32_767
            assert not cell.value.startswith(("=", "+", "@", "＝", "\t")), cell.coordinate
            assert not set(cell.value) & set("\x1b\x07\u202e\u202c")
        assert cell.hyperlink is None  # none of these files is there
    # _x0041_ is Excel's way to write A: escaped, it reads as the report prints it.
    assert any(cell.value == "_x005F_x0041_ is no A" for cell in texts)
    comments = [cell.comment.text for cell in texts if cell.comment]
    assert any("<script>" in text for text in comments)
    assert not any("\x1b" in text for text in comments)


@pytest.mark.parametrize("form", ["csv", "wide-csv"])
def test_a_hostile_report_does_no_harm_in_a_spreadsheet(
    form: ExportFormat, evil: list[Record], tmp_path: Path
) -> None:
    csv.field_size_limit(1_000_000)
    fields = [text for row in rows_of(written(form, evil, tmp_path / "x")) for text in row.values()]
    assert any(text.startswith("'=HYPERLINK") for text in fields)
    for text in fields:
        assert not text.startswith(("=", "@", "＝", "\t")), text
        assert not set(text) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("form", ["sqlite", "duckdb", "parquet"])
def test_databases_keep_hostile_text_as_it_is(
    form: ExportFormat, evil: list[Record], tmp_path: Path
) -> None:
    if form != "sqlite":
        pytest.importorskip("duckdb")
        pytest.importorskip("pyarrow")
    file = written(form, evil, tmp_path / f"x.{form}")
    query = "SELECT title FROM reports ORDER BY CAST(substr(path, 1, 2) AS INTEGER)"
    if form == "sqlite":
        titles = sqlite3.connect(file).execute(query).fetchall()
    else:
        import duckdb

        base = duckdb.connect(str(file)) if form == "duckdb" else duckdb.connect()
        reports = f"read_parquet('{tmp_path / 'x.reports.parquet'}')"
        query = query if form == "duckdb" else query.replace("reports", reports)
        titles = base.execute(query).fetchall()
    assert [title for (title,) in titles] == list(HOSTILE)


@pytest.mark.parametrize("form", ["sqlite", "duckdb", "parquet", "xlsx", "csv"])
def test_what_is_no_text_at_all_stops_no_export(
    form: ExportFormat, records: list[Record], tmp_path: Path
) -> None:
    if form in ("duckdb", "parquet"):
        pytest.importorskip("duckdb")
        pytest.importorskip("pyarrow")
    broken = Metadata(agency="half\ud800", title="zero\0")
    odd = records[0].model_copy(update={"metadata": broken})
    assert written(form, [odd], tmp_path / f"x.{form}").stat().st_size > 0


MANY_DIGITS = ("0.10", "3664.4476", "123456789012345678901234567890", "0.123456789012345", "-3")


def digits(record: Record) -> Record:
    """Return a record with numbers that no double holds."""
    tables = {key: dict(rows) for key, rows in record.tables.items()}
    rows = tables["requests"]
    for text, name in zip(MANY_DIGITS, list(rows)[:5], strict=True):
        cell = Cell(state="number", value=Decimal(text), raw=text, origin="read")
        rows[name] = dict(rows[name]) | {"total": cell}
    return record.model_copy(update={"tables": tables})


@pytest.mark.parametrize("form", WAYS)
def test_every_digit_comes_back(form: ExportFormat, records: list[Record], tmp_path: Path) -> None:
    if form in ("parquet", "duckdb"):
        pytest.importorskip("duckdb")
        pytest.importorskip("pyarrow")
    record = digits(records[0])
    file = written(form, [record], tmp_path / f"x.{form}")
    assert WAYS[form](file) == known([record])


def test_what_no_column_of_decimals_holds_is_null_beside_its_digits(
    records: list[Record], tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    for form in ("duckdb", "parquet"):
        file = written(form, [digits(records[0])], tmp_path / f"x.{form}")
        base = duckdb.connect(str(file) if form == "duckdb" else ":memory:")
        cells = "cells" if form == "duckdb" else f"read_parquet('{file}')"
        query = (
            f"SELECT value, value_text FROM {cells} WHERE value_text IN ('0.10', '3664.4476', ?)"
        )
        found = {text: value for value, text in base.execute(query, [MANY_DIGITS[2]]).fetchall()}
        assert found["0.10"] == Decimal("0.10")
        assert found["3664.4476"] == Decimal("3664.4476")
        assert found[MANY_DIGITS[2]] is None


def test_marks_are_told_by_sign_and_note_as_well_as_by_colour(
    records: list[Record], tmp_path: Path
) -> None:
    by_name = {record.source.path: record for record in records}
    slip = by_name["r/7-slip.txt"]
    tables = {key: dict(rows) for key, rows in slip.tables.items()}
    change = Correction(author="Li", reason="asked", when=datetime.now(UTC), printed="23")
    cells = tables["requests"]["received"]
    corrected = {"origin": "person", "correction": change, "value": Decimal(22)}
    solved = cells["commercial_enterprise"].model_copy(update={"origin": "solved"})
    tables["requests"]["received"] = dict(cells) | {
        "natural_person": cells["natural_person"].model_copy(update=corrected),
        "commercial_enterprise": solved,
    }
    slip = slip.model_copy(update={"tables": tables})
    both = [slip, by_name["r/8-blanks.txt"]]
    book: Any = openpyxl.load_workbook(written("xlsx", both, tmp_path / "x.xlsx"))
    sheet = book["收到和处理政府信息公开申请情况 cn2021"]
    at = {cell.value: cell.column for cell in sheet[3]}
    person, by_sums, blamed = (
        sheet.cell(4, at[name])
        for name in (
            "received.natural_person",
            "received.commercial_enterprise",
            "carried_in.total",
        )
    )
    assert (person.value, person.number_format) == (22, 'General" ✎"')
    assert "Li：asked" in person.comment.text
    assert "23" in person.comment.text
    assert by_sums.number_format == 'General" ≈"'
    assert (blamed.value, blamed.number_format) == (5, 'General" !"')
    assert "T3-03" in blamed.comment.text
    fills = {cell.fill.start_color.rgb for cell in (person, by_sums, blamed)}
    assert len(fills) == 3
    missing = sheet.cell(5, at["received.total"])
    assert missing.value == OPEN.zh
    assert missing.comment is not None
    assert sheet.freeze_panes == "E4"
    assert sheet.auto_filter.ref.startswith("A3:")


def test_a_workbook_that_is_full_goes_on_in_the_next(records: list[Record], tmp_path: Path) -> None:
    limits = Limits(rows=20, links=1, notes=60)
    files = WorkbookFiles(tmp_path, "x.xlsx", SETTINGS.forms, "zh", tmp_path, limits)
    for record in records:
        files.add(record)
    files.finish()
    assert files.files == ["x.xlsx", "x-2.xlsx", "x-3.xlsx"][: len(files.files)]
    assert len(files.files) > 1
    books = [read_workbook(tmp_path / name) for name in files.files]
    rows = [row[0] for book in books for row in book["报告"][2:]]
    assert rows == [record.source.path for record in records]
    for book, further in zip(books, files.files[1:], strict=False):
        assert any(further in str(row[0]) for row in book["说明"])
    found: Known = {}
    for book in books:
        found |= from_sheets(book)
    assert found == known(records)


def test_links_lead_to_the_files_and_become_text_past_the_limit(tmp_path: Path) -> None:
    there: list[Record] = []
    for name in ("报告 #1%.txt", "b.txt"):
        file = tmp_path / "reports" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(EXAMPLES[0].read_bytes())
        there += extract_file(file, SETTINGS)
    limits = Limits(links=1)
    files = WorkbookFiles(tmp_path, "x.xlsx", SETTINGS.forms, "en", tmp_path, limits)
    for record in there:
        files.add(record)
    files.finish()
    book: Any = openpyxl.load_workbook(tmp_path / "x.xlsx")
    first, second = (book["Reports"].cell(row, 1) for row in (3, 4))
    assert first.hyperlink.target == "reports\\报告%20%231%25.txt"
    assert (second.hyperlink, second.value) == (None, str(tmp_path / "reports" / "b.txt"))
    assert any("past the first 1" in str(row[0].value) for row in book["Legend"].iter_rows())


def test_equal_records_are_equal_workbooks(records: list[Record], tmp_path: Path) -> None:
    one, two = (written("xlsx", records, tmp_path / f"{name}.xlsx") for name in "ab")
    assert one.read_bytes() == two.read_bytes()


def test_a_run_that_is_cut_off_leaves_nothing_under_the_name(
    records: list[Record], tmp_path: Path
) -> None:
    out = tmp_path / "x.xlsx"
    export = open_export("xlsx", out, LOOKS, fresh=False)
    export.add(records[0])
    assert not out.exists()
    export.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    out.write_text("somebody's")
    with pytest.raises(AlreadyThere):
        open_export("xlsx", out, LOOKS, fresh=False)
    assert out.read_text() == "somebody's"
    assert [p.name for p in tmp_path.iterdir()] == ["x.xlsx"]


def test_cells_of_a_form_that_is_not_known_are_not_lost_unsaid(
    records: list[Record], tmp_path: Path
) -> None:
    strange = records[0].model_copy(update={"form": "cn2030"})
    for form in ("xlsx", "wide-csv"):
        tables = {"new": {"row": {"column": Cell(state="blank")}}}
        odd = strange.model_copy(update={"tables": tables})
        export = open_export(form, tmp_path / form, LOOKS, fresh=False)
        with pytest.raises(WrongUsage, match="--format csv"):
            export.add(odd)
        export.close()


def test_a_new_field_of_a_cell_comes_along(records: list[Record], tmp_path: Path) -> None:
    base = sqlite3.connect(written("sqlite", records[:1], tmp_path / "x.sqlite"))
    columns = {row[1] for row in base.execute("PRAGMA table_info(cells)")}
    flat = {"span"}  # which becomes two columns
    assert set(Cell.model_fields) - flat <= columns


def test_a_report_without_tables_has_its_line(tmp_path: Path) -> None:
    document = document_from_bytes("x.txt", "只有文字。".encode())
    [record] = extract_document(document, SETTINGS, "x.txt")
    assert record.reason_code == "prose_only"
    for form in ("wide-csv", "csv"):
        [row] = rows_of(written(form, [record], tmp_path / form))
        assert (row["path"], row["status"]) == ("x.txt", "needs_review")
    sheet = read_workbook(written("xlsx", [record], tmp_path / "x.xlsx"))["报告"]
    [_, keys, values] = sheet
    told = dict(zip(keys, values, strict=True))
    assert told["status"] == "? 需要人工 needs_review"
    assert (told["reason"], told["reason_code"]) == (record.reason_zh, "prose_only")


def test_corrections_and_waivers_come_along_as_json(records: list[Record], tmp_path: Path) -> None:
    change = Correction(author="Li", reason="why", when=datetime(2026, 11, 29, tzinfo=UTC))
    tables = {key: dict(rows) for key, rows in records[0].tables.items()}
    cells = dict(tables["requests"]["received"])
    cells["total"] = cells["total"].model_copy(update={"correction": change})
    tables["requests"]["received"] = cells
    record = records[0].model_copy(update={"tables": tables})
    base = sqlite3.connect(written("sqlite", [record], tmp_path / "x.sqlite"))
    [(told,)] = base.execute("SELECT correction FROM cells WHERE correction IS NOT NULL")
    assert json.loads(told)["author"] == "Li"
