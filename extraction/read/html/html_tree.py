"""A parsed page as a flat list of what a person sees, in reading order.

Everything after this works on the list with plain loops: a page may be nested
10,000 levels deep, which no recursion survives. What is hidden is left out; within a
table's cell a sign is kept of it, and of a picture, a field and the like.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extraction.read.html.cascade import Cascade
from extraction.read.html.drawn_boxes import DrawnBox, find_drawn_box
from extraction.read.html.empty_elements import draws_for_office
from extraction.read.html.hiding import OWN_DISPLAY
from extraction.read.html.html_look import (
    PLAIN,
    HtmlLook,
    HtmlLooks,
    adds_text,
    is_plain,
    shows_picture,
)
from extraction.read.html.html_picture import ShownPicture, find_shown_picture
from extraction.read.html.html_style import ElementStyle
from extraction.read.html.scripts import EVERYTHING, find_scripted
from extraction.read.stand_in import StandIn
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    ADDED_BY_STYLE,
    CUT_OFF,
    DRAWING_THERE,
    EMBEDDED_THERE,
    FIELD_THERE,
    FIGURES_ABOVE,
    FORMULA_THERE,
    GAUGE_THERE,
    HIDDEN_TEXT,
    MAYBE_HIDDEN,
    OWN_FONT,
    PICTURE_THERE,
    SCRIPT_WRITES,
    STRUCK_TEXT,
    STYLES_TANGLED,
    TURNED_BY_STYLE,
)

TEXT = "-text"
STAND_IN = "-stand-in"
GAP, GONE = "\0", "\1"
"""Signs, in a cell's text, of hidden text that takes room and of such that takes none."""
NO_ATTRIBUTES: Mapping[str, str | None] = MappingProxyType({})
NEVER_SEEN = (
    "audio canvas datalist embed head iframe noembed noframes noscript object optgroup option"
    " rp script select style svg template title video"
)
LEFT_OUT = frozenset(NEVER_SEEN.split())


PICTURE = StandIn("图片", PICTURE_THERE)
FIELD = StandIn("表单项", FIELD_THERE)
GAUGE = StandIn("图示", GAUGE_THERE)
DRAWING = StandIn("图形", DRAWING_THERE)
EMBEDDED = StandIn("嵌入内容", EMBEDDED_THERE)
FORMULA = StandIn("公式", FORMULA_THERE)
SCRIPT = StandIn("脚本", SCRIPT_WRITES)
SMALL_NOTE = StandIn("注音", FIGURES_ABOVE)
ADDITION = StandIn("样式", ADDED_BY_STYLE)
UNSEEN = StandIn("隐藏", HIDDEN_TEXT)
EMBEDDING = "applet audio embed iframe object template video slot frame marquee"
STAND_INS = (
    dict.fromkeys(("img", "picture", "image"), PICTURE)
    | dict.fromkeys(("input", "select", "textarea", "button", "output"), FIELD)
    | dict.fromkeys(("meter", "progress"), GAUGE)
    | dict.fromkeys(("svg", "canvas"), DRAWING)
    | dict.fromkeys(EMBEDDING.split(), EMBEDDED)
    | {"math": FORMULA, "script": SCRIPT, "noscript": SCRIPT}
)
# What may show a figure in running text as well, where it stands beside digits.
_IN_LINE = "img image input select svg canvas embed iframe object video applet math meter progress"
IN_LINE = frozenset(_IN_LINE.split())
CELLS = frozenset({"td", "th"})
# Classes by which sheets that everybody links to hide what they are for.
HIDING_NAME = re.compile(
    r"(?<![-\w])(?:[a-z]+-)?(?:hidden|hide|invisible|sr-only|d-none|none|offscreen)(?![-\w])"
    r"|visually-hidden|screen-reader",
    re.IGNORECASE,
)
# A style that only moves or hides a table as a whole leaves its cells as they stand.
OF_CELLS_TOO = frozenset({CUT_OFF, TURNED_BY_STYLE, OWN_FONT, STRUCK_TEXT, STYLES_TANGLED})
# How many line ends stand at least before and after an element: 2 leave a blank line.
PARAGRAPHS = "blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul"
LINES = (
    "address article aside caption center dd details dialog dir div dt fieldset figcaption figure"
    " footer form header hr legend li main menu nav section summary tbody td tfoot th thead tr"
)
LINE_ENDS = dict.fromkeys(PARAGRAPHS.split(), 2) | dict.fromkeys(LINES.split(), 1)
BLOCK_STYLES = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "table-cell"})


