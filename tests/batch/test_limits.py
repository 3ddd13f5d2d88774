"""What a file may take of time and memory, and many reports in one file."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extraction.batch.run import extract_all
from extraction.batch.worker import Worker, tasks_from
from extraction.export.jsonl import record_to_line
from extraction.pipeline import extract_document, extract_records
from extraction.read.heartbeat import beat
from extraction.settings import Settings, default_settings
from extraction.values.document import Document
from extraction.values.record import Record
from tests.batch.test_batch import Kept, failures, name_and_status, tasks
from tests.conftest import EXAMPLES
from tests.terminal.test_commands import gouji, records

SETTINGS = default_settings()


def hang(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    if Path(label).name.startswith("3"):
        time.sleep(60)
    return extract_document(document, settings, label)


def read_pages(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    if Path(label).name.startswith("3"):
        for _ in range(8):
            time.sleep(1)
            beat()
    return extract_document(document, settings, label)


def swell(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    if Path(label).name.startswith("3"):
        held = []
        for _ in range(600):  # 1.2 GB, unless somebody minds
            held.append(b"x" * 2_000_000)
            time.sleep(0.01)
    return extract_document(document, settings, label)


def stop_midway(document: Document, settings: Settings, label: str) -> Any:
    for record in extract_records(document, settings, label):
        if record.source.part == 40:
            time.sleep(60)
        yield record


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("walk", "said"), [(hang, "8 seconds"), (swell, "300 MB of memory")])
def test_a_file_that_takes_too_much_is_told_and_stops_nothing(
    jobs: int, walk: Any, said: str
) -> None:
    settings = replace(SETTINGS, file_seconds=8 if walk is hang else 50, file_megabytes=300)
    results = Kept()
    began = time.monotonic()
    outcomes = list(extract_all(tasks(), Worker(settings, name_and_status, walk), results, jobs))
    assert time.monotonic() - began < 40
    assert [o.task.path.name for o in outcomes] == [t.path.name for t in tasks()]
    assert list(failures(outcomes)) == ["3"]
    assert said in failures(outcomes)["3"]
    assert "--file-" in failures(outcomes)["3"]
    assert [records[0][1] for _, records in results.added].count("unreadable") == 1


def many(folder: Path, times: int) -> Path:
    names = ("1-lines.txt", "7-slip.txt")
    two = "\n\n".join((EXAMPLES / name).read_text("utf-8") for name in names)
    file = folder / "many.txt"
    file.write_text("\n\n".join([two] * times), "utf-8")
    return file


def test_reports_of_one_file_come_as_they_are_read(tmp_path: Path) -> None:
    file = many(tmp_path, 40)
    results = Kept()
    worker = Worker(SETTINGS, name_and_status)
    outcomes = list(extract_all(tasks_from([file]), worker, results))
    assert len(outcomes) >= 3
    assert [o.goes_on for o in outcomes] == [True] * (len(outcomes) - 1) + [False]
    assert [len(added) for _, added in results.added] == [80]


def test_a_file_that_is_read_page_by_page_has_the_limit_for_each() -> None:
    settings = replace(SETTINGS, file_seconds=7)
    one = [task for task in tasks() if task.path.name.startswith("3")]
    outcomes = list(extract_all(one, Worker(settings, name_and_status, read_pages), Kept()))
    assert [outcome.failure for outcome in outcomes] == [None]


def test_what_was_read_before_the_limit_stays_and_is_made_again(tmp_path: Path) -> None:
    file = many(tmp_path, 30)
    settings = replace(SETTINGS, file_seconds=2)
    results = Kept()
    worker = Worker(settings, record_to_line, stop_midway)
    *_, last = extract_all(tasks_from([file]), worker, results)
    assert last.failure is not None
    assert "2 seconds" in last.failure.en
    [(_, lines)] = results.added
    assert 1 <= len(lines) <= 40
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"".join(lines))
    parts = [record["source"] for record in records(out)]
    assert [part["part"] for part in parts] == list(range(1, len(lines) + 1))  # type: ignore[index]
    assert gouji("extract", file, "-o", out).exit_code == 0
    assert len(records(out)) == 60
    assert "kept" in gouji("extract", file, "-o", out).stderr


def test_a_file_over_its_limit_never_waits_for_a_model(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
        asked.append(Path(label).name)
        return extract_document(document, settings, label)

    large = many(tmp_path, 600)
    small = EXAMPLES / "1-lines.txt"
    empty = tmp_path / "empty.txt"
    empty.touch()
    settings = replace(SETTINGS, file_seconds=3)
    worker = Worker(settings, name_and_status, ask, waits=True)
    results = Kept()
    outcomes = list(extract_all(tasks_from([small, large, empty, small]), worker, results, 2))
    assert asked == ["1-lines.txt"] * 2
    assert [o.statuses[-1] for o in outcomes] == [
        "verified",
        "unreadable",
        "unreadable",
        "verified",
    ]
    assert "3 seconds" in failures(outcomes)["m"]
    assert "empty" in failures(outcomes)["e"]


def test_the_limits_are_flags(tmp_path: Path) -> None:
    """In a process of its own: what tests have left free in this one's memory a copy would use."""
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    long = "\n".join(f"第{n}次培训参加{n}人。" for n in range(20_000))
    (tmp_path / "long.txt").write_text(text + long, "utf-8")
    for flag, value, said in (
        ("--file-timeout", 0.1, "0.1 seconds"),
        ("--file-memory", 16, "16 MB of memory"),
    ):
        call = ("from cli import app; app()", "extract", flag, str(value), str(tmp_path))
        done = subprocess.run([sys.executable, "-c", *call], capture_output=True, check=False)
        assert done.returncode == 1
        line, summary = done.stderr.decode("utf-8").splitlines()
        assert said in line
        assert "1 unreadable (" in summary
        assert records(done.stdout.decode("utf-8"))[-1]["status"] == "unreadable"


def test_many_reports_take_no_more_memory_than_their_text_and_one_of_them(tmp_path: Path) -> None:
    import tracemalloc

    from extraction.read import read_document

    document = read_document(many(tmp_path, 50), 1 << 30)
    tracemalloc.start()
    try:
        sizes = []
        for _ in extract_records(document, SETTINGS):
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert sizes[-1] - sizes[20] < 2_000_000  # 80 records held would be 20 MB
