"""Answers kept on disk, so that the same question is paid for once."""

import hashlib
import json
import os
import socket
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import ValidationError

from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import A, Question, Wire
from extraction.values.errors import AskingStopped

TABLES = (
    "CREATE TABLE IF NOT EXISTS answers ("
    " key TEXT PRIMARY KEY, model TEXT, prompt TEXT, version TEXT, answer TEXT NOT NULL"
    ") WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS ages (key TEXT PRIMARY KEY, kept REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS claims ("
    " key TEXT PRIMARY KEY, host TEXT, process INTEGER, born REAL, reader TEXT, until REAL"
    ") WITHOUT ROWID",
)
BUSY = 30.0
LARGEST_CACHE = 1024 * 1024 * 1024
LARGEST = 512 * 1024
"""Characters of an answer that is kept or read back; the largest table takes some 10,000."""
_SOON = 0.02
_OUT_AT_A_TIME = 0.1  # the share of all answers that makes room when there is none left
_SAME = 2.0  # seconds that two readings of when a process began may be apart: clocks are set
_OF_OTHERS = 600.0  # seconds that a claim of another machine holds: nobody can tell if it lives


def key_of(question: Question[A], settings: ModelSettings) -> str:
    """Return what an answer is kept under: a digest of all that decides it."""
    asked = [
        settings.model,
        settings.base_url,
        settings.mode_or_default,
        settings.strict_or_default,
        settings.temperature,
        question.prompt,
        question.version,
        question.instructions,
        question.passage,
        _schema(question.answer),
        question.again,
        *([hashlib.sha256(question.picture).hexdigest()] if question.picture else ()),
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _schema(answer: type[Wire]) -> dict[str, Any]:
    return answer.model_json_schema()


class Answers:
    """One SQLite file, which threads and processes may share; only real answers go in.

    most_bytes: what the answers in it may take; then the oldest make room.
    """

    def __init__(self, file: Path, most_bytes: int = LARGEST_CACHE) -> None:
        self._file = file
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._reader = uuid.uuid4().hex
        self._host, self._process, self._born = _who_we_are()
        with self._told():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_private(file)
            self._database = sqlite3.connect(
                file, timeout=BUSY, check_same_thread=False, isolation_level=None
            )
            try:
                self._begin_wal()
                self._database.execute("PRAGMA synchronous=NORMAL")
                for table in TABLES:
                    self._database.execute(table)
            except sqlite3.Error:
                self._database.close()
                raise

    def _begin_wal(self) -> None:
        """Go over to write-ahead logging; of two who begin at once one is refused, and waits."""
        until = time.monotonic() + BUSY
        while True:
            try:
                self._database.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(_SOON)

    def find(self, key: str, answer: type[A]) -> A | None:
        """Return the answer that was kept under this key, if any.

        What is no such answer, or larger than any, is as good as not there, and goes.
        """
        with self._told(), self._lock:
            query = "SELECT length(answer), CASE WHEN length(answer) <= ? THEN answer END"
            query += " FROM answers WHERE key = ?"
            found = self._database.execute(query, (LARGEST, key)).fetchone()
        if found is None:
            return None
        try:
            if isinstance(found[1], str):
                return answer.model_validate_json(found[1])
        except ValidationError:
            pass  # damaged: it goes, below
        with self._told(), self._lock:
            self._database.execute("DELETE FROM answers WHERE key = ?", (key,))
        return None

    def keep(self, key: str, model: str, question: Question[A], answer: A) -> None:
        """Keep an answer; the first one under a key stays."""
        written = answer.model_dump_json()
        if len(written) > LARGEST:
            return
        row = (key, model, question.prompt, question.version, written)
        with self._told(), self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._make_room()
            self._database.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)", row)
            self._database.execute("INSERT OR IGNORE INTO ages VALUES (?, ?)", (key, time.time()))

    def _make_room(self) -> None:
        """Let the oldest answers go where there are too many; those without an age first."""
        pages, free, size = (
            self._database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size <= self._most_bytes:
            return
        number = self._database.execute("SELECT count(*) FROM answers").fetchone()[0]
        oldest = (
            "(SELECT a.key FROM answers a LEFT JOIN ages USING (key)"
            " ORDER BY coalesce(kept, 0) LIMIT ?)"
        )
        out = (max(1, int(number * _OUT_AT_A_TIME)),)
        self._database.execute(f"DELETE FROM answers WHERE key IN {oldest}", out)
        self._database.execute("DELETE FROM ages WHERE key NOT IN (SELECT key FROM answers)")

    def count(self) -> int:
        """Return how many answers are kept."""
        with self._told(), self._lock:
            return int(self._database.execute("SELECT count(*) FROM answers").fetchone()[0])

    def clear(self) -> None:
        """Let all answers go, and give their room back."""
        with self._told(), self._lock:
            self._database.execute("DELETE FROM answers")
            self._database.execute("DELETE FROM ages")
            self._database.execute("VACUUM")

    def claim(self, key: str) -> bool:
        """Say whether this question is ours to ask: nobody else is asking it right now.

        Who has died over it asks no more, in this process or another one of this machine.
        """
        ours = (key, self._host, self._process, self._born, self._reader, time.time() + _OF_OTHERS)
        with self._told(), self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            query = "SELECT host, process, born, until FROM claims WHERE key = ?"
            other = self._database.execute(query, (key,)).fetchone()
            if other is not None and self._lives(*other):
                return False
            self._database.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?, ?)", ours)
            return True

    def _lives(self, host: str, process: int, born: float, until: float) -> bool:
        if host != self._host:
            return time.time() < until
        if process == self._process:
            return abs(born - self._born) < _SAME
        return abs(born - _born(process)) < _SAME

    def release(self, key: str) -> None:
        """Let others ask what was ours to ask."""
        with self._told(), self._lock:
            self._database.execute(
                "DELETE FROM claims WHERE key = ? AND reader = ?", (key, self._reader)
            )

    def close(self) -> None:
        """Close the file; nothing is ours to ask any more."""
        with self._lock:
            with suppress(sqlite3.Error):  # a file that cannot be written is told before
                self._database.execute("DELETE FROM claims WHERE reader = ?", (self._reader,))
            self._database.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise AskingStopped(
                f"The cache of answers {self._file} cannot be used ({error}): name another file,"
                " or move this one away.",
                f"回答缓存 {self._file} 无法使用（{error}）：请另指定文件，或移走此文件。",
            ) from error


