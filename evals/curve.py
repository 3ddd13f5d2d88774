"""What a record's confidence is worth: risk against coverage, and how far it can be believed.

The event is a flawless report: every cell of the form right and none open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.score import Score

BINS = 10
LITTLE = 0.02


@dataclass(frozen=True, slots=True)
class Point:
    """Taking all reports of at least this confidence: their share, and how many are not flawless.

    silent: the share of those taken that hold a silent error.
    """

    confidence: float
    coverage: float
    risk: float
    silent: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Reports of about one confidence: what it said on average, and how many were flawless."""

    reports: int
    said: float
    came: float


def trace_risk(scores: Sequence[Score]) -> list[Point]:
    """Return the curve from the most confident reports to all; equal ones are taken together."""
    points: list[Point] = []
    taken = bad = silent = 0
    ordered = sorted(scores, key=lambda score: -score.confidence)
    for confidence, group in groupby(ordered, key=lambda score: score.confidence):
        for score in group:
            taken += 1
            bad += not score.flawless
            silent += score.silent
        points.append(Point(confidence, taken / len(scores), bad / taken, silent / taken))
    return points


def risk_area(scores: Sequence[Score]) -> float | None:
    """Return the area under risk over coverage, 0 at best; reports of one confidence in any order.

    El-Yaniv and Wiener, On the foundations of noise-free selective classification, 2010.
    """
    if not scores:
        return None
    area = at = 0.0
    for point in trace_risk(scores):
        area += (point.coverage - at) * point.risk
        at = point.coverage
    return area


def bin_confidence(scores: Sequence[Score]) -> list[Bin]:
    """Return the reports in bins of equal width, the empty ones left out."""
    bins: dict[int, list[Score]] = {}
    for score in scores:
        bins.setdefault(min(int(score.confidence * BINS), BINS - 1), []).append(score)
    return [
        Bin(
            len(found),
            sum(score.confidence for score in found) / len(found),
            sum(score.flawless for score in found) / len(found),
        )
        for _, found in sorted(bins.items())
    ]


def tell_confidence(scores: Sequence[Score]) -> list[Bin]:
    """Return a bin for each confidence that was given; all below `LITTLE` are one."""
    bins: dict[float, list[Score]] = {}
    for score in scores:
        said = score.confidence if score.confidence >= LITTLE else 0.0
        bins.setdefault(said, []).append(score)
    return [
        Bin(len(found), said, sum(score.flawless for score in found) / len(found))
        for said, found in sorted(bins.items(), reverse=True)
    ]


def calibration_error(scores: Sequence[Score]) -> float | None:
    """Return by how much the confidence is off on average (expected calibration error)."""
    if not scores:
        return None
    off = sum(each.reports * abs(each.said - each.came) for each in bin_confidence(scores))
    return off / len(scores)
