"""Forms are data: what the two official ones hold, a third one made up here, and broken ones.

Every broken one under cases/forms/negative is sound.yaml with one mistake; beside it stands
the line that refuses it.
"""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from extraction.check.identity import name_figures
from extraction.check.verdict import MEASURED
from extraction.forms import load, rules
from extraction.forms.form import Form
from extraction.forms.load import Loaded, load_forms, parse_form, read_forms
from extraction.forms.prose_rules import FACTS
from extraction.pipeline import extract_document
from extraction.prose.facts import known_keys
from extraction.settings import Settings
from extraction.values.bilingual import alike
from extraction.values.errors import BrokenForm
from extraction.values.record import CellKey, Metadata, Record
from tests.support.by_hand import draw_cases, draw_documents, draw_requests, write
from tests.support.places import CASE_FILES
from tests.support.scored import document_from, extract_text, find_form_cells, find_stray_spans

FORMS = {form.form: form for form in load_forms()}
OPTIONAL = ("refused_total", "unable_total", "not_processed_total", "other_total")


def strict_equations(form: Form) -> dict[str, int]:
    """How many equalities of severity error a rule spells out, printed subtotals left out."""
    counts: dict[str, int] = {}
    for equation in form.equations:
        if equation.rule.severity == "error" and equation.holds.relation == "=":
            if not set(equation.cells) <= set(form.cells):
                continue
            counts[equation.rule.id] = counts.get(equation.rule.id, 0) + 1
    return counts


@pytest.mark.parametrize(("name", "cells"), [("cn2021", 200), ("cn2019", 198)])
def test_a_shipped_form_has_its_cells(name: str, cells: int) -> None:
    form = FORMS[name]
    assert len(form.cells) == len(set(form.cells)) == cells


@pytest.mark.parametrize(("name", "rows", "total"), [("cn2021", 25, 42), ("cn2019", 23, 40)])
def test_a_shipped_form_has_its_equations(name: str, rows: int, total: int) -> None:
    counts = strict_equations(FORMS[name])
    assert counts == {
        "requests.balance": 7,
        "requests.outcomes": 7,
        "requests.applicants": rows,
        "review_litigation.total_review": 1,
        "review_litigation.total_direct": 1,
        "review_litigation.total_after_review": 1,
    }
    assert sum(counts.values()) == total


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_cell_has_a_unit_and_a_name(name: str) -> None:
    form = FORMS[name]
    for cell in form.cells:
        assert all(form.name(cell)), cell
        if cell.table != "proactive_disclosure":
            assert form.unit(cell) == "件", cell


def test_every_cell_of_the_summed_tables_stands_in_an_equality() -> None:
    for form in FORMS.values():
        held = {
            cell
            for equation in form.equations
            if equation.rule.severity == "error" and equation.holds.relation == "="
            for cell in equation.cells
        }
        assert {cell for cell in form.cells if cell.table in form.summed_tables} <= held
        assert form.summed_tables == {"requests", "review_litigation"}


# A third form: one file, no line of code.

ORCHARD = """
form: orchard
version: "1"
title: 果园年报
sections:
  overview: [总体情况]
tables:
- key: harvest
  label: 一、采收情况
  blocks:
  - key: fruit
    heads: [果树采收]
    unit: 公斤
    columns:
    - {key: spring, label: 春季采收量}
    - {key: autumn, label: 秋季采收量}
    - {key: year, label: 全年采收量, aliases: [年度采收量]}
    rows:
    - {key: apples, label: 苹果}
    - {key: pears, label: 雪花梨}
    - {key: walnuts, label: 山核桃}
    - {key: all_fruit, label: 各类合计}
rules:
- {id: harvest.year, code: X-01, table: harvest, severity: error, each: row,
   holds: year = spring + autumn, means: {en: the year is both seasons, zh: 全年等于两季之和}}
- {id: harvest.all, code: X-02, table: harvest, severity: error, each: column,
   holds: all_fruit = apples + pears + walnuts, means: {en: all fruit, zh: 合计等于各类之和}}
"""
FIGURES = {
    "apples": ("31", "402", "433"),
    "pears": ("0", "57", "57"),
    "walnuts": ("8", "190", "198"),
    "all_fruit": ("39", "649", "688"),
}
LABELS = {"apples": "苹果", "pears": "雪花梨", "walnuts": "山核桃", "all_fruit": "各类合计"}


