"""The outcome of one report in a run's file: counts, and everything wrong by name."""

from typing import Literal

from pydantic import Field

from evals.gold import GoldModel
from extraction.values.record import Status

SETTLED: tuple[Status, ...] = ("verified", "source_inconsistent")

MissKind = Literal["another number", "missed", "invented", "open", "another state"]
ClaimKind = Literal[
    "fact missed",
    "fact in vain",
    "metadata",
    "mistake missed",
    "mistake in vain",
    "contradiction missed",
    "contradiction in vain",
]


class Found(GoldModel):
    """Counts of a kind: those there are, those found, and those claimed in vain."""

    there: int = 0
    found: int = 0
    false: int = 0


class Miss(GoldModel):
    """A cell that is not as labelled: what should stand there, what does, and what was printed.

    printed: the text that the record took the cell from; null where it took none.
    """

    cell: str
    kind: MissKind
    expected: str
    found: str
    printed: str | None = None


class ClaimOutcome(GoldModel):
    """What is wrong beside the cells: a fact, a piece of metadata, a finding; null for none."""

    kind: ClaimKind
    what: str
    expected: str | None = None
    found: str | None = None


class TableScore(GoldModel):
    """One table's cells that can be settled: how many there are, are right, wrong, left open."""

    cells: int = 0
    right: int = 0
    wrong: int = 0
    open: int = 0


class Offline(GoldModel):
    """How the same report came out when no model was asked."""

    right: bool
    silent: bool
    open_cells: int


class Score(GoldModel):
    """The score of one report.

    labels: digest of what it was held against. ending: of the file's name. status is null
    where there was no record at all. unanswered: codes of questions to a model that nobody
    answered; such a report was not measured. cells counts those that can be settled, wrong
    ones in `misses` but for open ones, which `open_cells` counts and `left_open` names.
    told: the text holds the truth of every cell. flawless: every cell of the form right and
    none open, so that nobody need look. surplus: further records of the file that no report
    in it accounts for. accused: called source_inconsistent although its tables tie out.
    figures: digest of all cells, to tell whether two runs say the same.
    model_cells: those that a model's answer filled. cached: answers that had been paid for
    before. offline: null where no model was to be asked.
    """

    name: str
    part: int = 1
    labels: str = ""
    form: str | None = None
    layout: str | None = None
    modifiers: tuple[str, ...] = ()
    ending: str = ""
    status: Status | None = None
    reason: str | None = None
    crashed: str | None = None
    unanswered: tuple[str, ...] = ()
    confidence: float = 0.0
    told: bool = False
    right: bool = False
    flawless: bool = False
    surplus: int = 0
    settled_surplus: int = 0
    accused: bool = False
    cells: int = 0
    cells_right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    open_cells: int = 0
    false_zeros: int = 0
    tables: dict[str, bool] = Field(default_factory=dict)
    by_table: dict[str, TableScore] = Field(default_factory=dict)
    misses: tuple[Miss, ...] = ()
    left_open: tuple[Miss, ...] = ()
    claims: tuple[ClaimOutcome, ...] = ()
    mistakes: Found = Found()
    conflicts: Found = Found()
    facts: Found = Found()
    metadata: dict[str, bool] = Field(default_factory=dict)
    spans: int = 0
    stray_spans: int = 0
    causes: tuple[str, ...] = ()
    figures: str = ""
    model_cells: int = 0
    model_cells_right: int = 0
    requests: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    prompts: dict[str, str] = Field(default_factory=dict)
    offline: Offline | None = None
    seconds: float | None = None

    @property
    def measured(self) -> bool:
        """Say whether every question that was asked about the report was answered."""
        return not self.unanswered

    @property
    def settled(self) -> bool:
        """Say whether the report was called verified or source_inconsistent."""
        return self.status in SETTLED

    @property
    def silent_cells(self) -> int:
        """Count wrong cells that nobody was told about."""
        return (len(self.misses) + self.open_cells) if self.settled else 0

    @property
    def silent(self) -> bool:
        """Say whether figures are wrong, or of a report that is not there, and called settled."""
        return self.silent_cells > 0 or self.settled_surplus > 0

    @property
    def title(self) -> str:
        """The file's name, and the part if it is not the first."""
        return self.name if self.part == 1 else f"{self.name}%part{self.part}"

    @property
    def cost_unknown(self) -> bool:
        """Say whether a model was asked at a price that nobody knows."""
        return self.cached > 0 or (self.requests > 0 and self.cost is None)
