"""Runs and comparisons as JSON: models whose every key is always there, and their schemas."""

from pydantic import BaseModel, ConfigDict

from evals.compare import RunComparison
from evals.confidence import measure_confidence
from evals.header import Header, Run
from evals.metrics import GROUPS, METRICS, NAMES, find_causes, measure_all, share_metadata
from evals.model_gain import Gain, measure_gain
from evals.report_outcome import ClaimOutcome, Miss, Score
from evals.thresholds import DemandAnswer

RatePair = tuple[float, float]


class Data(BaseModel):
    """Base of what is printed as JSON."""

    model_config = ConfigDict(frozen=True)


class FieldData(Data):
    """The number of times that a field of the metadata is labelled, and is right."""

    right: int
    of: int


class ConfidenceData(Data):
    """Reports of one confidence, and the share of them that came flawless."""

    said: float
    reports: int
    flawless: float


class CauseData(Data):
    """Reports that are not right, of one layout and cause."""

    layout: str
    cause: str
    reports: tuple[str, ...]


class RunData(Header):
    """A run: its header, what was not measured, and what the rest comes to.

    measured: reports that the metrics are over. unanswered: those without a result, by name,
    with the codes of what went wrong. missing: files that were not read. metrics: null where
    nothing bears on one, or it is unknown. intervals: null where a metric has none.
    """

    measured: int
    unanswered: dict[str, tuple[str, ...]]
    missing: int
    stopped: str | None
    metrics: dict[str, float | None]
    intervals: dict[str, RatePair | None]
    groups: dict[str, dict[str, dict[str, float | None]]]
    metadata: dict[str, FieldData]
    confidence: tuple[ConfidenceData, ...]
    not_right: tuple[CauseData, ...]
    model_gain: Gain | None


class DifferenceData(Data):
    """One metric in two runs; probability is by the named test, corrected for many looks."""

    first: float | None
    second: float | None
    change: float | None
    interval: RatePair | None
    gained: int
    lost: int
    test: str
    probability: float | None
    corrected: float | None
    primary: bool
    verdict: str


class ChangeData(Data):
    """A report that came out otherwise."""

    report: str
    was: str
    now: str
    verdict: str


class DemandData(Data):
    """A demand: `met`, `not met`, or `unknown`, which is not met."""

    demand: str
    result: str
    says: str


class ComparisonData(Data):
    """Two runs: what differs beside what is compared, the verdict, metrics, changed reports."""

    documents: int
    only_first: int
    only_second: int
    unmeasured: int
    unlike: tuple[str, ...]
    primary: str
    verdict: str
    metrics: dict[str, DifferenceData]
    changed: tuple[ChangeData, ...]
    demands: tuple[DemandData, ...]


class ReportData(Data):
    """One report of a run, and what is wrong with it by name."""

    report: str
    how: str
    score: Score
    misses: tuple[Miss, ...]
    claims: tuple[ClaimOutcome, ...]


SCHEMAS: dict[str, type[BaseModel]] = {
    "header": Header,
    "score": Score,
    "run": RunData,
    "comparison": ComparisonData,
    "report": ReportData,
}
"""What JSON there is: the lines of a run's file (`header`, then lists of `score`) and output."""


def run_to_data(run: Run, allowed: int = 0) -> RunData:
    """Return a run's header, metrics and intervals.

    Where more reports than are allowed have no result, no metric has a value.
    """
    scores = run.counted(allowed)
    groups = {}
    for title, group in GROUPS.items():
        groups[title] = {name: measure_all(found) for name, found in group(scores).items()}
    causes = []
    for layout, cause, found in find_causes(scores):
        titles = tuple(score.title for score in found)
        causes.append(CauseData(layout=layout, cause=cause, reports=titles))
    return RunData(
        **run.header.model_dump(),
        measured=len(run.measured),
        unanswered={score.title: score.unanswered for score in run.unanswered},
        missing=run.missing,
        stopped=run.stopped,
        metrics=measure_all(scores) if scores else dict.fromkeys(NAMES),
        intervals={metric.name: metric.interval(scores) for metric in METRICS},
        groups=groups,
        metadata={
            field: FieldData(right=right, of=of)
            for field, (right, of) in share_metadata(scores).items()
        },
        confidence=tuple(
            ConfidenceData(said=each.said, reports=each.reports, flawless=each.came)
            for each in measure_confidence(scores)
        ),
        not_right=tuple(causes),
        model_gain=measure_gain(scores),
    )


def comparison_to_data(compared: RunComparison, answers: list[DemandAnswer]) -> ComparisonData:
    """Return a comparison for JSON."""
    return ComparisonData(
        documents=compared.documents,
        only_first=compared.only_first,
        only_second=compared.only_second,
        unmeasured=compared.unmeasured,
        unlike=compared.unlike,
        primary=compared.primary.metric.name,
        verdict=compared.primary.verdict,
        metrics={
            each.metric.name: DifferenceData(
                first=each.first,
                second=each.second,
                change=each.change,
                interval=each.interval,
                gained=each.gained,
                lost=each.lost,
                test=each.test,
                probability=each.probability,
                corrected=each.corrected,
                primary=each.primary,
                verdict=each.verdict,
            )
            for each in compared.differences
        },
        changed=tuple(
            ChangeData(report=c.name, was=c.was, now=c.now, verdict=c.verdict)
            for c in compared.changes
        ),
        demands=tuple(
            DemandData(demand=a.demand.text, result=a.kind, says=a.says) for a in answers
        ),
    )
