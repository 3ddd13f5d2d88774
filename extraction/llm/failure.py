"""What has gone wrong with one request: from an SDK's error to the fault that it stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from extraction.llm.bounds import DeadlinePassed, PackedResponse, Redirected, TooLong
from extraction.llm.faults import FAULTS, Fault
from extraction.llm.reasons import causes_of, said_by

_STATUSES = {
    401: "key_refused",
    402: "quota_exhausted",
    403: "key_refused",
    404: "no_such_model",
    429: "rate_limited",
    503: "overloaded",
    529: "overloaded",
}
_MEANT_FOR_A_MOMENT = frozenset({408, 409, 425})
# What OpenAI, Zhipu and Alibaba answer when there is no money left, with status 429 or 400.
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "1113", "Arrearage"})
_NO_MODEL = frozenset({"model_not_found", "invalid_model"})
_NO_KEY = frozenset({"invalid_api_key", "authentication_error", "auth_error"})
_YEAR = 365 * 86_400.0
# What we send that a server may not take; some name it in words alone.
_REFUSED = {
    "temperature": "temperature_refused",
    "max_completion_tokens": "limit_refused",
    "max_tokens": "limit_refused",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one request; retry_after: seconds that the server wants us to wait.

    detail: the server's own words, for a person; client.py takes the key out of them.
    status: the HTTP status, None where there was none.
    """

    code: str
    retry_after: float | None = None
    detail: str = ""
    status: int | None = None

    @property
    def fault(self) -> Fault:
        """What is done about it."""
        return FAULTS[self.code]

    @property
    def is_answer(self) -> bool:
        """Whether the server has answered, though not what was asked for."""
        return self.code != "timeout" and self.fault.remedy in ("reask", "adjust", "give_up")

    def outlasts(self, patience: float) -> bool:
        """Tell whether the server wants a longer wait than anybody is ready for."""
        return self.retry_after is not None and self.retry_after > patience


def find_failure(error: BaseException, status: int | None = None) -> Failure | None:
    """Return what an SDK's error stands for; None if it is no fault of the wire.

    status: what was answered before the error, if anything.
    """
    answered = getattr(error, "status_code", None)
    if isinstance(answered, int) and answered >= 300:
        return _from_status(answered, error)
    causes = causes_of(error)
    bound = _find_bound(causes)
    if bound is not None:
        return replace(bound, status=status)
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"APITimeoutError", "APIConnectionError"}:
        return replace(_on_the_way(causes), status=status)
    if "APIResponseValidationError" in names or isinstance(error, ValueError):
        # a body that is not the JSON which it says it is
        body = getattr(error, "body", None)
        return Failure("not_a_completion", detail=said_by(body) or str(error), status=status)
    return None


def _find_bound(causes: Sequence[BaseException]) -> Failure | None:
    """Return the failure of a request that was over our own bounds, if it was."""
    for cause in causes:
        match cause:
            case DeadlinePassed():
                return Failure("timeout", detail=str(cause))
            case TooLong():
                return Failure("too_long", detail=str(cause))
            case Redirected():
                return Failure("redirected", detail=str(cause))
            case PackedResponse():
                return Failure("not_a_completion", detail=str(cause))
    return None


def _on_the_way(causes: Sequence[BaseException]) -> Failure:
    """Return the failure of a request that got no answer; the innermost words say most."""
    names = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    said = next((str(cause) for cause in reversed(causes) if str(cause)), "")
    if "SSLError" in names:
        return Failure("tls", detail=said)
    if names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError", "UnicodeError"}:
        return Failure("bad_address", detail=said)
    if "ConnectTimeout" in names:
        return Failure("unreachable", detail="no connection in time")
    if "APITimeoutError" in names:
        return Failure("timeout", detail="no whole answer until the deadline")
    return Failure("unreachable", detail=said)


def _from_status(status: int, error: Any) -> Failure:
    body = getattr(error, "body", None)
    said = body if isinstance(body, Mapping) else {}
    headers = getattr(getattr(error, "response", None), "headers", {})
    words = said_by(body) or f"HTTP status {status}"
    code = _code_of(status, said, words)
    return Failure(code, parse_retry_after(headers), words, status)


def _code_of(status: int, said: Mapping[str, Any], words: str) -> str:
    names = {str(said.get(key)) for key in ("code", "type") if said.get(key)}
    if names & _NO_MONEY:
        return "quota_exhausted"
    if status in _MEANT_FOR_A_MOMENT:
        return "server_error"
    known = _STATUSES.get(status) or ("server_error" if status >= 500 else "bad_request")
    if known != "bad_request":
        return known
    if names & _NO_MODEL:
        return "no_such_model"
    if names & _NO_KEY:
        return "key_refused"
    return _find_refused(said, words) or known


def _find_refused(said: Mapping[str, Any], words: str) -> str | None:
    """Return the code for a refusal of something that we can do without, if it is one.

    If the words are misread, the same is asked once more without it: that is all.
    """
    named = said.get("param")
    for parameter, code in _REFUSED.items():
        if named == parameter or re.search(rf"\b{parameter}\b", words):
            return code
    return None


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
            return _sensible(float(milliseconds) / 1000)
        return None if said is None else _sensible(float(said))
    except ValueError:
        pass  # it may be a date
    try:
        when = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    if when.tzinfo is None:  # "-0000": a zone that nobody wants to name
        when = when.replace(tzinfo=UTC)
    return _sensible((when - datetime.now(UTC)).total_seconds())


def _sensible(seconds: float) -> float:
    """Return seconds between none and a year: servers also say -1, nan and inf."""
    return min(max(0.0, seconds), _YEAR)
