"""The looks of text in a Word file, as far as they decide what a person sees of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.read.xml_tree import Node

_OFF = frozenset({"0", "false", "off", "none"})
_WHITE = frozenset({"FFFFFF", "FFFFFE", "FEFEFE"})
_TINIEST = 4
"""Half points: letters two points high are there to be missed."""

RunLook = Mapping[str, bool]
"""What holds for a run: `hidden`, `struck`, `raised` (above or below the line), `faint`."""


def is_on(node: Node | None) -> bool:
    """Say whether a switch is there, and not turned off."""
    return node is not None and node.get("w:val", "1") not in _OFF


def read_look(properties: Node | None) -> dict[str, bool]:
    """Return what run properties say of the look; what they do not mention is left out."""
    look: dict[str, bool] = {}
    if properties is None:
        return look
    for node in properties.children:
        match node.name:
            case "w:vanish":
                look["hidden"] = is_on(node)
            case "w:strike" | "w:dstrike":
                look["struck"] = is_on(node)
            case "w:vertAlign":
                look["raised"] = node.get("w:val") in ("superscript", "subscript")
            case "w:color":
                look["faint"] = node.get("w:val").upper() in _WHITE
            case "w:sz":
                size = node.get("w:val")
                if size.isdecimal() and int(size) <= _TINIEST:
                    look["faint"] = True
    return look


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
        look: dict[str, bool] = {}
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
