"""Undo what Markdown puts before and around signs that are print: escapes, and quotes of tables."""

import re
from collections.abc import Iterator

from extraction.repair.edits import Edit

_RULE = re.compile(r"^[ \t>]*\\?\|?[ \t]*:?-{3,}:?[ \t]*\\?\|[ \t]*:?-{3,}|^#{1,6} ", re.MULTILINE)
"""What only Markdown has: the rule below a table's heads, or the sign of a heading."""
_ESCAPED = re.compile(
    r"\\(?:(?<=\d\\)[.)](?=[\d\s|]|[^\W\d_])|[+-](?=\d|\s*(?:\||$))|(?<=[|\s]\\)[*_#](?=\s*(?:\||$))"
    r"|[()\[\]{}#!~=](?!\d))",
    re.MULTILINE,
)
"""Escapes of signs that belong to a figure, stand alone, or are a label's. What would be
emphasis without its backslash stays: a star beside a figure is the mark of a note."""
_QUOTED = re.compile(r"(?:^[ \t]{0,3}>.*(?:\n|\Z))+", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)


def find_escapes(text: str) -> Iterator[Edit]:
    r"""Find the backslashes that Markdown's writers put before signs of figures and labels.

    >>> from extraction.repair.edits import apply_edits
    >>> table = "|信息内容|增/减|\n|---|---|\n|行政许可|\\+1|\n|1\\.其他|36\\.44|\n|强制|\\-|"
    >>> apply_edits(table, find_escapes(table))[0].split("\n")[2:]
    ['|行政许可|+1|', '|1.其他|36.44|', '|强制|-|']
    >>> list(find_escapes("行政许可 \\+1")), list(find_escapes("|a|b|\n|---|---|\n|12\\*|\\|"))
    ([], [])
    """
    if "\\" not in text or not _RULE.search(text):
        return
    for escape in _ESCAPED.finditer(text):
        start = escape.start()
        yield Edit(start, start + 1, "", "markdown")


def find_quotes(text: str) -> Iterator[Edit]:
    """Find the signs of a quotation before the lines of a Markdown table, and before its text.

    >>> from extraction.repair.edits import apply_edits
    >>> table = "> |规章|0|\\n> |---|---|\\n> |许可|3|\\n"
    >>> apply_edits(table, find_quotes(table))[0]
    '|规章|0|\\n|---|---|\\n|许可|3|\\n'
    >>> list(find_quotes("规章\\n> 5\\n许可\\n"))
    []
    """
    if ">" not in text:
        return
    for block in _QUOTED.finditer(text):
        if not _RULE.search(block[0]):
            continue
        for quote in _QUOTE.finditer(text, *block.span()):
            yield Edit(*quote.span(), "", "markdown")
