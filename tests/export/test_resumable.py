"""OUT: two runs into it, damage, files of somebody else, names that collide, exact numbers."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from extraction.export.file_names import file_name, folder_name
from extraction.export.formats import open_results, renderer
from extraction.export.loading import read_written
from extraction.export.lock import lock_file
from extraction.export.named_formats import GrowingFormat
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell
from tests.conftest import EXAMPLES
from tests.export.test_export import NOW, REPORTS, SETTINGS, make_record, write
from tests.support.places import HOME
from tests.terminal.test_commands import gouji, on_terminal, records

# Takes the lock of OUT as a run does, says so, and holds it till it is killed.
HOLDER = """
import sys, time
from pathlib import Path
from extraction.export.lock import lock_file, lock_folder
out = Path(sys.argv[1])
held = lock_folder(out) if sys.argv[2] == "json" else lock_file(out)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES, tmp_path / "reports"))


@pytest.fixture
def holder(tmp_path: Path, request: pytest.FixtureRequest) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "out"), request.param]
    home = HOME
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.mark.parametrize(
    ("holder", "form"),
    [("jsonl", "jsonl"), ("csv", "csv"), ("json", "json"), ("facts", "facts"), ("eval", "eval")],
    indirect=["holder"],
)
def test_a_second_run_is_refused_while_the_first_goes_on(
    holder: "subprocess.Popen[str]", reports: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    command = {
        "facts": ["facts", reports],
        "eval": ["eval", "run", "--synth", 1, "--seed", 1],
    }.get(form, ["extract", "--format", form, reports])
    for more in ([], ["--fresh"]):
        done = gouji(*command, "-o", out, *more)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
        assert f"Another run of gouji is writing to {out}" in done.stderr
    assert not out.is_file()
    holder.kill()  # the lock dies with its process
    holder.wait()
    assert gouji(*command, "-o", out).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "reports"]


def test_two_real_runs_at_once_leave_one_whole_result(reports: Path, tmp_path: Path) -> None:
    for number in range(12):
        shutil.copytree(EXAMPLES, reports / f"more-{number}")
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert gouji("extract", reports, "-o", whole).exit_code == 0
    command = [sys.executable, "-c", "from cli import app; app()", "extract", str(reports)]
    home = HOME
    both = [
        subprocess.Popen([*command, "-o", str(out)], stderr=subprocess.PIPE, text=True, cwd=home)
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 2], [0, 0]), said  # the second may have begun when the first was through
    if codes == [0, 2]:
        assert sum("Another run of gouji is writing" in told for told in said) == 1
    assert out.read_bytes() == whole.read_bytes()


def test_the_other_name_of_a_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    held = open_results("jsonl", tmp_path / "out", Path(), NOW, fresh=False)
    with pytest.raises(WrongUsage, match="Another run"):
        open_results("jsonl", tmp_path / "link", Path(), NOW, fresh=False)
    held.close()


def lines_of(out: Path) -> list[bytes]:
    """Return the lines of a file; a cell of a table may hold ends of lines."""
    return re.split(rb"(?<=\n)(?=r/|\{)", out.read_bytes())


