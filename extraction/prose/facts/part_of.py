"""Read lists in a sentence: tie names to figures, and parts to their wholes."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from extraction.prose.facts.quantities import Quantity
from extraction.prose.facts.stated_fact import StatedFact
from extraction.prose.facts.vocabulary import Vocabulary

_BETWEEN = re.compile(r"[、,/和及与]{1,2}|以及")
_NAMES = re.compile(r"以及|[、/和及与,]")
_SHARED = re.compile(r"分别|依次")
_OPENS_PARTS = re.compile(r"其中|包括|分别|包含|[(（][^()（）]*$")
_REST = re.compile(r"其余|余下|剩下")
_TURNS = re.compile(
    ",(?:已|均|共|全部|公开|按期|按时|及时|累计)*(?:答复|回复|办结|办理|处理|采纳|整改|反馈)"
)
_ENDS_PARTS = re.compile(r"[;。)）]")


def share_names(
    words: str, quantities: Sequence[Quantity], starts: Sequence[int], vocabulary: Vocabulary
) -> dict[int, str]:
    """Return a name of its own for each figure of a list whose names stand before it.

    网络、信函、当面申请分别为5件、1件、1件: each figure gets one. `starts` is where the lead
    of each quantity begins. Nothing is shared out unless there are as many names as figures,
    nor where the figures are changes.
    """
    shared: dict[int, str] = {}
    for run in _find_lists(words, quantities):
        first, count = run[0], len(run)
        end = quantities[first].start
        lead = words[starts[first] : end]
        if count == 1 or vocabulary.compared_words.search(lead):
            continue
        named = vocabulary.light_words.sub("", lead)
        names = [name for name in _NAMES.split(named) if name]
        told = _SHARED.search(lead) is not None
        if len(names) == count or (told and len(names) > count):
            shared |= dict(zip(run, names[-count:], strict=True))
    return shared


def _find_lists(words: str, quantities: Sequence[Quantity]) -> list[list[int]]:
    """Return runs of figures between which nothing but a mark or an `and` stands."""
    runs: list[list[int]] = []
    end = 0
    for index, quantity in enumerate(quantities):
        if runs and _BETWEEN.fullmatch(words, end, quantity.start):
            runs[-1].append(index)
        else:
            runs.append([index])
        end = quantity.end
    return runs


def tie_parts(words: str, stated: Sequence[StatedFact]) -> dict[int, int]:
    """Return for each part of a stated whole the index of the whole.

    Ways in which it came are none where some are told without a figure: 其余为信函.
    """
    ties = _tie_listed(words, stated)
    if _REST.search(words):
        return {part: whole for part, whole in ties.items() if not stated[part].within}
    return ties | _tie_within(stated, ties)


def _tie_listed(words: str, stated: Sequence[StatedFact]) -> dict[int, int]:
    """Return the parts that are listed as such.

    They follow 其中 and its kin, or stand in the bracket behind the whole; they have its unit,
    and none is more than it.
    """
    ties: dict[int, int] = {}
    whole: int | None = None
    for index in range(1, len(stated)):
        fact = stated[index]
        gap = _gap(words, stated, index)
        if _ENDS_PARTS.search(gap):
            whole = None
        if whole is not None and gap.startswith(","):
            parts = [part for part, its in ties.items() if its == whole]
            over = _is_over(words, stated, parts, (whole, index))
            whole = None if over else whole
        if _OPENS_PARTS.search(gap):
            whole = index - 1
        if whole is None or fact.kind in ("percentage", "none"):
            continue
        if _is_part(fact, stated[whole]):
            ties[index] = whole
        else:
            whole = None
    return ties


def _gap(words: str, stated: Sequence[StatedFact], index: int) -> str:
    _, end = stated[index - 1].at
    start, _ = stated[index].at
    return words[end:start]


def _is_over(
    words: str, stated: Sequence[StatedFact], parts: Sequence[int], place: tuple[int, int]
) -> bool:
    """Say whether a list of parts ends before a comma: 其中信箱2条、咨询3条,答复4条.

    It is told what was done with the whole; or the next figure is too many, and the parts are
    complete without it, or 、 joined them. `place` is the whole, and the figure.
    """
    whole, index = place
    if parts and _TURNS.match(_gap(words, stated, index)):
        return True
    if len(parts) < 2:
        return False
    told = sum(stated[part].value for part in parts)
    left = stated[whole].value - told
    if stated[index].value <= left:
        return False
    return not left or _gap(words, stated, parts[-1]).startswith("、")


def _is_part(fact: StatedFact, whole: StatedFact) -> bool:
    if fact.is_whole and fact.key != whole.key:
        return False
    return fact.unit == whole.unit and fact.value <= whole.value


def _tie_within(stated: Sequence[StatedFact], ties: Mapping[int, int]) -> dict[int, int]:
    """Return for each part that nothing ties the whole of its kind before it in the sentence.

    What stands between two such parts is a part too, of a kind without a name of its own.
    """
    found: dict[int, int] = {}
    for index, fact in enumerate(stated):
        if index in ties:
            continue
        before = enumerate(stated[:index])
        wholes = [at for at, whole in before if whole.key == fact.within]
        if len(wholes) != 1:
            continue
        only = wholes[0]
        if fact.unit == stated[only].unit:
            found[index] = only
    for first, last in pairwise(sorted(found)):
        whole = found[first]
        if found[last] != whole:
            continue
        for between in range(first + 1, last):
            if between not in ties and _is_part(stated[between], stated[whole]):
                found[between] = whole
    return found


def find_doubtful(stated: Sequence[StatedFact], ties: Mapping[int, int]) -> frozenset[int]:
    """Return what is called a whole, and may be a part.

    The whole of which a part is called the same: 接收52件,其中实际受理49件. And what a
    sentence states twice with other figures: 网上申请30件,办结28件;信函申请20件,办结20件.
    """
    wholes = [index for index, fact in enumerate(stated) if fact.is_whole]
    doubtful: set[int] = set()
    for pair in product(wholes, wholes):
        one, other = pair
        fact, twin = stated[one], stated[other]
        if (fact.key, fact.scope) != (twin.key, twin.scope):
            continue
        if ties.get(other) == one or _differ(stated, ties, pair):
            doubtful.add(one)
    return frozenset(doubtful)


def _differ(stated: Sequence[StatedFact], ties: Mapping[int, int], pair: tuple[int, int]) -> bool:
    """Say whether two facts that are parts of nothing have different figures."""
    first, second = pair
    if first in ties or second in ties:
        return False
    return stated[first].value != stated[second].value
