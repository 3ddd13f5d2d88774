"""gouji asked, cache, probe and --dry-run, against the simulated server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.simulated_model import SimulatedModel, simulate
from evals.simulation.misbehaviour import Behaviour
from tests.conftest import EXAMPLES
from tests.terminal.test_commands import gouji
from tests.terminal.test_commands_model import key_and_home, known, texts

__all__ = ["key_and_home"]  # a fixture that is used by every test here


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(texts()[0], "utf-8")
    return file


@pytest.fixture
def model() -> Iterator[SimulatedModel]:
    with SimulatedModel(known()) as served:
        yield served


def test_asked_shows_question_answer_and_what_was_taken(
    model: SimulatedModel, report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    named = ("--model", "openai/some", "--base-url", model.base_url, "--no-cache")
    done = gouji("extract", report, "-o", out, *named)
    assert "settled by the model." in done.stderr
    shown = gouji("asked", out).stdout
    [question] = json.loads(out.read_text("utf-8").splitlines()[0])["usage"]["questions"]
    assert "proactive_disclosure (centralized_procurement); place 1" in shown
    assert question["answer"] in shown
    assert f"taken: {question['taken']} cells" in shown
    assert question["taken"] == 2
    start, end = question["span"]
    assert "集中采购" in report.read_text("utf-8")[start:end]


def test_asked_says_why_an_answer_was_not_taken(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    lies = Behaviour(slips={"zeros_invented": 1.0, "row_dropped": 1.0}, sticking=True)
    with SimulatedModel(known(), lies) as model:
        named = ("--model", "openai/some", "--base-url", model.base_url, "--no-cache")
        gouji("extract", report, "-o", out, *named)
    shown = gouji("asked", out).stdout
    assert "taken: 0 cells" in shown
    assert "not taken: it holds no row that was asked for" in shown
    assert "未采用" in gouji("asked", out, "--lang", "zh").stdout


def test_asked_says_that_nobody_was(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", EXAMPLES / "1-lines.txt", "-o", out)
    assert "No model was asked" in gouji("asked", out).stderr


def test_a_dry_run_counts_and_sends_nothing(
    model: SimulatedModel, report: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "answers.sqlite"
    named = ("--model", "openai/some", "--base-url", model.base_url, "--cache", cache)
    before = gouji("extract", report, *named, "--dry-run", "--price", "1/2").stdout
    assert "1 questions to send, 0 answered from the cache" in before
    assert "about $0." in before
    assert model.counts.requests == 0
    assert not cache.exists()
    gouji("extract", report, *named)
    after = gouji("extract", report, *named, "--dry-run").stdout
    assert "0 questions to send, 1 answered from the cache" in after
    assert model.counts.requests == 1


def test_a_dry_run_needs_a_model(report: Path) -> None:
    done = gouji("extract", report, "--dry-run")
    assert done.exit_code == 2
    assert "add --model" in done.stderr


def test_the_cache_is_measured_and_cleared(
    model: SimulatedModel, report: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "answers.sqlite"
    assert "0 answers, 0 bytes" in gouji("cache", "--cache", cache).stdout
    named = ("--model", "openai/some", "--base-url", model.base_url, "--cache", cache)
    gouji("extract", report, *named)
    shown = gouji("cache", "--cache", cache, "--clear").stdout
    assert str(cache) in shown
    assert "1 answers" in shown
    assert "0 answers" in gouji("cache", "--cache", cache).stdout


def test_a_probe_finds_the_modes_that_a_server_answers_in() -> None:
    with simulate() as model:
        done = gouji("probe", "--model", "openai/some", "--base-url", model.base_url)
        assert (done.exit_code, model.counts.requests) == (0, 4)
        assert "take: --mode json_schema" in done.stdout
    with simulate(behaviour=Behaviour(faults={"think": 1.0})) as model:
        done = gouji("probe", "--model", "openai/some", "--base-url", model.base_url)
        assert "take: --mode md_json" in done.stdout
    with simulate(behaviour=Behaviour(faults={"key_refused": 1.0})) as model:
        done = gouji("probe", "--model", "openai/some", "--base-url", model.base_url)
        assert done.exit_code == 1
        assert "answers in no mode" in done.stderr


def test_a_doctor_probes_a_model_that_is_named_and_tells_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with simulate() as model:
        (tmp_path / "gouji.toml").write_text(f'base_url = "{model.base_url}"\n', "utf-8")
        alone = gouji("doctor", "--lang", "en")
        assert (alone.exit_code, model.counts.requests) == (0, 0)
        assert f"From gouji.toml: base_url = {model.base_url}" in alone.stdout
        done = gouji("doctor", "--model", "openai/some", "--lang", "en")
        assert (done.exit_code, model.counts.requests) == (0, 4)
        assert f"Model server {model.base_url}: it answers; models listed: 1" in done.stdout
        assert "json_schema, strict  ok" in done.stdout
        assert "take: --mode json_schema" in done.stdout
        strict = ['"strict": true' in said for said in model.received]
        assert strict == [True, False, False, False]


def test_a_model_that_is_not_needed_is_said_to_be(model: SimulatedModel) -> None:
    named = ("--model", "openai/some", "--base-url", model.base_url, "--no-cache")
    done = gouji("extract", EXAMPLES / "1-lines.txt", *named)
    assert "The model was not needed" in done.stderr
    assert model.counts.requests == 0
