"""What stands in one paragraph of a Word file, as a person sees it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.read.stand_in import StandIn
from extraction.read.thresholds import TABLE_HIGH, TABLE_WIDE
from extraction.read.word.word_styles import RunLook, WordStyles, is_faint, read_look
from extraction.read.writing import ShownText
from extraction.read.xml_tree import TEXT, Node
from extraction.values.catalogue.doubts import (
    CHANGE_TRACKED,
    DRAWING_THERE,
    FIELD_THERE,
    FIGURES_ABOVE,
    FORMULA_THERE,
    HIDDEN_TEXT,
    MAYBE_HIDDEN,
    PICTURE_THERE,
    STRUCK_TEXT,
)

_DELETED = frozenset({"w:del", "w:moveFrom"})
_INSERTED = frozenset({"w:ins", "w:moveTo"})
_SHOWN_BY_ITSELF_NAMES = """
    = EQ SYMBOL MACROBUTTON GOTOBUTTON AUTONUM AUTONUMLGL AUTONUMOUT LISTNUM QUOTE ADVANCE
"""
_SHOWN_BY_ITSELF = frozenset(_SHOWN_BY_ITSELF_NAMES.split())
"""Fields that show what their instruction says, or what Word reckons, without a stored result."""
_KNOWN_SHAPES_NAMES = """
    wps wpg wpc wpi wp14 w14 w15 w16 w16se a14 v o m
"""
_KNOWN_SHAPES = frozenset(_KNOWN_SHAPES_NAMES.split())
_TURNING = frozenset({"w:bdo", "w:dir"})
_SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_IMAGES = frozenset({"pic:pic", "a:blip", "v:imagedata", "?:OLEObject", "?:chart"})
_VML_SIZE = re.compile(r"(width|height):([\d.]+)(pt|in|cm|mm)")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835}
_EMU = 12_700  # in a point


PICTURE = StandIn("〔图片〕", PICTURE_THERE)
SHAPE = StandIn("〔图形〕", DRAWING_THERE)
FIELD = StandIn("〔表单项〕", FIELD_THERE)
FORMULA = StandIn("〔公式〕", FORMULA_THERE)
SYMBOL = StandIn("〔符号〕", DRAWING_THERE)
STAND_INS = (PICTURE, SHAPE, FIELD, FORMULA, SYMBOL)


@dataclass(slots=True)
class WordParagraph:
    """A paragraph: what it shows, the text boxes anchored in it, the ids of large pictures."""

    pieces: list[ShownText] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RunReader:
    """Reads paragraph after paragraph of a file: a field may begin in one and end in another.

    paper: the colour that a cell lays below its text. fields: for each field that is open,
    whether its result has begun; instructions: what it is told to do; results: where its result
    begins.
    """

    styles: WordStyles
    paper: str = ""
    fields: list[bool] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    results: list[tuple[WordParagraph, int] | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, node: Node, style: str) -> WordParagraph:
        """Read a `w:p`, whose paragraph style is given."""
        paragraph = WordParagraph()
        look = {**self.styles.usual, **self.styles.look(style)}
        self._descend(node.children, look, paragraph, tracked=False)
        paragraph.pieces[:] = _spread_changes(paragraph.pieces)
        return paragraph

    def _descend(
        self, nodes: Sequence[Node], look: RunLook, into: WordParagraph, *, tracked: bool
    ) -> None:
        for node in nodes:
            if node.name == "w:r":
                self._read_run(node, look, into, tracked=tracked)
            elif node.name in _DELETED:
                if has_deleted_text(node):
                    into.pieces.append(ShownText("", CHANGE_TRACKED))
            elif node.name in _INSERTED:
                self._descend(node.children, look, into, tracked=True)
            elif node.name == "m:oMath" or node.name == "m:oMathPara":
                into.pieces.append(ShownText(FORMULA.sign, FORMULA.reason))
            elif node.name == "mc:AlternateContent":
                self._descend(choose(node), look, into, tracked=tracked)
            elif not node.name.endswith("Pr"):
                if node.name == "w:fldSimple" and not any(map(Node.words, node.below())):
                    self._show_field(node.get("w:instr"), into)
                own = {**look, "faint": True} if node.name in _TURNING else look
                self._descend(node.children, own, into, tracked=tracked)

    def _read_run(self, run: Node, look: RunLook, into: WordParagraph, *, tracked: bool) -> None:
        properties = run.first("w:rPr")
        style = properties.first("w:rStyle") if properties is not None else None
        named = self.styles.look(style.get("w:val")) if style is not None else {}
        own: RunLook = {**look, **named, **read_look(properties)}
        for node in run.children:
            if node.name == "w:fldChar":
                self._turn_field(node, into)
            elif node.name == "w:instrText" and self.instructions:
                self.instructions[-1] += node.words()
            elif all(self.fields):
                self._read_content(node, own, into, tracked=tracked)

    def _turn_field(self, node: Node, into: WordParagraph) -> None:
        match node.get("w:fldCharType"):
            case "begin":
                if _is_control(node) and all(self.fields):
                    into.pieces.append(ShownText(FIELD.sign, FIELD.reason))
                self.fields.append(False)
                self.instructions.append("")
                self.results.append(None)
            case "separate" if self.fields:
                self.fields[-1] = True
                self.results[-1] = into, len(into.pieces)
            case "end" if self.fields:
                shown, instruction = self.fields.pop(), self.instructions.pop()
                begun = self.results.pop()
                bare = begun is not None and begun[0] is into and begun[1] == len(into.pieces)
                if (bare or not shown) and all(self.fields):
                    self._show_field(instruction, into)

    def _show_field(self, instruction: str, into: WordParagraph) -> None:
        """Name a field without a result that shows something all the same."""
        word = instruction.split(maxsplit=1)[:1]
        if word and (word[0].upper() in _SHOWN_BY_ITSELF or word[0].startswith("=")):
            into.pieces.append(ShownText(FIELD.sign, FIELD.reason))

    def _read_content(
        self, node: Node, look: RunLook, into: WordParagraph, *, tracked: bool
    ) -> None:
        """Read one thing that stands in a run."""
        if node.name == "w:t":
            words = node.words()
            kept = node.get("xml:space") == "preserve"
            self._write(words if kept else words.strip(" \r\n\t"), look, into, tracked=tracked)
        elif node.name in _SIGNS:
            self._write(_SIGNS[node.name], look, into, tracked=tracked)
        elif node.name in ("w:footnoteReference", "w:endnoteReference"):
            kind = node.name.removeprefix("w:").removesuffix("Reference")
            self.notes.append(f"{kind} {node.get('w:id')}")
        elif node.name == "w:sym":
            into.pieces.append(ShownText(SYMBOL.sign, SYMBOL.reason))
        elif node.name == "w:ruby":
            self._read_ruby(node, look, into, tracked=tracked)
        elif node.name == "mc:AlternateContent":
            for chosen in choose(node):
                self._read_content(chosen, look, into, tracked=tracked)
        elif node.name in ("w:drawing", "w:pict", "w:object") and not look.get("hidden"):
            read_drawing(node, into)

    def _read_ruby(self, node: Node, look: RunLook, into: WordParagraph, *, tracked: bool) -> None:
        base = node.first("w:rubyBase")
        above = node.first("w:rt")
        if base is not None:
            self._descend(base.children, look, into, tracked=tracked)
        if above is not None and any(map(str.isdecimal, above.words())):
            into.pieces.append(ShownText("", FIGURES_ABOVE))

    def _write(self, text: str, look: RunLook, into: WordParagraph, *, tracked: bool) -> None:
        if look.get("hidden"):
            if any(map(str.isalnum, text)):
                into.pieces.append(ShownText("", HIDDEN_TEXT))
            return
        last = next((piece.text[-1] for piece in reversed(into.pieces) if piece.text), "")
        if look.get("raised") and last.isdecimal() and text[:1].isdecimal():
            text = f" {text}"  # the mark of a note is no digit of the figure before it
        veil = CHANGE_TRACKED if tracked else None
        if look.get("struck"):
            veil = veil or STRUCK_TEXT
        if is_faint(look, self.paper):
            veil = veil or MAYBE_HIDDEN
        if text:
            into.pieces.append(ShownText(text, veil if text.strip() else None))


def choose(node: Node) -> Sequence[Node]:
    """Return what is shown of two ways in which a file holds the same: the newer, if known."""
    newer = node.first("mc:Choice")
    known = newer is not None and set(newer.get("Requires").split()) <= _KNOWN_SHAPES
    chosen = newer if known else node.first("mc:Fallback") or newer
    return chosen.children if chosen is not None else ()


def has_deleted_text(node: Node) -> bool:
    """Say whether a tracked deletion has taken away anything that can be seen."""
    return any(each.name == TEXT and each.text.strip() for each in node.below())


def read_drawing(node: Node, into: WordParagraph) -> None:
    """Read a drawing: its text boxes stand for themselves, a picture is named."""
    boxes = list(_find_boxes(node))
    into.boxes.extend(boxes)
    images = any(each.name in _IMAGES for each in node.below())
    if images:
        into.pieces.append(ShownText(PICTURE.sign, PICTURE.reason))
        if _is_large(node):
            into.pictures.append(_find_picture(node))
    elif not boxes:
        into.pieces.append(ShownText(SHAPE.sign, SHAPE.reason))


def _find_boxes(node: Node) -> Iterator[Node]:
    """Yield the contents of text boxes, not of those within them, and each only once."""
    for child in choose(node) if node.name == "mc:AlternateContent" else node.children:
        if child.name == "w:txbxContent":
            yield child
        else:
            yield from _find_boxes(child)


def _find_picture(node: Node) -> str:
    """Return the id by which a drawing refers to its picture; "" if it is another program's."""
    for each in node.below():
        if each.name in ("a:blip", "v:imagedata"):
            return each.get("r:embed") or each.get("r:id")
    return ""


