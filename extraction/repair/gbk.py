"""Undo what was done to a text while it was bytes: GBK that lost its step, or the wrong codec.

A site that puts a comma before every punctuation mark, byte by byte, also finds marks
that are not there: 　（ is A1A1 A3A8, which holds A1A3, the full stop. The byte before
the false mark is lost or shows as ?, and all that follows is read one byte out of step
until ASCII comes.
"""

import re
from collections.abc import Iterator
from functools import cache

from extraction.repair.edits import Edit
from extraction.repair.script import to_simplified
from extraction.repair.thresholds import COMMON_SHARE

_BRACKET = "（".encode("gbk")
_NUMERALS = "一二三四五六七八九十"
# What is one byte out of step after a false full stop begins with the second byte of （.
_STEP = bytes([_BRACKET[1]])
_FIRST = "".join(
    character
    for second in range(0xA1, 0xFF)
    for character in (_STEP + bytes([second])).decode("gb18030", "ignore")
)
_OUT_OF_STEP = re.compile(rf"。(?P<run>[{re.escape(_FIRST)}][^\x00-\x7f]*)")
_INDENTED = frozenset(["", *"\n。；;!！ \u00a0\u3000"])
_ASCII_TRAIL = re.compile(r"[@-~]")


def _shifted_numeral(numeral: str) -> str:
    """Return what is left of a bracketed numeral that lost its first byte, if it is complete.

    >>> _shifted_numeral("一"), _shifted_numeral("二")
    ('ㄒ唬', '')
    """
    left = f"（{numeral}）".encode("gbk")[1:5].decode("gbk", "ignore")
    return left if len(left) == 2 else ""


_TOKENS = {_shifted_numeral(numeral): numeral for numeral in _NUMERALS}
_TOKENS.pop("", None)
# The second character of these lies where GBK has none: only a closing bracket proves them.
_BROKEN = {
    f"（{numeral}".encode("gbk")[1:3].decode("gb18030"): numeral
    for numeral in _NUMERALS
    if numeral not in _TOKENS.values()
}
# Alone they are proof only where a numeral belongs: where a line or a cell begins.
_ALONE = re.compile(
    rf"(?:(?P<token>{'|'.join(_TOKENS)})|(?<![^\s|])(?P<start>[{''.join(_BROKEN)}])"
    r"(?=[）)\u4e00-\u9fff]))[）)]?"
)
_ALONE_FIRST = re.compile("[" + "".join(token[0] for token in (*_TOKENS, *_BROKEN)) + "]")
_BROKEN_REST = re.compile(r"[\ufffd?\ue000-\uf8ff]*[）)]")


def find_lost_lead(text: str) -> Iterator[Edit]:
    """Find bracketed numerals, and what follows them, that are one byte out of step.

    >>> [edit.replacement for edit in find_lost_lead("?。ㄒ唬┘忧?")]
    ['\\u3000（一）加']
    """
    for match in _OUT_OF_STEP.finditer(text):
        start = match.start() - text.endswith("?", 0, match.start())
        found = _realign(text, match) or _read_token(text, match)
        if found is not None:
            yield Edit(start, found[0], _true_lead(text, start) + found[1], "gbk")


def _true_lead(text: str, start: int) -> str:
    """Return what stood before the bracket.

    Of the marks only the indent ends in the byte that the false stop begins with.
    """
    return "\u3000" if text[max(0, start - 1) : start] in _INDENTED else "。"


def _realign(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    """Return the end of the run and its true text, if it is all plausible Chinese."""
    run, end = match["run"], match.end()
    try:
        raw = _BRACKET[:1] + run.encode("gb18030")
        if _ASCII_TRAIL.match(text, end):
            raw, end = raw + text[end].encode(), end + 1
        elif text[end : end + 1] == "?":
            raw = raw[:-1]  # the ? stays for a character of which half is lost
        else:
            return None
        decoded = raw.decode("gbk")
    except UnicodeError:
        return None
    opening = decoded[:3]
    if opening[1:2] not in _NUMERALS or opening[2:] != "）" or not is_plausible(decoded):
        return None
    return end, decoded


def _read_token(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    """Return the end and the true text of the numeral alone, where the rest is beyond repair."""
    run, start = match["run"], match.start("run")
    if run[:2] in _TOKENS:
        return start + 2, f"（{_TOKENS[run[:2]]}）"
    rest = _BROKEN_REST.match(text, start + 1)
    if run[:1] in _BROKEN and rest:
        return rest.end(), f"（{_BROKEN[run[:1]]}）"
    return None


def find_lost_brackets(text: str) -> Iterator[Edit]:
    """Find bracketed numerals that lost their first and last byte, and nothing else.

    >>> [edit.replacement for edit in find_lost_brackets("ㄒ唬予以公开 | ㄈ不予公开")]
    ['（一）', '（三）']
    """
    if not _ALONE_FIRST.search(text):
        return
    for match in _ALONE.finditer(text):
        numeral = _TOKENS.get(match["token"] or "") or _BROKEN[match["start"]]
        yield Edit(match.start(), match.end(), f"（{numeral}）", "gbk")


def is_plausible(text: str) -> bool:
    """Whether the Han characters of a text are nearly all common ones.

    >>> is_plausible("（一）加强"), is_plausible("唬┘忧壅")
    (True, False)
    """
    han = [one for one in text if "\u3400" <= one <= "\u9fff" or "\u2500" <= one <= "\u257f"]
    common = sum(_is_common(one) for one in to_simplified("".join(han)))
    return bool(han) and common >= COMMON_SHARE * len(han)


def _is_common(character: str) -> bool:
    """Whether a character is on the first level of GB 2312, rows 16 to 55."""
    raw = character.encode("gb2312", "ignore")
    return len(raw) == 2 and 0xB0 <= raw[0] <= 0xD7


@cache
def characters_with_trail(trail: str) -> tuple[str, ...]:
    """Return the GBK characters whose second byte is an ASCII character.

    >>> "現" in characters_with_trail("F")
    True
    """
    pairs = (bytes([lead]) + trail.encode() for lead in range(0x81, 0xFF))
    return tuple(one for pair in pairs for one in pair.decode("gbk", "ignore") if ord(one) > 0x7F)
