"""Answers kept on disk, so that the same question is paid for once."""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.question import A, Question, Wire

TABLE = """
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY, model TEXT, prompt TEXT, version TEXT, answer TEXT NOT NULL
) WITHOUT ROWID
"""
BUSY = 30.0
_SOON = 0.02


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
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _schema(answer: type[Wire]) -> dict[str, Any]:
    return answer.model_json_schema()


class Answers:
    """One SQLite file, which threads and processes may share; only real answers go in."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        with self._told():
            file.parent.mkdir(parents=True, exist_ok=True)
            _create_private(file)
            self._database = sqlite3.connect(
                file, timeout=BUSY, check_same_thread=False, isolation_level=None
            )
            try:
                self._begin_wal()
                self._database.execute("PRAGMA synchronous=NORMAL")
                self._database.execute(TABLE)
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
        """Return the answer that was kept under this key, if any."""
        with self._told(), self._lock:
            query = "SELECT answer FROM answers WHERE key = ?"
            found = self._database.execute(query, (key,)).fetchone()
        return answer.model_validate_json(found[0]) if found else None

    def keep(self, key: str, model: str, question: Question[A], answer: A) -> None:
        """Keep an answer; the first one under a key stays."""
        row = (key, model, question.prompt, question.version, answer.model_dump_json())
        with self._told(), self._lock:
            self._database.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise AskingStopped(
                f"The cache of answers {self._file} cannot be used ({error}): name another file,"
                " or move this one away."
            ) from error


def _create_private(file: Path) -> None:
    """Create a file that nobody but its owner may read: answers quote reports.

    SQLite gives the files beside it the same rights. On Windows a folder's rights count.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
