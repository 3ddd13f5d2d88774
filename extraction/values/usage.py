"""What asking a model has cost: every request, every question, and what came of the answers."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from extraction.values.written_model import Model, Number, SpanPair, is_absent, is_empty


class Attempt(Model):
    """One request to a model, or one answer out of the cache."""

    model: str
    """Which model, as `openai/NAME`."""
    prompt: str
    """Name of the prompt; `versions` has its version."""
    outcome: str
    """`ok`, `cached`, or the code of what went wrong: `rate_limited`, `timeout`, `refusal`, ..."""
    input_tokens: int = 0
    """Tokens of the question."""
    output_tokens: int = 0
    """Tokens of the answer."""
    cost: Number | None = None
    """US dollars; null where no price is known."""
    seconds: float = 0.0
    """How long the answer took."""
    status: int | None = Field(default=None, exclude_if=is_absent)
    """HTTP status of what went wrong."""
    reason: str | None = Field(default=None, exclude_if=is_absent)
    """The server's own words about it, with keys masked."""
    estimated: bool = Field(default=False, exclude_if=is_absent)
    """Whether the server did not say, or not credibly, how many tokens it took."""


class Asked(Model):
    """One question to a model: what was asked about which table, and what came of the answer."""

    prompt: str
    """Name of the prompt; `versions` has its version."""
    table: str | None = None
    """Key of the table; null where the prose was asked about."""
    rows: tuple[str, ...] | None = None
    """Keys of the rows that were asked for; null for all of them."""
    span: SpanPair
    """The passage that was sent, in the text that `gouji text FILE` prints."""
    answer: str | None = None
    """The answer as JSON; null where none came."""
    taken: int = 0
    """Cells, or statements on the prose, that were taken from the answer."""
    refused: tuple[str, ...] = ()
    """Why the rest was not taken, in English."""
    refused_zh: tuple[str, ...] = ()
    """Why the rest was not taken, in Chinese."""


class Usage(Model):
    """What asking a model has cost, in all and request by request."""

    requests: int = 0
    """Requests that went over the wire; answers out of the cache are not in it."""
    input_tokens: int = 0
    """Tokens of all questions."""
    output_tokens: int = 0
    """Tokens of all answers."""
    cost: Number | None = None
    """US dollars; null where no price is known."""
    estimated: bool = Field(default=False, exclude_if=is_absent)
    """Whether some of the tokens are estimated."""
    attempts: tuple[Attempt, ...] = ()
    """Every request, and every answer out of the cache."""
    questions: tuple[Asked, ...] = Field(default=(), exclude_if=is_empty)
    """Every question, its answer, and what came of it."""

    @classmethod
    def of(cls, attempts: Sequence[Attempt], questions: Sequence[Asked] = ()) -> "Usage":
        """Add up what attempts have cost; the cost is null where none has a price."""
        costs = [attempt.cost for attempt in attempts if attempt.cost is not None]
        return cls(
            requests=sum(1 for attempt in attempts if attempt.outcome != "cached"),
            input_tokens=sum(attempt.input_tokens for attempt in attempts),
            output_tokens=sum(attempt.output_tokens for attempt in attempts),
            cost=sum(costs, Decimal(0)) if costs else None,
            estimated=any(attempt.estimated for attempt in attempts),
            attempts=tuple(attempts),
            questions=tuple(questions),
        )
