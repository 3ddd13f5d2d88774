"""Read one drawn cell of a page: its text, and whether a figure may be read in it."""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extraction.read.cell_places import is_label
from extraction.read.flow import cell_text
from extraction.read.html.empty_elements import are_digits_apart, is_drawing, is_icon, names_figure
from extraction.read.html.html_tree import (
    DRAWING,
    EMBEDDED,
    GAP,
    GONE,
    PICTURE,
    SCRIPT,
    STAND_IN,
    TEXT,
    UNSEEN,
    Piece,
    Tree,
)
from extraction.read.stand_in import StandIn
from extraction.read.thresholds import MARK_SIZE
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    MAYBE_FILLED,
    MAYBE_PARTS_HIDDEN,
    MOVED_BY_STYLE,
    NAMES_FIGURE,
    SIZES_DIFFER,
)
from extraction.values.document import Span, Veil

INLINE_TAGS = "a b big code em font i s small span strong tt u"
INLINE = frozenset(INLINE_TAGS.split())


class HtmlCellText(NamedTuple):
    """A cell's text; `reason` says why no figure may be read there, if so.

    signs: the places in it of what stands in for a picture and the like, if only they are
    meant, beside a label.
    """

    text: str
    reason: Bilingual | None = None
    signs: tuple[Span, ...] = ()

    def veils_at(self, span: Span) -> Iterator[Veil]:
        """Yield the cell's veils, once its text stands somewhere."""
        if self.reason is None:
            return
        for sign in self.signs or (Span(0, len(self.text)),):
            yield Veil(Span(span.start + sign.start, span.start + sign.end), self.reason)


def read_plain_cell(text: str) -> HtmlCellText:
    """Return a cell that holds nothing but text."""
    return HtmlCellText(cell_text(text))


def read_html_cell(
    tree: Tree, at: int, written: str, seen: Sequence[Piece], *, folds: bool
) -> HtmlCellText:
    """Return what a cell shows, `written` as it runs in the page, out of the pieces `seen`.

    folds: whether a style may fold away a column of the table.
    """
    gap = _gap_within(written)
    held = GAP in written or GONE in written
    text = cell_text(written.replace(GONE, "").replace(GAP, " "))
    standing = next((piece.veil for piece in seen if piece.tag == STAND_IN), None)
    if standing is not None:
        signs = () if not is_label(_without_signs(text, seen)) else tuple(_places(text, seen))
        return HtmlCellText(text, standing, signs)
    if not text:
        empty = _why_empty(tree, at, held=held)
        return (
            HtmlCellText("") if empty is None else HtmlCellText(f"〔{empty.sign}〕", empty.reason)
        )
    if is_label(text):
        return HtmlCellText(text)
    return HtmlCellText(text, _why_veiled(tree, at, seen, gap=gap, folds=folds))


def _why_veiled(
    tree: Tree, at: int, seen: Sequence[Piece], *, gap: bool, folds: bool
) -> Bilingual | None:
    veil = next((p.veil for p in seen if p.veil is not None and p.text.strip()), None)
    if veil is not None:
        return veil
    inside = range(at, tree.ends[at])
    written = _find_writer(tree, inside)
    if written is not None:
        return written.reason
    if any(_is_drawn_beside(tree, place) for place in inside):
        return DRAWING.reason
    if folds:
        return MOVED_BY_STYLE
    if _differ_in_size(seen):
        return SIZES_DIFFER
    if gap:
        return UNSEEN.reason
    return MAYBE_PARTS_HIDDEN if tree.unknown and _is_mixed(tree, at) else None


def _find_writer(tree: Tree, inside: range) -> StandIn | None:
    """Return what may write into a cell once the page is there: a script, an element of its own."""
    if any(is_drawing(tree.pieces[place].tag) for place in _elements(tree, inside)):
        return EMBEDDED
    if any(is_bound(tree.pieces[place].attributes) for place in inside):
        return SCRIPT
    if tree.scripted and any(map(tree.is_scripted, inside)):
        return SCRIPT
    return StandIn("样式", NAMES_FIGURE) if _shows_by_name(tree, inside) else None


def _elements(tree: Tree, inside: range) -> Iterator[int]:
    """Yield the places of elements, without those of texts."""
    return (place for place in inside if tree.pieces[place].tag not in (TEXT, STAND_IN))


