"""A hostile report through every output: in each it stays text."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from extraction.export.exact import exact_json
from extraction.values.record import Record
from tests.conftest import EXAMPLES
from tests.support.hostile import ALL, hostile_record

WORDS = f"=cmd|' /C calc'!A0 {ALL}"
NAME = "=cmd|' C calc'!A0 \x1b[31m\x9b2J\u202e<img src=x onerror=alert(1)>.txt"
CONTROLS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))}
TURNED = {*map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))}
IN_NO_CELL = CONTROLS - {"\t", "\n", "\r"}
FORMULA = ("=", "@", "＝", "＠", "\t", "\r")


def gouji(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)


def is_plain(text: str) -> bool:
    """Say whether a terminal would only write this, line by line, from left to right."""
    return not set(text) & ((CONTROLS - {"\n"}) | TURNED)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = hostile_record(tmp_path, WORDS)
    return made.model_copy(update={"source": made.source.model_copy(update={"path": NAME})})


@pytest.fixture
def out(record: Record, tmp_path: Path) -> Path:
    file = tmp_path / "out.jsonl"
    file.write_bytes(exact_json(record) + b"\n")
    return file


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a hostile file by a name that is hostile, too."""
    monkeypatch.chdir(tmp_path)
    words = "总体情况\n\x1b[31m\u202e../../etc/passwd。=cmd|信息12条。"
    text = (EXAMPLES / "7-slip.txt").read_text("utf-8").replace("总体情况", words, 1)
    Path(NAME).write_text(f"{text}\n{ALL}\n", "utf-8", newline="")
    return Path(NAME)


