"""Evals that cannot mislead: errors are no scores, luck is no verdict, gates can fail."""

import json
import re
import time
from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from threading import Condition
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

import cli
from evals.compare import MetricDifference, compare_runs, correct_for_many
from evals.data import SCHEMAS, run_to_data
from evals.header import Header, ModelLine, Run
from evals.intervals import interval_of_difference, interval_of_ratio, probability_of_swaps
from evals.metrics import METRICS, NAMES, measure_all
from evals.model_gain import measure_agreement, measure_gain
from evals.report_outcome import Offline, Score
from evals.runfile import open_run, read_run
from evals.simulated_model import SimulatedModel, simulate
from evals.simulation.misbehaviour import Behaviour
from evals.synth import generate_reports
from evals.thresholds import answer_all, parse_demand
from evals.watch import find_unanswered
from extraction.export.loading import read_written
from extraction.llm.clock import WallClock
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.values.errors import NotMeasured, WrongUsage
from extraction.values.record import Attempt, Usage
from tests.conftest import EXAMPLES

GOLD = EXAMPLES.parent / "gold"
REPORTS, SEED = 6, 5
FASTER = 200  # seconds of waiting that pass in one


def gouji_eval(*args: object) -> Result:
    return CliRunner().invoke(cli.app, ["eval", *(str(a) for a in args)], catch_exceptions=False)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody")
    monkeypatch.setattr(WallClock, "now", lambda _: time.monotonic() * FASTER)
    monkeypatch.setattr(WallClock, "wait", wait)


def wait(_: WallClock, condition: Condition, seconds: float | None) -> None:
    condition.wait(None if seconds is None else seconds / FASTER)


def model(behaviour: Behaviour | None = None, port: int = 0) -> SimulatedModel:
    return simulate(generate_reports(REPORTS, SEED), behaviour, port)


def ask(base_url: str, *more: object) -> Result:
    made_up = ("run", "--synth", REPORTS, "--seed", SEED, "--reader", "model")
    return gouji_eval(*made_up, "--model", "openai/x", "--base-url", base_url, "-j", 4, *more)


def score(name: str = "x", **found: object) -> Score:
    return Score.model_validate({"name": name, "labels": "same", **found})


def run_of(scores: Sequence[Score], **header: object) -> Run:
    begins = {"gouji": "0", "code": "0", "variant": "gouji", "cases": "", "digest": ""}
    return Run(Header.model_validate(begins | header), tuple(scores))


# Errors are no scores.


