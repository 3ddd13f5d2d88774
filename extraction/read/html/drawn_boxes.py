"""Lines and boxes that styles draw: a narrow one in a cell is read as a 1, a flat one as a dash."""

import re
from collections.abc import Iterator
from typing import Literal

from extraction.read.html.html_style import Declared, ElementStyle

DrawnBox = Literal["", "box", "bar"]
"""What a style draws of an element: nothing, a box, or a line at its left or right alone."""

_PROPERTIES = """
    background-color background-image border border-bottom border-left border-left-style
    border-right border-right-style border-style border-top box-shadow outline
"""
_NAMES = frozenset(_PROPERTIES.split())
_LINE = re.compile(r"(?:solid|double|dashed|dotted|groove|ridge|inset|outset)\b")
_NO_WIDTH = re.compile(r"(?:^|\s)0(?:\.0+)?(?:px|pt|em)?(?:\s|$)")
_NOTHING = frozenset({"", "none", "transparent", "initial", "inherit", "unset", "revert"})


def find_drawn_box(tag: str, styles: ElementStyle, *, shaded: bool) -> DrawnBox:
    """Return what an element's styles may draw; shaded: on another ground than is around it.

    >>> find_drawn_box("i", ElementStyle({"border-left": "1px solid #000"}), shaded=False)
    'bar'
    >>> find_drawn_box("i", ElementStyle({"border": "1px solid"}), shaded=False)
    'box'
    """
    if tag == "hr":
        return "box"
    drawn: set[DrawnBox] = set()
    for declared in (styles.sure, *({**styles.sure, **more} for more in styles.perhaps)):
        if not _NAMES.isdisjoint(declared):
            drawn.add(_find_box(declared, shaded=shaded))
    return "bar" if "bar" in drawn else "box" if "box" in drawn else ""


def _find_box(declared: Declared, *, shaded: bool) -> DrawnBox:
    sides = set(_find_sides(declared))
    if sides & {"left", "right"} and not sides >= {"top", "bottom"}:
        return "bar"
    around = any(declared.get(name, "") not in _NOTHING for name in ("outline", "box-shadow"))
    pictured = "gradient(" in declared.get("background-image", "")
    return "box" if sides or around or pictured or shaded else ""


def _find_sides(declared: Declared) -> Iterator[str]:
    """Yield the sides of a box at which a line is drawn."""
    whole = declared.get("border-style", declared.get("border", ""))
    for side in ("left", "right", "top", "bottom"):
        own = declared.get(f"border-{side}-style", declared.get(f"border-{side}", whole))
        if _LINE.search(own) and not _NO_WIDTH.search(own):
            yield side
