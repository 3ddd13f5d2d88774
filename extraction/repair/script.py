"""Traditional characters to Simplified ones, where the text as a whole is Traditional."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from extraction.repair.edits import Edit
from extraction.repair.thresholds import TRADITIONAL_DISTINCT, TRADITIONAL_SHARE

if TYPE_CHECKING:
    from opencc import OpenCC

# Enough to see that a report is Traditional without converting it: none of these is
# written in Simplified text, not in names either.
_TELLTALE = re.compile(
    "["
    "優內創動務區協員單嚴國執報實審專對導層屬廢廣強從復徹應採據數時書會條業極構標機檔權歷決沒況減為無營爲獲現環當發監確祕積穩"
    "範糾納級組結統經綠維網總織繳繼續罰職與舉萬處號補製複規計訊訟訪設許訴詢話認請議護貫責費資購轉辦進運過鄉鎮長門開間關際電項"
    "額類"
    "]"
)
_HAN = re.compile("[\u4e00-\u9fff]")


@cache
def _converter() -> "OpenCC":
    """Build the converter on first use; most reports never need it."""
    from opencc import OpenCC

    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Convert to Simplified, one character for one.

    >>> to_simplified("行政復議")
    '行政复议'
    """
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_simplify_character(character) for character in text)


@cache
def _simplify_character(character: str) -> str:
    """Convert one character, unless it becomes several."""
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


def _changes(text: str) -> list[tuple[int, str]]:
    """Return the places and Simplified forms of all that differs, if the text is Traditional.

    One Traditional character in a name does not make a text Traditional.
    """
    if not _TELLTALE.search(text):
        return []
    pairs = zip(text, to_simplified(text), strict=True)
    found = [(offset, new) for offset, (old, new) in enumerate(pairs) if old != new]
    if len({new for _, new in found}) >= TRADITIONAL_DISTINCT:
        return found
    return found if len(found) > TRADITIONAL_SHARE * len(_HAN.findall(text)) else []


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters, not merely holds one in a name.

    >>> is_traditional("行政復議、行政訴訟"), is_traditional("乾县於某著《论语》")
    (True, False)
    """
    return bool(_changes(text))


def find_traditional(text: str) -> Iterator[Edit]:
    """Find the Traditional characters of a Traditional text.

    >>> [edit.replacement for edit in find_traditional("行政復議")]
    ['复', '议']
    """
    for offset, new in _changes(text):
        yield Edit(offset, offset + 1, new, "script")
