"""A model that is asked by OpenAI's Batch API: questions collected, sent together, waited for.

While reports are read a question that has no answer yet only waits. Then all that wait are sent
as a batch; when it is done its answers go into the cache, and reports are read once more.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from extraction.llm.answers import Answers, key_of
from extraction.llm.batch_lines import (
    ENDPOINT,
    SHARE,
    BatchAnswer,
    BatchQuestion,
    custom_id_of,
    lose,
    read_batch_line,
    to_batch_question,
)
from extraction.llm.batch_queue import BatchQueue
from extraction.llm.client import make_instructor
from extraction.llm.completion import TokenCounts
from extraction.llm.failure import find_failure
from extraction.llm.model_settings import ModelSettings
from extraction.llm.prices import price_of
from extraction.llm.question import ASSUMED_ANSWER, PENDING, A, Question, Reply
from extraction.llm.reasons import masked, shortened
from extraction.llm.spending import Spending
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AskingStopped, WrongUsage
from extraction.values.usage import Attempt

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Batch, BatchError

MOST_QUESTIONS = 50_000
MOST_BYTES = 200_000_000
_BLINK = 0.2  # seconds after which is looked whether we are to stop
LOOK = 30.0
"""Seconds between two looks at a batch."""

_OURS = "gouji"
_OVER = frozenset({"completed", "expired", "cancelled", "failed"})


class BatchReader:
    """Answers from the cache; what is not there waits for a batch, and is answered by the next run.

    look: seconds between two looks at a batch, else `LOOK`.
    """

    def __init__(
        self, settings: ModelSettings, spending: Spending | None = None, look: float | None = None
    ) -> None:
        if settings.cache is None or settings.mode_or_default == "md_json":
            raise WrongUsage(
                "--batch needs the cache, and a mode with a schema: leave --no-cache and --mode"
                " md_json out.",
                "--batch 需要缓存和带结构的模式：请去掉 --no-cache 和 --mode md_json。",
            )
        self._settings = settings
        self._spending = spending or Spending(settings.budget, settings.token_budget)
        self._look = LOOK if look is None else look
        self._stopped = False
        self._lock = Lock()
        self._counted: set[str] = set()
        self._answers = Answers(settings.cache, settings.cache_bytes)
        self._queue = BatchQueue(queue_beside(settings.cache), settings.model)

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what is kept of an answer and what it has cost; else let the question wait."""
        key = key_of(question, self._settings)
        kept = self._answers.find(key, question.answer)
        attempts = self._queue.attempts(key)
        if kept is not None:
            cached = Attempt(model=self._settings.model, prompt=question.prompt, outcome="cached")
            self._count_cached(key)
            return Reply(kept, attempts or (cached,))
        if self._queue.is_over(key):
            return Reply(None, attempts, attempts[-1].outcome)
        self._queue.add(to_batch_question(question, key, self._settings))
        return Reply(None, (), PENDING)

    def _count_cached(self, key: str) -> None:
        """Enter once in the ledger that an answer was there before this run."""
        with self._lock:
            if key not in self._counted:
                self._counted.add(key)
                self._spending.use_cache()

    def answer_waiting(self, say: Callable[[Bilingual], None], stopped: Callable[[], bool]) -> bool:
        """Send what waits, and wait for it; False if there was nothing, or we are to stop.

        AskingStopped where the server refuses, or the budget holds no further question.
        """
        with self._told():
            for part in _split(self._affordable(self._queue.waiting())):
                self._submit(part, say)
            under_way = self._queue.batches()
            for batch in under_way:
                if not self._collect(batch, stopped):
                    return False
        return bool(under_way)

    def finish(self) -> None:
        """Forget the questions whose answers are in results now."""
        self._queue.clear()

    def stop(self) -> None:
        """Wait for no batch any more; what was sent stays sent."""
        self._stopped = True

    def close(self) -> None:
        """Close the files."""
        self._answers.close()
        self._queue.close()

    def _connect(self) -> "OpenAI":
        """Return the SDK itself: files and batches are no completions."""
        return cast("OpenAI", make_instructor(self._settings).client)

    def _affordable(self, waiting: Sequence[BatchQuestion]) -> list[BatchQuestion]:
        """Return as many of the questions as the budget holds, by our estimate."""
        if waiting:
            self._spending.check(self._settings)
        held: list[BatchQuestion] = []
        tokens, cost = 0, Decimal(0)
        for question in waiting:
            each = TokenCounts(question.sent, ASSUMED_ANSWER)
            tokens += each.sent + each.answered
            cost += (price_of(each, self._settings) or Decimal(0)) * SHARE
            if not self._spending.holds(tokens, cost):
                break
            held.append(question)
        if waiting and not held:
            raise AskingStopped(
                "The budget does not hold one more question: raise it and run again.",
                "预算不足以再问一个问题：请提高预算后再次运行。",
            )
        return held

    def _submit(self, part: Sequence[BatchQuestion], say: Callable[[Bilingual], None]) -> None:
        """Send questions as one batch; one that was sent before we were killed is found again."""
        sdk = self._connect()
        digest = hashlib.sha256("".join(each.key for each in part).encode()).hexdigest()
        batch = next(
            (one.id for one in sdk.batches.list(limit=100).data if _is_ours(one, digest)), None
        )
        if batch is None:
            lines = "".join(f"{question.line}\n" for question in part)
            file = sdk.files.create(file=("questions.jsonl", lines.encode()), purpose="batch")
            batch = sdk.batches.create(
                input_file_id=file.id,
                endpoint=ENDPOINT,
                completion_window="24h",
                metadata={_OURS: digest},
            ).id
        self._queue.submit(batch, [question.key for question in part])
        say(
            Bilingual(
                f"{len(part)} questions sent as batch {batch}; it may take up to a day. The same "
                "command goes on later, if this one is ended.",
                f"已将 {len(part)} 个问题作为批次 {batch} 发送，最长可能需要一天。"
                "如中途结束，再次运行同一命令即可继续。",
            )
        )

    def _collect(self, batch: str, stopped: Callable[[], bool]) -> bool:
        """Wait for a batch and keep what it has come to; False if we are to stop before."""
        sdk = self._connect()
        while (found := sdk.batches.retrieve(batch)).status not in _OVER:
            if not self._wait(stopped):
                return False
        asked = self._queue.within(batch)
        answers = []
        for file in (found.output_file_id, found.error_file_id):
            lines = sdk.files.content(file).text.splitlines() if file else ()
            answers += [self._read(line, asked) for line in lines]
        known = [answer for answer in answers if answer is not None]
        lost = asked.keys() - {answer.key for answer in known}
        words = "; ".join(error.message or "" for error in _errors_of(found)) or found.status
        known += [lose(asked[key], words, self._settings) for key in sorted(lost)]
        self._keep(known, asked)
        return True

    def _wait(self, stopped: Callable[[], bool]) -> bool:
        """Wait till the next look; False if we are to stop."""
        until = time.monotonic() + self._look
        while time.monotonic() < until:
            if self._stopped or stopped():
                return False
            time.sleep(min(_BLINK, self._look))
        return True

    def _read(self, line: str, asked: Mapping[str, BatchQuestion]) -> BatchAnswer | None:
        """Return what a line says of a question of ours; None where it is about none."""
        if not line.strip():
            return None
        question = asked.get(custom_id_of(line))
        return None if question is None else read_batch_line(line, question, self._settings)

    def _keep(self, known: Sequence[BatchAnswer], asked: Mapping[str, BatchQuestion]) -> None:
        """Keep answers, and enter every one in the ledger and the list."""
        for key, answer, attempt in ((one.key, one.answer, one.attempt) for one in known):
            if answer is not None:
                of, kind = asked[key], type(answer)
                question = Question(of.prompt, of.version, "", "", kind)
                self._answers.keep(key, self._settings.model, question, answer)
            self._spending.end(self._spending.begin(self._settings, 0), attempt)
            self._counted.add(key)
        self._queue.note(known)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the server refuses; nothing is lost by it."""
        from openai import APIError

        try:
            yield
        except APIError as error:
            key = self._settings.api_key.get_secret_value() if self._settings.api_key else None
            found = find_failure(error)
            said = shortened(masked(found.detail if found else str(error), key))
            server = self._settings.server
            raise AskingStopped(
                f"{server} has not taken or not handed out a batch: {said}. Nothing is lost: the"
                " same command goes on.",
                f"{server} 未能接收或交付批次：{said}。未丢失任何内容：再次运行同一命令可继续。",
            ) from error


def queue_beside(cache: Path) -> Path:
    """Return the file that keeps what is asked by batch, beside the answers.

    >>> queue_beside(Path("answers.sqlite")).name
    'answers.sqlite.batches'
    """
    return cache.with_name(f"{cache.name}.batches")


def _split(questions: Sequence[BatchQuestion]) -> Iterator[list[BatchQuestion]]:
    """Yield the questions in parts that one file may hold."""
    part: list[BatchQuestion] = []
    size = 0
    for question in questions:
        length = len(question.line.encode("utf-8", "replace")) + 1
        if part and (len(part) == MOST_QUESTIONS or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(question)
        size += length
    if part:
        yield part


def _is_ours(batch: "Batch", digest: str) -> bool:
    """Whether a batch holds just these questions, and may still answer them."""
    ours = (batch.metadata or {}).get(_OURS) == digest
    return ours and batch.status not in ("failed", "expired", "cancelled", "completed")


def _errors_of(batch: "Batch") -> "Sequence[BatchError]":
    return (batch.errors.data or ()) if batch.errors else ()
