"""Two hands over one report: how far their labels agree, and whether that says anything."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.case import LabelledCase, group_labels
from evals.gold import TODO, Gold
from evals.label import BLIND
from evals.synth.labelled import Label


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
    differ: tuple[tuple[str, str, str], ...]
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
    both = [(str(key), said(left[key]), said(right[key])) for key in left if key in right]
    cells = [each for each in both if each[1] != each[2]]
    beside = list(_compare_words(first.gold, second.gold))
    one, other = (hand.labeller or "the settled file" for hand in (first, second))
    return AnnotatorAgreement(
        report,
        one,
        other,
        len(both),
        len(beside),
        (*cells, *(each for each in beside if each[1] != each[2])),
        len(cells),
        cohen_kappa([(a, b) for _, a, b in both]),
        all(hand.gold.drafted not in (None, BLIND) for hand in (first, second)),
    )


def _compare_words(first: Gold, second: Gold) -> Iterator[tuple[str, str, str]]:
    """Yield each piece of metadata and each fact, as either hand has it."""
    for key in sorted({*first.metadata, *second.metadata}):
        values = [gold.metadata.get(key) for gold in (first, second)]
        if TODO not in values:
            yield key, str(values[0]), str(values[1])
    one, other = (Counter((f.key, f.value) for f in gold.facts) for gold in (first, second))
    for key, value in sorted({*one, *other}, key=str):
        for number in range(max(one[key, value], other[key, value])):
            first_has = f"{value:f}" if number < one[key, value] else "nothing"
            second_has = f"{value:f}" if number < other[key, value] else "nothing"
            yield f"fact {key}", first_has, second_has


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
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[each] * second[each] for each in first) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
