"""Printed lines of figures on their way to the form's rows, each with the label that leads it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.align.chain import NUMBERED, completes
from extraction.align.links import Item, Link, count_printed
from extraction.align.thresholds import OUT_OF_ORDER
from extraction.forms.label_index import FormLabel, LabelIndex
from extraction.forms.table import label_key
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    FIGURE_IN_LABEL,
    FIGURE_STUCK,
    LABEL_SPLIT,
    LABEL_TWICE,
)
from extraction.values.document import Span
from extraction.values.layout import GridPlace, Token

_NUMBER = re.compile(r"(?P<number>\d{1,9})[.、．]")
_FIGURE_BEHIND = re.compile(r"[\d０-９][^\w]{0,2}\Z")
"""What ends in a figure, be it bracketed: `规章：1`, `规章(1)`."""


class RowCandidate(NamedTuple):
    """A printed line of figures on its way to a row.

    target: what its label was read as; None if nothing in the form. own: whether the
    label is the line's own (a column header before a line whose label is lost is not).
    row: the form's row it is given to. out_of_order: it stands out of the form's order. ambiguous:
    the print leaves another row open. token: the last printed token of its label.
    """

    target: FormLabel | None
    label: str
    span: Span
    values: tuple[Token, ...]
    own: bool
    line: int = -1
    score: float = 0.0
    margin: float = 0.0
    row: FormLabel | None = None
    out_of_order: bool = False
    ambiguous: bool = False
    doubt: Bilingual | None = None
    token: Token | None = None

    @property
    def is_row(self) -> bool:
        """Whether it is given to a row of the form, and not to a group's heading."""
        return self.row is not None and self.row.kind == "row"

    @property
    def drawn(self) -> GridPlace | None:
        """Where its label ends in a table that the format or its pipes draw."""
        return self.token.drawn if self.token is not None else None

    @property
    def cell(self) -> int:
        """The printed cell in which its label ends; -1 without one."""
        return self.token.cell if self.token is not None else -1


def find_row_candidates(
    items: Sequence[Item], links: Sequence[Link], unlabelled: tuple[Token, ...]
) -> list[RowCandidate]:
    """Return every printed label with its figures, read or not, in their order."""
    candidates = [_unlabelled(unlabelled)] if unlabelled else []
    index = 0
    for link in links:
        candidates.extend(_unread(item) for item in items[index : link.start])
        candidates.append(_read(link, items))
        index = link.end
    candidates.extend(_unread(item) for item in items[index:])
    return candidates


def _unlabelled(values: tuple[Token, ...]) -> RowCandidate:
    return RowCandidate(
        None, "", Span(values[0].span.start, values[0].span.start), values, own=False
    )


def _unread(item: Item) -> RowCandidate:
    own = bool(label_key(item.label.text))
    label = item.label
    return RowCandidate(
        None, label.text, label.span, item.values, own=own, line=label.line, token=label
    )


def _read(link: Link, items: Sequence[Item]) -> RowCandidate:
    span = Span(items[link.start].label.span.start, items[link.end - 1].label.span.end)
    kind = link.target.kind
    row = link.target if kind in ("row", "group") else None
    return RowCandidate(
        link.target,
        link.text,
        span,
        link.values,
        kind in ("row", "group"),
        items[link.end - 1].label.line,
        link.score,
        link.margin,
        row,
        token=link.last,
    )


