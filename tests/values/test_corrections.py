"""The door for corrections: what a line may say, and what is refused."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from extraction.values.corrections import Decision

LINE = {
    "schema": "gouji-corrections/1",
    "source": {"path": "a.txt", "part": 1, "sha256": "ab"},
    "cell": "requests.received.total",
    "printed": "12",
    "value": 12,
    "state": "number",
    "action": "correct",
    "finding": None,
    "author": "Li",
    "when": "2026-11-29T22:00:00Z",
    "reason": "misread",
}


def test_the_lines_that_the_docs_show_are_read() -> None:
    text = Path(__file__).parents[2].joinpath("docs", "output.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith('{"schema": "gouji-corr')]
    actions = [Decision.model_validate_json(line).action for line in lines]
    assert actions == ["correct", "confirm", "waive"]


def test_a_number_comes_back_with_every_digit() -> None:
    read = Decision.model_validate(LINE | {"value": Decimal("12.3456789012345678901")})
    assert read.value == Decimal("12.3456789012345678901")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": " "}, "needs a reason"),
        ({"author": " "}, "at least 1 character"),
        ({"when": "2026-11-29T22:00:00"}, "timezone"),
        ({"cell": "requests.received"}, "names no cell"),
        ({"cell": None}, "name it"),
        ({"state": "blank"}, "all other states have none"),
        ({"value": None}, "a number has a value"),
        ({"state": "missing", "value": None}, "missing is none"),
        ({"finding": "requests.balance"}, "leave it null"),
        ({"action": "waive"}, "names its finding"),
        ({"action": "waive", "finding": "requests.balance"}, "sets no cell"),
        ({"verdict": "verified"}, "Extra inputs"),
        ({"schema": "gouji-corrections/2"}, "gouji-corrections/1"),
    ],
)
def test_a_line_that_says_too_little_or_too_much_is_refused(
    change: dict[str, object], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        Decision.model_validate_json(json.dumps(LINE | change))


def test_a_confirmation_needs_no_reason_and_may_name_no_cell() -> None:
    whole = {"cell": None, "value": None, "state": None, "printed": None}
    assert Decision.model_validate(LINE | whole | {"action": "confirm", "reason": ""}).cell is None
