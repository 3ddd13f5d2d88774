"""Look up a printed text among the form's labels: those that it resembles, with scores.

Scores are rapidfuzz's `fuzz.ratio` (0 to 100) on the Han characters and digits of
both sides: punctuation is what damage adds and drops, numbering is what tells 3.其他
from the column 其他.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, LCSseq

from extraction.forms.form import Form
from extraction.forms.table import Block, Group, Table, label_key
from extraction.forms.thresholds import (
    BOTH_ENDS,
    CUTOFF,
    FEWEST_BYTES,
    LABEL_CLOSING,
    LABEL_OPENING,
    LONGEST_LOOKED_UP,
    LOST_BYTES,
    MANY_MASKED,
    MOST_MASKS,
    OUT_OF_STEP,
    SHORTEST_BEGINNING,
    UNMASKED,
)
from extraction.text.common_han import is_common

_GUIDANCE = re.compile(
    r"(?<=[/\u3400-\u9fff][\u3400-\u9fff”\"’」』])"
    r"\s?(?:[((【\[](?![\d一二三四五六七八九十]{1,2}[))])|[:：—]|[,，;；](?=是?指|即|含|包括|注)|注[:：]).*",
    re.DOTALL,
)
_WIDE = str.maketrans("(),", "（），")
_MASK = re.compile(r"(\*{2,})")
TargetKind = Literal[
    "row", "group", "head", "column", "column_group", "columns", "subtotal", "title", "unread"
]


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A label of the form. `position` is its place in the printed order; None where it may recur.

    block: index of its block in the table. key: the form's key, or the label itself.
    `columns` are all headers of one line in order, without a separator.
    """

    kind: TargetKind
    key: str
    block: int
    position: int | None
    labels: tuple[str, ...]


UNREAD = FormLabel("unread", "", -1, None, ())
"""What a printed label is that resembles nothing in the form."""


@dataclass(frozen=True, slots=True)
class Match:
    """A target that a text resembles, and how much (0 to 100)."""

    target: FormLabel
    score: float


def without_guidance(text: str) -> str:
    """Return a label without what explains it: a bracket, words behind a colon or 指, a note.

    A number in brackets explains nothing: it begins the next label.

    >>> without_guidance("规章：指本级制定的规章"), without_guidance("(七)总计")
    ('规章', '(七)总计')
    >>> without_guidance("行政处罚,含简易程序"), without_guidance("行政许可 注:已办结的")
    ('行政处罚', '行政许可')
    """
    return _GUIDANCE.sub("", text)


def count_common(text: str, label: str) -> int:
    """Count the characters that a printed text and a label share, in order."""
    known = len(text) <= LONGEST_LOOKED_UP
    return _count_known(text, label) if known else _count_shared(text, label)


def _count_shared(text: str, label: str) -> int:
    return int(LCSseq.similarity(label_key(text), label_key(label)))


_count_known = lru_cache(maxsize=8192)(_count_shared)
"""Longer texts than labels are not kept: they may be as long as a page."""


def _to_raw(label: str) -> str:
    """Return the bytes of a label in GBK, each as one character, brackets as they are printed."""
    return label.translate(_WIDE).encode("gb18030", "replace").decode("latin-1")


@cache
def _is_plain(character: str) -> bool:
    """Whether a character is one that a report may well be written with."""
    return character.isascii() or is_common(character)


