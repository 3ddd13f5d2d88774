"""Which readings of several lines meet a table's sums together, found line by line.

Lines are joined by what they bring to the sums that run over several of them: states that come
to the same are one. So many lines with few readings each cost no more than they differ.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import add
from typing import NamedTuple

Vector = tuple[Decimal, ...]
_ZERO = Decimal(0)


class Step(NamedTuple):
    """What a reading of one line brings to the shared sums.

    loose: sums that a blank of it leaves open. ways: how a figure of it could move them unseen
    by its own line. erring: whether one of its figures is taken to be misprinted already.
    """

    share: Vector
    loose: frozenset[int] = frozenset()
    ways: frozenset[Vector] = frozenset()
    erring: bool = False

    def join(self, other: "Step") -> "Step":
        """Return what two lines bring together."""
        share = tuple(map(add, self.share, other.share))
        loose = self.loose | other.loose
        ways = self.ways | other.ways
        erring = self.erring or other.erring
        return Step(share, loose, ways, erring)

    @property
    def is_met(self) -> bool:
        """Whether all sums hold over the figures as they are printed, blanks as zero."""
        return not self.erring and not any(self.share)


@dataclass
class _Bounded:
    """Counts steps before they are taken: nothing takes long; TooManySteps beyond `most`."""

    most: int
    taken: int = field(default=0)

    def take(self, steps: int) -> None:
        self.taken += steps
        if self.taken > self.most:
            raise TooManySteps


class TooManySteps(Exception):
    """There is more to weigh than is weighed."""


def find_consistent(
    base: Step, lines: Sequence[Sequence[Step]], most: int
) -> list[set[Step]] | None:
    """Return for each line the steps that some choice or rival uses; None if none is met as it is.

    A rival is a choice that meets the sums where they are loose, where one unseen error explains
    what is left, or with one error in one line. TooManySteps if it would take more than `most`.
    """
    bounded = _Bounded(most)
    own = [frozenset(steps) for steps in lines]
    plain = list(map(_without_erring, own))
    mended = _find_used(base, plain, own, bounded)
    if mended is None:
        return None
    kept = []
    for steps, used in zip(plain, mended, strict=True):
        erring = {step for step in used if step.erring}
        kept.append(steps | erring)
    return _find_used(base, kept, kept, bounded)


def _without_erring(steps: frozenset[Step]) -> frozenset[Step]:
    return frozenset(step for step in steps if not step.erring)


def _find_used(
    base: Step,
    around: Sequence[frozenset[Step]],
    lines: Sequence[frozenset[Step]],
    bounded: _Bounded,
) -> list[set[Step]] | None:
    """Return for each line the steps that meet the sums with some of those `around` it."""
    ahead = [frozenset({base})]
    for steps in around:
        ahead.append(_extend(ahead[-1], steps, bounded))
    if not any(state.is_met for state in ahead[-1]):
        return None
    behind = frozenset({Step(tuple(_ZERO for _ in base.share))})
    found: list[set[Step]] = []
    for at in reversed(range(len(lines))):
        rest = _Rest(behind)
        used = set[Step]()
        bounded.take(len(ahead[at]) * len(lines[at]))
        for step in lines[at]:
            before = _joinable(ahead[at], step)
            if any(rest.completes(state.join(step)) for state in before):
                used.add(step)
        found.insert(0, used)
        behind = _extend(behind, around[at], bounded)
    return found


def _joinable(states: Iterable[Step], step: Step) -> Iterator[Step]:
    """Yield the states that a step may follow: only one line errs."""
    return (state for state in states if not (state.erring and step.erring))


def _extend(states: frozenset[Step], steps: frozenset[Step], bounded: _Bounded) -> frozenset[Step]:
    bounded.take(len(states) * len(steps))
    made = set[Step]()
    for step in steps:
        made.update(state.join(step) for state in _joinable(states, step))
    return frozenset(made)


_Group = tuple[frozenset[int], frozenset[Vector], bool]
"""What states have in common beside their shares: `loose`, `ways` and `erring` of a step."""


class _Rest:
    """What the lines behind may bring, found by what is still missing."""

    def __init__(self, states: Iterable[Step]) -> None:
        self._groups: dict[_Group, list[Vector]] = {}
        for state in states:
            group = (state.loose, state.ways, state.erring)
            self._groups.setdefault(group, []).append(state.share)
        self._indexes: dict[object, Mapping[Vector, list[Vector]]] = {}

    def completes(self, state: Step) -> bool:
        """Whether something behind meets the sums together with a state."""
        for group in self._groups:
            loose, ways, erring = group
            if erring and state.erring:
                continue
            open_sums = loose | state.loose
            if next(self._find(group, state, open_sums), None) is not None:
                return True
            unseen = () if erring or state.erring else ways | state.ways
            if any(self._explains(way, group, state, open_sums) for way in unseen):
                return True
        return False

    def _explains(
        self,
        way: Vector,
        group: _Group,
        state: Step,
        open_sums: frozenset[int],
    ) -> bool:
        """Whether one figure that moves the sums this way could be what is missing."""
        moved = frozenset(index for index, step in enumerate(way) if step)
        seen = moved - open_sums
        for share in self._find(group, state, open_sums | moved):
            gaps = list(map(add, state.share, share))
            scales = {gaps[at] / way[at] for at in seen}
            if len(scales) == 1:
                return True
        return False

    def _find(
        self,
        group: _Group,
        state: Step,
        open_sums: frozenset[int],
    ) -> Iterator[Vector]:
        """Yield what is behind in a group and meets all sums that are not open."""
        key = group, open_sums
        if key not in self._indexes:
            index: dict[Vector, list[Vector]] = {}
            for share in self._groups[group]:
                index.setdefault(_without(share, open_sums), []).append(share)
            self._indexes[key] = index
        wanted = _without(tuple(-gap for gap in state.share), open_sums)
        yield from self._indexes[key].get(wanted, ())


def _without(vector: Vector, open_sums: frozenset[int]) -> Vector:
    """Return a vector with what is open of it as zero."""
    if not open_sums:
        return vector
    return tuple(_ZERO if at in open_sums else gap for at, gap in enumerate(vector))
