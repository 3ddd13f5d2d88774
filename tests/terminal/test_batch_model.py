"""gouji extract --batch: questions in files, against the simulated server's own Batch API."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evals.simulated_model import SimulatedModel
from evals.simulation.misbehaviour import Behaviour
from extraction.llm import batch_reader
from extraction.llm.batch_queue import BatchQueue
from extraction.llm.batch_reader import BatchReader, queue_beside
from extraction.llm.model_settings import ModelSettings, Price
from extraction.values.errors import AskingStopped
from extraction.values.record import Record
from tests.support.places import sends_signals
from tests.terminal.test_commands import GOUJI, gouji
from tests.terminal.test_commands_model import known, texts

REPORTS = 4


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(batch_reader, "LOOK", 0.01)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    place.mkdir()
    for number, text in enumerate(texts()[:REPORTS]):
        (place / f"{number}.txt").write_text(text, "utf-8")
    return place


def serving(behaviour: Behaviour | None = None) -> SimulatedModel:
    return SimulatedModel(list(known())[:REPORTS], behaviour)


def flags(model: SimulatedModel, folder: Path, *more: str) -> list[str]:
    return [
        *("extract", str(folder), "--model", "openai/simulated", "--base-url", model.base_url),
        *("--price", "1/1", "--cache", str(folder.parent / "answers"), *more),
    ]


def records(file: Path) -> list[Record]:
    return [Record.model_validate_json(line) for line in file.read_text("utf-8").splitlines()]


def by_batch(model: SimulatedModel, folder: Path, *more: str) -> tuple[int, str, list[Record]]:
    out = folder.parent / "out.jsonl"
    done = gouji(*flags(model, folder, "--batch", "-o", str(out), *more))
    return done.exit_code, done.stderr, records(out) if out.exists() else []


def test_a_batch_settles_what_single_requests_settle_for_half_the_price(folder: Path) -> None:
    with serving() as model:
        code, said, batched = by_batch(model, folder)
        assert (code, model.batches) == (0, 1)
        sent = model.counts.requests
        assert sent == REPORTS
        alone = folder.parent / "alone.jsonl"
        gouji(*flags(model, folder, "--no-cache", "-o", str(alone)))
    assert "sent as batch batch_0" in said
    assert f"{REPORTS} requests ({REPORTS} ok)" in said
    assert [record.status for record in batched] == ["verified"] * REPORTS
    for one, other in zip(batched, records(alone), strict=True):
        assert one.tables == other.tables
        [half], [full] = one.usage.attempts, other.usage.attempts
        assert (half.outcome, half.input_tokens > 1000) == ("ok", True)
        assert half.output_tokens == full.output_tokens
        priced = Decimal(half.input_tokens + half.output_tokens) / 1_000_000
        assert half.cost == priced / 2
        assert one.usage.questions == other.usage.questions


def test_what_is_asked_once_is_paid_once(folder: Path) -> None:
    with serving() as model:
        by_batch(model, folder)
        code, said, again = by_batch(model, folder, "--fresh")
        assert (code, model.batches, model.counts.requests) == (0, 1, REPORTS)
    assert all([a.outcome for a in r.usage.attempts] == ["cached"] for r in again)
    assert f"{REPORTS} cached" in said


def test_a_question_that_failed_is_in_one_more_batch(folder: Path) -> None:
    failing = Behaviour(script=("server_error", "cut_off", "refusal"))
    with serving(failing) as model:
        code, said, batched = by_batch(model, folder)
        assert (code, model.batches, model.counts.requests) == (0, 2, REPORTS + 3)
    assert [record.status for record in batched] == ["verified"] * REPORTS
    outcomes = sorted(a.outcome for record in batched for a in record.usage.attempts)
    assert outcomes == ["cut_off", *["ok"] * REPORTS, "refusal", "server_error"]
    assert "1 x server_error (500)" in said


def test_a_question_that_always_fails_is_left_to_a_person(folder: Path) -> None:
    with serving(Behaviour(faults={"server_error": 1.0})) as model:
        code, said, batched = by_batch(model, folder)
        assert model.batches == 4, "two for each round"
    assert code == 1
    assert "Not one question was answered" in said
    assert {record.status for record in batched} == {"needs_review"}
    assert all("not answered" in record.versions.reader for record in batched)


def test_questions_of_a_batch_that_expired_are_asked_again(folder: Path) -> None:
    with serving(Behaviour(batch_end="expired")) as model:
        _, said, batched = by_batch(model, folder)
        assert model.batches == 4, "half of each batch expires"
    assert "not executed in time" in said
    assert [record.status for record in batched].count("verified") == 3


def test_a_batch_that_is_refused_is_told(folder: Path) -> None:
    with serving(Behaviour(batch_end="failed")) as model:
        code, said, _ = by_batch(model, folder)
    assert code == 1
    assert "The file has no valid line" in said


def test_a_budget_holds_before_anything_is_sent(folder: Path) -> None:
    with serving() as model:
        code, said, none = by_batch(model, folder, "--budget", "100t")
        assert (code, model.batches, none) == (1, 0, [])
        assert "does not hold one more question" in said
        code, _, _ = by_batch(model, folder, "--budget", "0.0025")
        assert code == 1
        assert 0 < model.counts.requests < REPORTS, "as many as the budget holds"


@sends_signals
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_killed_goes_on_with_the_batch_that_it_sent(
    folder: Path, number: int
) -> None:
    slow = Behaviour(batch_looks=1_000_000)
    with serving(slow) as model:
        command = [*GOUJI, *flags(model, folder, "--batch", "-o", str(folder.parent / "out.jsonl"))]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
            until = time.monotonic() + 60
            while not queued(folder) and time.monotonic() < until:
                time.sleep(0.05)
            run.send_signal(number)
            run.communicate()
        assert model.batches == 1
        object.__setattr__(slow, "batch_looks", 0)
        code, said, batched = by_batch(model, folder)
        assert (code, model.batches, model.counts.requests) == (0, 1, REPORTS)
    assert [record.status for record in batched] == ["verified"] * REPORTS
    assert f"{REPORTS} ok" in said


def queued(folder: Path) -> bool:
    """Whether the list says that a batch is under way."""
    file = queue_beside(folder.parent / "answers")
    if not file.exists():
        return False
    try:
        with sqlite3.connect(file) as database:
            query = "SELECT count(*) FROM questions WHERE batch IS NOT NULL"
            return bool(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return False


def test_a_batch_sent_just_before_a_run_was_killed_is_found_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with serving() as model:
        with monkeypatch.context() as patched:
            patched.setattr(BatchQueue, "submit", die)
            with pytest.raises((KeyboardInterrupt, SystemExit)):
                raise KeyboardInterrupt if by_batch(model, folder)[0] else SystemExit
        assert model.batches == 1
        code, _, batched = by_batch(model, folder)
        assert (code, model.batches) == (0, 1)
    assert [record.status for record in batched] == ["verified"] * REPORTS


@pytest.mark.parametrize(
    "wrong", [["--no-cache"], ["--mode", "md_json"], ["--fallback-model", "openai/other"]]
)
def test_what_cannot_go_with_a_batch_is_said(folder: Path, wrong: list[str]) -> None:
    with serving() as model:
        done = gouji(*flags(model, folder, "--batch", *wrong))
    assert done.exit_code == 2
    assert "--batch" in done.stderr


def test_a_server_without_batches_is_told(tmp_path: Path) -> None:
    with SimulatedModel() as model:
        settings = ModelSettings(
            "openai/some",
            model.base_url.replace("/v1", "/elsewhere"),
            cache=tmp_path / "answers",
            price=Price(Decimal(1), Decimal(1)),
        )
        reader = BatchReader(settings, look=0.01)
        try:
            assert not reader.answer_waiting(lambda _: None, lambda: False)
            assert list(waits(reader)) == [True]
        finally:
            reader.close()


def waits(reader: BatchReader) -> Iterator[bool]:
    """Whether a question that waits ends in a refusal of the server, with nothing lost."""
    from extraction.llm.question import Placement, Question

    question = Question("place", "1", "say", "Table: x", Placement)
    assert reader.ask(question).failure == "pending"
    with pytest.raises(AskingStopped, match="Nothing is lost"):
        reader.answer_waiting(lambda _: None, lambda: False)
    yield reader.ask(question).failure == "pending"
