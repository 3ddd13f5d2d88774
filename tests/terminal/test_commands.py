import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import cli
from extraction.batch.worker import Worker, tasks_from
from extraction.settings import default_settings
from extraction.values.record import Record
from tests.conftest import EXAMPLES
from tests.support.places import HOME, sends_signals

GOUJI = [sys.executable, "-c", "from cli import app; app()"]


def gouji(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in args], input=stdin, catch_exceptions=False)


def records(out: Path | str) -> list[dict[str, object]]:
    text = out.read_text("utf-8") if isinstance(out, Path) else out
    return [json.loads(line) for line in text.splitlines()]


def on_terminal(
    *args: object, width: int = 100, env: dict[str, str] | None = None, typed: str = ""
) -> str:
    """Return what gouji prints on a terminal of this width, stdout and stderr together."""
    pty: Any = pytest.importorskip(
        "pty", reason="Windows has no such terminals", exc_type=ImportError
    )
    parent, child = pty.openpty()
    settings = {**os.environ, "COLUMNS": str(width), "TERM": "xterm", **(env or {})}
    process = subprocess.Popen(
        [*GOUJI, *map(str, args)],
        stdin=child if typed else None,
        stdout=child,
        stderr=child,
        cwd=HOME,
        env=settings,
    )
    os.close(child)
    if typed:
        os.write(parent, f"{typed}\n".encode())
    shown = b""
    while select.select([parent], [], [], 30)[0]:
        try:
            data = os.read(parent, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(parent)
    process.wait(30)
    return shown.decode("utf-8")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES, tmp_path / "reports"))


