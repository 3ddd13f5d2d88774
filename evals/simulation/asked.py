"""What a request asks: its mode on the wire, the table, the rows, and the report's text."""

import re
from dataclasses import dataclass
from typing import Any

from extraction.llm.model_settings import Mode

_REPORT = re.compile(r'<report id="([^"]*)">\n?(.*?)\n?</report id="\1">', re.S)
_LISTED = re.compile(r"^Rows:[ \t]*$((?:\n- .*)*)", re.M)
_KEY = re.compile(r"^\w+: ")
_COLUMNS = re.compile(r"^Columns:", re.M)
_TABLE = re.compile(r"^Table:[ \t]*(.+?)[ \t]*$", re.M)
_FACTS = re.compile(r"^Facts:", re.M)
_WHOSE = re.compile(r"^Whose:", re.M)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One request, understood.

    answer: the name of the schema. table: the printed name of the table; None where facts,
    or whose report it is, are asked for. rows: labels of the form, None for all. text: the
    passage, verbatim.
    """

    mode: Mode
    answer: str
    table: str | None
    rows: tuple[str, ...] | None
    text: str


def understand(body: dict[str, Any]) -> AskedQuestion:
    """Return what a chat completions request asks; ValueError if it is none that we know.

    >>> said = 'Table: T\\nRows:\\n- a\\n- b\\n<report id="x">\\na 1\\n</report id="x">'
    >>> understand({"messages": [{"role": "user", "content": said}]})
    AskedQuestion(mode='md_json', answer='Transcription', table='T', rows=('a', 'b'), text='a 1')
    """
    said = "\n".join(_words_of(m["content"]) for m in body["messages"] if m["role"] == "user")
    report = _REPORT.search(said)
    if report is None:
        raise ValueError("no <report id=…> in what was sent")
    asked = said[: report.start()]
    table = _TABLE.search(asked)
    about_words = "Whose" if _WHOSE.search(asked) else "Statements"
    if table is None and about_words == "Statements" and not _FACTS.search(asked):
        raise ValueError("neither Table: nor Facts: nor Whose: in what was sent")
    about_tables = "Placement" if _COLUMNS.search(asked) else "Transcription"
    listed = _find_rows(asked)
    mode, name = _find_mode(body, about_words if table is None else about_tables)
    return AskedQuestion(mode, name, table[1] if table else None, listed or None, report[2])


def _words_of(content: str | list[dict[str, Any]]) -> str:
    """Return what a message says; beside words it may hold a picture."""
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content if part["type"] == "text")


def _find_rows(asked: str) -> tuple[str, ...]:
    """Return the labels of the rows that are listed, their keys left out."""
    labels = []
    for found in _LISTED.finditer(asked):
        for line in found[1].splitlines():
            if line:
                labels.append(_KEY.sub("", line[2:].strip()))
    return tuple(labels)


def _find_mode(body: dict[str, Any], name: str) -> tuple[Mode, str]:
    """Return the mode and the schema's name; a prompt in words says no name, so it is given."""
    if body.get("tools"):
        return "tools", body["tools"][0]["function"]["name"]
    if body.get("response_format", {}).get("type") == "json_schema":
        return "json_schema", body["response_format"]["json_schema"]["name"]
    return "md_json", name


def count_tokens(text: str) -> int:
    """Return about as many tokens as models count: one a Chinese character, four letters one.

    >>> count_tokens("总计"), count_tokens("total 25")
    (2, 2)
    """
    others = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return others + (len(text) - others + 3) // 4
