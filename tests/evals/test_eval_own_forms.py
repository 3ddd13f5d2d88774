"""gouji eval with forms of a person's own: labels are drafted, checked and measured by them."""

from pathlib import Path

import pytest

from evals.runfile import read_run
from tests.conftest import EXAMPLES
from tests.terminal.test_commands import gouji
from tests.terminal.test_defaults import write_own_form


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    path = folder / "report.txt"
    path.write_text(text.replace("规章", "法令条规"), "utf-8")
    return path


def test_labels_by_a_form_of_ones_own_are_drafted_and_measured(
    tmp_path: Path, report: Path
) -> None:
    forms = ("--forms", write_own_form(tmp_path / "forms"))
    labels = tmp_path / "labels"
    assert gouji(*forms, "eval", "label", report, "-o", labels).exit_code == 0
    [drafted] = labels.glob("*.yaml")
    text = drafted.read_text("utf-8")
    assert "form: ours" in text
    drafted.write_text(text.replace(": todo", ": alice 2026-11-30"), "utf-8")
    run = tmp_path / "run.jsonl"
    measure = ("eval", "run", "--gold", labels, "--reports", report.parent, "-o", run)
    done = gouji(*forms, *measure)
    assert done.exit_code == 0, done.stderr
    made = read_run(run)
    [score] = made.measured
    assert (score.form, score.right, score.silent) == ("ours", True, False)
    assert [name.split()[0] for name in made.header.forms] == ["ours"]
    without = gouji(*measure)
    assert without.exit_code != 0
    assert "there is no form 'ours'" in without.stderr


def test_a_run_is_not_continued_with_other_forms(tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    measure = ("eval", "run", "--synth", "1", "--seed", "7", "-o", run)
    assert gouji(*measure).exit_code == 0
    assert read_run(run).header.forms == ()
    other = gouji("--forms", write_own_form(tmp_path / "forms"), *measure)
    assert other.exit_code == 3
    assert "--fresh" in other.stderr
