import inspect
import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from evals.simulated_model import SimulatedModel
from evals.simulation.settings import Behaviour, Fault
from extraction.ask import ModelReader
from extraction.ask.faults import FAULTS
from extraction.errors import AskingStopped, WrongUsage
from extraction.model_settings import ModelSettings
from extraction.question import Question, Reply, Transcription, Wire

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


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_and_what_it_cost(mode: str) -> None:
    with asking(mode=mode) as (reader, model, _):
        reply = reader.ask(question())
        assert type(reply.answer) is Transcription
        assert cells(reply) == COPIED
        [attempt] = reply.attempts
        assert (attempt.model, attempt.prompt, attempt.outcome) == (
            "openai/simulated",
            "transcribe",
            "ok",
        )
        assert attempt.cost is None
        assert attempt.input_tokens == model.counts.input_tokens > 0
        assert attempt.output_tokens == model.counts.output_tokens > 0
        assert model.counts.requests == reader.spent.requests == 1


# Fault of the wire, settings, and the outcomes of the attempts until the answer is there.
AGAIN: list[tuple[Fault, list[str]]] = [
    ("rate_limited", ["rate_limited", "ok"]),
    ("server_error", ["server_error", "ok"]),
    ("bad_gateway", ["server_error", "ok"]),
    ("overloaded", ["overloaded", "ok"]),
    ("reset", ["unreachable", "ok"]),
    ("html", ["not_a_completion", "ok"]),
    ("bad_json", ["not_a_completion", "ok"]),
    ("no_choices", ["no_choices", "ok"]),
    ("null_choices", ["no_choices", "ok"]),
    ("error_body", ["error_body", "ok"]),
    ("extra_keys", ["malformed", "ok"]),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("fault", "expected"), AGAIN, ids=[fault for fault, _ in AGAIN])
def test_faults_after_which_the_same_is_sent_again(
    fault: Fault, expected: list[str], mode: str
) -> None:
    with asking(Behaviour(script=(fault,)), mode=mode) as (reader, model, _):
        reply = reader.ask(question())
        assert outcomes(reply) == expected
        assert cells(reply) == COPIED
        assert model.counts.requests == len(expected) == reader.spent.requests
        assert model.counts.input_tokens == sum(a.input_tokens for a in reply.attempts)


GIVEN_UP: list[tuple[Fault, str, int]] = [
    ("server_error", "server_error", 4),
    ("overloaded", "overloaded", 4),
    ("reset", "unreachable", 4),
    ("html", "not_a_completion", 4),
    ("error_body", "error_body", 4),
    ("null_choices", "no_choices", 4),
    ("extra_keys", "malformed", 2),
    ("refusal", "refusal", 1),
    ("content_filter", "content_filter", 1),
    ("cut_off", "cut_off", 1),
    ("bad_request", "bad_request", 1),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("fault", "code", "times"), GIVEN_UP, ids=[fault for fault, _, _ in GIVEN_UP]
)
def test_faults_that_last_end_the_question_only(
    fault: Fault, code: str, times: int, mode: str
) -> None:
    with asking(Behaviour(faults={fault: 1.0}), mode=mode, retries=3) as (reader, model, _):
        reply = reader.ask(question())
        assert reply.answer is None
        assert reply.failure == code
        assert outcomes(reply) == [code] * times
        assert model.counts.requests == times == reader.spent.requests
        assert model.counts.output_tokens == sum(a.output_tokens for a in reply.attempts)


STOPPING: list[tuple[Fault, str]] = [
    ("quota_exhausted", "quota"),
    ("key_refused", "key"),
    ("forbidden", "key"),
    ("no_such_model", "base URL"),
]


@pytest.mark.parametrize(("fault", "word"), STOPPING)
def test_faults_that_stop_all_asking(fault: Fault, word: str) -> None:
    with asking(Behaviour(faults={fault: 1.0})) as (reader, model, _):
        with pytest.raises(AskingStopped, match=word) as stopped:
            reader.ask(question())
        assert KEY not in str(stopped.value)
        assert len(stopped.value.attempts) == 1
        with pytest.raises(AskingStopped, match=word):
            reader.ask(another(1))
        assert model.counts.requests == 1


