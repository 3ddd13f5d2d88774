"""What the simulated model makes of a text that nobody gave it labels for."""

import re
from collections.abc import Iterator

from extraction.llm.question import PrintedRow, Transcription

_FIGURE = re.compile(r"[-+]?\d[\d,.]*|[/—-]|无")


def read_plainly(text: str) -> Transcription:
    """Return each label with the cells behind it, in their order, and think no further.

    >>> read_plainly("规章 | 0 | | 3\\n行政许可\\n12").rows
    [PrintedRow(label='规章', cells=['0', '', '3']), PrintedRow(label='行政许可', cells=['12'])]
    """
    rows: list[PrintedRow] = []
    label, cells = "", list[str]()
    for cell in _cells(text):
        if cell == "" or _FIGURE.fullmatch(cell):
            cells.append(cell)
            continue
        if label and cells:
            rows.append(PrintedRow(label=label, cells=cells))
        label, cells = cell, []
    if label and cells:
        rows.append(PrintedRow(label=label, cells=cells))
    return Transcription(heads=[], rows=rows)


def _cells(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if "|" in line:
            yield from (part.strip() for part in line.strip("| \t").split("|"))
        elif line.strip():
            yield line.strip()
