"""Rows that only resemble the form's: what a printed label says otherwise decides.

Damage takes characters away, masks them, or garbles one; it does not put other words in
their place. 行政复议事项 is not 行政查询事项, however much they look alike. One word that
stands for another in several rows alike is the page's own (an advertiser's, a local one).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from extraction.align.row_candidates import RowCandidate
from extraction.align.thresholds import BRIEF_REMARK, SHARED_DEPARTURE, SHORTEST_WORD
from extraction.forms.label_index import FormLabel, LabelIndex, without_guidance
from extraction.forms.table import label_key
from extraction.text.common_han import is_common
from extraction.text.sounds import find_readings, strip_tone

_NEGATION = re.compile("[不非未无否被]")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十]*")
_COUNTS = re.compile(r"[一二三四五六七八九十]+")
"""A number within a label is no numbering: 三类内部事务信息, 第三方, 四类过程性信息."""
_COUNTED = re.compile(r"(?:[总件次个项条]?数量?|[件次个项条类等]|情况|事项|的)*")
"""What may be added to a row's name without making it another's: 行政许可件数, 行政处罚情况."""
_OTHER_THAN_ALL = re.compile(
    "上一?年|[去往]年|同期|同比|累计|其中|不[足到]|超过|作废|应为|预计|估计|[(（【:：]\\s*大?约\\W*$"
)
"""What makes of a row's figure another year's, a part of it, or no exact one."""
_UPRIGHT = re.compile(r"\S(?:\s+\S)+")
"""A line of headers that are printed upright, a character of each: what it says is no word."""


class Difference(NamedTuple):
    """A departure of a printed label from the form's: what the form has, what is printed, where."""

    wanted: str
    printed: str
    where: Literal["start", "middle", "end"]

    @property
    def size(self) -> int:
        """How many characters both have."""
        return len(self.wanted) + len(self.printed)


