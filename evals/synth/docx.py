"""Reports as Word documents: tables with the template's spans."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

from evals.synth.draft import Draft, DraftProse
from evals.synth.sheets import BoxLine, PrintedSheet

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_COLUMN = 800
"""How wide a column is, in twentieths of a point, if nothing is said of it."""
_LONG_AGO = (2025, 1, 1, 0, 0, 0)  # the same report is the same bytes

CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>\
<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/>\
<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/>\
<Override PartName="/word/footer.xml" ContentType="{_TYPE}.footer+xml"/>\
</Types>"""
RELATIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
</Relationships>"""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
GRID_OF_LINES = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"


def write_docx(draft: Draft, rng: Random) -> bytes:
    """Return the report as a Word document."""
    split = rng.random() < 0.5
    blocks: list[str] = []
    for part in draft.parts:
        if isinstance(part, DraftProse):
            blocks += [paragraph(line, split=split) for line in part.text.split("\n")]
        else:
            blocks.append(sheet_to_table(part, split=split))
            blocks.append(paragraph(""))
    return pack_docx("".join(blocks))


def pack_docx(body: str, parts: dict[str, str] | None = None) -> bytes:
    """Return a Word document with this body; `parts` are others, as `styles` or `footer`.

    The body knows the first of them as `rId1`.
    """
    parts = parts or {}
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, text: str) -> None:
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)

        add("[Content_Types].xml", CONTENT_TYPES)
        add("_rels/.rels", RELATIONS)
        add("word/document.xml", as_part("document", f"<w:body>{body}</w:body>"))
        add(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        )
        for name, text in parts.items():
            add(f"word/{name}.xml", as_part(name, text))
    return packed.getvalue()


def as_part(name: str, content: str) -> str:
    """Return a part of a Word document: its root element around what it holds."""
    spaces = " ".join(
        (
            f'xmlns:w="{_WORD}"',
            f'xmlns:r="{_OFFICE}"',
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
            'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
            'xmlns:v="urn:schemas-microsoft-com:vml"',
        )
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    root = "ftr" if name == "footer" else name
    return f"{head}<w:{root} {spaces}>{content}</w:{root}>"


def paragraph(text: str, *, split: bool = False) -> str:
    """Return a paragraph; `split`: in two runs, as a spelling checker leaves them."""
    middle = len(text) // 2 if split else 0
    return f"<w:p>{run_xml(text[:middle])}{run_xml(text[middle:])}</w:p>"


def run_xml(text: str, properties: str = "") -> str:
    """Return a run of text, its line ends as breaks."""
    if not text:
        return ""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{look}{words}</w:r>"


def sheet_to_table(sheet: PrintedSheet, *, split: bool = False, widths: Sequence[int] = ()) -> str:
    """Return a table with the sheet's spans; cells that go on downwards are marked so.

    widths: of its columns, in twentieths of a point; else all are alike.
    """
    own = widths or [_COLUMN] * sheet.width
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in own)
    made = _rows_of(sheet.lines, own, split=split)
    rows = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in made)
    return f"<w:tbl>{GRID_OF_LINES}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _rows_of(
    lines: Sequence[BoxLine], widths: Sequence[int], *, split: bool
) -> Iterator[list[str]]:
    below: dict[int, tuple[int, int]] = {}  # by column: rows still to go, and how wide
    for line in lines:
        above, below = below, {}
        cells: list[str] = []
        column = 0
        boxes = list(line)
        while boxes or column in above:
            if column in above:
                rows, width = above[column]
                wide = sum(widths[column : column + width])
                cells.append(table_cell("", width, "<w:vMerge/>", wide=wide))
            else:
                box = boxes.pop(0)
                rows, width = box.rowspan, box.colspan
                merge = '<w:vMerge w:val="restart"/>' if rows > 1 else ""
                wide = sum(widths[column : column + width])
                cells.append(table_cell(box.text, width, merge, split=split, wide=wide))
            if rows > 1:
                below[column] = rows - 1, width
            column += width
        yield cells


def table_cell(
    text: str, width: int = 1, merge: str = "", *, split: bool = False, wide: int = _COLUMN
) -> str:
    """Return a cell of a table, `width` columns and `wide` twentieths of a point wide."""
    span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
    shown = "" if text.isspace() else text
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{merge}</w:tcPr>'
        f"{paragraph(shown, split=split)}</w:tc>"
    )


def table(rows: Iterable[str]) -> str:
    """Return a table of rows that are written already."""
    return f"<w:tbl>{GRID_OF_LINES}{''.join(rows)}</w:tbl>"
