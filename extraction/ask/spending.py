"""What all questions of a run have cost together, and whether there is more to spend."""

from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock

from extraction.ask.completion import Tokens
from extraction.ask.prices import price_of
from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.record import Attempt, Usage


@dataclass(slots=True)
class Spending:
    """The totals of a run, kept by all its threads."""

    settings: ModelSettings
    _usage: Usage = field(default_factory=Usage)
    _lock: Lock = field(default_factory=Lock)

    def add(self, attempt: Attempt) -> None:
        """Count one request that went over the wire."""
        with self._lock:
            so_far = self._usage
            known = [cost for cost in (so_far.cost, attempt.cost) if cost is not None]
            self._usage = Usage(
                requests=so_far.requests + 1,
                input_tokens=so_far.input_tokens + attempt.input_tokens,
                output_tokens=so_far.output_tokens + attempt.output_tokens,
                cost=sum(known, Decimal(0)) if known else None,
            )

    def total(self) -> Usage:
        """Return what was spent until now; it holds no single attempts."""
        with self._lock:
            return self._usage

    def check(self) -> None:
        """Raise AskingStopped if the budget is spent, or cannot be kept to."""
        settings, spent = self.settings, self.total()
        if settings.budget is not None:
            if spent.requests == 0 and price_of(Tokens(1, 1), settings) is None:
                raise AskingStopped(
                    f"No price is known for {settings.model}, so a budget in money cannot be"
                    " kept to: set one in tokens."
                )
            if (spent.cost or Decimal(0)) >= settings.budget:
                raise AskingStopped(
                    f"The budget of ${settings.budget} is spent (${spent.cost}):"
                    " raise it and run again; what the cache holds is not paid for again."
                )
        tokens = spent.input_tokens + spent.output_tokens
        if settings.token_budget is not None and tokens >= settings.token_budget:
            raise AskingStopped(
                f"The budget of {settings.token_budget:,} tokens is spent ({tokens:,}):"
                " raise it and run again; what the cache holds is not paid for again."
            )
