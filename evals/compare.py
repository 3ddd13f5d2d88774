"""Two runs over the same documents: what is better, by how much, and whether that is luck.

One metric decides, named before anybody looks. Only where it changed beyond luck are the
others judged at all, corrected for how many they are (Holm): so of comparisons in which
nothing has changed, at most one in twenty calls anything better or worse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evals.header import Header, Run
from evals.intervals import (
    LUCK,
    Interval,
    interval_of_difference,
    probability_of_change,
    probability_of_swaps,
)
from evals.metrics import BY_NAME, METRICS, PRIMARY, Metric
from evals.report_outcome import Score
from extraction.values.errors import NotMeasured

ScorePair = tuple[Score, Score]
Verdict = Literal["better", "worse", ""]


@dataclass(frozen=True, slots=True)
class MetricDifference:
    """One metric in two runs, and the 95 % interval of how much it rose.

    Sums are compared a report, without an interval. gained, lost: reports that rose and
    fell. probability: of so large a change by luck alone. test: which says so. judged:
    whether its verdict may be told; corrected: the probability, for how many are judged.
    """

    metric: Metric
    first: float | None
    second: float | None
    interval: Interval | None
    gained: int = 0
    lost: int = 0
    probability: float | None = None
    test: Literal["McNemar", "permutation"] = "permutation"
    primary: bool = False
    judged: bool = False
    corrected: float | None = None

    @property
    def change(self) -> float | None:
        """By how much the metric rose."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first

    @property
    def verdict(self) -> Verdict:
        """Whether the change is for better or worse, as far as luck allows to tell."""
        return self.direction if self.judged and (self.corrected or 0) < LUCK else ""

    @property
    def direction(self) -> Verdict:
        """Which way the metric moved, luck or not."""
        if not self.change or self.metric.better == "neither":
            return ""
        return "better" if (self.change > 0) == (self.metric.better == "more") else "worse"

    @property
    def worse_beyond_luck(self) -> bool:
        """Whether this metric alone, whatever the others do, fell by more than luck explains."""
        return self.direction == "worse" and (self.probability or 0) < LUCK


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A document that came out otherwise, before and after; better, worse, or just other."""

    name: str
    was: str
    now: str
    verdict: str


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Everything about two runs: each metric, each changed document, and what is in one only.

    unlike: what else differs between the runs, in words. unmeasured: documents that are left
    out as their questions were not answered in one of them.
    """

    differences: tuple[MetricDifference, ...]
    changes: tuple[CaseChange, ...]
    documents: int
    only_first: int
    only_second: int
    unmeasured: int = 0
    unlike: tuple[str, ...] = ()

    @property
    def primary(self) -> MetricDifference:
        """The metric that decides."""
        return next(each for each in self.differences if each.primary)


def compare_runs(
    first: Run, second: Run, *, primary: str = PRIMARY, partial: bool = False
) -> RunComparison:
    """Compare two runs document by document.

    NotMeasured if they have none in common or hold documents against other labels, or, unless
    `partial`, if one of them has reports without a result.
    """
    if not partial:
        _refuse_unfinished(first, "first")
        _refuse_unfinished(second, "second")
    left = {(score.name, score.part): score for score in first.scores}
    right = {(score.name, score.part): score for score in second.scores}
    both = [(left[key], right[key]) for key in left if key in right]
    if not both:
        raise NotMeasured("The two runs have no document in common: measure both over the same.")
    _refuse_other_labels(both)
    pairs = [(one, other) for one, other in both if one.measured and other.measured]
    differences = [compare_metric(m, pairs) for m in METRICS if m.name != "reports"]
    return RunComparison(
        tuple(judge_all(differences, primary)),
        tuple(find_changes(pairs)),
        len(pairs),
        len(left) - len(both),
        len(right) - len(both),
        len(both) - len(pairs),
        tuple(find_unlike(first.header, second.header)),
    )


def _refuse_unfinished(run: Run, which: str) -> None:
    if run.errors:
        raise NotMeasured(
            f"The {which} run is no measurement: {run.errors} of its reports have no result. "
            "Run its command again, or compare what both have with --partial."
        )


def _refuse_other_labels(pairs: Sequence[ScorePair]) -> None:
    other = [first.title for first, second in pairs if first.labels != second.labels]
    if other:
        raise NotMeasured(
            f"The runs hold {len(other)} of {len(pairs)} reports against other labels "
            f"({', '.join(other[:3])}): score both anew against the same."
        )


