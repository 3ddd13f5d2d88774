"""What is printed in the cells of a line: figures and marks, and where among its blanks."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extraction.text.numbers import parse_cell
from extraction.values.layout import Entry, Token

Slots = Mapping[int, Mapping[int, int]]
"""By each drawn table: which of its columns holds which cell of a row."""


def list_printed(values: Sequence[Token]) -> list[Token]:
    """Return the values that are no blanks."""
    return [value for value in values if value.kind != "blank"]


def find_printed(values: Sequence[Token]) -> list[int]:
    """Return the places of the values that are no blanks."""
    return [at for at, value in enumerate(values) if value.kind != "blank"]


def is_canonical(value: Token) -> bool:
    """Whether a token could stand for one count as it is printed: 007 could not."""
    if value.kind != "figure":
        return True
    return parse_cell(value.text).canonical


def is_held_open(values: Sequence[Token], at: int) -> bool:
    """Whether no-break spaces hold a blank cell open, on a line of its own or of its row."""
    blank = values[at]
    if not blank.text:
        return False
    before = values[max(0, at - 1)]
    return blank.own_line or blank.line == before.line


def to_entry(value: Token) -> Entry | None:
    """Return what is printed in a cell, and where; nothing for a blank."""
    if value.kind == "blank":
        return None
    return Entry(value.text, value.span)


def are_even(columns: Sequence[int]) -> bool:
    """Whether columns stand equally far apart."""
    distances = {right - left for left, right in pairwise(columns)}
    return len(distances) < 2


def are_shared_unevenly(printed: Sequence[Token]) -> bool:
    """Whether some figures share a printed cell and others do not: `6 1` may be 61."""
    cells = len({value.cell for value in printed})
    return 1 < cells < len(printed)
