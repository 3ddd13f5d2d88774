"""The values between a text and a finished record: tokens, regions, aligned tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from extraction.values.bilingual import Bilingual
from extraction.values.document import Span
from extraction.values.record import CellKey, Proof

TokenKind = Literal["label", "figure", "mark", "blank", "run", "words"]


class GridPlace(NamedTuple):
    """The place of a token in a grid that the format draws."""

    grid: int
    row: int
    column: int


class Token(NamedTuple):
    """A printed cell, or a part of one that can be told from the rest.

    kind: `figure` one number; `mark` a sign for none (`/`, `无`); `blank` an empty
    cell that the layout keeps; `run` digits that stick to a label and may be more
    than one number; `words` what stands in a figure's cell and is none; `label` anything else.
    span: place in the repaired text. cell: tokens of one printed cell share it. line:
    the printed line it stands on. A blank's text is empty where only pipes show it, and
    what stands there where no-break spaces hold its cell or its printed line open: that is
    never a pad. own_line: it has its printed line to itself. x_range: how far from the margin it
    begins and ends, of a label that wide spaces set apart, and of figures side by side on
    a line that only spaces part; None of all else. slot: where it stands in a table of pipes
    all of whose lines have as many cells: weaker than `place`, for what wrote it may have
    dropped merged cells.
    """

    kind: TokenKind
    text: str
    span: Span
    cell: int
    line: int
    place: GridPlace | None = None
    own_line: bool = False
    x_range: tuple[int, int] | None = None
    slot: GridPlace | None = None

    @property
    def drawn(self) -> GridPlace | None:
        """Its place in a table that the format or its pipes draw."""
        return self.place or self.slot


CellTokens = Mapping[CellKey, Token | None]
"""What stands in each cell; None where it is blank."""


def print_width(text: str) -> int:
    """Count the columns that a text takes in print: Han characters take two.

    >>> print_width("总 1")
    4
    """
    return sum(1 + (east_asian_width(character) in "WF") for character in text)


@dataclass(frozen=True, slots=True)
class HeadTag:
    """A tag of a page's head: its name in small letters, its label, what it says.

    text: what it says, repaired.
    """

    name: str
    label: str
    content: str
    text: str

    @property
    def source(self) -> str:
        """Its name in evidence: `meta:PubDate`, or `page_title`."""
        return "page_title" if self.name == "title" else f"meta:{self.label}"


@dataclass(frozen=True, slots=True)
class Region:
    """A run of tokens `[start, end)` that holds one table.

    `figures` counts what it prints, `labels` the different labels of the table in it.
    """

    table: str
    start: int
    end: int
    figures: int
    labels: int = 0


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """One report of a file: the region of each table that it has.

    `repeated` are tables that stand there more than once, and how often.
    """

    number: int
    regions: dict[str, Region]
    window: Span
    repeated: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Page:
    """A report's words: its window of the repaired text, and where sections and tables lie.

    `head` is what stands before the first of them, `tail` what follows the last. Where
    there is none, the first and the last whole sentence are the bounds. `tags` are what a
    web page's head says of it. `veils` are the places at which no figure may be read.
    """

    text: str
    window: Span
    sections: Mapping[str, Span]
    tables: Mapping[str, Span]
    tags: tuple[HeadTag, ...] = ()
    veils: tuple[Span, ...] = ()

    @cached_property
    def head(self) -> Span:
        """The text before the first section or table: title, source line, index box."""
        spans = (*self.sections.values(), *self.tables.values())
        sentence = self.text.find("。", *self.window)
        end = min((s.start for s in spans), default=sentence if sentence >= 0 else self.window.end)
        return Span(self.window.start, max(self.window.start, end))

    @cached_property
    def opening(self) -> Span:
        """The opening words: the preamble, or where it cannot be told apart, the whole head."""
        return self.sections.get("preamble", self.head)

    @cached_property
    def tail(self) -> Span:
        """The text behind the last section or table: signature, footer."""
        spans = (*self.sections.values(), *self.tables.values())
        sentence = self.text.rfind("。", *self.window) + 1
        start = max((s.end for s in spans), default=sentence or self.window.end)
        return Span(min(start, self.window.end), self.window.end)


@dataclass(frozen=True, slots=True)
class Line:
    """Figures that belong to one printed label.

    row: the form's key of the row or of a printed subtotal; None if the form does
    not know the label. doubt: why the label is not sure to be this row, if so. labelled:
    whether the values stand behind the line's own label, so that blanks in front of the
    first figure are its own. by_model: whether a model said that these figures are this
    row's. ambiguous: they may be something else's, so that the equations must prove them.
    """

    row: str | None
    label: str
    span: Span
    values: tuple[Token, ...]
    doubt: Bilingual | None = None
    labelled: bool = True
    by_model: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class AlignedBlock:
    """A block's printed columns, left to right, and its lines of figures, top to bottom.

    headers: how many column headers could be read. doubt: why the columns are not sure.
    repeated_headers: the columns as headers repeat them, if they do. slots: of each drawn
    table under read headers, which of its columns holds which cell of a line. unkept: the same of
    tables in which some figure stands under no header. shown_by: what shows the column of each
    figure of a full line. units: of money, by column, where its header prints one.
    """

    block: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    doubt: Bilingual | None = None
    headers: int = 0
    repeated_headers: tuple[str, ...] = ()
    slots: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    unkept: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    shown_by: Proof = "structure"
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table's labels brought to one form's; `score` says how well they fit it.

    out_of_order: labels of rows that stand out of the form's order.
    """

    table: str
    form: str
    blocks: tuple[AlignedBlock, ...]
    score: float
    region: Span
    out_of_order: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One figure, mark or blank that a reading puts into a cell."""

    text: str
    span: Span


Reading = tuple[Entry | None, ...]
"""One way to fill the cells of a line, in the order of its cells; None where nothing stands."""


@dataclass(frozen=True, slots=True)
class FilledLine:
    """The cells of one line of figures and the readings that the text allows.

    proven: the layout alone leaves no choice; then there is exactly one reading, and `proof`
    says what proves it. unlikely: readings that only count where all sums hold under them.
    """

    cells: tuple[CellKey, ...]
    readings: tuple[Reading, ...]
    proven: bool
    label: str
    span: Span
    note: Bilingual | None = None
    doubt: Bilingual | None = None
    by_model: bool = False
    proof: Proof = "structure"
    unlikely: frozenset[Reading] = frozenset()


@dataclass(frozen=True, slots=True)
class Solution:
    """The settled cells of each line that was not proven: cell to entry, None for a blank.

    open_cells: cells on which the consistent readings differ, or that have none.
    """

    settled: dict[CellKey, Entry | None]
    open_cells: tuple[CellKey, ...]
    rivals: int


@dataclass(frozen=True, slots=True)
class TableState:
    """The state of a table's reading.

    rows: how many it has. open_rows: those with a cell that is not settled. placed: the
    figures that surely are some row's; settled: those that have their cell. All spans
    are places in the repaired text.
    """

    table: str
    region: Span
    rows: int
    open_rows: tuple[str, ...]
    placed: frozenset[Span]
    settled: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Want:
    """A wish to ask about a table: its open rows, or all where `rows` is None.

    window: the place in the repaired text that holds them.
    """

    table: str
    rows: tuple[str, ...] | None
    window: Span
