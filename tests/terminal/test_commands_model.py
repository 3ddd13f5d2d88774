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

from evals.score import find_form_cells
from evals.simulated_model import SimulatedModel, simulate
from evals.simulation.known import KnownReport
from evals.simulation.misbehaviour import Behaviour
from evals.synth import Label, generate_report
from evals.synth.labelled import LabelState
from extraction.pipeline import extract_document
from tests.conftest import EXAMPLES
from tests.support.places import HOME, sends_signals
from tests.support.scored import document_from, settings
from tests.terminal.test_commands import GOUJI, gouji, records

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
        key: Label(cast(LabelState, cell.state), cell.value, cell.raw)
        for key, cell in find_form_cells(record).items()
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
        (("--vision",), "--vision"),  # needs a model, and before that what reads scans
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


LEDGER = re.compile(r"them: ([\d,]+) requests? .*, ([\d,]+) tokens in, ([\d,]+) out")


def ledger_of(said: str) -> tuple[int, int, int]:
    """Requests, tokens in and tokens out, of the last line."""
    match = LEDGER.search(said.splitlines()[-1])
    assert match is not None, said
    requests, sent, answered = (int(number.replace(",", "")) for number in match.groups())
    return requests, sent, answered


def counted_by(model: SimulatedModel) -> tuple[int, int, int]:
    return model.counts.requests, model.counts.input_tokens, model.counts.output_tokens


def run_and_stop(model: SimulatedModel, signal_number: int, *args: str) -> tuple[int, str]:
    """Run gouji, and stop it by a signal once something was asked; return its code and words."""
    process = subprocess.Popen(
        [*GOUJI, "extract", *args, "--model", "openai/some", "--base-url", model.base_url],
        cwd=HOME,
        env={**os.environ, "OPENAI_API_KEY": KEY},
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not model.counts.requests and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal_number)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@sends_signals
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_ledger_is_the_servers_own_after_a_signal(
    number: int, folder: Path, tmp_path: Path
) -> None:
    with SimulatedModel(known(), Behaviour(latency=0.2)) as model:
        flags = ("-o", str(tmp_path / "out.jsonl"), "--no-cache", "-j", "4")
        code, said = run_and_stop(model, number, str(folder), *flags)
        assert code == 128 + number
        assert "Stopped after" in said
        assert ledger_of(said) == counted_by(model)
        assert 1 <= model.counts.requests < COUNT


@sends_signals
def test_what_is_still_under_way_after_a_signal_is_in_the_ledger(
    folder: Path, tmp_path: Path
) -> None:
    with SimulatedModel(known(), Behaviour(latency=30)) as model:
        flags = ("-o", str(tmp_path / "out.jsonl"), "--no-cache", "-j", "1")
        code, said = run_and_stop(model, signal.SIGTERM, str(folder), *flags)
        assert code == 143
        requests, sent, answered = ledger_of(said)
        assert (requests, answered) == (model.counts.requests, 0)
        assert sent > 500
        assert "(1 still under way)" in said
        assert "partly estimated" in said


