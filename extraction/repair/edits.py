"""Changes to a text, and the way back from the changed text to the original one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from extraction.values.document import Span


class Edit(NamedTuple):
    """Put `replacement` where `text[start:end]` stands.

    As many characters for as many are taken to be one for one. An edit that
    changes nothing says that there is damage here which could not be undone.
    """

    start: int
    end: int
    replacement: str
    kind: str


class Ranges(NamedTuple):
    """Half-open ranges in order, their beginnings and their ends."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """The ranges that changed length in one pass over a text, before and after it."""

    old: Ranges
    new: Ranges

    def forward(self, span: Span) -> Span:
        """Return where a place in the old text lies in the new one."""
        start = _move_start(span.start, self.old, self.new)
        end = _move_end(span.end, self.old, self.new)
        return Span(min(start, end), max(start, end))

    def back(self, span: Span) -> Span:
        """Return where a place in the new text lies in the old one; an empty place stays empty."""
        start = _move_start(span.start, self.new, self.old)
        end = _move_end(span.end, self.new, self.old)
        return Span(min(start, end), end)


def _move_start(offset: int, source: Ranges, target: Ranges) -> int:
    """Move the beginning of a span: what was removed just before it stays outside.

    >>> _move_start(1, Ranges((1,), (1,)), Ranges((1,), (5,)))  # "(qū)" was removed at 1
    5
    """
    index = bisect_right(source.starts, offset) - 1
    if index < 0:
        return offset
    if offset < source.ends[index]:
        return target.starts[index]
    return target.ends[index] + offset - source.ends[index]


def _move_end(offset: int, source: Ranges, target: Ranges) -> int:
    """Move the end of a span: what was removed just after it stays outside.

    >>> _move_end(1, Ranges((1,), (1,)), Ranges((1,), (5,)))
    1
    """
    index = bisect_left(source.starts, offset) - 1
    if index < 0:
        return offset
    return target.ends[index] + max(0, offset - source.ends[index])


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Shift | None]:
    """Return the changed text, and the shift if any length has changed.

    Edits come in order and do not overlap.

    >>> apply_edits("区(qū)长", [Edit(1, 5, "", "pinyin")])[0]
    '区长'
    """
    pieces: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    done = drift = 0
    for start, end, replacement, _ in edits:
        pieces += (text[done:start], replacement)
        done = end
        grown = len(replacement) - (end - start)
        if grown:
            moved.append((start, end, start + drift, end + drift + grown))
            drift += grown
    pieces.append(text[done:])
    if not moved:
        return "".join(pieces), None
    old_starts, old_ends, new_starts, new_ends = zip(*moved, strict=True)
    return "".join(pieces), Shift(Ranges(old_starts, old_ends), Ranges(new_starts, new_ends))
