"""A server's own words about what went wrong, short, on one line, and with every key masked."""

import json
import re
from collections.abc import Mapping
from typing import Any

LONGEST = 240
MASK = "[key]"
_SHARED = 8  # characters in a row that a word has in common with the key: it is a piece of it
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"[^\s\"'`,;()\[\]{}<>]+")
_LIKE_A_KEY = re.compile(
    r"\b(?:sk|pk|gsk|xai|key|AIza)[-_][\w*.-]{6,}|\bAIza[\w-]{20,}|(?<=Bearer )\S+"
)
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@|(?<=[?&])((?:api[-_]?)?key|token)=[^&\s]+")
_WORDS = ("message", "detail", "error", "msg", "error_description", "title")


def said_by(body: Any) -> str:
    """Return what the body of a response says, in whichever place servers put it.

    >>> said_by({"error": {"message": "no such model"}}), said_by({"detail": "not found"})
    ('no such model', 'not found')
    >>> said_by("<html><title>502</title><body>Bad gateway</body>")
    '502 Bad gateway'
    """
    if isinstance(body, Mapping):
        inner = next((body[name] for name in _WORDS if body.get(name)), None)
        return said_by(inner) if inner else json.dumps(dict(body), ensure_ascii=False, default=str)
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if not isinstance(body, str):
        return "" if body is None else json.dumps(body, ensure_ascii=False, default=str)
    beginning = body[: 20 * LONGEST]
    return _SPACE.sub(" ", _TAG.sub(" ", beginning)).strip()


def masked(text: str, key: str | None = None) -> str:
    """Return a text without the key, any longer piece of it, or what looks like one.

    >>> masked("Incorrect key: abcdefgh1234 (sk-live-abc***xyz)", "abcdefgh1234")
    'Incorrect key: [key] ([key])'
    """
    if key:
        text = text.replace(key, MASK)
        if len(key) >= _SHARED:
            starts = range(len(key) - _SHARED + 1)
            pieces = {key[start : start + _SHARED].lower() for start in starts}
            text = _WORD.sub(lambda word: MASK if _holds(word[0], pieces) else word[0], text)
    return _IN_ADDRESS.sub(MASK, _LIKE_A_KEY.sub(MASK, text))


def _holds(word: str, pieces: set[str]) -> bool:
    lower = word.lower()
    starts = range(len(lower) - _SHARED + 1)
    return any(lower[at : at + _SHARED] in pieces for at in starts)


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is longer than anybody reads.

    >>> shortened("a\\n b"), len(shortened("a" * 1000))
    ('a b', 240)
    """
    line = _SPACE.sub(" ", text).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def causes_of(error: BaseException) -> list[BaseException]:
    """Return an error and what has caused it, the outermost first."""
    found: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in found:
        found.append(now)
        now = now.__cause__ or now.__context__
    return found
