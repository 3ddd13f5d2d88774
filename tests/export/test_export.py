import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.check.conclusion import check_record
from extraction.export import tidy
from extraction.export.escaping import harmless, shown, shown_in_lines
from extraction.export.file_names import file_name
from extraction.export.formats import Opened, open_results, renderer
from extraction.export.index import Current
from extraction.export.jsonl import record_to_line
from extraction.export.loading import read_written
from extraction.export.named_formats import GrowingFormat
from extraction.export.resumable import GrowingFile
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell, Extra, Record, Source, Suggestion, Versions
from tests.conftest import EXAMPLES

SETTINGS = default_settings()
NOW = Current("1", {form.form: form.version for form in SETTINGS.forms})
LINE_FORMATS: tuple[GrowingFormat, ...] = ("jsonl", "csv")


def make_record(
    path: str, part: int = 1, sha256: str = "aa", *, gouji: str = "1", parts: int | None = None
) -> Record:
    form = SETTINGS.forms[0]
    return Record(
        versions=Versions(gouji=gouji, form=form.version),
        source=Source(
            path=path,
            part=part,
            parts=parts,
            sha256=sha256,
            text_sha256="bb",
            media_type="text/plain",
            encoding="utf-8",
        ),
        form=form.form,
        status="verified",
        confidence=1.0,
        tables={
            "requests": {
                row: {"total": Cell(state="text", raw=f"a\r\n{row}", span=(0, 3), origin="read")}
                for row in ("received", "carried_in")
            }
        },
    )


REPORTS: dict[str, tuple[Record, ...]] = {
    f"r/{n}.txt": (make_record(f"r/{n}.txt", parts=1),) for n in range(6)
}
REPORTS["r/2.txt"] = tuple(make_record("r/2.txt", part, parts=2) for part in (1, 2))


def open_at(out: Path, form: GrowingFormat, *, fresh: bool = False) -> Opened:
    return open_results(form, out, Path("r"), NOW, fresh=fresh)


def write(out: Path, form: GrowingFormat, labels: list[str], *, stop_after: int = 99) -> list[str]:
    """Write reports as a run does; return those that were made anew."""
    render: Callable[[Record], bytes] = renderer(form, SETTINGS.forms)
    results = open_at(out, form)
    made = []
    for label in labels[:stop_after]:
        if results.knows(label) and results.statuses(label, "aa"):
            results.keep(label)
        else:
            results.add(label, tuple(map(render, REPORTS[label])))
            made.append(label)
    if stop_after >= len(labels):
        results.finish()
    results.close()
    return made


@pytest.mark.parametrize("form", LINE_FORMATS)
def test_cut_anywhere_and_continued_gives_the_same_bytes(
    tmp_path: Path, form: GrowingFormat
) -> None:
    labels = list(REPORTS)
    write(tmp_path / "whole", form, labels)
    expected = (tmp_path / "whole").read_bytes()
    out = tmp_path / "out"
    for cut in (*range(0, len(expected), 37), 1, 2, 3, 4, len(expected) - 1, len(expected)):
        write(out, form, labels, stop_after=6)
        (tmp_path / "out.kept").touch()
        out.write_bytes(expected[:cut])
        write(out, form, labels)
        assert out.read_bytes() == expected, cut
        assert not (tmp_path / "out.kept").exists()


@pytest.mark.parametrize("form", LINE_FORMATS)
def test_a_cut_between_the_two_reports_of_a_file_is_seen(
    tmp_path: Path, form: GrowingFormat
) -> None:
    out, labels = tmp_path / "out", list(REPORTS)
    write(out, form, labels)
    expected = out.read_bytes()
    write(tmp_path / "first", form, labels[:2])
    one = renderer(form, SETTINGS.forms)(REPORTS["r/2.txt"][0])
    out.write_bytes((tmp_path / "first").read_bytes() + one)
    (tmp_path / "out.kept").touch()
    assert write(out, form, labels) == labels[2:]
    assert out.read_bytes() == expected


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_finished_reports_are_kept(tmp_path: Path, form: GrowingFormat) -> None:
    out, labels = tmp_path / "out", list(REPORTS)
    write(out, form, labels, stop_after=3)
    assert write(out, form, labels) == labels[3:]
    assert write(out, form, labels) == []


