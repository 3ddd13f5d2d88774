"""Find what is left to ask a model: open rows, and the passage that holds them.

A table is asked about only where the text holds figures that are no row's yet, or its
rows are in doubt: where every figure has its row, and only its column is open, another
look finds nothing that the text does not say. The sums that should hold are never part
of a question.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.forms.form import Form
from extraction.forms.table import Table
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


def find_wants(form: Form, tables: Mapping[str, TableState], held: ReportWindow) -> Iterator[Want]:
    """Yield for each table of a report what should be asked about it, if anything.

    Where every figure is some row's, and there are as many as the table has cells, a layout
    that no rule reads may hold them all: then the whole table is asked for.
    """
    window = held.window
    figures = split_figures(held.tokens)
    own = [token for token in figures if token.kind != "label" and _within(token.span, window)]
    used = {span for state in tables.values() for span in state.placed}
    free = [token for token in own if token.span not in used]
    settled = {span for state in tables.values() for span in state.settled}
    for table, room in _rooms(form, tables, window):
        state = tables.get(table.key)
        if state is not None and not state.open_rows:
            continue
        left = [token.span for token in free if _within(token.span, room)]
        if state is not None and left and 2 * len(state.open_rows) <= state.rows:
            taken = sorted(span for span in settled if _within(span, room))
            yield _narrow(state, room, left, taken)
            continue
        whole = _hull(room, find_stretch(table, held))
        values = [v for v in held.values if _within(v.span, whole) and v.span not in settled]
        few = FEWEST_UNCLAIMED if state is None else 1
        if len(left) >= few or len(values) >= _count_open(table, state):
            narrow = state is not None and 2 * len(state.open_rows) <= state.rows
            yield Want(table.key, state.open_rows if state and narrow else None, whole)


def _count_open(table: Table, state: TableState | None) -> int:
    """Count the cells of a table's open rows."""
    rows = None if state is None else set(state.open_rows)
    return sum(rows is None or cell.row in rows for cell in table.cells())


def find_printed_form(forms: Sequence[Form], held: ReportWindow) -> Form | None:
    """Return the form of which a text without tables prints a table's labels, if any is.

    Half of the rows and half of the columns of one of its tables must stand together, and as
    many figures as that has cells: prose speaks of rows, but hardly of columns.
    """
    best: tuple[int, Form] | None = None
    for form in forms:
        named = 0
        whole = False
        for table in form.tables:
            stretch = find_stretch(table, held)
            if stretch is not None:
                found, all_of_them = _count_labels(table, stretch.slice(held.text))
                cells = len(list(table.cells()))
                values = sum(_within(value.span, stretch) for value in held.values)
                whole |= all_of_them and values >= cells
                named += found
        if whole and (best is None or named > best[0]):
            best = named, form
    return None if best is None else best[1]


def _count_labels(table: Table, text: str) -> tuple[int, bool]:
    """Return how many of a table's labels a text has; whether half of its rows and columns are."""
    rows = [row for block in table.blocks for row in block.rows]
    columns = [column for block in table.blocks for column in block.columns]
    found = []
    for labelled in (rows, columns):
        found.append(sum(any(label in text for label in each.labels) for each in labelled))
    half = 2 * found[0] >= len(rows) and 2 * found[1] >= len(columns)
    return sum(found), half


def find_stretch(table: Table, held: ReportWindow) -> Span | None:
    """Return the stretch of text in which most of a table's rows are named, if two are."""
    stretches: list[list[tuple[str, Span]]] = []
    for row, span in sorted(_named_rows(table, held), key=lambda named: named[1]):
        if stretches and span.start - stretches[-1][-1][1].end <= LABELS_APART:
            stretches[-1].append((row, span))
        else:
            stretches.append([(row, span)])
    if not stretches:
        return None
    most = max(stretches, key=lambda stretch: len({row for row, _ in stretch}))
    if len({row for row, _ in most}) < 2:
        return None
    start = max(held.window.start, most[0][1].start - AROUND_REGION)
    return Span(start, min(held.window.end, most[-1][1].end + LABELS_APART))


def _named_rows(table: Table, held: ReportWindow) -> Iterator[tuple[str, Span]]:
    """Yield the rows that a text names by a label of some length, and where."""
    for block in table.blocks:
        for row in block.rows:
            for label in (each for each in row.labels if len(each) >= LABEL_NAMED):
                at = held.text.find(label, held.window.start, held.window.end)
                while at >= 0:
                    yield row.key, Span(at, at + len(label))
                    at = held.text.find(label, at + 1, held.window.end)


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


def _rooms(
    form: Form, tables: Mapping[str, TableState], window: Span
) -> Iterator[tuple[Table, Span]]:
    """Yield each table and where in the text it may lie: its region and a little around it.

    A table that was not found may lie anywhere between those before and behind it.
    """
    keys = [table.key for table in form.tables]
    regions = {key: tables[key].region for key in keys if key in tables}
    for index, table in enumerate(form.tables):
        before = max((regions[k].end for k in keys[:index] if k in regions), default=window.start)
        behind = min(
            (regions[k].start for k in keys[index + 1 :] if k in regions), default=window.end
        )
        region = regions.get(table.key)
        if region is not None:
            before = max(before, region.start - AROUND_REGION)
            behind = min(behind, region.end + AROUND_REGION)
            yield table, Span(min(before, region.start), max(behind, region.end))
        elif before < behind:
            yield table, Span(before, behind)


def _narrow(state: TableState, room: Span, left: Sequence[Span], taken: Sequence[Span]) -> Want:
    """Return a question about the open rows, with no more text than lies around them."""
    start = max((span.end for span in taken if span.end <= left[0].start), default=room.start)
    end = min((span.start for span in taken if span.start >= left[-1].end), default=room.end)
    return Want(state.table, state.open_rows, Span(start, end))


def room_for(table: Table, wanted: Collection[str] | None) -> int:
    """Return the tokens that an answer with these rows, None for all, may take."""
    needed = 0
    for block in table.blocks:
        rows = [row for row in block.rows if wanted is None or row.key in wanted]
        labels = sum(len(row.label) for row in rows)
        needed += labels + len(rows) * (TOKENS_A_ROW + TOKENS_A_CELL * len(block.columns))
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
        passage = f"{passage[:WHOSE_BEGINNING]}\n{passage[-WHOSE_END:]}"
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
