"""`gouji facts`: on a terminal, as lines of JSON, for a spreadsheet."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from extraction.export.facts import COLUMNS, HEADER, facts_to_jsonl, facts_to_lines
from extraction.values.record import Fact, Record
from tests.conftest import EXAMPLES
from tests.support.scored import extract_text
from tests.terminal.test_commands import gouji, on_terminal

SLIP = EXAMPLES / "7-slip.txt"


def test_facts_are_lines_of_json_off_a_terminal() -> None:
    done = gouji("facts", EXAMPLES)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert {line["path"] for line in lines} == {str(path) for path in EXAMPLES.iterdir()}
    (fact,) = [x for x in lines if x["path"] == str(SLIP) and x["key"] == "requests_carried_in"]
    assert (fact["value"], fact["unit"], fact["quote"]) == (3, "件", "上年结转3件")
    assert SLIP.read_text("utf-8")[fact["span_start"] : fact["span_end"]] == fact["quote"]


def test_facts_for_a_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "facts.csv"
    assert gouji("facts", SLIP, "-o", out).exit_code == 0
    once = out.read_bytes()
    assert once.startswith(HEADER)
    rows = list(csv.DictReader(io.StringIO(once.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["value"] for row in rows if row["key"] == "requests_carried_in"] == ["3"]
    assert gouji("facts", SLIP, "-o", out, "--format", "csv").exit_code == 0
    assert out.read_bytes() == once
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]


def test_a_terminal_shows_key_value_unit_and_words() -> None:
    shown = on_terminal("facts", SLIP, "--quiet")
    assert "requests_carried_in" in shown
    assert "上年结转3件" in shown
    empty = on_terminal("facts", EXAMPLES / "6-page.html", width=60)
    assert "6-page.html" in empty


def test_the_view_of_one_report_shows_conflicts_with_the_prose() -> None:
    shown = on_terminal("extract", SLIP, width=120)
    assert "N04" in shown
    assert "the prose says “上年结转3件”; the table has 5 in" in shown


def test_a_line_of_a_verified_report_tells_what_its_prose_says_otherwise(tmp_path: Path) -> None:
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    (tmp_path / "told.txt").write_text(text.replace("办结48件", "办结47件"), "utf-8")
    shown = on_terminal("extract", tmp_path / "told.txt", EXAMPLES / "1-lines.txt", width=160)
    assert shown.count("the prose says “办结47件”; the table has 48") == 1


def test_a_form_shows_what_the_prose_is_held_against() -> None:
    shown = gouji("forms", "cn2021").stdout
    assert (
        "N02    warning  narrative.requests_handled: requests_handled = requests: closed" in shown
    )
    assert "N06    warning  narrative.channels" in shown


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere"], "nowhere does not exist"),
        ([SLIP, "-o", SLIP, "--format", "jsonl"], "is one of the reports"),
        ([SLIP, "-o", "/proc/x/facts.csv"], "cannot be written"),
        ([SLIP, "-o", "x.csv", "--format", "table"], "table is for the terminal"),
    ],
)
def test_wrong_usage_says_why(args: list[object], said: str) -> None:
    done = gouji("facts", *args)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def with_fact(quote: str) -> Record:
    _, (record,) = extract_text("没有表格。")
    fact = Fact(key="other", label=quote, value=Decimal(1), unit="件", quote=quote, span=(0, 1))
    return record.model_copy(update={"facts": (fact,)})


def test_no_word_of_a_report_becomes_a_formula() -> None:
    (row,) = csv.reader(io.StringIO(facts_to_lines(with_fact("=1+2件")).decode()))
    assert row[COLUMNS.index("quote")] == row[COLUMNS.index("label")] == "'=1+2件"
    (line,) = facts_to_jsonl(with_fact("=1+2件")).splitlines()
    assert json.loads(line)["quote"] == "=1+2件"