@pytest.mark.parametrize("form", LINE_FORMATS)
def test_a_new_out_takes_nothing_from_one_that_was_deleted(
    tmp_path: Path, form: GrowingFormat
) -> None:
    out = tmp_path / "out"
    write(out, form, ["r/0.txt", "r/1.txt"], stop_after=1)
    write(out, form, ["r/1.txt", "r/0.txt"], stop_after=1)
    out.unlink()
    assert write(out, form, ["r/1.txt"]) == ["r/1.txt"]
    write(tmp_path / "expected", form, ["r/1.txt"])
    assert out.read_bytes() == (tmp_path / "expected").read_bytes()


@given(
    st.permutations(sorted(REPORTS)),
    st.permutations(sorted(REPORTS)),
    st.integers(0, 6),
    st.integers(0, 6),
    st.sampled_from(LINE_FORMATS),
)
def test_whatever_was_there_the_order_is_that_of_the_run(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[str],
    now: list[str],
    first: int,
    second: int,
    form: GrowingFormat,
) -> None:
    folder = tmp_path_factory.mktemp("order")
    write(folder / "out", form, before, stop_after=first)
    write(folder / "out", form, now, stop_after=second)
    made = write(folder / "out", form, now)
    write(folder / "expected", form, now)
    assert (folder / "out").read_bytes() == (folder / "expected").read_bytes()
    assert len(made) <= len(now) - first
    assert sorted(p.name for p in folder.iterdir()) == ["expected", "out"]


@pytest.mark.parametrize("form", LINE_FORMATS)
def test_reports_that_are_not_named_stay_at_the_end(tmp_path: Path, form: GrowingFormat) -> None:
    out = tmp_path / "out"
    write(out, form, ["r/0.txt", "r/2.txt"])
    write(out, form, ["r/1.txt"])
    write(tmp_path / "expected", form, ["r/1.txt", "r/0.txt", "r/2.txt"])
    assert out.read_bytes() == (tmp_path / "expected").read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
@pytest.mark.parametrize("what", ["sha256", "gouji", "form", "reader"])
def test_what_would_come_out_otherwise_is_made_again(
    tmp_path: Path, form: GrowingFormat, what: str
) -> None:
    out = tmp_path / "out"
    write(out, form, ["r/0.txt"])
    forms = dict.fromkeys(NOW.forms, "99") if what == "form" else NOW.forms
    reader = "auto openai/some" if what == "reader" else "offline"
    now = Current("2" if what == "gouji" else "1", forms, reader)
    results = open_results(form, out, Path("r"), now, fresh=False)
    assert results.statuses("r/0.txt", "cc" if what == "sha256" else "aa") is None
    results.close()


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "thesis.txt"
    out.write_text("years of work")
    for form in LINE_FORMATS:
        with pytest.raises(WrongUsage, match="holds no results of this format"):
            open_at(out, form)
    assert out.read_text() == "years of work"


def test_a_broken_line_in_the_middle_is_not_thrown_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "jsonl", list(REPORTS))
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join([lines[0], lines[1][:-9] + b"\n", *lines[2:]]))
    edited = out.read_bytes()
    with pytest.raises(WrongUsage, match="line 2"):
        open_at(out, "jsonl")
    assert out.read_bytes() == edited


def test_a_person_s_correction_survives_the_next_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "jsonl", list(REPORTS))
    out.write_bytes(out.read_bytes().replace(b'"confidence":1.0', b'"confidence":0.5', 1))
    edited = out.read_bytes()
    assert write(out, "jsonl", list(REPORTS)) == []
    assert out.read_bytes() == edited


