"""Who works while others wait: threads of this process, or processes that a file may kill."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import resource_tracker
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from extraction.run.worker import OUR_FAULT, Outcome, Task, Worker

T = TypeVar("T")

# How often, in seconds, who waits for a model looks whether it is to stop.
_LOOK = 0.2

Stopped = Callable[[], bool]
"""Whether somebody has asked us to stop."""


def never() -> bool:
    """Say that nobody has asked us to stop."""
    return False


class Interrupted(Exception):
    """Somebody has asked us to stop while we waited."""


class Threads(Generic[T]):
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
        raise Interrupted

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


class Processes(Generic[T]):
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
                    task, f"The process that read it died. {OUR_FAULT}", crashed=True
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
