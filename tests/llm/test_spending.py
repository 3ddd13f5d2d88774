import inspect
import json
import os
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
from evals.simulation.misbehaviour import Behaviour, Misbehaviour
from extraction.llm.answers import Answers, key_of
from extraction.llm.completion import TokenCounts
from extraction.llm.faults import FAULTS
from extraction.llm.model_settings import ModelSettings, Price
from extraction.llm.outcomes import CHINESE_OUTCOMES
from extraction.llm.prices import price_of
from extraction.llm.question import Question, Transcription, Wire
from extraction.llm.reader import LOST, ModelReader
from extraction.llm.spending import Spending
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AskingStopped
from extraction.values.usage import Attempt
from tests.support.asking import (
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


def test_each_outcome_has_a_name_in_chinese() -> None:
    assert set(CHINESE_OUTCOMES) == {"ok", "cached", LOST, *FAULTS}


def test_the_ledger_is_told_in_both_languages() -> None:
    spending, settings = Spending(), ModelSettings("openai/m")
    assert spending.sum_up(0) is None
    answered = Attempt(model="m", prompt="p", outcome="ok", input_tokens=1200, cost=Decimal("0.5"))
    refused = Attempt(model="m", prompt="p", outcome="rate_limited", status=429, reason="slow down")
    for attempt in (answered, answered, refused):
        spending.end(spending.begin(settings, 1200), attempt)
    spending.use_cache()
    spending.begin(settings, 1200)
    assert list(spending.reason_lines()) == [
        Bilingual("1 x rate_limited (429): slow down", "1 次请求过快（429）：slow down")
    ]
    assert spending.sum_up(2) == Bilingual(
        "Asked a model about 2 of them: 4 requests (2 ok, 1 rate_limited, 1 cached, 1 still under"
        " way), 3,600 tokens in, 0 out, partly estimated, $1.0000.",
        "就其中 2 份询问了模型：4 个请求（成功 2 个，请求过快 1 个，取自缓存 1 个，在途 1 个），"
        "发出 3,600 个词元，收到 0 个，部分为估计，费用 1.0000 美元。",
    )


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
def test_failures_are_not_kept(fault: Misbehaviour, tmp_path: Path) -> None:
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
from extraction.llm.reader import ModelReader
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import Question, Transcription

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
        assert sum(asked) == model.counts.requests == 40, "none is asked by both"
        with ModelReader(ModelSettings("openai/simulated", model.base_url, cache=file)) as reader:
            replies = [reader.ask(labelled(number)) for number in range(40)]
        assert [outcomes(reply) for reply in replies] == [["cached"]] * 40


def test_threads_ask_the_same_question_once(tmp_path: Path) -> None:
    behaviour = Behaviour(latency=0.3)
    with (
        SimulatedModel(behaviour=behaviour) as model,
        ModelReader(
            ModelSettings("openai/simulated", model.base_url, cache=tmp_path / "a.db")
        ) as reader,
    ):
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(reader.ask, [question()] * 8))
        assert sorted(outcomes(reply)[0] for reply in replies) == ["cached"] * 7 + ["ok"]
        assert model.counts.requests == 1


def test_what_another_could_not_get_answered_is_asked_by_the_next(tmp_path: Path) -> None:
    behaviour = Behaviour(latency=0.2, script=("refusal",))
    with (
        SimulatedModel(behaviour=behaviour) as model,
        ModelReader(
            ModelSettings("openai/simulated", model.base_url, cache=tmp_path / "a.db")
        ) as reader,
    ):
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(reader.ask, [question()] * 2))
        assert sorted(outcomes(reply)[0] for reply in replies) == ["ok", "refusal"]


def test_who_has_died_over_a_question_asks_no_more(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    claims = (
        "import sys, os; from pathlib import Path; from extraction.llm.answers import Answers\n"
        "assert Answers(Path(sys.argv[1])).claim('k'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", claims, str(file)], check=False)
    answers = Answers(file)
    assert answers.claim("k")
    assert not answers.claim("k"), "it is being asked"
    answers.release("k")
    assert answers.claim("k")
    answers.close()


def change(file: Path, *command: object) -> None:
    with sqlite3.connect(file) as database:
        database.execute(*command)  # type: ignore[arg-type]
    database.close()


def many(rows: int) -> str:
    row = {"label": "规章", "cells": ["1"]}
    return json.dumps({"heads": [], "rows": [row] * rows})


BAD_ANSWERS: dict[str, object] = {
    "cut": '{"heads": [], "rows": [{"lab',
    "empty": "",
    "another shape": '{"statements": []}',
    "bytes": b"\xff\xfe",
    "a number": 7,
    "many rows": many(170_000),
    "rows": many(300),
    "long": '{"heads": [' + " " * 1_000_000 + '], "rows": []}',
}


