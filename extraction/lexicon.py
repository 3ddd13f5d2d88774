"""What a printed text may mean: the form's labels that it resembles, with scores.

Scores are rapidfuzz's `fuzz.ratio` (0 to 100) on the Han characters and digits of
both sides: punctuation is what damage adds and drops, numbering is what tells 3.其他
from the column 其他.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from extraction.forms.form import Block, Form, Group, Table

_KEPT = re.compile(r"[0-9\u3400-\u9fff]+")
_GUIDANCE = re.compile(r"(?<=[\u3400-\u9fff]{2})[((【\[].*", re.DOTALL)
_LONGEST = 160
CUTOFF = 60.0

TargetKind = Literal["row", "group", "head", "column", "column_group", "subtotal", "title"]


@dataclass(frozen=True, slots=True)
class Target:
    """A label of the form. `position` is its place in the printed order; None where it may recur.

    block: index of its block in the table. key: the form's key, or the label itself.
    """

    kind: TargetKind
    key: str
    block: int
    position: int | None
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A target that a text resembles, and how much (0 to 100)."""

    target: Target
    score: float


def label_key(text: str) -> str:
    """Reduce a label to the characters that damage leaves alone.

    >>> label_key("(七)总 计"), label_key("3.危及“三安全一稳定”")
    ('七总计', '3危及三安全一稳定')
    """
    return "".join(_KEPT.findall(text))


class Lexicon:
    """The labels of one table of one form."""

    def __init__(self, form: Form, table: Table) -> None:
        """Collect the table's labels in the order in which they are printed."""
        self.form = form
        self.table = table
        self.targets = tuple(_find_targets(table))
        self.ordered = tuple(t for t in self.targets if t.position is not None)
        pairs = [(label_key(label), t) for t in self.targets for label in t.labels]
        self._keys = [key for key, _ in pairs]
        self._of_key = [target for _, target in pairs]
        self.find = lru_cache(maxsize=1024)(self._find)

    def knows_all_of(self, other: "Lexicon") -> bool:
        """Whether every label of another lexicon of the same table is one of this one's, too."""
        return self.table.key == other.table.key and set(self._keys) >= set(other._keys)

    def _find(self, text: str) -> tuple[Match, ...]:
        """Return the targets that a printed text resembles, best first."""
        if len(text) > _LONGEST:
            return ()
        best: dict[Target, float] = {}
        for variant in {label_key(text), label_key(_GUIDANCE.sub("", text))} - {""}:
            for _, score, index in process.extract(
                variant, self._keys, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=None
            ):
                target = self._of_key[index]
                best[target] = max(score, best.get(target, 0.0))
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        return tuple(Match(target, score) for target, score in ranked)


def _find_targets(table: Table) -> Iterator[Target]:
    yield Target("title", table.key, 0, None, (table.label, table.label.split("、", 1)[-1]))
    position = 0
    for index, block in enumerate(table.blocks):
        for target in _block_targets(block, index):
            if target.position is None:
                yield target
            else:
                yield Target(target.kind, target.key, index, position, target.labels)
                position += 1


def _block_targets(block: Block, index: int) -> Iterator[Target]:
    for number, head in enumerate(block.heads):
        yield Target("head", head, index, 0 if number == 0 else None, (head,))
    for column in block.columns:
        yield Target("column", column.key, index, None, column.labels)
    for group in block.column_groups:
        yield Target("column_group", group.key, index, None, group.labels)
        if group.subtotal:
            yield Target("subtotal", group.subtotal, index, None, group.subtotal_labels)
    opened: set[str] = set()
    for row in block.rows:
        for group in _groups_over(block, row.group):
            if group.key not in opened:
                opened.add(group.key)
                yield Target("group", group.subtotal or group.key, index, 0, group.labels)
        yield Target("row", row.key, index, 0, row.labels)


def _groups_over(block: Block, key: str | None) -> list[Group]:
    """Return the groups that a row stands in, outermost first."""
    chain: list[Group] = []
    while key is not None:
        group = next(g for g in block.row_groups if g.key == key)
        chain.insert(0, group)
        key = group.within
    return chain
