"""Pictures of pages, within limits: those of picture files, and PDF pages as they are shown."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from math import ceil, sqrt
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extraction.read.pdf.ink import Drawn
from extraction.read.scan.engine import Pixels
from extraction.values.bilingual import Bilingual
from extraction.values.errors import UnreadableFile

POINTS = 72
DPI = 200
MOST_PIXELS = 40_000_000
"""A sheet of paper at 600 dots an inch has 35 million."""
READ_PIXELS = 9_000_000
"""A sheet at 300 dots an inch; a finer picture is brought down to this."""
MOST_PAGES = 100
LEAST_SIDE = 64
SHEET_WIDTH = 595.0
"""Points: how wide a page is taken to be whose picture does not say it."""
KNOWN_DPI = range(72, 1201)
PAPER = (255, 255, 255, 255)

Picture = tuple[Pixels, float]
"""Red, green and blue of a page, and how many points wide a pixel is."""


def draw_page_picture(document: Any, drawn: Drawn) -> Picture:
    """Return a page of an open pdfium document as it is shown."""
    inches = max(1e-6, drawn.width * drawn.height / POINTS**2)
    dpi = min(DPI, sqrt(READ_PIXELS / inches))
    page = pdfium.FPDF_LoadPage(document, drawn.number - 1)
    try:
        points = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        width, height = (max(1, ceil(side * dpi / POINTS)) for side in points)
        kind = pdfium.FPDFBitmap_BGR
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind, rev_byteorder=True)
        bitmap.fill_rect(PAPER, 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        return bitmap.to_numpy(), POINTS / dpi
    finally:
        pdfium.FPDF_ClosePage(page)


def open_pictures(label: str, kind: Bilingual, data: bytes) -> Iterator[Picture]:
    """Yield the pages of a picture file; UnreadableFile if it is broken or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data))
        for number, drawn in enumerate(ImageSequence.Iterator(image), 1):
            if number > MOST_PAGES or drawn.width * drawn.height > MOST_PIXELS:
                raise _too_large(label, kind)
            if min(drawn.size) < LEAST_SIDE:
                raise ValueError("no page is so small")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                picture = _to_picture(ImageOps.exif_transpose(drawn))
            yield picture
    except Image.DecompressionBombError as error:
        raise _too_large(label, kind) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile(
            f"{label} is {kind.en}, not text, and it cannot be opened as one: get the file again.",
            f"{label} 是{kind.zh}，不是文本，且无法打开：请重新获取文件。",
        ) from error


def find_size(data: bytes) -> tuple[float, float] | None:
    """Return how many pixels wide and high a picture is, by its head; None if it is none."""
    image = _open_head(data)
    return None if image is None else (float(image.width), float(image.height))


def shows_one(data: bytes) -> bool:
    """Whether a picture is one, and no film or pile of them, of which a page shows the first."""
    image = _open_head(data)
    return image is not None and getattr(image, "n_frames", 1) == 1


def _open_head(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(BytesIO(data))
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None


def _to_picture(frame: Image.Image) -> Picture:
    stated = frame.info.get("dpi", (0, 0))[0]
    dpi = float(stated) if round(stated) in KNOWN_DPI else POINTS * frame.width / SHEET_WIDTH
    shown = frame.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    paper.alpha_composite(shown)
    picture = paper.convert("RGB")
    share = sqrt(READ_PIXELS / (picture.width * picture.height))
    if share < 1:
        picture = picture.resize((round(picture.width * share), round(picture.height * share)))
        dpi *= share
    return np.array(picture), POINTS / dpi


def _too_large(label: str, kind: Bilingual) -> UnreadableFile:
    return UnreadableFile(
        f"{label} is {kind.en} of more than {MOST_PIXELS:,} pixels, or of more than {MOST_PAGES}"
        " pages: save it at 200 to 300 dots an inch, or in parts.",
        f"{label} 是{kind.zh}，超过 {MOST_PIXELS:,} 像素或 {MOST_PAGES} 页："
        "请以 200 至 300 dpi 另存，或分成几个文件。",
    )
