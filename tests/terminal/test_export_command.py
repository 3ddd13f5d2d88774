"""gouji export, gouji extract into what is made at once, and data dictionaries."""

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import cli
from extraction.export.dictionary import DictionaryEntry
from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.terminal.export_commands import records_beside, was_changed

EXAMPLES = Path(__file__).parents[2] / "examples"
SLIP, FINE = EXAMPLES / "7-slip.txt", EXAMPLES / "5-pipes-lines.txt"


def gouji(*args: object) -> Result:
    arguments = ["--lang", "en", *map(str, args)]
    return CliRunner().invoke(cli.app, arguments, catch_exceptions=False)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    out = tmp_path / "out.jsonl"
    assert gouji("extract", SLIP, FINE, "-o", out, "-q").exit_code == 0
    return out


def test_the_ending_says_the_format(written: Path, tmp_path: Path) -> None:
    done = gouji("export", written, "-o", tmp_path / "年报.XLSX")
    assert done.exit_code == 0
    assert "2 reports: 1 verified, 1 source_inconsistent" in done.stderr
    assert "Written: " in done.stderr
    assert "Reports" in openpyxl.load_workbook(tmp_path / "年报.XLSX").sheetnames


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "x.doc"), "no format ends in .doc"),
        (("-o", "{out}"), "holds the results that are read"),
        (("-o", "/proc/x/y.xlsx"), "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line(written: Path, args: tuple[str, ...], said: str) -> None:
    done = gouji("export", written, *(arg.format(out=written) for arg in args))
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_made_of_records_is_not_read_back(written: Path, tmp_path: Path) -> None:
    gouji("export", written, "-o", tmp_path / "x.xlsx")
    done = gouji("export", tmp_path / "x.xlsx", "-o", tmp_path / "y.csv")
    assert done.exit_code == 2
    assert "name the records" in done.stderr
    assert not (tmp_path / "y.csv").exists()


@pytest.mark.parametrize(("ending", "module"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_extra_is_one_line_with_the_command(
    written: Path, tmp_path: Path, ending: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = gouji("export", written, "-o", tmp_path / f"x.{ending}")
    assert done.exit_code == 2
    assert f"pip install 'gouji[{ending}]'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_line_that_is_no_record_is_told_and_the_rest_goes_on(
    written: Path, tmp_path: Path
) -> None:
    written.write_bytes(b"{broken\n" + written.read_bytes())
    done = gouji("export", written, "-o", tmp_path / "x.wide.csv")
    assert done.exit_code == 1
    assert f"{written}, line 1 holds no record" in done.stderr
    with (tmp_path / "x.wide.csv").open(encoding="utf-8-sig") as lines:
        assert len(list(csv.reader(lines))) == 3


def test_a_folder_of_pages_becomes_the_same_workbook(written: Path, tmp_path: Path) -> None:
    gouji("export", written, "-o", tmp_path / "pages", "--format", "json")
    gouji("export", written, "-o", tmp_path / "a.xlsx")
    again = gouji("export", tmp_path / "pages", "-o", tmp_path / "b.jsonl")
    assert again.exit_code == 0
    read = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    was = [json.loads(line) for line in written.read_text().splitlines()]
    assert sorted(read, key=str) == sorted(was, key=str)


def test_a_workbook_is_made_of_records_that_can_be_continued(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert gouji("extract", SLIP, "-o", out).exit_code == 0
    records = records_beside(out)
    [before] = records.read_bytes().splitlines()
    first = out.read_bytes()
    done = gouji("extract", SLIP, FINE, "-o", out)
    assert "1 file kept from before" in done.stderr
    assert records.read_bytes().splitlines()[0] == before
    assert out.read_bytes() != first
    sheet = openpyxl.load_workbook(out)["Reports"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == [str(SLIP), str(FINE)]


def test_a_run_that_is_cut_off_leaves_the_old_workbook_and_its_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.xlsx"
    gouji("extract", SLIP, "-o", out)
    first = out.read_bytes()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extraction.export.exports.Export.finish", killed)
    CliRunner().invoke(cli.app, ["extract", str(SLIP), str(FINE), "-o", str(out)])
    assert out.read_bytes() == first
    assert len(records_beside(out).read_bytes().splitlines()) == 2
    assert {file.name for file in tmp_path.iterdir()} == {"x.xlsx", "x.xlsx.jsonl"}
    monkeypatch.undo()
    assert "2 files kept from before" in gouji("extract", SLIP, FINE, "-o", out).stderr
    assert out.read_bytes() != first


def test_a_workbook_that_somebody_has_saved_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    gouji("extract", SLIP, "-o", out)
    assert not was_changed(out)
    book: Any = openpyxl.load_workbook(out)
    book.active.cell(1, 5).value = "my note"
    book.save(out)
    assert was_changed(out)
    saved = out.read_bytes()
    done = gouji("extract", SLIP, "-o", out)
    assert done.exit_code == 2
    assert "was changed since gouji wrote it" in done.stderr
    assert out.read_bytes() == saved
    assert gouji("extract", SLIP, "-o", out, "--fresh").exit_code == 0
    assert not was_changed(out)


def test_what_is_no_workbook_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_text("no zip")
    assert was_changed(file)
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("other", "")
    assert was_changed(file)


def test_somebody_s_file_of_the_name_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "x.sqlite"
    out.write_text("mine")
    done = gouji("extract", SLIP, "-o", out)
    assert done.exit_code == 2
    assert out.read_text() == "mine"
    assert not records_beside(out).exists()


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.form)
def test_a_dictionary_has_every_cell_of_the_form(form: Form, tmp_path: Path) -> None:
    text = gouji("forms", form.form, "--dictionary").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["key"] for row in rows] == list(map(str, form.cells))
    for row, cell in zip(rows, form.cells, strict=True):
        assert (row["row_label"], row["column_label"]) == form.name(cell)
        codes = {e.rule.code for e in form.equations if cell in e.cells}
        assert all(code in row["rules"] for code in codes)
    out = tmp_path / "d.xlsx"
    assert gouji("forms", form.form, "--dictionary", "-o", out).exit_code == 0
    sheet: Any = openpyxl.load_workbook(out).active
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert lines[0] == DictionaryEntry._fields
    assert [line[1] for line in lines[1:]] == list(map(str, form.cells))
    assert gouji("forms", form.form, "--dictionary", "-o", out).exit_code == 2