def damaged(lines: list[bytes], way: str) -> list[bytes]:
    match way:
        case "cut at a line's end":
            return lines[: len(lines) * 2 // 3 - 1]
        case "a line twice":
            return [*lines[:4], *lines[3:]]
        case "a stretch twice":
            return [*lines, *lines[2:6]]
        case "in another order":
            return [lines[0], *reversed(lines[1:])]
        case _:
            return [*lines[:3], *lines[4:]]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize(
    "way", ["cut at a line's end", "a line twice", "a stretch twice", "in another order", "lost"]
)
def test_what_is_not_whole_is_not_kept(tmp_path: Path, form: GrowingFormat, way: str) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    write(whole, form, list(REPORTS))
    out.write_bytes(b"".join(damaged(lines_of(whole), way)))
    write(out, form, list(REPORTS))
    assert out.read_bytes() == whole.read_bytes()


def test_a_table_that_lost_lines_at_its_end_is_not_taken_for_whole(
    reports: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    gouji("extract", reports, "-o", out)
    whole = out.read_bytes()
    for lost in (1, 30, 199, 200, 201):
        out.write_bytes(b"".join(whole.splitlines(keepends=True)[:-lost]))
        gouji("extract", reports, "-o", out)
        assert out.read_bytes() == whole, lost


def test_pieces_of_a_report_that_is_not_named_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "csv", ["r/0.txt", "r/1.txt"])
    head, lost, rest, *others = lines_of(out)
    out.write_bytes(b"".join([head, *others, rest]))
    assert write(out, "csv", ["r/1.txt"]) == []
    assert lines_of(out) == [head, *others, rest]
    assert write(out, "csv", ["r/0.txt", "r/1.txt"]) == ["r/0.txt"]
    assert lines_of(out) == [head, lost, rest, *others]


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_records_of_another_schema_are_made_anew(tmp_path: Path, form: GrowingFormat) -> None:
    out = tmp_path / "out"
    write(out, form, ["r/0.txt"])
    assert write(out, form, ["r/0.txt"]) == []
    for file in [out] if out.is_file() else out.iterdir():
        file.write_bytes(file.read_bytes().replace(b"gouji/2", b"gouji/0"))
    assert write(out, form, ["r/0.txt"]) == ["r/0.txt"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_a_file_of_which_reports_are_missing_is_made_again(
    tmp_path: Path, form: GrowingFormat
) -> None:
    out = tmp_path / "out"
    results = open_results(form, out, Path("r"), NOW, fresh=False)
    record = make_record("r/x.txt")
    first = record.model_copy(update={"source": record.source.model_copy(update={"parts": 2})})
    results.add("r/x.txt", (renderer(form, SETTINGS.forms)(first),))
    results.finish()
    results.close()
    again = open_results(form, out, Path("r"), NOW, fresh=False)
    assert again.knows("r/x.txt")
    assert again.statuses("r/x.txt", "aa") is None
    again.close()


@pytest.mark.parametrize("name", ["out.jsonl.kept", "out.jsonl"])
def test_a_foreign_file_beside_or_at_out_stays(reports: Path, tmp_path: Path, name: str) -> None:
    foreign = tmp_path / name
    foreign.write_text("years of work")
    done = gouji("extract", reports, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert str(foreign) in done.stderr
    assert foreign.read_text() == "years of work"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "reports"])
    assert gouji("extract", reports, "-o", tmp_path / "out.jsonl", "--fresh").exit_code == 0
    assert len(records(tmp_path / "out.jsonl")) == 8


def test_results_moved_to_where_a_run_keeps_things_stay(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", reports, "-o", out)
    moved = out.rename(tmp_path / "out.jsonl.kept")
    before = moved.read_bytes()
    assert gouji("extract", reports, "-o", out).exit_code == 2
    assert moved.read_bytes() == before


def test_names_that_runs_used_once_are_left_alone(reports: Path, tmp_path: Path) -> None:
    names = ["f.csv.new", "c.jsonl.new", "out.jsonl.kept.new", "out.jsonl.new"]
    for name in names:
        (tmp_path / name).write_text("mine")
    assert gouji("extract", reports, "-o", tmp_path / "out.jsonl").exit_code == 0
    assert gouji("facts", reports, "-o", tmp_path / "f.csv").exit_code == 0
    done = gouji("check", tmp_path / "out.jsonl", "-o", tmp_path / "c.jsonl")
    assert done.exit_code == 0
    assert {(tmp_path / name).read_text() for name in names} == {"mine"}


@pytest.mark.parametrize("command", ["facts", "check"])
def test_what_is_there_is_overwritten_only_if_asked_for(
    reports: Path, tmp_path: Path, command: str
) -> None:
    source, out = reports, tmp_path / "there.csv"
    if command == "check":
        source = tmp_path / "out.jsonl"
        gouji("extract", reports, "-o", source)
    out.write_text("years of work")
    done = gouji(command, source, "-o", out)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert out.read_text() == "years of work"
    assert gouji(command, source, "-o", out, "--fresh").exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfpath,")
    assert gouji("facts", reports, "-o", tmp_path / "own.csv").exit_code == 0
    assert gouji("facts", reports, "-o", tmp_path / "own.csv").exit_code == 0


def test_on_a_terminal_a_person_is_asked(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("years of work")
    for answer, ends in (("n", "years of work"), ("y", '{"schema"')):
        shown = on_terminal("extract", reports, "-o", out, typed=answer)
        assert "Overwrite it?" in shown
        assert out.read_text("utf-8").startswith(ends)


def test_a_foreign_file_in_a_folder_costs_one_report(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "2-pinyin.txt.json").write_text("mine")
    (out / "1-lines.txt.json").mkdir()
    done = gouji("extract", reports, "-o", out)
    assert done.exit_code == 1
    assert (out / "2-pinyin.txt.json").read_text() == "mine"
    one, two, summary = done.stderr.splitlines()
    assert "1-lines.txt: its results cannot be written" in one
    assert "2-pinyin.txt" in two
    assert "not gouji's" in two
    assert "results of 2 files are not written" in summary
    assert len([p for p in out.iterdir() if p.is_file()]) == 7


@pytest.mark.parametrize("name", [b"\xb1\xa8\xb8\xe6", b"x\\..\\a", b"a:b", b"nul", b"b."])
def test_nothing_is_written_outside_of_out(tmp_path: Path, name: bytes) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name))
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system does not take such a name")
    shutil.copy(EXAMPLES / "1-lines.txt", folder / "x.txt")
    shutil.copy(EXAMPLES / "1-lines.txt", folder / "y.txt")
    before = set(tmp_path.rglob("*"))
    for named in (folder, folder.parent):
        out = tmp_path / "out" / named.name.replace(".", "").encode("utf-8", "replace").hex()
        assert gouji("extract", named, "-o", out, "--format", "json").exit_code == 0
        assert len([*out.rglob("*.json")]) == 2
        assert gouji("extract", named, "-o", out, "--format", "json").stderr.count("kept") == 1
    after = {p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "out")}
    assert after == before