class LabelIndex:
    """The labels of one table of one form."""

    def __init__(self, form: Form, table: Table) -> None:
        """Collect the table's labels in the order in which they are printed."""
        self.form = form
        self.table = table
        self.targets = tuple(_find_targets(table, form.sections.get(table.key, ())))
        self.ordered = tuple(t for t in self.targets if t.position is not None)
        self._keys: list[str] = []
        self._raw: list[str] = []
        self._of_key: list[FormLabel] = []
        for target in self.targets:
            for label in target.labels:
                self._keys.append(label_key(label))
                self._raw.append(_to_raw(label))
                self._of_key.append(target)
        self._of_ends = _find_ends(self._keys, self._of_key)
        self._characters = frozenset("".join(self._keys))
        self._known = frozenset(self._keys)
        self._in_a_row = "|".join(self._keys)
        self._beginnings = {key[:end] for key in self._keys for end in range(1, len(key))}
        self._openings = self._beginnings | self._known
        self.find = lru_cache(maxsize=4096)(self._find)
        self._is_held = lru_cache(maxsize=4096)(self._in_a_row.__contains__)

    def knows_all_of(self, other: "LabelIndex") -> bool:
        """Whether every label of another index of the same table is one of this one's, too."""
        return self.table.key == other.table.key and self._known >= other._known

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the table, in the form's own words."""
        return label_key(text) in self._known

    def holds(self, text: str) -> bool:
        """Whether a text is a part of some label of the table, as a wrapped one's line is."""
        key = label_key(text)
        return 0 < len(key) <= LONGEST_LOOKED_UP and self._is_held(key)

    def is_beginning(self, text: str) -> bool:
        """Whether some label of the table begins with a text, and goes on."""
        return label_key(text) in self._beginnings

    def opens(self, text: str) -> bool:
        """Whether some label of the table begins with a text, or is it."""
        key = label_key(text)
        return len(key) <= LONGEST_LOOKED_UP and key in self._openings

    def find_truncated(self, text: str, kinds: Container[str]) -> FormLabel | None:
        """Return the target that a cut off label can only be, by how it begins; None if unclear.

        The second line of a column's header is often lost: 商业 is 商业企业, 本年新 may be two.
        """
        found = self.find_all_truncated(text, kinds)
        return found[0] if len(found) == 1 else None

    def find_all_truncated(self, text: str, kinds: Container[str]) -> tuple[FormLabel, ...]:
        """Return all that a cut off label may be, by how it begins, in the form's order."""
        key = label_key(text)
        if len(key) < SHORTEST_BEGINNING:
            return ()
        found: dict[FormLabel, None] = {}
        for label, target in zip(self._keys, self._of_key, strict=True):
            if target.kind in kinds and label.startswith(key):
                found[target] = None
        return tuple(found)

    def is_spoilt(self, text: str, target: FormLabel) -> bool:
        """Whether a mask or a lost byte makes a target's label of what is printed."""
        return target in self._find_masked(text) or target in self._find_out_of_step(text)

    def _find_out_of_step(self, text: str) -> Iterator[FormLabel]:
        """Yield the targets that a text is but for a byte of GBK that was lost.

        All behind it then reads as other characters, till ASCII comes; half of one, shown
        as ?, is left over. Plain words are no such: 行政处分 is two bytes away from 行政处罚.
        """
        if text.isascii() or ("?" not in text and all(map(_is_plain, label_key(text)))):
            return
        raw = _to_raw(text.replace("?", ""))
        if len(raw) < FEWEST_BYTES:
            return
        near = process.extract(
            raw, self._raw, scorer=Indel.distance, score_cutoff=LOST_BYTES, limit=None
        )
        yield from (self._of_key[index] for *_, index in near)

    def _find_masked(self, text: str) -> list[FormLabel]:
        """Return the targets that a text with masked words may be, by what the mask leaves.

        A mask is as long as it is, whatever it hides: up to twice its length is allowed. Many
        masks leave too little, and too many ways to fill them, to look for. Heads
        glued together are left out: of a block's only header they are the same words.
        """
        masks = len(_MASK.findall(text))
        if not 0 < masks <= MOST_MASKS or not label_key(text):
            return []
        parts = []
        for part in _MASK.split(text):
            masked = _MASK.fullmatch(part)
            parts.append(f".{{1,{2 * len(part)}}}" if masked else label_key(part))
        fits = re.compile("".join(parts))
        found: dict[FormLabel, None] = {}
        for key, target in zip(self._keys, self._of_key, strict=True):
            if target.kind != "columns" and fits.fullmatch(key):
                found[target] = None
        return list(found)

    def _may_reach_cutoff(self, key: str) -> bool:
        """Whether a key has enough of the labels' characters to score 60 with any of them.

        A ratio of 60 % means that of n characters 2 m / (n + k) >= 0.6, with m in common
        and k >= m in the label: m is at least 3/7 of n.
        """
        common = sum(map(self._characters.__contains__, key))
        return 7 * common >= 3 * len(key)

    def _find(self, text: str) -> tuple[Match, ...]:
        """Return the targets that a printed text resembles, best first."""
        if len(text) > LONGEST_LOOKED_UP:
            return ()
        best = self._find_whole(text)
        if not best:
            best = dict.fromkeys(self._find_out_of_step(text), OUT_OF_STEP)
        if max(best.values(), default=0.0) < UNMASKED:
            masked = self._find_masked(text)
            one = len({target.key for target in masked}) == 1
            score = UNMASKED if one else MANY_MASKED
            for target in masked:
                best[target] = max(score, best.get(target, 0.0))
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        return tuple(Match(target, score) for target, score in ranked)

    def _find_whole(self, text: str) -> dict[FormLabel, float]:
        """Return the best score of each target that a text, or it without guidance, resembles."""
        best: dict[FormLabel, float] = {}
        variants = dict.fromkeys(map(label_key, (text, without_guidance(text))))
        for variant in variants:
            if not variant or not self._may_reach_cutoff(variant):
                continue
            alike = process.extract(
                variant, self._keys, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=None
            )
            for _, score, index in alike:
                target = self._of_key[index]
                best[target] = max(score, best.get(target, 0.0))
            row = self._of_ends.get(_ends(variant))
            if row is not None:
                best[row] = max(BOTH_ENDS, best.get(row, 0.0))
        return best


