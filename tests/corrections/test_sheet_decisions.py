"""Corrections written in Excel: what is taken, what is refused with its line, and the template."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cli import app
from extraction.corrections.decisions import kept_beside, read_decisions
from extraction.corrections.sheet_decisions import read_sheet
from extraction.corrections.sheet_lines import read_sheet_lines
from extraction.corrections.sheet_template import render_template
from extraction.export.exact import exact_json
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.values.errors import WrongUsage
from extraction.values.record import Record

SETTINGS = default_settings()
EXAMPLES = Path(__file__).parents[2] / "examples"
HEADS = "file,table,row,column,value,reason,who"
SLIP = "7-slip.txt,requests,carried_in,total,3,asked the agency,Li"


def read(file: Path, name: str = "") -> list[Record]:
    return list(extract_file(file, SETTINGS, name or f"年报/{file.name}"))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    names = ("5-pipes-lines.txt", "7-slip.txt", "8-blanks.txt")
    return [record for name in names for record in read(EXAMPLES / name)]


@pytest.fixture
def out(records: list[Record], tmp_path: Path) -> Path:
    file = tmp_path / "out.jsonl"
    file.write_bytes(b"".join(exact_json(record) + b"\n" for record in records))
    return file


def gouji(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)


def sheet(folder: Path, *lines: str, codec: str = "utf-8") -> Path:
    file = folder / "更正.csv"
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode(codec))
    return file


def cell_of(out: Path, name: str, path: str) -> dict[str, object]:
    from extraction.export.loading import read_written

    found = (written.record for written in read_written(out))
    record = next(one for one in found if one and one.source.path.endswith(name))
    table, row, column = path.split(".")
    return record.tables[table][row][column].model_dump()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_that_excel_saved_is_applied(codec: str, out: Path, tmp_path: Path) -> None:
    heads = "文件,第几份,表,行,列,数值,理由,更正人,时间"
    cell = "requests,二、上年结转政府信息公开申请数量,总计"
    line = f"年报\\7-slip.txt,1,{cell},３,已电话核实,李,2026/11/30 9:05"
    separator = "\t" if codec == "utf-16" else ","
    file = sheet(tmp_path, *(one.replace(",", separator) for one in (heads, line)), codec=codec)
    result = gouji("correct", out, file, "--lang", "en")
    assert (result.exit_code, "source_inconsistent" in result.stderr) == (0, False), result.stderr
    now = cell_of(out, "7-slip.txt", "requests.carried_in.total")
    assert (now["value"], now["raw"], now["origin"]) == (3, "5", "person")
    correction = now["correction"]
    assert isinstance(correction, dict)
    assert (correction["author"], correction["reason"]) == ("李", "已电话核实")
    assert correction["when"].strftime("%Y-%m-%d %H:%M") == "2026-11-30 09:05"


def test_applied_twice_is_applied_once(out: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEADS, SLIP)
    gouji("correct", out, file)
    once, kept = out.read_bytes(), kept_beside(out).read_bytes()
    assert gouji("correct", out, file).exit_code == 0
    assert (out.read_bytes(), kept_beside(out).read_bytes()) == (once, kept)


@pytest.mark.parametrize(
    ("value", "state", "number"),
    [("1,234", "number", 1234), ("/", "not_applicable", None), ("空白", "blank", None)],
)
def test_a_value_is_a_number_a_mark_or_a_blank(
    value: str, state: str, number: int | None, out: Path, tmp_path: Path
) -> None:
    line = f'7-slip.txt,requests,carried_in,total,"{value}",核实,Li'
    [decision] = read_sheet(sheet(tmp_path, HEADS, line), out, SETTINGS.forms)
    assert (decision.state, decision.value) == (state, number and Decimal(number))


@pytest.mark.parametrize(
    ("lines", "number", "words"),
    [
        ([HEADS, SLIP.replace("7-slip", "9-none")], 2, "has no report 9-none.txt"),
        ([HEADS, SLIP.replace(",3,", ",3件,")], 2, "write a number without a unit"),
        ([HEADS, SLIP.replace(",3,", ",约3,")], 2, "is no value"),
        ([HEADS, SLIP.replace("asked the agency", " ")], 2, "reason is empty: write why"),
        ([HEADS, SLIP.removesuffix("Li")], 2, "who is empty: write who corrects"),
        ([HEADS, SLIP.replace("carried_in", "carried_on")], 2, "take table, row and column from"),
        ([HEADS, SLIP.removeprefix("7-slip.txt")], 2, "file is empty"),
        ([HEADS, SLIP, SLIP.replace(",3,", ",4,")], 3, "line 2 decides about the same cell"),
        ([HEADS, "", SLIP, SLIP + ",more"], 4, "more fields than headers"),
        ([HEADS + ",whn", SLIP], 1, "no column is called 'whn'"),
        ([HEADS + ",who", SLIP], 1, "'who' stands twice"),
        ([HEADS.replace(",who", ""), SLIP], 1, "add the columns who"),
        ([HEADS + ",when", SLIP + ",yesterday"], 2, "write it as 2026-11-30"),
        ([HEADS + ",when", SLIP + ",2026/2/30"], 2, "write it as 2026-11-30"),
        ([HEADS + ",report", SLIP + ",first"], 2, "is no report of a file"),
        ([HEADS + ",report", SLIP + ",2"], 2, "has no report 7-slip.txt (2)"),
        ([HEADS, SLIP.replace("Li", '"Li')], 2, "no csv"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line_and_nothing_is_done(
    lines: list[str], number: int, words: str, out: Path, tmp_path: Path
) -> None:
    was = out.read_bytes()
    result = gouji("correct", out, sheet(tmp_path, *lines), "--lang", "en")
    assert result.exit_code == 2
    assert f"更正.csv, line {number}: " in result.stderr
    assert words in result.stderr
    assert out.read_bytes() == was
    assert not kept_beside(out).exists()


def test_a_name_that_two_reports_have_is_refused_until_the_path_is_written(
    records: list[Record], tmp_path: Path
) -> None:
    slip = records[1]
    other = slip.source.model_copy(update={"path": "旧/7-slip.txt"})
    out = tmp_path / "out.jsonl"
    both = (slip, slip.model_copy(update={"source": other}))
    out.write_bytes(b"".join(exact_json(record) + b"\n" for record in both))
    with pytest.raises(WrongUsage, match=r"write one path: 年报/7-slip.txt, 旧/7-slip.txt"):
        read_sheet(sheet(tmp_path, HEADS, SLIP), out, SETTINGS.forms)
    [decision] = read_sheet(sheet(tmp_path, HEADS, f"旧/{SLIP}"), out, SETTINGS.forms)
    assert decision.source.path == "旧/7-slip.txt"


def test_of_several_reports_in_a_file_the_line_says_which(
    records: list[Record], tmp_path: Path
) -> None:
    slip = records[1]
    second = slip.source.model_copy(update={"part": 2})
    out = tmp_path / "out.jsonl"
    both = (slip, slip.model_copy(update={"source": second}))
    out.write_bytes(b"".join(exact_json(record) + b"\n" for record in both))
    with pytest.raises(WrongUsage, match="holds 2 reports: write which one in report"):
        read_sheet(sheet(tmp_path, HEADS, SLIP), out, SETTINGS.forms)
    file = sheet(tmp_path, HEADS + ",report", SLIP + ",2")
    assert [one.source.part for one in read_sheet(file, out, SETTINGS.forms)] == [2]


def test_a_subtotal_is_no_cell_that_can_be_corrected(tmp_path: Path) -> None:
    record = next(iter(read(EXAMPLES / "7-slip.txt")))
    from extraction.values.record import Extra

    figure = record.tables["requests"]["received"]["total"]
    extra = Extra(table="requests", row="x", column="total", label="小计", values=(figure,))
    out = tmp_path / "out.jsonl"
    out.write_bytes(exact_json(record.model_copy(update={"extras": (extra,)})) + b"\n")
    with pytest.raises(WrongUsage, match="has no cell requests / x / total"):
        read_sheet(sheet(tmp_path, HEADS, SLIP.replace("carried_in", "x")), out, SETTINGS.forms)


def test_a_workbook_is_told_to_be_saved_as_csv(out: Path, tmp_path: Path) -> None:
    result = gouji("correct", out, tmp_path / "a.xlsx", "--lang", "en")
    assert (result.exit_code, "save its sheet" in result.stderr) == (2, True)


def test_bytes_in_no_known_code_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"file,\xff\xff\xff\n")
    with pytest.raises(WrongUsage, match="neither UTF-8 nor GB18030"):
        read_sheet_lines(file)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_template_lists_what_waits_and_comes_back_filled_in(
    lang: str, out: Path, records: list[Record], tmp_path: Path
) -> None:
    file = tmp_path / "open.csv"
    assert gouji("correct", out, "--template", file, "--lang", lang).exit_code == 0
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    heads = {head: at for at, head in enumerate(lines[0])}
    named = {"en": ("value", "reason", "who"), "zh": ("数值", "理由", "更正人")}[lang]
    missing = [
        cell
        for record in records
        for rows in record.tables.values()
        for row in rows.values()
        for cell in row.values()
        if cell.state == "missing"
    ]
    assert missing
    assert len(lines) - 1 > len(missing)  # cells in failing sums, too
    assert read_sheet(file, out, SETTINGS.forms) == []  # nothing filled in, nothing decided
    for line in lines[1:]:
        for head, said in zip(named, ("5", "核实", "李"), strict=True):
            line[heads[head]] = said
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    file.write_text(text.getvalue(), "gb18030", newline="")
    result = gouji("correct", out, file, "--lang", "en")
    assert f"{len(lines) - 1} corrections in 2 reports" in result.stderr
    assert result.exit_code == 0
    assert len(read_decisions(kept_beside(out))) == len(lines) - 1


def test_a_template_filled_in_for_other_bytes_is_not_applied(out: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEADS + ",sha256", SLIP + "," + "0" * 64)
    result = gouji("correct", out, file, "--lang", "en")
    assert result.exit_code == 1
    assert "has changed since it was corrected" in result.stderr


def test_a_template_overwrites_nothing(out: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEADS, SLIP)
    was = file.read_bytes()
    result = gouji("correct", out, "--template", file, "--lang", "en")
    assert (result.exit_code, file.read_bytes()) == (2, was)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12))
def test_every_report_in_a_template_is_found_again(
    name: str, records: list[Record], tmp_path: Path
) -> None:
    blanks = records[2]
    path = blanks.source.model_copy(update={"path": f"={name}x.txt"})
    record = blanks.model_copy(update={"source": path})
    out, file = tmp_path / "o.jsonl", tmp_path / "t.csv"
    out.write_bytes(exact_json(record) + b"\n")
    heads, *lines = render_template([record], SETTINGS.forms, "en")
    first = next(csv.reader([lines[0].decode()]))
    first[5:8] = ["1", "why", "Li"]
    text = io.StringIO(newline="")
    csv.writer(text).writerow(first)
    file.write_bytes(heads + text.getvalue().encode())
    [decision] = read_sheet(file, out, SETTINGS.forms)
    assert decision.source.path == record.source.path
