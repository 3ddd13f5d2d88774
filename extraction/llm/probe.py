"""Find out once what a server really does: which mode of structured output it answers in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extraction.llm.model_settings import Mode, ModelSettings
from extraction.llm.question import PlacedRow, Placement, Question
from extraction.llm.reader import ModelReader
from extraction.values.errors import AskingStopped
from extraction.values.usage import Attempt

_INSTRUCTIONS = """Each figure of the text has an id in curly brackets in front of it. Answer which
id stands in the one cell of the one row: {"rows": [{"key": "total", "label": "总计",
"cells": [["ka"]]}], "cuts": [], "strays": []}."""
_PASSAGE = """Table: 总计
Columns:
- value: 数量
Rows:
- total: 总计
<report id="probe">
总计 {ka}7
</report id="probe">"""
WAYS: tuple[tuple[Mode, bool], ...] = (
    ("json_schema", True),
    ("json_schema", False),
    ("tools", False),
    ("md_json", False),
)
"""Modes, and whether strictly: a strict schema, one by a grammar, tools, a prompt alone."""
_ANSWER = [PlacedRow(key="total", label="总计", cells=[["ka"]])]


@dataclass(frozen=True, slots=True)
class ProbedMode:
    """One mode, and what a server made of it.

    strict: whether the server was asked to hold the answer to its schema. outcome: `ok`, or the
    code of what went wrong. right: whether the answer is the one that the text holds. attempts:
    every request with its cost.
    """

    mode: Mode
    strict: bool
    outcome: str
    right: bool
    attempts: tuple[Attempt, ...]

    @property
    def name(self) -> str:
        """What was asked for, as a person reads it."""
        return f"{self.mode}, strict" if self.strict else self.mode


@dataclass(frozen=True, slots=True)
class Probe:
    """What a server makes of each mode, and the first that it answers in, best first."""

    modes: tuple[ProbedMode, ...]

    @property
    def best(self) -> Mode | None:
        """The mode to ask in: the first that was answered rightly, else that was answered."""
        answered = [probed for probed in self.modes if probed.outcome == "ok"]
        ranked = sorted(answered, key=lambda probed: not probed.right)
        return ranked[0].mode if ranked else None


def probe_server(settings: ModelSettings) -> Probe:
    """Ask one small question in each mode, none of it from a cache; never raises AskingStopped."""
    return Probe(tuple(_probe_modes(settings)))


def _probe_modes(settings: ModelSettings) -> Iterator[ProbedMode]:
    question = Question("probe", "1", _INSTRUCTIONS, _PASSAGE, Placement, room=1_000)
    for mode, strict in WAYS:
        with ModelReader(replace(settings, mode=mode, strict=strict, cache=None)) as reader:
            try:
                reply = reader.ask(question)
            except AskingStopped as stopped:
                outcome = stopped.attempts[-1].outcome if stopped.attempts else "stopped"
                yield ProbedMode(mode, strict, outcome, False, tuple(stopped.attempts))
                continue
        right = reply.answer is not None and reply.answer.rows == _ANSWER
        yield ProbedMode(mode, strict, reply.failure or "ok", right, reply.attempts)
