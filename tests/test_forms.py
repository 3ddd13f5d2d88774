"""Forms are data: what the two official ones hold, a third one made up here, and broken ones."""

import pytest

from extraction.errors import BrokenForm
from extraction.forms.form import Form, load_forms, parse_form
from extraction.forms.table import CellKey
from extraction.pipeline import extract_document
from extraction.record import Record
from extraction.settings import Settings
from tests.scored import cells_of, document_from, find_stray_spans

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
    assert {str(key): cell.raw for key, cell in cells_of(record).items()} == {
        f"harvest.{row}.{column}": raw
        for row, figures in FIGURES.items()
        for column, raw in zip(("spring", "autumn", "year"), figures, strict=True)
    }
    assert (record.form, record.status) == ("orchard", "verified")
    assert {cell.unit for cell in cells_of(record).values()} == {"公斤"}


def test_the_rules_of_a_form_of_ones_own_are_checked() -> None:
    record = extract_orchard(orchard_report(" | ", " |").replace("433", "434"))
    assert record.status == "source_inconsistent"
    assert {f.code for f in record.findings if f.severity == "error"} == {"X-01", "X-02"}
    cell = cells_of(record)[CellKey("harvest", "apples", "year")]
    assert cell.raw == "434"


# Files that contradict themselves.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("holds: year = spring + autumn", "holds: year = spring + winter"),
        ("holds: year = spring + autumn", "holds: year spring + autumn"),
        ("holds: year = spring + autumn", "holds: year = spring = autumn"),
        ("holds: year = spring + autumn", "holds: year = spring + ?"),
        ("holds: year = spring + autumn", "holds: year = sum(nothing)"),
        ("each: row", "each: table"),
        ("severity: error", "severity: dreadful"),
        ("- {key: apples, label: 苹果}", "- {key: apples, label: 苹果, colour: red}"),
        ("- {key: apples, label: 苹果}", "- {key: apples}"),
        ("title: 果园年报", "title: [果园年报"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    assert old in ORCHARD
    with pytest.raises(BrokenForm):
        parse_form(ORCHARD.replace(old, new, 1), "orchard.yaml")