def orchard_report(separator: str, end: str) -> str:
    rows = [("果树采收", "春季采收量", "秋季采收量", "年度采收量")]
    rows += [(LABELS[row], *figures) for row, figures in FIGURES.items()]
    table = "\n".join(separator.join(row) + end for row in rows)
    return f"山前果园年报\n\n一、采收情况\n\n{table}\n\n二、打算\n\n明年多种梨树。\n"


def extract_orchard(text: str) -> Record:
    form = parse_form(ORCHARD, "orchard.yaml")
    document = document_from(text)
    (record,) = extract_document(document, Settings(forms=(form,)))
    assert find_stray_spans(document, record) == []
    return record


@pytest.mark.parametrize(
    ("separator", "end"), [(" | ", " |"), ("\n\n", "\n"), ("\n", ""), (" ", "")]
)
def test_a_form_of_ones_own_is_read_without_a_line_of_code(separator: str, end: str) -> None:
    record = extract_orchard(orchard_report(separator, end))
    assert {str(key): cell.raw for key, cell in find_form_cells(record).items()} == {
        f"harvest.{row}.{column}": raw
        for row, figures in FIGURES.items()
        for column, raw in zip(("spring", "autumn", "year"), figures, strict=True)
    }
    assert (record.form, record.status) == ("orchard", "verified")
    assert {cell.unit for cell in find_form_cells(record).values()} == {"公斤"}


def test_the_rules_of_a_form_of_ones_own_are_checked() -> None:
    record = extract_orchard(orchard_report(" | ", " |").replace("433", "434"))
    assert record.status == "source_inconsistent"
    assert {f.code for f in record.findings if f.severity == "error"} == {"X-01", "X-02"}
    cell = find_form_cells(record)[CellKey("harvest", "apples", "year")]
    assert cell.raw == "434"


def test_confidence_is_only_told_for_forms_that_it_was_measured_with() -> None:
    record = extract_orchard(orchard_report(" | ", " |"))
    assert (record.status, record.confidence) == ("verified", None)
    assert '"confidence":null' in record.model_dump_json()
    _, (shipped,) = extract_text(write([draw_documents(), draw_requests(), draw_cases()], "pipes"))
    assert shipped.status == "verified"
    assert shipped.confidence is not None


def test_the_forms_that_confidence_was_measured_with_are_those_shipped() -> None:
    """Where this fails, cells or error rules have changed: measure anew with `make eval`."""
    assert {form.shape for form in FORMS.values()} == MEASURED


def test_another_error_rule_makes_another_shape_and_another_label_does_not() -> None:
    form = parse_form(ORCHARD, "orchard.yaml")
    other_label = parse_form(ORCHARD.replace("雪花梨", "水晶梨"), "orchard.yaml")
    other_rule = parse_form(ORCHARD.replace("apples + pears +", "apples +"), "orchard.yaml")
    assert form.shape == other_label.shape != other_rule.shape


def test_a_group_counts_the_groups_within_the_groups_within_it() -> None:
    text = SOUND.read_text("utf-8")
    deeper = text.replace(
        "    rows:\n    - {key: apples",
        "    - {key: dried, label: 干果, within: stone}\n    rows:\n    - {key: apples",
    ).replace("label: 李子, group: stone", "label: 李子, group: dried")
    block = parse_form(deeper, "deeper.yaml").table("harvest").blocks[0]
    assert block.members("trees") == ("apples", "pears", "walnuts", "plums")


# Files that would mislead: refused when they are loaded, in the line that stands beside each.

