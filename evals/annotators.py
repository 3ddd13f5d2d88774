"""Two hands over one report: how far their labels agree, and whether that says anything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from evals.case import LabelledCase, group_labels
from evals.gold import TODO, Gold
from evals.label import BLIND
from evals.synth.labelled import Label


class _Answers(NamedTuple):
    """What two hands say of one thing."""

    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class AnnotatorAgreement:
    """Two hands over one report: what both labelled, what they differ on, and kappa of cells.

    kappa is null where only one thing was ever said, so that chance cannot be told. beside:
    pieces of metadata and facts that either labelled. same_draft: both began with what gouji
    reads, so that saying the same is no agreement of theirs.
    """

    report: str
    first: str
    second: str
    cells: int
    beside: int
    differ: tuple[_Answers, ...]
    cells_differ: int
    kappa: float | None
    same_draft: bool

    @property
    def share(self) -> float:
        """The share of cells on which both agree."""
        return 1 - self.cells_differ / self.cells if self.cells else 0.0

    @property
    def beside_agreed(self) -> int:
        """How many pieces of metadata and facts both have alike."""
        return self.beside - (len(self.differ) - self.cells_differ)


def find_agreements(found: Sequence[LabelledCase]) -> Iterator[AnnotatorAgreement]:
    """Yield how far each two labellers of a report agree."""
    for (report, _), hands in group_labels(found).items():
        for first, second in combinations(hands, 2):
            yield compare_hands(report, first, second)


def compare_hands(report: str, first: LabelledCase, second: LabelledCase) -> AnnotatorAgreement:
    """Compare the labels of two hands: cell by cell, then metadata, the year, and facts."""
    left, right = first.gold.labels, second.gold.labels
    both = [_Answers(str(key), said(left[key]), said(right[key])) for key in left if key in right]
    cells = _find_differing(both)
    beside = list(_compare_words(first.gold, second.gold))
    one, other = (hand.labeller or "the settled file" for hand in (first, second))
    return AnnotatorAgreement(
        report,
        one,
        other,
        len(both),
        len(beside),
        (*cells, *_find_differing(beside)),
        len(cells),
        cohen_kappa([each[1:] for each in both]),
        all(hand.gold.drafted not in (None, BLIND) for hand in (first, second)),
    )


def _find_differing(answers: Iterable[_Answers]) -> list[_Answers]:
    return [each for each in answers if each.first != each.second]


def _compare_words(first: Gold, second: Gold) -> Iterator[_Answers]:
    """Yield each piece of metadata and each fact, as either hand has it."""
    for key in sorted({*first.metadata, *second.metadata}):
        values = [gold.metadata.get(key) for gold in (first, second)]
        if TODO not in values:
            yield _Answers(key, *map(str, values))
    one, other = _count(first), _count(second)
    for key, value in sorted({*one, *other}, key=str):
        for number in range(max(one[key, value], other[key, value])):
            first_has = f"{value:f}" if number < one[key, value] else "nothing"
            second_has = f"{value:f}" if number < other[key, value] else "nothing"
            yield _Answers(f"fact {key}", first_has, second_has)


def _count(gold: Gold) -> Counter[tuple[str, Decimal]]:
    return Counter((fact.key, fact.value) for fact in gold.facts)


def said(label: Label) -> str:
    """Return what a label says of its cell, as one category."""
    return label.state if label.value is None else f"{label.value.normalize():f}"


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return the agreement of two raters beyond chance (Cohen, 1960).

    Our own few lines: the libraries that have it weigh a hundred megabytes.

    >>> cohen_kappa([("0", "0"), ("0", "0"), ("1", "1"), ("1", "0")])
    0.5
    """
    if not pairs:
        return None
    first = Counter(one for one, _ in pairs)
    second = Counter(other for _, other in pairs)
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[each] * second[each] for each in first) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