@pytest.mark.parametrize("kept", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_answer_that_is_damaged_or_too_large_is_as_good_as_none(
    kept: object, tmp_path: Path
) -> None:
    file = tmp_path / "a.db"
    with asking(cache=file) as (reader, model, _):
        reader.ask(question())
        change(file, "UPDATE answers SET answer = ?", (kept,))
        assert outcomes(reader.ask(question())) == ["ok"]
        assert outcomes(reader.ask(question())) == ["cached"], "the new one is kept"
        assert model.counts.requests == 2


def test_the_cache_holds_no_more_than_it_may_and_the_oldest_go(tmp_path: Path) -> None:
    most = 200_000
    answers = Answers(tmp_path / "a.db", most)
    answer = Transcription(heads=["x" * 900], rows=[])
    for number in range(1_000):
        answers.keep(f"{number:04}", "m", question(), answer)
    there = [n for n in range(1_000) if answers.find(f"{n:04}", Transcription) is not None]
    answers.close()
    assert (tmp_path / "a.db").stat().st_size < 1.5 * most
    assert 50 < len(there) < 300
    assert there == list(range(there[0], 1_000))


def test_answers_of_a_cache_of_before_are_kept_and_go_first(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with asking(cache=file) as (reader, _, _):
        reader.ask(question())
        key = key_of(question(), reader._settings)
    change(file, "DROP TABLE ages")
    change(file, "DROP TABLE claims")
    answers = Answers(file, 100_000)
    assert answers.find(key, Transcription) is not None
    for number in range(500):
        answers.keep(str(number), "m", question(), Transcription(heads=["x" * 900], rows=[]))
    assert answers.find(key, Transcription) is None
    answers.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's rights count there")
def test_a_cache_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a.db"
    file.parent.mkdir()
    file.touch(0o644)
    file.chmod(0o644)
    answers = Answers(file)
    answers.keep("k", "m", question(), Transcription(heads=[], rows=[]))
    rights = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    answers.close()
    assert set(rights.values()) == {0o600}, rights


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such users there")
def test_a_cache_of_somebody_else_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Answers(tmp_path / "a.db").close()
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    with pytest.raises(AskingStopped, match="belongs to another user"):
        Answers(tmp_path / "a.db")


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


def test_a_price_that_is_named_makes_a_budget_in_money_possible() -> None:
    price = Price(Decimal(1000), Decimal(2000))
    with asking(budget=Decimal(1), price=price) as (reader, model, _):
        with pytest.raises(AskingStopped, match=r"\$1 is spent"):
            ask_many(reader, 100)
        counts = model.counts
        cost = Decimal(counts.input_tokens * 1000 + counts.output_tokens * 2000) / 1_000_000
        assert reader.spent.cost == cost
        one = cost / counts.requests
        assert 1 <= cost < 1 + 2 * one, "no more than what was under way"


@pytest.mark.parametrize("fault", ["no_usage", "negative_usage", "null_usage"])
def test_a_budget_holds_where_the_server_does_not_count(fault: Misbehaviour) -> None:
    with asking(Behaviour(faults={fault: 1.0}), token_budget=2000) as (reader, model, _):
        with pytest.raises(AskingStopped, match="2,000 tokens is spent"):
            ask_many(reader, 100)
        assert reader.spent.estimated
        spent = model.counts.input_tokens + model.counts.output_tokens
        assert 1000 < spent < 4000


def test_a_price_for_one_model_is_the_others_only_where_none_is_listed() -> None:
    named = Price(Decimal(1000), Decimal(1000))
    ours = ModelSettings("openai/gpt-4o", price=named)
    sent = TokenCounts(1_000_000)
    assert price_of(sent, ours) == 1000
    listed = price_of(sent, ours.for_model("openai/gpt-4o-mini"))
    assert listed == price_of(sent, ModelSettings("openai/gpt-4o-mini"))
    assert price_of(sent, ours.for_model("openai/nobody-knows-it")) == 1000
    assert price_of(sent, ModelSettings("openai/nobody-knows-it")) is None


def test_one_budget_holds_for_all_models_of_a_run() -> None:
    with SimulatedModel() as model:
        settings = ModelSettings("openai/simulated", model.base_url, token_budget=1000)
        spending = Spending(token_budget=1000)
        with (
            ModelReader(settings, spending=spending) as first,
            ModelReader(settings.for_model("openai/other"), spending=spending) as second,
        ):
            with pytest.raises(AskingStopped, match="1,000 tokens is spent"):
                ask_many(first, 100)
            with pytest.raises(AskingStopped, match="1,000 tokens is spent"):
                second.ask(question())
        assert spending.total().requests == model.counts.requests


def test_a_budget_in_money(monkeypatch: pytest.MonkeyPatch) -> None:
    price = "extraction.llm.{}.price_of"
    for module in ("reader", "spending"):
        monkeypatch.setattr(price.format(module), lambda *_: Decimal("0.40"))
    with asking(budget=Decimal(1)) as (reader, model, _):
        with pytest.raises(AskingStopped, match=r"\$1 is spent \(\$1.20\)"):
            ask_many(reader, 9)
        assert model.counts.requests == 3
        assert reader.spent.cost == Decimal("1.20")
