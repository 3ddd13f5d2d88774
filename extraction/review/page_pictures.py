"""Pictures of a PDF's pages, on which the review page draws where figures stand."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SCALE = 1.5
"""Dots a point: 108 an inch, at which a page fills half a screen and its print is read well."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page, counted from 1: how wide and high it is, in points, and how it looks."""

    number: int
    width: float
    height: float
    png: bytes


def draw_pictures(data: bytes, numbers: Iterable[int]) -> Iterator[PagePicture]:
    """Yield pictures of pages of a PDF; what cannot be drawn is left out: its text is there."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for number in numbers:
            if not 0 < number <= len(document):
                continue
            try:
                page = document[number - 1]
                width, height = page.get_size()
                bitmap = page.render(scale=SCALE, grayscale=True)
            except pypdfium2.PdfiumError:
                continue
            png = grey_png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            yield PagePicture(number, width, height, png)


def grey_png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    r"""Return a picture of bytes, from black to white, as PNG; a row of them every `stride` bytes.

    See the PNG specification, ISO/IEC 15948, sections 5 and 11.

    >>> grey_png(2, 1, 4, b"\x00\xff..")[:16]
    b'\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR'
    """
    rows = (pixels[at * stride : at * stride + width] for at in range(height))
    unfiltered = b"".join(b"\0" + row for row in rows)
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(unfiltered, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
