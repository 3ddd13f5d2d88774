"""Which proposal for a table stands, if any does.

A table is read as it is aligned first: rows of figures behind their labels, which its print
proves line by line, or its sums (`lines`, `sums`). Where that leaves cells open, every other
arrangement that the print allows is proposed (`arranged`). One is taken

- if each of its cells has both its labels beside it, and no other says otherwise; or
- if all sums of the table close under it, and under no other with other figures; or, of a
  table without sums, if another table of the report is taken in the same arrangement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.cells import TableReading, find_state
from extraction.forms.form import Form
from extraction.judge.arranged.drawing import draw_proposal
from extraction.judge.arranged.proposal import Proposal, read_prints
from extraction.judge.arranged.proposers import PROPOSERS
from extraction.judge.arranged.spelt_table import SPELT, is_headed_otherwise, propose_spelt
from extraction.judge.as_aligned import read_aligned_table
from extraction.judge.packed_tables import read_packed_tables
from extraction.judge.sums.sums_hold import closes
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import COLUMNS_REORDERED, OTHER_ARRANGEMENT
from extraction.values.layout import AlignedTable, Token
from extraction.values.record import CellKey, Proof

PrintedFigures = dict[CellKey, str | None]
"""What stands in each cell, as printed; None where it is blank."""


def judge_tables(
    form: Form, aligned: Mapping[str, AlignedTable], printed: Mapping[str, Sequence[Token]]
) -> dict[str, TableReading]:
    """Return a report's tables, each read as it is aligned or as the proposal that stands has it.

    `printed` are the tokens of each table's region.
    """
    read = {key: read_aligned_table(form, table) for key, table in aligned.items()}
    cases = {key: _Case(form, reading, printed[key]) for key, reading in read.items()}
    taken: dict[str, Proposal] = {}
    unsettled = [(key, case) for key, case in cases.items() if case.is_open]
    for key, case in unsettled:
        if (standing := case.find_standing()) is not None:
            taken[key] = standing
    arrangements = {proposal.by for proposal in taken.values()} - {SPELT}
    for key, case in unsettled:
        if (alike := case.find_unsummed(arrangements)) is not None:
            taken.setdefault(key, alike)
    judged = {}
    for key, case in cases.items():
        if key in taken:
            judged[key] = case.read_as(taken[key])
        else:
            judged[key] = case.doubt_unless_alike() if arrangements else case.doubt_if_headed()
    return judged | read_packed_tables(form, judged)


@dataclass(frozen=True, slots=True)
class _Case:
    """One table before the judge: as it was read, and its region's tokens."""

    form: Form
    reading: TableReading
    tokens: Sequence[Token]

    @property
    def is_open(self) -> bool:
        """Whether the table's own reading leaves cells open."""
        return bool(find_state(self.reading).open_rows)

    def find_standing(self) -> Proposal | None:
        """Return the proposal that stands for the table by itself."""
        proposals = list(self._propose())
        strong = [proposal for proposal in proposals if proposal.labelled]
        if not strong and self._has_sums():
            strong = [proposal for proposal in proposals if self._closes(proposal)]
        figures = [_figures_of(proposal) for proposal in strong]
        return strong[0] if strong and all(one == figures[0] for one in figures) else None

    def find_unsummed(self, arrangements: set[str]) -> Proposal | None:
        """Return the one proposal in arrangements of the report's other tables, without sums."""
        if self._has_sums():
            return None
        alike = [proposal for proposal in self._propose() if proposal.by in arrangements]
        return alike[0] if len(alike) == 1 else None

    def read_as(self, proposal: Proposal) -> TableReading:
        """Return the table as a proposal has it."""
        table = self.reading.table
        proof: Proof = "sums" if self._has_sums() and not proposal.labelled else "structure"
        drawn = draw_proposal(proposal, table, self.reading.aligned, proof)
        return read_aligned_table(self.form, drawn)

    def doubt_unless_alike(self) -> TableReading:
        """Return the table as it was read; in doubt, if no arrangement of its print says the same.

        A report whose other tables are arranged otherwise has this one so as well.
        """
        entries = dict(self.reading.solution.settled)
        for line in self.reading.lines:
            if line.proven:
                entries.update(zip(line.cells, line.readings[0], strict=True))
        as_read: PrintedFigures = {}
        for cell, entry in entries.items():
            as_read[cell] = entry.text if entry is not None else None
        if any(_figures_of(proposal) == as_read for proposal in self._propose()):
            return self.reading
        return self._doubt(OTHER_ARRANGEMENT)

    def doubt_if_headed(self) -> TableReading:
        """Return the table as it was read; in doubt, if by order, and its headers name another.

        What align could not read of headers that are a character wide may yet be read by lines.
        """
        [first, *others] = self.reading.aligned.blocks
        by_order = first.shown_by == "order" and first.doubt is None and not others
        if by_order and is_headed_otherwise(self.tokens, self.reading.table, self._titles):
            return self._doubt(COLUMNS_REORDERED)
        return self.reading

    def _doubt(self, doubt: Bilingual) -> TableReading:
        aligned = self.reading.aligned
        blocks = tuple(replace(block, doubt=doubt) for block in aligned.blocks)
        return read_aligned_table(self.form, replace(aligned, blocks=blocks))

    @property
    def _titles(self) -> tuple[str, ...]:
        """What the table's section may be called."""
        table = self.reading.table
        return (table.label, *self.form.sections.get(table.key, ()))

    def _propose(self) -> Iterator[Proposal]:
        """Yield every arrangement of the table that the print allows."""
        table = self.reading.table
        yield from propose_spelt(self.tokens, table, self._titles)
        for printed in read_prints(self.tokens, table):
            for propose in PROPOSERS:
                yield from propose(printed)

    def _has_sums(self) -> bool:
        return self.reading.table.key in self.form.summed_tables

    def _closes(self, proposal: Proposal) -> bool:
        """Whether all sums of the table hold under a proposal, and there are some."""
        return closes(self.form, self.read_as(proposal))


def _figures_of(proposal: Proposal) -> PrintedFigures:
    return {cell: token.text if token else None for cell, token in proposal.cells.items()}
