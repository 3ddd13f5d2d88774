"""Find what is left to ask a model: open rows, and the passage that holds them.

A table is asked about only where the text holds figures that are no row's yet, or its
rows are in doubt: where every figure has its row, and only its column is open, another
look finds nothing that the text does not say. The sums that should hold are never part
of a question.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.forms.form import Form
from extraction.forms.table import Labelled, Table
from extraction.ground.passage_figures import split_figures
from extraction.ground.thresholds import (
    AROUND_REGION,
    FEWEST_UNCLAIMED,
    LABEL_NAMED,
    LABELS_APART,
    TOKENS_A_CELL,
    TOKENS_A_ROW,
    TOKENS_AT_LEAST,
    TOKENS_TIMES,
    WHOSE_BEGINNING,
    WHOSE_END,
)
from extraction.llm.question import Question, Statements, Whose
from extraction.values.document import Span
from extraction.values.layout import TableState, Token, Want
from prompts import SHIPPED, Prompts


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """What a report's window holds: its text, its tokens, and its values as characters tell."""

    text: str
    tokens: Sequence[Token]
    values: Sequence[Token]
    window: Span


class _NamedRow(NamedTuple):
    """A row that a text names, and where."""

    row: str
    span: Span


def find_wants(form: Form, tables: Mapping[str, TableState], held: ReportWindow) -> Iterator[Want]:
    """Yield for each table of a report what should be asked about it, if anything.

    Where every figure is some row's, and there are as many as the table has cells, a layout
    that no rule reads may hold them all: then the whole table is asked for.
    """
    free = _find_free(tables, held)
    settled = {span for state in tables.values() for span in state.settled}
    values = [value.span for value in held.values if value.span not in settled]
    for table, room in _rooms(form, tables, held.window):
        state = tables.get(table.key)
        if state is not None and not state.open_rows:
            continue
        rows = _choose_rows(state)
        left = _all_within(free, room)
        if rows is not None and left:
            yield Want(table.key, rows, _narrow(room, left, settled))
            continue
        whole = _hull(room, find_stretch(table, held))
        fewest = FEWEST_UNCLAIMED if state is None else 1
        unread = _all_within(values, whole)
        enough_left = len(left) >= fewest
        if enough_left or len(unread) >= _count_open(table, state):
            yield Want(table.key, rows, whole)


def _find_free(tables: Mapping[str, TableState], held: ReportWindow) -> list[Span]:
    """Return the figures of a report that are no row's yet."""
    used: set[Span] = set()
    for state in tables.values():
        used |= state.placed
    free = []
    for token in split_figures(held.tokens):
        if token.kind != "label" and token.span not in used:
            free.append(token.span)
    return _all_within(free, held.window)


def _choose_rows(state: TableState | None) -> tuple[str, ...] | None:
    """Return the open rows of a table, if half of its rows are read; None to ask for all."""
    if state is None or 2 * len(state.open_rows) > state.rows:
        return None
    return state.open_rows


def _count_open(table: Table, state: TableState | None) -> int:
    """Count the cells of a table's open rows."""
    if state is None:
        return len(list(table.cells()))
    rows = set(state.open_rows)
    return sum(cell.row in rows for cell in table.cells())


def find_printed_form(forms: Sequence[Form], held: ReportWindow) -> Form | None:
    """Return the form of which a text without tables prints a table's labels, if any is.

    Half of the rows and half of the columns of one of its tables must stand together, and as
    many figures as that has cells: prose speaks of rows, but hardly of columns.
    """
    best: Form | None = None
    most = -1
    for form in forms:
        named, whole = _count_printed(form, held)
        if whole and named > most:
            best, most = form, named
    return best


def _count_printed(form: Form, held: ReportWindow) -> tuple[int, bool]:
    """Return how many labels of a form's tables a text has; whether one of these is printed."""
    named, whole = 0, False
    spans = [value.span for value in held.values]
    for table in form.tables:
        stretch = find_stretch(table, held)
        if stretch is None:
            continue
        found, half = _count_labels(table, stretch.slice(held.text))
        cells = len(list(table.cells()))
        figures = _all_within(spans, stretch)
        whole |= half and len(figures) >= cells
        named += found
    return named, whole


def _count_labels(table: Table, text: str) -> tuple[int, bool]:
    """Return how many of a table's labels a text has; whether half of its rows and columns are."""
    rows: list[Labelled] = []
    columns: list[Labelled] = []
    for block in table.blocks:
        rows += block.rows
        columns += block.columns
    named_rows = sum(_is_named(row, text) for row in rows)
    named_columns = sum(_is_named(column, text) for column in columns)
    half_of_rows = 2 * named_rows >= len(rows)
    half_of_columns = 2 * named_columns >= len(columns)
    return named_rows + named_columns, half_of_rows and half_of_columns


def _is_named(labelled: Labelled, text: str) -> bool:
    return any(label in text for label in labelled.labels)


def find_stretch(table: Table, held: ReportWindow) -> Span | None:
    """Return the stretch of text in which most of a table's rows are named, if two are."""
    most = max(_find_stretches(table, held), key=_count_rows, default=[])
    if _count_rows(most) < 2:
        return None
    window = held.window
    first, last = most[0].span, most[-1].span
    start = max(window.start, first.start - AROUND_REGION)
    end = min(window.end, last.end + LABELS_APART)
    return Span(start, end)


