"""Write PDFs by hand, as tests and measurements need them: text, ruled lines, pictures.

The font is one that a reader has by itself (Adobe-GB1), so that a file holds no glyphs.
Places are in points from the upper left corner of an A4 page.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class PdfPage:
    """A page of a PDF being written; what is drawn later lies above."""

    content: list[str] = field(default_factory=list)
    entries: str = ""

    def text(
        self,
        left: float,
        base: float,
        words: str,
        size: float = 10,
        how: str = "0 Tr 0 g 1 0 0 1",
    ) -> None:
        """Set words: Latin letters and digits half as wide as Chinese ones.

        how: render mode, colour and the turn of the letters, in PDF's own words.
        """
        code = words.encode("utf-16-be").hex()
        place = f"{left} {HEIGHT - base} Tm"
        self.content.append(f"BT /F1 {size} Tf {how} {place} <{code}> Tj ET")

    def line(self, left: float, top: float, right: float, bottom: float, grey: float = 0) -> None:
        """Rule a line half a point wide."""
        self.content.append(f"{grey} G 0.5 w {left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S")

    def fill(self, left: float, top: float, right: float, bottom: float, grey: float = 0) -> None:
        """Fill a rectangle."""
        down = HEIGHT - bottom
        self.content.append(f"{grey} g {left} {down} {right - left} {bottom - top} re f")

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """Put a grey picture there."""
        scale = f"{right - left} 0 0 {bottom - top} {left} {HEIGHT - bottom}"
        self.content.append(f"q {scale} cm /Im1 Do Q")

    def table(
        self,
        left: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        height: float = 20,
    ) -> float:
        """Rule a table and set what its cells hold; return where it ends.

        `<` joins a cell to the one before it, `^` to the one above it.
        """
        across = [left + sum(widths[:count]) for count in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            y = top + number * height
            for column, text in enumerate(row):
                if text != "^":
                    self.line(across[column], y, across[column + 1], y)
                if text != "<":
                    self.line(across[column], y, across[column], y + height)
                if text not in ("<", "^"):
                    for at, part in enumerate(text.split("\n"), 1):
                        self.text(across[column] + 5, y + at * 12, part, 9)
        end = top + len(rows) * height
        self.line(left, end, across[-1], end)
        self.line(across[-1], top, across[-1], end)
        return end


def write_pdf(pages: Sequence[PdfPage], trailer: str = "") -> bytes:
    """Return the file that holds the pages."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]>>]>>"
    )
    picture = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        "/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
    )
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        font.encode(),
        picture.encode("latin-1"),
    ]
    for at, page in enumerate(pages):
        packed = zlib.compress("\n".join(page.content).encode())
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{page.entries}"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 4 0 R>>>>/Contents {6 + 2 * at} 0 R>>"
            "".encode()
        )
        head = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
        bodies.append(head + packed + b"\nendstream")
    return assemble_pdf(bodies, trailer)


def assemble_pdf(bodies: Sequence[bytes], trailer: str = "") -> bytes:
    """Return the file of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += f"{number} 0 obj".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(bodies) + 1
    end = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R{trailer}>>"
    )
    return data + f"{end}\nstartxref\n{len(data)}\n%%EOF".encode()