def test_a_request_that_hangs_is_let_go() -> None:
    behaviour = Behaviour(script=("hang",))
    with asking(behaviour, timeout=0.2) as (reader, model, _):
        reply = reader.ask(question())
        assert outcomes(reply) == ["timeout", "ok"]
        assert model.counts.requests == 2


def test_nobody_listens() -> None:
    with asking() as (_, model, _):
        url = model.base_url
    assert outcomes(ask_once(ModelSettings("openai/gone", url, retries=2))) == ["unreachable"] * 3


def test_after_many_questions_in_vain_asking_stops() -> None:
    with asking(Behaviour(faults={"bad_request": 1.0})) as (reader, model, _):
        for number in range(9):
            assert reader.ask(another(number)).failure == "bad_request"
        with pytest.raises(AskingStopped, match=r"Unsupported value, sent with \[key\]") as stopped:
            reader.ask(question())
        assert KEY not in str(stopped.value)
        assert len(stopped.value.attempts) == 1
        assert model.counts.requests == 10


def test_an_answer_ends_the_row_of_failures() -> None:
    nine: tuple[Fault, ...] = ("bad_request",) * 9
    with asking(Behaviour(script=(*nine, "ok", *nine))) as (reader, _, _):
        failures = [reader.ask(another(number)).failure for number in range(19)]
    assert failures == ["bad_request"] * 9 + [None] + ["bad_request"] * 9


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ["numbers", "nulls"])
def test_cells_that_come_as_numbers_or_nulls_are_text(fault: Fault, mode: str) -> None:
    with asking(Behaviour(faults={fault: 1.0}), mode=mode) as (reader, _, _):
        reply = reader.ask(question())
        assert outcomes(reply) == ["ok"]
        assert cells(reply) == COPIED


@pytest.mark.parametrize("fault", ["prose", "think", "fences"])
def test_words_round_the_answer(fault: Fault) -> None:
    with asking(Behaviour(faults={fault: 1.0}), mode="md_json") as (reader, _, _):
        assert cells(reader.ask(question())) == COPIED
    with asking(Behaviour(faults={fault: 1.0}), mode="json_schema") as (reader, _, _):
        assert outcomes(reader.ask(question())) == ["malformed", "malformed"]
    with asking(Behaviour(faults={fault: 1.0}), mode="tools") as (reader, _, _):
        assert outcomes(reader.ask(question())) == ["no_tool_call", "no_tool_call"]


def test_two_tool_calls_are_no_answer() -> None:
    with asking(Behaviour(script=("two_answers",)), mode="tools") as (reader, _, _):
        reply = reader.ask(question())
        assert outcomes(reply) == ["two_answers", "ok"]
        assert reply.attempts[0].output_tokens > 0


def test_a_second_request_is_the_same_as_the_first() -> None:
    with asking(Behaviour(script=("extra_keys",)), mode="tools") as (reader, _, _):
        first, second = reader.ask(question()).attempts
        assert first.input_tokens == second.input_tokens


def test_a_server_that_counts_no_tokens() -> None:
    with asking(Behaviour(faults={"no_usage": 1.0})) as (reader, _, _):
        [attempt] = reader.ask(question()).attempts
        assert (attempt.outcome, attempt.input_tokens, attempt.output_tokens) == ("ok", 0, 0)


@pytest.mark.parametrize("mode", MODES)
def test_the_documents_text_is_no_template(mode: str) -> None:
    text = PASSAGE.replace("规章", "{{ 7 * 7 }}{% raw")
    with asking(mode=mode) as (reader, _, _):
        reply = reader.ask(question(text))
        assert reply.answer is not None
        assert reply.answer.rows[0].label == "{{ 7 * 7 }}{% raw"


def test_retry_after_is_obeyed() -> None:
    behaviour = Behaviour(script=("rate_limited",), retry_after=7.5)
    with asking(behaviour) as (reader, _, clock):
        assert outcomes(reader.ask(question())) == ["rate_limited", "ok"]
        assert 7.5 <= clock.time < 8.6


