"""A second engine for figures: tesseract, a program that is used if it is installed.

The first engine is never believed alone, and the same one twice is one reading.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from extraction.read.scan.engine import SECOND_ENGINE, Pixels

OPTIONS = ("--psm", "7", "-l", "eng", "-c", "tessedit_char_whitelist=0123456789.+-")
MOST_SECONDS = 120
FIGURE = re.compile(r"[-+]?[0-9]+(?:[.][0-9]+)?")
HIGH = 30
"""Pixels: the height of a line that tesseract reads best: of 106 figures, all; at 40, 96."""
PAPER = 12
"""Pixels of paper around it."""
BETWEEN_PAGES = "\f"


def read_figures(pictures: Sequence[Pixels]) -> list[str]:
    """Read pictures of one figure each; "" for all where tesseract is not installed or fails."""
    program = shutil.which(SECOND_ENGINE)
    unread = [""] * len(pictures)
    if program is None or not pictures:
        return unread
    with tempfile.TemporaryDirectory(prefix="gouji-ocr-") as folder:
        names = []
        for number, picture in enumerate(pictures):
            name = str(Path(folder) / f"{number}.png")
            cv2.imencode(".png", _prepare(picture))[1].tofile(name)
            names.append(name)
        listed = Path(folder) / "listed.txt"
        listed.write_text("\n".join(names) + "\n", encoding="utf-8")
        try:
            ran = subprocess.run(
                [program, str(listed), "stdout", *OPTIONS],
                capture_output=True,
                timeout=MOST_SECONDS,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return unread
    pages = ran.stdout.decode("utf-8", "replace").split(BETWEEN_PAGES)
    read = ["".join(page.split()) for page in pages]
    return read if ran.returncode == 0 and len(read) == len(pictures) else unread


def _prepare(picture: Pixels) -> Pixels:
    """Return a figure in the size that tesseract reads best, with paper around it."""
    scale = HIGH / picture.shape[0]
    sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    paper = int(np.percentile(sized, 95))
    return np.pad(sized, PAPER, constant_values=paper)
