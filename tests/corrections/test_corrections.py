"""Corrections into records: what stays, what the rules say then, what is refused."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import app
from evals.corrected import corrected_gold
from evals.gold import parse_gold
from extraction.check.conclusion import check_record
from extraction.corrections.apply import apply_decisions
from extraction.corrections.decisions import Decisions, kept_beside
from extraction.corrections.differences import compare_records
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.values.corrections import Decision, source_of
from extraction.values.record import Record

SETTINGS = default_settings()
EXAMPLES = Path(__file__).parents[2] / "examples"
SLIP = "requests.carried_in.total"
WHEN = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)


def read(name: str) -> Record:
    [record] = extract_file(EXAMPLES / name, SETTINGS, name)
    return record


def decide(record: Record, **told: Any) -> Decision:
    base: dict[str, Any] = {"author": "Li", "when": WHEN, "reason": "why"}
    return Decision(source=source_of(record), **(base | told))


def correct(record: Record, cell: str, value: int, **told: Any) -> Decision:
    held: dict[str, Any] = {"value": Decimal(value), "state": "number", "action": "correct"}
    return decide(record, cell=cell, **(held | told))


def cell_of(record: Record, path: str) -> Any:
    table, row, column = path.split(".")
    return record.tables[table][row][column]


def test_the_print_stays_and_the_verdict_follows() -> None:
    slip = read("7-slip.txt")
    was = cell_of(slip, SLIP)
    applied = apply_decisions(slip, [correct(slip, SLIP, 3, printed="5")], SETTINGS)
    now = cell_of(applied.record, SLIP)
    assert (slip.status, applied.record.status) == ("source_inconsistent", "verified")
    assert (now.value, now.raw, now.span, now.unit) == (3, "5", was.span, was.unit)
    assert now.origin == "person"
    assert (now.correction.author, now.correction.when, now.correction.printed) == ("Li", WHEN, "5")
    assert applied.taken == 1


def test_a_correction_that_breaks_a_sum_is_found() -> None:
    fine = read("5-pipes-lines.txt")
    assert fine.status == "verified"
    applied = apply_decisions(fine, [correct(fine, "requests.received.total", 999)], SETTINGS)
    assert applied.record.status == "source_inconsistent"


def test_applied_twice_is_applied_once() -> None:
    slip = read("7-slip.txt")
    decisions = [
        correct(slip, SLIP, 3),
        decide(slip, cell=None, action="confirm", when=WHEN + timedelta(hours=1), reason=""),
        decide(slip, cell=None, action="waive", finding="sections.parts"),
    ]
    once = apply_decisions(slip, decisions, SETTINGS).record
    again = apply_decisions(once, decisions, SETTINGS)
    assert again.refused == ()
    assert again.record == once


def test_of_two_decisions_about_the_same_the_later_one_stands() -> None:
    slip = read("7-slip.txt")
    later = correct(slip, SLIP, 3, when=WHEN + timedelta(minutes=1))
    decisions = Decisions([later, correct(slip, SLIP, 4)])
    assert len(decisions) == 1
    applied = apply_decisions(slip, decisions.about(slip), SETTINGS)
    assert cell_of(applied.record, SLIP).value == 3


def test_a_waiver_stays_visible_and_does_not_make_figures_right() -> None:
    slip = read("7-slip.txt")
    waivers = [
        decide(
            slip, action="waive", finding=f.rule, cell=next(iter(f.cells), None), printed=f.quote
        )
        for f in slip.findings
    ]
    now = apply_decisions(slip, waivers, SETTINGS).record
    assert now.status == "source_inconsistent"
    assert all(finding.waived is not None for finding in now.findings)
    assert check_record(now, SETTINGS) == now


def test_a_waived_doubt_about_the_reading_no_longer_bars_a_verdict() -> None:
    fine = read("5-pipes-lines.txt")
    doubt = (
        read("8-blanks.txt").findings[0].model_copy(update={"cells": ("requests.received.total",)})
    )
    assert (doubt.result, doubt.rule) == ("unknown", "structure.row_width")
    doubtful = check_record(fine.model_copy(update={"findings": (doubt,)}), SETTINGS)
    assert doubtful.status == "needs_review"
    waiver = decide(fine, action="waive", finding=doubt.rule, cell=doubt.cells[0])
    now = apply_decisions(doubtful, [waiver], SETTINGS).record
    assert now.status == "verified"
    [noted] = [finding for finding in now.findings if finding.waived]
    assert (noted.rule, noted.waived and noted.waived.author) == (doubt.rule, "Li")


def test_an_open_cell_cannot_be_waived_away() -> None:
    blanks = read("8-blanks.txt")
    waivers = {
        (f.rule, next(iter(f.cells), None), f.quote): decide(
            blanks, action="waive", finding=f.rule, cell=next(iter(f.cells), None), printed=f.quote
        )
        for f in blanks.findings
    }
    now = apply_decisions(blanks, list(waivers.values()), SETTINGS)
    assert now.refused == ()
    assert now.record.status == "needs_review"


def test_a_report_that_has_changed_is_not_corrected() -> None:
    slip = read("7-slip.txt")
    old = correct(slip, SLIP, 3)
    old = old.model_copy(update={"source": old.source.model_copy(update={"sha256": "00"})})
    applied = apply_decisions(slip, [old], SETTINGS)
    assert (applied.record, applied.taken, applied.changed) == (slip, 0, 1)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"cell": "requests.gone.total", "action": "correct"}, "no cell requests.gone.total"),
        ({"cell": SLIP, "action": "confirm"}, "now holds 5, not what was confirmed"),
        ({"action": "waive", "finding": "requests.gone"}, "no finding requests.gone"),
    ],
)
def test_what_meets_nothing_is_refused_in_a_sentence(told: dict[str, Any], why: str) -> None:
    slip = read("7-slip.txt")
    held = {} if told["action"] == "waive" else {"value": Decimal(3), "state": "number"}
    applied = apply_decisions(slip, [decide(slip, **told, **held)], SETTINGS)
    [reason] = applied.refused
    assert why in reason.en
    assert applied.taken == 0


def test_two_records_differ_in_what_cells_hold_and_not_in_how_it_is_known() -> None:
    slip = read("7-slip.txt")
    confirmed = decide(slip, cell=None, action="confirm", reason="")
    same = compare_records(slip, apply_decisions(slip, [confirmed], SETTINGS).record)
    assert not same.differs
    other = apply_decisions(slip, [correct(slip, SLIP, 3)], SETTINGS).record
    difference = compare_records(slip, other)
    assert [cell.cell for cell in difference.cells] == [SLIP]
    assert compare_records(slip, None).found == "a"


def test_labels_are_what_is_printed_where_a_person_stands_for_it() -> None:
    slip = read("7-slip.txt")
    everything = decide(slip, cell=None, action="confirm", reason="")
    gold = corrected_gold(apply_decisions(slip, [everything], SETTINGS).record, SETTINGS)
    assert gold.checked["requests"] == "Li 2026-11-29"
    assert gold.tables["requests"]["carried_in"]["total"] == 5
    assert not gold.tables_consistent
    truth = parse_gold((EXAMPLES.parent / "gold" / "7-slip.yaml").read_text("utf-8"), "7-slip")
    assert gold.labels == truth.labels


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("3", 3),  # misread: what stands there is what was set
        ("5", "todo"),  # as it was read: is the report wrong, or the reading?
        ("7", 7),  # another print: the person says which, and sets something else
        (None, "todo"),  # nobody says what is printed
    ],
)
def test_a_corrected_cell_is_a_label_only_if_it_is_known_what_is_printed(
    printed: str | None, label: object
) -> None:
    slip = read("7-slip.txt")
    decisions = [
        correct(slip, SLIP, 3, printed=printed),
        decide(slip, cell=None, action="confirm", reason="", when=WHEN + timedelta(hours=1)),
    ]
    gold = corrected_gold(apply_decisions(slip, decisions, SETTINGS).record, SETTINGS)
    assert gold.tables["requests"]["carried_in"]["total"] == label
    assert (gold.checked["requests"] == "todo") == (label == "todo")


def gouji(*args: object) -> Result:
    return CliRunner().invoke(app, ["--lang", "en", *map(str, args)])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "reports" / "7-slip.txt"
    file.parent.mkdir()
    file.write_bytes((EXAMPLES / "7-slip.txt").read_bytes())
    return file


def write_corrections(file: Path, out: Path) -> Path:
    """Write a correction of the slip, about the first record of OUT."""
    page = next(iter(sorted(out.rglob("*.json")))) if out.is_dir() else out
    record = json.loads(page.read_text("utf-8") if out.is_dir() else out.read_text().split("\n")[0])
    source = {key: record["source"][key] for key in ("path", "part", "sha256")}
    line: dict[str, object] = {
        "schema": "gouji-corrections/1",
        "source": source,
        "cell": SLIP,
        "printed": "5",
    }
    line |= {"value": 3, "state": "number", "action": "correct", "finding": None}
    line |= {"author": "Li", "when": "2026-11-29T22:00:00Z", "reason": "asked the agency"}
    file.write_text(json.dumps(line) + "\n")
    return file


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_corrections_survive_a_rerun_until_the_report_changes(
    report: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    again = ("extract", report, "-o", out, "--format", form)
    gouji(*again)
    before = tmp_path / "before.jsonl"
    gouji("export", out, "-o", before)
    file = write_corrections(tmp_path / "c.jsonl", out)
    done = gouji("correct", out, file)
    assert (done.exit_code, "source_inconsistent -> verified" in done.stdout) == (0, True)
    assert kept_beside(out).is_file()
    assert gouji("diff", before, out).exit_code == 1
    for fresh in ((), ("--fresh",)):
        done = gouji(*again, *fresh)
        assert "1 correction kept" in done.stderr
        assert "1 verified" in done.stderr
    report.write_bytes(report.read_bytes() + b"\n")
    done = gouji(*again)
    assert "has changed since it was corrected" in done.stderr
    assert "1 source_inconsistent" in done.stderr
    assert gouji("diff", before, out).exit_code == 0
    assert gouji("correct", out, file).exit_code == 1


def test_a_broken_line_is_named_and_nothing_is_done(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", report, "-o", out)
    was = out.read_bytes()
    file = write_corrections(tmp_path / "c.jsonl", out)
    file.write_text(file.read_text() + '{"schema": "gouji-corrections/1"}\n')
    done = gouji("correct", out, file)
    assert done.exit_code == 2
    assert f"{file}, line 2, is no correction" in done.stderr
    assert out.read_bytes() == was
    assert not kept_beside(out).exists()


def test_corrections_of_a_report_that_is_not_there_are_told(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", report, "-o", out)
    file = write_corrections(tmp_path / "c.jsonl", out)
    file.write_text(file.read_text().replace("7-slip.txt", "other.txt"))
    done = gouji("correct", out, file)
    assert done.exit_code == 1
    assert "has no such report" in done.stderr


def test_the_diff_as_json_has_both_sides(report: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    gouji("extract", report, "-o", a)
    b.write_bytes(a.read_bytes())
    assert json.loads(gouji("diff", a, b, "--format", "json").stdout) == []
    gouji("correct", b, write_corrections(tmp_path / "c.jsonl", b))
    [found] = json.loads(gouji("diff", a, b, "--format", "json").stdout)
    [cell] = found["cells"]
    assert (cell["cell"], cell["a"]["value"], cell["b"]["value"]) == (SLIP, "5", "3")
    assert f"  {SLIP}: 5 -> 3" in gouji("diff", a, b).stdout
    b.write_text("")
    assert "only in A" in gouji("diff", a, b).stdout


def test_labels_are_written_from_the_command_line(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gouji("extract", report, "-o", out)
    file = write_corrections(tmp_path / "c.jsonl", out)
    gouji("correct", out, file, "--to-gold", tmp_path / "gold")
    [labels] = (tmp_path / "gold").iterdir()
    gold = parse_gold(labels.read_text("utf-8"), labels.name)
    assert gold.checked["requests"] == "todo"
    assert gouji("correct", out).exit_code == 2