def test_patience_ends() -> None:
    behaviour = Behaviour(faults={"rate_limited": 1.0})
    with asking(behaviour, patience=100.0) as (reader, model, clock):
        reply = reader.ask(question())
        assert reply.failure == "rate_limited"
        assert len(reply.attempts) == model.counts.requests == reader.spent.requests
        assert 5 < len(reply.attempts) < 20
        assert sum(clock.slept) < 300


def test_a_server_that_wants_a_day_is_not_waited_for() -> None:
    behaviour = Behaviour(faults={"rate_limited": 1.0}, retry_after=86_400)
    with asking(behaviour) as (reader, model, clock):
        with pytest.raises(AskingStopped, match="wants no more for 1 day, 0:00:00"):
            reader.ask(question())
        assert model.counts.requests == 1
        assert clock.slept == []


def test_a_server_that_wants_no_pause_but_takes_nothing_is_left_in_the_end() -> None:
    behaviour = Behaviour(faults={"rate_limited": 1.0}, retry_after=0)
    with asking(behaviour, patience=60.0) as (reader, model, _):
        assert reader.ask(question()).failure == "rate_limited"
        assert model.counts.requests < 20


def test_all_who_wait_are_told_at_once_when_asking_stops() -> None:
    behaviour = Behaviour(faults={"key_refused": 1.0}, latency=0.1)
    with (
        SimulatedModel(behaviour=behaviour) as model,
        ModelReader(
            ModelSettings("openai/simulated", model.base_url, requests_per_minute=1)
        ) as reader,
    ):

        def ask(number: int) -> int:
            with pytest.raises(AskingStopped, match="key") as stopped:
                reader.ask(another(number))
            return len(stopped.value.attempts)

        began = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            assert sum(pool.map(ask, range(20))) == 1
        assert time.monotonic() - began < 20
        assert model.counts.requests == 1


ODD = [
    b"",
    b"[]",
    b"null",
    b'"text"',
    b"{}",
    b'{"choices": {}}',
    b'{"choices": [null]}',
    b'{"choices": ["text"]}',
    b'{"choices": [{"message": "text"}]}',
    b'{"choices": [{"message": {"tool_calls": "text"}}]}',
    b'{"choices": [{"message": {"content": ["a"]}}]}',
    b'{"choices": [{"message": {"content": "\\ud800"}, "finish_reason": "stop"}]}',
    b'{"choices": [{"message": {"content": "{}"}}], "usage": "many"}',
    b'{"choices": [{"message": {"content": "{}"}}], "usage": {"prompt_tokens": "many"}}',
    b"\xff\xfe",
]


NO_ANSWER = ("not_a_completion", "no_choices", "malformed", "no_tool_call", "two_answers")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("body", ODD)
def test_whatever_comes_is_a_failure_and_no_crash(body: bytes, mode: str) -> None:
    with asking(Behaviour(body=body), mode=mode, retries=1) as (reader, model, _):
        reply = reader.ask(question())
        assert reply.failure in NO_ANSWER
        assert len(reply.attempts) == model.counts.requests == 2


def test_half_a_character_is_sent_as_none() -> None:
    with asking() as (reader, _, _):
        assert outcomes(reader.ask(question(PASSAGE.replace("规章", "规\ud800章")))) == ["ok"]


def test_every_fault_of_the_table_is_met_in_these_tests() -> None:
    met = {code for _, codes in AGAIN for code in codes} | {code for _, code, _ in GIVEN_UP}
    met |= {"timeout", "two_answers", "no_tool_call"}
    met |= {"quota_exhausted", "key_refused", "no_such_model"}
    assert met - {"ok"} == set(FAULTS)


