"""Count what a run has come to: verdicts, failures, reports that a model was asked about."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from extraction.batch.worker import FileOutcome
from extraction.export.verdicts import STATUSES
from extraction.values.bilingual import Bilingual
from extraction.values.record import Status


@dataclass(slots=True)
class Tally:
    """Counts of all that a run has come to so far.

    asked: outcomes for which a model was asked. by_model: cells that it placed. in_vain: not
    one question was answered.
    """

    statuses: Counter[Status] = field(default_factory=Counter)
    files: int = 0
    failures: int = 0
    unwritten: int = 0
    kept: int = 0
    asked: int = 0
    by_model: int = 0
    in_vain: bool = False

    def count(self, outcome: FileOutcome[Any]) -> None:
        """Take one file's outcome into account."""
        self.asked += outcome.asked
        self.by_model += outcome.by_model
        self.statuses.update(outcome.statuses)
        self.files += not outcome.goes_on
        self.failures += outcome.failure is not None
        self.unwritten += outcome.unwritten is not None
        self.kept += outcome.task.kept is not None

    @property
    def all_verified(self) -> bool:
        """Say whether every report is verified."""
        return set(self.statuses) <= {"verified"}

    @property
    def said(self) -> Bilingual:
        """The number of reports and of each verdict, best first."""
        total = self.statuses.total()
        found = [(self.statuses[status], name) for status, name in STATUSES.items()]
        en = ", ".join(f"{number} {name.en}" for number, name in found if number)
        zh = "，".join(f"{name.zh} {number} 份" for number, name in found if number)
        return Bilingual(
            f"{total} report{'' if total == 1 else 's'}: {en or 'none'}",
            f"报告 {total} 份" + (f"：{zh}" if zh else ""),
        )
