"""gouji extract with a model, from flags and environment to the last line on stderr."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from evals.score import cells_of
from evals.simulated_model import SimulatedModel, simulate
from evals.simulation.known import KnownReport
from evals.simulation.settings import Behaviour
from evals.synth import Label, generate_report
from evals.synth.labelled import State
from extraction.pipeline import extract_document
from tests.conftest import EXAMPLES
from tests.scored import document_from, settings
from tests.test_cli import GOUJI, HOME, gouji, records

KEY = "sk-secret-0123456789"
COUNT = 30


@pytest.fixture(autouse=True)
def key_and_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def texts() -> list[str]:
    """Reports with a row that rules cannot name, each with another name in it."""
    text = (EXAMPLES / "3-form-2019.txt").read_text("utf-8")
    names = (f"某{chr(0x6C5F + number)}网官网集中采购" for number in range(COUNT))
    return [text.replace("政府集中采购", name) for name in names]


def known() -> Iterator[KnownReport]:
    """The same reports with what is true of them, read where nothing is damaged."""
    whole = (EXAMPLES / "3-form-2019.txt").read_text("utf-8")
    [record] = extract_document(document_from(whole), settings())
    cells = {
        key: Label(cast(State, cell.state), cell.value, cell.raw)
        for key, cell in cells_of(record).items()
    }
    for number, text in enumerate(texts()):
        yield KnownReport(str(number), "cn2019", text, cells)


@pytest.fixture
def model() -> Iterator[SimulatedModel]:
    with SimulatedModel(known()) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "报告 一"
    reports.mkdir()
    for number, text in enumerate(texts()):
        (reports / f"{number:02}.txt").write_text(text, "utf-8")
    return reports


def ask(model: SimulatedModel, *args: object) -> tuple[str, str, int]:
    done = gouji("extract", *args, "--model", "openai/some", "--base-url", model.base_url)
    return done.stdout, done.stderr, done.exit_code


def test_what_stays_open_is_asked_and_told(model: SimulatedModel, folder: Path) -> None:
    stdout, stderr, code = ask(model, folder, "--no-cache")
    made = records(stdout)
    assert code == 0
    assert {record["status"] for record in made} == {"verified"}
    assert {json.dumps(record["versions"]["reader"]) for record in made} == {  # type: ignore[index]
        '"auto openai/some, 2 rounds"'
    }
    assert sum(record["usage"]["requests"] for record in made) == model.counts.requests == COUNT  # type: ignore[index]
    assert f"Asked a model about {COUNT} of them: {COUNT} requests ({COUNT} ok)" in stderr


def test_nobody_is_asked_offline_or_where_nothing_is_open(model: SimulatedModel) -> None:
    _, stderr, code = ask(model, EXAMPLES / "1-lines.txt")
    assert (code, "Asked" in stderr) == (0, False)
    ask(model, EXAMPLES, "--reader", "offline")
    assert model.counts.requests == 0


def test_answers_are_kept_and_not_asked_for_again(
    model: SimulatedModel, folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "deep" / "answers.sqlite"
    first, _, _ = ask(model, folder, "--cache", cache)
    again, stderr, _ = ask(model, folder, "--cache", cache)
    assert model.counts.requests == COUNT
    assert f"0 requests ({COUNT} cached)" in stderr
    without = [{k: v for k, v in r.items() if k != "usage"} for r in records(first)]
    assert without == [{k: v for k, v in r.items() if k != "usage"} for r in records(again)]


def test_the_key_is_nowhere(model: SimulatedModel, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    stdout, stderr, _ = ask(model, folder, "-o", out)
    refused = gouji("extract", folder, "--model", "openai/x", "--base-url", "http://127.0.0.1:9/v1")
    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    said = stdout + stderr + refused.stdout + refused.stderr
    assert KEY not in said
    assert KEY.encode() not in written
    assert model.received


def test_a_refused_key_ends_the_run_with_what_to_do(folder: Path) -> None:
    with simulate(behaviour=Behaviour(faults={"key_refused": 1.0})) as model:
        stdout, stderr, code = ask(model, folder, "--no-cache")
    assert (code, stdout) == (1, "")
    assert "refuses the key: check that it is right" in stderr
    assert "Stopped after 0 of 30 files" in stderr
    assert KEY not in stderr


def test_a_budget_in_tokens_stops_cleanly_and_the_run_goes_on_later(
    model: SimulatedModel, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    _, stderr, code = ask(model, folder, "-o", out, "-j", 2, "--budget", "15000t")
    done = len(records(out))
    assert code == 1
    assert 0 < done < COUNT
    assert "The budget of 15,000 tokens is spent" in stderr
    assert f"Stopped after {done} of {COUNT} files; they are in" in stderr
    _, stderr, code = ask(model, folder, "-o", out)
    assert (code, len(records(out))) == (0, COUNT)
    assert f"{done} files kept from before" in stderr
    assert model.counts.requests == COUNT, "what was under way is kept too"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--reader", "model"), "--reader model needs a model: add --model openai/NAME."),
        (("--facts", "model"), "--facts model needs a model"),
        (("--facts", "model", "--reader", "offline"), "leave one out"),
        (("--model", "gpt"), "names no model: write provider/name"),
        (("--model", "openai/x", "--budget", "lots"), "is no budget"),
    ],
)
def test_wrong_usage_says_what_is_right(args: tuple[str, ...], says: str) -> None:
    done = gouji("extract", EXAMPLES, *args)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_server_that_is_not_there_leaves_the_reports_to_a_person(folder: Path) -> None:
    few = sorted(folder.iterdir())[:2]
    done = gouji(
        *("extract", *few, "--model", "openai/x", "--base-url", "http://127.0.0.1:9/v1"),
        "--no-cache",
    )
    made = records(done.stdout)
    assert [record["status"] for record in made] in ([], ["needs_review"] * 2)
    assert "unreachable" in done.stderr or "127.0.0.1" in done.stderr


def test_200_reports_at_once_through_a_storm_of_refusals(tmp_path: Path) -> None:
    reports = [generate_report(880_000 + number) for number in range(200)]
    for number, report in enumerate(reports):
        (tmp_path / f"{number:03}{report.ending}").write_text(report.text, "utf-8")
    storm = Behaviour(faults={"rate_limited": 0.3}, retry_after=0.05)
    with simulate(reports, storm) as model:
        how = ("--reader", "model", "--rounds", 1, "-j", 200, "--no-cache", "-o")
        _, stderr, code = ask(model, tmp_path, *how, tmp_path / "out.jsonl")
        made = records(tmp_path / "out.jsonl")
        assert (code, len(made)) == (0, 200)
        sent = sum(record["usage"]["requests"] for record in made)  # type: ignore[index]
        assert sent == model.counts.requests
        told = re.search(r"([\d,]+) requests", stderr)
        assert told is not None
        assert int(told[1].replace(",", "")) == sent


def test_ctrl_c_does_not_wait_for_a_slow_model(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with simulate(behaviour=Behaviour(latency=20)) as model:
        flags = ["--model", "openai/some", "--base-url", model.base_url, "-o", str(out)]
        process = subprocess.Popen(
            [*GOUJI, "extract", str(folder), str(EXAMPLES / "1-lines.txt"), *flags],
            cwd=HOME,
            env={**os.environ, "OPENAI_API_KEY": KEY},
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 60
        while not model.counts.requests and time.monotonic() < until:
            time.sleep(0.1)
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=15)
        assert time.monotonic() - pressed < 10
    assert process.returncode == 130
    assert "Stopped after 0 of 31 files; they are in" in said
    assert "Traceback" not in said
