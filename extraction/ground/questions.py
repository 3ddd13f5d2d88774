"""Find what is left to ask a model: open rows, and the passage that holds them.

A table is asked about only where the text holds figures that are no row's yet, or its
rows are in doubt: where every figure has its row, and only its column is open, another
look finds nothing that the text does not say. The sums that should hold are never part
of a question.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.ground.passage_figures import split_figures
from extraction.ground.thresholds import (
    AROUND_REGION,
    FEWEST_UNCLAIMED,
    TOKENS_A_CELL,
    TOKENS_A_ROW,
    TOKENS_AT_LEAST,
    TOKENS_TIMES,
)
from extraction.llm.question import Question, Statements, Transcription
from extraction.values.document import Span
from extraction.values.layout import TableState, Token, Want
from prompts import load_prompt


def find_wants(
    form: Form, tables: Mapping[str, TableState], tokens: Sequence[Token], window: Span
) -> Iterator[Want]:
    """Yield for each table of a report what should be asked about it, if anything."""
    figures = [p for p in split_figures(tokens) if p.kind != "label" and _within(p.span, window)]
    used = {span for state in tables.values() for span in state.placed}
    free = [token for token in figures if token.span not in used]
    for table, room in _rooms(form, tables, window):
        state = tables.get(table.key)
        left = [token.span for token in free if _within(token.span, room)]
        if state is None:
            if len(left) >= FEWEST_UNCLAIMED:
                yield Want(table.key, None, room)
        elif state.open_rows and left:
            taken = sorted(span for span in used if _within(span, room))
            yield _narrow(state, room, left, taken)


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
    if 2 * len(state.open_rows) > state.rows:
        return Want(state.table, None, room)
    start = max((span.end for span in taken if span.end <= left[0].start), default=room.start)
    end = min((span.start for span in taken if span.start >= left[-1].end), default=room.end)
    return Want(state.table, state.open_rows, Span(start, end))


def ask_for_rows(form: Form, want: Want, passage: str, again: int) -> Question[Transcription]:
    """Put a want into words; `passage` is the report's own text at its window."""
    table = form.table(want.table)
    labels = {row.key: row.label for block in table.blocks for row in block.rows}
    rows = "all" if want.rows is None else "".join(f"\n- {labels[row]}" for row in want.rows)
    prompt = load_prompt("transcribe")
    return Question(
        prompt.name,
        prompt.version,
        prompt.text,
        f"Table: {table.label}\nRows: {rows}\n{fence(passage)}",
        Transcription,
        again,
        room_for(table, want.rows),
    )


def room_for(table: Table, wanted: Collection[str] | None) -> int:
    """Return the tokens that an answer with these rows, None for all, may take."""
    needed = 0
    for block in table.blocks:
        rows = [row for row in block.rows if wanted is None or row.key in wanted]
        labels = sum(len(row.label) for row in rows)
        needed += labels + len(rows) * (TOKENS_A_ROW + TOKENS_A_CELL * len(block.columns))
    return TOKENS_AT_LEAST + TOKENS_TIMES * needed


def ask_for_statements(passage: str) -> Question[Statements]:
    """Ask what the prose states; `passage` is the report's own text without its tables."""
    prompt = load_prompt("facts")
    said = f"Facts:\n{fence(passage)}"
    room = TOKENS_AT_LEAST + TOKENS_TIMES * len(passage)
    return Question(prompt.name, prompt.version, prompt.text, said, Statements, room=room)


def fence(passage: str) -> str:
    """Return a report's text between tags that it cannot close by itself.

    >>> print(fence("规章 0"))
    <report id="40322e21">
    规章 0
    </report id="40322e21">
    """
    name = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f'<report id="{name}">\n{passage}\n</report id="{name}">'
