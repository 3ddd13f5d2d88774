"""All that can go wrong with one request: its code, and what is done about it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

Remedy = Literal["stop", "wait", "retry", "reask", "give_up"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done about a fault.

    remedy: `stop` asking at all; `wait` until the server takes it, within the patience;
    `retry` so often as the settings say, as nothing was answered; `reask` once, as what
    was answered was no answer; `give_up` this question. advice: the sentence to stop
    with, told at once by `stop`, and by the others only after many questions in a row.
    slows: whether all questions go slower.
    """

    remedy: Remedy
    advice: str = ""
    slows: bool = False


FAULTS: dict[str, Fault] = {
    "key_refused": Fault(
        "stop", "{server} refuses the key: check that it is right and may use {model}."
    ),
    "quota_exhausted": Fault(
        "stop", "The quota at {server} is exhausted: top it up, or name another model."
    ),
    "no_such_model": Fault(
        "stop",
        "{server} does not know {model}: check its name, and that the base URL is whole"
        " (it often ends in /v1).",
    ),
    "rate_limited": Fault("wait", slows=True),
    "overloaded": Fault("retry", slows=True),
    "server_error": Fault("retry"),
    "unreachable": Fault(
        "retry", "{server} cannot be reached: check the base URL and the network, and run again."
    ),
    "timeout": Fault("retry"),
    "not_a_completion": Fault(
        "retry", "{server} does not speak chat completions: check the base URL."
    ),
    "error_body": Fault("retry"),
    "no_choices": Fault("retry"),
    "malformed": Fault("reask"),
    "no_tool_call": Fault(
        "reask", "{server} answers in words, without a tool: take the mode json_schema or md_json."
    ),
    "two_answers": Fault("reask"),
    "temperature_refused": Fault("reask"),  # then without one; reasoning models take none
    "refusal": Fault("give_up"),
    "content_filter": Fault("give_up"),
    "cut_off": Fault("give_up"),
    "bad_request": Fault(
        "give_up",
        "{server} refuses what it is sent ({detail}): it may want another mode.",
    ),
}

_STATUSES = {
    401: "key_refused",
    402: "quota_exhausted",
    403: "key_refused",
    404: "no_such_model",
    408: "timeout",
    409: "server_error",
    429: "rate_limited",
    503: "overloaded",
    529: "overloaded",
}
# What OpenAI, Zhipu and Alibaba answer when there is no money left, with status 429 or 400.
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "1113", "Arrearage"})
# Every provider's SDK has classes of its own with these names, so their names must do.
_ON_THE_WAY = {"APITimeoutError": "timeout", "APIConnectionError": "unreachable"}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one request; retry_after: seconds that the server wants us to wait.

    detail: the server's own words, for a person; client.py takes the key out of them.
    """

    code: str
    retry_after: float | None = None
    detail: str = ""

    @property
    def fault(self) -> Fault:
        """What is done about it."""
        return FAULTS[self.code]

    def outlasts(self, patience: float) -> bool:
        """Tell whether the server wants a longer wait than anybody is ready for."""
        return self.retry_after is not None and self.retry_after > patience


def find_failure(error: BaseException) -> Failure | None:
    """Return what an SDK's error stands for; None if it is no fault of the wire."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _from_status(status, error)
    names = [kind.__name__ for kind in type(error).__mro__]
    for name, code in _ON_THE_WAY.items():
        if name in names:
            return Failure(code)
    if "APIResponseValidationError" in names or isinstance(error, ValueError):
        return Failure("not_a_completion")  # a body that is not the JSON which it says it is
    return None


def _from_status(status: int, error: Any) -> Failure:
    body = getattr(error, "body", None)
    said = body if isinstance(body, dict) else {}
    if said.keys() & {"code", "type"} and _NO_MONEY & {str(said.get(k)) for k in ("code", "type")}:
        return Failure("quota_exhausted")
    code = _STATUSES.get(status) or ("server_error" if status >= 500 else "bad_request")
    if code == "bad_request" and said.get("param") == "temperature":
        code = "temperature_refused"
    headers = getattr(getattr(error, "response", None), "headers", {})
    return Failure(code, parse_retry_after(headers), str(said.get("message") or status))


def parse_retry_after(headers: Any) -> float | None:
    """Return the seconds that a response asks to wait, from any way of saying it.

    >>> parse_retry_after({"retry-after": "2"}), parse_retry_after({"retry-after-ms": "250"})
    (2.0, 0.25)
    >>> parse_retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    0.0
    >>> parse_retry_after({"retry-after": "soon"}), parse_retry_after({})
    (None, None)
    """
    milliseconds, said = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        return None if said is None else max(0.0, float(said))
    except ValueError:
        pass  # it may be a date
    try:
        when = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
