"""The sounds of characters: pypinyin's table, without its phrases."""

import json
import unicodedata
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

_TONES = {"\u0304", "\u0301", "\u030c", "\u0300"}


@cache
def _dictionary() -> dict[str, str]:
    """Load the readings of all characters, by code point in decimal, from pypinyin's own file.

    To import pypinyin would also load its readings of phrases, 50 MB that nobody needs here.
    """
    file = distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")
    found: dict[str, str] = json.loads(Path(str(file)).read_text("utf-8"))
    return found


@cache
def find_readings(character: str) -> frozenset[str]:
    """Return the readings of a character, with tone marks; nothing of one that is not known.

    >>> sorted(find_readings("复")), find_readings("A")
    (['fù'], frozenset())
    """
    return frozenset(_dictionary().get(str(ord(character)), "").split(",")) - {""}


def strip_tone(reading: str) -> str:
    """Return a reading without its tone mark; ü stays.

    >>> strip_tone("lǜ"), strip_tone("fù")
    ('lü', 'fu')
    """
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