def place_out_of_order(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Give lines whose label is plain but out of order to their row, and say so."""
    taken = {candidate.row for candidate in candidates if candidate.row is not None}
    placed = []
    for candidate in candidates:
        match = (
            next(iter(label_index.find(candidate.label)), None)
            if candidate.target is None
            else None
        )
        if (
            match
            and match.score >= OUT_OF_ORDER
            and match.target.kind == "row"
            and candidate.values
        ):
            doubt = LABEL_TWICE if match.target in taken else None
            taken.add(match.target)
            candidate = candidate._replace(
                target=match.target,
                row=match.target,
                score=match.score,
                margin=1.0,
                out_of_order=True,
                doubt=doubt,
            )
        placed.append(candidate)
    return placed


def join_split_rows(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Join a line that a repeated header cuts in two."""
    joined: list[RowCandidate] = []
    split_row: int | None = None
    for candidate in candidates:
        if candidate.row is not None:
            split_row = len(joined) if candidate.row.kind == "row" else None
        elif candidate.own or _is_sign(candidate):
            split_row = None
        elif candidate.values and split_row is not None:
            begun = joined[split_row]
            count = count_printed(begun.values)
            width = width_of(begun, label_index)
            if 0 < count < width == count + count_printed(candidate.values):
                joined[split_row] = begun._replace(values=begun.values + candidate.values)
                candidate = candidate._replace(values=())
        joined.append(candidate)
    return joined


def _is_sign(candidate: RowCandidate) -> bool:
    """Whether a line begins with signs that are no label of the form."""
    return candidate.target is None and bool(candidate.label)


def join_tails(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Hang figures on a row whose label goes on, beyond a stray pipe, on the same printed line.

    What has a number of its own is no end of a label: it is a row that the form does not have.
    """
    joined = list(candidates)
    for index, (candidate, tail) in enumerate(pairwise(candidates)):
        if candidate.row is None or count_printed(candidate.values) or tail.target is not None:
            continue
        if NUMBERED.match(tail.label):
            continue
        if not completes(candidate.row, candidate.label, candidate.label + tail.label):
            continue
        on_one_line = candidate.row.kind == "row" and candidate.line == tail.line
        if on_one_line and count_printed(tail.values) == width_of(candidate, label_index):
            label = candidate.label + tail.label
            joined[index] = candidate._replace(label=label, values=tail.values)
            joined[index + 1] = tail._replace(values=(), token=None)
    return joined


def doubt_split_labels(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Doubt a row whose label is in two parts with figures beside both.

    What stands beside the second may be the end of a figure that a narrow column wrapped.
    """
    doubted = list(candidates)
    for index, (left, right) in enumerate(pairwise(candidates)):
        if (left.row is None) == (right.row is None) or not (
            count_printed(left.values) and count_printed(right.values)
        ):
            continue
        at = index if right.row is None else index + 1
        label, row = candidates[at].label, candidates[at].row
        if _resembles(left.label + right.label, row, label_index) > _resembles(
            label, row, label_index
        ):
            doubted[at] = candidates[at]._replace(doubt=candidates[at].doubt or LABEL_SPLIT)
    return doubted


def doubt_stuck_figures(candidates: list[RowCandidate]) -> list[RowCandidate]:
    """Doubt a row before whose numbering more digits stand than it has: `32.重复申请`.

    Where lines were joined, they are the last figure of the row above.
    """
    doubted = list(candidates)
    for index, candidate in enumerate(candidates):
        printed = _NUMBER.match(candidate.label)
        own = [_NUMBER.match(label) for label in candidate.row.labels] if candidate.row else []
        numbers = [match["number"] for match in own if match is not None]
        if printed is None or not numbers or printed["number"] in numbers:
            continue
        if any(printed["number"].endswith(number) for number in numbers):
            doubted[index] = candidate._replace(doubt=candidate.doubt or FIGURE_STUCK)
    return doubted


def doubt_figures_in_labels(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Doubt a row with an empty cell whose label ends in a figure, and in the form in none.

    That figure may be what is printed of the cell: `行政许可：7 | |`.
    """
    doubted = list(candidates)
    for index, candidate in enumerate(candidates):
        row = candidate.row
        if row is None or _FIGURE_BEHIND.search(candidate.label) is None:
            continue
        is_whole = count_printed(candidate.values) >= width_of(candidate, label_index)
        if not is_whole and not any(map(_FIGURE_BEHIND.search, row.labels)):
            doubted[index] = candidate._replace(doubt=candidate.doubt or FIGURE_IN_LABEL)
    return doubted


def _resembles(text: str, target: FormLabel | None, label_index: LabelIndex) -> float:
    """Return how much a text resembles a row's label."""
    return next((match.score for match in label_index.find(text) if match.target == target), 0.0)


def name_subtotals(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Give a line that calls itself a subtotal to the group that it opens or closes."""
    groups = {target.key: target for target in label_index.ordered if target.kind == "group"}
    named = list(candidates)
    before: FormLabel | None = None
    for index, candidate in enumerate(candidates):
        if (
            candidate.target is not None
            and candidate.target.kind == "subtotal"
            and candidate.values
        ):
            block = label_index.table.blocks[candidate.target.block]
            key = block.subtotal_at(before.key) if before is not None else None
            if key in groups:
                named[index] = candidate._replace(row=groups[key], own=True, margin=1.0)
        elif candidate.row is not None:
            before = candidate.row
    return named


def width_of(candidate: RowCandidate, label_index: LabelIndex) -> int:
    """Return how many columns the row candidate's row has; 0 without a row."""
    return len(label_index.table.blocks[candidate.row.block].columns) if candidate.row else 0
