"""Pictures that a page shows: those that may be of tables, what they hold, how they are named.

Only pictures that the file itself holds are read: in a `data:` address (RFC 2397), or as a part of
an archived page or a mail, named by its `cid:` or its address (RFC 2392, RFC 2557).
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urljoin

from selectolax.lexbor import LexborNode

from extraction.read.thresholds import MOST_PICTURES, TABLE_HIGH, TABLE_WIDE
from extraction.values.document import Document

_POINTS = 72 / 96
"""In a pixel of a window."""
_LONGEST_NAME = 60
_CLIMB = 4
_DATA = re.compile(r"data:(?P<kind>[\w.+/-]*)[^,]*?(?P<coded>;\s*base64)?\s*,", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*\Z")
_LAZY = ("data-src", "data-original", "data-lazy-src", "src")
_BESIDE = frozenset({"br", "-comment", "wbr"})

Size = tuple[float, float]
"""Width and height, in pixels."""


class HeldPictures(NamedTuple):
    """What a file holds beside its page, by address, and the addresses of the page itself."""

    parts: Mapping[str, bytes] = {}
    bases: tuple[str, ...] = ()


NOTHING_HELD = HeldPictures()


class PictureReader(NamedTuple):
    """What is done with a picture's bytes: told how large it is, if that is known, and read.

    read: by OCR; None without a table, or without gouji[ocr].
    """

    measure: Callable[[bytes], Size | None]
    read: Callable[[str, bytes], Document | None]


class ShownPicture(NamedTuple):
    """A picture on a page: its address there, what to call it, and its size as far as it is stated.

    alone: whether it stands by itself in its block, and is no link.
    """

    source: str
    name: str
    size: Size | None
    alone: bool


def find_shown_picture(
    node: LexborNode,
    attributes: Mapping[str, str | None],
    declared: Mapping[str, str],
    lines: Mapping[str, int],
) -> ShownPicture:
    """Return the picture that an element shows; `lines` are the tags that end lines."""
    named = next(filter(None, map(attributes.get, _LAZY)), "") or ""
    words = (attributes.get("alt") or "").strip() if _DATA.match(named) else ""
    return ShownPicture(
        attributes.get("src") or "",
        words[:_LONGEST_NAME] or _shorten(named),
        _read_size(attributes, declared),
        _is_alone(node, lines),
    )


def _shorten(source: str) -> str:
    """Return what a person calls a picture by its address.

    >>> _shorten("../img/%E8%A1%A82.png?v=1"), _shorten("data:image/png;base64,iVBORw0KGgo")
    ('表2.png', 'data:image/png')
    """
    data = _DATA.match(source)
    if data:
        return f"data:{data['kind']}"
    path = re.split(r"[?#]", source.strip(), maxsplit=1)[0].rstrip("/\\")
    return unquote(re.split(r"[/\\]", path)[-1])[-_LONGEST_NAME:]


def _read_size(attributes: Mapping[str, str | None], declared: Mapping[str, str]) -> Size | None:
    sides: list[float] = []
    for side in ("width", "height"):
        written = _LENGTH.match(declared.get(side) or attributes.get(side) or "")
        if written is None:
            return None
        sides.append(float(written[1]))
    return sides[0], sides[1]


def _is_alone(node: LexborNode, lines: Mapping[str, int]) -> bool:
    for _ in range(_CLIMB):
        for beside in (_beside(node, forwards=False), _beside(node, forwards=True)):
            if beside is not None and beside.tag not in _BESIDE and beside.tag not in lines:
                return False
        above = node.parent
        if above is None or above.tag == "a":
            return False
        if above.tag in lines or above.tag in ("td", "th", "body"):
            return True
        node = above
    return False


def _beside(node: LexborNode, *, forwards: bool) -> LexborNode | None:
    """Return an element's neighbour, over a blank between them."""
    beside = node.next if forwards else node.prev
    if beside is not None and beside.tag == "-text" and not (beside.text_content or "").strip():
        beside = beside.next if forwards else beside.prev
    return beside


def is_large(size: Size) -> bool:
    """Tell whether a picture is large enough for one of a table.

    >>> is_large((600, 200)), is_large((250, 250)), is_large((900, 40))
    (True, False, False)
    """
    wide, high = size
    return wide * _POINTS >= TABLE_WIDE and high * _POINTS >= TABLE_HIGH


@dataclass(slots=True)
class PagePictures:
    """The pictures of a page while it is written: read where they are of tables, else named.

    reader: None where none is to be read. unread: the names of those that may be of tables and
    were not read.
    """

    held: HeldPictures = NOTHING_HELD
    reader: PictureReader | None = None
    left: int = MOST_PICTURES
    unread: dict[str, None] = field(default_factory=dict)

    def read(self, picture: ShownPicture) -> Document | None:
        """Return the tables that a picture shows; None where there are none, or it is not here."""
        data = self._find(picture.source)
        size = picture.size
        if data and size is None and self.reader is not None:
            size = self.reader.measure(data)
        if not (is_large(size) if size is not None else picture.alone):
            return None
        table = self._read_table(picture.name, data) if data else None
        if table is None:
            self.unread[picture.name] = None
        return table

    def _read_table(self, name: str, data: bytes) -> Document | None:
        if self.reader is None or self.left == 0:
            return None
        self.left -= 1
        return self.reader.read(name, data)

    def _find(self, source: str) -> bytes | None:
        """Return a picture's bytes from the file itself; nothing is ever fetched."""
        data = _DATA.match(source)
        if data:
            return _decode(source[data.end() :], coded=data["coded"] is not None)
        if not self.held.parts:
            return None
        addresses = [source, *(_join(base, source) for base in self.held.bases)]
        parts = map(self.held.parts.get, map(unquote, addresses))
        return next((part for part in parts if part), None)


def _join(base: str, source: str) -> str:
    try:
        return urljoin(base, source)
    except ValueError:  # an address that is none
        return source


def _decode(written: str, *, coded: bool) -> bytes | None:
    """Return the bytes of a `data:` address; None if they are broken.

    >>> _decode("aGVs%0AbG8", coded=True), _decode("a%20b", coded=False), _decode("a", coded=True)
    (b'hello', b'a b', None)
    """
    data = unquote_to_bytes(written)
    if not coded:
        return data
    bare = bytes(data.translate(None, b" \t\r\n\f=")).replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return None