def test_help_and_version_import_nothing_heavy() -> None:
    program = "import sys; from cli import app; app(['--help'], standalone_mode=False); " + (
        "print(sorted({'rich', 'pydantic', 'opencc', 'selectolax', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True)
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr
    assert gouji("--version").stdout.startswith("gouji ")


def test_lines_on_stdout_and_talk_on_stderr(reports: Path) -> None:
    done = gouji("extract", reports)
    assert done.exit_code == 0
    assert [r["status"] for r in records(done.stdout)][-3:] == [
        "verified",
        "source_inconsistent",
        "needs_review",
    ]
    assert "8 reports: 6 verified, 1 source_inconsistent, 1 needs_review" in done.stderr
    assert gouji("extract", "--quiet", reports).stderr == ""


def test_strict_wants_all_verified(reports: Path) -> None:
    assert gouji("extract", "--strict", reports).exit_code == 1
    assert gouji("extract", "--strict", reports / "1-lines.txt").exit_code == 0


def test_one_text_on_stdin() -> None:
    done = gouji("extract", "-", stdin=(EXAMPLES / "2-pinyin.txt").read_bytes())
    [record] = records(done.stdout)
    assert record["status"] == "verified"
    assert record["source"]["path"] == "stdin"  # type: ignore[index]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["extract", "gone.txt"], "gone.txt does not exist"),
        (["extract", EXAMPLES, "-o", HOME / "LICENSE" / "x"], "cannot be written"),
        (
            ["extract", EXAMPLES, "-o", EXAMPLES / "7-slip.txt", "--format", "jsonl"],
            "is one of the reports",
        ),
        (["extract", EXAMPLES, "-o", EXAMPLES / "7-slip.txt"], "no format ends in .txt"),
        (["extract", EXAMPLES, "-o", "x.doc"], "Take one of .jsonl"),
        (["extract", EXAMPLES, "--format", "xlsx"], "--format xlsx is for a file"),
        (["extract", EXAMPLES, "--format", "table", "-o", "x"], "table is for the terminal"),
        (["extract", HOME / "extraction" / "repair"], "No reports in"),
        (["check", "gone.jsonl"], "cannot be opened"),
        (["forms", "cn1999"], "There is no form cn1999. Known: cn2021, cn2019."),
        (["extract"], "PATH is missing."),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(args: list[object], said: str) -> None:
    done = gouji(*args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def huge(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)


def cut(file: Path) -> None:
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    file.write_text(text[: text.index("6.属于四类过程性信息")], "utf-8")


BAD: dict[str, Callable[[Path], object]] = {
    "empty.txt": lambda file: file.write_bytes(b""),
    "binary.txt": lambda file: file.write_bytes(bytes(range(256)) * 40),
    "huge.txt": huge,
    "image.txt": lambda file: file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_has_one_line_and_a_record_and_stops_nothing(reports: Path, name: str) -> None:
    BAD[name](reports / f"0-{name}")
    done = gouji("extract", reports)
    assert done.exit_code == 1
    line, summary = done.stderr.splitlines()
    assert f"0-{name}" in line
    assert summary.startswith("9 reports:")
    assert summary.count("1 unreadable (") == 1
    first, *others = records(done.stdout)
    assert first["status"] == "unreadable"
    assert first["reason"]
    assert len(others) == 8


def test_a_file_that_may_not_be_read(reports: Path) -> None:
    (reports / "1-lines.txt").chmod(0)
    if os.access(reports / "1-lines.txt", os.R_OK):
        pytest.skip("root, or anybody on Windows, may read it all the same")
    done = gouji("extract", reports)
    assert done.exit_code == 1
    assert "1-lines.txt" in done.stderr.splitlines()[0]


def same(record: Record) -> Record:
    return record


def test_a_refusal_of_the_system_is_one_line(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = reports / "1-lines.txt"
    real_open, real_bytes = Path.open, Path.read_bytes

    def guarded(path: Path, real: Callable[..., Any], *how: Any, **more: Any) -> Any:
        if path == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *how, **more)

    monkeypatch.setattr(Path, "open", lambda p, *a, **k: guarded(p, real_open, *a, **k))
    monkeypatch.setattr(Path, "read_bytes", lambda p: guarded(p, real_bytes))
    [task] = tasks_from([refused])
    outcome = Worker(default_settings(), same).read(task)  # here: another process opens it itself
    assert outcome.failure is not None
    assert "1-lines.txt" in outcome.failure.en
    assert "\n" not in outcome.failure.en
    assert (outcome.statuses, outcome.crashed) == (("unreadable",), False)


def test_a_report_cut_in_the_middle_of_table_3_is_not_verified(tmp_path: Path) -> None:
    cut(tmp_path / "cut.txt")
    done = gouji("extract", tmp_path)
    [record] = records(done.stdout)
    assert done.exit_code == 0
    assert record["status"] == "needs_review"


def test_two_reports_in_one_file_are_two_records_in_every_format(tmp_path: Path) -> None:
    two = tmp_path / "two.txt"
    parts = [(EXAMPLES / name).read_text("utf-8") for name in ("1-lines.txt", "7-slip.txt")]
    two.write_text("\n\n".join(parts), "utf-8")
    both = records(gouji("extract", two).stdout)
    assert [r["source"]["part"] for r in both] == [1, 2]  # type: ignore[index]
    for _ in range(2):
        gouji("extract", two, "-o", tmp_path / "out", "--format", "json")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "two.txt%part2.json",
        "two.txt.json",
    ]


def test_html_nested_10000_deep_stops_nothing(reports: Path) -> None:
    (reports / "0-deep.html").write_text("<div>" * 10_000 + "x" + "</div>" * 10_000)
    done = gouji("extract", reports)
    assert len(records(done.stdout)) == 9
    assert "Traceback" not in done.stderr


def test_a_path_with_spaces_and_chinese_characters(tmp_path: Path) -> None:
    file = tmp_path / "年度 报告" / "澄川县 2024.txt"
    file.parent.mkdir()
    shutil.copy(EXAMPLES / "1-lines.txt", file)
    [record] = records(gouji("extract", tmp_path).stdout)
    assert record["source"]["path"] == str(file)  # type: ignore[index]
    out = tmp_path / "结果 1"
    gouji("extract", tmp_path, "-o", out, "--format", "json")
    assert (out / "年度 报告" / "澄川县 2024.txt.json").is_file()


def test_invalid_utf_8_stops_nothing(reports: Path) -> None:
    text = (EXAMPLES / "1-lines.txt").read_bytes()
    (reports / "1-lines.txt").write_bytes(text[:60] + b"\xff\xfe\xc3" + text[60:])
    done = gouji("extract", reports)
    assert len(records(done.stdout)) == 8
    assert "Traceback" not in done.stderr


def test_results_of_gouji_among_the_reports_are_no_reports(reports: Path) -> None:
    out = reports / "all.xlsx"
    for command in (
        ("extract", reports, "-o", out),
        ("export", f"{out}.jsonl", "-o", reports / "tidy.csv"),
        ("review", f"{out}.jsonl", "-o", reports / "page.html"),
        ("panel", f"{out}.jsonl", "-o", reports / "panel.html"),
    ):
        assert gouji(*command).exit_code == 0
    again = gouji("extract", reports, "-o", out)
    assert "4 result of gouji" in again.stderr
    assert "8 files kept from before" in again.stderr
    assert len(out.with_name("all.xlsx.jsonl").read_text("utf-8").splitlines()) == 8


@pytest.mark.parametrize("command", ["check", "review", "panel", "asked"])
def test_what_holds_no_results_is_said_in_one_line(command: str, reports: Path) -> None:
    for named in (reports, reports / "1-lines.txt"):
        done = gouji(command, named)
        assert done.exit_code == 2
        assert f"{named.name} holds no results: name what extract has written." in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_what_was_left_out_is_counted(reports: Path) -> None:
    (reports / "scan.pdf.part").touch()
    (reports / "link.txt").symlink_to(reports / "1-lines.txt")
    (reports / "empty").mkdir()
    done = gouji("extract", reports, reports / "empty")
    assert "Left out: 1 .part, 1 link" in done.stderr
    assert "empty: no reports in this folder." in done.stderr
    assert done.exit_code == 0


def start(*args: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*GOUJI, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=HOME,
        start_new_session=True,
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(15):
        for example in EXAMPLES.iterdir():
            shutil.copy(example, folder / f"{number:03}-{example.name}")
    return folder


def wait_for(out: Path, size: int) -> None:
    began = time.monotonic()
    while not out.exists() or out.stat().st_size < size:
        assert time.monotonic() - began < 60
        time.sleep(0.005)


@pytest.mark.parametrize(("form", "jobs"), [("jsonl", 1), ("csv", 2)])
def test_a_run_killed_and_continued_gives_the_same_bytes(
    many: Path, tmp_path: Path, form: str, jobs: int
) -> None:
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    assert gouji("extract", many, "-o", whole).exit_code == 0
    size = whole.stat().st_size
    for reached in (1, size // 3, size * 2 // 3):
        process = start("extract", many, "-o", out, "--jobs", jobs)
        wait_for(out, reached)
        process.kill()
        process.communicate()
    assert out.stat().st_size < size
    done = gouji("extract", many, "-o", out)
    assert "kept from before" in done.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert not Path(f"{out}.kept").exists()


@sends_signals
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_says_how_to_go_on(
    many: Path, tmp_path: Path, number: signal.Signals, jobs: int
) -> None:
    out = tmp_path / "out.jsonl"
    process = start("extract", many, "-o", out, "--jobs", jobs)
    wait_for(out, 1)
    os.killpg(process.pid, number)  # as Ctrl-C does: to all that the terminal runs
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert said.startswith("Stopped after ")
    assert said.endswith(f"they are in {out}. The same command goes on from there.\n")
    assert gouji("extract", many, "-o", out).exit_code == 0
    assert len(records(out)) == 120


def test_a_reader_that_leaves_early_is_no_crash(many: Path) -> None:
    process = start("extract", many)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1


def test_jobs_change_nothing_that_is_written(reports: Path, tmp_path: Path) -> None:
    gouji("extract", reports, "-o", tmp_path / "1.jsonl")
    gouji("extract", reports, "-o", tmp_path / "2.jsonl", "--jobs", 2)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_fresh_starts_over(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("something else")
    assert gouji("extract", reports, "-o", out).exit_code == 2
    assert gouji("extract", reports, "-o", out, "--fresh").exit_code == 0
    assert "kept" not in gouji("extract", reports, "-o", out, "--fresh").stderr
    assert len(records(out)) == 8


def test_the_check_finds_what_a_person_changed(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", reports / "7-slip.txt", reports / "5-pipes-lines.txt", "-o", out)
    slip, fine = records(out)
    cell = slip["tables"]["requests"]["carried_in"]["total"]  # type: ignore[index]
    cell |= {
        "value": 3,
        "origin": "person",
        "correction": {"author": "Li", "reason": "asked the agency"},
    }
    fine["tables"]["requests"]["received"]["total"]["value"] = 99  # type: ignore[index]
    out.write_text("".join(json.dumps(r) + "\n" for r in (slip, fine)))
    done = gouji("check", out, "-o", tmp_path / "checked.jsonl")
    assert "7-slip.txt: source_inconsistent -> verified" in done.stdout
    assert "5-pipes-lines.txt: verified -> " in done.stdout
    assert "T3-03" in done.stdout
    checked = records(tmp_path / "checked.jsonl")
    assert checked[0]["status"] == "verified"
    assert checked[1]["status"] != "verified"
    assert gouji("check", "--strict", out).exit_code == 1


def test_the_check_reads_a_folder_and_writes_one(reports: Path, tmp_path: Path) -> None:
    gouji("extract", reports, "-o", tmp_path / "out", "--format", "json")
    done = gouji("check", tmp_path / "out", "-o", tmp_path / "again")
    assert done.exit_code == 0
    assert " -> " not in done.stdout
    for file in (tmp_path / "out").iterdir():
        was, now = (json.loads((tmp_path / d / file.name).read_text()) for d in ("out", "again"))
        assert (was["status"], was["tables"]) == (now["status"], now["tables"])


def test_the_check_tells_lines_that_are_no_records(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", reports / "1-lines.txt", "-o", out)
    out.write_bytes(out.read_bytes() + b"{broken\n")
    done = gouji("check", out)
    assert done.exit_code == 1
    assert f"{out}, line 2 holds no record" in done.stderr
    assert gouji("check", out, "-o", out).exit_code == 2


def test_the_text_is_what_spans_count_in(reports: Path) -> None:
    for example in ("5-pipes-lines.txt", "6-page.html"):
        text = gouji("text", reports / example).stdout_bytes.decode("utf-8")
        [record] = records(gouji("extract", reports / example).stdout)
        for rows in record["tables"].values():  # type: ignore[attr-defined]
            for cells in rows.values():
                for cell in cells.values():
                    assert text[slice(*cell["span"])] == cell["raw"]


def test_forms_and_schema_are_told() -> None:
    assert gouji("forms").stdout.splitlines()[0].startswith("cn2021")
    assert "received + carried_in = closed_total + carried_out" in gouji("forms", "cn2019").stdout
    schema = json.loads(gouji("schema").stdout)
    assert {"status", "tables", "findings"} <= set(schema["properties"])


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_shows_a_line_for_each_report(width: int) -> None:
    shown = on_terminal("extract", "examples", width=width, env={"NO_COLOR": "1"})
    assert "\x1b[3" not in shown
    assert shown.count("verified") == 6 + 1
    assert "source_inconsistent  examples/7-slip.txt" in shown
    assert '{"schema"' not in shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_one_report_whole_and_cuts_no_figure(width: int) -> None:
    shown = re.sub(
        r"\x1b\[[\d;]*m", "", on_terminal("extract", "examples/4-pipes.txt", width=width)
    )
    for figure in ("2150.7718", "37290", "107", "48"):
        assert figure in shown
    assert max(map(cell_len, shown.splitlines())) <= width


def test_control_characters_never_reach_a_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "e\x1b[2Jvil.txt"
    text = (EXAMPLES / "5-pipes-lines.txt").read_text("utf-8")
    evil.write_text(text.replace("31 |", "31\x1b]0;owned\x07\x9b |", 1), "utf-8")
    for args in (["extract", evil], ["extract", "--format", "csv", evil], ["text", evil]):
        shown = on_terminal(*args, env={"NO_COLOR": "1"})
        assert "\x1b]" not in shown
        assert "\x1b[2J" not in shown
        assert "\x07" not in shown
        assert "\x9b" not in shown