@dataclass(frozen=True, slots=True)
class Piece:
    """An element or a text node; `line_ends` as an element asks for them around itself.

    veil: why no figure may be read here, if so. backdrop: whether a picture lies behind.
    size: of the letters of a text, in pixels. picture: what stands here in full view. drawn: what
    the style of a part of a cell draws.
    """

    tag: str
    text: str
    line_ends: int
    attributes: Mapping[str, str | None]
    veil: Bilingual | None = None
    backdrop: bool = False
    size: float = 0.0
    picture: ShownPicture | None = None
    drawn: DrawnBox = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Visible pieces in reading order; all inside of piece `i` stands before `ends[i]`.

    unknown: whether styles that are not at hand may hide some of them. scripted: names of
    elements that the page's scripts speak of, and may write into.
    """

    pieces: tuple[Piece, ...]
    ends: tuple[int, ...]
    unknown: bool = False
    scripted: frozenset[str] = frozenset()

    def is_scripted(self, at: int) -> bool:
        """Whether a script of the page speaks of an element by its identity or class."""
        if EVERYTHING in self.scripted:
            return True
        attributes = self.pieces[at].attributes
        named = f"#{attributes.get('id')}" in self.scripted
        classes = (attributes.get("class") or "").split()
        return named or any(f".{name}" in self.scripted for name in classes)

    def children(self, at: int) -> list[int]:
        """Return the places of the pieces directly inside of one."""
        found = []
        child = at + 1
        while child < self.ends[at]:
            found.append(child)
            child = self.ends[child]
        return found


class ShownElement(NamedTuple):
    """An element as it is met: its node, tag and attributes, what is declared, how it looks."""

    node: LexborNode
    tag: str
    attributes: Mapping[str, str | None]
    styles: ElementStyle
    look: HtmlLook


class Parent(NamedTuple):
    """An element whose inside is being walked: its place, its node, how its text looks.

    in_cell: whether it is a table's cell or in one. folded: how the summary of closed
    details looks, of which all else is hidden.
    """

    at: int
    node: LexborNode
    look: HtmlLook
    in_cell: bool
    folded: HtmlLook | None = None


def flatten(page: LexborHTMLParser, *, quirks: bool = False) -> Tree:
    """Walk a parsed page and keep what is visible; hidden parts go with all they hold.

    quirks: whether browsers take it for an old page, whose classes are alike in any case.
    """
    tree = _TreeWalk(Cascade(page, quirks=quirks)).walk(page.root)
    return replace(tree, scripted=find_scripted(page))


class _TreeWalk:
    """One page being walked."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade
        self.pieces: list[Piece] = []
        self.ends: list[int] = []
        self._looks = HtmlLooks()

    def walk(self, root: LexborNode | None) -> Tree:
        paper = None if self.cascade.unknown else PLAIN.paper
        look = PLAIN._replace(paper=paper, veil=STYLES_TANGLED if self.cascade.tangled else None)
        inside = [Parent(-1, root, look, False)] if root else []
        node = root
        while node is not None or len(inside) > 1:
            if node is None:
                left = inside.pop()
                self.ends[left.at] = len(self.pieces)
                node = left.node.next
                continue
            within = self._see(node, inside[-1])
            child = node.first_child if within is not None else None
            if within is not None and child is not None:
                inside.append(within)
            node = child or node.next
        return Tree(tuple(self.pieces), tuple(self.ends), self.cascade.unknown)

    def _see(self, node: LexborNode, parent: Parent) -> Parent | None:
        """Add what a person sees of a node itself; None if its inside is not to be walked."""
        tag = node.tag
        if tag is None or tag.startswith("-"):
            self._see_text(node, parent)
            return None
        attributes: Mapping[str, str | None] = node.attributes or NO_ATTRIBUTES
        styles = self.cascade.styles(node, attributes.get("style"))
        look = self._look(tag, attributes, styles, parent)
        stands = STAND_INS.get(tag) if parent.in_cell or tag in IN_LINE else None
        if stands is not None:
            self._add_stand_in(stands, ShownElement(node, tag, attributes, styles, look))
            return None
        if tag in LEFT_OUT or (tag in ("rt", "rtc") and self._is_small_note(node, parent)):
            return None
        if look.gone:
            if parent.in_cell and node.text(deep=True).strip():
                self._add(Piece(TEXT, GONE, 0, NO_ATTRIBUTES))
            return None
        return self._add_element(ShownElement(node, tag, attributes, styles, look), parent)

    def _see_text(self, node: LexborNode, parent: Parent) -> None:
        """Add what a person sees of a text, or of a comment that holds a drawing for Word."""
        if node.tag == TEXT:
            self._add_text(node.text_content or "", parent)
        elif parent.in_cell and draws_for_office(node.comment_content or ""):
            self._add_sign(DRAWING)

    def _look(
        self, tag: str, attributes: Mapping[str, str | None], styles: ElementStyle, parent: Parent
    ) -> HtmlLook:
        above = parent.look
        if parent.folded is not None and tag == "summary":
            above = parent.folded
        if tag == "table" and above.veil is not None and above.veil not in OF_CELLS_TOO:
            above = above._replace(veil=None)
        if tag == "li" and parent.in_cell and parent.node.tag == "ol":
            above = self._looks.veiled(above, ADDED_BY_STYLE)
        if self.cascade.unknown and HIDING_NAME.search(attributes.get("class") or ""):
            above = self._looks.veiled(above, MAYBE_HIDDEN)
        if is_plain(tag, attributes, styles):
            return above
        inner = parent.in_cell or tag not in LINE_ENDS
        look = self._looks.at(above, tag, attributes, styles, inner)
        return self._veil_look(look, tag, attributes, styles)

    def _veil_look(
        self, look: HtmlLook, tag: str, attributes: Mapping[str, str | None], styles: ElementStyle
    ) -> HtmlLook:
        """Return a look under the veil of a font of the page's own, or of what a style adds."""
        family = styles.sure.get("font-family", "")
        if family and any(font in family for font in self.cascade.fonts):
            look = self._looks.veiled(look, OWN_FONT)
        if tag == "tr" and adds_text(attributes, styles):
            look = self._looks.veiled(look, ADDED_BY_STYLE)
        return look

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.ends.append(len(self.pieces))

    def _add_text(self, text: str, parent: Parent) -> None:
        """Add text as it is shown; what is hidden in a cell leaves a sign there."""
        shown = self._looks.shown(parent.look)
        if shown in ("yes", "veiled"):
            veil = parent.look.reason if shown == "veiled" else None
            self._add(Piece(TEXT, text, 0, NO_ATTRIBUTES, veil, size=parent.look.size))
        elif parent.in_cell and text.strip():
            self._add(Piece(TEXT, GAP if shown == "gap" else GONE, 0, NO_ATTRIBUTES))
        elif shown == "gap":
            self._add(Piece(TEXT, " ", 0, NO_ATTRIBUTES))

    def _add_stand_in(self, stands: StandIn, element: ShownElement) -> None:
        attributes, look = element.attributes, element.look
        unseen = (attributes.get("type") or "").strip().lower() == "hidden"
        if not unseen and look.shown in ("yes", "veiled"):
            clear = stands is PICTURE and look.shown == "yes"
            picture = _find_picture(element) if clear else None
            sign = f"〔{stands.sign}〕"
            self._add(Piece(STAND_IN, sign, 0, NO_ATTRIBUTES, stands.reason, picture=picture))
        else:
            sign = GONE if unseen or look.shown == "gone" else GAP
            self._add(Piece(TEXT, sign, 0, NO_ATTRIBUTES))

    def _is_small_note(self, node: LexborNode, parent: Parent) -> bool:
        """Leave out what stands small above other text; figures there are told in a cell."""
        if parent.in_cell and any(sign.isdecimal() for sign in node.text(deep=True)):
            self._add_sign(SMALL_NOTE)
        return True

    def _add_sign(self, stands: StandIn) -> None:
        """Add the sign of what a cell shows that is no text."""
        sign = f"〔{stands.sign}〕"
        self._add(Piece(STAND_IN, sign, 0, NO_ATTRIBUTES, stands.reason))

    def _add_element(self, shown: ShownElement, parent: Parent) -> Parent:
        """Add an element; return it as the parent of what it holds."""
        node, tag, attributes, styles, look = shown
        at = len(self.pieces)
        display = styles.sure.get("display")
        line_ends = LINE_ENDS.get(tag, 1 if display in BLOCK_STYLES else 0)
        in_cell = parent.in_cell or tag in CELLS
        backdrop = in_cell and shows_picture(attributes, styles.sure)
        drawn: DrawnBox = ""
        if parent.in_cell and tag not in OWN_DISPLAY and tag != "table":
            shaded = look.paper != parent.look.paper
            drawn = find_drawn_box(tag, styles, shaded=shaded)
        self._add(Piece(tag, "", line_ends, attributes, look.veil, backdrop, drawn=drawn))
        if in_cell and adds_text(attributes, styles):
            self._add_sign(ADDITION)
            self.ends[at] = len(self.pieces)
        folded = look if tag == "details" and "open" not in attributes else None
        if folded is not None:
            folded = self._looks.veiled(look, MAYBE_HIDDEN)
            look = look._replace(gone=True)
        return Parent(at, node, look, in_cell, folded)


def _find_picture(shown: ShownElement) -> ShownPicture | None:
    """Return the picture that an element shows; of several for one place, the one for all."""
    node = shown.node if shown.tag != "picture" else shown.node.css_first("img")
    if node is None:
        return None
    attributes = shown.attributes if node is shown.node else node.attributes
    return find_shown_picture(node, attributes or NO_ATTRIBUTES, shown.styles.sure, LINE_ENDS)
