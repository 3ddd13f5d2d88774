"""Measure what a model brought: documents gained and lost, cells, tokens, dollars."""

from collections.abc import Sequence

from evals.gold import GoldModel
from evals.header import Run
from evals.report_outcome import Score


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
    asked = [(score, score.offline) for score in scores if score.offline is not None]
    if not asked:
        return None
    gained, lost, silent_gained = [], [], []
    for score, alone in asked:
        if score.right and not alone.right:
            gained.append(score.title)
        if alone.right and not score.right:
            lost.append(score.title)
        if score.silent and not alone.silent:
            silent_gained.append(score.title)
    return Gain(
        reports=len(asked),
        offline_right=sum(alone.right for _, alone in asked),
        right=sum(score.right for score, _ in asked),
        gained=tuple(gained),
        lost=tuple(lost),
        silent_gained=tuple(silent_gained),
        cells=sum(score.model_cells for score, _ in asked),
        cells_right=sum(score.model_cells_right for score, _ in asked),
        tokens=_count_tokens([score for score, _ in asked]),
        cost=_add_costs([score for score, _ in asked]),
    )


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
