"""The figures that the README shows: every variant over the same reports, as one small file."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.gold import GoldModel
from evals.header import Run
from evals.metrics import BY_NAME, WHOLES
from evals.variants import VARIANTS

SHOWN = (
    *("told_right", "right", "silent_reports", "silent_cells"),
    *("review", "nonzero_right", "mistakes_found"),
)
_HEADS = (
    "right where the text tells",
    "whole reports right",
    "reports silently wrong",
    "cells silently wrong",
    "need a person",
    "cells right (not zero)",
    "own mistakes found",
)


class HeadlineRow(GoldModel):
    """What one variant came to; `bound` is on the rate of silent errors among settled reports."""

    variant: str
    says: str
    values: dict[str, float | None]
    right_interval: tuple[float, float] | None
    bound: float | None


class HeadlineResults(GoldModel):
    """One measurement: by which code, over how many made-up reports of which seed."""

    gouji: str
    code: str
    reports: int
    seed: int
    lines: tuple[HeadlineRow, ...]


def make_results(runs: Sequence[Run]) -> HeadlineResults:
    """Return what the runs came to; all are over the same reports."""
    header = runs[0].header
    return HeadlineResults(
        gouji=header.gouji,
        code=header.code,
        reports=len(runs[0].measured),
        seed=header.seeds[0],
        lines=tuple(map(make_line, runs)),
    )


def make_line(run: Run) -> HeadlineRow:
    """Return what one run came to."""
    interval = BY_NAME["right"].interval(run.measured)
    return HeadlineRow(
        variant=run.header.variant,
        says=VARIANTS[run.header.variant].says,
        values={name: _rounded(BY_NAME[name].measure(run.measured)) for name in SHOWN},
        right_interval=interval and (round(interval.low, 4), round(interval.high, 4)),
        bound=_rounded(WHOLES["silent_bound"](run.measured)),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def results_to_markdown(results: HeadlineResults) -> str:
    """Return the table of the README."""
    first = results.lines[0]
    lines = [
        f"Over {results.reports:,} made-up reports (`gouji eval`, seed {results.seed}):",
        "",
        f"| | {' | '.join(_HEADS)} |",
        f"|---|{'---:|' * len(_HEADS)}",
        *(f"| {line.says} | {' | '.join(_cells(line))} |" for line in results.lines),
    ]
    if first.bound is not None and first.right_interval is not None:
        low, high = first.right_interval
        lines += [
            "",
            f"Whole reports right: {low:.1%} to {high:.1%} (95 %). Of the reports that gouji calls",
            f"settled, at most {first.bound:.2%} hold a silent error (95 %, one-sided, by report).",
        ]
    return "\n".join(lines)


def _cells(line: HeadlineRow) -> list[str]:
    return [_shown(name, line.values) for name in SHOWN]


def _shown(name: str, values: Mapping[str, Any]) -> str:
    value = values[name]
    if value is None:
        return ""
    return f"{value:.1%}" if BY_NAME[name].is_share else f"{value:,.0f}"