def _make_private(file: Path) -> None:
    """See to it that nobody but its owner, who is us, may read or write a file.

    Answers quote reports, and what is in it is believed. SQLite gives the files beside it
    the same rights. On Windows a folder's rights count.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if sys.platform == "win32":
        return
    if not file.is_file():
        raise OSError("it is no file")
    status = file.stat()
    if status.st_uid != os.geteuid():
        raise OSError("it belongs to another user")
    if status.st_mode & 0o077:
        file.chmod(0o600)


def _who_we_are() -> tuple[str, int, float]:
    number = os.getpid()
    return socket.gethostname(), number, _born(number)


def _born(process: int) -> float:
    """Return when a process began, as nobody else's number did then; 0 if it is not there."""
    import psutil

    try:
        return float(psutil.Process(process).create_time())
    except psutil.Error:
        return 0.0


def measure_answers(file: Path) -> tuple[int, int]:
    """Return how many answers a file keeps, and the bytes that it takes; nothing is made anew."""
    if not file.exists():
        return 0, 0
    answers = Answers(file)
    try:
        return answers.count(), file.stat().st_size
    finally:
        answers.close()


def clear_answers(file: Path) -> None:
    """Let all answers of a file go; who is asking just now keeps what is asked."""
    if file.exists():
        answers = Answers(file)
        try:
            answers.clear()
        finally:
            answers.close()
