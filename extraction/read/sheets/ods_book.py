"""An OpenDocument spreadsheet (.ods) to text and grids: it stores what each cell shows.

OpenDocument 1.3, part 3, chapter 9. Hidden sheets, rows and columns are not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.read.package import Package
from extraction.read.parts import read_part
from extraction.read.sheets.ods_cells import (
    ColumnStyles,
    OdsCell,
    OdsCellReader,
    read_address,
    repeated,
)
from extraction.read.sheets.ods_styles import OdsStyles, points_of
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredSheet
from extraction.read.writing import DocumentWriting
from extraction.read.xml_tree import Node
from extraction.values.catalogue.doubts import MAYBE_HIDDEN
from extraction.values.document import Content

_GROUPS = frozenset(
    {
        "table:table-row-group",
        "table:table-rows",
        "table:table-header-rows",
        "table:table-column-group",
        "table:table-columns",
        "table:table-header-columns",
    }
)
_UNSEEN = ("collapse", "filter")
_LOW, _NARROW = 2.0, 0.5
"""Points, and widths of a digit: in less of it nobody reads anything."""
_DIGIT = 0.556
"""How wide a digit is, against how high its font is; of the usual fonts few are wider."""
_USUAL_WIDTH = 64.0
"""Points, of a column of which nothing is said."""


def read_ods(package: Package) -> Content:
    """Return what a spreadsheet shows; BrokenXmlError, CrowdedSheetError if it cannot be read."""
    root = read_part(package, "content.xml")
    tables = root.find("office:body", "office:spreadsheet") if root is not None else None
    if tables is None:
        return Content("", "")
    styles = OdsStyles()
    styles.take_in(read_part(package, "styles.xml"))
    styles.take_in(root)
    settings = _read_settings(read_part(package, "settings.xml"))
    cells = OdsCellReader(styles, hides_zeros=settings.get("ShowZeroValues") == "false")
    writing = DocumentWriting()
    seen = []
    for table in tables.all("table:table"):
        display = styles.say(
            "table", table.get("table:style-name"), "style:table-properties", "table:display"
        )
        if display != "false":
            seen.append(_OdsSheetReader(styles, cells).read(table).seen())
    write_sheets(seen, writing)
    return writing.content("utf-8")


def _read_settings(root: Node | None) -> Mapping[str, str]:
    """Return how a spreadsheet is looked at; what one of its windows hides is hidden."""
    found: dict[str, str] = {}
    for node in root.below() if root is not None else ():
        name = node.get("config:name")
        if node.name == "config:config-item" and found.get(name) != "false":
            found[name] = node.words().strip()
    return found


@dataclass(frozen=True, slots=True)
class _OdsSheetReader:
    """Reads the sheets of a spreadsheet, which share its styles."""

    styles: OdsStyles
    cells: OdsCellReader

    def read(self, table: Node) -> StoredSheet:
        """Return a sheet as it is stored."""
        sheet = StoredSheet(table.get("table:name"))
        usual = self._read_columns(table, sheet)
        drawn: list[tuple[OdsCell, int]] = []
        row = 0
        for node, unseen in _ungroup(table, "table:table-row"):
            count = repeated(node, "table:number-rows-repeated")
            cells = list(self.cells.read(node, usual))
            # An empty row may stand for a million; one with a text in it is there once or twice.
            rows = range(row, row + count if cells else row)
            for number in rows:
                for found in cells:
                    found.put_into(sheet, number)
                    if found.drawings:
                        drawn.append((found, number))
            height = self._size(node, "row", "row-height")
            if unseen or (height is not None and height < _LOW):
                sheet.hidden_rows.update(rows)
            row += count
        for found, number in drawn:
            found.veil_covered(sheet, number)
        self._veil_conditions(table, sheet)
        return sheet

    def _read_columns(self, table: Node, sheet: StoredSheet) -> ColumnStyles:
        """Note hidden columns and the widths of others; return the styles that cells take."""
        digit = _DIGIT * self.styles.usual_points()
        sheet.widths.usual = self._usual_width() / digit
        usual = ColumnStyles()
        column = 0
        for node, unseen in _ungroup(table, "table:table-column"):
            behind = column + repeated(node, "table:number-columns-repeated")
            width = self._size(node, "column", "column-width")
            if unseen or (width is not None and width < _NARROW * digit):
                sheet.hidden_columns.append((column, behind - 1))
            elif width is not None:
                sheet.widths.put(column, behind - 1, width / digit)
            usual.put(behind, node.get("table:default-cell-style-name"))
            column = behind
        return usual

    def _usual_width(self) -> float:
        properties = "style:table-column-properties"
        said = self.styles.say("table-column", "", properties, "style:column-width")
        return points_of(said) or _USUAL_WIDTH

    def _size(self, node: Node, kind: str, attribute: str) -> float | None:
        """Return how high a row or how wide a column is, in points."""
        name, properties = node.get("table:style-name"), f"style:table-{kind}-properties"
        return points_of(self.styles.say(f"table-{kind}", name, properties, f"style:{attribute}"))

    def _veil_conditions(self, table: Node, sheet: StoredSheet) -> None:
        """Veil the cells whose look depends on what stands in them."""
        for formats in table.all("calcext:conditional-formats"):
            for rule in formats.all("calcext:conditional-format"):
                if any(self._may_differ(entry) for entry in rule.below()):
                    for written in rule.get("calcext:target-range-address").split():
                        own = read_address(written)
                        if own is not None:
                            sheet.veil(own, MAYBE_HIDDEN)

    def _may_differ(self, entry: Node) -> bool:
        if entry.name in ("calcext:data-bar", "calcext:icon-set"):
            return entry.get("calcext:show-value") == "false"
        style = entry.get("calcext:apply-style-name")
        return bool(style) and self.styles.changes_figures(style)


def _ungroup(node: Node, wanted: str, *, unseen: bool = False) -> Iterator[tuple[Node, bool]]:
    """Yield rows or columns, and whether they are hidden, themselves or with their group."""
    for child in node.children:
        folded = unseen or child.get("table:display") == "false"
        if child.name == wanted:
            yield child, folded or child.get("table:visibility") in _UNSEEN
        elif child.name in _GROUPS:
            yield from _ungroup(child, wanted, unseen=folded)
