"""Asking a simulated model in a test: time stands still, and nothing leaves the machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from evals.simulated_model import SimulatedModel
from evals.simulation.misbehaviour import Behaviour
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import Question, Reply, Transcription
from extraction.llm.reader import ModelReader

KEY = "sk-do-not-show-this-key"
PASSAGE = """Table: 二、主动公开政府信息情况
Rows: all
<report id="1">
规章 | 1 | 0 | 3
行政规范性文件 | 22 | | 9
</report id="1">"""
MODES = ("tools", "json_schema", "md_json")


class StoppedClock:
    """Time passes only where somebody waits for it; waits for an answer are real."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.time += seconds
            self.slept.append(seconds)

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        if seconds is None:
            condition.wait()
        else:
            self.sleep(seconds)


def question(passage: str = PASSAGE, **changed: Any) -> Question[Transcription]:
    asked = Question("transcribe", "1", "Copy what is printed.", passage, Transcription)
    return replace(asked, **changed)


def another(number: int) -> Question[Transcription]:
    return question(PASSAGE.replace("规章", f"规章{number}"))


def ask_many(reader: ModelReader, count: int) -> None:
    for number in range(count):
        reader.ask(another(number))


@contextmanager
def asking(
    behaviour: Behaviour | None = None, **settings: Any
) -> Iterator[tuple[ModelReader, SimulatedModel, StoppedClock]]:
    clock = StoppedClock()
    with SimulatedModel(behaviour=behaviour) as model:
        chosen = ModelSettings("openai/simulated", model.base_url, SecretStr(KEY), **settings)
        with ModelReader(chosen, clock) as reader:
            yield reader, model, clock


def ask_once(settings: ModelSettings) -> Reply[Transcription]:
    with ModelReader(settings, StoppedClock()) as reader:
        return reader.ask(question())


def outcomes(reply: Reply[Any]) -> list[str]:
    return [attempt.outcome for attempt in reply.attempts]


def cells(reply: Reply[Transcription]) -> list[list[str]]:
    assert reply.answer is not None
    return [row.cells for row in reply.answer.rows]


COPIED = [["1", "0", "3"], ["22", "", "9"]]
