import logging
import subprocess
import sys

import pytest
from pydantic import SecretStr

from evals.simulated_model import SimulatedModel
from evals.simulation.misbehaviour import Behaviour, Misbehaviour
from extraction.llm.client import make_instructor
from extraction.llm.model_settings import ModelSettings
from extraction.llm.reader import ModelReader
from extraction.values.errors import AskingStopped, WrongUsage
from tests.support.asking import KEY, ask_many, ask_once, asking, outcomes, question


def test_the_key_is_sent_and_shown_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    faults: tuple[Misbehaviour, ...] = ("bad_request", "server_error", "extra_keys", "key_refused")
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


def test_the_key_for_openai_goes_to_no_other_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://localhost:8000/v1"}
    for name, value in (environment | {"DEEPSEEK_API_KEY": "sk-of-theirs"}).items():
        monkeypatch.setenv(name, value)
    ours = ModelSettings("openai/name").reached_by(environment)
    theirs = ours.for_model("deepseek/deepseek-chat").reached_by(environment)
    sdk = make_instructor(theirs).client
    assert sdk is not None
    assert sdk.api_key == "sk-of-theirs"
    assert sdk.base_url.host == "api.deepseek.com"
    back = theirs.for_model("openai/larger").reached_by(environment)
    assert (back.base_url, back.api_key) == (ours.base_url, SecretStr(KEY))


def test_a_key_that_the_sdk_found_is_shown_no_more_than_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", KEY)
    with SimulatedModel(behaviour=Behaviour(faults={"bad_request": 1.0})) as model:
        settings = ModelSettings("deepseek/name", model.base_url)
        with ModelReader(settings) as reader, pytest.raises(AskingStopped) as stopped:
            ask_many(reader, 10)
    assert model.keys == {KEY}
    assert "sent with [key]" in str(stopped.value)


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
        "import sys; from extraction.llm.reader import ModelReader\n"
        "from extraction.llm.model_settings import ModelSettings\n"
        "ModelReader(ModelSettings('openai/x', 'http://127.0.0.1:1'))\n"
        "print(sorted({'openai', 'instructor', 'genai_prices'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