def _shows_by_name(tree: Tree, inside: range) -> bool:
    """Whether an element of a cell that holds no text may show a figure that its name tells."""
    texts = [place for place in inside if tree.pieces[place].text.strip()]
    empty = [place for place in _elements(tree, inside) if _is_between(texts, place, tree)]
    pieces = [tree.pieces[place] for place in empty]
    if any(names_figure(piece.tag, piece.attributes) for piece in pieces):
        return True
    leaves = [p for p, at in zip(pieces, empty, strict=True) if tree.ends[at] == at + 1]
    return are_digits_apart([leaf.attributes for leaf in leaves if leaf.tag in INLINE])


def _is_between(texts: Sequence[int], at: int, tree: Tree) -> bool:
    """Whether no text stands in an element."""
    following = bisect(texts, at)
    return following == len(texts) or texts[following] >= tree.ends[at]


def _holds_text(tree: Tree, at: int) -> bool:
    return any(tree.pieces[place].text.strip() for place in range(at, tree.ends[at]))


def _is_drawn_beside(tree: Tree, at: int) -> bool:
    """Whether a style draws a line beside a figure: at one side, or of an element without text."""
    drawn = tree.pieces[at].drawn
    if drawn != "box":
        return drawn == "bar"
    return not _holds_text(tree, at)


def is_bound(attributes: Mapping[str, str | None]) -> bool:
    """Whether a framework may write into an element: what its source holds is not what is shown.

    >>> is_bound({"v-text": "count"}), is_bound({"data-v-1a": "", "x:num": "", "valign": "top"})
    (True, False)
    """
    return any(_BINDING.match(name) for name in attributes)


_BINDING = re.compile(
    r"v-|ng-|data-ng-|data-bind|x-(?:text|html|show|if|for)\b|\*ng|[:@\[]|th:|wx:"
)


_ALNUM = re.compile(r"[^\W_]")


def _differ_in_size(seen: Sequence[Piece]) -> bool:
    """Whether some digits of a figure are that much smaller that they may be a note's mark."""
    sizes = [piece.size for piece in seen if _ALNUM.search(piece.text)]
    return bool(sizes) and min(sizes) < MARK_SIZE * max(sizes)


def _gap_within(written: str) -> bool:
    """Whether hidden text takes room within what is shown, and parts it.

    >>> _gap_within("2\\x0003"), _gap_within("\\x00203")
    (True, False)
    """
    return GAP in written.replace(GONE, "").strip(f"{GAP} \t\n\r\xa0")


def _without_signs(text: str, seen: Sequence[Piece]) -> str:
    for piece in seen:
        if piece.tag == STAND_IN:
            text = text.replace(piece.text, "")
    return text


def _places(text: str, seen: Sequence[Piece]) -> Iterator[Span]:
    at = 0
    for piece in seen:
        if piece.tag == STAND_IN:
            start = text.find(piece.text, at)
            at = start + len(piece.text)
            yield Span(start, at)


def _why_empty(tree: Tree, at: int, *, held: bool) -> StandIn | None:
    """Say what an empty cell may show all the same."""
    if held:
        return UNSEEN
    inside = range(at, tree.ends[at])
    if any(tree.pieces[place].backdrop for place in inside):
        return PICTURE
    if any(tree.pieces[place].drawn for place in inside):
        return DRAWING
    written = _find_writer(tree, inside)
    if written is not None:
        return written
    if any(is_icon(tree.pieces[p].tag, tree.pieces[p].attributes) for p in inside):
        return StandIn("样式", MAYBE_FILLED)
    if tree.unknown and any(_is_shape(tree, place) for place in inside if place != at):
        return StandIn("样式", MAYBE_FILLED)
    return None


def _is_shape(tree: Tree, at: int) -> bool:
    """Whether a piece is an empty element that a style sheet may make a sign of."""
    piece = tree.pieces[at]
    named = bool(piece.attributes.get("class") or piece.attributes.get("id"))
    return piece.tag in INLINE and named and tree.ends[at] == at + 1


def _is_mixed(tree: Tree, at: int) -> bool:
    """Whether the parts of a cell's text stand in elements of different class."""
    chains: dict[tuple[int, str, str], int] = {}
    inside: list[tuple[int, int]] = [(at, 0)]
    of_text: set[int] = set()
    for place in range(at + 1, tree.ends[at]):
        while tree.ends[inside[-1][0]] <= place:
            inside.pop()
        piece, chain = tree.pieces[place], inside[-1][1]
        if piece.tag != TEXT:
            name, identity = piece.attributes.get("class"), piece.attributes.get("id")
            if name or identity:
                link = (chain, name or "", identity or "")
                chain = chains.setdefault(link, len(chains) + 1)
            inside.append((place, chain))
        elif piece.text.strip():
            of_text.add(chain)
    return len(of_text) > 1
