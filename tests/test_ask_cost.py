import inspect
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evals.simulated_model import SimulatedModel
from evals.simulation.settings import Behaviour, Fault
from extraction.ask import ModelReader
from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.question import Question, Transcription, Wire
from tests.asking import (
    COPIED,
    PASSAGE,
    another,
    ask_many,
    ask_once,
    asking,
    cells,
    outcomes,
    question,
)


def test_what_was_answered_is_not_paid_for_again(tmp_path: Path) -> None:
    with asking(cache=tmp_path / "answers.db") as (reader, model, _):
        first, second = reader.ask(question()), reader.ask(question())
        assert outcomes(second) == ["cached"]
        assert second.answer == first.answer
        assert second.attempts[0].input_tokens == 0
        assert reader.spent.requests == model.counts.requests == 1


class Smaller(Wire):
    heads: list[str]


@pytest.mark.parametrize(
    "changed",
    [
        {"again": 1},
        {"version": "2"},
        {"prompt": "other"},
        {"instructions": "Copy it."},
        {"passage": PASSAGE.replace("22", "23")},
        {"answer": Smaller},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_asked_otherwise_is_asked_anew(changed: dict[str, Any], tmp_path: Path) -> None:
    with asking(cache=tmp_path / "answers.db") as (reader, model, _):
        reader.ask(question())
        reader.ask(question(**changed))
        assert model.counts.requests >= 2


def test_another_model_mode_or_temperature_asks_anew(tmp_path: Path) -> None:
    file = tmp_path / "answers.db"
    with asking(cache=file) as (reader, model, _):
        settings = ModelSettings("openai/simulated", model.base_url, cache=file)
        changed = [
            replace(settings, model="openai/other"),
            replace(settings, mode="tools"),
            replace(settings, temperature=0.5),
        ]
        assert outcomes(reader.ask(question())) == ["ok"]
        for other in changed:
            assert outcomes(ask_once(other)) == ["ok"]
        assert outcomes(ask_once(settings)) == ["cached"]


@pytest.mark.parametrize("fault", ["refusal", "cut_off", "extra_keys", "server_error"])
def test_failures_are_not_kept(fault: Fault, tmp_path: Path) -> None:
    with asking(Behaviour(script=(fault,) * 2), cache=tmp_path / "a.db", retries=0) as (reader, *_):
        while (reply := reader.ask(question())).answer is None:
            assert reply.failure is not None
        assert outcomes(reader.ask(question())) == ["cached"]


def labelled(number: int) -> Question[Transcription]:
    passage = f'Table: T\nRows: all\n<report id="1">\nlabel {number} | 1\n</report id="1">'
    return Question("p", "1", "Copy.", passage, Transcription)


ASK = f"""
import sys
from pathlib import Path
from extraction.ask import ModelReader
from extraction.model_settings import ModelSettings
from extraction.question import Question, Transcription

{inspect.getsource(labelled)}

reader = ModelReader(ModelSettings("openai/simulated", sys.argv[1], cache=Path(sys.argv[2])))
print(sum(reader.ask(labelled(n)).attempts[-1].outcome == "ok" for n in range(40)))
"""


def test_two_processes_share_the_answers(tmp_path: Path) -> None:
    file = tmp_path / "answers.db"
    with SimulatedModel() as model:
        command = [sys.executable, "-c", ASK, model.base_url, str(file)]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        asked = [int(process.communicate()[0]) for process in both]
        assert [process.returncode for process in both] == [0, 0]
        assert sum(asked) == model.counts.requests
        assert 40 <= sum(asked) <= 80
        with ModelReader(ModelSettings("openai/simulated", model.base_url, cache=file)) as reader:
            replies = [reader.ask(labelled(number)) for number in range(40)]
        assert [outcomes(reply) for reply in replies] == [["cached"]] * 40


def test_a_cache_that_is_none_says_so(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("this is no database, and long enough to be told from an empty one" * 20)
    with pytest.raises(AskingStopped, match="name another file"):
        ModelReader(ModelSettings("openai/x", cache=file))


def test_an_answer_that_cannot_be_kept_is_still_an_answer(tmp_path: Path) -> None:
    with asking(cache=tmp_path / "answers.db") as (reader, _, _):
        reader.ask(another(1))
        with sqlite3.connect(tmp_path / "answers.db") as database:
            database.execute("DROP TABLE answers")
            database.execute("CREATE TABLE answers (key TEXT, answer TEXT)")
        database.close()
        assert cells(reader.ask(question())) == COPIED
        with pytest.raises(AskingStopped, match=r"cache of answers .* cannot be used"):
            reader.ask(another(2))


def test_a_budget_in_tokens_stops_asking_but_not_answers_that_are_kept(tmp_path: Path) -> None:
    with asking(token_budget=1000, cache=tmp_path / "a.db") as (reader, model, _):
        with pytest.raises(AskingStopped, match="1,000 tokens is spent"):
            ask_many(reader, 100)
        spent = reader.spent.input_tokens + reader.spent.output_tokens
        assert 1000 <= spent < 2000
        assert model.counts.requests == reader.spent.requests
        assert outcomes(reader.ask(another(0))) == ["cached"]


def test_requests_under_way_end_when_the_budget_does() -> None:
    with asking(Behaviour(latency=0.05), token_budget=1, max_concurrency=4) as (reader, model, _):

        def ask(number: int) -> bool:
            try:
                return reader.ask(another(number)).answer is not None
            except AskingStopped:
                return False

        with ThreadPoolExecutor(20) as pool:
            answered = list(pool.map(ask, range(20)))
        assert sum(answered) == model.counts.requests == 4


def test_a_budget_in_money_needs_a_price() -> None:
    with (
        asking(budget=Decimal(1)) as (reader, model, _),
        pytest.raises(AskingStopped, match="No price is known"),
    ):
        reader.ask(question())
    assert model.counts.requests == 0


def test_a_budget_in_money(monkeypatch: pytest.MonkeyPatch) -> None:
    price = "extraction.ask.{}.price_of"
    for module in ("reader", "spending"):
        monkeypatch.setattr(price.format(module), lambda *_: Decimal("0.40"))
    with asking(budget=Decimal(1)) as (reader, model, _):
        with pytest.raises(AskingStopped, match=r"\$1 is spent \(\$1.20\)"):
            ask_many(reader, 9)
        assert model.counts.requests == 3
        assert reader.spent.cost == Decimal("1.20")
