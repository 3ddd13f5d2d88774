"""Metrics of the scores of many reports, by name, all counted over documents."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.intervals import Interval, bound_rate, interval_of_rate, interval_of_ratio
from evals.report_outcome import Score

Scores = Sequence[Score]
ScorePart = Callable[[Score], float]


@dataclass(frozen=True, slots=True)
class Metric:
    """A sum over reports, or with `of` a ratio of two sums.

    better: which way is up; `neither` for what a run costs or is made of. by_report: each
    report counts for nought or one, so that the exact binomial interval holds. plain: a
    ratio that is no share. known: whether a report's part is known at all; where one is
    not, neither is the sum.
    """

    name: str
    title: str
    hits: ScorePart
    of: ScorePart | None = None
    better: Literal["more", "less", "neither"] = "more"
    by_report: bool = False
    plain: bool = False
    known: Callable[[Score], bool] = lambda _: True

    @property
    def is_share(self) -> bool:
        """Say whether the metric is a share between none and all."""
        return self.of is not None and not self.plain

    def measure(self, scores: Scores) -> float | None:
        """Return the metric's value; None where it is unknown or there is nothing to divide by."""
        if not all(map(self.known, scores)):
            return None
        hits = sum(map(self.hits, scores))
        if self.of is None:
            return hits
        of = sum(map(self.of, scores))
        return hits / of if of else None

    def interval(self, scores: Scores) -> Interval | None:
        """Return the 95 % interval of a ratio, over documents."""
        if not self.is_share or not scores:
            return None
        hits, of = self.parts(scores)
        if self.by_report:
            return interval_of_rate(round(sum(hits)), round(sum(of)))
        return interval_of_ratio(hits, of)

    def parts(self, scores: Scores) -> tuple[list[float], list[float]]:
        """Return what each report adds above and below the line."""
        return [self.hits(s) for s in scores], [self.of(s) if self.of else 1.0 for s in scores]


def _one(score: Score) -> float:
    del score
    return 1.0


def _false_and_found(part: Literal["mistakes", "conflicts", "facts"]) -> ScorePart:
    return lambda score: getattr(score, part).found + getattr(score, part).false


METRICS: tuple[Metric, ...] = (
    Metric("reports", "reports", _one, better="neither"),
    Metric("right", "whole reports right", lambda s: s.right, _one, by_report=True),
    Metric(
        "told_right",
        "right among those whose truth the text holds",
        lambda s: s.told and s.right,
        lambda s: s.told,
        by_report=True,
    ),
    Metric("silent_reports", "reports with a silent error", lambda s: s.silent, better="less"),
    Metric("silent_cells", "silently wrong cells", lambda s: s.silent_cells, better="less"),
    Metric(
        "silent_rate",
        "silent errors among reports called settled",
        lambda s: s.silent,
        lambda s: s.settled or s.silent,
        "less",
        by_report=True,
    ),
    Metric(
        "review",
        "reports that need a person",
        lambda s: s.status == "needs_review",
        _one,
        "less",
        by_report=True,
    ),
    Metric(
        "flawless", "reports with every cell settled", lambda s: s.flawless, _one, by_report=True
    ),
    Metric(
        "tables_right",
        "whole tables right",
        lambda s: sum(s.tables.values()),
        lambda s: len(s.tables),
    ),
    Metric("cells_right", "cells right", lambda s: s.cells_right, lambda s: s.cells),
    Metric(
        "nonzero_right",
        "cells right that are not zero",
        lambda s: s.nonzero_right,
        lambda s: s.nonzero,
    ),
    Metric("wrong_cells", "cells wrong, told or not", lambda s: len(s.misses), better="less"),
    Metric("open_cells", "cells left open", lambda s: s.open_cells, better="less"),
    Metric("false_zeros", "zeros where none is printed", lambda s: s.false_zeros, better="less"),
    Metric(
        "mistakes_found",
        "the tables' own mistakes found",
        lambda s: s.mistakes.found,
        lambda s: s.mistakes.there,
    ),
    Metric("accused", "reports called inconsistent in vain", lambda s: s.accused, better="less"),
    Metric("mistakes_false", "mistakes claimed in vain", lambda s: s.mistakes.false, better="less"),
    Metric(
        "conflicts_found",
        "contradictions in the words found",
        lambda s: s.conflicts.found,
        lambda s: s.conflicts.there,
    ),
    Metric(
        "conflicts_false",
        "contradictions claimed in vain",
        lambda s: s.conflicts.false,
        better="less",
    ),
    Metric("facts_recall", "facts found", lambda s: s.facts.found, lambda s: s.facts.there),
    Metric(
        "facts_precision", "found facts right", lambda s: s.facts.found, _false_and_found("facts")
    ),
    Metric(
        "metadata_right",
        "metadata right",
        lambda s: sum(s.metadata.values()),
        lambda s: len(s.metadata),
    ),
    Metric("stray_spans", "spans that do not slice back", lambda s: s.stray_spans, better="less"),
    Metric("crashed", "reports that crashed", lambda s: s.crashed is not None, better="less"),
    Metric("dropped", "reports without a record", lambda s: s.status is None, better="less"),
    Metric("surplus", "records of no report", lambda s: s.surplus, better="less"),
    Metric("requests", "requests to a model", lambda s: s.requests, better="neither"),
    Metric("input_tokens", "tokens sent", lambda s: s.input_tokens, better="neither"),
    Metric("output_tokens", "tokens received", lambda s: s.output_tokens, better="neither"),
    Metric("cached", "answers out of the cache", lambda s: s.cached, better="neither"),
    Metric("model_cells", "cells that a model filled", lambda s: s.model_cells, better="neither"),
    Metric(
        "model_cells_right",
        "right among the cells that a model filled",
        lambda s: s.model_cells_right,
        lambda s: s.model_cells,
        "neither",
    ),
    Metric(
        "cost",
        "US dollars",
        lambda s: s.cost or 0.0,
        better="neither",
        known=lambda s: not s.cost_unknown,
    ),
    Metric(
        "seconds",
        "seconds a report",
        lambda s: s.seconds or 0.0,
        _one,
        "neither",
        plain=True,
        known=lambda s: s.seconds is not None,
    ),
)
PRIMARY = "right"
"""The metric that decides, unless another is named before the runs are compared."""

BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}

# Over all reports at once: no sum of what each report adds.
WHOLES: Mapping[str, Callable[[Scores], float | None]] = {
    "silent_bound": lambda scores: bound_rate(
        sum(s.silent for s in scores), sum(s.settled or s.silent for s in scores)
    ),
}
NAMES: tuple[str, ...] = (*BY_NAME, *WHOLES)


def measure_all(scores: Scores) -> dict[str, float | None]:
    """Return every metric by its name."""
    return {metric.name: metric.measure(scores) for metric in METRICS} | {
        name: whole(scores) for name, whole in WHOLES.items()
    }


def group_by_layout(scores: Scores) -> dict[str, list[Score]]:
    """Return the scores of each layout."""
    return _group(scores, lambda s: (s.layout,) if s.layout else ())


def group_by_modifier(scores: Scores) -> dict[str, list[Score]]:
    """Return the scores of each modifier; a report stands under each of its own."""
    return _group(scores, lambda s: s.modifiers)


def group_by_form(scores: Scores) -> dict[str, list[Score]]:
    """Return the scores of each form."""
    return _group(scores, lambda s: (s.form or "none",))


def group_by_ending(scores: Scores) -> dict[str, list[Score]]:
    """Return the scores of each kind of file."""
    return _group(scores, lambda s: (s.ending,) if s.ending else ())


def group_by_prompt(scores: Scores) -> dict[str, list[Score]]:
    """Return the scores of each version of each prompt that a model was asked with."""
    return _group(scores, lambda s: [f"{name} {version}" for name, version in s.prompts.items()])


GROUPS: Mapping[str, Callable[[Scores], dict[str, list[Score]]]] = {
    "layout": group_by_layout,
    "form": group_by_form,
    "format": group_by_ending,
    "prompt": group_by_prompt,
    "modifier": group_by_modifier,
}


def _group(scores: Scores, keys: Callable[[Score], Sequence[str]]) -> dict[str, list[Score]]:
    groups: dict[str, list[Score]] = {}
    for score in scores:
        for key in keys(score):
            groups.setdefault(key, []).append(score)
    return dict(sorted(groups.items(), key=lambda group: _by_number(group[0])))


def _by_number(name: str) -> tuple[bool, int, str]:
    """Order names so that `page 2` stands before `page 10`."""
    digits = re.search(r"(?<=L)\d+", name)
    return (digits is None, int(digits[0]) if digits else 0, name)


def share_metadata(scores: Scores) -> dict[str, tuple[int, int]]:
    """Return of every labelled field of the metadata how often it is right, and how often there."""
    found: dict[str, list[bool]] = {}
    for score in scores:
        for field, right in score.metadata.items():
            found.setdefault(field, []).append(right)
    return {field: (sum(found[field]), len(found[field])) for field in sorted(found)}


def find_causes(scores: Scores) -> Iterator[tuple[str, str, list[Score]]]:
    """Yield layout, cause and the reports that it kept from being right, the most first."""
    groups: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        if not score.right:
            groups.setdefault((score.layout or "", cause_of(score)), []).append(score)
    for (layout, cause), found in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        yield layout, cause, found


def cause_of(score: Score) -> str:
    """Return in a few words why a report is not right."""
    if score.crashed:
        return "crashed"
    if score.status is None:
        return "no record"
    if score.silent:
        return "silent error"
    if score.causes:
        return ", ".join(score.causes)
    return f"called {score.status}"
