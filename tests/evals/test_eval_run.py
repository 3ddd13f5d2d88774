"""gouji eval from end to end: runs that are cut off and go on, demands, crashes, comparisons."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from evals import measure as eval_run
from evals.case import find_cases, make_cases
from evals.compare import compare_runs
from evals.measure import Header, Run, make_header, open_run, read_run, run_cases, score_cases
from evals.metrics import NAMES, measure_all
from evals.score import Score
from evals.thresholds import parse_demand
from evals.variants import VARIANTS
from extraction.batch.worker import Worker, record_itself
from extraction.pipeline import extract_document
from extraction.settings import Settings
from extraction.values.document import Document
from extraction.values.errors import NotMeasured, WrongUsage
from extraction.values.record import Record
from tests.conftest import EXAMPLES
from tests.support.scored import settings

GOLD = EXAMPLES.parent / "gold"


def gouji_eval(*args: object) -> Result:
    return CliRunner().invoke(cli.app, ["eval", *(str(a) for a in args)], catch_exceptions=False)


def timeless(path: Path) -> list[Score]:
    return [score.model_copy(update={"seconds": 0.0}) for score in read_run(path).scores]


def scores_of(variant: str, n: int, seed: int, jobs: int = 1) -> list[Score]:
    worker = Worker(settings(), record_itself, VARIANTS[variant].walk)
    return [s for found in score_cases(make_cases(n, seed), worker, jobs) for s in found]


# A run and its file.


def test_a_run_over_the_examples_finds_every_report_right(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    done = gouji_eval("run", "--gold", GOLD, "--reports", EXAMPLES, "-o", out, "--format", "json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["metrics"]["right"] == 1.0
    assert told["metrics"]["silent_reports"] == 0
    assert told["metrics"]["mistakes_found"] == 1.0
    assert [score.name for score in read_run(out).scores] == sorted(os.listdir(EXAMPLES))


@pytest.mark.parametrize("kept", [0, 1, 5, 11])
def test_a_run_that_was_cut_off_goes_on_to_the_same_end(kept: int, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    assert gouji_eval("run", "--synth", 12, "--seed", 5, "-o", whole).exit_code == 0
    lines = whole.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[: kept + 1]) + lines[kept + 1][:40])
    done = gouji_eval("run", "--synth", 12, "--seed", 5, "-o", cut)
    assert ("kept from before" in done.stderr) is bool(kept)
    assert timeless(cut) == timeless(whole)
    assert len(timeless(cut)) == 12


def test_a_run_of_other_code_or_documents_is_not_continued(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    assert gouji_eval("run", "--synth", 3, "--seed", 5, "-o", out).exit_code == 0
    other = gouji_eval("run", "--synth", 3, "--seed", 6, "-o", out)
    assert other.exit_code == 3
    assert "--fresh" in other.stderr
    header = read_run(out).header
    changed = header.model_copy(update={"code": "0" * 16})
    with pytest.raises(NotMeasured, match="other code"), open_run(out, changed, fresh=False):
        pass
    assert gouji_eval("run", "--synth", 3, "--seed", 6, "-o", out, "--fresh").exit_code == 0
    assert read_run(out).header.seeds == (6,)


def test_side_by_side_gives_what_one_after_the_other_gives() -> None:
    one, two = (
        [s.model_copy(update={"seconds": 0.0}) for s in scores_of("gouji", 12, 8, j)]
        for j in (1, 2)
    )
    assert one == two


def test_many_seeds_make_one_run(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    gouji_eval("run", "--synth", 4, "--seed", 5, "--seed", 6, "-o", out)
    assert len({score.name for score in read_run(out).scores}) == 8
    assert read_run(out).header.seeds == (5, 6)


def test_a_seed_that_was_not_given_is_told() -> None:
    assert "--seed " in gouji_eval("run", "--synth", 2).stderr


def die(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    if "pipe-lines" in label:
        os._exit(9)
    return extract_document(document, settings, label)


def test_a_process_that_dies_is_a_crash_of_its_document_alone() -> None:
    cases = list(make_cases(12, 8))
    assert sum("pipe-lines" in case.name for case in cases) in range(1, 6)
    worker = Worker(settings(), record_itself, die)
    scores = [s for found in score_cases(cases, worker, 2) for s in found]
    assert [score.name for score in scores] == [case.name for case in cases]
    assert {score.name for score in scores if score.crashed} == {
        case.name for case in cases if "pipe-lines" in case.name
    }


def test_a_crash_is_written_and_kept(tmp_path: Path) -> None:
    header = make_header("gouji", "x", "y")
    path = tmp_path / "run.jsonl"
    worker = Worker(settings(), record_itself, stumble)
    with open_run(path, header, fresh=False) as into:
        list(run_cases(make_cases(6, 8), worker, 1, into))
    assert measure_all(read_run(path).scores)["crashed"] == 6
    with open_run(path, header, fresh=False) as into:
        assert into.kept == 6


def stumble(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    raise ZeroDivisionError(f"{document.path}{settings.repair}{label}")


# What cannot be measured, and what is demanded.


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        ((), 2, "Nothing to measure"),
        (("--gold", "nowhere"), 3, "No labels in nowhere"),
        (("--gold", GOLD, "--gold", GOLD, "--reports", EXAMPLES), 3, "labelled in 2 folders"),
        (("--synth", 2, "--seed", 1, "-o", GOLD), 2, "Check the path"),
        (("--synth", 2, "--variant", "magic"), 2, "There is no variant 'magic'"),
        (("--synth", 2, "--require", "rigth>=1"), 2, "Did you mean right?"),
        (("--synth", 2, "--require", "right"), 2, "is no demand"),
        (("--synth", 2, "--seed", 1, "--require", "silent_reports<=0"), 0, ""),
        (("--synth", 2, "--seed", 1, "--require", "right>=101%"), 2, "write 0 to 1"),
        (("--synth", 2, "--seed", 1, "--require", "right>=85"), 2, "or percent, as 85%"),
        (("--synth", 2, "--seed", 1, "--require", "silent_reports<=0%"), 2, "is no share"),
        (("--synth", 2, "--seed", 1, "--require", "right>=before"), 2, "has no before"),
        (("--synth", 1, "--seed", 1, "--require", "mistakes_found>=0"), 3, "unknown"),
        (("--synth", 2, "--seed", 1, "--require", "cells_right<=0"), 1, "Not met: cells_right<=0"),
    ],
)
def test_exit_codes_tell_what_came_of_it(args: Sequence[object], code: int, says: str) -> None:
    done = gouji_eval("run", *args)
    assert (done.exit_code, says in done.stderr) == (code, True), done.stderr


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(WrongUsage) as refused:
        parse_demand("nonsense<=0", NAMES)
    assert all(name in str(refused.value) for name in NAMES)


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"schema": "gouji/1"}\n', "utf-8")
    assert gouji_eval("compare", path, path).exit_code == 3
    assert gouji_eval("report", path, "-o", tmp_path / "x.html").exit_code == 3
    assert gouji_eval("compare", tmp_path / "absent", path).exit_code == 3


# Two runs.


def as_run(scores: Sequence[Score]) -> Run:
    header = Header(gouji="0", code="0", variant="gouji", cases="", digest="")
    return Run(header, tuple(scores))


def test_a_run_compared_with_itself_moves_nothing() -> None:
    run = as_run(scores_of("gouji", 25, 3))
    compared = compare_runs(run, run)
    assert compared.changes == ()
    assert {each.change for each in compared.differences} <= {0.0, None}
    assert {each.verdict for each in compared.differences} == {""}
    assert {each.probability for each in compared.differences} <= {1.0, None}


def test_a_comparison_tells_what_changed_and_whether_it_may_be_luck() -> None:
    scores = [s for s in scores_of("gouji", 60, 3) if s.right][:40]
    one = [scores[0].model_copy(update={"right": False}), *scores[1:]]
    many = [s.model_copy(update={"right": False}) if i < 12 else s for i, s in enumerate(scores)]
    by_name = {e.metric.name: e for e in compare_runs(as_run(scores), as_run(one)).differences}
    assert (by_name["right"].gained, by_name["right"].lost) == (0, 1)
    assert (by_name["right"].probability, by_name["right"].verdict) == (1.0, "")
    compared = compare_runs(as_run(scores), as_run(many))
    worse = next(e for e in compared.differences if e.metric.name == "right")
    assert worse.verdict == "worse"
    assert worse.probability is not None
    assert worse.probability < 0.001
    assert worse.interval is not None
    assert worse.interval.low <= -0.3 <= worse.interval.high < 0
    assert [change.verdict for change in compared.changes] == ["worse"] * 12


def test_runs_without_a_common_document_cannot_be_compared() -> None:
    scores = scores_of("gouji", 6, 3)
    with pytest.raises(NotMeasured, match="no document in common"):
        compare_runs(as_run(scores[:3]), as_run(scores[3:]))
    assert compare_runs(as_run(scores[:4]), as_run(scores[2:])).only_second == 2


def test_compare_demands_a_rise(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    gouji_eval("run", "--synth", 15, "--seed", 5, "--variant", "in_order", "-o", first)
    gouji_eval("run", "--synth", 15, "--seed", 5, "-o", second)
    up = gouji_eval("compare", first, second, "--require", "right>0", "--format", "json")
    assert up.exit_code == 0
    assert json.loads(up.stdout)["metrics"]["right"]["gained"] > 0
    down = gouji_eval("compare", second, first, "--require", "right>=0")
    assert down.exit_code == 1
    assert "worse" in down.stdout


# The other commands.


def test_synth_writes_what_run_reads(tmp_path: Path) -> None:
    assert gouji_eval("synth", "--n", 10, "--seed", 7, "-o", tmp_path).exit_code == 0
    assert {case.name for case in find_cases(tmp_path)} == {case.name for case in make_cases(10, 7)}
    done = gouji_eval("run", "--gold", tmp_path, "--format", "json")
    made = measure_all(scores_of("gouji", 10, 7))
    told = json.loads(done.stdout)["metrics"]
    assert {k: v for k, v in told.items() if k != "seconds"} == {
        k: v for k, v in made.items() if k != "seconds"
    }


def test_label_drafts_and_never_writes_over(tmp_path: Path) -> None:
    file = EXAMPLES / "8-blanks.txt"
    done = gouji_eval("label", file, "-o", tmp_path, "--by", "alice")
    assert (done.exit_code, "42 cells to do" in done.stderr) == (0, True)
    assert (tmp_path / "8-blanks.alice.yaml").exists()
    before = (tmp_path / "8-blanks.alice.yaml").read_bytes()
    again = gouji_eval("label", file, "-o", tmp_path, "--by", "alice")
    assert (again.exit_code, "there already, kept" in again.stderr) == (0, True)
    assert (tmp_path / "8-blanks.alice.yaml").read_bytes() == before
    checked = gouji_eval("gold", tmp_path, "--reports", EXAMPLES)
    assert (checked.exit_code, "is a draft" in checked.stdout) == (1, True)


def test_gold_tells_how_far_two_hands_agree(tmp_path: Path) -> None:
    text = (GOLD / "1-lines.yaml").read_text("utf-8")
    (tmp_path / "1-lines.a.yaml").write_text(text, "utf-8")
    (tmp_path / "1-lines.b.yaml").write_text(text, "utf-8")
    done = gouji_eval("gold", tmp_path, "--reports", EXAMPLES)
    assert "a and b agree on 100.0% of 200 cells, kappa 1.000" in done.stdout


def test_without_its_libraries_eval_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*args: object) -> Header:
        raise ModuleNotFoundError(f"No module named 'scipy', for {args}", name="scipy")

    monkeypatch.setattr(eval_run, "make_header", absent)
    done = gouji_eval("run", "--synth", 2, "--seed", 1)
    assert (done.exit_code, "pip install 'gouji[evals]'" in done.stderr) == (3, True)


def test_extract_does_not_load_eval() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; import cli;"
        f"CliRunner().invoke(cli.app, ['extract', {str(EXAMPLES / '1-lines.txt')!r}]);"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('evals', 'scipy', 'jinja2')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=EXAMPLES.parent, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr
