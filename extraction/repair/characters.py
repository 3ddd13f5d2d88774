"""Fixers that look at one character at a time: invisible ones, wide ones, look-alikes, noise."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from extraction.repair.edits import Edit
from extraction.repair.thresholds import NOISE_RECURS

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")

# Radicals that PDF text prints for whole characters. NFKC knows the Kangxi ones
# (U+2F00) and two of the supplement; the rest of the supplement is from Unicode's
# EquivalentUnifiedIdeograph.txt, in its simplified forms.
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_WIDE = re.compile("[\uff01-\uff5e㈠-㈩\uf900-\ufaff\u2f00-\u2fd5⺟⻳" + "".join(_RADICALS) + "]")

_GLYPHS = "■◆★●▲□◇☆◎※▪"
# A dot (•) is not noise: it stands inside names of persons, 买买提•艾力.
_NOISE = re.compile(f"[{_GLYPHS}]+")
_WORD = re.compile(r"[^\s|\d]")
_HAN = re.compile("[\u4e00-\u9fff]")


def find_invisible(text: str) -> Iterator[Edit]:
    """Find characters that print nothing.

    Real spaces stay: a line that holds only U+00A0 is a blank cell.

    >>> [(edit.start, edit.end) for edit in find_invisible("规\u200b章")]
    [(1, 2)]
    """
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "", "invisible")


def find_wide(text: str) -> Iterator[Edit]:
    """Find full-width ASCII, bracketed numerals and stand-ins of Han characters.

    >>> [edit.replacement for edit in find_wide("（㈠⻓１")]
    ['(', '(一)', '长', '1']
    """
    for match in _WIDE.finditer(text):
        found = match.group()
        replacement = _RADICALS.get(found) or unicodedata.normalize("NFKC", found)
        if replacement != found:
            yield Edit(match.start(), match.end(), replacement, "width")


def find_noise(text: str) -> Iterator[Edit]:
    """Find glyphs that stand inside words again and again; bullets and masks are left.

    >>> [edit.start for edit in find_noise("政■府信■息公■开")]
    [1, 4, 7]
    >>> list(find_noise("政★府"))
    []
    """
    found = [match for match in _NOISE.finditer(text) if _has_sides(match, _WORD)]
    inside = Counter(match.group()[0] for match in found if _has_sides(match, _HAN))
    for match in found:
        if inside[match.group()[0]] >= NOISE_RECURS:
            yield Edit(match.start(), match.end(), "", "noise")


def _has_sides(match: re.Match[str], sides: re.Pattern[str]) -> bool:
    """Whether characters of a kind stand on both sides of a match."""
    text, start = match.string, match.start()
    return start > 0 and bool(sides.match(text, start - 1) and sides.match(text, match.end()))
