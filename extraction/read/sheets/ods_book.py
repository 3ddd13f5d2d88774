"""An OpenDocument spreadsheet (.ods) to text and grids: it stores what each cell shows.

OpenDocument 1.3, part 3, chapter 9.
"""

from collections.abc import Iterator, Mapping

from extraction.read.package import Package
from extraction.read.parts import read_part
from extraction.read.sheets.sheet_names import Range
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredCell, StoredSheet
from extraction.read.writing import DocumentWriting
from extraction.read.xml_tree import TEXT, Node
from extraction.values.catalogue.doubts import PICTURE_THERE
from extraction.values.document import PICTURE_LINE, Content

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
_MOST = 2_000_000
_FRAMES = ("border", "border-left", "border-right", "border-top", "border-bottom")


def read_ods(package: Package) -> Content:
    """Return what a spreadsheet shows; BrokenXmlError, CrowdedSheetError if it cannot be read."""
    root = read_part(package, "content.xml")
    book = root.find("office:body", "office:spreadsheet") if root is not None else None
    if root is None or book is None:
        return Content("", "")
    styles = {style.get("style:name"): style for style in _styles_of(root)}
    writing = DocumentWriting()
    seen = []
    for table in book.all("table:table"):
        properties = _find_in(styles, table.get("table:style-name"), "style:table-properties")
        if properties is None or properties.get("table:display", "true") != "false":
            seen.append(_read_table(table, styles).seen())
    write_sheets(seen, writing)
    return writing.content("utf-8")


def _styles_of(root: Node) -> Iterator[Node]:
    automatic = root.first("office:automatic-styles")
    if automatic is not None:
        yield from automatic.all("style:style")


def _find_in(styles: Mapping[str, Node], name: str, properties: str) -> Node | None:
    style = styles.get(name)
    return style.first(properties) if style is not None else None


def _read_table(table: Node, styles: Mapping[str, Node]) -> StoredSheet:
    sheet = StoredSheet(table.get("table:name"))
    column = 0
    for node in _ungroup(table, "table:table-column"):
        count = _repeated(node, "table:number-columns-repeated")
        if node.get("table:visibility") in _UNSEEN:
            sheet.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for node in _ungroup(table, "table:table-row"):
        count = _repeated(node, "table:number-rows-repeated")
        cells = list(_read_cells(node, styles))
        # An empty row may stand for a million; one with a text in it is there once or twice.
        for number in range(row, row + count if cells else row):
            for at, cell, spans in cells:
                sheet.put(number, at, cell)
                if spans != (1, 1):
                    sheet.merged.append(Range(number, at, number + spans[0] - 1, at + spans[1] - 1))
            if node.get("table:visibility") in _UNSEEN:
                sheet.hidden_rows.add(number)
        row += count
    return sheet


def _ungroup(node: Node, wanted: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == wanted:
            yield child
        elif child.name in _GROUPS:
            yield from _ungroup(child, wanted)


def _repeated(node: Node, name: str) -> int:
    written = node.get(name, "1")
    return min(int(written), _MOST) if written.isdecimal() and len(written) < 9 else 1


def _read_cells(
    row: Node, styles: Mapping[str, Node]
) -> Iterator[tuple[int, StoredCell, tuple[int, int]]]:
    """Yield the cells of a row that show something or are framed: column, cell, spans."""
    column = 0
    for node in row.children:
        if node.name not in ("table:table-cell", "table:covered-table-cell"):
            continue
        count = _repeated(node, "table:number-columns-repeated")
        text = "\n".join(_read_paragraph(part) for part in node.all("text:p"))
        picture = any(part.name == "draw:image" for part in node.below())
        veil = PICTURE_THERE if picture else None
        framed = _is_framed(styles, node.get("table:style-name"))
        shown = text or (PICTURE_LINE if picture else "")
        if node.name == "table:table-cell" and (shown or framed):
            spans = (
                _repeated(node, "table:number-rows-spanned"),
                _repeated(node, "table:number-columns-spanned"),
            )
            for at in range(column, column + count):
                yield at, StoredCell(shown, veil, framed), spans
        column += count


def _read_paragraph(node: Node) -> str:
    """Return the text of a paragraph; notes beside it are no part of it."""
    words: list[str] = []
    for child in node.children:
        if child.name == TEXT:
            words.append(child.text)
        elif child.name == "text:s":
            words.append(" " * min(_repeated(child, "text:c"), 99))
        elif child.name in ("text:tab", "text:line-break"):
            words.append("\t" if child.name == "text:tab" else "\n")
        elif not child.name.startswith("office:"):
            words.append(_read_paragraph(child))
    return "".join(words)


def _is_framed(styles: Mapping[str, Node], name: str) -> bool:
    look = _find_in(styles, name, "style:table-cell-properties")
    borders = (look.get(f"fo:{side}", "none") for side in _FRAMES) if look is not None else ()
    return any(border != "none" for border in borders)
