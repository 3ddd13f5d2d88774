"""Thirty agencies over six years: every planted break is found, and nothing else is told."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from extraction.export.jsonl import record_to_line, record_to_page
from extraction.panel.aliases import read_aliases
from extraction.panel.panel import Panel, build_panel
from tests.panel.planted import NAMES, YEARS, Planted, plant
from tests.panel.records import records


@pytest.fixture(scope="module")
def made() -> Planted:
    return plant()


@pytest.fixture(scope="module")
def aliases(made: Planted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("aliases") / "别名.csv"
    file.write_text("\n".join(made.aliases), "utf-8-sig")
    return file


@pytest.fixture(scope="module")
def panel(made: Planted, aliases: Path) -> Panel:
    return build_panel([draft.report() for draft in made.drafts], read_aliases(aliases))


def test_the_set_is_as_large_as_it_says(made: Planted) -> None:
    assert len(made.series) == len(NAMES) == 30
    assert {len(drafts) for drafts in made.series.values()} == {len(YEARS), len(YEARS) - 1}


def test_every_planted_break_is_found_and_no_other(made: Planted, panel: Panel) -> None:
    found = {
        (each.agency, each.finding.code, each.years)
        for each in panel.findings
        if each.finding.code != "Y05"
    }
    assert found - made.expected == set()
    assert made.expected - found == set()


def test_a_change_of_form_is_told_once_of_each_agency(panel: Panel) -> None:
    told = [found for found in panel.findings if found.finding.code == "Y05"]
    assert {found.finding.severity for found in told} == {"info"}
    # One name with two codes is two agencies, one of them without a change.
    assert len({found.agency for found in told}) == len(told) == len(NAMES)


def test_nobody_is_accused(panel: Panel) -> None:
    assert {found.finding.diagnosis for found in panel.findings} == {"unresolved"}


def test_an_error_needs_two_years_that_nothing_else_has_changed_between(panel: Panel) -> None:
    errors = {found.finding.code for found in panel.findings if found.finding.severity == "error"}
    assert errors == {"Y01", "Y13"}


def test_jsonl_and_a_folder_of_json_give_the_same_tables(
    made: Planted, aliases: Path, tmp_path: Path
) -> None:
    lines, pages = tmp_path / "all.jsonl", tmp_path / "pages"
    pages.mkdir()
    with lines.open("wb") as file:
        for number, record in enumerate(records(made.drafts)):
            file.write(record_to_line(record))
            (pages / f"{number:03}.json").write_bytes(record_to_page(record))
    outs = [tmp_path / "one", tmp_path / "other"]
    for written, out in zip((lines, pages), outs, strict=True):
        arguments = ["panel", str(written), "-o", str(out), "--aliases", str(aliases)]
        result = CliRunner().invoke(cli.app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    names = sorted(file.name for file in outs[0].iterdir())
    assert names == sorted(file.name for file in outs[1].iterdir())
    for name in names:
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()
    text = (outs[0] / "findings.jsonl").read_text("utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    rows = list(csv.reader(io.StringIO((outs[0] / "findings.csv").read_text("utf-8-sig"))))
    assert [each["finding"]["code"] for each in told] == [row[0] for row in rows[1:]]
    assert {each["finding"]["code"] for each in told} >= {code for _, code, _ in made.expected}
