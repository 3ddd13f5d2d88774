"""The styles of a workbook's cells, as far as they decide what is seen: formats, lines, ink."""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from extraction.read.sheets.number_format import BUILT_IN
from extraction.read.xml_tree import Node

T = TypeVar("T")

_WHITE = frozenset({"FFFFFFFF", "00FFFFFF"})
_SIDES = frozenset({"x:left", "x:right", "x:top", "x:bottom"})


class CellStyle(NamedTuple):
    """How a cell looks; `code` is its number format, None for one that is not known."""

    code: str | None = "General"
    framed: bool = False
    struck: bool = False
    faint: bool = False


PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The styles of a workbook, by the number that cells give."""

    known: tuple[CellStyle, ...] = ()

    def of(self, number: str) -> CellStyle:
        """Return a style; a number that means none is a plain cell."""
        at = int(number) if number.isdecimal() and len(number) < 8 else 0
        return self.known[at] if at < len(self.known) else PLAIN


def read_cell_styles(root: Node | None) -> CellStyles:
    """Return the styles of a workbook's part of styles."""
    if root is None:
        return CellStyles()
    codes: dict[int, str] = dict(BUILT_IN)
    for node in _in(root, "x:numFmts"):
        codes[_number(node, "numFmtId")] = node.get("formatCode")
    fonts = [_read_font(node) for node in _in(root, "x:fonts")]
    fills = [_is_filled(node) for node in _in(root, "x:fills")]
    frames = [_is_framed(node) for node in _in(root, "x:borders")]
    styles: list[CellStyle] = []
    for node in _in(root, "x:cellXfs"):
        struck, white = _at(fonts, _number(node, "fontId"), (False, False))
        filled = _at(fills, _number(node, "fillId"), False)
        styles.append(
            CellStyle(
                codes.get(_number(node, "numFmtId")),
                _at(frames, _number(node, "borderId"), False),
                struck,
                white and not filled,
            )
        )
    return CellStyles(tuple(styles))


def _in(root: Node, name: str) -> list[Node]:
    node = root.first(name)
    return [] if node is None else [child for child in node.children if child.name != "#text"]


def _number(node: Node, name: str) -> int:
    written = node.get(name, "0")
    return int(written) if written.isdecimal() and len(written) < 8 else 0


def _at(items: list[T], number: int, usual: T) -> T:
    return items[number] if number < len(items) else usual


def _read_font(node: Node) -> tuple[bool, bool]:
    """Return whether a font strikes its text out, and whether it is white."""
    strike = node.first("x:strike")
    colour = node.first("x:color")
    struck = strike is not None and strike.get("val", "1") not in ("0", "false")
    white = colour is not None and (
        colour.get("rgb").upper() in _WHITE or colour.get("theme") == "0"
    )
    return struck, white and (colour is not None and not colour.get("tint"))


def _is_filled(node: Node) -> bool:
    pattern = node.first("x:patternFill")
    kind = pattern.get("patternType", "none") if pattern is not None else "gradient"
    return kind not in ("none", "")


def _is_framed(node: Node) -> bool:
    styles = [side.get("style", "none") for side in node.children if side.name in _SIDES]
    return any(style not in ("none", "") for style in styles)