def test_a_folder_takes_equal_names_from_different_folders(tmp_path: Path) -> None:
    results = open_results("json", tmp_path / "out", Path("r"), NOW, fresh=False)
    for label in ("r/a/x.txt", "r/b/x.txt"):
        results.add(label, (label.encode(),))
    results.close()
    assert (tmp_path / "out/a/x.txt.json").read_text() == "r/a/x.txt"
    assert (tmp_path / "out/b/x.txt.json").read_text() == "r/b/x.txt"


def test_a_report_that_lost_its_second_part_leaves_none_behind(tmp_path: Path) -> None:
    results = open_results("json", tmp_path, Path("r"), NOW, fresh=False)
    render = renderer("json", SETTINGS.forms)
    two = [make_record("r/x.txt", part, parts=2) for part in (1, 2)]
    results.add("r/x.txt", tuple(map(render, two)))
    assert sorted(visible(tmp_path)) == ["x.txt%part2.json", "x.txt.json"]
    results.add("r/x.txt", (render(two[0]),))
    assert visible(tmp_path) == ["x.txt.json"]
    results.close()


def visible(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if not p.name.startswith(".")]


names = st.text(st.sampled_from("a%部.12 "), min_size=1, max_size=90).filter(
    lambda name: name not in {".", ".."}
)


