"""A report that wants to be more than text: markup, formulas, escapes, turned writing, paths."""

from decimal import Decimal
from pathlib import Path

from extraction.values.record import Extra, Fact, Finding, Record
from tests.conftest import EXAMPLES
from tests.review.made import record_from

ATTACKS = (
    "<script>window.hacked = 1; alert(1)</script>",
    "</script><script>window.hacked = 1; alert(1)</script>",
    "</SCRIPT ><img src=x onerror='window.hacked=1;alert(1)'>",
    "<!--<script>",
    "]]><svg onload=alert(1)><!--",
    '"><iframe src="https://example.com/"></iframe>',
    "<link rel=stylesheet href=https://example.com/a.css>",
    "<style>@import 'https://example.com/b.css';*{display:none}</style>",
    "javascript:alert(1)",
    '=HYPERLINK("https://example.com","x")',
    "=cmd|' /C calc'!A0",
    "\x1b[31m\x1b]0;owned\x07\x9b2J",
    "\u2028\u2029\u202e\u2066\u200f",
    "../../../etc/passwd",
    "&lt;script&gt;&#60;",
    "{{7*7}}${7*7}%s%n{0}",
    "__proto__ constructor toString",
)
ALL = " ".join(ATTACKS)


def hostile_record(folder: Path, words: str = ALL) -> Record:
    """Return the record of a hostile file, with hostile words wherever a record holds words."""
    example = (EXAMPLES / "7-slip.txt").read_text("utf-8")
    record = record_from(folder / "<img src=x onerror=alert(1)>.txt", f"{example}\n{words}\n")
    metadata = record.metadata.model_copy(
        update={"title": words, "agency": words, "doc_number": words}
    )
    figure = record.tables["requests"]["received"]["total"].model_copy(update={"raw": words})
    extra = Extra(table="requests", label=words, values=(figure,))
    fact = Fact(key="other", label=words, value=Decimal(1), unit=words, quote=words, span=(0, 5))
    finding = Finding(
        rule=words,
        code="X<b>",
        severity="error",
        result="fail",
        cells=("requests.received.total", words),
        message=words,
        message_zh=words,
        quote=words,
    )
    return record.model_copy(
        update={
            "reason": words,
            "reason_zh": words,
            "metadata": metadata,
            "labels": {"requests": {"received": words}},
            "extras": (extra,),
            "facts": (fact,),
            "findings": (finding, *record.findings),
        }
    )
