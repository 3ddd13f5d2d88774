"""One file through the walk, in any process: a task goes in, what came of it comes out."""

import hashlib
import mimetypes
import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from extraction import pipeline
from extraction.document import Document
from extraction.errors import AskingStopped, UnreadableFile
from extraction.read import document_from_bytes, read_document
from extraction.record import Attempt, Record, Source, Status, Versions
from extraction.settings import Settings

T = TypeVar("T")

OUR_FAULT = "This is gouji's mistake, not the report's: please report it, with the file."


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read.

    `data` stands for the file where there is none. `kept` holds the verdicts of what
    was written before and stands.
    """

    path: Path
    label: str
    data: bytes | None = None
    kept: tuple[Status, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of one file: its reports, or why it could not be read, in one sentence.

    notices: what had to be said about the bytes of a file that could be read. crashed:
    the failure is our mistake, not the file's. seconds: how long the reading took.
    attempts: every request to a model.
    """

    task: Task
    statuses: tuple[Status, ...]
    results: tuple[T, ...] = ()
    failure: str | None = None
    notices: tuple[str, ...] = ()
    crashed: bool = False
    seconds: float = 0.0
    attempts: tuple[Attempt, ...] = ()


Walk = Callable[[Document, Settings, str], tuple[Record, ...]]
"""From a document to its records, which are to name it so."""


@dataclass(frozen=True, slots=True)
class Worker(Generic[T]):
    """Reads a file, and turns its records into what is written; works in any process.

    walk: how a document becomes records; evals put other ways beside gouji's own.
    waits: whether it waits for a model, and so works in threads, which share its limits.
    """

    settings: Settings
    render: Callable[[Record], T]
    walk: Walk = pipeline.extract_document
    waits: bool = False

    def read(self, task: Task) -> Outcome[T]:
        """Return what came of a file, whatever happens on the way."""
        if task.kept is not None:
            return Outcome(task, task.kept)
        began = time.perf_counter()
        return replace(self._read(task), seconds=time.perf_counter() - began)

    def _read(self, task: Task) -> Outcome[T]:
        try:
            records = self._extract(task)
            results = tuple(map(self.render, records))
        except UnreadableFile as error:
            return self.fail(task, str(error))
        except AskingStopped:
            raise  # it ends the run, not this report
        except Exception as error:  # noqa: BLE001  # the run's one door: told, never hidden
            return self.fail(task, f"{_name(error)}. {OUR_FAULT}", crashed=True)
        notices = (f.message for r in records for f in r.findings if f.rule == "text.bytes")
        statuses = tuple(record.status for record in records)
        attempts = tuple(attempt for r in records for attempt in r.usage.attempts)
        told = tuple(dict.fromkeys(notices))
        return Outcome(task, statuses, results, notices=told, attempts=attempts)

    def _extract(self, task: Task) -> tuple[Record, ...]:
        limit = self.settings.max_file_bytes
        if task.data is None:
            document = read_document(task.path, limit)
        elif len(task.data) > limit:
            raise UnreadableFile(f"{task.label} holds more than {limit} bytes; give it in parts.")
        else:
            document = document_from_bytes(task.label, task.data)
        return self.walk(document, self.settings, task.label)

    def fail(self, task: Task, reason: str, *, crashed: bool = False) -> Outcome[T]:
        """Return the outcome of a file that gave no report."""
        settings = self.settings
        record = _unreadable(task, reason, settings.max_file_bytes, settings.reader)
        return Outcome(task, ("unreadable",), (self.render(record),), reason, crashed=crashed)


def _name(error: Exception) -> str:
    """Return what an exception says, and the line of code that it comes from."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"


def _unreadable(task: Task, reason: str, max_bytes: int, reader: str) -> Record:
    media_type = mimetypes.guess_type(task.label)[0] or "application/octet-stream"
    source = Source(
        path=task.label,
        sha256=hash_file(task.path, max_bytes),
        text_sha256="",
        media_type=media_type,
        encoding="",
    )
    return Record(
        versions=Versions(gouji=pipeline.gouji_version(), reader=reader),
        source=source,
        form=None,
        status="unreadable",
        reason=reason,
        confidence=0.0,
    )


def hash_file(path: Path, max_bytes: int) -> str:
    """Return the SHA-256 of a file's bytes; nothing for one that cannot be read or is too large."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > max_bytes:
                return ""
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def tasks_from(paths: Iterable[Path]) -> Iterator[Task]:
    """Yield a task for each file; a name that is no UTF-8 gets a label that is."""
    for path in paths:
        yield Task(path, os.fsencode(path).decode("utf-8", "backslashreplace"))
