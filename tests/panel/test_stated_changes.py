"""Changes that the prose states, against both years."""

import pytest

from extraction.panel.findings import Pair
from extraction.panel.plan import load_plan
from extraction.panel.stated_changes import check_stated
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.record import CellKey, Fact
from tests.conftest import EXAMPLES
from tests.panel.records import Draft, draft_series

RECEIVED = CellKey("requests", "received", "total")
SAID = "新收政府信息公开申请49件"
STATED = load_plan().stated


def facts_of(words: str) -> tuple[Fact, ...]:
    """The facts that gouji reads where an example goes on with these words."""
    text = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    assert SAID in text
    document = document_from_bytes("a.txt", text.replace(SAID, f"{SAID}{words}").encode())
    (record,) = extract_document(document, default_settings())
    return record.facts


def years(last: int) -> tuple[Draft, Draft]:
    """A year with the example's 49 requests, after one with so many."""
    before, now = draft_series("石桥县教育局", range(2023, 2025), 1)
    before.figures[RECEIVED] += last - before.figures[RECEIVED]
    now.figures[RECEIVED] += 49 - now.figures[RECEIVED]
    return before, now


@pytest.mark.parametrize(
    ("words", "last", "differs"),
    [
        ("，同比增长22.5%", 40, False),
        ("，同比增长21%", 40, True),
        ("，同比增长22%", 40, False),
        ("，同比增长23%", 40, False),  # 22.5 rounded, as 22 is
        ("，同比下降22.5%", 40, True),
        ("，较上年减少4件", 53, False),
        ("，较上年减少4件", 45, True),
        ("，同比下降12.5个百分点", 40, False),  # of some share: not said of which
        ("，同比增长约20%", 40, False),
        ("，其中网络申请同比增长30%", 40, False),
        ("，同比增长50%", 0, False),
        ("", 40, False),
    ],
)
def test_a_change_is_held_against_both_reports(words: str, last: int, differs: bool) -> None:
    before, now = years(last)
    now.facts = facts_of(words)
    found = list(check_stated(Pair("", now.report(), before.report()), STATED))
    assert [each.finding.code for each in found] == ["Y11"] * differs
    if differs:
        assert found[0].finding.quote == words.removeprefix("，")


def test_a_figure_that_the_table_does_not_have_is_left() -> None:
    before, now = years(40)
    now.figures[RECEIVED] += 1
    now.facts = facts_of("，同比增长90%")
    assert not list(check_stated(Pair("", now.report(), before.report()), STATED))
