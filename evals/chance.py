"""How much of a figure may be luck: intervals over documents, and tests of a difference.

Cells of one report are right or wrong together, so the document is what is drawn.
"""

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

RESAMPLES = 2000
_SEED = 20240131


class Interval(NamedTuple):
    """A two-sided 95 % interval."""

    low: float
    high: float


def bound_rate(events: int, documents: int) -> float | None:
    """Return the one-sided 95 % upper bound of a rate, after Clopper and Pearson.

    >>> round(bound_rate(0, 300), 4)
    0.0099
    """
    from scipy.stats import binomtest

    if not documents:
        return None
    exact = binomtest(events, documents, alternative="less").proportion_ci(0.95, "exact")
    return float(exact.high)


def interval_of_rate(events: int, documents: int) -> Interval | None:
    """Return the exact interval of a share of documents.

    >>> [round(end, 3) for end in interval_of_rate(8, 10)]
    [0.444, 0.975]
    """
    from scipy.stats import binomtest

    if not documents:
        return None
    exact = binomtest(events, documents).proportion_ci(0.95, "exact")
    return Interval(float(exact.low), float(exact.high))


def interval_of_ratio(hits: Sequence[float], of: Sequence[float]) -> Interval | None:
    """Return the interval of sum(hits) / sum(of), documents drawn anew with all they hold.

    >>> interval_of_ratio([5, 5, 5], [5, 5, 5])
    Interval(low=1.0, high=1.0)
    """
    return _bootstrap([hits, of], lambda h, n: h.sum(-1) / n.sum(-1))


def interval_of_difference(
    first: tuple[Sequence[float], Sequence[float]], second: tuple[Sequence[float], Sequence[float]]
) -> Interval | None:
    """Return the interval of how much a ratio rose, the same documents drawn for both.

    >>> interval_of_difference(([1, 0], [1, 1]), ([1, 0], [1, 1]))
    Interval(low=0.0, high=0.0)
    """
    return _bootstrap(
        [*first, *second], lambda a, m, b, n: b.sum(-1) / n.sum(-1) - a.sum(-1) / m.sum(-1)
    )


def _bootstrap(per_document: Sequence[Sequence[float]], statistic: Any) -> Interval | None:
    """Draw documents anew, all their figures together; None where a draw may have no ratio."""
    import numpy as np
    from scipy.stats import DegenerateDataWarning, bootstrap

    if len(per_document[0]) < 2:
        return None
    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # every draw came out the same
        drawn = bootstrap(
            [np.array(figures, dtype=float) for figures in per_document],
            lambda *figures, axis: statistic(*figures),  # noqa: ARG005  # scipy's way of asking
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=100,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        ).confidence_interval
    interval = Interval(float(drawn.low), float(drawn.high))
    return None if interval.low != interval.low else interval  # not a number


def probability_of_change(gained: int, lost: int) -> float:
    """Return how probable so uneven a change is by luck alone (McNemar's exact test).

    gained: documents that only the second run got right. lost: only the first.

    >>> probability_of_change(6, 0)
    0.03125
    """
    from scipy.stats import binomtest

    return float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0
