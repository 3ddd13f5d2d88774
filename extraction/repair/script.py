"""Traditional characters to Simplified ones, where the text as a whole is Traditional."""

import re
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

from extraction.repair.edits import Edit

# Enough to see that a report is Traditional without converting it: none of these is
# written in Simplified text, not in names either.
_TELLTALE = re.compile(
    "[務區據復關發業轉報開國請機會門對應條廣統計為與從間類處過訴訟權認設網規範長辦員數結經應單費號標書電話]"
)
_MIN_DISTINCT = 5
_MIN_SHARE = 0.005
_HAN = re.compile("[\u4e00-\u9fff]")


@cache
def _converter() -> OpenCC:
    """Build the converter on first use."""
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


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters, not merely holds one in a name.

    >>> is_traditional("行政復議、行政訴訟"), is_traditional("乾县於某著《论语》")
    (True, False)
    """
    return _TELLTALE.search(text) is not None and _is_enough(text, to_simplified(text))


def _is_enough(text: str, converted: str) -> bool:
    """Whether so much would change that the text must be Traditional."""
    changed = [old for old, new in zip(text, converted, strict=True) if old != new]
    if len(set(changed)) >= _MIN_DISTINCT:
        return True
    return len(changed) > _MIN_SHARE * len(_HAN.findall(text))


def find_traditional(text: str) -> Iterator[Edit]:
    """Find the Traditional characters of a Traditional text.

    >>> [edit.replacement for edit in find_traditional("行政復議")]
    ['复', '议']
    """
    if not _TELLTALE.search(text):
        return
    converted = to_simplified(text)
    if not _is_enough(text, converted):
        return
    for offset, (old, new) in enumerate(zip(text, converted, strict=True)):
        if old != new:
            yield Edit(offset, offset + 1, new, "script")
