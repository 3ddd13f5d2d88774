"""A parsed page as a flat list of what a person sees, in reading order.

Everything after this works on the list with plain loops: a page may be nested
10,000 levels deep, which no recursion survives.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selectolax.lexbor import LexborNode

TEXT = "-text"
NO_ATTRIBUTES: Mapping[str, str | None] = MappingProxyType({})
NEVER_SEEN = (
    "audio canvas datalist embed head iframe noembed noframes noscript object optgroup option"
    " script select style svg template title video"
)
LEFT_OUT = frozenset(NEVER_SEEN.split())
# How many line ends stand at least before and after an element: 2 leave a blank line.
PARAGRAPHS = "blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul"
LINES = (
    "address article aside caption center dd details dialog dir div dt fieldset figcaption figure"
    " footer form header hr legend li main menu nav section summary tbody td tfoot th thead tr"
)
LINE_ENDS = dict.fromkeys(PARAGRAPHS.split(), 2) | dict.fromkeys(LINES.split(), 1)
BLOCK_STYLES = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "table-cell"})
HIDDEN = frozenset({"hidden", "collapse"})
STYLE = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """An element or a text node; `line_ends` as an element asks for them around itself."""

    tag: str
    text: str
    line_ends: int
    attributes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Tree:
    """Visible pieces in reading order; all inside of piece `i` stands before `ends[i]`."""

    pieces: tuple[Piece, ...]
    ends: tuple[int, ...]

    def children(self, at: int) -> list[int]:
        """Return the places of the pieces directly inside of one."""
        found = []
        child = at + 1
        while child < self.ends[at]:
            found.append(child)
            child = self.ends[child]
        return found


def flatten(root: LexborNode) -> Tree:
    """Walk a parsed page and keep what is visible; hidden parts go with all they hold."""
    pieces: list[Piece] = []
    ends: list[int] = []
    inside: list[tuple[int, LexborNode]] = []
    node: LexborNode | None = root
    while node is not None or inside:
        if node is None:
            at, left = inside.pop()
            ends[at] = len(pieces)
            node = left.next
            continue
        piece = _see(node)
        child = None
        if piece is not None:
            pieces.append(piece)
            ends.append(len(pieces))
            child = node.first_child
        if child is not None:
            inside.append((len(pieces) - 1, node))
        node = child or node.next
    return Tree(tuple(pieces), tuple(ends))


def _see(node: LexborNode) -> Piece | None:
    """Return what a person sees of a node itself; None if nothing inside of it is seen."""
    tag = node.tag
    if tag == TEXT:
        return Piece(TEXT, node.text_content or "", 0, NO_ATTRIBUTES)
    if tag is None or tag.startswith("-") or tag in LEFT_OUT:
        return None
    attributes = node.attributes
    if not attributes:
        return Piece(tag, "", LINE_ENDS.get(tag, 0), NO_ATTRIBUTES)
    style = parse_style(attributes.get("style") or "")
    display = style.get("display")
    if "hidden" in attributes or display == "none" or style.get("visibility") in HIDDEN:
        return None
    line_ends = LINE_ENDS.get(tag, 1 if display in BLOCK_STYLES else 0)
    return Piece(tag, "", line_ends, attributes)


def parse_style(style: str) -> dict[str, str]:
    """Return what an inline style says of display and visibility; the last word counts.

    >>> parse_style("color:red; DISPLAY : none !important")
    {'display': 'none'}
    """
    return dict(STYLE.findall(style.lower())) if style else {}
