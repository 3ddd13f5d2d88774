"""Undo a text that was read with the wrong codec as a whole: `Õþ¸®` for 政府."""

from collections.abc import Iterator

from extraction.repair.edits import Edit
from extraction.repair.gbk import is_plausible
from extraction.repair.thresholds import MISREAD_SAMPLE

# Browsers read Latin-1 as Windows-1252.
_C1 = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_CODECS = ("utf-8", "gbk")  # not gb18030: digits may be part of its characters
_HIGHEST = max(map(chr, _C1))


def find_misread(text: str) -> Iterator[Edit]:
    """Find every character of a text whose bytes were read as Latin-1.

    >>> wrong = "2024年政府信息公开".encode("gbk").decode("latin-1")
    >>> "".join(edit.replacement for edit in find_misread(wrong))
    '年政府信息公开'
    """
    for codec in _CODECS:
        right = _reread(text, codec)
        if right is not None:
            yield from _align(right, codec)
            return


def _reread(text: str, codec: str) -> str | None:
    """Return the text as it reads in another codec, if it then is Chinese."""
    if text.isascii() or max(text[:MISREAD_SAMPLE]) > _HIGHEST:
        return None  # nearly every text ends here
    try:
        right = text.translate(_C1).encode("latin-1").decode(codec)
    except UnicodeError:
        return None
    return right if is_plausible(right) else None


def _align(right: str, codec: str) -> Iterator[Edit]:
    """Put each character where its bytes stood, one character a byte."""
    offset = 0
    for character in right:
        length = len(character.encode(codec))
        if length > 1:
            yield Edit(offset, offset + length, character, "misread")
        offset += length
