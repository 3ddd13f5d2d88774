"""Take down what a server said in one response before any library touches it."""

from dataclasses import dataclass
from typing import Any

from extraction.llm.model_settings import Mode
from extraction.llm.reasons import said_by


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """The tokens of one request: sent, answered, and those of the sent that were cached.

    estimated: the server did not say so, or not credibly.
    """

    sent: int = 0
    answered: int = 0
    cached: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """One response: its tokens, and the code of what makes it no answer, if something does.

    text: what it answers, whose tokens are to be estimated where the server does not count
    them. reason: what it says itself about a failure.
    """

    tokens: TokenCounts
    code: str | None
    text: str = ""
    reason: str = ""


def hear(response: Any, mode: Mode) -> Heard:
    """Return what a response says; servers send all sorts of things with status 200.

    >>> hear("<html>Gateway</html>", "tools").code
    'not_a_completion'
    """
    try:
        code = find_flaw(response, mode)
        text = find_text(response) if code not in _NOTHING_ANSWERED else ""
        return Heard(read_tokens(response), code, text, _reason(response, code))
    except (AttributeError, LookupError, TypeError, ValueError):
        # SDKs build their objects out of whatever comes, and check nothing
        return Heard(TokenCounts(), "not_a_completion", reason=said_by(_plain(response)))


_NOTHING_ANSWERED = ("not_a_completion", "error_body", "no_choices")


def read_tokens(response: Any) -> TokenCounts:
    """Return the tokens of a response, zeros where the server does not say.

    instructor adds the requests of a question up in place, so this must come before it.
    """
    usage = getattr(response, "usage", None)
    if usage is None:
        return TokenCounts()
    details = getattr(usage, "prompt_tokens_details", None)
    sent = _first(usage, "prompt_tokens", "input_tokens")
    return TokenCounts(
        sent=sent,
        answered=_first(usage, "completion_tokens", "output_tokens"),
        cached=min(sent, _first(details, "cached_tokens")),
    )


def completed(tokens: TokenCounts, sent: int, answered: int) -> TokenCounts:
    """Return tokens in which our estimates stand for what the server has not counted.

    No prompt has no tokens, and neither has any answer that says something.

    >>> completed(TokenCounts(0, 7), 100, 9)
    TokenCounts(sent=100, answered=7, cached=0, estimated=True)
    """
    if tokens.sent and (tokens.answered or not answered):
        return tokens
    return TokenCounts(tokens.sent or sent, tokens.answered or answered, tokens.cached, True)


def count_roughly(text: str) -> int:
    """Return about how many tokens a text has.

    The rule: one for each character that is not ASCII (a Chinese character is one token, or
    a little more or less, with the tokenizers in use), one for three others (figures and JSON
    are cut finer than English words). Their word lists come over the network, and each
    server has its own; so this is a rule, and what is counted by it is marked as estimated.

    >>> count_roughly("总计"), count_roughly("total 25")
    (2, 3)
    """
    plain = len(text.encode("ascii", "ignore"))
    return len(text) - plain + (plain + 2) // 3


def _first(usage: Any, *names: str) -> int:
    """Return the first of these numbers that is one; less than none is no number of tokens."""
    for name in names:
        value = getattr(usage, name, None)
        try:
            number = 0 if isinstance(value, bool) else int(value or 0)
        except (TypeError, ValueError, OverflowError):  # words, lists, infinity
            continue
        if number > 0:
            return number
    return 0


def find_text(response: Any) -> str:
    """Return all that a completion says: its words, and the arguments of its calls."""
    if not hasattr(response, "choices"):
        return ""
    message = response.choices[0].message
    calls = (call.function.arguments for call in message.tool_calls or ())
    thought = getattr(message, "reasoning_content", None)
    parts = (thought, message.content, message.refusal, *calls)
    return "".join(part for part in parts if isinstance(part, str))


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


def _reason(response: Any, code: str | None) -> str:
    match code:
        case "not_a_completion":
            return said_by(response)
        case "error_body":
            return said_by(response.error)
        case "refusal":
            return said_by(response.choices[0].message.refusal)
        case "no_tool_call":
            return said_by(response.choices[0].message.content)
    return ""


def _plain(response: Any) -> Any:
    """Return an SDK's object as plain data, as far as it can be had so."""
    return getattr(response, "__dict__", None) or str(response)
