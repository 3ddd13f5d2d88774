"""Undo commas that a mirror site put before every full-width mark."""

import re
from collections.abc import Iterator
from itertools import groupby

from extraction.repair.edits import Edit

# A comma that is not the second of two, before another mark; or one behind a mark.
_DOUBLED = re.compile(r",(?:(?<!,,)(?=[、。；;：:!]|,(?!,))|(?<=[、。；;],))")
_FIGURE_FIELD = re.compile(r'(?:^|,)[ \t]*(?:\d[\d.]*|"[ \t]*\d[\d.,]*[ \t]*")[ \t]*(?=,|\Z)')
_QUOTED = re.compile(r'"[^"]*"')


def find_doubled(text: str) -> Iterator[Edit]:
    """Find a comma that stands before or after another mark.

    A row of a table is left alone: there an empty cell is no damage.

    >>> [edit.start for edit in find_doubled("二,、主动公开,,其中")]
    [1, 7]
    >>> list(find_doubled('信息内容,本年制发件数,,\\n"规章","0",,'))
    []
    """
    if not _DOUBLED.search(text):
        return
    at = 0
    for line, is_row in _tell_rows(text):
        if not is_row:
            for match in _DOUBLED.finditer(line):
                yield Edit(at + match.start(), at + match.end(), "", "doubled_punctuation")
        at += len(line) + 1


def _tell_rows(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is a row of a comma-separated table.

    A row has a figure alone in a field, bare or in quotes. Heads, and headings of groups, are
    told by the rows that they stand with: these have as many fields, and more than two.
    """
    for commas, run in groupby(text.split("\n"), _count_commas):
        lines = list(run)
        has_figure = [_FIGURE_FIELD.search(line) is not None for line in lines]
        is_table = commas > 1 and any(has_figure)
        for line, has in zip(lines, has_figure, strict=True):
            yield line, has or is_table


def _count_commas(line: str) -> int:
    """Count the commas that part fields: those in quotes are a field's own.

    >>> _count_commas('"行政许可","1,204",,')
    3
    """
    return _QUOTED.sub("", line).count(",")