def test_a_link_in_out_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    shutil.copy(EXAMPLES / "1-lines.txt", tmp_path / "in/sub/x.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "elsewhere")
    done = gouji("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "outside" in done.stderr
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_names_that_some_systems_take_for_one_are_told_apart(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("A.txt", "a.txt", "b.txt"):
        shutil.copy(EXAMPLES / "1-lines.txt", folder / name)
    for _ in range(2):
        assert gouji("extract", folder, "-o", out, "--format", "json").exit_code == 0
        names = [p.name for p in out.iterdir()]
        assert len({name.casefold() for name in names}) == len(names) == 3
        paths = {json.loads(p.read_text("utf-8"))["source"]["path"] for p in out.iterdir()}
        assert paths == {str(folder / name) for name in ("A.txt", "a.txt", "b.txt")}


@pytest.mark.parametrize(
    "name", ["CON", "con.txt", "NUL.html", "com1.txt", "LPT¹", "a:b.txt", "a?.txt", "x\\y.txt"]
)
def test_no_name_is_a_device_or_forbidden_on_windows(name: str) -> None:
    made = file_name(Path(name)).name
    assert made.partition(".")[0].upper() not in {"CON", "NUL", "COM1", "LPT¹"}
    assert not set(':?\\"<>|*') & set(made)
    assert not folder_name(name + ". ").endswith((".", " "))


def test_labels_of_names_that_are_no_text_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(EXAMPLES / "1-lines.txt", folder / r"\xb1.txt")
    try:
        shutil.copy(EXAMPLES / "1-lines.txt", folder / os.fsdecode(b"\xb1.txt"))
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        assert gouji("extract", folder, "-o", out).exit_code == 0
        assert len({r["source"]["path"] for r in records(out)}) == 2  # type: ignore[index]


@pytest.mark.parametrize(
    "line",
    [
        b'{"schema":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"schema":' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}",
        b'{"schema":"' + b"x" * 30_000_000 + b'"}',
        b'{"schema":"gouji/1","source":[],"versions":{},"form":null}',
        b'{"schema":' + b"9" * 10_000 + b"}",
    ],
    ids=["deep list", "deep object", "long", "other shape", "long number"],
)
def test_a_strange_line_in_out_is_one_line_on_stderr(
    reports: Path, tmp_path: Path, line: bytes
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(line + b"\n")
    done = gouji("extract", reports, "-o", out)
    assert done.exit_code == 2
    assert done.stderr == (
        f"{out}, line 1, holds no record that can be read: mend or delete the line, or start "
        "over with --fresh.\n"
    )
    assert out.read_bytes() == line + b"\n"
    checked = gouji("check", out)
    assert checked.exit_code == 1
    assert "line 1 holds no record" in checked.stderr
    assert len(checked.stderr) < 500


def test_a_strange_line_in_a_table_is_one_line_on_stderr(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    gouji("extract", reports, "-o", out)
    whole = out.read_bytes()
    for line in (b'"' + b"x" * 300_000 + b'"', b"a,b", b"\xff\x00" * 40):
        out.write_bytes(whole + line + b"\r\n" + whole[-200:].rpartition(b"\n")[0])
        done = gouji("extract", reports, "-o", out)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "number", ["0.10", "5.0", "123456789012345678901234567890", "-0.000", "1" * 60 + ".50"]
)
@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_number_in_json_has_every_digit(tmp_path: Path, number: str, form: GrowingFormat) -> None:
    cell = Cell(state="number", value=Decimal(number), raw=number, span=(0, 1), origin="read")
    record = make_record("r/x.txt").model_copy(update={"tables": {"t": {"row": {"c": cell}}}})
    out = tmp_path / ("x.json" if form == "json" else "x.jsonl")
    out.write_bytes(renderer(form, SETTINGS.forms)(record))
    read = json.loads(out.read_bytes(), parse_float=str, parse_int=str)
    assert read["tables"]["t"]["row"]["c"]["value"] == number
    [back] = read_written(out)
    assert back.record is not None
    value = back.record.tables["t"]["row"]["c"].value
    assert f"{value:f}" == number
    again = renderer(form, SETTINGS.forms)(back.record)
    assert again == out.read_bytes()


def test_text_that_looks_like_a_number_stays_text() -> None:
    record = make_record("r/x.txt").model_copy(update={"reason": '"number-0123456789abcdef:0.10"'})
    line = renderer("jsonl", SETTINGS.forms)(record)
    assert json.loads(line)["reason"] == '"number-0123456789abcdef:0.10"'


def test_a_full_or_closed_disk_ends_the_run_in_one_line(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("extraction.export.folder.write_whole", refuse)
    monkeypatch.setattr("extraction.export.resumable._write_at", refuse)
    for form in ("json", "jsonl", "csv"):
        done = gouji("extract", reports, "-o", tmp_path / f"out-{form}", "--format", form)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
        assert "Read-only file system" in done.stderr


def test_the_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / ("n" * 250)
    held = lock_file(out)
    assert len([*tmp_path.iterdir()]) == 1
    held.release()
    held.release()
    assert not [*tmp_path.iterdir()]


def test_a_killed_run_leaves_a_lock_that_nobody_minds(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", HOLDER, str(out), "jsonl"]
    home = HOME
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    began = time.monotonic()
    assert gouji("extract", reports / "1-lines.txt", "-o", out).exit_code == 0
    assert time.monotonic() - began < 30
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "reports"]
