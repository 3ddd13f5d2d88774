"""The headings over a table in one line of figures: what of the form each label is read as."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.align.links import Item, count_printed
from extraction.align.thresholds import HEADER_ALIKE
from extraction.align.unknown_rows import departs, names_another
from extraction.forms.label_index import UNREAD, FormLabel, LabelIndex, Match, TargetKind
from extraction.forms.table import Block

_KINDS = frozenset({"row", "column", "head"})


class ReadHeader(NamedTuple):
    """A heading, whether it is read whole or cut off, and how many figures follow it.

    renamed: its words are plain, and another thing's. line: where it is printed.
    """

    target: FormLabel
    whole: bool
    figures: int
    renamed: bool
    line: int

    @property
    def is_read(self) -> bool:
        """Whether it is one of the form's, whole or cut off."""
        return self.target is not UNREAD

    @property
    def kind(self) -> TargetKind:
        """What kind of heading it is read as."""
        return self.target.kind

    @property
    def key(self) -> str:
        """The form's key of what it is read as."""
        return self.target.key


def read_headings(items: Sequence[Item], label_index: LabelIndex) -> Iterator[ReadHeader]:
    """Yield the headings in printed order, and what cannot be read among them.

    Two labels may be one heading, unless their line has as many as there are headings.
    """
    named = _list_names(label_index)
    apart = _find_full_lines(items, label_index.table.blocks[0])
    index = 0
    while index < len(items):
        line = items[index].label.line
        most = 1 if line in apart else 2
        texts = [item.label.text for item in items[index : index + most]]
        width, target = _read_heading(texts, label_index)
        text = "".join(texts[:width])
        figures = count_printed(items[index + width - 1].values)
        if target is not None:
            renamed = departs(text, target, label_index)
            yield ReadHeader(target, True, figures, renamed, line)
        else:
            cut = label_index.find_truncated(text, _KINDS) or UNREAD
            renamed = cut is UNREAD and names_another(text, named)
            yield ReadHeader(cut, False, figures, renamed, line)
        index += width


def _read_heading(texts: Sequence[str], label_index: LabelIndex) -> tuple[int, FormLabel | None]:
    """Return how many labels are one heading, and which it is, if it is read whole."""
    alone = _find_nearest(texts[0], label_index)
    behind = _find_nearest(texts[-1], label_index)
    joined = _find_nearest("".join(texts), label_index)
    parted = max(_score(alone), _score(behind))
    width, best = (2, joined) if _score(joined) > parted else (1, alone)
    if best is None or best.score < HEADER_ALIKE:
        return 1, None
    return (width, best.target) if best.target.kind in _KINDS else (1, None)


def _find_nearest(text: str, label_index: LabelIndex) -> Match | None:
    """Return what of the form a text resembles most."""
    return next(iter(label_index.find(text)), None)


def _score(match: Match | None) -> float:
    """Return how much it is alike; 0 of nothing."""
    return match.score if match is not None else 0.0


def _find_full_lines(items: Sequence[Item], block: Block) -> set[int]:
    """Return the two lines with as many labels as the table has headings in either.

    Over the first row's columns and beside them the names of the later rows; over those their
    columns.
    """
    width = len(block.columns)
    later = len(block.rows) - 1
    wanted = (width + later, width * later)
    labels = Counter(item.label.line for item in items)
    for upper, lower in pairwise(labels):
        if (labels[upper], labels[lower]) == wanted:
            return {upper, lower}
    return set()


def _list_names(label_index: LabelIndex) -> list[str]:
    """Return all labels of a table, and those of its columns glued together."""
    block = label_index.table.blocks[0]
    rows = [row.label for row in block.rows]
    columns = "".join(column.label for column in block.columns)
    corner = "".join(block.heads)
    names = [label for target in label_index.targets for label in target.labels]
    names += (columns + "".join(rows[1:]), columns * len(rows))
    names += ("".join(rows), corner + columns)
    return names
