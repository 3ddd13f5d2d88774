"""What is asked by batch, kept on disk: a run that was killed goes on where it was.

A question waits, is in a batch, or is over: answered, or failed too often. Each of these steps
is written before the next one begins.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from extraction.llm.batch_lines import BatchAnswer, BatchQuestion
from extraction.values.errors import AskingStopped
from extraction.values.usage import Attempt

MOST_TRIES = 2
"""A question that failed is in one more batch, as one that is asked alone is asked once more."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS questions ("
    " key TEXT PRIMARY KEY, line TEXT, kind TEXT, prompt TEXT, version TEXT, sent INTEGER,"
    " model TEXT, batch TEXT, tries INTEGER DEFAULT 0, over INTEGER DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS attempts (number INTEGER PRIMARY KEY, key TEXT, attempt TEXT)",
)
_FIELDS = "key, line, kind, prompt, version, sent"


class BatchQueue:
    """One SQLite file beside the answers; `model`, as `provider/name`, is whom it asks."""

    def __init__(self, file: Path, model: str) -> None:
        self._file = file
        self._model = model
        self._lock = Lock()
        with self._told():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = sqlite3.connect(file, timeout=30.0, check_same_thread=False)
            file.chmod(0o600)
            for table in _TABLES:
                self._database.execute(table)

    def add(self, question: BatchQuestion) -> None:
        """Let a question wait for the next batch, if it is not known already."""
        row = (
            *(question.key, question.line, question.kind),
            *(question.prompt, question.version, question.sent, self._model),
        )
        with self._told(), self._lock, self._database:
            self._database.execute(
                f"INSERT OR IGNORE INTO questions ({_FIELDS}, model) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def waiting(self) -> list[BatchQuestion]:
        """Return the questions that are in no batch and not over, in the order of their keys."""
        return self._select("batch IS NULL AND NOT over", ())

    def within(self, batch: str) -> dict[str, BatchQuestion]:
        """Return the questions of a batch that have not come back, by their keys."""
        found = self._select("batch = ? AND NOT over", (batch,))
        return {question.key: question for question in found}

    def _select(self, where: str, values: Sequence[str]) -> list[BatchQuestion]:
        query = f"SELECT {_FIELDS} FROM questions WHERE model = ? AND {where} ORDER BY key"
        with self._told(), self._lock:
            rows = self._database.execute(query, (self._model, *values)).fetchall()
        return [BatchQuestion(*row) for row in rows]

    def batches(self) -> list[str]:
        """Return the batches that questions are still in."""
        query = "SELECT DISTINCT batch FROM questions WHERE model = ? AND batch IS NOT NULL"
        with self._told(), self._lock:
            rows = self._database.execute(f"{query} AND NOT over", (self._model,)).fetchall()
        return [batch for (batch,) in rows]

    def submit(self, batch: str, keys: Iterable[str]) -> None:
        """Enter that questions are in a batch."""
        rows = [(batch, key) for key in keys]
        with self._told(), self._lock, self._database:
            self._database.executemany(
                "UPDATE questions SET batch = ?, tries = tries + 1 WHERE key = ?", rows
            )

    def note(self, answers: Iterable[BatchAnswer]) -> None:
        """Enter what has come of questions; one that failed waits again, if it may."""
        with self._told(), self._lock, self._database:
            for key, answer, attempt in ((a.key, a.answer, a.attempt) for a in answers):
                self._database.execute(
                    "INSERT INTO attempts (key, attempt) VALUES (?, ?)",
                    (key, attempt.model_dump_json()),
                )
                self._database.execute(
                    "UPDATE questions SET batch = NULL, over = ? OR tries >= ? WHERE key = ?",
                    (answer is not None, MOST_TRIES, key),
                )

    def attempts(self, key: str) -> tuple[Attempt, ...]:
        """Return what a question has cost, request by request."""
        query = "SELECT attempt FROM attempts WHERE key = ? ORDER BY number"
        with self._told(), self._lock:
            rows = self._database.execute(query, (key,)).fetchall()
        return tuple(Attempt.model_validate_json(row) for (row,) in rows)

    def is_over(self, key: str) -> bool:
        """Whether a question was answered, or has failed too often."""
        with self._told(), self._lock:
            query = "SELECT 1 FROM questions WHERE key = ? AND over"
            return self._database.execute(query, (key,)).fetchone() is not None

    def clear(self) -> None:
        """Forget what is over: all of it is in results now."""
        over = "key IN (SELECT key FROM questions WHERE over AND model = ?)"
        with self._told(), self._lock, self._database:
            self._database.execute(f"DELETE FROM attempts WHERE {over}", (self._model,))
            self._database.execute(f"DELETE FROM questions WHERE {over}", (self._model,))

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
                f"The list of batches {self._file} cannot be used ({error}): move it away, or name"
                " another --cache.",
                f"批处理清单 {self._file} 无法使用（{error}）：请移走，或用 --cache 另指定文件。",
            ) from error
