"""Undo commas that a mirror site put before every full-width mark."""

import re
from collections.abc import Iterator

from extraction.repair.edits import Edit

# A comma that is not the second of two, before another mark; or one behind a mark.
_DOUBLED = re.compile(r",(?:(?<!,,)(?=[、。；;：:!]|,(?!,))|(?<=[、。；;],))")
_FIGURE_FIELD = re.compile(r"(?:^|,)[ \t]*\d[\d.]*[ \t]*(?=,|\Z)")


def find_doubled(text: str) -> Iterator[Edit]:
    """Find a comma that stands before or after another mark.

    A line with a bare figure between commas is a row of cells, where an empty
    cell is no damage.

    >>> [edit.start for edit in find_doubled("二,、主动公开,,其中")]
    [1, 7]
    >>> list(find_doubled("规章,,0"))
    []
    """
    line_end, is_row = -1, False
    for match in _DOUBLED.finditer(text):
        if match.start() > line_end:
            line_start = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.start())
            line_end = len(text) if line_end < 0 else line_end
            is_row = _FIGURE_FIELD.search(text[line_start:line_end]) is not None
        if not is_row:
            yield Edit(match.start(), match.end(), "", "doubled_punctuation")
