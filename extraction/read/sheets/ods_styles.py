"""The styles of an OpenDocument spreadsheet, as far as they decide what is seen: ink, lines, room.

OpenDocument 1.3, part 3, chapter 16: what a style of a family does not say, its parent says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.read.inks import is_colour
from extraction.read.sheets.cell_styles import CellStyle, Font, is_unreadable
from extraction.read.xml_tree import Node

_CELL, _TEXT = "table-cell", "text"
_CELL_PROPERTIES = "style:table-cell-properties"
_TEXT_PROPERTIES = "style:text-properties"
_WHITE = "FFFFFF"
_LENGTH = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(pt|pc|in|cm|mm|px)")
_POINTS = {"pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
_USUAL_POINTS = 10.0
_FRAMES = ("border", "border-left", "border-right", "border-top", "border-bottom")
_DIAGONALS = ("style:diagonal-bl-tr", "style:diagonal-tl-br")


def points_of(written: str) -> float | None:
    """Return a length in points; None for one that is relative, or none.

    >>> points_of("0.5in"), points_of("120%")
    (36.0, None)
    """
    found = _LENGTH.fullmatch(written.strip())
    return float(found[1]) * _POINTS[found[2]] if found else None


@dataclass(slots=True)
class OdsStyles:
    """The styles of a spreadsheet by family and name, as its two parts of styles hold them.

    usual: what a family looks like where no style says otherwise. formats: of numbers, by name.
    """

    named: dict[tuple[str, str], Node] = field(default_factory=dict)
    usual: dict[str, Node] = field(default_factory=dict)
    formats: dict[str, Node] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)
    looks: dict[str, CellStyle] = field(default_factory=dict)
    differing: dict[str, bool] = field(default_factory=dict)

    def take_in(self, root: Node | None) -> None:
        """Take in the styles of a part."""
        for part in root.children if root is not None else ():
            if part.name == "office:font-face-decls":
                for face in part.all("style:font-face"):
                    self.faces[face.get("style:name")] = face.get("svg:font-family")
            elif part.name in ("office:styles", "office:automatic-styles"):
                for style in part.children:
                    self._take_in_style(style)

    def _take_in_style(self, style: Node) -> None:
        family = style.get("style:family")
        if style.name == "style:default-style":
            self.usual[family] = style
        elif style.name == "style:style":
            self.named[family, style.get("style:name")] = style
            if "style:display-name" in style.attributes:  # conditions call a style by it
                self.named.setdefault((family, style.get("style:display-name")), style)
        elif style.name.startswith("number:"):
            self.formats[style.get("style:name")] = style

    def say(self, family: str, name: str, properties: str, attribute: str) -> str:
        """Return what a style says of an attribute, itself or by its parents; nothing: ""."""
        for node in self._descend(family, name):
            said = node.first(properties)
            if said is not None and attribute in said.attributes:
                return said.get(attribute)
        return ""

    def _descend(self, family: str, name: str) -> Iterator[Node]:
        """Yield a style, its parent, and so on, to the family's usual look."""
        passed: set[str] = set()
        while name not in passed and (family, name) in self.named:
            passed.add(name)
            style = self.named[family, name]
            yield style
            name = style.get("style:parent-style-name")
        if family in self.usual:
            yield self.usual[family]

    def usual_points(self) -> float:
        """Return how high the letters of a plain cell are."""
        return self._read_points(_CELL, "Default") or _USUAL_POINTS

    def look_of(self, name: str) -> CellStyle:
        """Return how cells of a style look; `code` is None where its format hides figures."""
        if name not in self.looks:
            self.looks[name] = self._read_look(name)
        return self.looks[name]

    def _read_look(self, name: str) -> CellStyle:
        font, paper = self._read_font(_CELL, name), self._read_paper(name)
        turned = self._of_cell(name, "style:rotation-angle") not in ("", "0")
        stacked = self._of_cell(name, "style:direction") == "ttb"
        shrinks = self._of_cell(name, "style:shrink-to-fit") == "true"
        repeated = self._of_cell(name, "style:repeat-content") == "true"
        return CellStyle(
            None if self._format_hides(name, paper) else "",
            self._has_line(name, [f"fo:{side}" for side in _FRAMES]),
            font.struck or self._has_line(name, _DIAGONALS),
            font.is_faint_on(paper) or repeated,
            0.0 if turned or stacked or shrinks else font.points / self.usual_points(),
        )

    def font_within(self, name: str, run: str) -> tuple[Font, str | None]:
        """Return the font of a run of text in a cell of a style, and the paper below it."""
        own = self._read_font(_TEXT, run)
        cell = self._read_font(_CELL, name)
        if not self._says_ink(_TEXT, run):
            own = own._replace(ink=cell.ink)
        return own, self._read_paper(name)

    def is_raised(self, run: str) -> bool:
        """Say whether a run of text stands above or below its line, as the mark of a note does."""
        shift = self.say(_TEXT, run, _TEXT_PROPERTIES, "style:text-position").split(" ")[0]
        return shift not in ("", "0%")

    def changes_figures(self, name: str) -> bool:
        """Say whether a look that a condition gives may hide a figure, or make another of it."""
        look = self.look_of(name)
        own = self.named.get((_CELL, name))
        formatted = own is not None and bool(own.get("style:data-style-name"))
        return formatted or look.struck or look.faint

    def may_differ(self, name: str) -> bool:
        """Say whether a style gives way to another that may, depending on what stands there."""
        if name not in self.differing:
            others: list[str] = []
            for style in self._descend(_CELL, name):
                others += [rule.get("style:apply-style-name") for rule in style.all("style:map")]
            self.differing[name] = any(self.changes_figures(other) for other in others)
        return self.differing[name]

    def _of_cell(self, name: str, attribute: str) -> str:
        return self.say(_CELL, name, _CELL_PROPERTIES, attribute)

    def _has_line(self, name: str, attributes: Sequence[str]) -> bool:
        drawn = [self._of_cell(name, attribute) for attribute in attributes]
        return any(line not in ("", "none") for line in drawn)

    def _read_paper(self, name: str) -> str | None:
        """Return the colour below a cell's text; None for one that is not known."""
        written = self._of_cell(name, "fo:background-color")
        if written in ("", "transparent"):
            return _WHITE
        return _read_colour(written)

    def _read_font(self, family: str, name: str) -> Font:
        def said(attribute: str) -> str:
            return self.say(family, name, _TEXT_PROPERTIES, attribute)

        lines = said("style:text-line-through-style"), said("style:text-line-through-type")
        drawn = any(line not in ("", "none") for line in lines)
        points = self._read_points(family, name) or _USUAL_POINTS
        face = said("fo:font-family") + said("style:font-name")
        unreadable = is_unreadable(points, face + self.faces.get(said("style:font-name"), ""))
        unseen = said("text:display") == "none"
        return Font(drawn, unreadable or unseen, self._read_ink(family, name), points)

    def _read_points(self, family: str, name: str) -> float | None:
        for node in self._descend(family, name):
            said = node.first(_TEXT_PROPERTIES)
            points = points_of(said.get("fo:font-size")) if said is not None else None
            if points is not None:
                return points
        return None

    def _says_ink(self, family: str, name: str) -> Node | None:
        """Return the nearest properties that say in which colour text is."""
        for node in self._descend(family, name):
            said = node.first(_TEXT_PROPERTIES)
            if said is not None and {"fo:color", "style:use-window-font-color"} & set(
                said.attributes
            ):
                return said
        return None

    def _read_ink(self, family: str, name: str) -> str | None:
        """Return the colour of text; None where the program takes one that can be seen."""
        said = self._says_ink(family, name)
        if said is None:
            return "000000"
        if said.get("style:use-window-font-color") == "true":
            return None
        return _read_colour(said.get("fo:color", "#000000"))

    def _format_hides(self, name: str, paper: str | None) -> bool:
        """Say whether the format of a style's numbers has ink that may not be seen."""
        styles = self._descend(_CELL, name)
        names = [style.get("style:data-style-name") for style in styles]
        waiting = [name for name in names if name][:1]
        passed: set[str] = set()
        while waiting:
            own = self.formats.get(waiting.pop())
            if own is None or own.get("style:name") in passed:
                continue
            passed.add(own.get("style:name"))
            said = own.first(_TEXT_PROPERTIES)
            ink = _read_colour(said.get("fo:color")) if said is not None else None
            if ink is not None and Font(ink=ink).is_faint_on(paper):
                return True
            waiting += [rule.get("style:apply-style-name") for rule in own.all("style:map")]
        return False


def _read_colour(written: str) -> str | None:
    """Return a colour in six digits; None for what is none.

    >>> _read_colour("#FFffFF"), _read_colour("red")
    ('FFFFFF', None)
    """
    colour = written.removeprefix("#")
    return colour.upper() if is_colour(colour) else None
