"""What is seen to in a page's source before the parser takes it.

Browsers throw away a cell outside of a table and run its text together with the
next one's: 1 and 2 become 12. Here such cells get a table of their own.
"""

import re

# Script, comment and style text is passed over; unclosed, it reaches to the end.
STRUCTURE = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<!--.*?(?:-->|\Z)"
    r"|<(/?)(table|thead|tbody|tfoot|tr|td|th)(?![\w-])[^>]*>",
    re.I | re.S,
)
MORE_OF_TABLE = re.compile(r"\s*</?(?:tr|td|th|tbody|thead|tfoot|caption|colgroup|col)\b", re.I)
EMPTY_ELEMENT = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([a-z][a-z0-9]*)([^<>]*)/>",
    re.I,
)
TAGS = re.compile(
    r"<(/?)(?:(div|section|article|main|aside|header|footer|nav|ul|ol|dl|blockquote|center|form"
    r"|fieldset|details|figure|h[1-6])|(p|li|dd|dt|td)|(b|big|code|em|font|i|s|small|strike|strong"
    r"|tt|u))(?![\w-])",
    re.I,
)
TOO_DEEP = 20_000
TOO_MANY_REOPENED = 20_000_000
HARMLESS_TAGS = 4_000


class TangledPageError(Exception):
    """A page whose nesting would keep a parser busy for minutes, or fill the memory."""


def shelter_strays(html: str) -> str:
    """Put a table around the cells that stand outside of any.

    >>> shelter_strays("<p>x</p><td>1</td><td>2</td><p>y</p>")
    '<p>x</p><table><td>1</td><td>2</td></table><p>y</p>'
    """
    pieces: list[str] = []
    done = depth = 0
    sheltering = False
    for tag in STRUCTURE.finditer(html):
        closing, name = tag[1], (tag[2] or "").lower()
        place, addition = tag.start(), ""
        if name == "table":
            depth = max(0, depth - 1 if closing else depth + 1)
            sheltering = sheltering and depth > 0
        elif name and not depth and not closing:
            depth, sheltering, addition = 1, True, "<table>"
        elif name and sheltering and depth == 1 and closing and not _goes_on(html, tag.end()):
            depth, sheltering, addition, place = 0, False, "</table>", tag.end()
        if addition:
            pieces += (html[done:place], addition)
            done = place
    return "".join((*pieces, html[done:]))


def _goes_on(html: str, place: int) -> bool:
    return MORE_OF_TABLE.match(html, place) is not None


def close_empty_elements(xhtml: str) -> str:
    """Write out what XHTML abbreviates and HTML takes for an opening tag.

    >>> close_empty_elements('<script src="a"/><br/><td/>')
    '<script src="a"></script><br/><td></td>'
    """
    return EMPTY_ELEMENT.sub(r"<\1\2></\1>", xhtml)


def check_nesting(html: str) -> None:
    """Raise TangledPageError where time or memory would grow with the square of the page.

    Looking for an open paragraph climbs all open blocks, and every block opens
    again all formatting that was left open before it.
    """
    if html.count("<") <= HARMLESS_TAGS:
        return
    depth = deepest = left_open = reopened = 0
    for tag in TAGS.finditer(html):
        step = -1 if tag[1] else 1
        if tag[2]:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
        elif tag[4]:
            left_open = max(0, left_open + step)
        if not tag[1] and not tag[4]:
            reopened += left_open
    if deepest > TOO_DEEP:
        raise TangledPageError(f"{deepest:,} elements inside each other")
    if reopened > TOO_MANY_REOPENED:
        raise TangledPageError(f"{left_open:,} formatting tags left open")
