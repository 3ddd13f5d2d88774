"""Names of cells and ranges in a sheet as places counted from 0, and how many there may be."""

import re
from typing import NamedTuple

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LETTERS = 26


MOST_CELLS = 400_000
"""Cells of a sheet that are kept: a report of this kind has about five hundred."""


class CrowdedSheetError(Exception):
    """A sheet with more cells than any report has."""


class Range(NamedTuple):
    """A rectangle of cells; its last row and column are part of it."""

    top: int
    left: int
    bottom: int
    right: int


def parse_cell_name(name: str) -> tuple[int, int] | None:
    """Return the row and column that a name means.

    >>> parse_cell_name("B7"), parse_cell_name("AA1"), parse_cell_name("7B")
    ((6, 1), (0, 26), None)
    """
    match = _CELL.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def parse_range(name: str) -> Range | None:
    """Return the rectangle that a name means.

    >>> parse_range("A1:C2")
    Range(top=0, left=0, bottom=1, right=2)
    """
    first, _, last = name.partition(":")
    start, end = parse_cell_name(first), parse_cell_name(last or first)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return Range(*start, *end)


def column_name(column: int) -> str:
    """Return a column's letters.

    >>> column_name(0), column_name(25), column_name(26), column_name(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell.

    >>> cell_name(6, 1)
    'B7'
    """
    return f"{column_name(column)}{row + 1}"