def _is_large(node: Node) -> bool:
    """Say whether a drawing is large enough for a picture of a table, as far as is known."""
    for each in node.below():
        if each.name == "wp:extent":
            size = each.get("cx"), each.get("cy")
            if all(map(str.isdecimal, size)):
                return int(size[0]) >= TABLE_WIDE * _EMU and int(size[1]) >= TABLE_HIGH * _EMU
        if each.name == "v:shape":
            sizes = {
                side: float(length) * _POINTS[unit]
                for side, length, unit in _VML_SIZE.findall(each.get("style"))
                if length.count(".") <= 1 and length != "."
            }
            if len(sizes) > 1:
                return sizes["width"] >= TABLE_WIDE and sizes["height"] >= TABLE_HIGH
    return True


def _is_control(node: Node) -> bool:
    """Say whether a field is a box to tick or a list to choose from, which shows no text."""
    data = node.first("w:ffData")
    return data is not None and any(c.name in ("w:checkBox", "w:ddList") for c in data.children)


def _spread_changes(pieces: Sequence[ShownText]) -> list[ShownText]:
    """Veil the digits that touch a tracked change: they are of one figure with it."""
    spread = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.veil is not CHANGE_TRACKED:
            continue
        for beside, digit in ((at - 1, -1), (at + 1, 0)):
            if not 0 <= beside < len(pieces):
                continue
            text = pieces[beside].text
            if text and text[digit].isdecimal() and pieces[beside].veil is None:
                spread[beside] = ShownText(text, CHANGE_TRACKED)
    return spread
