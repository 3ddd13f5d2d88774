"""A workbook (.xlsx) to text and grids: its sheets one after the other, as they are seen.

ECMA-376 part 1, chapter 18. Numbers are read as their format shows them; hidden sheets, rows and
columns are not there; a formula counts by the result that the file holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.read.package import Package
from extraction.read.parts import PackageRelation, find_main_part, read_part, read_relations
from extraction.read.sheets.number_format import show_number, show_text
from extraction.read.sheets.sheet_names import Range, parse_cell_name, parse_range
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredCell, StoredSheet
from extraction.read.sheets.xlsx_styles import CellStyle, CellStyles, read_cell_styles, read_font
from extraction.read.writing import DocumentWriting
from extraction.read.xml_tree import Node, read_xml
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    DRAWING_THERE,
    FORMAT_UNKNOWN,
    HIDDEN_TEXT,
    MAYBE_HIDDEN,
    NEVER_CALCULATED,
    PICTURE_THERE,
    STRUCK_TEXT,
)
from extraction.values.document import PICTURE_LINE, Content

USUAL_PART = "xl/workbook.xml"
_YES = ("1", "true")
_MOST_MERGED = 20_000
_COVERING = frozenset({"xdr:pic", "xdr:sp", "xdr:graphicFrame"})
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
    for own, is_picture in _find_drawings(package, part):
        found = sheet.cells.get((own.top, own.left))
        if is_picture and (found is None or not found.text.strip()):
            sheet.put(own.top, own.left, StoredCell(PICTURE_LINE, PICTURE_THERE))
        sheet.veil(own, PICTURE_THERE if is_picture else DRAWING_THERE)
    return sheet


def _find_drawings(package: Package, part: str) -> Iterator[tuple[Range, bool]]:
    """Yield the cells over which pictures and shapes of a sheet lie, and which it is."""
    for relation in read_relations(package, part).values():
        root = read_part(package, relation.part) if relation.kind == "drawing" else None
        for anchor in root.children if root is not None else ():
            start, end = _read_corner(anchor, "xdr:from"), _read_corner(anchor, "xdr:to")
            names = {node.name for node in anchor.below()}
            if start is None or not names & _COVERING:
                continue
            yield Range(*start, *(end or start)), "xdr:pic" in names


def _read_corner(anchor: Node, name: str) -> tuple[int, int] | None:
    corner = anchor.first(name)
    if corner is None:
        return None
    places = []
    for side in ("xdr:row", "xdr:col"):
        node = corner.first(side)
        places.append(node.words().strip() if node is not None else "")
    return (int(places[0]), int(places[1])) if all(map(str.isdecimal, places)) else None


def _is_less(written: str, bound: float) -> bool:
    return written.replace(".", "", 1).isdecimal() and float(written) < bound


@dataclass(slots=True)
class _SheetReader:
    """Reads a sheet's part element by element: there may be a million rows of nothing."""

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
    condition: str = ""

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
            case "x:conditionalFormatting":
                self.condition = attributes.get("sqref", "")
            case "x:cfRule" if self.book.styles.may_differ(attributes.get("dxfId", "")):
                self._veil_range(self.condition)
            case "x:iconSet" | "x:dataBar" if attributes.get("showValue", "1") not in _YES:
                self._veil_range(self.condition)

    def text(self, data: str) -> None:
        """Take in text."""
        if self.inline:
            self.inline[-1].children.append(Node("#text", text=data))
        elif self.inside == "x:v":
            self.value += data

    def end(self, name: str) -> None:
        """End an element."""
        if self.inline:
            node = self.inline.pop()
            if not self.inline:
                text, veil = read_rich_text(node)
                self._put(*self._show_text(text, veil))
        elif name == "x:c":
            self._end_cell()
        else:
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
        if attributes.get("hidden") in _YES or _is_less(attributes.get("ht", ""), _LOW):
            self.sheet.hidden_rows.add(self.row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = parse_cell_name(attributes.get("r", ""))
        self.column = place[1] if place is not None else self.column + 1
        self.row = place[0] if place is not None else self.row
        self.kind = attributes.get("t", "n")
        self.style = self.book.styles.of(attributes.get("s", "0"))
        self.value, self.formula = "", False

    def _read_columns(self, attributes: dict[str, str]) -> None:
        ends = attributes.get("min", ""), attributes.get("max", "")
        hidden = attributes.get("hidden") in _YES or _is_less(attributes.get("width", ""), _NARROW)
        if hidden and all(map(str.isdecimal, ends)):
            self.sheet.hidden_columns.append((int(ends[0]) - 1, int(ends[1]) - 1))

    def _end_cell(self) -> None:
        """Note a cell by its value; one that only has a look counts if lines frame it."""
        if (self.row, self.column) in self.sheet.cells:
            return  # an inline text is noted already
        if self.value:
            self._put(*self._show())
        elif self.formula and self.kind != "str":
            self._put("〔公式〕", NEVER_CALCULATED)
        elif self.style.framed:
            self._put("", None)

    def _show(self) -> tuple[str, Bilingual | None]:
        """Return what a cell shows of its value."""
        value = self.value
        match self.kind:
            case "s":
                at = int(value) if value.strip().isdecimal() else -1
                strings = self.book.strings
                return self._show_text(*strings[at]) if 0 <= at < len(strings) else ("", None)
            case "b":
                return ("TRUE" if value.strip() == "1" else "FALSE"), None
            case "n":
                return self._show_number(value.strip())
        return self._show_text(value, None)  # a text, an error, a day as it is written

    def _show_text(self, text: str, veil: Bilingual | None) -> tuple[str, Bilingual | None]:
        code = self.style.code
        shown = None if code is None else show_text(text, code)
        if shown is None:
            return text, veil or FORMAT_UNKNOWN
        return (shown, veil) if shown.strip() or not text.strip() else ("〔隐藏〕", HIDDEN_TEXT)

    def _show_number(self, value: str) -> tuple[str, Bilingual | None]:
        code = self.style.code
        shown = None if code is None else show_number(value, code, from_1904=self.book.from_1904)
        if shown is None:
            return value, FORMAT_UNKNOWN
        if self.hides_zeros and not value.strip("-0."):
            return "〔隐藏〕", HIDDEN_TEXT
        return (shown, None) if shown.strip() else ("〔隐藏〕", HIDDEN_TEXT)

    def _put(self, text: str, veil: Bilingual | None) -> None:
        if text.strip():
            veil = veil or (STRUCK_TEXT if self.style.struck else None)
            veil = veil or (MAYBE_HIDDEN if self.style.faint else None)
        if text or self.style.framed:
            self.sheet.put(self.row, self.column, StoredCell(text, veil, self.style.framed))
