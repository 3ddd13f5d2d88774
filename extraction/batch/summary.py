"""What a run has come to so far: verdicts, failures, and how many reports were asked about."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, get_args

from extraction.batch.worker import FileOutcome
from extraction.values.record import Status


@dataclass(slots=True)
class Tally:
    """What a run has come to so far.

    asked: outcomes for which a model was asked. in_vain: not one question was answered.
    """

    statuses: Counter[Status] = field(default_factory=Counter)
    files: int = 0
    failures: int = 0
    unwritten: int = 0
    kept: int = 0
    asked: int = 0
    in_vain: bool = False

    def count(self, outcome: FileOutcome[Any]) -> None:
        """Take one file's outcome into account."""
        self.asked += outcome.asked
        self.statuses.update(outcome.statuses)
        self.files += not outcome.goes_on
        self.failures += outcome.failure is not None
        self.unwritten += outcome.unwritten is not None
        self.kept += outcome.task.kept is not None

    @property
    def all_verified(self) -> bool:
        """Say whether every report is verified."""
        return set(self.statuses) <= {"verified"}

    def __str__(self) -> str:
        """Return the number of reports and of each verdict, best first."""
        counts = (f"{self.statuses[s]} {s}" for s in get_args(Status) if self.statuses[s])
        total = self.statuses.total()
        return f"{total} report{'' if total == 1 else 's'}: {', '.join(counts) or 'none'}"
