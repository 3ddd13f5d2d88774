"""The cells of an OpenDocument spreadsheet: what each shows, and why that may not be seen."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.read.sheets.cell_styles import CellStyle
from extraction.read.sheets.ods_styles import OdsStyles, points_of
from extraction.read.sheets.sheet_names import Range, parse_range
from extraction.read.sheets.sheet_view import StoredCell, StoredSheet
from extraction.read.sheets.shown_values import HIDDEN, ShownValue, store_shown
from extraction.read.xml_tree import TEXT, Node
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    DRAWING_THERE,
    FORMAT_UNKNOWN,
    HIDDEN_TEXT,
    MAYBE_HIDDEN,
    PICTURE_THERE,
    STRUCK_TEXT,
)
from extraction.values.document import PICTURE_LINE

_MOST = 2_000_000
_NUMBERS = ("float", "percentage", "currency", "date", "time")
_LEAST_HEIGHT, _LEAST_WIDTH = 12.0, 20.0
"""Points: rows and columns of tables are hardly smaller."""
_FURTHEST = 400
_BETWEEN = {"text:tab": "\t", "text:line-break": "\n"}


def repeated(node: Node, name: str) -> int:
    """Return how often a node stands for itself; once where it does not say so."""
    written = node.get(name, "1")
    return min(int(written), _MOST) if written.isdecimal() and len(written) < 9 else 1


def read_address(written: str) -> Range | None:
    """Return the cells that an address means; the names of sheets are left out.

    >>> read_address("$Sheet1.$B$2:Sheet1.C4"), read_address("Sheet1.B2")
    (Range(top=1, left=1, bottom=3, right=2), Range(top=1, left=1, bottom=1, right=1))
    """
    ends = [end.rpartition(".")[2] for end in written.split(":")]
    return parse_range(":".join(ends))


@dataclass(slots=True)
class ColumnStyles:
    """The styles of cells that name none, by their columns."""

    ends: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def put(self, behind: int, name: str) -> None:
        """Note the style of the columns from those noted before to the one before `behind`."""
        self.ends.append(behind)
        self.names.append(name)

    def of(self, column: int) -> str:
        """Return the style of a column's cells."""
        at = bisect_right(self.ends, column)
        return self.names[at] if at < len(self.names) else ""


@dataclass(frozen=True, slots=True)
class OdsCell:
    """A cell of a row: where it stands, how far it reaches, what drawings hang from it."""

    column: int
    stored: StoredCell
    rows: int
    columns: int
    drawings: Sequence[Node]

    def put_into(self, sheet: StoredSheet, row: int) -> None:
        """Note it in a sheet."""
        sheet.put(row, self.column, self.stored)
        if (self.rows, self.columns) != (1, 1):
            last = self.column + self.columns - 1
            sheet.merged.append(Range(row, self.column, row + self.rows - 1, last))

    def veil_covered(self, sheet: StoredSheet, row: int) -> None:
        """Say of the cells over which its drawings lie that they may not be seen."""
        for drawing in self.drawings:
            picture = any(part.name == "draw:image" for part in drawing.below())
            own = find_covered(drawing, row, self.column)
            sheet.veil(own, PICTURE_THERE if picture else DRAWING_THERE)


