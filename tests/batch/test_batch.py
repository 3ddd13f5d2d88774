import os
import pickle
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from extraction.batch.inputs import LeftOut, inputs_from
from extraction.batch.run import extract_all
from extraction.batch.worker import FileOutcome, Task, Worker, hash_file, tasks_from
from extraction.settings import Settings, default_settings
from extraction.values.document import Document
from extraction.values.errors import AskingStopped, WrongUsage
from extraction.values.record import Record, Status
from tests.conftest import EXAMPLES

SETTINGS = default_settings()
ENDINGS = (".txt", ".html")


class Kept:
    """Results in memory: what there was before, and what is added."""

    def __init__(self, before: dict[str, str] | None = None) -> None:
        self.before = before or {}
        self.added: list[tuple[str, tuple[Any, ...]]] = []
        self.finished = False

    def knows(self, label: str) -> bool:
        return label in self.before

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        return ("verified",) if self.before[label] == sha256 else None

    def keep(self, label: str) -> None:
        self.added.append((label, ("kept",)))

    def add(self, label: str, records: tuple[Any, ...]) -> None:
        self.added.append((label, records))

    def extend(self, label: str, records: tuple[Any, ...]) -> None:
        self.added[-1] = (label, self.added[-1][1] + records)

    def finish(self) -> int:
        return 0

    def close(self) -> None:
        self.finished = True


def name_and_status(record: Record) -> tuple[str, str, str | None]:
    return Path(record.source.path).name, record.status, record.reason


def same(record: Record) -> Record:
    return record


def stumble(record: Record) -> tuple[str, str, str | None]:
    name = Path(record.source.path).name
    if record.status != "unreadable":
        if name.startswith("3"):
            raise RecursionError("too deep")
        if name.startswith("5"):
            raise MemoryError
    return name_and_status(record)


def die(record: Record) -> tuple[str, str, str | None]:
    name = Path(record.source.path).name
    if name.startswith("3") and record.status != "unreadable":
        os._exit(1)
    return name_and_status(record)


def tasks() -> list[Task]:
    return list(tasks_from(sorted(EXAMPLES.iterdir())))


