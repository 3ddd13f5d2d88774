"""What a run has come to so far: verdicts, failures, and what asking a model has cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, get_args

from extraction.record import Attempt, Status, Usage
from extraction.run.worker import Outcome


@dataclass(slots=True)
class Spent:
    """What asking has come to so far; `outcomes` counts attempts by how they ended."""

    reports: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Take one report's attempts into account."""
        usage = Usage.of(attempts)
        self.reports += bool(attempts)
        self.outcomes.update(attempt.outcome for attempt in attempts)
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        if usage.cost is not None:
            self.cost = (self.cost or Decimal(0)) + usage.cost

    def __str__(self) -> str:
        """Return a sentence for a person; empty where nobody was asked."""
        if not self.outcomes:
            return ""
        requests = self.outcomes.total() - self.outcomes["cached"]
        ends = ", ".join(f"{n} {name}" for name, n in self.outcomes.most_common())
        cost = "cost not known" if self.cost is None else f"${self.cost:.4f}"
        return (
            f"Asked a model about {self.reports} of them: {requests} requests ({ends}), "
            f"{self.input_tokens:,} tokens in, {self.output_tokens:,} out, {cost}."
        )


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

    statuses: Counter[Status] = field(default_factory=Counter)
    files: int = 0
    failures: int = 0
    unwritten: int = 0
    kept: int = 0
    spent: Spent = field(default_factory=Spent)

    def count(self, outcome: Outcome[Any]) -> None:
        """Take one file's outcome into account."""
        self.spent.add(outcome.attempts)
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
