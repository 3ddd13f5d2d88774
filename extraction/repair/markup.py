"""Take HTML out of a text that should not hold any."""

import re
from collections.abc import Iterator
from html import unescape

from extraction.repair.edits import Edit
from extraction.repair.thresholds import MARKUP_TAGS

_NAMES = (
    "a|b|body|br|center|col|colgroup|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|img|input|li|"
    "link|meta|ol|p|script|section|span|strong|style|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
# Attributes end at the first > outside quotes, unless a quote is left open.
_REST = r"""(?:(?:"[^"<]*"|'[^'<]*'|[^<>"'])*+>|[^<>]*>)"""
_KNOWN = re.compile(rf"</?(?:{_NAMES})(?=[\s/>]){_REST}", re.IGNORECASE)
_CUT = re.compile(
    rf"(?P<dropped><!--.*?-->|<(script|style)(?=[\s>]){_REST}.*?</\2\s*>)"
    # A line end just before the end of a cell would put the bar on its own line.
    r"|(?P<cell>(?:(?:</(?:p|div)\s*>|<br\s*/?>)\s*){0,8}</t[dh]\s*>)"
    r"|(?P<line></(?:tr|p|div|h[1-6]|li|caption|title)\s*>|<br\s*/?>)"
    rf"|(?P<other></?[a-z][\w:.-]*(?=[\s/>]){_REST}|<[!?][^<>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_REPLACEMENTS = {"cell": " | ", "line": "\n"}
# What begins a cell or a line ends the one before it, where nobody has closed that.
_BEGINS = re.compile(
    r"<(?:(?P<cell>t[dh])|(?P<row>tr)|p|div|li|h[1-6]|table|dt|dd|caption)(?=[\s/>])", re.IGNORECASE
)
_ENDS_TABLE = re.compile(r"</(?:table|tbody|thead|tfoot)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")


def find_markup(text: str) -> Iterator[Edit]:
    """Find the tags of a text with HTML left in it; cells end in a bar, rows in a line end.

    >>> from extraction.repair.edits import apply_edits
    >>> html = "<table><tr><td>规章</td><td>0</td></tr></table>"
    >>> apply_edits(html, find_markup(html))[0]
    '规章 | 0 | \\n'
    >>> unclosed = "<table><tr><td>规章<td>15<td>3<tr><td>行政许可<td>7</table>"
    >>> apply_edits(unclosed, find_markup(unclosed))[0]
    '规章 | 15 | 3 | \\n行政许可 | 7 | \\n'
    >>> list(find_markup("关于印发<办法>的通知 a<b"))
    []
    """
    if "<" not in text or not _is_markup(text):
        return
    in_cell = False
    for match in _CUT.finditer(text):
        replacement = _REPLACEMENTS.get(match.lastgroup or "", "")
        if match.lastgroup == "cell":
            in_cell = False
        elif begins := _BEGINS.match(match[0]):
            replacement = _end_before(text, match.start(), begins, in_cell=in_cell)
            in_cell = bool(begins["cell"]) or (in_cell and not begins["row"])
        elif in_cell and _ENDS_TABLE.match(match[0]):
            replacement, in_cell = " | \n", False
        yield Edit(match.start(), match.end(), replacement, "markup")


def _end_before(text: str, start: int, begins: re.Match[str], *, in_cell: bool) -> str:
    """Return what ends the cell or line before a tag that begins another, if it is still open."""
    if begins["cell"]:
        return " | " if in_cell else ""
    if begins["row"] and in_cell:
        return " | \n"
    return "" if not start or text[start - 1] in "> \t\r\n" else "\n"


def _is_markup(text: str) -> bool:
    """Whether enough real tags stand in a text, one of them closing."""
    tags = [match.group() for match in _KNOWN.finditer(text)]
    return len(tags) >= MARKUP_TAGS and any(tag.startswith("</") for tag in tags)


def find_entities(text: str) -> Iterator[Edit]:
    """Find characters written as entities, also escaped twice; a space stays U+00A0.

    >>> [edit.replacement for edit in find_entities("&nbsp;&amp;ldquo;&#21306;")]
    ['\\xa0', '“', '区']
    """
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        written = f"&{match[1]};"
        replacement = unescape(written)
        if replacement != written:
            yield Edit(match.start(), match.end(), replacement, "entities")
