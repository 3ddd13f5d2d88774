r"""What is printed for one figure, and the marks that stand for figures until the end.

A figure's mark is \ue000 number \ue001; a row label is preceded by \ue002 number \ue003,
which prints as nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from extraction.values.record import Cell, State

FIGURE = re.compile("\ue000(\\d+)\ue001")
LABEL = re.compile("\ue002(\\d+)\ue003")


@dataclass(frozen=True, slots=True)
class InkReading:
    """What somebody may say is printed; a unit that is None is not compared."""

    state: State
    value: Decimal | None = None
    unit: str | None = None

    def allows(self, cell: Cell) -> bool:
        """Tell whether a cell says this."""
        return (
            cell.state == self.state and cell.value == self.value and self.unit in (None, cell.unit)
        )


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One printed figure: its text, its source in HTML where that differs, and what it says.

    A cell may be left open where `open_ok`; any other state or number but those of
    `readings` is wrong.
    """

    printed: str
    readings: frozenset[InkReading]
    html: str | None = None
    open_ok: bool = False


def number(value: Decimal | int, unit: str | None = None) -> InkReading:
    """Return the reading of a number."""
    return InkReading("number", Decimal(value), unit)


def write(printed: str, *readings: InkReading, html: str | None = None) -> PrintedFigure:
    """Return a figure's ink with what it may be said to be."""
    return PrintedFigure(printed, frozenset(readings), html)


def count_ink(figure: str) -> InkReading:
    """Return the reading of a figure as it is usually printed."""
    return number(Decimal(figure))


def draw_other(rng: Random) -> str:
    """Return a figure that may stand beside another."""
    return str(rng.choice((0, 1, 2, 3, 7, 12, 30, 203)))


TEXT = InkReading("text")
BLANK = InkReading("blank")
MARK = InkReading("not_applicable")
MISSING = InkReading("missing")


def plain_ink(value: Decimal | int) -> PrintedFigure:
    """Return a number as it is usually printed.

    >>> plain_ink(12).printed
    '12'
    """
    return PrintedFigure(
        f"{value:f}" if isinstance(value, Decimal) else str(value), frozenset({number(value)})
    )


def mark(index: int) -> str:
    """Return the text that stands for a figure."""
    return f"\ue000{index}\ue001"


def label_mark(index: int) -> str:
    """Return the text that marks where a row's label begins."""
    return f"\ue002{index}\ue003"


def figures_in(text: str) -> list[int]:
    """Return the marks of figures in a text, in reading order.

    >>> figures_in("a " + mark(3) + mark(1))
    [3, 1]
    """
    return [int(found) for found in FIGURE.findall(text)]


def labels_in(text: str) -> list[int]:
    """Return the marks of labels in a text, in reading order."""
    return [int(found) for found in LABEL.findall(text)]


def print_marks(text: str, show: Callable[[int], str]) -> str:
    """Return the text with each figure printed and the marks of labels taken out."""
    return LABEL.sub("", FIGURE.sub(lambda found: show(int(found[1])), text))


def printed_in(inks: Sequence[PrintedFigure]) -> Callable[[int], str]:
    """Return what prints a mark in plain text."""
    return lambda index: inks[index].printed
