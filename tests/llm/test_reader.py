import json
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from evals.simulated_model import SimulatedModel
from evals.simulation.listener import Listener, Request, Response
from evals.simulation.misbehaviour import Behaviour, Misbehaviour
from extraction.llm.client import tokens_of
from extraction.llm.faults import FAULTS
from extraction.llm.model_settings import ModelSettings, Price
from extraction.llm.question import Transcription
from extraction.llm.reader import ModelReader
from extraction.values.errors import AskingStopped
from tests.support.asking import (
    COPIED,
    KEY,
    MODES,
    PASSAGE,
    another,
    ask_once,
    asking,
    cells,
    outcomes,
    question,
)


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
AGAIN: list[tuple[Misbehaviour, list[str]]] = [
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
    fault: Misbehaviour, expected: list[str], mode: str
) -> None:
    with asking(Behaviour(script=(fault,)), mode=mode) as (reader, model, _):
        reply = reader.ask(question())
        assert outcomes(reply) == expected
        assert cells(reply) == COPIED
        assert model.counts.requests == len(expected) == reader.spent.requests
        assert model.counts.input_tokens == sum(a.input_tokens for a in reply.attempts)


GIVEN_UP: list[tuple[Misbehaviour, str, int]] = [
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
    ("temperature_refused", "temperature_refused", 2),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("fault", "code", "times"), GIVEN_UP, ids=[fault for fault, _, _ in GIVEN_UP]
)
def test_faults_that_last_end_the_question_only(
    fault: Misbehaviour, code: str, times: int, mode: str
) -> None:
    with asking(Behaviour(faults={fault: 1.0}), mode=mode, retries=3) as (reader, model, _):
        reply = reader.ask(question())
        assert reply.answer is None
        assert reply.failure == code
        assert outcomes(reply) == [code] * times
        assert model.counts.requests == times == reader.spent.requests
        assert model.counts.output_tokens == sum(a.output_tokens for a in reply.attempts)


STOPPING: list[tuple[Misbehaviour, str]] = [
    ("quota_exhausted", "quota"),
    ("key_refused", "key"),
    ("forbidden", "key"),
    ("no_such_model", "base URL"),
]


@pytest.mark.parametrize(("fault", "word"), STOPPING)
def test_faults_that_stop_all_asking(fault: Misbehaviour, word: str) -> None:
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
    with asking(behaviour, timeout=0.5) as (reader, model, _):
        reply = reader.ask(question())
        assert outcomes(reply) == ["timeout"], "it is not sent again unchanged"
        assert outcomes(reader.ask(question())) == ["ok"]
        assert model.counts.requests == 2


@pytest.mark.parametrize("fault", ["drip", "slow_blanks", "hang"])
def test_a_server_that_is_never_silent_ends_at_the_deadline(fault: Misbehaviour) -> None:
    with asking(Behaviour(faults={fault: 1.0}), timeout=0.5) as (reader, _, _):
        reader._client.connect()
        began = time.monotonic()
        [attempt] = reader.ask(question()).attempts
        assert 0.4 < time.monotonic() - began < 5
        assert (attempt.outcome, attempt.estimated) == ("timeout", True)
        assert attempt.input_tokens > 0, "it was asked, and is paid for"


def test_failures_on_the_way_share_the_deadline_of_their_question() -> None:
    behaviour = Behaviour(faults={"server_error": 1.0}, latency=1.0)
    with SimulatedModel(behaviour=behaviour) as model:
        settings = ModelSettings("openai/simulated", model.base_url, timeout=1.9)
        with ModelReader(settings) as reader:
            assert outcomes(reader.ask(question())) == ["server_error", "timeout"]


def test_the_limit_of_an_answer_is_sent_and_renamed_where_it_is_called_otherwise() -> None:
    asked = question(room=1234)
    with asking(Behaviour(takes_limits=("max_completion_tokens",))) as (reader, model, _):
        assert outcomes(reader.ask(asked)) == ["limit_refused", "ok"]
        assert outcomes(reader.ask(question(room=99))) == ["ok"]
        assert '"max_tokens": 1234' in model.received[0]
        assert '"max_completion_tokens": 1234' in model.received[1]
        assert '"max_completion_tokens": 99' in model.received[2]
    with asking(Behaviour(takes_limits=(), takes_temperature=False)) as (reader, model, _):
        refused = ["limit_refused", "limit_refused", "temperature_refused", "ok"]
        assert outcomes(reader.ask(asked)) == refused
        assert outcomes(reader.ask(asked)) == ["ok"]
        assert "max_" not in model.received[-1]