def drop_unknown_rows(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Take from rows of the form the lines whose label names something else."""
    departures = [_find_departure(candidate, label_index) for candidate in candidates]
    shared = Counter(chain.from_iterable(map(set, departures)))
    blocks = label_index.table.blocks
    groups = [label_key(group.label) for block in blocks for group in block.row_groups]
    apart = []
    for candidate, found in zip(candidates, departures, strict=True):
        own = (one for one in found if shared[one] < SHARED_DEPARTURE)
        if any(_is_another(one) and not _is_heading(one, groups) for one in own):
            candidate = candidate._replace(target=None, row=None, own=True)
        apart.append(candidate)
    return apart


def _find_departure(candidate: RowCandidate, label_index: LabelIndex) -> tuple[Difference, ...]:
    """Return where a row's label departs from what of the form it is nearest to.

    With its own number first, a row's label is not held against its group's heading and it.
    """
    row = candidate.row
    if row is None or row.kind != "row":
        return ()
    text = candidate.label
    labels = _own_labels(text, row)
    if _is_one_of(text, labels) or label_index.is_spoilt(text, row):
        return ()
    departures = [tuple(_compare(own, label)) for own, label in _pairs(text, labels)]
    return min(departures, key=_measure)


def _own_labels(text: str, row: FormLabel) -> list[str]:
    """Return a row's labels, without those that have its group's heading before one that fits."""
    first = label_key(text)[:1]
    plain = [key for key in map(label_key, row.labels) if key.startswith(first)]
    return [label for label in row.labels if not _has_more_before(label_key(label), plain)]


def _has_more_before(key: str, plain: Sequence[str]) -> bool:
    """Whether a label ends in one of the plain ones, and has something else before it."""
    return any(key.endswith(own) and key != own for own in plain)


def _is_one_of(text: str, labels: Iterable[str]) -> bool:
    """Whether a printed label is one of the form's to the letter."""
    key = label_key(text)
    return any(key == label_key(label) for label in labels)


def _pairs(text: str, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is printed beside each label, with what explains it and without.

    A brief remark that makes another figure of the row's explains nothing.
    """
    bare = without_guidance(text)
    told = text[len(bare) :]
    texts = {text, bare}
    if len(told) <= BRIEF_REMARK and _OTHER_THAN_ALL.search(told):
        texts = {text}
    printed = map(label_key, sorted(texts))
    return list(product(printed, map(label_key, labels)))


def _measure(found: Sequence[Difference]) -> tuple[int, int]:
    """Return how many differences make a label another thing's, and how many characters differ."""
    others = sum(map(_is_another, found))
    return others, sum(one.size for one in found)


def _compare(printed: str, wanted: str) -> Iterator[Difference]:
    """Yield the differences between two labels; those next to each other are one.

    >>> [d[:2] for d in _compare("8属于行政复议事项", "8属于行政查询事项")]
    [('查询', '复议')]
    """
    at = goal = 0
    for op in Levenshtein.opcodes(printed, wanted):
        if op.tag != "equal":
            continue
        own = printed[at : op.src_start]
        other = wanted[goal : op.dest_start]
        if own or other:
            yield Difference(other, own, "middle" if at else "start")
        at, goal = op.src_end, op.dest_end
    if at < len(printed) or goal < len(wanted):
        yield Difference(wanted[goal:], printed[at:], "end")


def _is_heading(difference: Difference, groups: Sequence[str]) -> bool:
    """Whether what stands before a label is the rest of its group's heading."""
    wanted, rest, where = difference
    if where != "start" or wanted or len(rest) < SHORTEST_WORD:
        return False
    return any(rest in group for group in groups)


def _is_another(difference: Difference) -> bool:
    """Whether a difference makes a label another thing's.

    >>> _is_another(Difference("查询", "复议", "middle")), _is_another(Difference("性", "", "end"))
    (True, False)
    """
    wanted, printed, where = difference
    if _NUMBER.fullmatch(printed) and _NUMBER.fullmatch(wanted):
        if where != "middle":
            return False
        return bool(_COUNTS.fullmatch(printed) and _COUNTS.fullmatch(wanted))
    if not printed:
        if where == "end" or len(wanted) > SHORTEST_WORD:
            return False
        return _NEGATION.search(wanted) is not None
    if _NEGATION.search(printed) and not _NEGATION.search(wanted):
        return True
    if not wanted:
        if _COUNTED.fullmatch(printed):
            return False
        return where == "end" or len(printed) >= SHORTEST_WORD
    return not _is_misspelt(printed, wanted)


def names_another(text: str, labels: Iterable[str]) -> bool:
    """Whether a text is made of plain words, and is not what damage makes of some labels.

    What is cut off, masked or garbled names nothing else: of 商业企业 企业 may be left, but
    国有企业 is another thing. Nor do single characters of labels printed from top to bottom.

    >>> names_another("同比增减", ["结果维持"]), names_another("结果", ["结果维持"])
    (True, False)
    """
    words = label_key(text)
    if len(words) < SHORTEST_WORD or not all(map(is_common, words)):
        return False
    keys = list(map(label_key, labels))
    if _UPRIGHT.fullmatch(text.strip()) and set(words) <= set("".join(keys)):
        return False
    return all(_tells_apart(words, key) for key in keys)


def _tells_apart(printed: str, wanted: str) -> bool:
    """Whether a printed label has a difference that makes it another thing's than the form's."""
    return any(map(_is_another, _compare(printed, wanted)))


def departs(text: str, target: FormLabel, label_index: LabelIndex) -> bool:
    """Whether a label that resembles a target's says that it is something else."""
    if _is_one_of(text, target.labels) or label_index.is_spoilt(text, target):
        return False
    return all(_tells_apart(own, label) for own, label in _pairs(text, target.labels))


def _is_misspelt(printed: str, wanted: str) -> bool:
    """Whether one text stands for another by a slip: as many characters that sound the same,
    or such as no report is written with.

    >>> _is_misspelt("钩", "勾"), _is_misspelt("上", "本"), _is_misspelt("犍", "本")
    (True, False, True)
    """
    if len(printed) != len(wanted):
        return not any(map(is_common, printed))
    pairs = zip(printed, wanted, strict=True)
    return all(not is_common(own) or _sound(own) & _sound(form) for own, form in pairs)


def _sound(character: str) -> frozenset[str]:
    """Return how a character may be read aloud, without tones."""
    return frozenset(map(strip_tone, find_readings(character)))
