"""How the simulated model behaves; every rate in here is an assumption, not a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Slip = Literal[
    "digit_changed",
    "column_shifted",
    "rows_exchanged",
    "row_dropped",
    "zeros_invented",
    "sums_fudged",
    "label_paraphrased",
]
"""A mistake in an answer that is otherwise in order."""

Misbehaviour = Literal[
    "rate_limited",
    "quota_exhausted",
    "key_refused",
    "forbidden",
    "no_such_model",
    "bad_request",
    "temperature_refused",
    "server_error",
    "bad_gateway",
    "overloaded",
    "reset",
    "hang",
    "html",
    "bad_json",
    "no_choices",
    "null_choices",
    "error_body",
    "refusal",
    "content_filter",
    "cut_off",
    "two_answers",
    "extra_keys",
    "numbers",
    "nulls",
    "prose",
    "think",
    "fences",
    "no_usage",
    "null_usage",
    "negative_usage",
    "usage_in_words",
    "gateway_model",
    "gateway_key",
    "too_much_context",
    "html_502",
    "html_503",
    "redirect_away",
    "redirect_here",
    "drip",
    "blanks",
    "slow_blanks",
    "huge",
    "many_rows",
    "packed",
    "ok",
]
"""What the server does instead of answering in order, or to the answer's form."""

SLIPS: tuple[Slip, ...] = get_args(Slip)
FAULTS: tuple[Misbehaviour, ...] = get_args(Misbehaviour)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the simulated model does, and how often.

    slips, faults: name to rate; each is drawn on its own from the seed and the question,
    slips for each table asked about. sticking: whether slips stay the same however often
    a document is asked about, or are drawn afresh each time. script: faults of the first
    requests, in their order, before rates count. latency: seconds before each response.
    retry_after: what 429 and 503 say, if anything. per_second: requests that are taken in
    a second, any more get 429; None takes all. hangs: seconds that `hang` is silent.
    takes_temperature: whether a request may set one, which reasoning models refuse.
    takes_limits: by which names a request may say how long the answer may be; any other is
    refused. body: what is sent with status 200 instead of any answer. pace: seconds between
    two bytes where they come slowly. elsewhere: the address that `redirect_away` names.
    batch_looks: how often a batch is looked at before it is done. batch_end: how it ends.
    """

    seed: int = 0
    slips: Mapping[Slip, float] = field(default_factory=dict)
    faults: Mapping[Misbehaviour, float] = field(default_factory=dict)
    sticking: bool = False
    script: tuple[Misbehaviour, ...] = ()
    latency: float = 0.0
    retry_after: float | None = None
    per_second: int | None = None
    hangs: float = 30.0
    takes_temperature: bool = True
    takes_limits: tuple[str, ...] = ("max_tokens", "max_completion_tokens")
    body: bytes | None = None
    pace: float = 0.05
    elsewhere: str = "http://127.0.0.1:9/v1/chat/completions"
    batch_looks: int = 1
    batch_end: Literal["completed", "failed", "expired"] = "completed"
