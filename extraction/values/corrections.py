"""What a person decides about a record, line by line: the door for files of corrections."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from extraction.values.record import Record, State
from extraction.values.written_model import Model, Number

CORRECTIONS: Literal["gouji-corrections/1"] = "gouji-corrections/1"

Action = Literal["correct", "confirm", "waive"]
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class CorrectedSource(Model):
    """The report that is meant: the same bytes, or it is not corrected."""

    path: str
    """Path of the file, as the record names it."""
    part: int = Field(default=1, ge=1)
    """Which report of the file, counted from 1."""
    sha256: str
    """Digest of the file's bytes, as the record has it."""


class Decision(Model):
    """One line of a file of corrections: a cell corrected or confirmed, or a finding waived."""

    schema_: Literal["gouji-corrections/1"] = Field(
        default=CORRECTIONS, serialization_alias="schema", validation_alias="schema"
    )
    """Name and version of this shape."""
    source: CorrectedSource
    """The report that is meant."""
    cell: str | None = None
    """The cell, as `table.row.column`.

    Of a waiver, the first cell that the finding names, null where it names none; of a
    confirmation, null confirms every cell of the report that is not open.
    """
    printed: str | None = None
    """What the report prints in the cell, null where nothing; of a waiver, the finding's quote.

    It is the record's `raw`, unless gouji has misread the place: then what really stands there.
    """
    value: Number | None = None
    """The number that the cell is to hold; null unless `state` is `number`."""
    state: State | None = None
    """What the cell is to hold; null for a waiver, and to confirm a whole report."""
    action: Action
    """`correct` sets value and state; `confirm` says they are as printed; `waive` a finding."""
    finding: str | None = None
    """The rule of the finding that is waived, as `requests.balance`; else null."""
    author: Told
    """Who."""
    when: AwareDatetime
    """When, with its offset: `2026-11-29T22:00:00Z`."""
    reason: str = ""
    """Why; only a confirmation may leave it empty."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.action == "waive":
            if self.finding is None:
                raise ValueError("a waiver names its finding: write the rule, as requests.balance")
            if self.state is not None or self.value is not None:
                raise ValueError("a waiver sets no cell: leave value and state null")
        else:
            self._check_cell()
        if self.action != "confirm" and not self.reason.strip():
            raise ValueError(f"to {self.action} needs a reason")
        return self

    def _check_cell(self) -> None:
        if self.finding is not None:
            raise ValueError(f"to {self.action} names no finding: leave it null")
        if self.cell is None:
            if self.action == "correct" or self.state is not None or self.value is not None:
                raise ValueError("value and state are those of a cell: name it")
            return
        if self.cell.count(".") != 2:
            raise ValueError(f"{self.cell!r} names no cell: write table.row.column")
        if self.state in (None, "missing"):
            raise ValueError("the state says what stands in the cell; missing is none")
        if (self.state == "number") != (self.value is not None):
            raise ValueError("a number has a value, all other states have none")

    @property
    def about(self) -> tuple[str, int, str, str | None, str | None, str | None]:
        """What is decided: of two decisions about the same, the later one stands."""
        source = self.source
        quote = self.printed if self.action == "waive" else None
        return source.path, source.part, source.sha256, self.cell, self.finding, quote


def source_of(record: Record) -> CorrectedSource:
    """Return how corrections name a record's report."""
    source = record.source
    return CorrectedSource(path=source.path, part=source.part, sha256=source.sha256)
