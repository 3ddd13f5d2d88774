"""Processes that read files, each of which may be ended: by a file that kills it, or by a limit."""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from extraction.batch.worker import OUR_FAULT, FileOutcome, Task, Worker
from extraction.read.heartbeat import heartbeats_to
from extraction.read.libre_office import end_tree
from extraction.values.bilingual import Bilingual, alike
from extraction.values.errors import WrongUsage
from extraction.values.refusals import explain_refusal

T = TypeVar("T")

# Files that are under way at a time for each process: enough to keep it busy.
_AHEAD = 4
# Pieces of a file that wait for their turn to be written; its process waits with the rest.
_BACKLOG = 8
# How often, in seconds, it is looked at how long and how large a process has become.
_LOOK = 0.1
# After how long, in seconds, what a process has started counts as its memory.
_SLOW = 1.5
# How long, in seconds, a process may take until it is up.
_STARTS = 120.0
_MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class _Job(Generic[T]):
    """A file under way: what has come of it and waits to be handed on."""

    task: Task
    pieces: deque[FileOutcome[T]] = field(default_factory=deque)
    begun: bool = False
    done: bool = False
    reports: int = 0

    def take(self, piece: FileOutcome[T]) -> None:
        """Take in what has come; it is the last unless it says that more comes."""
        self.pieces.append(piece)
        self.reports += len(piece.results)
        self.done = not piece.goes_on


@dataclass(slots=True)
class _Process(Generic[T]):
    """One process, and the file that it reads."""

    process: Any
    pipe: "Connection[Any, Any]"
    copied: bool
    up: bool = False
    job: _Job[T] | None = None
    heard: float = 0.0
    looked: float = 0.0
    at_rest: float | None = None

    def begin(self, job: _Job[T]) -> None:
        """Let it read a file."""
        job.begun = True
        self.job = job
        self.heard = self.looked = time.monotonic()
        self.pipe.send(job.task)

    def end(self) -> int | None:
        """End it at once, and what it has started; return how it ended."""
        end_tree(self.process.pid)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode  # type: ignore[no-any-return]

    def megabytes(self) -> float:
        """Return the memory that it takes, without what a copy had from the beginning."""
        if self.at_rest is None:
            self.at_rest = _megabytes_of(os.getpid()) if self.copied else 0.0
        # Whom a file makes it start (LibreOffice) is looked for once reading takes its time.
        slow = time.monotonic() - self.heard > _SLOW
        return _megabytes_of(self.process.pid, with_children=slow) - self.at_rest


class Processes(Generic[T]):
    """Reads files side by side; one that takes too much is told, and stops nothing else.

    `early`: nothing else runs in this process yet, so that the first reader may be a copy of
    it, which is there at once. Others are made from nothing: there may be threads. There are no
    more of them than files.
    """

    def __init__(self, worker: Worker[T], jobs: int, *, early: bool = False) -> None:
        self._worker = worker
        self._jobs = jobs
        self._processes = [self._start(copy=early and jobs == 1)]

    def _start(self, *, copy: bool = False) -> _Process[T]:
        may_copy = copy and sys.platform == "linux" and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if may_copy else "spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(self._worker, theirs), daemon=True)
        try:
            with _deaf(None if may_copy else resource_tracker.ensure_running):
                process.start()
        except OSError as error:
            why = explain_refusal(error)
            raise WrongUsage(
                f"No process can be started: {why.en}. End others, and run again.",
                f"无法启动进程：{why.zh}。请关闭其他程序后再次运行。",
            ) from error
        theirs.close()
        return _Process(process, ours, may_copy)

    def read(self, tasks: Iterable[Task]) -> Iterator[FileOutcome[T] | None]:
        """Yield what comes of each file, in their order; None when there is nothing yet."""
        coming = iter(tasks)
        line: deque[_Job[T]] = deque()
        while True:
            while len(line) < self._jobs * _AHEAD and (task := next(coming, None)):
                line.append(_new_job(task))
            if not line:
                return
            self._hand_out(line)
            while line[0].pieces:
                yield line[0].pieces.popleft()
            if line[0].done:
                line.popleft()
                continue
            self._listen(line[0])
            yield None

    def _hand_out(self, line: Iterable[_Job[T]]) -> None:
        """Give each process that has nothing to do the next file."""
        idle = [each for each in self._processes if each.job is None]
        waiting = [job for job in line if not job.begun]
        while len(idle) < len(waiting) and len(self._processes) < self._jobs:
            idle.append(self._start())
            self._processes.append(idle[-1])
        for process, job in zip(idle, waiting, strict=False):
            try:
                process.begin(job)
            except OSError:  # it has died over nothing: another one reads the file
                self._replace(process).begin(job)

    def _listen(self, head: _Job[T]) -> None:
        """Wait for a while for what comes, and see to those that are over their limit."""
        busy = [each for each in self._processes if each.job is not None]
        heard = [each for each in busy if each.job is head or not _is_full(each)]
        ready = wait([each.pipe for each in heard], _LOOK)
        for process in busy:
            if process not in heard:
                process.heard = time.monotonic()  # it waits for us, not we for it
            elif process.pipe in ready:
                self._receive(process)
            elif time.monotonic() - process.looked >= _LOOK:
                self._limit(process)

    def _receive(self, process: _Process[T]) -> None:
        assert process.job is not None
        try:
            piece = process.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._give_up(process, _why_died(process.end()), crashed=True)
            return
        if isinstance(piece, BaseException):
            raise piece
        process.heard = time.monotonic()
        if piece is None:  # a sign of life: it is up, or at the next page
            process.up = True
            return
        process.job.take(replace(piece, task=process.job.task))
        if process.job.done:
            process.job = None

    def _limit(self, process: _Process[T]) -> None:
        """End a process whose file has taken more than it may."""
        settings = self._worker.settings
        process.looked = time.monotonic()
        seconds = settings.file_seconds if process.up else max(settings.file_seconds, _STARTS)
        if time.monotonic() - process.heard > seconds:
            process.end()
            self._give_up(process, _tell_slow(seconds))
        elif process.megabytes() > settings.file_megabytes:
            process.end()
            self._give_up(process, _tell_large(settings.file_megabytes))

    def _give_up(self, process: _Process[T], why: Bilingual, *, crashed: bool = False) -> None:
        job = process.job
        assert job is not None
        job.take(self._worker.fail(job.task, why, crashed=crashed, done=job.reports))
        self._replace(process)

    def _replace(self, process: _Process[T]) -> _Process[T]:
        new = self._start()
        self._processes[self._processes.index(process)] = new
        return new

    def stop(self) -> None:
        """End all processes: what they are at is not waited for."""
        for process in self._processes:
            process.end()


