"""Two runs over the same documents: what is better, by how much, and whether that is luck."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.chance import Interval, interval_of_difference, probability_of_change
from evals.metrics import METRICS, Metric
from evals.run import Run
from evals.score import Score
from extraction.errors import NotMeasured

Pair = tuple[Score, Score]


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in two runs, and the 95 % interval of how much it rose.

    Sums are compared a report. probability: of so uneven a change by luck alone, for
    metrics that count each report for nought or one.
    """

    metric: Metric
    first: float | None
    second: float | None
    interval: Interval | None
    gained: int = 0
    lost: int = 0
    probability: float | None = None

    @property
    def change(self) -> float | None:
        """By how much the metric rose."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first

    @property
    def verdict(self) -> str:
        """Whether the change is for better or worse, as far as luck allows to tell."""
        interval, better = self.interval, self.metric.better
        if interval is None or better == "neither" or interval.low <= 0 <= interval.high:
            return ""
        return "better" if (interval.low > 0) == (better == "more") else "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """A document that came out otherwise, before and after; better, worse, or just other."""

    name: str
    was: str
    now: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything about two runs: each metric, each changed document, and what is in one only."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    documents: int
    only_first: int
    only_second: int


def compare_runs(first: Run, second: Run) -> Comparison:
    """Compare two runs document by document; NotMeasured if they have none in common."""
    left = {(score.name, score.part): score for score in first.scores}
    right = {(score.name, score.part): score for score in second.scores}
    pairs = [(left[key], right[key]) for key in left if key in right]
    if not pairs:
        raise NotMeasured("The two runs have no document in common: measure both over the same.")
    return Comparison(
        tuple(compare_metric(metric, pairs) for metric in METRICS if metric.name != "reports"),
        tuple(find_changes(pairs)),
        len(pairs),
        len(left) - len(pairs),
        len(right) - len(pairs),
    )


def compare_metric(metric: Metric, pairs: Sequence[Pair]) -> Difference:
    """Compare one metric over the same documents."""
    before, after = [first for first, _ in pairs], [second for _, second in pairs]
    parts = metric.parts(before), metric.parts(after)
    changed = parts[0] != parts[1]
    gained = sum(b > a for a, b in zip(parts[0][0], parts[1][0], strict=True))
    lost = sum(b < a for a, b in zip(parts[0][0], parts[1][0], strict=True))
    interval = interval_of_difference(*parts) if changed else Interval(0.0, 0.0)
    probability = probability_of_change(gained, lost) if metric.by_report else None
    return Difference(
        metric, metric.measure(before), metric.measure(after), interval, gained, lost, probability
    )


def find_changes(pairs: Sequence[Pair]) -> list[Change]:
    """Return the documents that came out otherwise, those that got worse first."""
    changes = [
        Change(f"{first.name}{f'%part{first.part}' if first.part > 1 else ''}", was, now, verdict)
        for first, second in pairs
        if (was := describe(first)) != (now := describe(second))
        for verdict in (_judge(first, second),)
    ]
    return sorted(changes, key=lambda change: ("worse", "other", "better").index(change.verdict))


def _judge(first: Score, second: Score) -> str:
    before, after = _rank(first), _rank(second)
    return "other" if before == after else "better" if after > before else "worse"


def _rank(score: Score) -> tuple[bool, bool, bool, int, int]:
    wrong = len(score.misses)
    return (not score.silent, score.right, score.flawless, -wrong, score.cells_right)


def describe(score: Score) -> str:
    """Return in a few words how a report came out."""
    if score.crashed:
        return "crashed"
    if score.status is None:
        return "no record"
    right = "right" if score.right else "not right"
    wrong = f", {len(score.misses)} wrong" if score.misses else ""
    left = f", {score.open_cells} open" if score.open_cells else ""
    silent = ", SILENT" if score.silent else ""
    return f"{score.status}, {right}{wrong}{left}{silent}"
