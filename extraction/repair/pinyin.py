"""Undo readings put behind characters: `區(qū)`, and `F(xiàn)` where half of 現 was lost."""

import re
from collections.abc import Iterator
from functools import cache

from extraction.repair.edits import Edit
from extraction.repair.gbk import characters_with_trail
from extraction.repair.script import is_traditional, to_simplified
from extraction.text.sounds import find_readings, strip_tone

_LETTERS = "a-zɑɡàáāǎăèéēěĕêḿìíīǐĭńňǹòóōǒŏùúūǔŭüǖǘǚǜ"
_ANNOTATION = re.compile(rf"\(([{_LETTERS}]{{1,6}})\)")
# The second byte of a GBK character may be ASCII; a bar is never taken for one, as it
# ends cells. The wreck of 。 before it is what is left of 。 when half of it is lost too.
_HALF = re.compile(r"(?P<wreck>\?,?)?(?P<trail>[@-{}~])\Z")
# Nothing else is looked up, since that loads the dictionary: 客户端(app).
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouüê]{1,3}(?:n|ng|r)?")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Other letters for the same sounds: a breve for a caron, the IPA's a and g.
_SAME = str.maketrans("ăĕĭŏŭɑɡ", "ǎěǐǒǔag")


@cache
def readings(character: str) -> frozenset[str]:
    """Return the readings of a character and of its Simplified form, with tone marks.

    >>> sorted(readings("復"))
    ['fù']
    """
    return find_readings(character) | find_readings(to_simplified(character))


@cache
def is_reading(character: str, pinyin: str) -> bool:
    """Whether a syllable, with or without its tone mark, reads a character.

    >>> is_reading("區", "qū"), is_reading("区", "qu"), is_reading("端", "app")
    (True, True, False)
    """
    pinyin = pinyin.translate(_SAME)
    plain = strip_tone(pinyin)
    if not _SYLLABLE.fullmatch(plain):
        return False
    known = readings(character)
    return pinyin in known or (pinyin == plain and plain in map(strip_tone, known))


def find_pinyin(text: str) -> Iterator[Edit]:
    """Find readings in brackets behind the character that they read.

    >>> [edit.start for edit in find_pinyin("區(qū)客户端(app)")]
    [1]
    """
    for match in _ANNOTATION.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if _HAN.match(before) and is_reading(before, match[1]):
            yield Edit(match.start(), match.end(), "", "pinyin")


def find_half_characters(text: str) -> Iterator[Edit]:
    """Find characters of which the second byte and the reading are left.

    >>> [edit.replacement for edit in find_half_characters("信息?,F(xiàn)向")]
    ['。現']
    """
    for match in _ANNOTATION.finditer(text):
        half = _HALF.search(text, max(0, match.start() - 3), match.start())
        if half is None or strip_tone(match[1]) == match[1]:
            continue  # without a tone mark it may be anything: f(x)
        found = _characters_read(half["trail"], match[1], text)
        if len(found) == 1:
            replacement = ("。" if half["wreck"] else "") + found[0]
            yield Edit(half.start(), match.end(), replacement, "pinyin_half")
        elif found:
            written = text[half.start() : match.end()]
            yield Edit(half.start(), match.end(), written, "pinyin_ambiguous")


def _characters_read(trail: str, pinyin: str, text: str) -> list[str]:
    """Return the characters with a trail byte and a reading, the Traditional ones if text is."""
    found = [one for one in characters_with_trail(trail) if is_reading(one, pinyin)]
    traditional = [one for one in found if to_simplified(one) != one]
    if len(found) > 1 and traditional and is_traditional(text):
        return traditional
    return found
