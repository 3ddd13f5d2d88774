"""The two protocols by which a table is answered, behind one: naming ids, or copying figures.

Both come to the same: the cells that an answer fills with tokens of the text, to be judged as a
whole table, and its rows as claims to be looked for in the text one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.ground.grounding import RowClaim
from extraction.ground.marking import MarkedPassage, mark_passage
from extraction.ground.placements import Placing, place_ids, place_transcription
from extraction.ground.questions import fence, room_for
from extraction.llm.question import A, Placement, Question, Transcription
from extraction.repair import RepairedText, repair_text
from extraction.values.bilingual import Bilingual
from extraction.values.layout import CellTokens, Token, Want
from prompts import SHIPPED, Prompts

_REASONS = 6
"""So many reasons are told in a second question: more would be another question."""


class UnderstoodAnswer(NamedTuple):
    """An answer in the text's own tokens: its cells as a whole, and its rows one by one."""

    placing: Placing
    claims: tuple[RowClaim, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """What is asked of which passage: the want, the repaired text, and the values in it."""

    form: Form
    want: Want
    source: RepairedText
    values: Sequence[Token]
    prompts: Prompts = SHIPPED

    @property
    def table(self) -> Table:
        """The table that is asked about."""
        return self.form.table(self.want.table)


class TableProtocol(Protocol[A]):
    """One way to ask about a table and to understand the answer."""

    def question(self, again: int, refused: Sequence[Bilingual]) -> Question[A]:
        """Return the question; `refused` says why an answer before was not taken."""

    def understand(self, answer: A) -> UnderstoodAnswer:
        """Return what an answer says in tokens of the text."""


@dataclass(frozen=True)
class ByIds:
    """Figures are marked with ids, and the answer names ids."""

    asking: TableQuestion

    @cached_property
    def passage(self) -> MarkedPassage:
        """The passage with its marks."""
        return mark_passage(self.asking.source, self.asking.want.window, self.asking.values)

    def question(self, again: int, refused: Sequence[Bilingual]) -> Question[Placement]:
        """Return the question; `refused` says why an answer before was not taken."""
        asking = self.asking
        table, want = asking.table, asking.want
        prompt = asking.prompts.load("place")
        said = [f"Table: {table.label}", *_list_cells(table, want)]
        passage = "\n".join([*said, *_tell(refused), fence(self.passage.text)])
        room = room_for(table, want.rows)
        return Question(prompt.name, prompt.version, prompt.text, passage, Placement, again, room)

    def understand(self, answer: Placement) -> UnderstoodAnswer:
        """Return what an answer says in tokens of the text."""
        asking = self.asking
        placing = place_ids(answer, asking.table, self.passage.values, asking.source.text)
        return UnderstoodAnswer(placing, tuple(_claim(asking.table, placing.cells)), ())


def _claim(table: Table, cells: CellTokens) -> Iterator[RowClaim]:
    """Yield the placed rows as claims, by the form's labels, in the order in which they stand."""
    rows: dict[str, list[Token]] = {}
    for cell, token in cells.items():
        if token is not None:
            rows.setdefault(cell.row, []).append(token)
    labels = {row.key: row.label for block in table.blocks for row in block.rows}
    for key, tokens in sorted(rows.items(), key=lambda row: min(t.span for t in row[1])):
        figures = sorted(tokens, key=lambda token: token.span)
        yield RowClaim(labels[key], tuple(token.text for token in figures))


@dataclass(frozen=True)
class ByCopying:
    """The answer copies rows as they are printed."""

    asking: TableQuestion

    def question(self, again: int, refused: Sequence[Bilingual]) -> Question[Transcription]:
        """Return the question; `refused` says why an answer before was not taken."""
        asking = self.asking
        table, want = asking.table, asking.want
        labels = {row.key: row.label for block in table.blocks for row in block.rows}
        rows = "all" if want.rows is None else "".join(f"\n- {labels[row]}" for row in want.rows)
        prompt = asking.prompts.load("transcribe")
        whole = asking.source.to_original(want.window).slice(asking.source.original)
        said = [f"Table: {table.label}", f"Rows: {rows}", *_tell(refused), fence(whole)]
        room = room_for(table, want.rows)
        return Question(
            prompt.name, prompt.version, prompt.text, "\n".join(said), Transcription, again, room
        )

    def understand(self, answer: Transcription) -> UnderstoodAnswer:
        """Return what an answer says in tokens of the text."""
        asking = self.asking
        placing = place_transcription(answer, asking.table, asking.values)
        claims = []
        for row in answer.rows:
            figures = filter(None, _repaired(row.cells))
            claims.append(RowClaim(repair_text(row.label).text, tuple(figures)))
        return UnderstoodAnswer(placing, tuple(claims), _repaired(answer.heads))


def _repaired(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(repair_text(text).text.strip() for text in texts)


def _tell(refused: Sequence[Bilingual]) -> list[str]:
    """Return what a second question says of the first answer; no sum is among it."""
    if not refused:
        return []
    reasons = [f"- {reason.en}" for reason in dict.fromkeys(refused)]
    return ["An answer before was not taken:", *reasons[:_REASONS]]


def _list_cells(table: Table, want: Want) -> Iterator[str]:
    """Yield the columns and rows of each block that is asked about, with their keys."""
    for block in table.blocks:
        rows = [row for row in block.rows if want.rows is None or row.key in want.rows]
        if not rows:
            continue
        yield "Columns:"
        for column in block.columns:
            yield f"- {column.key}: {column.label}"
        yield "Rows:"
        for row in rows:
            yield f"- {row.key}: {row.label}"
