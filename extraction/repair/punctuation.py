"""Undo commas that a mirror site put before every full-width mark."""

import re
from collections.abc import Iterator

from extraction.repair.edits import Edit

_DOUBLED = re.compile(r"(?<!,),(?=[、。;；:：!])|(?<!,),(?=,[^,\s])|(?<=[、。；;]),")
_FIGURE_FIELD = re.compile(r"(?:^|,)[ \t]*\d[\d.]*[ \t]*(?=,|$)")


def find_doubled(text: str) -> Iterator[Edit]:
    """Find a comma that stands before or after another mark.

    A line with a bare figure between commas is a row of cells, where an empty
    cell is no damage.

    >>> [edit.start for edit in find_doubled("二,、主动公开,,其中")]
    [1, 7]
    >>> list(find_doubled("规章,,0"))
    []
    """
    for match in _DOUBLED.finditer(text):
        if not _is_row(text, match.start()):
            yield Edit(match.start(), match.end(), "", "doubled_punctuation")


def _is_row(text: str, offset: int) -> bool:
    """Whether the line around a place holds a bare figure between commas."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start:] if end < 0 else text[start:end]
    return _FIGURE_FIELD.search(line) is not None