@given(st.lists(st.tuples(names, st.integers(1, 3)), unique=True))
def test_file_names_never_meet(reports: list[tuple[str, int]]) -> None:
    made = [file_name(Path(name), part).name for name, part in reports]
    assert len(set(made)) == len(reports)
    assert all(len(name.encode()) <= 255 for name in made)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-cmd", "@x", "\t=1", "\r=1", "\uff1d1", "\uff20x", "\uff0bx"]
)
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["+1", "-35", "0", "1,234", "-1,234.5", "增13", "a=1", "1a", "3.5", ""]
)
def test_numbers_and_words_stay(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_cell_holds_a_control_character(text: str) -> None:
    cell = harmless(text)
    assert not any((ord(c) < 32 and c not in "\t\r\n") or 127 <= ord(c) < 160 for c in cell)
    assert len(cell.removeprefix("'")) == len(text.removeprefix("'"))


@given(st.text())
def test_nothing_shown_can_play_with_a_terminal(text: str) -> None:
    line, lines = shown(text), shown_in_lines(text)
    assert len(line) == len(lines) == len(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)
    assert not any((ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 for c in lines)


@given(st.text())
def test_a_cell_of_the_tidy_table_comes_back(text: str) -> None:
    record = make_record("r/x.txt")
    record = record.model_copy(update={"reason": text})
    lines = tidy.HEADER + tidy.record_to_lines(record, SETTINGS.forms)
    rows = list(csv.DictReader(io.StringIO(lines.decode("utf-8-sig"), newline="")))
    expected = harmless(text.encode("utf-8", "replace").decode())
    assert {row["reason"] for row in rows} == {expected}


def test_the_tidy_table_has_a_line_for_each_cell_and_extra() -> None:
    [record] = extract_file(EXAMPLES / "5-pipes-lines.txt", SETTINGS)
    extra = Extra(table="requests", label="另", values=(Cell(state="number", value="7", raw="7"),))
    record = record.model_copy(update={"extras": (extra,)})
    data = tidy.HEADER + tidy.record_to_lines(record, SETTINGS.forms)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 200 + 1
    received = next(r for r in rows if (r["row"], r["column"]) == ("received", "natural_person"))
    text = (EXAMPLES / "5-pipes-lines.txt").read_text("utf-8")
    assert text[int(received["span_start"]) : int(received["span_end"])] == received["raw"] == "31"
    assert received["row_label"] == "一、本年新收政府信息公开申请数量"
    assert rows[-1]["row_label"] == "另"


def test_cells_in_question_name_their_findings() -> None:
    [record] = extract_file(EXAMPLES / "7-slip.txt", SETTINGS)
    data = tidy.record_to_lines(record, SETTINGS.forms).decode()
    rows = csv.DictReader(io.StringIO(data, newline=""), fieldnames=tidy.COLUMNS)
    checks = {(r["row"], r["column"]): r["check"] for r in rows}
    assert "T3-01" in checks["carried_in", "total"]


def test_written_records_are_read_back(tmp_path: Path) -> None:
    [record] = extract_file(EXAMPLES / "3-form-2019.txt", SETTINGS)
    lines = tmp_path / "out.jsonl"
    lines.write_bytes(record_to_line(record) + b"{}\n")
    good, bad = read_written(lines)
    assert good.record == record
    assert bad.record is None
    assert "line 2" in bad.problem.en
    page = tmp_path / "one.json"
    page.write_bytes(renderer("json", SETTINGS.forms)(record))
    assert [found.record for found in read_written(page)] == [record]
    assert json.loads(page.read_text("utf-8")) == json.loads(record_to_line(record))


def test_a_growing_file_holds_places_not_records(tmp_path: Path) -> None:
    write(tmp_path / "out", "jsonl", list(REPORTS))
    results = open_at(tmp_path / "out", "jsonl")
    assert isinstance(results, GrowingFile)
    assert partial(results.statuses, "r/2.txt")("aa") == ("verified", "verified")
    results.close()


def test_results_of_before_are_read_as_they_are(tmp_path: Path) -> None:
    """`gouji/2` only adds to `gouji/1`: the same record, with nothing known of its proofs."""
    [record] = extract_file(EXAMPLES / "7-slip.txt", SETTINGS)
    written = json.loads(record_to_line(record))
    written["schema"] = "gouji/1"
    for key in ("reason_zh", "reason_code"):
        del written[key]
    for rows in written["tables"].values():
        for cell in (cell for row in rows.values() for cell in row.values()):
            del cell["proof"]
    before = tmp_path / "before.jsonl"
    before.write_text(json.dumps(written, ensure_ascii=False) + "\n", "utf-8")
    [found] = read_written(before)
    assert found.record is not None
    assert found.record.schema_ == "gouji/2"
    assert found.record.status == record.status
    assert found.record.tables["requests"]["carried_in"]["total"].proof is None
    assert check_record(found.record, SETTINGS).reason_code == record.reason_code


def test_a_line_of_csv_has_proof_suggestion_and_the_code_of_the_reason() -> None:
    [record] = extract_file(EXAMPLES / "8-blanks.txt", SETTINGS)
    total = Cell(value=Decimal(5), raw="5", state="number", origin="solved", proof="sums")
    open_cell = Cell(state="missing")
    number = Suggestion(value=Decimal("0.10"), raw="0.10", by="openai/NAME")
    mark, blank = Suggestion(raw="/", by="rule"), Suggestion(by="rule")
    suggested = {
        "total": total,
        "natural_person": open_cell.model_copy(update={"suggestion": number}),
        "commercial_enterprise": open_cell.model_copy(update={"suggestion": mark}),
        "research_institution": open_cell.model_copy(update={"suggestion": blank}),
        "other_organization": open_cell,
    }
    tables = {"requests": {"received": suggested}}
    record = record.model_copy(update={"tables": tables, "extras": (), "reason_code": "T3-01"})
    data = tidy.record_to_lines(record, SETTINGS.forms).decode()
    lines = list(csv.DictReader(io.StringIO(data, newline=""), fieldnames=tidy.COLUMNS))
    told = {line["column"]: (line["suggestion"], line["suggested_by"]) for line in lines}
    assert told == {
        "total": ("", ""),
        "natural_person": ("0.10", "openai/NAME"),
        "commercial_enterprise": ("/", "rule"),
        "research_institution": ("blank", "rule"),
        "other_organization": ("", ""),
    }
    assert {line["reason_code"] for line in lines} == {"T3-01"}
    assert [line["proof"] for line in lines] == ["sums", "", "", "", ""]