def failures(outcomes: Iterable[FileOutcome[Any]]) -> dict[str, str]:
    return {o.task.path.name[0]: o.failure.en for o in outcomes if o.failure}


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_the_order_of_the_files(jobs: int) -> None:
    results = Kept()
    list(extract_all(tasks(), Worker(SETTINGS, name_and_status), results, jobs))
    assert [Path(label).name for label, _ in results.added] == [t.path.name for t in tasks()]
    assert [records[0][1] for _, records in results.added] == [
        *["verified"] * 6,
        "source_inconsistent",
        "needs_review",
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_our_own_mistakes_are_told_and_stop_nothing(jobs: int) -> None:
    results = Kept()
    outcomes = list(extract_all(tasks(), Worker(SETTINGS, stumble), results, jobs))
    assert len(outcomes) == 8
    told = failures(outcomes)
    assert sorted(told) == ["3", "5"]
    assert "RecursionError: too deep (test_batch.py, line " in told["3"]
    assert "please report it" in told["3"]
    assert "MemoryError" in told["5"]
    assert results.added[2][1] == (("3-form-2019.txt", "unreadable", told["3"]),)


def test_a_file_that_kills_its_process_is_told_from_its_neighbours() -> None:
    results = Kept()
    outcomes = list(extract_all(tasks(), Worker(SETTINGS, die), results, 2))
    assert [o.task.path.name for o in outcomes] == [t.path.name for t in tasks()]
    assert sorted(failures(outcomes)) == ["3"]
    assert "died" in failures(outcomes)["3"]


def test_what_stands_is_kept_and_what_has_changed_is_made() -> None:
    first, second, *_ = tasks()
    before = {first.label: hash_file(first.path, 1 << 30), second.label: "other bytes"}
    results = Kept(before)
    outcomes = list(extract_all([first, second], Worker(SETTINGS, name_and_status), results))
    assert [o.task.kept for o in outcomes] == [("verified",), None]
    assert results.added[0] == (first.label, ("kept",))


def test_only_a_few_files_are_under_way_at_a_time() -> None:
    taken = 0

    def endless() -> Iterator[Task]:
        nonlocal taken
        while True:
            taken += 1
            yield tasks()[0]

    stream = extract_all(endless(), Worker(SETTINGS, name_and_status), Kept(), 2)
    assert len(list(islice(stream, 20))) == 20
    assert taken <= 20 + 2 * 4


def test_a_run_that_is_ended_waits_for_what_a_model_is_asked() -> None:
    begun, done = threading.Event(), threading.Event()

    def ask(_: Document, __: Settings, label: str) -> tuple[Record, ...]:
        if Path(label).name.startswith("1"):
            assert begun.wait(10)
            raise AskingStopped("the budget is spent", "预算已用完")
        begun.set()
        time.sleep(0.3)
        done.set()
        return ()

    worker = Worker(SETTINGS, name_and_status, ask, waits=True)
    with pytest.raises(AskingStopped):
        list(extract_all(tasks()[:2], worker, Kept(), 2))
    assert done.is_set()


def test_who_asks_us_to_stop_does_not_wait_for_a_model() -> None:
    answered, done = threading.Event(), threading.Event()

    def ask(*_: object) -> tuple[Record, ...]:
        answered.wait(10)
        done.set()
        return ()

    worker = Worker(SETTINGS, name_and_status, ask, waits=True)
    assert list(extract_all(tasks()[:2], worker, Kept(), 2, lambda: True)) == []
    assert not done.is_set()
    answered.set()


def test_an_unreadable_file_has_a_record_that_says_why(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    missing = tmp_path / "gone.txt"
    results = Kept()
    worker = Worker(SETTINGS, same)
    read, gone = extract_all(tasks_from([file, missing]), worker, results)
    [record] = read.results
    assert record.status == "unreadable"
    assert record.reason
    assert record.source.sha256 == hash_file(file, 10) != ""
    assert gone.failure is not None
    assert str(missing) in gone.failure.en
    assert gone.results[0].source.sha256 == ""


def test_a_text_on_stdin_has_the_same_limit_as_a_file() -> None:
    small = Settings(SETTINGS.forms, max_file_bytes=10)
    outcome = Worker(small, name_and_status).read(Task(Path("stdin"), "stdin", b"x" * 11))
    assert outcome.failure is not None
    assert "more than 10 bytes" in outcome.failure.en


def test_settings_travel_between_processes() -> None:
    assert SETTINGS.forms[0].equations
    assert pickle.loads(pickle.dumps(SETTINGS)) == SETTINGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b/c").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.TXT", "b/c/x.html", "b/n.pdf", ".git/h.txt", ".hidden.txt", "README"):
        (tmp_path / name).touch()
    (tmp_path / "link.txt").symlink_to(tmp_path / "z.txt")
    (tmp_path / "linked").symlink_to(tmp_path / "b")
    return tmp_path


def found(folder: Path, *named: Path) -> tuple[list[str], LeftOut]:
    left_out = LeftOut()
    inputs = inputs_from(named, ENDINGS)
    return [p.relative_to(folder).as_posix() for p in inputs.find(left_out)], left_out


def test_folders_are_searched_in_order_and_what_is_left_out_is_counted(folder: Path) -> None:
    files, left_out = found(folder, folder)
    assert files == ["a.TXT", "b/c/x.html", "z.txt"]
    assert left_out.said.en == "2 hidden, 2 link, 1 .pdf, 1 without ending"
    assert left_out.said.zh == "隐藏文件 2 个，链接 2 个，.pdf 文件 1 个，无扩展名 1 个"


def test_what_is_named_is_read_whatever_its_ending_and_once(folder: Path) -> None:
    files, left_out = found(folder, folder / "b/n.pdf", folder / "z.txt", folder, folder / "a.TXT")
    assert files == ["b/n.pdf", "z.txt", "a.TXT", "b/c/x.html"]
    assert left_out.said.en == "2 hidden, 2 link, 2 named twice, 1 .pdf, 1 without ending"


def test_a_link_that_is_named_is_followed(folder: Path) -> None:
    assert found(folder, folder / "link.txt")[0] == ["link.txt"]
    assert found(folder, folder / "linked")[0] == ["linked/c/x.html"]


def test_a_folder_without_reports_is_told(folder: Path) -> None:
    files, left_out = found(folder, folder / ".git", folder / "b")
    (folder / ".git/h.txt").unlink()
    files, left_out = found(folder, folder / ".git", folder / "b")
    assert files == ["b/c/x.html"]
    assert left_out.empty == [str(folder / ".git")]


def test_a_folder_that_cannot_be_opened_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def scan(path: Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    files, left_out = found(folder, folder)
    assert files == ["a.TXT", "z.txt"]
    assert "cannot be opened (Permission denied)" in left_out.closed[0].en


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="does not exist"):
        inputs_from([tmp_path / "gone"], ENDINGS)


def test_a_name_that_is_no_text_gets_a_label(tmp_path: Path) -> None:
    name = b"\xb1\xa8.txt"
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    [task] = tasks_from(inputs_from([tmp_path], ENDINGS).find(LeftOut()))
    assert task.label.endswith(r"\xb1\xa8.txt")
    assert task.path.exists()
