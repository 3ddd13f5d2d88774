"""How often the intervals hold, and how often equal runs are called unequal: `make eval-luck`.

Coverage: documents are drawn from populations whose truth is known, and the intervals of the
share of right ones, of a ratio of cells, and of the rise of both are looked at. False verdicts:
for each document the two runs are swapped or not, by a coin, so that neither is better; counted
is how often a comparison calls anything better or worse.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from evals.case import make_cases
from evals.compare import ScorePair, compare_metric, compare_runs
from evals.header import Header, Run
from evals.intervals import (
    LUCK,
    Interval,
    interval_of_difference,
    interval_of_rate,
    interval_of_ratio,
)
from evals.measure import score_cases
from evals.metrics import BY_NAME, PRIMARY
from evals.report_outcome import Score
from evals.variants import find_variant
from extraction.batch.worker import Worker, record_itself
from extraction.settings import default_settings

SIZES = (6, 12, 30, 100, 300)
ROUNDS = 1_000
CELLS = 200
SEED = 415


class Population(NamedTuple):
    """Documents to draw: how many of them are spoilt, by how much, and how they differ in size."""

    name: str
    spoilt: float
    share_right: tuple[float, float]
    even: bool = True

    def draw(self, rng: Random) -> tuple[float, float]:
        """Return a document's right cells and all its cells."""
        of = CELLS if self.even else rng.choice((0, 1, 2, 5, 10, 40))
        if rng.random() >= self.spoilt:
            return of, of
        return sum(rng.random() < rng.uniform(*self.share_right) for _ in range(of)), of

    def truth(self) -> float:
        """Return the ratio of right cells that holds for all documents."""
        return 1 - self.spoilt * (1 - sum(self.share_right) / 2)


POPULATIONS = (
    Population("one in 50 lost whole", 0.02, (0.0, 0.0)),
    Population("one in 7 half right", 0.15, (0.0, 1.0)),
    Population("all nearly right", 1.0, (0.97, 1.0)),
    Population("half lost whole", 0.5, (0.0, 0.0)),
    Population("facts, 0 to 40 each, one in 7 half right", 0.15, (0.0, 1.0), even=False),
)


def main(arguments: Sequence[str] = ()) -> None:
    """Print both tables; rounds may be given."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    print(f"{'':<42}" + "".join(f"{size:>8}" for size in SIZES))
    for title, line in coverage_lines(rounds):
        print(f"{title:<42}" + "".join(f"{value:>8.1%}" for value in line), flush=True)
    for title, line in verdict_lines(rounds):
        print(f"{title:<42}" + "".join(f"{value:>8.1%}" for value in line), flush=True)


def coverage_lines(rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Yield for each population and interval how often it holds, at each number of documents."""
    for population in POPULATIONS:
        for name, look in LOOKS:
            rng = Random(SEED)
            held = []
            for size in SIZES:
                hits = sum(look(population, size, rng) for _ in range(rounds))
                held.append(hits / rounds)
            yield f"{name}: {population.name}"[:42], held


def _ratio_holds(population: Population, size: int, rng: Random) -> bool:
    drawn = [population.draw(rng) for _ in range(size)]
    hits, of = zip(*drawn, strict=True)
    return _holds(interval_of_ratio(hits, of), population.truth())


def _rate_holds(population: Population, size: int, rng: Random) -> bool:
    right = sum(rng.random() >= population.spoilt for _ in range(size))
    return _holds(interval_of_rate(right, size), 1 - population.spoilt)


def _rise_holds(population: Population, size: int, rng: Random) -> bool:
    """Two runs over the same documents: the second one has half of what the first one lacks."""
    first = [population.draw(rng) for _ in range(size)]
    second = []
    for hit, among in first:
        risen = sum(rng.random() < 0.5 for _ in range(int(among - hit)))
        second.append(hit + risen)
    hits, of = zip(*first, strict=True)
    return _holds(interval_of_difference(hits, second, of), (1 - population.truth()) / 2)


def _holds(interval: Interval | None, truth: float) -> bool:
    """Say whether the truth lies inside; where no interval is printed, none is wrong."""
    return interval is None or interval.low <= truth <= interval.high


Look = Callable[[Population, int, Random], bool]
LOOKS: tuple[tuple[str, Look], ...] = (
    ("share", _rate_holds),
    ("ratio", _ratio_holds),
    ("rise", _rise_holds),
)


def verdict_lines(rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Yield how often runs that are swapped by a coin are called unequal in anything."""
    first = scores_of("gouji")
    for variant in ("without_repair", "in_order_checked"):
        second = scores_of(variant)
        rng = Random(SEED)
        rates = []
        for size in SIZES:
            false = sum(_is_called(first, second, size, rng) for _ in range(rounds))
            rates.append(false / rounds)
        yield f"false verdicts, gouji and {variant}", rates


def scores_of(variant: str) -> list[Score]:
    """Return the scores of a variant over as many made-up reports as are needed at most."""
    worker = Worker(default_settings(), record_itself, find_variant(variant).walk)
    return [s for found in score_cases(make_cases(SIZES[-1], SEED), worker) for s in found]


def _is_called(first: Sequence[Score], second: Sequence[Score], size: int, rng: Random) -> bool:
    pairs = rng.sample(list(zip(first, second, strict=True)), size)
    coined = [(b, a) if rng.random() < 0.5 else (a, b) for a, b in pairs]
    if not _is_opened(coined):
        return False  # compare_runs would judge nothing, at a hundred times the cost
    header = Header(gouji="", code="", variant="", cases="", digest="")
    runs = (Run(header, tuple(side)) for side in zip(*coined, strict=True))
    return any(each.verdict for each in compare_runs(*runs).differences)


def _is_opened(pairs: Sequence[ScorePair]) -> bool:
    """Say whether the metric that decides changed beyond luck."""
    primary = compare_metric(BY_NAME[PRIMARY], pairs)
    return primary.probability is not None and primary.probability < LUCK


if __name__ == "__main__":
    main(sys.argv[1:])
