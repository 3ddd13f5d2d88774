"""Labels whose characters stand below each other, one a line: the group heads of tables in PDFs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extraction.locate.thresholds import FEWEST_STACKED
from extraction.values.document import Span

_ONE = re.compile(r"[(（][一二三四五六七八九十][)）]|[一-鿿][、.．]?|、")
"""What one line of such a label holds: a character, with the mark behind it, or a number."""
_LONGEST_ONE = 3
_NO_LETTER = frozenset("无零否是有〇")
"""Characters that a cell may hold by itself."""


class Stack(NamedTuple):
    """A label on several lines: its place, what it says, and how many lines it takes."""

    span: Span
    text: str
    lines: int


def find_stacks(text: str, lines: Iterable[Span]) -> Mapping[int, Stack]:
    """Return the labels whose characters stand below each other, by where they begin.

    >>> lines = [Span(0, 2), Span(3, 4), Span(5, 6), Span(7, 8)]
    >>> stacks = find_stacks("三、\\n本\\n年\\n度\\n", lines)
    >>> [stack.text for stack in stacks.values()]
    ['三、本年度']
    """
    found: dict[int, Stack] = {}
    for run in _find_runs(text, lines):
        words = [line.slice(text) for line in run]
        if len(run) >= FEWEST_STACKED and _NO_LETTER.isdisjoint(words) and len(set(words)) > 2:
            start = run[0].start
            found[start] = Stack(Span(start, run[-1].end), "".join(words), len(run))
    return found


def _find_runs(text: str, lines: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield lines that follow each other and hold one character each, without their blanks."""
    run: list[Span] = []
    for line in lines:
        words = line.slice(text).strip()
        if len(words) <= _LONGEST_ONE and _ONE.fullmatch(words):
            run.append(line.strip(text))
        elif run:
            yield run
            run = []
    if run:
        yield run