def _tell_slow(seconds: float) -> Bilingual:
    return Bilingual(
        f"It takes more than {seconds:g} seconds to read: give it more with --file-timeout.",
        f"读取超过 {seconds:g} 秒：请用 --file-timeout 放宽时限。",
    )


def _tell_large(megabytes: int) -> Bilingual:
    return Bilingual(
        f"It takes more than {megabytes} MB of memory to read: give it more with --file-memory.",
        f"读取占用内存超过 {megabytes} MB：请用 --file-memory 放宽上限。",
    )


def _new_job(task: Task) -> _Job[Any]:
    """Return a file to be read, or what is known already of one that is kept."""
    job: _Job[Any] = _Job(task)
    if task.kept is not None:
        job.begun = True
        job.take(FileOutcome(task, task.kept))
    return job


def _is_full(process: _Process[Any]) -> bool:
    return process.job is not None and len(process.job.pieces) >= _BACKLOG


def _why_died(code: int | None) -> Bilingual:
    how = alike("")
    if code is not None and code < 0:
        how = Bilingual(f" (signal {-code})", f"（信号 {-code}）")
    return Bilingual(
        f"The process that read it died{how.en}. {OUR_FAULT.en}",
        f"读取它的进程意外终止{how.zh}。{OUR_FAULT.zh}",
    )


def _megabytes_of(number: int, *, with_children: bool = False) -> float:
    import psutil

    try:
        process = psutil.Process(number)
        started = process.children(recursive=True) if with_children else []
        return sum(each.memory_info().rss for each in (process, *started)) / _MEGABYTE
    except psutil.Error:
        return 0.0  # it has ended: that is seen at its pipe


@contextmanager
def _deaf(first: Callable[[], None] | None) -> Iterator[None]:
    """Let a process begin deaf to Ctrl-C and its kin: the parent decides on it.

    `first` is done before: what would open our ears again.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows it makes itself deaf, a moment later
        yield
        return
    if first is not None:
        first()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(worker: Worker[Any], pipe: "Connection[Any, Any]") -> None:
    """Read file after file, in a process of its own, until nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with suppress(EOFError, OSError), heartbeats_to(lambda: pipe.send(None)):
        pipe.send(None)  # up: what is imported until now is not the first file's time
        for number in count():
            task = pipe.recv()
            if number == 1:
                _settle_memory()
            try:
                known = replace(task, data=None)  # who hears of it has the bytes
                for piece in worker.read_in_pieces(task):
                    pipe.send(replace(piece, task=known))
            except Exception as error:  # noqa: BLE001  # raised again where it is waited for
                pipe.send(error)


def _settle_memory() -> None:
    """Look no more for garbage among what the first file has loaded: modules, forms, labels.

    To go through all of it again and again took a tenth of the time of reading.
    """
    gc.collect()
    gc.freeze()


def _die_with_parent() -> None:
    """End this process when the parent is killed, which nobody else would tell it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
