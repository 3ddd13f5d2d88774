"""Printed labels with the figures behind them, and what of the form each may be read as."""

from collections.abc import Sequence
from typing import NamedTuple

from extraction.forms.label_index import FormLabel, LabelIndex, TargetKind
from extraction.values.layout import Token


class Item(NamedTuple):
    """A printed label and the figures that follow it before the next label."""

    label: Token
    values: tuple[Token, ...]


class Link(NamedTuple):
    """Items `[start, end)` read as one label of the form.

    text: the label as printed, its wrapped parts joined. values: the figures after
    (or, in wrapped print, amid) the label; figures_at: the item that they follow. first, last:
    the tokens that the label begins and ends with. margin: how much worse the best chain is
    that does without this link; 0 for a decoy.
    """

    start: int
    end: int
    target: FormLabel
    score: float
    gain: float
    text: str
    values: tuple[Token, ...]
    figures_at: int
    first: Token
    last: Token
    margin: float = 0.0

    @property
    def kind(self) -> TargetKind:
        """What kind of label it is read as."""
        return self.target.kind

    @property
    def key(self) -> str:
        """The form's key of what it is read as."""
        return self.target.key

    @property
    def line(self) -> int:
        """The printed line on which it begins."""
        return self.first.line


def count_printed(values: Sequence[Token]) -> int:
    """Count the figures and marks among a label's values, kept blanks aside."""
    return len([value for value in values if value.kind != "blank"])


def read_label(text: str, least: float, label_index: LabelIndex) -> FormLabel | None:
    """Return what of the form a text resembles most, if that is as much as `least`."""
    best = next(iter(label_index.find(text)), None)
    return best.target if best is not None and best.score >= least else None
