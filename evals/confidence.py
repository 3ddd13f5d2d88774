"""Measure a record's confidence: the share of those it was given to that came flawless.

It is a verdict with a bound: for settled reports, the least share of flawless ones that
counting allows. For reports under review it says only that a hand is needed, and puts them in
no order that could be relied on; so no curve is drawn of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.report_outcome import Score

LITTLE = 0.02


@dataclass(frozen=True, slots=True)
class Bin:
    """Reports of one confidence: what it said, and how many were flawless."""

    reports: int
    said: float
    came: float


def measure_confidence(scores: Sequence[Score]) -> list[Bin]:
    """Return a bin for each confidence that was given; all below `LITTLE` are one."""
    bins: dict[float, list[Score]] = {}
    for score in scores:
        said = score.confidence if score.confidence >= LITTLE else 0.0
        bins.setdefault(said, []).append(score)
    measured = []
    for said in sorted(bins, reverse=True):
        found = bins[said]
        flawless = sum(score.flawless for score in found)
        measured.append(Bin(len(found), said, flawless / len(found)))
    return measured