def test_every_question_says_how_long_its_answer_may_be() -> None:
    from evals.synth.closing import form_named
    from extraction.ground.questions import ask_for_statements, room_for

    form = form_named("cn2021")
    rooms = [room_for(table, None) for table in form.tables]
    assert all(8_000 < room < 30_000 for room in rooms), rooms
    one_row = room_for(form.table("requests"), ["received"])
    assert one_row < room_for(form.table("requests"), None)
    assert ask_for_statements("词" * 1000).room == 11_000


def test_a_model_that_takes_no_temperature_is_asked_without_one() -> None:
    with asking(Behaviour(takes_temperature=False)) as (reader, model, _):
        assert outcomes(reader.ask(question())) == ["temperature_refused", "ok"]
        assert outcomes(reader.ask(another(1))) == ["ok"]
        assert model.counts.requests == 3 == reader.spent.requests


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


@pytest.mark.parametrize("mode", ["json_schema", "tools", "md_json"])
def test_answers_of_another_shape_stop_after_a_few_with_a_hint(mode: str) -> None:
    with asking(Behaviour(faults={"extra_keys": 1.0}), mode=mode) as (reader, model, _):
        for number in range(2):
            assert reader.ask(another(number)).failure == "malformed"
        hint = "name another model" if mode == "md_json" else "--mode md_json"
        with pytest.raises(AskingStopped, match=hint):
            reader.ask(question())
        assert model.counts.requests == 6


def test_after_an_answer_a_few_of_another_shape_stop_nothing() -> None:
    script: tuple[Misbehaviour, ...] = ("ok", *("extra_keys",) * 8)
    with asking(Behaviour(script=script)) as (reader, _, _):
        failures = [reader.ask(another(number)).failure for number in range(6)]
    assert failures == [None, *["malformed"] * 4, None]


def test_a_place_that_cannot_be_asked_is_told() -> None:
    with pytest.raises(AskingStopped, match="cannot be asked"):
        ask_once(ModelSettings("openai/x", "http://\u00ad/v1"))
    with pytest.raises(AskingStopped, match=r"cannot be asked \(.*idna"):
        ask_once(ModelSettings("openai/x", "http://ex..ample/v1"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("same", [True, False])
def test_nothing_follows_a_redirect_to_another_place(status: int, same: bool) -> None:
    seen: list[Request] = []

    async def answer(request: Request) -> Response:
        seen.append(request)
        port = listener.port if same else other.port
        return Response(status, b"", {"Location": f"http://localhost:{port}/v1/x"})

    async def never(request: Request) -> Response:
        seen.append(request)
        raise AssertionError("it was sent on")

    with Listener(answer) as listener, Listener(never) as other:
        settings = ModelSettings("openai/x", f"http://127.0.0.1:{listener.port}/v1")
        with pytest.raises(AskingStopped, match=r"sends what it is asked on to http://localhost:"):
            ask_once(settings)
    [request] = seen
    assert request.headers["accept-encoding"] == "identity", "so that its bytes can be counted"


def test_an_answer_ends_the_row_of_failures() -> None:
    nine: tuple[Misbehaviour, ...] = ("bad_request",) * 9
    with asking(Behaviour(script=(*nine, "ok", *nine))) as (reader, _, _):
        failures = [reader.ask(another(number)).failure for number in range(19)]
    assert failures == ["bad_request"] * 9 + [None] + ["bad_request"] * 9


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ["numbers", "nulls"])
def test_cells_that_come_as_numbers_or_nulls_are_text(fault: Misbehaviour, mode: str) -> None:
    with asking(Behaviour(faults={fault: 1.0}), mode=mode) as (reader, _, _):
        reply = reader.ask(question())
        assert outcomes(reply) == ["ok"]
        assert cells(reply) == COPIED


@pytest.mark.parametrize("fault", ["prose", "think", "fences"])
def test_words_round_the_answer(fault: Misbehaviour) -> None:
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
        assert (attempt.outcome, attempt.estimated) == ("ok", True)
        assert attempt.input_tokens > 100
        assert attempt.output_tokens > 10
        assert reader.spent.estimated


USAGES = [
    {"prompt_tokens": 5},
    {"prompt_tokens": -5, "completion_tokens": 7},
    {"prompt_tokens": 0, "completion_tokens": 0},
    {"prompt_tokens": float("inf"), "completion_tokens": float("nan")},
    {"prompt_tokens": [], "completion_tokens": {}, "prompt_tokens_details": "none"},
    {"prompt_tokens": True, "completion_tokens": "9", "total_tokens": "x"},
    {"prompt_tokens": 5, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 99}},
    [],
    "many",
]


