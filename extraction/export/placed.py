"""A document's text with the place in the file beside each line, in the file's own terms."""

from collections.abc import Iterator, Sequence

from extraction.values.bilingual import Bilingual, Language
from extraction.values.document import Document, PageBox, SheetCell, SourcePlace, TableCell

_GAP = "\t"


def placed_lines(document: Document, lang: Language) -> Iterator[str]:
    """Yield each line of a text behind its place, which is empty where the format has none.

    A row of a sheet stands at its cells (`Sheet1!A7:D7`), one of a Word table at its number, a
    line of a PDF at its page; a format without places has line numbers.
    """
    places = document.places
    start = at = 0
    for number, line in enumerate(document.text.splitlines(keepends=True), 1):
        end = start + len(line)
        while at < len(places) and places[at].span.end <= start:
            at += 1
        last = at
        while last < len(places) and places[last].span.start < end:
            last += 1
        within = places[at:last]
        where = name_places(within, lang) if places else str(number)
        yield f"{where}{_GAP}{line.rstrip()}"
        start = end


def name_places(places: Sequence[SourcePlace], lang: Language) -> str:
    """Return the name of the place that a line is read from; nothing for none.

    >>> from extraction.values.document import Span
    >>> row = [SourcePlace(Span(0, 1), SheetCell("表", cell)) for cell in ("A7", "D7")]
    >>> name_places(row, "en"), name_places([SourcePlace(Span(0, 1), TableCell(2, 3, 1))], "zh")
    ('表!A7:D7', '表2第3行')
    """
    if not places:
        return ""
    first, last = places[0].where, places[-1].where
    match first:
        case SheetCell(sheet, cell):
            behind = last.cell if isinstance(last, SheetCell) else cell
            cells = cell if behind == cell else f"{cell}:{behind}"
            return f"{sheet}!{cells}" if sheet else cells
        case TableCell(table, row, _):
            return Bilingual(f"table {table}, row {row}", f"表{table}第{row}行").to(lang)
        case PageBox(page=page):
            return Bilingual(f"page {page}", f"第{page}页").to(lang)
