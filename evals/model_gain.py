"""Measure what a model brought: documents gained and lost, cells, tokens, dollars."""

from collections.abc import Iterable, Sequence

from evals.gold import GoldModel
from evals.header import Run
from evals.report_outcome import Offline, Score


class Gain(GoldModel):
    """What asking brought over reading alone, over the same reports.

    offline_right: reports that are right without the model. gained, lost: those that the
    model made right, or not right any more. tokens, cost: null where unknown.
    """

    reports: int
    offline_right: int
    right: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    silent_gained: tuple[str, ...]
    cells: int
    cells_right: int
    tokens: int | None
    cost: float | None

    def per_report(self, what: float | None) -> float | None:
        """Return tokens or dollars for each report."""
        return None if what is None or not self.reports else what / self.reports

    def per_gained(self, what: float | None) -> float | None:
        """Return tokens or dollars for each report that was gained; null where none was."""
        return None if what is None or not self.gained else what / len(self.gained)


def measure_gain(scores: Sequence[Score]) -> Gain | None:
    """Return what asking brought; None where nobody was to be asked."""
    asked = _find_asked(scores)
    if not asked:
        return None
    with_model = [score for score, _ in asked]
    gained = [now.title for now, alone in asked if now.right and not alone.right]
    lost = [now.title for now, alone in asked if alone.right and not now.right]
    silent_gained = [now.title for now, alone in asked if now.silent and not alone.silent]
    return Gain(
        reports=len(asked),
        offline_right=_count_right(alone for _, alone in asked),
        right=_count_right(with_model),
        gained=tuple(gained),
        lost=tuple(lost),
        silent_gained=tuple(silent_gained),
        cells=sum(score.model_cells for score in with_model),
        cells_right=sum(score.model_cells_right for score in with_model),
        tokens=_count_tokens(with_model),
        cost=_add_costs(with_model),
    )


def _find_asked(scores: Sequence[Score]) -> list[tuple[Score, Offline]]:
    """Return the reports that a model was to be asked about, with what they are without it."""
    return [(score, score.offline) for score in scores if score.offline is not None]


def _count_right(scores: Iterable[Score | Offline]) -> int:
    return sum(score.right for score in scores)


def _count_tokens(scores: Sequence[Score]) -> int | None:
    """Count the tokens of all reports; None where answers came from a cache."""
    if any(score.cached for score in scores):
        return None
    return sum(score.input_tokens + score.output_tokens for score in scores)


def _add_costs(scores: Sequence[Score]) -> float | None:
    """Add up what asking cost, in US dollars; None where it is not known of every report."""
    if any(score.cached or score.cost_unknown for score in scores):
        return None
    return sum(score.cost or 0.0 for score in scores)


class GainAgreement(GoldModel):
    """How far two runs say the same of the same reports, right or wrong.

    same: reports with the very same tables. both_right, neither_right: and how many only
    one of the two has right.
    """

    first: str
    second: str
    reports: int
    same: int
    both_right: int
    only_first: int
    only_second: int
    neither_right: int


def measure_agreement(first: Run, second: Run) -> GainAgreement:
    """Return how far two runs agree over the reports that both measured."""
    others = {(score.name, score.part): score for score in second.measured}
    pairs = [
        (score, others[score.name, score.part])
        for score in first.measured
        if (score.name, score.part) in others
    ]
    rights = [(one.right, other.right) for one, other in pairs]
    return GainAgreement(
        first=first.header.title,
        second=second.header.title,
        reports=len(pairs),
        same=sum(one.figures == other.figures for one, other in pairs),
        both_right=rights.count((True, True)),
        only_first=rights.count((True, False)),
        only_second=rights.count((False, True)),
        neither_right=rights.count((False, False)),
    )
