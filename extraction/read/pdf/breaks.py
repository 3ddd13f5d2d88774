"""Tables that go on over the end of a page: one table again, its torn rows and cells mended."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.read.pdf.pdf_table import SAME_LINE, Element, PdfCell, PdfTable
from extraction.text.numbers import parse_cell
from extraction.values.bilingual import Bilingual

FEWEST_EDGES = 3
NUMBERED = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑳]"
)
"""How a label begins that has a number of its own."""
FIGURE = re.compile(r"[-+0-9.,/%—–]+")


def join_over_breaks(pages: Sequence[Sequence[Element]]) -> Iterator[Element]:
    """Yield what stands on all pages; a table that goes on over their ends is one."""
    waiting: PdfTable | None = None
    for page in pages:
        for place, element in enumerate(page):
            joined = None
            if waiting is not None and place == 0 and isinstance(element, PdfTable):
                joined = join_tables(waiting, element)
            if waiting is not None and joined is None:
                yield waiting
            waiting = None
            if isinstance(element, PdfTable):
                waiting = joined or element
            else:
                yield element
    if waiting is not None:
        yield waiting


def join_tables(above: PdfTable, below: PdfTable) -> PdfTable | None:
    """Return a table and what follows on the next page as one; None where they are two.

    They are one if they end at the same margin and the columns of one are among the other's: a
    merged label at their left may have no lines around it where it only goes on.
    """
    edges = _merge_edges(above.across, below.across)
    if edges is None:
        return None
    first, second = above.onto(edges), below.onto(edges)
    page = below.cells[0].where.page
    remarks = [*above.remarks, *below.remarks]
    repeated = _count_repeated(first, second)
    if repeated:
        second = second.without(repeated)
        remarks.append(_tell_repeated(page))
    elif _is_torn(first, second) or _is_torn_header(first, second):
        first, second = _mend_row(first, second)
        remarks.append(_tell_torn(page))
    cells = _stack(first, second)
    return PdfTable(edges, first.rows + second.rows, cells, tuple(remarks))


def _merge_edges(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...] | None:
    """Return the columns of both tables; None where they are not one table's."""
    if min(len(above), len(below)) < FEWEST_EDGES or abs(above[-1] - below[-1]) > SAME_LINE:
        return None
    for edges, others in ((above, below), (below, above)):
        if all(_is_among(edge, edges) for edge in others):
            return tuple(edges)
    return None


def _is_among(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= SAME_LINE for other in edges)


def _count_repeated(above: PdfTable, below: PdfTable) -> int:
    """Count the rows of the first table's header with which the second begins anew."""
    rows = 0
    for row in range(min(above.rows, below.rows)):
        header = above.texts(row)
        if header != below.texts(row) or any(map(_is_figure, header)):
            break
        rows += 1
    wide = any(len(list(filter(None, above.texts(row)))) > 1 for row in range(rows))
    return rows if wide else 0


def _is_torn(above: PdfTable, below: PdfTable) -> bool:
    """Whether the first row goes on what the last row of the page before began.

    Its cells are the same, none has a figure on both pages, and it does not begin anew: its
    label has no number of its own although the one above has, or, where the figures stand in
    it, it has no label at all.
    """
    pairs = list(_pair_cells(above, below))
    if not pairs or any(before is None for before, _ in pairs):
        return False
    above_it = [before.text for before, _ in pairs if before is not None]
    below_it = [cell.text for _, cell in pairs]
    figures_below = any(map(_is_figure, below_it))
    if any(map(_is_figure, above_it)) == figures_below:
        return False
    if any(map(_goes_on_label, above_it, below_it)):
        return True
    unlabelled = not any(map(_is_label, below_it))
    return figures_below and unlabelled


def _is_torn_header(above: PdfTable, below: PdfTable) -> bool:
    """Whether the first row goes on headers that the page before has begun, cell by cell."""
    if not _begin_with_headers(above, below):
        return False
    pairs = list(_pair_cells(above, below))
    return all(before is not None and (before.text or not cell.text) for before, cell in pairs)


def _begin_with_headers(above: PdfTable, below: PdfTable) -> bool:
    """Whether all of the first part is headers, and the first row of the second is, too.

    No figure or mark (`无`) stands in them; several words do in that row, and none is a row's
    label, as far as a number of its own tells.
    """
    texts = list(filter(None, below.texts(0)))
    printed = [cell.text for cell in above.cells if cell.text] + texts
    if len(texts) < 2 or any(map(NUMBERED.match, texts)):
        return False
    return all(parse_cell(text).state == "text" for text in printed)


def _pair_cells(above: PdfTable, below: PdfTable) -> Iterator[tuple[PdfCell | None, PdfCell]]:
    """Yield the cells of the second table's first row, each with the one that it may go on."""
    last = above.reaching_down()
    for cell in below.row(0):
        if cell.rowspan == 1:
            yield last.get(cell.width), cell


def _goes_on_label(before: str, text: str) -> bool:
    """Whether words may be the rest of a label: that has a number, these have none.

    >>> _goes_on_label("(四)无", "法提供"), _goes_on_label("1.重复申请", "2.其他")
    (True, False)
    """
    if not _is_label(text) or NUMBERED.match(text):
        return False
    return bool(NUMBERED.match(before))


def _is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text))


def _is_label(text: str) -> bool:
    return bool(text) and not _is_figure(text)


def _mend_row(above: PdfTable, below: PdfTable) -> tuple[PdfTable, PdfTable]:
    """Return both tables with the first row of the second taken into the last of the first."""
    last = above.reaching_down()
    grown: dict[PdfCell, PdfCell] = {}
    rest: list[PdfCell] = []
    for cell in below.row(0):
        before = last.get(cell.width)
        rows = cell.rowspan - 1
        if before is None:
            rest.append(replace(cell, rowspan=rows))
        else:
            grown[before] = before.grow(cell, rows)
    cells = [grown.get(cell, cell) for cell in above.cells]
    rest += below.without(1).cells
    first = replace(above, cells=tuple(cells))
    return first, replace(below, rows=below.rows - 1, cells=tuple(rest))


def _stack(above: PdfTable, below: PdfTable) -> tuple[PdfCell, ...]:
    """Return the cells of both tables; a merged cell that the page's end cuts is one again."""
    last = above.reaching_down()
    headers = _begin_with_headers(above, below)
    grown: dict[PdfCell, PdfCell] = {}
    rest: list[PdfCell] = []
    for cell in below.cells:
        before = last.get(cell.width) if cell.row == 0 else None
        if before is not None and _goes_on(before, cell, headers=headers):
            grown[before] = before.grow(cell, cell.rowspan)
        else:
            rest.append(cell.move(above.rows))
    cells = [grown.get(cell, cell) for cell in above.cells]
    return (*cells, *rest)


def _goes_on(before: PdfCell, cell: PdfCell, *, headers: bool) -> bool:
    """Whether a merged cell goes on in one of the next page: blank, or the rest of its label.

    headers: both are rows of headers: what is as wide in both is one.
    """
    if headers:
        return True
    if before.rowspan == cell.rowspan == 1 or _is_figure(before.text):
        return False
    return not cell.text or _goes_on_label(before.text, cell.text)


def _tell_repeated(page: int) -> Bilingual:
    return Bilingual(
        f"page {page}: the table's header is repeated there, and left out",
        f"第{page}页：表头重复印出，已略去",
    )


def _tell_torn(page: int) -> Bilingual:
    return Bilingual(
        f"page {page}: a row that the page's end cuts in two is one row again",
        f"第{page}页：被分页断开的一行已合为一行",
    )
