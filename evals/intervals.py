"""Tell how much of a figure may be luck: intervals over documents, tests of a difference.

Cells of one report are right or wrong together, so the document is what is drawn. Every
interval here holds at any number of documents: those of shares of documents are exact, those
of ratios of cells are for means that have a bound, whatever else is true of them.
`python -m evals.coverage` counts how often they hold, and how often a test calls luck a change.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

RESAMPLES = 9_999
LUCK = 0.05
_SEED = 20240131
_BETS = tuple(0.5**step for step in range(7))  # small ones see small differences of many reports
_HALVINGS = 30


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
    """Return the interval of a ratio of two sums over documents; no hits exceed their `of`.

    It holds the ratios that a fair game does not refute: whoever bets on each document that
    the true ratio is another one would have won twenty times the stake (Waudby-Smith and
    Ramdas, Estimating means of bounded random variables by betting, 2024). Nothing is
    assumed but that documents are drawn alike and that none could weigh more than the
    heaviest one here.

    >>> [round(end, 2) for end in interval_of_ratio([5] * 12, [5] * 12)]
    [0.63, 1.0]
    """
    whole = sum(of)
    if not whole:
        return None
    measured = min(1.0, sum(hits) / whole)
    return Interval(
        _last_held(hits, of, inside=measured, outside=0.0),
        _last_held(hits, of, inside=measured, outside=1.0),
    )


def interval_of_difference(
    first: Sequence[float], second: Sequence[float], of: Sequence[float]
) -> Interval | None:
    """Return the interval of how much a ratio rose over the same documents.

    >>> [round(end, 2) for end in interval_of_difference([0, 1], [0, 1], [1, 1])]
    [-0.93, 0.93]
    """
    halves = [(b - a + n) / 2 for a, b, n in zip(first, second, of, strict=True)]
    found = interval_of_ratio(halves, of)
    return found and Interval(2 * found.low - 1, 2 * found.high - 1)


def _last_held(hits: Sequence[float], of: Sequence[float], inside: float, outside: float) -> float:
    """Return the last ratio that is not refuted on the way from one inside to an end."""
    if not _is_refuted(hits, of, outside):
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if _is_refuted(hits, of, middle):
            outside = middle
        else:
            inside = middle
    return outside  # the one that is refuted: rounding never makes the interval too narrow


def _is_refuted(hits: Sequence[float], of: Sequence[float], ratio: float) -> bool:
    """Tell whether bets against a ratio, half above and half below it, won 20 for 1."""
    import numpy as np

    weights = np.asarray(of, dtype=float)
    gains = (np.asarray(hits, dtype=float) - ratio * weights) / weights.max()
    stakes = np.array(_BETS)
    above = stakes / ratio if ratio > 0 else stakes * _LARGE
    below = -stakes / (1 - ratio) if ratio < 1 else -stakes * _LARGE
    grown: Any = 1 + np.outer(np.concatenate([above, below]), gains)
    with np.errstate(divide="ignore"):  # a bet that loses all is worth nothing
        logarithms = np.log(np.clip(grown, 0, None)).sum(axis=1)
    return bool(np.logaddexp.reduce(logarithms) - np.log(len(logarithms)) >= np.log(1 / LUCK))


_LARGE = 1e9  # what may be staked against a ratio of nought: any hit refutes it


def probability_of_change(gained: int, lost: int) -> float:
    """Return how probable so uneven a change is by luck alone (McNemar's exact test).

    gained: documents that only the second run got right. lost: only the first.

    >>> probability_of_change(6, 0)
    0.03125
    """
    from scipy.stats import binomtest

    return float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0


Parts = tuple[Sequence[float], Sequence[float]]
"""What each document adds above and below the line."""


def probability_of_swaps(first: Parts, second: Parts) -> float | None:
    """Return how probable so large a change of a ratio is if each document's runs were swapped.

    A paired permutation: all swaps where they are few, else `RESAMPLES` of them, which are
    the same each time. None where a swap could leave nothing to divide by.

    >>> probability_of_swaps(([0] * 6, [1] * 6), ([1] * 6, [1] * 6))
    0.03125
    """
    import numpy as np

    before, after = (np.column_stack(side).astype(float) for side in (first, second))
    moved = (before != after).any(axis=1)
    still = before[~moved].sum(axis=0)
    if not np.minimum(before[moved, 1], after[moved, 1]).sum() + still[1]:
        return None if moved.any() else 1.0
    if moved.sum() < 2:  # one swap there or back: scipy wants two
        return 1.0
    return _permute(before[moved], after[moved], still)


def _permute(before: Any, after: Any, still: Any) -> float:
    """Return the share of swaps of rows that change a ratio of sums as much, both ways.

    before, after: a row for each document that moved, of what it adds above and below the
    line. still: what the others add.
    """
    import numpy as np
    from scipy.stats import permutation_test

    sides = np.concatenate([before, after])  # scipy swaps numbers of rows

    def rise(first: Any, second: Any, axis: int) -> Any:
        ratios = []
        for chosen in (first, second):
            rows = sides[chosen.astype(int)]
            hits, of = (rows[..., part].sum(axis=axis) + still[part] for part in (0, 1))
            ratios.append(hits / of)
        return ratios[1] - ratios[0]

    rows = np.arange(len(before))
    tested = permutation_test(
        (rows, rows + len(before)),
        rise,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=500,
        rng=np.random.default_rng(_SEED),
    )
    return float(tested.pvalue)
