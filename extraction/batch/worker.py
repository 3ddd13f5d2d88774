"""One file through the walk, in any process: a task goes in, what came of it comes out."""

import hashlib
import mimetypes
import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from extraction import pipeline
from extraction.read import document_from_bytes, read_document
from extraction.settings import Settings
from extraction.values.bilingual import Bilingual
from extraction.values.document import Document
from extraction.values.errors import AskingStopped, UnreadableFile
from extraction.values.record import Record, Source, Status

T = TypeVar("T")

OUR_FAULT = Bilingual(
    "This is gouji's mistake, not the report's: please report it, with the file.",
    "这是 gouji 的错误，不是报告的错误：请连同文件一起反馈。",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not read, or not beyond so many of its reports; see FileOutcome."""

    reason: Bilingual
    crashed: bool
    reports: int


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read.

    `data` stands for the file where there is none, as for a member of an archive. `kept` holds
    the verdicts of what was written before and stands. `refused`: who has tried or unpacked it
    found that it cannot be read.
    """

    path: Path
    label: str
    data: bytes | None = None
    kept: tuple[Status, ...] | None = None
    refused: Refusal | None = None


@dataclass(frozen=True, slots=True)
class FileOutcome(Generic[T]):
    """The outcome of one file: its reports, or a sentence on why it could not be read.

    notices: what had to be said about the bytes of a file that could be read. crashed:
    the failure is our mistake, not the file's. seconds: how long the reading took.
    asked: of how many reports a model was asked. by_model: cells that it has placed.
    goes_on: further reports of the file come in another outcome. follows: earlier ones came
    in another. unwritten: why results could not be put where they belong.
    """

    task: Task
    statuses: tuple[Status, ...]
    results: tuple[T, ...] = ()
    failure: Bilingual | None = None
    notices: tuple[Bilingual, ...] = ()
    crashed: bool = False
    seconds: float = 0.0
    asked: int = 0
    by_model: int = 0
    goes_on: bool = False
    follows: bool = False
    unwritten: Bilingual | None = None


# A file of many reports is handed over so many at a time, or what has come in so many seconds.
_AT_A_TIME = 32
_SECONDS = 1.0

Walk = Callable[[Document, Settings, str], Iterable[Record]]
"""From a document to its records, which are to name it so."""


def record_itself(record: Record) -> Record:
    """Return a record as it is: where it is shown or scored, not written."""
    return record


@dataclass(frozen=True, slots=True)
class Worker(Generic[T]):
    """Reads a file, and turns its records into what is written; works in any process.

    walk: how a document becomes records; evals put other ways beside gouji's own.
    waits: whether it waits for a model, and so works in threads, which share its limits.
    """

    settings: Settings
    render: Callable[[Record], T]
    walk: Walk = pipeline.extract_records
    waits: bool = False

    def read(self, task: Task) -> FileOutcome[T]:
        """Return what came of a file, whatever happens on the way."""
        pieces = list(self.read_in_pieces(task))
        return pieces[0] if len(pieces) == 1 else join_pieces(pieces)

    def read_in_pieces(self, task: Task) -> Iterator[FileOutcome[T]]:
        """Yield what came of a file: of many reports, some at a time, the last with its failure."""
        if task.kept is not None:
            yield FileOutcome(task, task.kept)
            return
        refused = task.refused
        if refused is not None and not refused.reports:
            yield self.fail(task, refused.reason, crashed=refused.crashed)
            return
        began = time.perf_counter()
        done = 0
        readable = self._records(task) if refused is None else self._first(task, refused.reports)
        may_read = refused is None or refused.reports > 0
        try:
            for batch, goes_on in _batches(readable) if may_read else ():
                now = time.perf_counter()
                piece = _told(task, batch, seconds=now - began)
                goes_on = goes_on or refused is not None
                yield replace(piece, goes_on=goes_on, follows=done > 0)
                began = time.perf_counter()
                done += len(batch)
            if refused is not None:
                yield self.fail(task, refused.reason, crashed=refused.crashed, done=done)
        except UnreadableFile as error:
            yield self.fail(task, error.said, done=done)
        except AskingStopped:
            raise  # it ends the run, not this report
        except Exception as error:  # noqa: BLE001  # the run's one door: told, never hidden
            name = _name(error)
            why = Bilingual(f"{name}. {OUR_FAULT.en}", f"{name}。{OUR_FAULT.zh}")
            yield self.fail(task, why, crashed=True, done=done)

    def _records(self, task: Task) -> Iterator[tuple[Record, T]]:
        for record in self._extract(task):
            yield record, self.render(record)

    def _first(self, task: Task, reports: int) -> Iterator[tuple[Record, T]]:
        return islice(self._records(task), reports)

    def _extract(self, task: Task) -> Iterable[Record]:
        limit = self.settings.max_file_bytes
        if task.data is None:
            document = read_document(task.path, limit)
        elif len(task.data) > limit:
            raise UnreadableFile(
                f"{task.label} holds more than {limit} bytes; give it in parts.",
                f"{task.label} 超过 {limit} 字节；请分成几部分。",
            )
        else:
            document = document_from_bytes(task.label, task.data)
        return self.walk(document, self.settings, task.label)

    def fail(
        self, task: Task, reason: Bilingual, *, crashed: bool = False, done: int = 0
    ) -> FileOutcome[T]:
        """Return the outcome of a file that gave no report, or none after so many."""
        settings = self.settings
        record = _unreadable(task, reason, settings)
        if done:
            source = record.source.model_copy(update={"part": done + 1})
            record = record.model_copy(update={"source": source})
        results = (self.render(record),)
        return FileOutcome(
            task, ("unreadable",), results, reason, crashed=crashed, follows=done > 0
        )


def _batches(read: Iterator[tuple[Record, T]]) -> Iterator[tuple[list[tuple[Record, T]], bool]]:
    """Yield what was read some at a time, and whether more comes."""
    batch: list[tuple[Record, T]] = []
    began = time.monotonic()
    for one in read:
        if batch and (len(batch) >= _AT_A_TIME or time.monotonic() - began > _SECONDS):
            yield batch, True
            batch, began = [], time.monotonic()
        batch.append(one)
    yield batch, False


def _told(task: Task, batch: list[tuple[Record, T]], seconds: float) -> FileOutcome[T]:
    """Return the outcome of reports that could be read."""
    records = [record for record, _ in batch]
    lost = (f for record in records for f in record.findings if f.rule == "text.bytes")
    notices = (finding.said for finding in lost)
    return FileOutcome(
        task,
        tuple(record.status for record in records),
        tuple(result for _, result in batch),
        notices=tuple(dict.fromkeys(notices)),
        asked=sum(bool(record.usage.attempts) for record in records),
        by_model=sum(map(_count_by_model, records)),
        seconds=seconds,
    )


def _count_by_model(record: Record) -> int:
    """Count the cells that a model has placed."""
    rows = (row for table in record.tables.values() for row in table.values())
    return sum(cell.origin == "model" for row in rows for cell in row.values())


def join_pieces(pieces: Sequence[FileOutcome[T]]) -> FileOutcome[T]:
    """Return the outcomes of one file as one; a failure at its end leaves what came before."""
    last = pieces[-1]
    return replace(
        last,
        statuses=tuple(status for piece in pieces for status in piece.statuses),
        results=tuple(result for piece in pieces for result in piece.results),
        notices=tuple(dict.fromkeys(n for piece in pieces for n in piece.notices)),
        asked=sum(piece.asked for piece in pieces),
        by_model=sum(piece.by_model for piece in pieces),
        seconds=sum(piece.seconds for piece in pieces),
        follows=False,
    )


def _name(error: Exception) -> str:
    """Return what an exception says, and the line of code that it comes from."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"


def _unreadable(task: Task, reason: Bilingual, settings: Settings) -> Record:
    media_type = mimetypes.guess_type(task.label)[0] or "application/octet-stream"
    source = Source(
        path=task.label,
        sha256=hash_task(task, settings.max_file_bytes),
        text_sha256="",
        media_type=media_type,
        encoding="",
    )
    return Record(
        versions=settings.versions_of(),
        source=source,
        form=None,
        status="unreadable",
        reason=reason.en,
        reason_zh=reason.zh,
        confidence=0.0,
    )


def hash_task(task: Task, max_bytes: int) -> str:
    """Return the SHA-256 of what a task is to read; nothing if that cannot be had."""
    if task.data is None:
        return hash_file(task.path, max_bytes)
    return hashlib.sha256(task.data).hexdigest() if task.data else ""


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
    """Yield a task for each file, labelled with its path."""
    for path in paths:
        yield Task(path, label_of(path))


def label_of(path: Path) -> str:
    """Return how a path reads in results: one that is no UTF-8 gets a name that is.

    That name is told from a file which is called so.
    """
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        label = name.decode("utf-8", "backslashreplace")
        while os.path.lexists(label):
            label += "~"
        return label
