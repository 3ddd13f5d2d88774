"""Blank cells of a table that only spaces part: its place tells what column a figure is in.

A text that keeps the places of a page (a PDF's without ruled lines, `pdftotext -layout`) shows a
blank cell as a gap. The rows in which no cell is blank say where the columns are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from extraction.locate.thresholds import (
    COLUMN_GAP,
    COLUMN_PLAY,
    FULL_ROWS,
    LEAST_COLUMNS,
    LINES_WITHIN,
    OTHER_WIDTHS,
)
from extraction.values.document import Span
from extraction.values.layout import Token, print_width

_FIGURES = frozenset({"figure", "mark"})
_HELD = " "
"""The text of a blank that the layout keeps open."""
TextWidth = Callable[[str], int]
"""How wide a text is in the layout: as print, or one for each character."""


class Stretch(NamedTuple):
    """Where something stands across a page, in columns of the layout."""

    left: int
    right: int

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.right - self.left

    def touches(self, other: "Stretch") -> bool:
        """Whether two stretches overlap."""
        return self.left < other.right and other.left < self.right


class TypedRow(NamedTuple):
    """A line of figures behind a label.

    start: which token its first figure is. line: where it stands in the text. label: what stands
    on it before the first figure, blanks and all.
    """

    start: int
    line: Span
    label: str
    figures: tuple[Token, ...]


def fill_typed_blanks(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    r"""Return tokens with the blanks that rows show by the places of their figures.

    None is added where the columns do not stand clear of each other, or where nothing shows that
    the text keeps the places of a page.

    >>> from extraction.locate.tokens import tokenize
    >>> rows = ["规章            1    2    3", "行政规范性文件  1    2    3"]
    >>> page = "\n".join([*rows, rows[0], "其他                 4    5"])
    >>> [token.kind for token in tokenize(page)][-4:]
    ['label', 'blank', 'figure', 'figure']
    """
    filled: list[Token] = []
    done = 0
    rows = _find_rows(text, tokens)
    for run in _find_runs(text, rows):
        for row, cells in _fill_run(text, run):
            filled += tokens[done : row.start]
            filled += cells
            done = row.start + len(row.figures)
    return (*filled, *tokens[done:]) if filled else tokens


def _find_rows(text: str, tokens: Sequence[Token]) -> Iterator[TypedRow]:
    """Yield the lines that hold labels, and behind them figures whose places are known."""
    at = 0
    for _, run in groupby(tokens, attrgetter("line")):
        line = list(run)
        at += len(line)
        figures = [token for token in line if token.kind in _FIGURES]
        start = len(line) - len(figures)
        if not figures or not start:
            continue
        behind = all(token.kind == "label" for token in line[:start])
        if behind and all(token.x_range for token in figures):
            yield _to_row(text, at - len(figures), figures)


def _to_row(text: str, start: int, figures: Sequence[Token]) -> TypedRow:
    first = figures[0].span.start
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", figures[-1].span.end)
    line = Span(begin, end if end >= 0 else len(text))
    return TypedRow(start, line, text[begin:first], tuple(figures))


def _find_runs(text: str, rows: Iterable[TypedRow]) -> Iterator[list[TypedRow]]:
    """Yield rows below each other, with nothing between them that stands where figures do."""
    run: list[TypedRow] = []
    for row in rows:
        if run and _is_parted(text, run[-1], row):
            yield run
            run = []
        run.append(row)
    yield run


def _is_parted(text: str, above: TypedRow, row: TypedRow) -> bool:
    lines = text[above.line.end : row.line.start].split("\n")
    if len(lines) > LINES_WITHIN:
        return True
    left = min(print_width(above.label), print_width(row.label))
    return any(print_width(line.rstrip()) > left for line in lines)


def _fill_run(text: str, rows: Sequence[TypedRow]) -> Iterator[tuple[TypedRow, list[Token]]]:
    """Yield the rows that have blanks, each with its figures and blanks in order."""
    width = max((len(row.figures) for row in rows), default=0)
    full = [row for row in rows if len(row.figures) == width]
    short = [row for row in rows if len(row.figures) < width]
    if not short or width < LEAST_COLUMNS or len(full) < FULL_ROWS:
        return
    for measure in (print_width, len):
        layout = TypedLayout(text, measure)
        columns = layout.find_columns(full)
        if columns:
            for row in short:
                if cells := layout.place_cells(row, columns):
                    yield row, cells
            return


@dataclass(frozen=True, slots=True)
class TypedLayout:
    """A text whose lines are laid out by a measure."""

    text: str
    measure: TextWidth

    def find_columns(self, full: Sequence[TypedRow]) -> list[Stretch]:
        """Return the columns of full rows; none unless they stand clear, whatever their labels are.

        A text that does not keep places puts figures further right the longer their label is.
        """
        wide = [print_width(row.label) - len(row.label) for row in full]
        if max(wide) - min(wide) < OTHER_WIDTHS:
            return []
        placed = [self._place(row) for row in full]
        columns: list[Stretch] = []
        for figures in zip(*placed, strict=True):
            lefts, rights = zip(*figures, strict=True)
            column = Stretch(min(lefts), max(rights))
            widest = max(figure.width for figure in figures)
            if column.width > widest + COLUMN_PLAY:
                return []
            columns.append(column)
        clear = all(right.left - left.right >= COLUMN_GAP for left, right in pairwise(columns))
        return columns if clear else []

    def place_cells(self, row: TypedRow, columns: Sequence[Stretch]) -> list[Token]:
        """Return a row's cells; none unless each figure stands in a column of its own.

        A label that reaches into the columns may have moved what stands behind it.
        """
        if self.measure(row.label.rstrip()) > columns[0].left - COLUMN_GAP:
            return []
        placed = self._place(row)
        homes: dict[int, Token] = {}
        for figure, stretch in zip(row.figures, placed, strict=True):
            touched = [at for at, column in enumerate(columns) if column.touches(stretch)]
            if len(touched) != 1 or touched[0] in homes:
                return []
            homes[touched[0]] = figure
        return list(_with_blanks(row, columns, homes))

    def _place(self, row: TypedRow) -> list[Stretch]:
        """Return where a row's figures stand across the page."""
        begin = row.line.start
        placed: list[Stretch] = []
        for figure in row.figures:
            start, end = figure.span
            edges = map(self.measure, (self.text[begin:start], self.text[begin:end]))
            placed.append(Stretch(*edges))
        return placed


def _with_blanks(
    row: TypedRow, columns: Sequence[Stretch], homes: dict[int, Token]
) -> Iterator[Token]:
    """Yield a row's cells; a blank's place in the text is the gap that shows it."""
    end = row.line.start + len(row.label.rstrip())
    for at, column in enumerate(columns):
        figure = homes.get(at)
        if figure is not None:
            yield figure
            end = figure.span.end
            continue
        behind = next((homes[other].span.start for other in homes if other > at), row.line.end + 1)
        blank = row.figures[0]._replace(kind="blank", text=_HELD, own_line=False)
        yield blank._replace(span=Span(end, behind), x_range=column)