def test_json_lines_and_pages_are_one_value_each_and_stay_in_their_folder(
    report: Path, tmp_path: Path
) -> None:
    lines, pages = tmp_path / "a.jsonl", tmp_path / "pages"
    for target, form in ((lines, "jsonl"), (pages, "json")):
        done = gouji("extract", report, "-o", target, "--format", form, "--lang", "en")
        assert done.exit_code == 0, done.stderr
        assert is_plain(done.stderr)
    [line] = lines.read_bytes().splitlines()
    assert not {chr(byte) for byte in line} & (CONTROLS - set(map(chr, range(0x7F, 0xA0))))
    [page] = [file for file in pages.rglob("*") if file.suffix == ".json"]
    assert page.resolve().is_relative_to(pages.resolve())
    assert json.loads(page.read_bytes())["source"]["path"] == json.loads(line)["source"]["path"]
    texts = [section["text"] for section in json.loads(line)["sections"].values()]
    assert any("\x1b[31m" in text for text in texts)  # as it is printed: JSON escapes it


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["extract", "facts"])
def test_tables_on_a_terminal_are_plain(
    command: str, lang: str, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    done = gouji(command, "--format", "table", report, "--lang", lang)
    assert done.exit_code == 0
    assert "<img src=x onerror=alert(1)>" in done.stdout
    assert is_plain(done.stdout)
    assert is_plain(done.stderr)


def test_what_differs_is_told_plainly(record: Record, out: Path, tmp_path: Path) -> None:
    tables = {key: dict(rows) for key, rows in record.tables.items()}
    received = tables["requests"]["received"]
    figure = received["total"].model_copy(update={"state": "text", "value": None, "raw": WORDS})
    tables["requests"]["received"] = {**received, "total": figure}
    other = tmp_path / "other.jsonl"
    other.write_bytes(exact_json(record.model_copy(update={"tables": tables})) + b"\n")
    for form in ("text", "json"):
        done = gouji("diff", out, other, "--format", form, "--lang", "en")
        assert done.exit_code == 1
        assert "<script>" in done.stdout
        told = done.stdout if form == "text" else done.stdout.encode("ascii", "ignore").decode()
        assert is_plain(told)


def test_a_hostile_correction_is_kept_as_text(out: Path, tmp_path: Path) -> None:
    template = tmp_path / "open.csv"
    done = gouji("correct", out, "--template", template, "--lang", "en")
    assert is_plain(done.stderr)
    lines = list(csv.reader(io.StringIO(template.read_text("utf-8-sig"), newline="")))
    assert len(lines) > 1
    assert not any(field.startswith(FORMULA) for line in lines for field in line)
    assert not {sign for line in lines for sign in "".join(line)} & (IN_NO_CELL | TURNED)
    at = {head: number for number, head in enumerate(lines[0])}
    lines[1][at["value"]], lines[1][at["reason"]], lines[1][at["who"]] = "1", WORDS, "\x1b[31mLi"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    template.write_text(text.getvalue(), "utf-8-sig", newline="")
    done = gouji("correct", out, template, "--lang", "en")
    assert "1 correction in 1 reports" in done.stderr, done.stderr
    assert is_plain(done.stderr + done.stdout)
    [kept] = (tmp_path / "out.jsonl.corrections.jsonl").read_bytes().splitlines()
    assert json.loads(kept)["reason"] == WORDS.strip()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_facts_are_lines_without_a_formula(form: str, report: Path, tmp_path: Path) -> None:
    done = gouji("facts", report, "-o", tmp_path / f"facts.{form}", "--lang", "en")
    assert done.exit_code == 0
    data = (tmp_path / f"facts.{form}").read_text("utf-8-sig")
    if form == "jsonl":
        assert {json.loads(line)["path"] for line in data.splitlines()} == {str(report)}
        return
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert len(rows) > 3
    assert not any(field.startswith(FORMULA) for row in rows for field in row)


@pytest.mark.parametrize("ending", ["csv", "wide.csv"])
def test_no_field_of_a_csv_is_a_formula(ending: str, out: Path, tmp_path: Path) -> None:
    target = tmp_path / f"x.{ending}"
    assert gouji("export", out, "-o", target).exit_code == 0
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    fields = {field for row in rows for field in row}
    assert any(field.startswith("'=cmd|") for field in fields)
    assert not any(field.startswith(FORMULA) for field in fields)
    assert not set("".join(fields)) & (IN_NO_CELL | TURNED)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link_elsewhere(out: Path, tmp_path: Path) -> None:
    import openpyxl

    assert gouji("export", out, "-o", tmp_path / "x.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("'=cmd|") for cell in cells)
    assert "f" not in {cell.data_type for cell in cells}
    links = {str(cell.hyperlink.target) for cell in cells if cell.hyperlink}
    assert not any("example.com" in link or link.startswith("javascript") for link in links)


@pytest.mark.parametrize("form", ["sqlite", "duckdb", "parquet"])
def test_a_database_holds_the_words_and_runs_none_of_them(
    form: str, record: Record, out: Path, tmp_path: Path
) -> None:
    if form != "sqlite":
        pytest.importorskip("pyarrow")
    duckdb = None if form == "sqlite" else pytest.importorskip("duckdb")
    file = tmp_path / f"x.{form}"
    assert gouji("export", out, "-o", file).exit_code == 0
    if duckdb is None:
        rows = sqlite3.connect(file).execute("SELECT title, path FROM reports").fetchall()
    elif form == "duckdb":
        rows = duckdb.connect(str(file)).execute("SELECT title, path FROM reports").fetchall()
    else:
        table = f"read_parquet('{tmp_path / 'x.reports.parquet'}')"
        rows = duckdb.connect().execute(f"SELECT title, path FROM {table}").fetchall()
    assert rows == [(WORDS, record.source.path)]


def test_findings_over_years_are_told_plainly(record: Record, tmp_path: Path) -> None:
    later = record.metadata.model_copy(update={"year": (record.metadata.year or 0) + 1})
    written = tmp_path / "years.jsonl"
    both = (record, record.model_copy(update={"metadata": later}))
    written.write_bytes(b"".join(exact_json(one) + b"\n" for one in both))
    done = gouji("panel", written, "--lang", "en")
    assert "<script>" in done.stdout
    assert is_plain(done.stdout + done.stderr)
    assert gouji("panel", written, "-o", tmp_path / "p", "--lang", "en").exit_code == 0
    for name in ("agency_years.csv", "findings.csv"):
        text = (tmp_path / "p" / name).read_text("utf-8-sig")
        fields = {field for row in csv.reader(io.StringIO(text, newline="")) for field in row}
        assert not any(field.startswith(FORMULA) for field in fields)
