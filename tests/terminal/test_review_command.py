import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from extraction.review.self_contained import BEGINS
from extraction.terminal import review_command
from tests.conftest import EXAMPLES
from tests.review.made import example_records, write_results
from tests.support.places import HOME, sends_signals
from tests.terminal.test_commands import GOUJI, gouji, on_terminal


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return write_results(tmp_path / "results.jsonl", example_records())


def test_the_page_lies_beside_the_results_unless_said_otherwise(results: Path) -> None:
    done = gouji("review", results)
    page = results.with_name("results.review.html")
    assert done.exit_code == 0
    assert done.stderr == f"8 reports on the page.\nOpen {page} in a browser.\n"
    assert page.read_bytes().startswith(BEGINS)
    other = results.with_name("other.html")
    assert gouji("review", results, "-o", other, "--lang", "zh").stderr.endswith(
        f"请用浏览器打开 {other}。\n"
    )
    assert b'<html lang="zh-CN">' in other.read_bytes()
    assert gouji("review", results, "-q").stderr == ""


def test_a_folder_of_results_is_shown_too(tmp_path: Path) -> None:
    out = tmp_path / "results"
    assert gouji("extract", EXAMPLES, "-o", out, "--format", "json", "-q").exit_code == 0
    assert gouji("review", out).exit_code == 0
    assert (tmp_path / "results.review.html").exists()


def test_what_is_no_record_is_told_and_the_rest_goes_on(results: Path) -> None:
    with results.open("ab") as lines:
        lines.write(b"{}\n")
    done = gouji("review", results)
    assert done.exit_code == 1
    assert "line 9 holds no record" in done.stderr
    assert "8 reports on the page." in done.stderr


def test_what_cannot_be_is_refused_in_a_line(results: Path) -> None:
    for arguments, told in (
        (("-o", "page.pdf"), "ends in .html, not page.pdf"),
        (("--serve", "-o", "page.html"), "leave one out"),
        (("-o", results.with_suffix(".txt")), "ends in .html"),
    ):
        done = gouji("review", results, *arguments)
        assert done.exit_code == 2
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    theirs = results.with_name("theirs.html")
    theirs.write_text("<p>mine", "utf-8")
    done = gouji("review", results, "-o", theirs)
    assert done.exit_code == 2
    assert "overwrite it with --fresh" in done.stderr
    assert gouji("review", results, "-o", theirs, "--fresh").exit_code == 0
    assert gouji("review", results.with_name("none.jsonl")).exit_code == 2


def test_a_terminal_shows_how_far_it_is(results: Path) -> None:
    shown = on_terminal("review", results, "--lang", "en")
    assert "8 reports on the page." in shown
    assert re.search(r"[0-8]/8", shown)


def test_many_reports_are_told_of_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    pace = review_command._Pace(1000)
    for done, at in ((10, 101.0), (200, 110.0), (210, 115.0), (500, 125.0)):
        now[0] = at
        pace.tell(done)
    assert capsys.readouterr().err == (
        "200 of 1000 reports, 20 a second, 40 s left\n500 of 1000 reports, 20 a second, 25 s left\n"
    )


@sends_signals
def test_a_page_that_is_served_ends_with_ctrl_c(results: Path) -> None:
    settings = {**os.environ, "GOUJI_LANG": "en", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*GOUJI, "review", str(results), "--serve"],
        cwd=HOME,
        env=settings,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        lines = [process.stderr.readline(), process.stderr.readline()]
        found = re.search(r"Open (http://127\.0\.0\.1:\d+/\S+/) ", lines[1])
        assert found, lines
        with urllib.request.urlopen(found[1], timeout=10) as answer:
            assert answer.read().startswith(BEGINS)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5
        assert str(results.with_name("results.jsonl.corrections.jsonl")) in lines[1]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert sys.platform != "win32"