def test_the_ledger_is_the_servers_own_after_a_budget_is_spent(
    folder: Path, tmp_path: Path
) -> None:
    with SimulatedModel(known(), Behaviour(latency=0.1)) as model:
        flags = ("-o", tmp_path / "out.jsonl", "--no-cache", "-j", 8)
        price = ("--price", "1000/2000", "--budget", "5")
        _, said, code = ask(model, folder, *flags, *price)
        assert code == 1
        assert "The budget of $5 is spent" in said
        assert ledger_of(said) == counted_by(model)
        requests, sent, answered = counted_by(model)
        cost = (sent * 1000 + answered * 2000) / 1_000_000
        assert said.rstrip().endswith(f"${cost:.4f}.")
        assert 5 <= cost < 5 + 9 * cost / requests, "no more than what was under way"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_the_ledger_is_the_last_line_where_results_cannot_be_written(
    model: SimulatedModel, folder: Path
) -> None:
    flags = (
        "--no-cache",
        "-o",
        "/dev/full",
        "--model",
        "openai/some",
        "--base-url",
        model.base_url,
    )
    done = subprocess.run(
        [*GOUJI, "extract", str(one_of(folder)), *flags],
        cwd=HOME,
        env={**os.environ, "OPENAI_API_KEY": KEY},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert ledger_of(done.stderr) == counted_by(model)


def test_two_runs_with_one_cache_ask_a_question_once(folder: Path, tmp_path: Path) -> None:
    few = sorted(folder.iterdir())[:8]
    with SimulatedModel(known(), Behaviour(latency=0.2)) as model:
        command = [*GOUJI, "extract", *map(str, few), "--model", "openai/some", "--base-url"]
        command += [model.base_url, "--cache", str(tmp_path / "a.db"), "-j", "4", "-o"]
        runs = [
            subprocess.Popen(
                [*command, str(tmp_path / f"{number}.jsonl")],
                cwd=HOME,
                env={**os.environ, "OPENAI_API_KEY": KEY},
                stderr=subprocess.DEVNULL,
            )
            for number in range(2)
        ]
        assert [run.wait(timeout=120) for run in runs] == [0, 0]
        assert model.counts.requests == len(few)
    made = [records(tmp_path / f"{number}.jsonl") for number in range(2)]
    assert [record["status"] for run in made for record in run] == ["verified"] * 2 * len(few)


def one_of(folder: Path) -> Path:
    return sorted(folder.iterdir())[0]


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_questions_that_were_not_answered_are_asked_again(
    form: str, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / {"jsonl": "out.jsonl", "csv": "out.csv", "json": "out"}[form]
    how = (one_of(folder), "-o", out, "--format", form, "--no-cache")
    script = Behaviour(script=("bad_request",) * 2)
    with SimulatedModel(known(), script) as model:
        _, said, code = ask(model, *how)
        assert code == 1
        assert "1 needs_review" in said
        assert "Not one question was answered" in said
        _, said, code = ask(model, *how)
        assert (code, model.counts.requests) == (0, 3)
        assert "1 verified" in said
        _, said, code = ask(model, *how)
        assert (code, model.counts.requests) == (0, 3), "it is answered now"
        assert "1 file kept from before" in said


def test_another_address_mode_prompt_or_model_asks_anew(folder: Path, tmp_path: Path) -> None:
    with SimulatedModel(known()) as model, SimulatedModel(known()) as other:
        how = (one_of(folder), "-o", tmp_path / "out.jsonl", "--no-cache")

        def requests_of(served: SimulatedModel, *flags: str | Path) -> int:
            before = model.counts.requests + other.counts.requests
            ask(served, *how, *flags)
            return model.counts.requests + other.counts.requests - before

        assert [requests_of(model), requests_of(model)] == [1, 0]
        assert [requests_of(other), requests_of(other)] == [1, 0]
        in_words = ("--mode", "md_json")
        assert [requests_of(other, *in_words), requests_of(other, *in_words)] == [1, 0]
        larger = (*in_words, "--fallback-model", "openai/larger")
        assert [requests_of(other, *larger), requests_of(other, *larger)] == [1, 0]
        words = tmp_path / "words"
        words.mkdir()
        (words / "place.md").write_text("<!-- version 9: ours -->\nPlace what is printed.\n")
        own = (*larger, "--prompts", words)
        assert [requests_of(other, *own), requests_of(other, *own)] == [1, 0]


def test_a_record_says_who_has_read_it_by_what_happened(tmp_path: Path) -> None:
    how = (EXAMPLES / "1-lines.txt", "--facts", "model", "--no-cache", "-o", tmp_path / "o.jsonl")
    with SimulatedModel(known(), Behaviour(script=("refusal",))) as model:
        _, _, code = ask(model, *how)
        [record] = records(tmp_path / "o.jsonl")
        assert code == 1
        assert record["versions"]["reader"] == (  # type: ignore[index]
            "auto openai/some, 2 rounds; 1 question not answered"
        )
        ask(model, *how)
        [record] = records(tmp_path / "o.jsonl")
        assert record["versions"]["reader"] == "auto openai/some, 2 rounds, facts by model"  # type: ignore[index]
        ask(model, *how)
        assert model.counts.requests == 2


def test_somebody_who_waits_long_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.batch.asking.LONG", 0.2)
    monkeypatch.setattr("extraction.batch.asking._LOOK", 0.05)
    with SimulatedModel(known(), Behaviour(latency=1.0)) as model:
        _, said, code = ask(model, one_of(folder), "--no-cache")
        assert code == 0
        waits = [line for line in said.splitlines() if "has not answered for" in line]
        assert len(waits) == 1, "once a minute"
        assert "(1 under way); it is given 120 (--timeout)." in waits[0]
        _, said, _ = ask(model, one_of(folder), "--no-cache", "--quiet")
        assert said == ""


def test_answers_of_another_shape_stop_a_run_with_what_to_try(folder: Path) -> None:
    with SimulatedModel(known(), Behaviour(faults={"think": 1.0})) as model:
        _, said, code = ask(model, folder, "--no-cache", "-j", 1)
        assert code == 1
        assert "some answers in another shape than it is asked for" in said
        assert "try --mode md_json, for a model that thinks aloud" in said
        assert model.counts.requests == 6
        assert ledger_of(said) == counted_by(model)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--base-url", "localhost:8000/v1"), "is no base URL: write it whole"),
        (("--base-url", "ftp://localhost/v1"), "is no base URL: write it whole"),
        (("--base-url", "http://localhost:80800/v1"), "is no base URL: write it whole"),
        (("--timeout", "inf"), "is no time to wait"),
        (("--price", "cheap"), "is no price: write dollars"),
        (("--price", "1"), "is no price: write dollars"),
    ],
)
def test_flags_of_the_wire_that_cannot_be(flags: tuple[str, ...], says: str) -> None:
    done = gouji("extract", EXAMPLES, "--model", "openai/x", *flags)
    assert done.exit_code == 2
    assert says in done.stderr


def test_an_address_of_the_environment_is_held_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:8000/v1")
    done = gouji("extract", EXAMPLES, "--model", "openai/x")
    assert done.exit_code == 2
    assert "is no base URL" in done.stderr


@sends_signals
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