BROKEN = CASE_FILES / "forms" / "negative"
SOUND = CASE_FILES / "forms" / "made_up" / "sound.yaml"
CASES = sorted(path.stem for path in BROKEN.glob("*.yaml"))


def test_the_form_that_the_broken_ones_are_made_from_is_sound() -> None:
    form = parse_form(SOUND.read_text("utf-8"), SOUND.name)
    assert len(form.cells) == 19
    assert {equation.rule.id for equation in form.equations} == {rule.id for rule in form.rules}


def test_every_broken_form_has_its_line_beside_it() -> None:
    assert {path.stem for path in BROKEN.iterdir()} == set(CASES)
    assert len(CASES) > 100


@pytest.mark.parametrize("name", CASES)
def test_a_form_that_would_mislead_is_refused_in_one_line(name: str) -> None:
    expected = (BROKEN / f"{name}.txt").read_text("utf-8").removesuffix("\n")
    assert re.match(rf"{re.escape(name)}\.yaml:\d+: .*[.?]\Z", expected)
    with pytest.raises(BrokenForm) as refused:
        parse_form((BROKEN / f"{name}.yaml").read_bytes().decode("utf-8"), f"{name}.yaml")
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"form: orchard\ntitle: \xb9\xfb\xd4\xb0\n", "x.yaml:2: not UTF-8; "),
        (b"a: 1\n" + b"# " + b"x" * 1_000_000, "x.yaml:1: the file is over 1 MB; "),
        (ORCHARD.replace("\n", "\r\n").replace("苹果", "[苹果]").encode(), "x.yaml:19: "),
    ],
    ids=["not UTF-8", "huge", "Windows line ends"],
)
def test_bytes_that_are_no_form_are_refused(data: bytes, line: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    loaded = read_forms(tmp_path)
    assert loaded.forms == ()
    assert [said.en[: len(line)] for said in loaded.broken] == [line]


def test_one_broken_form_never_stops_another(tmp_path: Path) -> None:
    for name in CASES:
        (tmp_path / f"{name}.yaml").write_bytes((BROKEN / f"{name}.yaml").read_bytes())
    (tmp_path / "orchard.yaml").write_text(ORCHARD, "utf-8")
    (tmp_path / "folder.yaml").mkdir()
    loaded = read_forms(tmp_path)
    assert [form.form for form in loaded.forms] == ["orchard"]
    assert len(loaded.broken) == len(CASES) + 1


def test_two_files_cannot_be_the_same_form(tmp_path: Path) -> None:
    for name in ("orchard", "again"):
        (tmp_path / f"{name}.yaml").write_text(ORCHARD, "utf-8")
    loaded = read_forms(tmp_path)
    assert len(loaded.forms) == 1
    assert "another file has a form orchard" in loaded.broken[0].en


def test_a_run_says_which_form_is_left_out_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = read_forms(BROKEN).broken[:1]
    monkeypatch.setattr(load, "shipped_forms", lambda: Loaded(tuple(FORMS.values()), broken))
    (tmp_path / "report.txt").write_text(
        write([draw_documents(), draw_requests(), draw_cases()], "pipes"), "utf-8"
    )
    shown = CliRunner().invoke(app, ["extract", "--format", "jsonl", str(tmp_path)])
    assert shown.exit_code == 0
    assert shown.stderr.splitlines()[0] == f"{broken[0].en} This form is left out."
    assert '"status":"verified"' in shown.stdout


def test_without_any_form_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "shipped_forms", lambda: Loaded((), (alike("x.yaml:3: a tab."),)))
    shown = CliRunner().invoke(app, ["forms"])
    assert shown.exit_code == 2
    assert len(shown.stderr.splitlines()) == 1
    assert "No form is left to read reports by: x.yaml:3: a tab." in shown.stderr


def test_the_names_that_a_form_may_use_are_those_that_are_filled_in() -> None:
    assert set(FACTS) == known_keys() | {"other"}
    known = Metadata(year=2024, agency_type="department", admin_level="county")
    assert set(name_figures(known)) == set(rules.FIGURES)