def test_two_hundred_threads_in_a_storm_all_finish() -> None:
    behaviour = Behaviour(per_second=80, latency=0.01)
    with (
        SimulatedModel(behaviour=behaviour) as model,
        ModelReader(ModelSettings("openai/simulated", model.base_url)) as reader,
    ):
        with ThreadPoolExecutor(200) as pool:
            replies = list(pool.map(lambda n: reader.ask(another(n)), range(200)))
        attempts = [attempt for reply in replies for attempt in reply.attempts]
        assert [reply.failure for reply in replies] == [None] * 200
        assert len(attempts) == model.counts.requests == reader.spent.requests
        assert model.counts.faults["rate_limited"] > 20
        assert sum(a.input_tokens for a in attempts) == model.counts.input_tokens
        assert sum(a.output_tokens for a in attempts) == reader.spent.output_tokens


def test_no_more_at_once_than_set() -> None:
    with asking(Behaviour(latency=0.02), max_concurrency=3) as (reader, model, _):
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda n: reader.ask(another(n)), range(12)))
        assert model.counts.most_at_once == 3


# The key


def test_the_key_is_sent_and_shown_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    faults: tuple[Fault, ...] = ("bad_request", "server_error", "extra_keys", "key_refused")
    for fault in faults:
        with asking(Behaviour(faults={fault: 1.0})) as (reader, model, _):
            try:
                shown.append(repr(reader.ask(question())))
            except AskingStopped as stopped:
                shown.append(repr(stopped) + str(stopped.__cause__) + str(stopped.attempts))
            shown.append(repr(reader._settings))
            assert model.keys == {KEY}
    output = capfd.readouterr()
    for text in (*shown, caplog.text, output.out, output.err):
        assert KEY not in text
        assert "do-not-show" not in text


def test_openai_itself_is_not_asked_without_a_key() -> None:
    with pytest.raises(AskingStopped, match="OPENAI_API_KEY"):
        ask_once(ModelSettings("openai/gpt-4o"))


def test_a_provider_nobody_knows() -> None:
    with pytest.raises(AskingStopped, match="nobody/x cannot be asked"):
        ask_once(ModelSettings("nobody/x"))
    with pytest.raises(WrongUsage, match="provider/name"):
        ModelSettings("gpt-4o")


@pytest.mark.parametrize("provider", ["deepseek", "ollama", "openrouter", "together"])
def test_other_providers_go_through_the_same_ledger(provider: str) -> None:
    with SimulatedModel(behaviour=Behaviour(script=("server_error",))) as model:
        settings = ModelSettings(f"{provider}/name", model.base_url, SecretStr(KEY))
        reply = ask_once(settings)
        assert outcomes(reply) == ["server_error", "ok"]
        assert model.counts.requests == 2


@pytest.mark.parametrize(
    ("model", "base_url", "mode"),
    [
        ("openai/gpt-4o", None, "tools"),
        ("openai/qwen-max", "https://dashscope.aliyuncs.com/compatible-mode/v1", "tools"),
        ("openai/qwen3", "http://localhost:8000/v1", "json_schema"),
        ("ollama/qwen3", None, "json_schema"),
        ("anthropic/claude", None, "tools"),
        ("deepseek/deepseek-chat", "http://localhost:8000/v1", "tools"),
    ],
)
def test_the_mode_that_suits_a_server(model: str, base_url: str | None, mode: str) -> None:
    assert ModelSettings(model, base_url).mode_or_default == mode
    assert ModelSettings(model, base_url, mode="md_json").mode_or_default == "md_json"


@pytest.mark.parametrize("mode", ["tools", "json_schema"])
@pytest.mark.parametrize("strict", [True, None])
def test_strict_is_asked_for_where_it_is_known(mode: str, strict: bool | None) -> None:
    with asking(mode=mode, strict=strict) as (reader, model, _):
        reader.ask(question())
        [sent] = model.received
    found = '"strict": true' in sent
    assert found == bool(strict)


def test_neither_sdk_is_imported_before_a_question() -> None:
    program = (
        "import sys; from extraction.ask import ModelReader\n"
        "from extraction.model_settings import ModelSettings\n"
        "ModelReader(ModelSettings('openai/x', 'http://127.0.0.1:1'))\n"
        "print(sorted({'openai', 'instructor', 'genai_prices'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


# The cache


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


# The budget


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
