"""Apply a page's own style sheets: find the rules that hold for each of its elements."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extraction.read.html.html_style import (
    UNSTYLED,
    Declared,
    ElementStyle,
    Sheets,
    StyleRule,
    parse_style,
    weigh,
)
from extraction.read.thresholds import FEW_TESTS, MOST_ANCESTORS, TESTS_PER_ELEMENT

NO_STYLE: tuple[Declared, Declared] = ({}, {})


class Cascade:
    """The declarations of a page's own sheets and style attributes for each of its elements.

    unknown: whether a sheet that is not at hand may say more. tangled: whether a sheet of
    its own cannot be taken apart, or not in reasonable time. fonts: families that the page
    brings along.
    """

    def __init__(self, page: LexborHTMLParser, *, quirks: bool = False) -> None:
        sheets = read_sheets(page, quirks=quirks)
        self.unknown = sheets.unknown
        self.fonts = frozenset(sheets.fonts)
        self._found: dict[int, ElementStyle] = {}
        self._alike: dict[Hashable, ElementStyle] = {}
        matched = not sheets.by_key or page.root is None or self._match(page.root, sheets)
        self.tangled = sheets.tangled or not matched

    def styles(self, node: LexborNode, style: str | None) -> ElementStyle:
        """Return what counts for an element; `style` is its style attribute."""
        found = self._found.get(node.mem_id) if self._found else None
        if found is not None:
            return found
        if not style:
            return UNSTYLED
        alike = self._alike.get(style)
        if alike is None:
            plain, important = parse_style(style)
            alike = ElementStyle({**plain, **important}) if plain or important else UNSTYLED
            self._alike[style] = alike
        return alike

    def _match(self, root: LexborNode, sheets: Sheets) -> bool:
        """Note the styles of all elements; False where that takes too many steps."""
        import cssselect2

        nodes = _copy(root, quirks=sheets.quirks)
        if nodes is None:
            return False
        tests = FEW_TESTS + TESTS_PER_ELEMENT * len(nodes)
        elements = cssselect2.ElementWrapper.from_html_root(nodes[0][1]).iter_subtree()
        for (node, _), element in zip(nodes, elements, strict=True):
            held: list[tuple[Any, StyleRule, int]] = []
            for candidate in sheets.candidates(_keys(element)):
                tests -= 1
                if candidate[0].test(element):
                    held.append(candidate)
            if tests < 0:
                return False
            if held:
                self._found[node.mem_id] = self._weigh(element.etree_element.get("style"), held)
        return True

    def _weigh(self, style: str | None, held: Sequence[tuple[Any, StyleRule, int]]) -> ElementStyle:
        """Return what counts, worked out once for elements with the same rules and style."""
        key = (style, *(number for _, _, number in held))
        if key not in self._alike:
            self._alike[key] = weigh(parse_style(style) if style else NO_STYLE, held)
        return self._alike[key]


def read_sheets(page: LexborHTMLParser, *, quirks: bool = False) -> Sheets:
    """Read the sheets that a page holds; those that it only links to are not at hand.

    One that stands where scripts are off holds perhaps; one in another language, for nobody.
    """
    sheets = Sheets(quirks=quirks)
    unscripted = {node.mem_id for node in page.css("noscript style")}
    for node in page.css("style, link"):
        attributes = node.attributes
        media = attributes.get("media") or ""
        if node.tag == "style":
            kind = (attributes.get("type") or "text/css").strip().lower()
            if kind == "text/css":
                sheets.add(node.text(), media, sure=node.mem_id not in unscripted)
        elif "stylesheet" in (attributes.get("rel") or "").lower().split():
            sheets.unknown = True
    return sheets


def _keys(element: Any) -> Iterator[str]:
    if element.id is not None:
        yield f"#{element.id}"
    yield from (f".{name}" for name in element.classes)
    yield element.local_name
    yield "*"


def _copy(root: LexborNode, *, quirks: bool) -> list[tuple[LexborNode, Element]] | None:
    """Return all elements in order, each with its twin in a tree that selectors walk.

    None for a page so deep that walking up from each element would take too long.
    """
    copied: list[tuple[LexborNode, Element]] = []
    above: list[tuple[LexborNode, Element]] = []
    node: LexborNode | None = root
    while node is not None or above:
        if node is None:
            left, _ = above.pop()
            node = left.next
            continue
        child = None
        tag = node.tag
        if tag == "-text" and above:
            above[-1][1].text = " "  # what holds text is not :empty
        elif tag is not None and not tag.startswith("-"):
            written = _attributes_of(node, quirks=quirks)
            twin = SubElement(above[-1][1], tag, written) if above else Element(tag, written)
            copied.append((node, twin))
            child = node.first_child
            if child is not None:
                above.append((node, twin))
                if len(above) > MOST_ANCESTORS:
                    return None
        node = child or (node.next if above else None)
    return copied


def _attributes_of(node: LexborNode, *, quirks: bool) -> dict[str, str]:
    """Return an element's attributes as selectors see them."""
    written = {name: value or "" for name, value in node.attributes.items()}
    if quirks:
        written |= {name: written[name].lower() for name in ("class", "id") if name in written}
    return written
