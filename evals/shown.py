"""Runs and comparisons as lines of text, and as data for JSON."""

from collections.abc import Iterator
from typing import Any

from evals.chance import Interval
from evals.compare import Comparison, Difference
from evals.curve import tell_confidence
from evals.metrics import (
    GROUPS,
    METRICS,
    WHOLES,
    Metric,
    Scores,
    find_causes,
    measure,
    share_metadata,
)
from evals.run import Run

_TITLES = {
    "silent_bound": "95 % bound of that rate, over reports",
    "aurc": "area under risk and coverage",
    "ece": "error of the confidence, on average",
}
_SOME = 3


def show_value(metric: Metric, value: float | None) -> str:
    """Return a metric's value for a person.

    >>> [show_value(METRICS[1], value) for value in (0.5, None)]
    ['50.0 %', '-']
    """
    if value is None:
        return "-"
    if metric.is_share:
        return f"{value:.1%}".replace("%", " %")
    return f"{value:.3f}" if metric.plain or value != round(value) else f"{value:.0f}"


def show_interval(metric: Metric, interval: Interval | None) -> str:
    """Return an interval for a person; nothing where there is none."""
    if interval is None:
        return ""
    return f"{show_value(metric, interval.low)} to {show_value(metric, interval.high)}"


def run_lines(scores: Scores) -> Iterator[str]:
    """Yield every metric that has a value, and what kept reports from being right."""
    for metric in METRICS:
        value = metric.measure(scores)
        if value is not None:
            interval = show_interval(metric, metric.interval(scores))
            yield f"{metric.name:<16} {show_value(metric, value):>9}  {interval:<20} {metric.title}"
    for name, whole in WHOLES.items():
        value = whole(scores)
        if value is not None:
            yield f"{name:<16} {value:>9.4f}  {'':<20} {_TITLES[name]}"
    metadata = share_metadata(scores).items()
    if metadata:
        yield ""
        fields = (f"{field} {right} of {of}" for field, (right, of) in metadata)
        yield f"Metadata right: {', '.join(fields)}"
    causes = list(find_causes(scores))
    if causes:
        yield ""
        yield "Not right, by layout and cause:"
    for layout, cause, found in causes:
        more = f" and {len(found) - _SOME} more" if len(found) > _SOME else ""
        names = ", ".join(score.name for score in found[:_SOME])
        yield f"{len(found):>5}  {layout:<9} {cause}: {names}{more}"


def run_to_data(run: Run) -> dict[str, Any]:
    """Return a run's header, metrics and intervals."""
    measured = measure(run.scores)
    intervals = {metric.name: metric.interval(run.scores) for metric in METRICS}
    return {
        **run.header.model_dump(mode="json"),
        "metrics": measured,
        "intervals": {name: list(found) for name, found in intervals.items() if found},
        "groups": {
            title: {name: measure(found) for name, found in group(run.scores).items()}
            for title, group in GROUPS.items()
        },
        "metadata": {
            field: {"right": right, "of": of}
            for field, (right, of) in share_metadata(run.scores).items()
        },
        "confidence": [
            {"said": each.said, "reports": each.reports, "flawless": each.came}
            for each in tell_confidence(run.scores)
        ],
        "not_right": [
            {"layout": layout, "cause": cause, "reports": [score.name for score in found]}
            for layout, cause, found in find_causes(run.scores)
        ],
    }


def comparison_lines(compared: Comparison) -> Iterator[str]:
    """Yield every metric that moved, then every document that changed."""
    yield f"{compared.documents} documents in both runs"
    for count, which in ((compared.only_first, "first"), (compared.only_second, "second")):
        if count:
            yield f"{count} only in the {which}, left out"
    moved = [each for each in compared.differences if each.change]
    for each in moved:
        yield difference_line(each)
    if not moved:
        yield "no metric moved"
    if compared.changes:
        yield ""
    for change in compared.changes:
        yield f"{change.verdict:<6}  {change.name}: {change.was} -> {change.now}"


def difference_line(each: Difference) -> str:
    """Return what became of one metric."""
    metric = each.metric
    values = f"{show_value(metric, each.first):>9} -> {show_value(metric, each.second):<9}"
    rise = "" if each.interval is None else f"[{each.interval.low:+.4f}, {each.interval.high:+.4f}]"
    luck = (
        "" if each.probability is None else f" +{each.gained} -{each.lost} p={each.probability:.3g}"
    )
    verdict = each.verdict or ("" if metric.better == "neither" else "may be luck")
    return f"{metric.name:<16} {values} {rise:<20}{luck}  {verdict}".rstrip()


def comparison_to_data(compared: Comparison) -> dict[str, Any]:
    """Return a comparison for JSON."""
    return {
        "documents": compared.documents,
        "only_first": compared.only_first,
        "only_second": compared.only_second,
        "metrics": {
            each.metric.name: {
                "first": each.first,
                "second": each.second,
                "change": each.change,
                "interval": None if each.interval is None else list(each.interval),
                "gained": each.gained,
                "lost": each.lost,
                "probability": each.probability,
                "verdict": each.verdict,
            }
            for each in compared.differences
        },
        "changed": [
            {"report": c.name, "was": c.was, "now": c.now, "verdict": c.verdict}
            for c in compared.changes
        ],
    }