def find_unlike(first: Header, second: Header) -> Iterator[str]:
    """Yield what differs between two runs beside what they were to compare."""
    if first.code != second.code:
        yield f"code: {_code(first)}, then {_code(second)}"
    if first.variant != second.variant:
        yield f"what reads: {first.variant}, then {second.variant}"
    if first.model is None or second.model is None:
        if first.model != second.model:
            yield f"model: {_model(first)}, then {_model(second)}"
        return
    before, after = first.model.model_dump(), second.model.model_dump()
    for name, value in before.items():
        if value != after[name]:
            yield f"model {name}: {value}, then {after[name]}"


def _model(header: Header) -> str:
    model = header.model
    if model is None:
        return "none"
    return f"{model.model} at {model.base_url}" if model.base_url else model.model


def _code(header: Header) -> str:
    return f"{header.code} ({header.commit})" if header.commit else header.code


def compare_metric(metric: Metric, pairs: Sequence[ScorePair]) -> MetricDifference:
    """Compare one metric over the same documents."""
    before, after = [first for first, _ in pairs], [second for _, second in pairs]
    parts = metric.parts(before), metric.parts(after)
    same_of = parts[0][1] == parts[1][1]
    gained = sum(b > a for a, b in zip(parts[0][0], parts[1][0], strict=True))
    lost = sum(b < a for a, b in zip(parts[0][0], parts[1][0], strict=True))
    exact = metric.by_report and same_of
    known = all(metric.known(score) for score in (*before, *after))
    bounded = metric.is_share and same_of and bool(pairs)
    interval = interval_of_difference(parts[0][0], *parts[1]) if bounded else None
    probability = None
    if metric.better != "neither" and known and pairs:
        swapped = None if exact else probability_of_swaps(*parts)
        probability = probability_of_change(gained, lost) if exact else swapped
    return MetricDifference(
        metric,
        metric.measure(before),
        metric.measure(after),
        interval,
        gained,
        lost,
        probability,
        "McNemar" if exact else "permutation",
    )


def judge_all(
    differences: Sequence[MetricDifference], primary: str = PRIMARY
) -> Iterator[MetricDifference]:
    """Yield each difference as it may be judged: the primary one first of all.

    The others are held by Holm's step-down against how many they are, and only if the
    primary one is beyond luck: a fixed sequence, so that the rate of false verdicts in all
    stays what it is for one (Holm 1979; Westfall and Krishen 2001).
    """
    others = [e for e in differences if e.metric.name != primary and e.probability is not None]
    corrected = dict(zip([e.metric.name for e in others], correct_for_many(others), strict=True))
    decided = next(e for e in differences if e.metric.name == primary)
    opened = decided.probability is not None and decided.probability < LUCK
    for each in differences:
        if each is decided:
            judged = each.probability is not None
            yield replace(each, primary=True, judged=judged, corrected=each.probability)
        else:
            said = corrected.get(each.metric.name)
            yield replace(each, judged=opened and said is not None, corrected=said)


def correct_for_many(differences: Sequence[MetricDifference]) -> list[float]:
    """Return the probabilities after Holm, in the order of the differences."""
    order = sorted(range(len(differences)), key=lambda i: differences[i].probability or 0.0)
    corrected = [1.0] * len(differences)
    most = 0.0
    for rank, index in enumerate(order):
        raised = (differences[index].probability or 0.0) * (len(differences) - rank)
        most = max(most, min(1.0, raised))
        corrected[index] = most
    return corrected


def judgeable() -> tuple[str, ...]:
    """Return the metrics that may decide: those that have a better and a worse."""
    return tuple(name for name, metric in BY_NAME.items() if metric.better != "neither")


def find_changes(pairs: Sequence[ScorePair]) -> list[CaseChange]:
    """Return the documents that came out otherwise, those that got worse first."""
    changes = [
        CaseChange(first.title, was, now, verdict)
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
    if score.unanswered:
        return f"not measured ({', '.join(dict.fromkeys(score.unanswered))})"
    if score.crashed:
        return "crashed"
    if score.status is None:
        return "no record"
    right = "right" if score.right else "not right"
    wrong = f", {len(score.misses)} wrong" if score.misses else ""
    left = f", {score.open_cells} open" if score.open_cells else ""
    silent = ", SILENT" if score.silent else ""
    return f"{score.status}, {right}{wrong}{left}{silent}"
