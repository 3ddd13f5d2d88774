"""Lines of CSV for a spreadsheet: harmless cells, and the mark that tells their encoding."""

import csv
import io
from collections.abc import Iterable

from extraction.export.escaping import harmless

MARK = b"\xef\xbb\xbf"
"""A spreadsheet takes the bytes for UTF-8 only if they begin with it."""


def line_to_bytes(values: Iterable[object]) -> bytes:
    r"""Return one line; None is an empty cell.

    >>> line_to_bytes(["=1+2", None, 35])
    b"'=1+2,,35\r\n"
    """
    text = io.StringIO()
    csv.writer(text).writerow(["" if v is None else harmless(str(v)) for v in values])
    return text.getvalue().encode("utf-8", "replace")
