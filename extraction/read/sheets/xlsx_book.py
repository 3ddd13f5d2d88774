"""A workbook (.xlsx) to text and grids: its sheets one after the other, as they are seen.

ECMA-376 part 1, chapter 18. Numbers are read as their format shows them; hidden sheets, rows and
columns are not there; a formula counts by the result that the file holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.read.package import Package
from extraction.read.parts import PackageRelation, find_main_part, read_part, read_relations
from extraction.read.sheets.cell_styles import CellStyle
from extraction.read.sheets.drawings import find_drawings
from extraction.read.sheets.sheet_names import parse_cell_name, parse_range
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredCell, StoredSheet
from extraction.read.sheets.shown_values import (
    ShownValue,
    show_formatted_number,
    show_formatted_text,
    store_shown,
)
from extraction.read.sheets.xlsx_styles import CellStyles, read_cell_styles, read_font
from extraction.read.writing import DocumentWriting
from extraction.read.xml_tree import Node, read_xml
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    DRAWING_THERE,
    FORMULA_THERE,
    MAYBE_HIDDEN,
    NEVER_CALCULATED,
    PICTURE_THERE,
    STRUCK_TEXT,
)
from extraction.values.document import PICTURE_LINE, Content

USUAL_PART = "xl/workbook.xml"
_YES = ("1", "true")
_MOST_MERGED = 20_000
_LOW, _NARROW = 2.0, 0.5
"""Points, and widths of a digit: in less of it nobody reads anything."""


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    styles: CellStyles
    strings: tuple[tuple[str, Bilingual | None], ...]
    from_1904: bool


def read_xlsx(package: Package) -> Content:
    """Return what a workbook shows; BrokenXmlError, CrowdedSheetError if it cannot be read."""
    main = find_main_part(package, USUAL_PART)
    root = read_part(package, main)
    if root is None:
        return Content("", "")
    relations = read_relations(package, main)
    kinds = {relation.kind: relation.part for relation in relations.values()}
    properties = root.first("x:workbookPr")
    book = Book(
        read_cell_styles(read_part(package, kinds.get("styles", ""))),
        tuple(_read_strings(read_part(package, kinds.get("sharedStrings", "")))),
        properties is not None and properties.get("date1904") in _YES,
    )
    sheets = root.first("x:sheets")
    writing = DocumentWriting()
    seen = []
    for node in sheets.all("x:sheet") if sheets is not None else ():
        relation = relations.get(node.get("r:id"), PackageRelation("", ""))
        if node.get("state", "visible") == "visible" and relation.kind == "worksheet":
            seen.append(_read_sheet(package, relation.part, node.get("name"), book).seen())
    write_sheets(seen, writing)
    return writing.content("utf-8")


def _read_strings(root: Node | None) -> Iterator[tuple[str, Bilingual | None]]:
    """Yield the texts that cells share, without the readings above them."""
    if root is not None:
        yield from (read_rich_text(node) for node in root.all("x:si"))


def read_rich_text(node: Node) -> tuple[str, Bilingual | None]:
    """Return a text of several looks, and why no figure may be read in it, if so."""
    text = ""
    veil = None
    for child in node.children:
        if child.name == "x:t":
            text += child.words()
        elif child.name == "x:r":
            words = "".join(part.words() for part in child.all("x:t"))
            look = child.first("x:rPr")
            font = read_font(look)
            if font.struck:
                veil = STRUCK_TEXT
            elif font.is_faint_on("FFFFFF") and any(map(str.isalnum, words)):
                veil = veil or MAYBE_HIDDEN
            raised = look.first("x:vertAlign") if look is not None else None
            marked = raised is not None and raised.get("val") != "baseline"
            if marked and text[-1:].isdecimal() and words[:1].isdecimal():
                text += " "  # the mark of a note is no digit of the figure before it
            text += words
    return text, veil


def _read_sheet(package: Package, part: str, name: str, book: Book) -> StoredSheet:
    sheet = StoredSheet(name)
    data = package.read(part)
    if data is None:
        return sheet
    reader = _SheetReader(sheet, book)
    read_xml(data, reader.start, reader.end, reader.text)
    for own, is_picture in find_drawings(package, part):
        found = sheet.cells.get((own.top, own.left))
        if is_picture and (found is None or not found.text.strip()):
            sheet.put(own.top, own.left, StoredCell(PICTURE_LINE, PICTURE_THERE))
        sheet.veil(own, PICTURE_THERE if is_picture else DRAWING_THERE)
    return sheet


def _read_size(written: str) -> float | None:
    return float(written) if written.replace(".", "", 1).isdecimal() else None


def _is_less(written: str, bound: float) -> bool:
    size = _read_size(written)
    return size is not None and size < bound


@dataclass(slots=True)
class _SheetReader:
    """Reads a sheet's part element by element: there may be a million rows of nothing.

    differs: whether a condition of the newer kind, whose range comes last, may change figures.
    """

    sheet: StoredSheet
    book: Book
    row: int = -1
    column: int = -1
    kind: str = ""
    style: CellStyle = field(default_factory=CellStyle)
    value: str = ""
    formula: bool = False
    inside: str = ""
    inline: list[Node] = field(default_factory=list)
    hides_zeros: bool = False
    shows_formulas: bool = False
    usual_height: str = ""
    condition: str = ""
    differs: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if self.inline:
            node = Node(name, attributes)
            self.inline[-1].children.append(node)
            self.inline.append(node)
            return
        match name:
            case "x:row":
                self._begin_row(attributes)
            case "x:c":
                self._begin_cell(attributes)
            case "x:v" | "x:f":
                self.inside = name
                self.formula = self.formula or name == "x:f"
            case "x:is":
                self.inline = [Node(name)]
            case "x:col":
                self._read_columns(attributes)
            case "x:mergeCell":
                own = parse_range(attributes.get("ref", ""))
                if own is not None and len(self.sheet.merged) < _MOST_MERGED:
                    self.sheet.merged.append(own)
            case _:
                self._start_condition(name, attributes)

    def _start_condition(self, name: str, attributes: dict[str, str]) -> None:
        """Begin what says how a sheet, or a range of it, is looked at."""
        match name:
            case "x:sheetView":
                self.hides_zeros = attributes.get("showZeros", "1") not in _YES
                self.shows_formulas = attributes.get("showFormulas") in _YES
            case "x:sheetFormatPr":
                self._read_usual_size(attributes)
            case "x:conditionalFormatting":
                self.condition = attributes.get("sqref", "")
            case "x:cfRule" if self.book.styles.may_differ(attributes.get("dxfId", "")):
                self._veil_range(self.condition)
            case "?:dxf":
                self.differs = True
            case "?:iconSet" | "?:dataBar" if attributes.get("showValue", "1") not in _YES:
                self.differs = True
            case "?:sqref":
                self.inside, self.value = name, ""
            case "x:iconSet" | "x:dataBar" if attributes.get("showValue", "1") not in _YES:
                self._veil_range(self.condition)

    def text(self, data: str) -> None:
        """Take in text."""
        if self.inline:
            self.inline[-1].children.append(Node("#text", text=data))
        elif self.inside in ("x:v", "?:sqref"):
            self.value += data

    def end(self, name: str) -> None:
        """End an element."""
        if self.inline:
            node = self.inline.pop()
            if not self.inline:
                text, veil = read_rich_text(node)
                self._put(show_formatted_text(text, self.style.code, veil))
        elif name == "x:c":
            self._end_cell()
        else:
            if name == "?:sqref" and self.differs:
                self._veil_range(self.value)
                self.differs = False
            self.inside = ""

    def _veil_range(self, written: str) -> None:
        """Veil the cells whose look depends on what stands in them."""
        for part in written.split():
            own = parse_range(part)
            if own is not None:
                self.sheet.veil(own, MAYBE_HIDDEN)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "")
        self.row = int(written) - 1 if written.isdecimal() else self.row + 1
        self.column = -1
        height = attributes.get("ht", self.usual_height)
        if attributes.get("hidden") in _YES or _is_less(height, _LOW):
            self.sheet.hidden_rows.add(self.row)

    def _read_usual_size(self, attributes: dict[str, str]) -> None:
        """Note how high rows and how wide columns are that do not say so."""
        self.usual_height = attributes.get("defaultRowHeight", "")
        width = _read_size(attributes.get("defaultColWidth", ""))
        if width is not None:
            self.sheet.widths.usual = width

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = parse_cell_name(attributes.get("r", ""))
        self.column = place[1] if place is not None else self.column + 1
        self.row = place[0] if place is not None else self.row
        self.kind = attributes.get("t", "n")
        self.style = self.book.styles.of(attributes.get("s", "0"))
        self.value, self.formula = "", False

    def _read_columns(self, attributes: dict[str, str]) -> None:
        ends = attributes.get("min", ""), attributes.get("max", "")
        if not all(map(str.isdecimal, ends)):
            return
        first, last = int(ends[0]) - 1, int(ends[1]) - 1
        width = _read_size(attributes.get("width", ""))
        if attributes.get("hidden") in _YES or (width is not None and width < _NARROW):
            self.sheet.hidden_columns.append((first, last))
        elif width is not None:
            self.sheet.widths.put(first, last, width)

    def _end_cell(self) -> None:
        """Note a cell by its value; one that only has a look counts if lines frame it."""
        if (self.row, self.column) in self.sheet.cells:
            return  # an inline text is noted already
        if self.value:
            self._put(self._show())
        elif self.formula and self.kind != "str":
            self._put(ShownValue("〔公式〕", NEVER_CALCULATED))
        elif self.style.framed:
            self._put(ShownValue(""))

    def _show(self) -> ShownValue:
        """Return what a cell shows of its value."""
        value = self.value
        code = self.style.code
        match self.kind:
            case "s":
                at = int(value) if value.strip().isdecimal() else -1
                strings = self.book.strings
                if not 0 <= at < len(strings):
                    return ShownValue("")
                text, veil = strings[at]
                return show_formatted_text(text, code, veil)
            case "b":
                return ShownValue("TRUE" if value.strip() == "1" else "FALSE")
            case "n":
                return show_formatted_number(
                    value.strip(),
                    code,
                    from_1904=self.book.from_1904,
                    hides_zeros=self.hides_zeros,
                )
        return show_formatted_text(value, code)  # a text, an error, a day as it is written

    def _put(self, shown: ShownValue) -> None:
        cell = store_shown(shown, self.style, is_number=self.kind == "n")
        if self.formula and self.shows_formulas:
            cell.veil = cell.veil or FORMULA_THERE
        if cell.text or cell.framed:
            self.sheet.put(self.row, self.column, cell)
