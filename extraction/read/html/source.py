"""Prepare a page's source for the parser.

Browsers throw away a cell outside of a table and run its text together with the
next one's: 1 and 2 become 12. Here such cells get a table of their own.
"""

import re
from dataclasses import dataclass, field

from extraction.read.thresholds import HARMLESS_TAGS, TOO_DEEP, TOO_MANY_REOPENED
from extraction.values.bilingual import Bilingual

# Script, comment and style text is passed over; unclosed, it reaches to the end.
STRUCTURE = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<!--.*?(?:-->|\Z)"
    r"|<(/?)(table|caption|thead|tbody|tfoot|tr|td|th)(?![\w-])[^>]*>",
    re.I | re.S,
)
PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})
HOLDERS = frozenset({"td", "th", "caption"})
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


class TangledPageError(Exception):
    """A page whose nesting would keep a parser busy for minutes, or fill the memory."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.said = Bilingual(en, zh)


def shelter_strays(html: str) -> str:
    """Put a table around the cells that stand outside of any.

    >>> shelter_strays("<p>x</p><td>1</td><td>2</td><p>y</p>")
    '<p>x</p><table><td>1</td><td>2</td></table><p>y</p>'
    """
    pieces: list[str] = []
    done = 0
    tables = OpenTables()
    for tag in STRUCTURE.finditer(html):
        closing, name = bool(tag[1]), (tag[2] or "").lower()
        place, addition = tag.end(), ""
        if not closing and name in PARTS and not tables.in_cell:
            tables.open(ours=True)
            place, addition = tag.start(), "<table>"
        tables.see(name, closing)
        if closing and tables.only_ours and not _goes_on(html, tag.end()):
            tables.close()
            addition = "</table>"
        if addition:
            pieces += (html[done:place], addition)
            done = place
    return "".join((*pieces, html[done:]))


@dataclass(slots=True)
class OpenTables:
    """The tables that are open at some place of the source, as the parser will see them.

    in_cell: for each, whether a cell is open in it; another table opening
    elsewhere closes it. ours: whether the outermost is one that we put there.
    """

    in_cell: list[bool] = field(default_factory=list)
    ours: bool = False

    def see(self, name: str, closing: bool) -> None:
        """Take note of a tag."""
        if name == "table":
            self.close() if closing else self.open(ours=False)
        elif name and self.in_cell:
            self.in_cell[-1] = name in HOLDERS and not closing

    def open(self, ours: bool) -> None:
        """Open a table, inside of a cell or instead of the table that is open."""
        if self.in_cell and not self.in_cell[-1]:
            self.close()
        self.ours = ours if not self.in_cell else self.ours
        self.in_cell.append(False)

    def close(self) -> None:
        """Close the innermost table, if any is open."""
        if self.in_cell:
            self.in_cell.pop()

    @property
    def only_ours(self) -> bool:
        """Whether we are in a table of our own, between its cells."""
        return self.ours and self.in_cell == [False]


def _goes_on(html: str, place: int) -> bool:
    return MORE_OF_TABLE.match(html, place) is not None


_DOCTYPE = re.compile(r"<!doctype\b([^>]*)>", re.IGNORECASE)


def is_quirky(html: str) -> bool:
    """Whether browsers take a page for one of the time before standards, by its first lines.

    >>> is_quirky("<!DOCTYPE html><p>"), is_quirky("<html><p>")
    (False, True)
    """
    found = _DOCTYPE.search(html[:2_000])
    if found is None:
        return True
    said = found[1].lower()
    old = "dtd html 3" in said or "dtd html 4.0 " in said
    return old or ("dtd html 4.01 " in said and "http" not in said)


def close_empty_elements(xhtml: str) -> str:
    """Write out what XHTML abbreviates and HTML takes for an opening tag.

    >>> close_empty_elements('<script src="a"/><br/><td/>')
    '<script src="a"></script><br/><td></td>'
    """
    return EMPTY_ELEMENT.sub(r"<\1\2></\1>", xhtml)


def check_nesting(html: str) -> int:
    """Return how deep blocks lie in each other, 0 where tags are few.

    Raises TangledPageError where time or memory would grow with the square of the page.

    Looking for an open paragraph climbs all open blocks, and every block opens
    again all formatting that was left open before it.
    """
    if html.count("<") <= HARMLESS_TAGS:
        return 0
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
        raise TangledPageError(
            f"{deepest:,} elements inside each other", f"标签嵌套 {deepest:,} 层"
        )
    if reopened > TOO_MANY_REOPENED:
        raise TangledPageError(
            f"{left_open:,} formatting tags left open", f"{left_open:,} 个格式标签没有关闭"
        )
    return deepest
