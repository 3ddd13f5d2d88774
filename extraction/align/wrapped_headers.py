"""Heads wrapped over several lines of laid out text, where only spaces part the columns.

There a header's parts stand below each other, and what is read first says nothing of left
and right: how far from the margin they stand does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extraction.align.links import read_label
from extraction.align.thresholds import WHOLE_HEADER
from extraction.forms.label_index import LabelIndex
from extraction.values.layout import Token, print_width

_TEXT = re.compile(r"\S+(?:\s\S+)*")


class WrappedHeader(NamedTuple):
    """Texts that stand below each other, between two distances from the margin."""

    left: int
    right: int
    text: str

    def lies_over(self, other: "WrappedHeader") -> bool:
        """Whether some part of it stands above the other."""
        return self.left < other.right and other.left < self.right

    def join(self, below: "WrappedHeader") -> "WrappedHeader":
        """Return both as one."""
        left = min(self.left, below.left)
        right = max(self.right, below.right)
        return WrappedHeader(left, right, self.text + below.text)


def read_wrapped_headers(
    labels: Iterable[Token], rows: Iterable[Sequence[Token]], label_index: LabelIndex
) -> tuple[str, ...]:
    """Return a block's columns from left to right, where its headers can be put together.

    Every printed header must then be a column's: a text that is none may be part of one. And
    a row's figures must stand under them, one under each: else the text is not laid out as
    the page is, and the distances say nothing.
    """
    wrapped_headers: list[WrappedHeader] = []
    for part in chain.from_iterable(map(_set_apart, labels)):
        if _names(part.text, label_index) not in (None, "column"):
            continue
        over = [header for header in wrapped_headers if header.lies_over(part)]
        if len(over) > 1:
            return ()
        for header in over:
            wrapped_headers.remove(header)
            part = header.join(part)
        wrapped_headers.append(part)
    named = _columns(sorted(wrapped_headers), label_index)
    headers = [header for header, _ in named]
    if not any(_stand_under(row, headers) for row in rows):
        return ()
    return tuple(key for _, key in named)


def _stand_under(row: Sequence[Token], headers: Sequence[WrappedHeader]) -> bool:
    """Whether a row has a figure under each header, and no other."""
    figures = [value for value in row if value.kind != "blank"]
    if len(figures) != len(headers):
        return False
    return all(map(_stands_under, figures, headers))


def _stands_under(figure: Token, header: WrappedHeader) -> bool:
    """Whether a figure stands under a header; what has no known distance does not."""
    if figure.x_range is None:
        return False
    left, right = figure.x_range
    return header.lies_over(WrappedHeader(left, right, figure.text))


def _set_apart(label: Token) -> Iterator[WrappedHeader]:
    """Yield what wide spaces part within a label, too; at the margin no column has its header."""
    if label.x_range is None:
        return
    for match in _TEXT.finditer(label.text):
        left = label.x_range[0] + print_width(label.text[: match.start()])
        if left > 0:
            yield WrappedHeader(left, left + print_width(match[0]), match[0])


def _columns(
    wrapped_headers: Sequence[WrappedHeader], label_index: LabelIndex
) -> list[tuple[WrappedHeader, str]]:
    """Return wrapped headers and the columns that they name, if all do from the first that does."""
    named: list[tuple[WrappedHeader, str]] = []
    for header in wrapped_headers:
        key = _column(header.text, label_index)
        if key is not None:
            named.append((header, key))
        elif named:
            return []
    return named


def _names(text: str, label_index: LabelIndex) -> str | None:
    """Return the kind of the label that a text is, or can only be the beginning of."""
    target = read_label(text, WHOLE_HEADER, label_index)
    if target is not None:
        return target.kind
    return "head" if label_index.find_all_truncated(text, ("head",)) else None


def _column(text: str, label_index: LabelIndex) -> str | None:
    """Return the column that a text names, whole or cut off."""
    target = read_label(text, WHOLE_HEADER, label_index)
    if target is not None:
        return target.key if target.kind == "column" else None
    keys = {target.key for target in label_index.find_all_truncated(text, ("column",))}
    return keys.pop() if len(keys) == 1 else None