def _count_rows(stretch: Sequence[_NamedRow]) -> int:
    """Count the different rows that a stretch of text names."""
    return len({named.row for named in stretch})


def _find_stretches(table: Table, held: ReportWindow) -> list[list[_NamedRow]]:
    """Return the rows that a text names, those together that stand near one another."""
    stretches: list[list[_NamedRow]] = []
    end: int | None = None
    for named in sorted(_named_rows(table, held), key=lambda named: named.span):
        start = named.span.start
        if end is None or start - end > LABELS_APART:
            stretches.append([])
        stretches[-1].append(named)
        end = named.span.end
    return stretches


def _named_rows(table: Table, held: ReportWindow) -> Iterator[_NamedRow]:
    """Yield the rows that a text names by a label of some length."""
    for block in table.blocks:
        for row in block.rows:
            for label in row.labels:
                if len(label) < LABEL_NAMED:
                    continue
                for span in _find_all(label, held):
                    yield _NamedRow(row.key, span)


def _find_all(label: str, held: ReportWindow) -> Iterator[Span]:
    """Yield the places of a label in a window."""
    text = held.text
    start, end = held.window
    at = text.find(label, start, end)
    while at >= 0:
        yield Span(at, at + len(label))
        at = text.find(label, at + 1, end)


def _hull(room: Span, stretch: Span | None) -> Span:
    if stretch is None:
        return room
    return Span(min(room.start, stretch.start), max(room.end, stretch.end))


def find_all_wants(form: Form, tables: Mapping[str, TableState], window: Span) -> Iterator[Want]:
    """Yield a question about every table, whole."""
    for table, room in _rooms(form, tables, window):
        yield Want(table.key, None, room)


def _within(span: Span, window: Span) -> bool:
    return window.start <= span.start and span.end <= window.end


def _all_within(spans: Iterable[Span], window: Span) -> list[Span]:
    return [span for span in spans if _within(span, window)]


def _rooms(
    form: Form, tables: Mapping[str, TableState], window: Span
) -> Iterator[tuple[Table, Span]]:
    """Yield each table and where in the text it may lie: its region and a little around it.

    A table that was not found may lie anywhere between those before and behind it.
    """
    states = [tables.get(table.key) for table in form.tables]
    regions = [state.region if state else None for state in states]
    for index, table in enumerate(form.tables):
        before = [region.end for region in regions[:index] if region]
        behind = [region.start for region in regions[index + 1 :] if region]
        start = max(before, default=window.start)
        end = min(behind, default=window.end)
        region = regions[index]
        if region is not None:
            yield table, _reach_around(region, start, end)
        elif start < end:
            yield table, Span(start, end)


def _reach_around(region: Span, first: int, last: int) -> Span:
    """Return a region and a little around it, no farther than its neighbours leave."""
    start = max(first, region.start - AROUND_REGION)
    end = min(last, region.end + AROUND_REGION)
    return _hull(region, Span(start, end))


def _narrow(room: Span, left: Sequence[Span], settled: Collection[Span]) -> Span:
    """Return the part of a table's room around what is left, up to the nearest settled figures."""
    first, last = left[0].start, left[-1].end
    start, end = room
    for taken in _all_within(settled, room):
        if taken.end <= first:
            start = max(start, taken.end)
        if taken.start >= last:
            end = min(end, taken.start)
    return Span(start, end)


def room_for(table: Table, wanted: Collection[str] | None) -> int:
    """Return the tokens that an answer with these rows, None for all, may take."""
    needed = 0
    for block in table.blocks:
        each = TOKENS_A_ROW + TOKENS_A_CELL * len(block.columns)
        for row in block.rows:
            if wanted is None or row.key in wanted:
                needed += len(row.label) + each
    return TOKENS_AT_LEAST + TOKENS_TIMES * needed


def ask_for_statements(passage: str, prompts: Prompts = SHIPPED) -> Question[Statements]:
    """Ask what the prose states; `passage` is the report's own text without its tables."""
    prompt = prompts.load("facts")
    said = f"Facts:\n{fence(passage)}"
    room = TOKENS_AT_LEAST + TOKENS_TIMES * len(passage)
    return Question(prompt.name, prompt.version, prompt.text, said, Statements, room=room)


def ask_whose(passage: str, prompts: Prompts = SHIPPED) -> Question[Whose]:
    """Ask whose report it is and on which year; of long prose its beginning and its end go."""
    prompt = prompts.load("whose")
    if len(passage) > WHOSE_BEGINNING + WHOSE_END:
        beginning = passage[:WHOSE_BEGINNING]
        end = passage[-WHOSE_END:]
        passage = f"{beginning}\n{end}"
    said = f"Whose:\n{fence(passage)}"
    return Question(prompt.name, prompt.version, prompt.text, said, Whose, room=TOKENS_AT_LEAST)


def fence(passage: str) -> str:
    """Return a report's text between tags that it cannot close by itself.

    >>> print(fence("规章 0"))
    <report id="40322e21">
    规章 0
    </report id="40322e21">
    """
    name = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f'<report id="{name}">\n{passage}\n</report id="{name}">'
