"""Rows that only resemble the form's: what a printed label says otherwise decides.

Damage takes characters away, masks them, or garbles one; it does not put other words in
their place. 行政复议事项 is not 行政查询事项, however much they look alike. One word that
stands for another in several rows alike is the page's own (an advertiser's, a local one).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


def drop_unknown_rows(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Take from rows of the form the lines whose label names something else."""
    departures = [_find_departure(candidate, label_index) for candidate in candidates]
    groups = [group.label for block in label_index.table.blocks for group in block.row_groups]
    shared = Counter(difference for found in departures for difference in set(found))
    apart = []
    for candidate, found in zip(candidates, departures, strict=True):
        if any(
            _is_another(d) and shared[d] < SHARED_DEPARTURE and not _is_heading(d, groups)
            for d in found
        ):
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
    labels = _own_labels(candidate, row)
    if _is_one_of(candidate.label, labels) or label_index.is_spoilt(candidate.label, row):
        return ()
    near = [tuple(_compare(*pair)) for pair in _pairs(candidate.label, labels)]
    return min(near, key=lambda found: (sum(map(_is_another, found)), _size(found)))


def _own_labels(candidate: RowCandidate, row: FormLabel) -> list[str]:
    """Return a row's labels, without those that have its group's heading before one that fits."""
    first = label_key(candidate.label)[:1]
    plain = [key for key in map(label_key, row.labels) if key.startswith(first)]
    return [
        label
        for label in row.labels
        if not any(label_key(label).endswith(key) and label_key(label) != key for key in plain)
    ]


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
    texts = {text} if len(told) <= BRIEF_REMARK and _OTHER_THAN_ALL.search(told) else {text, bare}
    return [(label_key(own), label_key(label)) for own in sorted(texts) for label in labels]


def _size(found: Sequence[Difference]) -> int:
    return sum(len(d.wanted) + len(d.printed) for d in found)


def _compare(printed: str, wanted: str) -> Iterator[Difference]:
    """Yield the differences between two labels; those next to each other are one.

    >>> [d[:2] for d in _compare("8属于行政复议事项", "8属于行政查询事项")]
    [('查询', '复议')]
    """
    alike = [op for op in Levenshtein.opcodes(printed, wanted) if op.tag == "equal"]
    at, goal = 0, 0
    for op in alike:
        own, other = printed[at : op.src_start], wanted[goal : op.dest_start]
        if own or other:
            yield Difference(other, own, "middle" if at else "start")
        at, goal = op.src_end, op.dest_end
    if at < len(printed) or goal < len(wanted):
        yield Difference(wanted[goal:], printed[at:], "end")


def _is_heading(difference: Difference, groups: Sequence[str]) -> bool:
    """Whether what stands before a label is the rest of its group's heading."""
    rest = difference.printed if difference.where == "start" and not difference.wanted else ""
    return len(rest) >= SHORTEST_WORD and any(rest in label_key(group) for group in groups)


def _is_another(difference: Difference) -> bool:
    """Whether a difference makes a label another thing's.

    >>> _is_another(Difference("查询", "复议", "middle")), _is_another(Difference("性", "", "end"))
    (True, False)
    """
    wanted, printed, where = difference
    if _NUMBER.fullmatch(printed) and _NUMBER.fullmatch(wanted):
        return where == "middle" and bool(_COUNTS.fullmatch(printed) and _COUNTS.fullmatch(wanted))
    if not printed:
        return (
            len(wanted) <= SHORTEST_WORD and where != "end" and _NEGATION.search(wanted) is not None
        )
    if _NEGATION.search(printed) and not _NEGATION.search(wanted):
        return True
    if not wanted:
        return not _COUNTED.fullmatch(printed) and (where == "end" or len(printed) >= SHORTEST_WORD)
    return not _is_misspelt(printed, wanted)


def names_another(text: str, labels: Iterable[str]) -> bool:
    """Whether a text is made of plain words, and is not what damage makes of some labels.

    What is cut off, masked or garbled names nothing else: of 商业企业 企业 may be left, but
    国有企业 is another thing. Nor do single characters of labels printed from top to bottom.

    >>> names_another("同比增减", ["结果维持"]), names_another("结果", ["结果维持"])
    (True, False)
    """
    words, keys = label_key(text), list(map(label_key, labels))
    if len(words) < SHORTEST_WORD or not all(map(is_common, words)):
        return False
    if _UPRIGHT.fullmatch(text.strip()) and set(words) <= set("".join(keys)):
        return False
    return all(any(map(_is_another, _compare(words, key))) for key in keys)


def departs(text: str, target: FormLabel, label_index: LabelIndex) -> bool:
    """Whether a label that resembles a target's says that it is something else."""
    if _is_one_of(text, target.labels) or label_index.is_spoilt(text, target):
        return False
    return all(any(map(_is_another, _compare(*pair))) for pair in _pairs(text, target.labels))


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
