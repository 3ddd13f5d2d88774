"""Undo readings put behind characters: `區(qū)`."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from extraction.repair.edits import Edit
from extraction.repair.script import to_simplified

_LETTERS = "a-zɑɡàáāǎăèéēěĕêḿìíīǐĭńňǹòóōǒŏùúūǔŭüǖǘǚǜ"
_ANNOTATION = re.compile(rf"\(([{_LETTERS}]{{1,6}})\)")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Other letters for the same sounds: a breve for a caron, the IPA's a and g.
_SAME = str.maketrans("ăĕĭŏŭɑɡ", "ǎěǐǒǔag")
_TONES = {"\u0304", "\u0301", "\u030c", "\u0300"}


@cache
def _dictionary() -> dict[int, str]:
    """Load the readings of all characters; late, since it takes 0.3 seconds."""
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


@cache
def readings(character: str) -> frozenset[str]:
    """Return the readings of a character and of its Simplified form, with tone marks.

    >>> sorted(readings("復"))
    ['fù']
    """
    found = {character, to_simplified(character)}
    return frozenset(
        reading
        for one in found
        for reading in _dictionary().get(ord(one), "").split(",")
        if reading
    )


def strip_tone(reading: str) -> str:
    """Return a reading without its tone mark; ü stays.

    >>> strip_tone("lǜ"), strip_tone("fù")
    ('lü', 'fu')
    """
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


@cache
def is_reading(character: str, pinyin: str) -> bool:
    """Whether a syllable, with or without its tone mark, reads a character.

    >>> is_reading("區", "qū"), is_reading("区", "qu"), is_reading("端", "app")
    (True, True, False)
    """
    pinyin = pinyin.translate(_SAME)
    known = readings(character)
    if pinyin in known:
        return True
    return pinyin == strip_tone(pinyin) and pinyin in {strip_tone(one) for one in known}


def find_pinyin(text: str) -> Iterator[Edit]:
    """Find readings in brackets behind the character that they read.

    >>> [edit.start for edit in find_pinyin("區(qū)客户端(app)")]
    [1]
    """
    for match in _ANNOTATION.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if _HAN.match(before) and is_reading(before, match[1]):
            yield Edit(match.start(), match.end(), "", "pinyin")
