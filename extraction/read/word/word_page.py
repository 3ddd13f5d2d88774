"""A Word file to the text that spans count in, and the grids of its tables of data.

Office Open XML, ECMA-376 part 1, chapter 17. The body is walked as it is displayed and printed:
headers, footers and comments are no part of it, deleted and hidden text is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from extraction.read.cell_places import CellPlace, is_data, is_label, is_prose_row
from extraction.read.flow import cell_text
from extraction.read.package import Package
from extraction.read.parts import find_main_part, find_related, read_part, read_relations
from extraction.read.thresholds import MOST_PICTURES
from extraction.read.word.numbering import Numbering, read_numbering
from extraction.read.word.word_run import (
    PICTURE,
    SHAPE,
    STAND_INS,
    RunReader,
    WordParagraph,
)
from extraction.read.word.word_styles import WordStyles, read_number_ref, read_styles
from extraction.read.word.word_table import WordCell, WordTable, read_word_table, unwrap
from extraction.read.writing import DocumentWriting, DrawnCell, ShownText
from extraction.read.xml_tree import Node
from extraction.values.catalogue.doubts import (
    CHANGE_TRACKED,
    DRAWING_THERE,
    EMBEDDED_THERE,
    MAYBE_HIDDEN,
)
from extraction.values.document import PICTURE_LINE, Content, Document, TableCell
from extraction.values.errors import UnreadableFile

USUAL_PART = "word/document.xml"
BLOCKS = ("w:p", "w:tbl", "w:altChunk")


def read_word(package: Package) -> Content:
    """Return what a Word file shows; BrokenXmlError if its parts cannot be taken apart."""
    main = find_main_part(package, USUAL_PART)
    root = read_part(package, main)
    body = root.first("w:body") if root is not None else None
    if body is None:
        return Content("", "")
    styles = read_styles(_related(package, main, "styles"))
    numbering = read_numbering(_related(package, main, "numbering"))
    walk = WordBody(RunReader(styles), styles, numbering, Chunks(package, main))
    walk.write_blocks(list(unwrap(body.children, *BLOCKS)))
    for kind in ("footnote", "endnote"):
        walk.write_notes(kind, _related(package, main, f"{kind}s"))
    return walk.writing.content("utf-8")


def _related(package: Package, main: str, kind: str) -> Node | None:
    part = find_related(package, main, kind)
    return None if part is None else read_part(package, part)


@dataclass(frozen=True, slots=True)
class Chunks:
    """Whole documents that a Word file holds: those to be taken in (`w:altChunk`), pictures."""

    package: Package
    main: str

    def read(self, relation: str) -> Document | None:
        """Return the document that an id stands for; None if it cannot be read."""
        from extraction.read.file import document_from_bytes  # which reads this file, too

        label, data = self._open(relation)
        try:
            return document_from_bytes(label, data) if data else None
        except UnreadableFile:
            return None

    def read_picture(self, relation: str) -> Document | None:
        """Return the tables that a picture shows; None without any, or without gouji[ocr]."""
        from extraction.read.file import read_picture_within

        return read_picture_within(*self._open(relation))

    def name(self, relation: str) -> str:
        """Return what a picture is called in the file; "" for one that is not in it."""
        return self._open(relation)[0].rsplit("/", maxsplit=1)[-1]

    def _open(self, relation: str) -> tuple[str, bytes]:
        """Return the name and the bytes of what an id stands for; none if it is not in here."""
        found = read_relations(self.package, self.main).get(relation)
        data = self.package.read(found.part) if found is not None else None
        return (found.part, data) if found and data else ("", b"")


@dataclass(slots=True)
class WordBody:
    """A body being written, block after block."""

    runs: RunReader
    styles: WordStyles
    numbering: Numbering
    chunks: Chunks
    writing: DocumentWriting = field(default_factory=DocumentWriting)
    tables: int = 0
    pictures: int = 0

    def write_blocks(self, blocks: Sequence[Node]) -> None:
        """Write paragraphs and tables as they follow each other."""
        for block in blocks:
            if block.name == "w:tbl":
                self._write_table(block)
            elif block.name == "w:altChunk":
                self._write_chunk(block)
            else:
                self._write_paragraph(self._read_paragraph(block))

    def write_notes(self, kind: str, root: Node | None) -> None:
        """Write the footnotes or endnotes that the text has referred to."""
        if root is None:
            return
        wanted = [note for note in self.runs.notes if note.startswith(f"{kind} ")]
        notes = {f"{kind} {node.get('w:id')}": node for node in root.all(f"w:{kind}")}
        for name in wanted:
            if name in notes:
                self.write_blocks(list(unwrap(notes[name].children, "w:p", "w:tbl")))

    def _read_paragraph(self, node: Node) -> WordParagraph:
        """Read a paragraph, its automatic number before it."""
        properties = node.first("w:pPr")
        named = properties.first("w:pStyle") if properties is not None else None
        style = named.get("w:val") if named is not None else self.styles.paragraph
        ref = read_number_ref(properties)
        if ref is None and (inherited := self.styles.number(style)) is not None:
            style_of_list, ref = inherited
        else:
            style_of_list = style
        paragraph = self.runs.read(node, style)
        if ref is not None:
            number = self.numbering.count(ref, style_of_list)
            if number:
                paragraph.pieces.insert(0, ShownText(number))
        return paragraph

    def _write_paragraph(self, paragraph: WordParagraph) -> None:
        """Write a paragraph of the body; small pictures and lines are mere ornament there."""
        signs = (PICTURE.sign, SHAPE.sign)
        self.writing.write_line([p for p in paragraph.pieces if p.text not in signs], None)
        for relation in paragraph.pictures:
            self.pictures += 1
            table = self.chunks.read_picture(relation) if self.pictures <= MOST_PICTURES else None
            if table is not None:
                self.writing.write_document(table)
            else:
                self.writing.pictures.append(self.chunks.name(relation) or PICTURE_LINE)
                self.writing.write_line([ShownText(PICTURE_LINE, PICTURE.reason)], None)
        for box in paragraph.boxes:
            self.write_blocks(list(unwrap(box.children, "w:p", "w:tbl")))

    def _write_chunk(self, node: Node) -> None:
        """Write a document within this one; one that cannot be read is named as a picture is."""
        document = self.chunks.read(node.get("r:id"))
        if document is not None:
            self.writing.write_document(document)
        else:
            self.writing.write_line([ShownText(PICTURE_LINE, EMBEDDED_THERE)], None)

    def _write_table(self, node: Node) -> None:
        """Write a table; one that only lays out the page is written as what stands in it."""
        table = read_word_table(node)
        if _holds_tables(table):
            for cell in table.cells():
                self.write_blocks(cell.blocks)
            return
        self.tables += 1
        rows: list[list[DrawnCell]] = []
        for row in table.rows:
            rows.append([self._read_cell(cell) for cell in row])
        if _is_data(rows):
            self._write_rows(rows)
            return
        for drawn in chain.from_iterable(rows):
            self.writing.write_line([drawn.shown], drawn.where)

    def _write_rows(self, rows: Sequence[Sequence[DrawnCell]]) -> None:
        """Write a table of data; running text that fills a row stays out of its grid."""
        waiting: list[Sequence[DrawnCell]] = []
        for row in rows:
            if is_prose_row(_texts(row)):
                self.writing.write_grid(waiting)
                waiting = []
                for cell in row:
                    self.writing.write_line([cell.shown], cell.where)
            else:
                waiting.append(row)
        self.writing.write_grid(waiting)

    def _read_cell(self, cell: WordCell) -> DrawnCell:
        """Read a cell: its paragraphs in one line, and why no figure may be read there."""
        pieces: list[ShownText] = []
        self.runs.paper = cell.paper
        for block in cell.blocks:
            paragraph = self._read_paragraph(block)
            pieces += [*paragraph.pieces, ShownText("\n")]
            for box in paragraph.boxes:
                pieces += self._read_box(box)
        self.runs.paper = ""
        if cell.changed:
            pieces.append(ShownText("", CHANGE_TRACKED))
        if cell.doubtful:
            pieces.append(ShownText("", MAYBE_HIDDEN))
        place = CellPlace(cell.row, cell.column, cell.rowspan, cell.colspan)
        where = TableCell(self.tables, cell.row + 1, cell.column + 1)
        return DrawnCell(_join(pieces), place, where)

    def _read_box(self, box: Node) -> list[ShownText]:
        """Read a text box in a cell: it floats, and need not lie where it is anchored."""
        words: list[str] = []
        for block in unwrap(box.children, "w:p"):
            words += [piece.text for piece in self._read_paragraph(block).pieces]
            words.append("\n")
        text = "".join(words)
        return [ShownText(text, DRAWING_THERE)] if text.strip() else []


def _join(pieces: Sequence[ShownText]) -> ShownText:
    """Return what a cell shows in one line; a label loses no figure, whatever touches it."""
    text = cell_text("".join(piece.text for piece in pieces))
    veil = next((piece.veil for piece in pieces if piece.veil is not None), None)
    if veil is None:
        return ShownText(text)
    bare = text
    for stand_in in STAND_INS:
        bare = bare.replace(stand_in.sign, "")
    bare = bare.strip()
    return ShownText(bare) if is_label(bare) else ShownText(text or "〔空〕", veil)


def _texts(row: Sequence[DrawnCell]) -> list[str]:
    return [cell.shown.text for cell in row]


def _is_data(rows: Sequence[Sequence[DrawnCell]]) -> bool:
    """Tell a table of data from one that only lays out the page."""
    data = [row for row in rows if not is_prose_row(_texts(row))]
    columns = {cell.place.column for cell in chain.from_iterable(data)}
    return is_data([_texts(row) for row in data], len(columns))


def _holds_tables(table: WordTable) -> bool:
    blocks = chain.from_iterable(cell.blocks for cell in table.cells())
    return any(block.name == "w:tbl" for block in blocks)