def test_nothing_that_listens_is_no_measurement(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    done = ask("http://127.0.0.1:9/v1", "-o", out, "--require", "right>=0")
    assert done.exit_code == 3
    told = re.search(rf"NOT MEASURED: (\d) of {REPORTS} reports have no result", done.stdout)
    assert told is not None, done.stdout
    assert int(told[1]) >= REPORTS // 2  # about some nothing is to be asked
    assert "whole reports right" not in done.stdout
    assert "right is unknown here" in done.stderr
    assert "cannot be reached" in done.stdout


def test_a_server_of_errors_gives_no_figure_and_is_asked_again(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    with model(Behaviour(faults={"server_error": 1.0})) as broken:
        port = int(broken.base_url.split(":")[2].partition("/")[0])
        done = ask(broken.base_url, "-o", out, "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 3
    assert told["missing"] + len(told["unanswered"]) >= REPORTS // 2
    assert told["stopped"] if told["missing"] else not told["stopped"]
    assert set(told["metrics"].values()) == {None}
    lost = read_run(out).errors
    with model(port=port) as well:
        again = ask(well.base_url, "-o", out)
        assert again.exit_code == 0, again.stdout
        kept = REPORTS - lost
        assert (f"{kept} documents kept from before" in again.stderr) is (kept > 0)
        assert well.counts.requests >= lost
    assert not read_run(out).errors
    names = [s.name for s in read_run(out).scores]
    assert names == [f"{r.name}{r.ending}" for r in generate_reports(REPORTS, SEED)]


def test_lost_answers_are_counted_apart_and_may_be_allowed(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    with model(Behaviour(faults={"server_error": 0.75})) as half:
        done = ask(half.base_url, "-o", out, "--allow-errors", REPORTS)
    run = read_run(out)
    assert 0 < len(run.unanswered) < REPORTS
    assert done.exit_code == 0
    assert f"NOT MEASURED: {len(run.unanswered)} of {REPORTS}" in done.stdout
    assert f"over the other {len(run.measured)}, which are no fair sample" in done.stdout
    with pytest.raises(NotMeasured, match="no measurement"):
        compare_runs(run, run)
    assert compare_runs(run, run, partial=True).documents == len(run.measured)


def test_a_refusal_is_the_model_s_own_and_counts() -> None:
    with model(Behaviour(faults={"refusal": 1.0})) as refusing:
        done = ask(refusing.base_url)
    assert done.exit_code == 0
    assert "NOT MEASURED" not in done.stdout


def test_the_header_says_whom_and_how(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    with model() as well:
        url = well.base_url
        ask(url, "-o", out, "--rounds", 1, "--budget", "900000t", "--mode", "tools")
    header = read_run(out).header
    assert header.model is not None
    assert header.model.model_dump(include={"base_url", "mode", "rounds", "budget"}) == {
        "base_url": url,
        "mode": "tools",
        "rounds": 1,
        "budget": "900000t",
    }
    assert header.model.prompts.keys() == {"place", "transcribe", "facts"}
    assert header.documents == REPORTS
    assert header.began is not None
    richer = header.model.model_copy(update={"budget": "9"})
    other = header.model.model_copy(update={"mode": "md_json"})
    with open_run(out, header.model_copy(update={"model": richer}), fresh=False) as into:
        assert into.kept == REPORTS
    with (
        pytest.raises(NotMeasured, match="asked its model in another way"),
        open_run(out, header.model_copy(update={"model": other}), fresh=False),
    ):
        pass


def test_a_price_makes_the_cost_known() -> None:
    with model() as well:
        unknown = ask(well.base_url, "--format", "json", "--require", "cost<=9")
        known = ask(well.base_url, "--format", "json", "--require", "cost<=9", "--price", "1/2")
    assert (unknown.exit_code, json.loads(unknown.stdout)["metrics"]["cost"]) == (3, None)
    assert known.exit_code == 0
    assert json.loads(known.stdout)["metrics"]["cost"] > 0


def attempts(*outcomes: str) -> tuple[str, ...]:
    made = [Attempt(model="m", prompt="p", outcome=each) for each in outcomes]
    [record] = extract_file(EXAMPLES / "1-lines.txt", default_settings())
    return find_unanswered(record.model_copy(update={"usage": Usage.of(made)}))


def test_written_records_show_what_was_not_answered() -> None:
    failed = ("server_error",) * 4
    assert attempts("ok", "server_error", "ok", "cached", "refusal") == ()
    assert attempts(*failed, "ok") == ("server_error",)
    assert attempts("ok", "unreachable") == ("unreachable",)
    assert attempts("bad_request", "ok") == ("bad_request",)


# Verdicts.


def test_an_interval_of_a_ratio_is_never_a_point() -> None:
    for size in (1, 2, 6, 12, 300):
        for hits in (0, 200):
            interval = interval_of_ratio([hits] * size, [200] * size)
            assert interval is not None
            assert interval.high - interval.low > 1 / size / 2
            assert interval.low <= hits / 200 <= interval.high
    assert interval_of_ratio([0, 0], [0, 0]) is None


def test_an_interval_holds_where_few_documents_are_spoilt() -> None:
    """Resampling twelve documents, most of them whole, would often miss the truth."""
    rng, held, truth = Random(3), 0, 1 - 0.05 * 0.5
    for _ in range(200):
        hits = [200 if rng.random() > 0.05 else rng.randrange(201) for _ in range(12)]
        interval = interval_of_ratio(hits, [200] * 12)
        assert interval is not None
        held += interval.low <= truth <= interval.high
    assert held >= 0.94 * 200


def test_the_interval_of_a_rise_holds_the_rise() -> None:
    found = interval_of_difference([0] * 100, [50] * 100, [200] * 100)
    assert found is not None
    assert 0.0 < found.low < 0.25 < found.high < 0.5


@pytest.mark.parametrize("size", [1, 6, 12])
def test_the_permutation_is_exact_where_it_can_be(size: int) -> None:
    before, after = ([0.0] * size, [1.0] * size), ([1.0] * size, [1.0] * size)
    assert probability_of_swaps(before, after) == pytest.approx(min(1.0, 2 / 2**size))


@cache
def apart() -> tuple[list[Score], list[Score]]:
    """Two runs of which each has a few right that the other has not, and the cells to it."""
    rng = Random(8)
    sides: tuple[list[Score], list[Score]] = ([], [])
    for index in range(60):
        for side in sides:
            right = rng.random() < 0.7
            cells = {"cells": 200, "cells_right": 200 if right else rng.randrange(150, 200)}
            side.append(score(f"{index}", right=right, flawless=right, **cells))
    return sides


def test_runs_swapped_by_a_coin_are_seldom_called_unequal() -> None:
    rng, called, rounds = Random(4), 0, 120
    for _ in range(rounds):
        pairs = rng.sample(list(zip(*apart(), strict=True)), 20)
        coined = [(b, a) if rng.random() < 0.5 else (a, b) for a, b in pairs]
        first, second = (run_of(side) for side in zip(*coined, strict=True))
        called += any(each.verdict for each in compare_runs(first, second).differences)
    assert called <= 0.09 * rounds  # one in twenty, and what luck adds to 120 rounds


def test_only_the_primary_metric_opens_the_others() -> None:
    before = [score(f"{i}", right=True, cells=200, cells_right=100) for i in range(40)]
    after = [score(f"{i}", right=True, cells=200, cells_right=200) for i in range(40)]
    compared = compare_runs(run_of(before), run_of(after))
    assert {each.verdict for each in compared.differences} == {""}
    chosen = compare_runs(run_of(before), run_of(after), primary="cells_right")
    assert chosen.primary.verdict == "better"


def test_many_looks_are_corrected_as_holm_does() -> None:
    looks = [
        MetricDifference(METRICS[1], 0, 1, None, probability=probability)
        for probability in (0.01, 0.04, 0.03, 0.9)
    ]
    assert correct_for_many(looks) == pytest.approx([0.04, 0.09, 0.09, 0.9])


def test_every_swap_is_counted_as_a_slow_twin_counts_them() -> None:
    rng = Random(1)
    for size in (2, 5, 8):
        first, second = (
            [(rng.randrange(5), rng.randrange(4, 7)) for _ in range(size)] for _ in range(2)
        )
        rises = []
        for swaps in product((False, True), repeat=size):
            sides = [
                (b, a) if swap else (a, b) for a, b, swap in zip(first, second, swaps, strict=True)
            ]
            before, after = (
                sum(hits for hits, _ in side) / sum(of for _, of in side)
                for side in zip(*sides, strict=True)
            )
            rises.append(abs(after - before))
        twin = sum(rise >= rises[0] - 1e-12 for rise in rises) / len(rises)
        parts = [([h for h, _ in side], [n for _, n in side]) for side in (first, second)]
        assert probability_of_swaps(parts[0], parts[1]) == pytest.approx(twin)


def test_what_differs_is_said_and_other_labels_refuse() -> None:
    line = ModelLine(model="openai/a", prompts={"transcribe": "1"})
    first = run_of([score()], code="1", model=line)
    other = line.model_copy(update={"prompts": {"transcribe": "2"}})
    second = run_of([score()], code="2", model=other)
    unlike = " ".join(compare_runs(first, second).unlike)
    assert "code: 1, then 2" in unlike
    assert "'transcribe': '2'" in unlike
    with pytest.raises(NotMeasured, match="other labels"):
        compare_runs(first, run_of([score(labels="mended")]))


def test_an_unfinished_run_is_not_compared() -> None:
    half = run_of([score()], documents=2)
    with pytest.raises(NotMeasured, match="1 of its reports have no result"):
        compare_runs(half, run_of([score()]))
    assert compare_runs(half, run_of([score()]), partial=True).documents == 1


# Gates.


def test_an_unknown_cost_meets_no_demand() -> None:
    dear = score(requests=1, input_tokens=9, cost=None)
    assert measure_all([dear])["cost"] is None
    assert measure_all([score()])["cost"] == 0
    [answer] = answer_all([parse_demand("cost<=1", NAMES)], measure_all([dear]))
    assert answer.kind == "unknown"


@pytest.mark.parametrize(
    ("demand", "says"),
    [
        ("right>=85", "85%"),
        ("right>before", "right>=before"),
        ("silent_reports>=before", "silent_reports<=before"),
        ("requests<=before", "neither better nor worse"),
        ("cost<=5%", "no share"),
    ],
)
def test_a_demand_that_could_not_fail_is_refused(demand: str, says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        parse_demand(demand, NAMES, rises=True)


def write(path: Path, scores: Sequence[Score]) -> Path:
    with open_run(path, run_of([]).header, fresh=True) as into:
        for each in scores:
            into.add([each])
    return path


def test_worse_beyond_luck_fails_a_build_and_luck_does_not(tmp_path: Path) -> None:
    good = write(tmp_path / "a", [score(f"{i}", right=True) for i in range(20)])
    luck = write(tmp_path / "b", [score(f"{i}", right=i > 1) for i in range(20)])
    bad = write(tmp_path / "c", [score(f"{i}", right=i > 9) for i in range(20)])
    require = ("--require", "right>=before")
    assert gouji_eval("compare", good, luck, *require).exit_code == 0
    failed = gouji_eval("compare", good, bad, *require, "--format", "junit")
    assert failed.exit_code == 1
    suite = ElementTree.fromstring(failed.stdout)
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("1", "0")
    assert [case.attrib["name"] for case in suite.iter("testcase")][1] == "right>=before"
    assert gouji_eval("compare", bad, good, *require).exit_code == 0


def test_json_has_every_key_whatever_was_measured() -> None:
    for scores in ([], [score()]):
        told = run_to_data(run_of(scores)).model_dump(mode="json")
        assert (
            told.keys()
            == SCHEMAS["run"].model_json_schema(mode="serialization")["properties"].keys()
        )
        assert told["metrics"].keys() == set(NAMES)
        assert told["intervals"].keys() == {metric.name for metric in METRICS}
    lines = [score().model_dump_json()]
    assert json.loads(lines[0]).keys() == Score.model_fields.keys()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_printed(name: str) -> None:
    done = gouji_eval("schema", name)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["properties"]


# Scored without reading; by name; models.


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    done = gouji_eval("run", "--gold", GOLD, "--reports", EXAMPLES, "--records", path)
    assert done.exit_code == 0
    return path


def test_written_records_are_scored_as_if_they_were_read(written: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.jsonl"
    done = gouji_eval("score", written, "--gold", GOLD, "--reports", EXAMPLES, "-o", out)
    assert done.exit_code == 0, done.stderr
    scored = read_run(out)
    assert all(s.right for s in scored.scores)
    assert measure_all(scored.scores)["seconds"] is None
    lines = written.read_bytes().splitlines(keepends=True)
    written.write_bytes(b"".join(lines[1:]))
    fewer = gouji_eval("score", written, "--gold", GOLD, "--reports", EXAMPLES)
    assert "no record: 1-lines.txt" in fewer.stdout
    assert gouji_eval("score", written, "--gold", GOLD, "-o", written).exit_code != 0


def test_show_names_cell_fact_and_metadata(written: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    text = (GOLD / "1-lines.yaml").read_text("utf-8")
    spoilt = text.replace("total: 49", "total: 94", 1).replace("澄川县", "澄州县", 1)
    (labels / "1-lines.yaml").write_text(spoilt, "utf-8")
    out = tmp_path / "run.jsonl"
    gouji_eval("score", written, "--gold", labels, "--reports", EXAMPLES, "-o", out)
    told = gouji_eval("show", out, "1-lines").stdout
    assert "requests.received.total: another number; labelled 94, got 49, printed '49'" in told
    assert "agency: metadata; labelled 澄州县人民政府, got 澄川县人民政府" in told
    only = gouji_eval("show", out, "--about", "metadata").stdout
    assert "agency" in only
    assert "requests.received" not in only
    table = gouji_eval("show", out, "--table", "review_litigation").stdout
    assert "table_right" in table
    assert "labelled 94" not in table
    assert gouji_eval("show", out, "absent").exit_code == 3
    assert gouji_eval("show", out, "--table", "absent").exit_code == 2
    data = json.loads(gouji_eval("show", out, "--format", "json").stdout)
    assert data["misses"][0]["printed"] == "49"


def test_a_model_s_gain_is_told_against_reading_alone() -> None:
    alone = Offline(right=False, silent=False, open_cells=4)
    scores = [
        score("a", right=True, offline=alone, model_cells=4, model_cells_right=4, input_tokens=900),
        score("b", right=False, offline=alone.model_copy(update={"right": True})),
    ]
    gain = measure_gain(scores)
    assert gain is not None
    assert (gain.gained, gain.lost, gain.offline_right) == (("a",), ("b",), 1)
    assert (gain.per_report(gain.tokens), gain.per_gained(gain.tokens)) == (450, 900)
    assert measure_gain([score()]) is None
    agreed = measure_agreement(run_of(scores), run_of(scores[::-1]))
    assert (agreed.same, agreed.both_right, agreed.neither_right) == (2, 1, 1)


def test_repeated_runs_are_files_of_their_own_and_all_on_the_page(tmp_path: Path) -> None:
    out, page = tmp_path / "run.jsonl", tmp_path / "page.html"
    with model() as well:
        where = ("-o", out, "--records", tmp_path / "records.jsonl")
        done = ask(well.base_url, *where, "--repeat", 2)
    assert done.exit_code == 0
    assert f"the same tables in {REPORTS} of {REPORTS} reports" in done.stdout
    assert "without a model" in done.stdout
    [kept, *_] = read_written(tmp_path / "records-2.jsonl")
    assert kept.record is not None
    assert kept.record.versions.reader == "model openai/x, 2 rounds"
    second = tmp_path / "run-2.jsonl"
    assert gouji_eval("report", out, second, "-o", page).exit_code == 0
    assert page.read_text("utf-8").count("run 2") >= 2
    assert ask("http://127.0.0.1:9/v1", "--repeat", 2, "--cache", out).exit_code == 2


def test_one_run_at_a_time_writes(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    with open_run(out, run_of([]).header, fresh=True):
        second = gouji_eval("run", "--synth", 1, "--seed", 1, "-o", out)
    assert second.exit_code == 2
    assert "Another run of gouji is writing" in second.stderr


def test_some_reports_are_picked() -> None:
    base = ("run", "--gold", GOLD, "--reports", EXAMPLES, "--format", "json")
    assert json.loads(gouji_eval(*base, "--limit", 2).stdout)["measured"] == 2
    assert json.loads(gouji_eval(*base, "--only", "7-slip").stdout)["measured"] == 1
    assert gouji_eval(*base, "--only", "absent").exit_code == 2
