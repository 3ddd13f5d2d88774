"""Many files, one after the other or side by side: order kept, no file stops the others."""

import hashlib
import mimetypes
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from extraction import pipeline
from extraction.document import Document
from extraction.errors import AskingStopped, UnreadableFile
from extraction.read import document_from_bytes, read_document
from extraction.record import Attempt, Record, Source, Status, Versions
from extraction.settings import Settings

T = TypeVar("T")
T_in = TypeVar("T_in", contravariant=True)

# Enough to keep every process busy while the oldest report is waited for.
_AHEAD = 4
# How often, in seconds, who waits for a model looks whether it is to stop.
_LOOK = 0.2
_OUR_FAULT = "This is gouji's mistake, not the report's: please report it, with the file."


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


class Results(Protocol[T_in]):
    """Where results go, and what of them is there already."""

    def knows(self, label: str) -> bool:
        """Say whether anything of this file is there."""

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of what is there and stands; None if it must be made."""

    def keep(self, label: str) -> None:
        """Take over what is there."""

    def add(self, label: str, records: tuple[T_in, ...]) -> None:
        """Write what was made."""

    def finish(self) -> int:
        """End a run that went through; return how many files of other runs are kept."""

    def close(self) -> None:
        """Let go of the file, whether the run went through or not."""


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
            return self.fail(task, f"{_name(error)}. {_OUR_FAULT}", crashed=True)
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


Stopped = Callable[[], bool]
"""Whether somebody has asked us to stop."""


def never() -> bool:
    """Say that nobody has asked us to stop."""
    return False


def extract_all(
    tasks: Iterable[Task],
    worker: Worker[T],
    results: Results[T],
    jobs: int = 1,
    stopped: Stopped = never,
) -> Generator[Outcome[T], None, None]:
    """Read files and write what came of them, in their order; yield each once it is written.

    Only a few files for each process are under way at a time, however many there are.
    `stopped` is looked at while a model is waited for: then the rest is left.
    """
    planned = (_plan(task, results, worker.settings.max_file_bytes) for task in tasks)
    for outcome in read_all(planned, worker, jobs, stopped):
        if outcome.task.kept is None:
            results.add(outcome.task.label, outcome.results)
        else:
            results.keep(outcome.task.label)
        yield outcome


def read_all(
    tasks: Iterable[Task], worker: Worker[T], jobs: int = 1, stopped: Stopped = never
) -> Iterator[Outcome[T]]:
    """Yield what came of each file, in their order, from so many processes or threads."""
    if jobs < 2 and not worker.waits:
        return map(worker.read, tasks)
    return _side_by_side(tasks, worker, jobs, stopped)


def _plan(task: Task, results: Results[T], max_bytes: int) -> Task:
    if not results.knows(task.label):
        return task
    return replace(task, kept=results.statuses(task.label, hash_file(task.path, max_bytes)))


def _side_by_side(
    tasks: Iterable[Task], worker: Worker[T], jobs: int, stopped: Stopped
) -> Iterator[Outcome[T]]:
    hands = _Threads(worker, jobs, stopped) if worker.waits else _Processes(worker, jobs)
    waiting: deque[tuple[Task, Future[Outcome[T]]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, hands.submit(task)))
            if len(waiting) >= jobs * _AHEAD:
                yield hands.take(*waiting.popleft())
        while waiting:
            yield hands.take(*waiting.popleft())
    except _Interrupted:
        return
    finally:
        hands.stop()


class _Interrupted(Exception):
    """Somebody has asked us to stop while we waited."""


class _Threads(Generic[T]):
    """Threads of one process, for work that mostly waits.

    They end with what they have begun, for what is asked is also paid for. But they are
    daemons: who has pressed Ctrl-C does not wait for a model that is slow.
    """

    def __init__(self, worker: Worker[T], jobs: int, stopped: Stopped) -> None:
        self._worker = worker
        self._stopped = stopped
        self._tasks: SimpleQueue[tuple[Task, Future[Outcome[T]]] | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    def submit(self, task: Task) -> Future[Outcome[T]]:
        """Hand a file to whichever thread is free first."""
        future: Future[Outcome[T]] = Future()
        self._tasks.put((task, future))
        return future

    def _work(self) -> None:
        while (handed := self._tasks.get()) is not None:
            task, future = handed
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self._worker.read(task))
            except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
                future.set_exception(error)

    def take(self, task: Task, future: Future[Outcome[T]]) -> Outcome[T]:
        """Wait for a file's outcome, or till we are to stop; AskingStopped comes in its turn."""
        del task
        while not self._stopped():
            with suppress(TimeoutError):
                return future.result(_LOOK)
        raise _Interrupted

    def stop(self) -> None:
        """Let no further file begin, and end once those that have are through."""
        with suppress(Empty):
            while (handed := self._tasks.get_nowait()) is not None:
                handed[1].cancel()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            while thread.is_alive() and not self._stopped():
                thread.join(_LOOK)


class _Processes(Generic[T]):
    """A pool that outlives its workers: a file that kills one is told from its neighbours."""

    def __init__(self, worker: Worker[T], jobs: int) -> None:
        self._worker = worker
        self._jobs = jobs
        self._pool = self._new_pool(jobs)

    def _new_pool(self, jobs: int) -> ProcessPoolExecutor:
        worker: Worker[Any] = self._worker
        # Not fork: the caller may have threads, as a progress bar has.
        fresh = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, fresh, initializer=_start_worker, initargs=(worker,))

    def submit(self, task: Task) -> Future[Outcome[T]]:
        """Hand a file to the pool; a pool that has broken is replaced."""
        try:
            return _submit(self._pool, task)
        except BrokenProcessPool:
            self._pool = self._new_pool(self._jobs)
            return _submit(self._pool, task)

    def take(self, task: Task, future: Future[Outcome[T]]) -> Outcome[T]:
        """Wait for a file's outcome; one whose process died is read again, alone."""
        try:
            return future.result()
        except BrokenProcessPool:
            return self._read_alone(task)

    def _read_alone(self, task: Task) -> Outcome[T]:
        with self._new_pool(1) as pool:
            try:
                return _submit(pool, task).result()
            except BrokenProcessPool:
                return self._worker.fail(
                    task, f"The process that read it died. {_OUR_FAULT}", crashed=True
                )

    def stop(self) -> None:
        """End the processes once they are done with what they have begun."""
        self._pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[Outcome[Any]]:
    """Hand a file to a pool, whose processes begin deaf to Ctrl-C: the parent decides on it."""
    resource_tracker.ensure_running()  # it would open our ears again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_read_here, task)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# What the processes work with; a task carries only its file.
_here: Worker[Any]


def _start_worker(worker: Worker[Any]) -> None:
    global _here
    _here = worker
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """End this process when the parent is killed, which nobody else would tell it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _read_here(task: Task) -> Outcome[Any]:
    return _here.read(task)