@dataclass(frozen=True, slots=True)
class OdsCellReader:
    """Reads the cells of a spreadsheet, which share its styles."""

    styles: OdsStyles
    hides_zeros: bool = False

    def read(self, row: Node, usual: ColumnStyles) -> Iterator[OdsCell]:
        """Yield the cells of a row that show something, are framed, or lie below a drawing."""
        column = 0
        for node in row.children:
            if node.name not in ("table:table-cell", "table:covered-table-cell"):
                continue
            count = repeated(node, "table:number-columns-repeated")
            own = node.get("table:style-name")
            framed = bool(own) and self.styles.look_of(own).framed
            drawings = [part for part in node.children if part.name.startswith("draw:")]
            if node.name == "table:table-cell" and (_holds(node) or framed or drawings):
                style = own or row.get("table:default-cell-style-name")
                for at in range(column, column + count):
                    yield OdsCell(
                        at,
                        self._store(node, style or usual.of(at)),
                        repeated(node, "table:number-rows-spanned"),
                        repeated(node, "table:number-columns-spanned"),
                        drawings,
                    )
            column += count

    def _store(self, node: Node, name: str) -> StoredCell:
        look = self.styles.look_of(name)
        is_number = node.get("office:value-type") in _NUMBERS
        shown = self._show(node, name, look)
        if shown.text.strip() and self.styles.may_differ(name):
            shown = ShownValue(shown.text, shown.veil or MAYBE_HIDDEN)
        if any(part.name == "draw:image" for part in node.below()):
            shown = ShownValue(shown.text or PICTURE_LINE, PICTURE_THERE)
        return store_shown(shown, look, is_number=is_number)

    def _show(self, node: Node, name: str, look: CellStyle) -> ShownValue:
        """Return what a cell shows: the file holds it, but not where a program may hide it."""
        text, veil = self._read_text(node, name)
        if node.get("office:value-type") not in _NUMBERS:
            return ShownValue(text, veil)
        value = _value_of(node)
        if value and node.first("text:p") is None:
            return ShownValue(value, FORMAT_UNKNOWN)
        hidden = self.hides_zeros and not value.strip("-0.")
        if value and (hidden or not text.strip()):
            return ShownValue(HIDDEN, HIDDEN_TEXT)
        return ShownValue(text, veil or (FORMAT_UNKNOWN if look.code is None else None))

    def _read_text(self, node: Node, name: str) -> tuple[str, Bilingual | None]:
        """Return a text of several looks, and why no figure may be read in it, if so."""
        text = ""
        veil = None
        for number, paragraph in enumerate(node.all("text:p")):
            text += "\n" if number else ""
            for words, runs in _read_runs(paragraph):
                raised = any(self.styles.is_raised(run) for run in runs)
                if raised and text[-1:].isdecimal() and words[:1].isdecimal():
                    text += " "  # the mark of a note is no digit of the figure before it
                text += words
                for run in runs:
                    veil = veil or self._find_doubt(words, run, name)
        return text, veil

    def _find_doubt(self, words: str, run: str, name: str) -> Bilingual | None:
        """Say why no figure may be read in a run of text, if so."""
        font, paper = self.styles.font_within(name, run)
        if font.struck:
            return STRUCK_TEXT
        hidden = font.is_faint_on(paper) and any(map(str.isalnum, words))
        return MAYBE_HIDDEN if hidden else None


def _holds(node: Node) -> bool:
    """Say whether a cell holds anything that may be seen."""
    return any(part.name == "text:p" and part.children for part in node.children) or (
        node.get("office:value-type") in _NUMBERS and bool(_value_of(node))
    )


def _value_of(node: Node) -> str:
    """Return the number, day or time that a cell stores."""
    for name in ("office:value", "office:date-value", "office:time-value"):
        if node.get(name):
            return node.get(name)
    return ""


def _read_runs(node: Node, within: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of a paragraph with the styles of the runs that they stand in.

    Notes beside a text are no part of it.
    """
    for child in node.children:
        if child.name == TEXT:
            yield child.text, within
        elif child.name == "text:s":
            yield " " * min(repeated(child, "text:c"), 99), within
        elif child.name in _BETWEEN:
            yield _BETWEEN[child.name], within
        elif not child.name.startswith("office:"):
            run = child.get("text:style-name")
            yield from _read_runs(child, (*within, run) if run else within)


def find_covered(drawing: Node, row: int, column: int) -> Range:
    """Return the cells over which a drawing lies that hangs from a cell."""
    written = drawing.get("table:end-cell-address")
    end = read_address(written) if written else None
    if end is not None and end.top >= row and end.left >= column:
        return Range(row, column, end.bottom, end.right)
    reach: list[int] = []
    for side, least in (("svg:height", _LEAST_HEIGHT), ("svg:width", _LEAST_WIDTH)):
        length = points_of(drawing.get(side)) or 0.0
        reach.append(min(int(length // least), _FURTHEST))
    return Range(row, column, row + reach[0], column + reach[1])
