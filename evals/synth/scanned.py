"""Scans of a PDF: pictures of its pages, askew, with dust and a red stamp over figures."""

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZipFile

import pypdfium2

JPEG_QUALITY = 85
PAPER = 250
WIDE_SHEET = (
    b'<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="850"'
    b' w:right="850" w:bottom="850" w:left="850" w:header="400" w:footer="400" w:gutter="0"/>'
    b"</w:sectPr>"
)


@dataclass(frozen=True, slots=True)
class ScanLook:
    """How a scan looks: dots an inch, the most degrees askew, grain, whether it is stamped."""

    dpi: int = 200
    skew: float = 1.0
    grain: float = 6.0
    stamped: bool = True


def scan_pdf(data: bytes, look: ScanLook, rng: Random) -> bytes:
    """Return a PDF whose pages are pictures of another's."""
    from PIL import Image

    pages = [Image.fromarray(page) for page in draw_scans(data, look, rng)]
    file = BytesIO()
    rest = pages[1:]
    pages[0].save(
        file,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=look.dpi,
        quality=JPEG_QUALITY,
    )
    return file.getvalue()


def draw_scans(data: bytes, look: ScanLook, rng: Random) -> list[Any]:
    """Return the pages of a PDF as a scanner sees them: arrays of red, green and blue."""
    import numpy as np

    pages = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            picture = np.array(page.render(scale=look.dpi / 72).to_pil().convert("RGB"))
            pages.append(_scan(picture, look, rng))
    return pages


def _scan(picture: Any, look: ScanLook, rng: Random) -> Any:
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    if look.stamped:
        _stamp(picture, look.dpi, rng)
    angle = rng.uniform(-look.skew, look.skew)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    fill = (PAPER,) * 3
    turned = cv2.warpAffine(picture, turn, (width, height), borderValue=fill)
    blurred = cv2.GaussianBlur(turned, (3, 3), 0.7)
    grains = np.random.default_rng(rng.randrange(2**32))
    noisy = blurred + grains.normal(0, look.grain, blurred.shape)
    dust = grains.random((height, width)) < 0.0002
    noisy[dust] = 60
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _stamp(picture: Any, dpi: int, rng: Random) -> None:
    """Print a round red seal, 40 mm wide, through which what lies below is seen."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    radius = round(20 / 25.4 * dpi)
    middle = (rng.randrange(radius, width - radius), rng.randrange(radius, height - radius))
    seal = np.full_like(picture, 255)
    red = (225, 40, 40)
    cv2.circle(seal, middle, radius, red, max(2, dpi // 40))
    for spoke in range(5):
        at = 2 * np.pi * spoke / 5
        across = round(middle[0] + 0.4 * radius * np.sin(at))
        down = round(middle[1] - 0.4 * radius * np.cos(at))
        tip = (across, down)
        cv2.line(seal, middle, tip, red, max(3, dpi // 15))
    np.minimum(picture, seal, out=picture)


def set_wide(docx: bytes) -> bytes:
    """Return a Word file on sheets that lie wide, so that table 4 has room on them."""
    written = BytesIO()
    with ZipFile(BytesIO(docx)) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"</w:body>", WIDE_SHEET + b"</w:body>")
            new.writestr(name, part)
    return written.getvalue()
