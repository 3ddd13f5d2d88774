"""What a server said in one response, taken down before any library touches it."""

from dataclasses import dataclass
from typing import Any

from extraction.model_settings import Mode


@dataclass(frozen=True, slots=True)
class Tokens:
    """What one request took: tokens sent, tokens answered, and how many sent ones were cached."""

    sent: int = 0
    answered: int = 0
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """One response: its tokens, and the code of what makes it no answer, if something does."""

    tokens: Tokens
    code: str | None


def hear(response: Any, mode: Mode) -> Heard:
    """Return what a response says; servers send all sorts of things with status 200.

    >>> hear("<html>Gateway</html>", "tools")
    Heard(tokens=Tokens(sent=0, answered=0, cached=0), code='not_a_completion')
    """
    try:
        return Heard(read_tokens(response), find_flaw(response, mode))
    except (AttributeError, LookupError, TypeError, ValueError):
        # SDKs build their objects out of whatever comes, and check nothing
        return Heard(Tokens(), "not_a_completion")


def read_tokens(response: Any) -> Tokens:
    """Return the tokens of a response, zeros where the server does not say.

    instructor adds the requests of a question up in place, so this must come before it.
    """
    usage = getattr(response, "usage", None)
    if usage is None:
        return Tokens()
    details = getattr(usage, "prompt_tokens_details", None)
    return Tokens(
        sent=_first(usage, "prompt_tokens", "input_tokens"),
        answered=_first(usage, "completion_tokens", "output_tokens"),
        cached=_first(details, "cached_tokens"),
    )


def _first(usage: Any, *names: str) -> int:
    found = (getattr(usage, name, None) for name in names)
    return next((int(value) for value in found if value), 0)


def find_flaw(response: Any, mode: Mode) -> str | None:
    """Return the code of what makes a response no answer, whatever its text looks like."""
    if isinstance(response, str | bytes):
        return "not_a_completion"
    if getattr(response, "error", None):
        return "error_body"
    if not hasattr(response, "choices"):
        return None  # another provider's shape, which instructor knows
    if not response.choices or (message := response.choices[0].message) is None:
        return "no_choices"
    finish = response.choices[0].finish_reason
    if finish == "content_filter":
        return "content_filter"
    if message.refusal:
        return "refusal"
    if finish == "length":
        return "cut_off"
    calls = len(message.tool_calls or ())
    if calls > 1:
        return "two_answers"
    return "no_tool_call" if mode == "tools" and not calls else None
