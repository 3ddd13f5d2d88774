"""Colours of letters and of what lies below them, as office files write them: six digits."""

import re

from extraction.read.thresholds import NEAR_COLOURS

_SIX_DIGITS = re.compile(r"[0-9a-fA-F]{6}")

NO_LETTERS = ("wingdings", "webdings", "marlett", "dingbats", "blank", "barcode")
"""Parts of the names of fonts in which a digit is drawn as something else."""


def is_colour(written: str) -> bool:
    """Say whether a text is a colour in six digits.

    >>> is_colour("FF0000"), is_colour("auto")
    (True, False)
    """
    return _SIX_DIGITS.fullmatch(written) is not None


def look_alike(ink: str, paper: str) -> bool:
    """Say whether letters may be missed on their paper.

    >>> look_alike("FEFEFE", "FFFFFF"), look_alike("FF0000", "FFFFFF")
    (True, False)
    """
    apart = 0
    for at in (0, 2, 4):
        one = int(ink[at : at + 2], 16)
        other = int(paper[at : at + 2], 16)
        apart = max(apart, abs(one - other))
    return apart < NEAR_COLOURS * 255
