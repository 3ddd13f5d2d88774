"""Other ways to join a number's parts: which the sums tell from the claimed one, and which not."""

from evals.synth.closing import form_named
from extraction.judge.claimed.printed_values import find_values
from extraction.judge.claimed.refuter import find_joined, has_rival
from extraction.values.document import Span
from extraction.values.layout import Token
from extraction.values.record import CellKey

FORM = form_named("cn2021")
TABLE = FORM.table("requests")


Claim = tuple[dict[CellKey, Token | None], list[Token]]


def claim(lines: dict[str, str], joined: dict[str, int]) -> Claim:
    """Claim printed lines for rows; in `joined` rows the parts from this one on are one number."""
    text = "\n".join(lines.values())
    values = find_values(text, Span(0, len(text)))
    left = list(values)
    cells: dict[CellKey, Token | None] = {}
    columns = [column.key for column in TABLE.blocks[0].columns]
    for row in lines:
        for at, column in enumerate(columns):
            token = left.pop(0)
            if joined.get(row) == at:
                behind = left.pop(0)
                span = Span(token.span.start, behind.span.end)
                token = token._replace(text=token.text + behind.text, span=span)
            cells[CellKey(TABLE.key, row, column)] = token
    return cells, list(values)


ROWS = {row.key: "0 0 0 0 0 0 0" for row in TABLE.blocks[0].rows}


def test_a_joining_that_many_sums_need_has_no_rival() -> None:
    lines = ROWS | {
        "received": "5 7 1 2 8 3 9 44",
        "granted": "5 7 12 8 3 9 44",
        "closed_total": "5 7 12 8 3 9 44",
    }
    cells, values = claim(lines, {"received": 2})
    assert find_joined(cells, values) == [CellKey("requests", "received", "research_institution")]
    assert not has_rival(FORM, cells, values)


def test_one_sum_alone_cannot_tell_a_joining_from_a_misprint() -> None:
    cells, values = claim({"received": "3 1 0 0 0 0 0 31"}, {"received": 0})
    assert has_rival(FORM, cells, values)


def test_nothing_that_is_joined_has_no_rival() -> None:
    cells, values = claim(ROWS, {})
    assert find_joined(cells, values) == []
    assert not has_rival(FORM, cells, values)