Ends = tuple[str, str]


def _ends(key: str) -> Ends:
    return key[:LABEL_OPENING], key[-LABEL_CLOSING:]


def _find_ends(keys: Sequence[str], targets: Sequence[FormLabel]) -> dict[Ends, FormLabel]:
    """Return the rows that how their labels begin and end tells from all others.

    What was put in between, such as an advertiser's name for a common word, leaves them alone.
    """
    ends: dict[Ends, FormLabel] = {}
    shared: set[Ends] = set()
    for key, target in zip(keys, targets, strict=True):
        if len(key) < LABEL_OPENING + LABEL_CLOSING:
            continue
        both = _ends(key)
        if ends.setdefault(both, target) != target:
            shared.add(both)
    rows = (both for both, target in ends.items() if target.kind == "row")
    return {both: ends[both] for both in rows if both not in shared}


def _find_targets(table: Table, section: Sequence[str]) -> Iterator[FormLabel]:
    """Yield a table's targets; `section` is what the section that it stands in may be called."""
    unnumbered = table.label.split("、", 1)[-1]
    titles = tuple(dict.fromkeys((table.label, unnumbered, *section)))
    yield FormLabel("title", table.key, 0, None, titles)
    position = 0
    for index, block in enumerate(table.blocks):
        for target in _block_targets(block, index):
            if target.position is None:
                yield target
            else:
                yield FormLabel(target.kind, target.key, index, position, target.labels)
                position += 1


def _block_targets(block: Block, index: int) -> Iterator[FormLabel]:
    for number, head in enumerate(block.heads):
        yield FormLabel("head", head, index, 0 if number == 0 else None, (head,))
    for column in block.columns:
        yield FormLabel("column", column.key, index, None, column.labels)
    for group in block.column_groups:
        yield FormLabel("column_group", group.key, index, None, group.labels)
        if group.subtotal:
            yield FormLabel("subtotal", group.subtotal, index, None, group.subtotal_labels)
    for heads in _head_lines(block):
        glued = "".join(heads)
        corners = (corner + glued for corner in block.heads[1:])
        yield FormLabel("columns", glued, index, None, (glued, *corners))
    yield from _row_targets(block, index)


def _row_targets(block: Block, index: int) -> Iterator[FormLabel]:
    opened: set[str] = set()
    for row in block.rows:
        over = _groups_over(block, row.group)
        opening = [group for group in over if group.key not in opened]
        opened.update(group.key for group in opening)
        for group in opening:
            yield FormLabel("group", group.subtotal or group.key, index, 0, group.labels)
        # Without a separator, headings stick to the label of the first row under them.
        heading = "".join(group.label for group in opening)
        labels = (*row.labels, heading + row.label) if heading else row.labels
        yield FormLabel("row", row.key, index, 0, labels)


def _head_lines(block: Block) -> list[list[str]]:
    """Return the headers of the columns, a group's name above those of its columns."""
    groups = {group.key: group.label for group in block.column_groups}
    over = dict.fromkeys(column.group or column.key for column in block.columns)
    names = {column.key: column.label for column in block.columns} | groups
    under = [column.label for column in block.columns if column.group]
    lines = [[names[key] for key in over]]
    if under:
        lines.append(under)
    return lines


def _groups_over(block: Block, key: str | None) -> list[Group]:
    """Return the groups that a row stands in, outermost first."""
    chain: list[Group] = []
    while key is not None:
        group = next(g for g in block.row_groups if g.key == key)
        chain.insert(0, group)
        key = group.within
    return chain


@lru_cache(maxsize=8)
def index_labels(form: Form) -> Mapping[str, LabelIndex]:
    """Return the label index of each of a form's tables, by the table's key."""
    return {table.key: LabelIndex(form, table) for table in form.tables}


@lru_cache(maxsize=4)
def merge_label_indexes(forms: tuple[Form, ...]) -> tuple[LabelIndex, ...]:
    """Return the label indexes that know each label of any form, without those that add none."""
    merged: list[LabelIndex] = []
    for form in forms:
        for own in index_labels(form).values():
            if not any(known.knows_all_of(own) for known in merged):
                merged.append(own)
    return tuple(merged)
