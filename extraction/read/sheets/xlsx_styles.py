"""The styles of a workbook's cells, as far as they decide what is seen: formats, lines, ink."""

from dataclasses import dataclass
from typing import TypeVar

from extraction.read.inks import is_colour
from extraction.read.sheets.cell_styles import PLAIN, CellStyle, Font, is_unreadable
from extraction.read.sheets.number_format import BUILT_IN
from extraction.read.xml_tree import Node

T = TypeVar("T")

_INDEXED = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
"""Colours by number, twice over: 8 is 0 again."""
_THEME = {"0": "FFFFFF", "1": "000000"}
_LIGHT_PATTERNS = ("none", "", "gray125", "gray0625", "lightGray")
_SIDES = frozenset({"x:left", "x:right", "x:top", "x:bottom"})


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The styles of a workbook, by the number that cells give.

    differing: of the looks that conditions give, whether they may change what is read.
    """

    known: tuple[CellStyle, ...] = ()
    differing: tuple[bool, ...] = ()

    def may_differ(self, number: str) -> bool:
        """Say whether the look of a condition may change what is read."""
        at = int(number) if number.isdecimal() and len(number) < 8 else -1
        return 0 <= at < len(self.differing) and self.differing[at]

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
    fills = [_read_paper(node) for node in _in(root, "x:fills")]
    borders = [(_is_framed(node), _is_crossed(node)) for node in _in(root, "x:borders")]
    usual = _at(fonts, 0, Font()).points
    styles: list[CellStyle] = []
    for node in _in(root, "x:cellXfs"):
        font = _at(fonts, _number(node, "fontId"), Font())
        paper = _at(fills, _number(node, "fillId"), "FFFFFF")
        framed, crossed = _at(borders, _number(node, "borderId"), (False, False))
        alignment = node.first("x:alignment")
        fitted = alignment is not None and _is_fitted(alignment)
        repeated = alignment is not None and alignment.get("horizontal") == "fill"
        styles.append(
            CellStyle(
                codes.get(_number(node, "numFmtId")),
                framed,
                font.struck or crossed,
                font.is_faint_on(paper) or repeated,
                0.0 if fitted else font.points / usual,
            )
        )
    differing = tuple(_changes_figures(node) for node in _in(root, "x:dxfs"))
    return CellStyles(tuple(styles), differing)


def read_font(node: Node | None) -> Font:
    """Return what a font, or the look of a run, says."""
    return Font() if node is None else _read_font(node)


def _in(root: Node, name: str) -> list[Node]:
    node = root.first(name)
    return [] if node is None else [child for child in node.children if child.name != "#text"]


def _number(node: Node, name: str) -> int:
    written = node.get(name, "0")
    return int(written) if written.isdecimal() and len(written) < 8 else 0


def _at(items: list[T], number: int, usual: T) -> T:
    return items[number] if number < len(items) else usual


def _read_font(node: Node) -> Font:
    strike = node.first("x:strike")
    size, name = node.first("x:sz"), node.first("x:name") or node.first("x:rFont")
    written = size.get("val") if size is not None else ""
    points = float(written) if written.replace(".", "", 1).isdecimal() else 11.0
    family = name.get("val") if name is not None else ""
    return Font(
        strike is not None and strike.get("val", "1") not in ("0", "false"),
        is_unreadable(points, family),
        _read_colour(node.first("x:color"), "000000"),
        points or 11.0,
    )


def _read_colour(node: Node | None, usual: str) -> str | None:
    """Return a colour in six digits; None for one of a theme that is not looked into."""
    if node is None or node.get("auto") in ("1", "true") or node.get("indexed") in ("64", "65"):
        return usual
    number = node.get("indexed")
    if number.isdecimal() and int(number) < 16:
        return _INDEXED[int(number) % 8]
    colour = _THEME.get(node.get("theme"), node.get("rgb")[-6:])
    tint = node.get("tint", "0")
    try:
        share = float(tint)
    except ValueError:
        return None
    return _tinted(colour, share) if is_colour(colour) else None


def _tinted(colour: str, share: float) -> str:
    """Return a colour lighter by a share of what is left to white, or darker if below 0.

    >>> _tinted("000000", 0.5), _tinted("FFFFFF", -0.5), _tinted("FF0000", 0.0)
    ('7F7F7F', '7F7F7F', 'FF0000')
    """
    share = max(-1.0, min(1.0, share))
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join(
        f"{int(p + (255 - p) * share if share > 0 else p * (1 + share)):02X}" for p in parts
    )


def _read_paper(node: Node) -> str | None:
    """Return the colour that a fill lays below text; None for one that is not known."""
    pattern = node.first("x:patternFill")
    if pattern is None:
        return None if node.first("x:gradientFill") is not None else "FFFFFF"
    kind = pattern.get("patternType", "none")
    if kind in _LIGHT_PATTERNS:
        return "FFFFFF"
    return _read_colour(pattern.first("x:fgColor"), "FFFFFF") if kind == "solid" else None


def _changes_figures(node: Node) -> bool:
    """Say whether a look that a condition gives may hide a figure, or make another of it."""
    if node.first("x:numFmt") is not None:
        return True
    font = read_font(node.first("x:font"))
    fill = node.first("x:fill")
    pattern = fill.first("x:patternFill") if fill is not None else None
    paper: str | None = "FFFFFF"
    if pattern is not None:
        paper = _read_colour(pattern.first("x:bgColor") or pattern.first("x:fgColor"), "FFFFFF")
    return font.struck or font.is_faint_on(paper)


def _is_framed(node: Node) -> bool:
    styles = [side.get("style", "none") for side in node.children if side.name in _SIDES]
    return any(style not in ("none", "") for style in styles)


def _is_crossed(node: Node) -> bool:
    """Say whether a line is drawn from corner to corner."""
    line = node.first("x:diagonal")
    turned = any(node.get(f"diagonal{way}") in ("1", "true") for way in ("Up", "Down"))
    return turned and line is not None and line.get("style", "none") != "none"


def _is_fitted(alignment: Node) -> bool:
    """Say whether letters shrink until they fit, or stand on their side."""
    turned = alignment.get("textRotation", "0") != "0"
    return turned or alignment.get("shrinkToFit") in ("1", "true")
