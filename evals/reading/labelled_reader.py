"""A reader that answers from labels, in this process: what is asked is read off the question.

It sees what a model is sent, and nothing else, but that it knows the report: so whatever a
passage leaves out it cannot answer.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import cast

from evals.reading.known_places import PlacedReport
from evals.simulation.asked import count_tokens
from evals.synth.closing import form_named
from extraction.forms.table import Table
from extraction.ground.marking import MARK
from extraction.llm.question import (
    A,
    Cut,
    PlacedRow,
    Placement,
    PrintedRow,
    Question,
    Reply,
    Statements,
    Stray,
    Transcription,
)
from extraction.values.document import Span
from extraction.values.record import CellKey
from extraction.values.usage import Attempt

_PASSAGE = re.compile(r'<report id="([^"]*)">\n(.*)\n</report id="\1">', re.S)
_TABLE = re.compile(r"^Table: (.+)$", re.M)
_RUN = re.compile(r"\d+")
_DIGITS = "0123456789"
_ROW = re.compile(r"^- (?:(?P<key>\w+): )?(?P<label>.+)$", re.M)

TableAnswer = Placement | Transcription
Lie = Callable[[TableAnswer, Random], TableAnswer]


@dataclass(slots=True)
class LabelReader:
    """Answers from the labels of one report; `lie` changes what it says.

    rate: how often it lies. sticking: whether its lies are the same however often it is asked.
    lied: how many of its answers were other than the true one.
    """

    report: PlacedReport
    lie: Lie | None = None
    rate: float = 1.0
    sticking: bool = False
    asked: int = 0
    lied: int = 0
    tokens: int = 0
    _times: dict[str, int] = field(default_factory=dict)

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return the answer to a question, and what it would have cost."""
        self.asked += 1
        answer = self._read(question)
        said = answer.model_dump_json()
        sent = count_tokens(question.instructions) + count_tokens(question.passage)
        self.tokens += sent + count_tokens(said)
        attempt = Attempt(
            model="labels",
            prompt=question.prompt,
            outcome="ok",
            input_tokens=sent,
            output_tokens=count_tokens(said),
        )
        return Reply(cast(A, answer), (attempt,))

    def _read(self, question: Question[A]) -> TableAnswer | Statements:
        found = _PASSAGE.search(question.passage)
        named = _TABLE.search(question.passage)
        if found is None or named is None:
            return Statements(statements=[])
        head = question.passage[: found.start()]
        form = form_named(self.report.form)
        table = next((table for table in form.tables if table.label == named[1]), None)
        rows = list(_asked_rows(head, table)) if table is not None else []
        answer: TableAnswer
        if question.answer is Placement:
            answer = self._place(found[2], table, rows)
        else:
            answer = self._copy(found[2], table, rows)
        return self._spoil(answer, named[1])

    def _spoil(self, answer: TableAnswer, table: str) -> TableAnswer:
        if self.lie is None:
            return answer
        time = self._times[table] = self._times.get(table, 0) + 1
        rng = Random(repr((self.report.document.sha256, table, 0 if self.sticking else time)))
        if rng.random() >= self.rate:
            return answer
        said = self.lie(answer, rng)
        self.lied += said != answer
        return said

    def _place(self, passage: str, table: Table | None, rows: Sequence[str]) -> Placement:
        """Name the ids that stand where the asked cells are printed."""
        ids, cuts = self._cut_ids(self._find_ids(passage))
        placed = []
        used = set[str]()
        for row, keys in _cells_of(table, rows):
            cells = [self._ids_of(key, ids) for key in keys]
            known = [own or key in self.report.blanks for own, key in zip(cells, keys, strict=True)]
            if all(known):
                placed.append(PlacedRow(key=row, label=self._label(table, row), cells=cells))
                used.update(*cells)
        ours = [at for at, name in enumerate(ids) if name in used]
        among = list(ids)[ours[0] : ours[-1]] if ours else []
        strays = [Stray(id=name, reason="not of it") for name in among if name not in used]
        named = {name.rstrip(_DIGITS) for name in used}
        cuts = [cut for cut in cuts if cut.id in named]
        return Placement(rows=placed, cuts=cuts, strays=strays)

    def _label(self, table: Table | None, row: str) -> str:
        assert table is not None
        block = table.block_of(row)
        return next(each.label for each in block.rows if each.key == row)

    def _find_ids(self, passage: str) -> dict[str, int]:
        """Return where in the report's text each id's figure begins."""
        plain = MARK.sub("", passage)
        start = self.report.document.text.find(plain)
        if start < 0:
            return {}
        ids = {}
        taken = 0
        for found in MARK.finditer(passage):
            ids[found[1]] = start + found.start() - taken
            taken += len(found[0])
        return ids

    def _cut_ids(self, ids: Mapping[str, int]) -> tuple[dict[str, int], list[Cut]]:
        """Return where each id's figure begins, cut where it is several cells; and the cuts."""
        text = self.report.document.text
        starts: dict[str, int] = {}
        cuts = []
        spans = sorted({span for own in self.report.places.values() for span in own})
        for name, at in ids.items():
            run = _RUN.match(text, at)
            end = at
            if run is not None:
                end = run.end()
            own = []
            lengths = []
            for span in spans:
                if at <= span.start and span.end <= end:
                    own.append(span)
                    lengths.append(span.end - span.start)
            if len(own) < 2 or sum(lengths) != end - at:
                starts[name] = at
                continue
            cuts.append(Cut(id=name, lengths=lengths))
            for number, span in enumerate(own, 1):
                starts[f"{name}{number}"] = span.start
        return starts, cuts

    def _ids_of(self, key: CellKey, ids: dict[str, int]) -> list[str]:
        own = []
        for span in self.report.places.get(key, ()):
            own += [name for name, at in ids.items() if span.start <= at < span.end]
        return own

    def _copy(self, passage: str, table: Table | None, rows: Sequence[str]) -> Transcription:
        """Copy the asked rows as they are printed within the passage."""
        text = self.report.document.text
        start = text.find(passage)
        window = Span(start, start + len(passage))
        copied = []
        heads: list[str] = []
        for row, keys in _cells_of(table, rows):
            assert table is not None
            heads += [column.label for column in table.block_of(row).columns]
            cells = [self._printed_within(key, window, text) for key in keys]
            known = [own or key in self.report.blanks for own, key in zip(cells, keys, strict=True)]
            if start >= 0 and all(known):
                copied.append(PrintedRow(label=self._label(table, row), cells=cells))
        return Transcription(heads=list(dict.fromkeys(heads)), rows=copied)

    def _printed_within(self, key: CellKey, window: Span, text: str) -> str:
        """Return what is printed of a cell within a passage."""
        printed = ""
        for span in self.report.places.get(key, ()):
            if window.start <= span.start and span.end <= window.end:
                printed += span.slice(text)
        return printed


def _asked_rows(head: str, table: Table) -> Iterator[str]:
    """Yield the keys of the rows that a question lists; all where it lists none."""
    rows = {row.label: row.key for block in table.blocks for row in block.rows}
    listed = [found for found in _ROW.finditer(head) if found["label"] in rows]
    if not listed:
        yield from rows.values()
        return
    keys = set(rows.values())
    for found in listed:
        key = found["key"] or rows[found["label"]]
        if key in keys:
            yield key


def _cells_of(table: Table | None, rows: Sequence[str]) -> Iterator[tuple[str, list[CellKey]]]:
    """Yield the asked rows of a table, and the cells of each."""
    for block in table.blocks if table is not None else ():
        for row in block.rows:
            if row.key in rows:
                assert table is not None
                yield row.key, [CellKey(table.key, row.key, col.key) for col in block.columns]
