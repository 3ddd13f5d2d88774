"""The looks of text in a Word file, as far as they decide what a person sees of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.read.inks import NO_LETTERS, is_colour, look_alike
from extraction.read.xml_tree import Node

_OFF = frozenset({"0", "false", "off", "none"})
_TINIEST = 8
"""Half points: letters four points high may not be read."""
_NARROW = 50
"""Percent: letters drawn narrower, or closer by so many twentieths of a point, may run together."""
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF",
    "darkBlue": "00008B", "darkCyan": "008B8B", "darkGreen": "006400", "darkMagenta": "800080",
    "darkRed": "8B0000", "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_HARMLESS_NAMES = """
    rStyle b bCs i iCs caps smallCaps shadow outline noProof snapToGrid kern szCs u effect bdr
    cs em lang fitText webHidden rPrChange ins specVanish oMath imprint emboss ligatures
    numForm numSpacing cntxtAlts stylisticSets glow reflection #text
"""
_HARMLESS = frozenset(_HARMLESS_NAMES.split())
"""Run properties under which a figure looks as it is written; under any unknown one it is open."""

RunLook = Mapping[str, bool | str]
"""What holds for a run: `hidden`, `struck`, `raised` (above or below the line), `faint`.

`ink`, `paper` and `marker` (a highlight) are colours in six digits, empty where nothing says.
"""


def is_on(node: Node | None) -> bool:
    """Say whether a switch is there, and not turned off."""
    return node is not None and node.get("w:val", "1") not in _OFF


def read_look(properties: Node | None) -> dict[str, bool | str]:
    """Return what run properties say of the look; what they do not mention is left out."""
    look: dict[str, bool | str] = {}
    for node in properties.children if properties is not None else ():
        value = node.get("w:val")
        match node.name:
            case "w:vanish":
                look["hidden"] = is_on(node)
            case "w:strike" | "w:dstrike":
                look["struck"] = is_on(node)
            case "w:vertAlign":
                look["raised"] = value in ("superscript", "subscript")
            case "w:position":
                look["raised"] = value not in ("", "0")
            case "w:color":
                look["ink"] = _read_ink(node)
            case "w:highlight":
                look["marker"] = _HIGHLIGHTS.get(value, "")
            case "w:shd":
                look["paper"] = read_shade(node)
            case name if name.rpartition(":")[2] not in _HARMLESS and _hides(node):
                look["faint"] = True
    return look


def is_faint(look: RunLook, paper: str = "") -> bool:
    """Say whether text of a look may be missed on its paper, or on that of its cell."""
    if look.get("faint"):
        return True
    ink, marker = str(look.get("ink") or ""), str(look.get("marker") or "")
    below = marker or str(look.get("paper") or paper)
    if not ink and not marker:
        return False  # Word writes white on dark paper by itself
    return look_alike(ink or "000000", below or "FFFFFF")


def read_shade(node: Node) -> str:
    """Return the colour that shading lays below text; empty where it lays none."""
    fill = node.get("w:fill")
    if node.get("w:val") == "solid":
        fill = node.get("w:color")
    return fill.upper() if is_colour(fill) else ""


def _read_ink(node: Node) -> str:
    """Return a colour of letters; that of a theme's ground is white, whatever is kept of it."""
    if node.get("w:themeColor") in ("background1", "light1"):
        return "FFFFFF"
    value = node.get("w:val")
    return value.upper() if is_colour(value) else ""


def _hides(node: Node) -> bool:
    """Say whether a property may hide letters, or make others of them."""
    value = node.get("w:val")
    number = int(value) if value.lstrip("-").isdecimal() else None
    match node.name:
        case "w:sz":
            return number is not None and number <= _TINIEST
        case "w:w":
            return number is not None and number < _NARROW
        case "w:spacing":
            return number is not None and number < -_NARROW
        case "w:rFonts":
            fonts = (node.get(f"w:{kind}").lower() for kind in ("ascii", "hAnsi"))
            return any(sign in font for font in fonts for sign in NO_LETTERS)
        case "w:rtl":
            return is_on(node)
        case "w:eastAsianLayout":
            return False
        case name if name.endswith(":textFill"):  # WPS says so of all text
            return not any(_is_dark_of_theme(each) for each in node.below())
    return True


def _is_dark_of_theme(node: Node) -> bool:
    shades = ("tx1", "tx2", "dk1", "dk2", "text1")
    return node.name.endswith(":schemeClr") and any(v in shades for v in node.attributes.values())


class NumberRef(NamedTuple):
    """A list and a level in it; None where a style leaves the level to the list."""

    list_id: str
    level: int | None


def read_number_ref(properties: Node | None) -> NumberRef | None:
    """Return which list paragraph properties put a paragraph into."""
    node = properties.first("w:numPr") if properties is not None else None
    if node is None:
        return None
    list_id = node.first("w:numId")
    level = node.first("w:ilvl")
    number = level.get("w:val") if level is not None else ""
    return NumberRef(
        list_id.get("w:val") if list_id is not None else "",
        int(number) if number.isdecimal() else None,
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it is based on, its look, and the list that it puts a paragraph into."""

    based_on: str
    look: RunLook
    number: NumberRef | None


@dataclass(frozen=True, slots=True)
class WordStyles:
    """All styles of a file, by id."""

    known: Mapping[str, Style] = field(default_factory=dict)
    usual: RunLook = field(default_factory=dict)
    paragraph: str = ""

    def look(self, name: str) -> RunLook:
        """Return the look that a style gives, with what it is based on."""
        look: dict[str, bool | str] = {}
        for style in self._chain(name):
            look = {**style.look, **look}
        return look

    def number(self, name: str) -> tuple[str, NumberRef] | None:
        """Return the list that a style puts a paragraph into, and the style that says so."""
        at = name
        for style in self._chain(name):
            if style.number is not None:
                return at, style.number
            at = style.based_on
        return None

    def _chain(self, name: str) -> Iterator[Style]:
        seen: set[str] = set()
        while name in self.known and name not in seen:
            seen.add(name)
            yield self.known[name]
            name = self.known[name].based_on


def read_styles(root: Node | None) -> WordStyles:
    """Return the styles of a file's part of styles."""
    if root is None:
        return WordStyles()
    known: dict[str, Style] = {}
    paragraph = ""
    for node in root.all("w:style"):
        base = node.first("w:basedOn")
        name = node.get("w:styleId")
        known[name] = Style(
            base.get("w:val") if base is not None else "",
            read_look(node.first("w:rPr")),
            read_number_ref(node.first("w:pPr")),
        )
        usual = node.get("w:default") not in ("", *_OFF)
        if usual and node.get("w:type") == "paragraph":
            paragraph = name
    return WordStyles(
        known, read_look(root.find("w:docDefaults", "w:rPrDefault", "w:rPr")), paragraph
    )