@pytest.mark.parametrize("usage", USAGES, ids=str)
def test_no_way_of_counting_tokens_costs_an_answer(usage: object) -> None:
    answer = '{"heads": [], "rows": [{"label": "规章", "cells": ["1"]}]}'
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": answer}}
    body = json.dumps({"choices": [choice], "usage": usage}).encode()
    price = Price(Decimal(1), Decimal(2))
    with asking(Behaviour(body=body), mode="json_schema", price=price) as (reader, _, _):
        [attempt] = reader.ask(question()).attempts
    assert attempt.outcome == "ok"
    assert attempt.input_tokens > 0
    assert attempt.output_tokens > 0
    assert attempt.cost is not None
    assert attempt.cost > 0


@pytest.mark.parametrize("mode", MODES)
def test_the_documents_text_is_no_template(mode: str) -> None:
    text = PASSAGE.replace("规章", "{{ 7 * 7 }}{% raw")
    with asking(mode=mode) as (reader, _, _):
        reply = reader.ask(question(text))
        assert reply.answer is not None
        assert reply.answer.rows[0].label == "{{ 7 * 7 }}{% raw"


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_goes_along_behind_the_words_and_is_part_of_what_is_kept(
    mode: str, tmp_path: Path
) -> None:
    picture = b"\x89PNG of a page"
    sent = f"data:image/png;base64,{b64encode(picture).decode()}"
    with asking(mode=mode, cache=tmp_path / "answers.sqlite") as (reader, model, _):
        for asked in (picture, picture, b"another"):
            reply = reader.ask(question(picture=asked))
            assert cells(reply) == COPIED
        first, second = (json.loads(said)["messages"] for said in model.received)
    [user] = [m["content"] for m in first if m["role"] == "user"]
    assert [part["type"] for part in user][:2] == ["text", "image_url"]
    assert user[1]["image_url"]["url"] == sent
    assert json.dumps(second).count("base64") == 1
    assert tokens_of(question(picture=picture)) > tokens_of(question()) + 500


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
    met |= {"timeout", "two_answers", "no_tool_call", "limit_refused"}
    met |= {"quota_exhausted", "key_refused", "no_such_model"}
    met |= {"too_long", "redirected", "tls", "bad_address"}  # below, and in tests/llm/test_wire.py
    assert met - {"ok"} == set(FAULTS)


def test_two_hundred_threads_in_a_storm_all_finish() -> None:
    behaviour = Behaviour(script=("rate_limited",) * 100, per_second=200)
    with (
        SimulatedModel(behaviour=behaviour) as model,
        ModelReader(ModelSettings("openai/simulated", model.base_url)) as reader,
    ):
        with ThreadPoolExecutor(200) as pool:
            replies = list(pool.map(lambda n: reader.ask(another(n)), range(200)))
        attempts = [attempt for reply in replies for attempt in reply.attempts]
        assert [reply.failure for reply in replies] == [None] * 200
        assert len(attempts) == model.counts.requests == reader.spent.requests
        assert model.counts.faults["rate_limited"] >= 100
        assert sum(a.input_tokens for a in attempts) == model.counts.input_tokens
        assert sum(a.output_tokens for a in attempts) == reader.spent.output_tokens


def test_no_more_at_once_than_set() -> None:
    with asking(Behaviour(latency=0.02), max_concurrency=3) as (reader, model, _):
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda n: reader.ask(another(n)), range(12)))
        assert model.counts.most_at_once == 3
