"""A run as one page that needs nothing else: no network, no script, light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from evals.curve import LITTLE, bin_confidence, tell_confidence, trace_risk
from evals.metrics import (
    BY_NAME,
    GROUPS,
    METRICS,
    WHOLES,
    Metric,
    find_causes,
    measure,
    share_metadata,
)
from evals.plots import plot_reliability, plot_risk
from evals.run import Run
from evals.score import Score
from evals.shown import show_interval, show_value

if TYPE_CHECKING:
    from jinja2 import Template

COLUMNS = ("right", "silent_reports", "review", "cells_right", "nonzero_right", "open_cells")
MOST_SILENT = 50


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is seen first, and its 95 % interval; `mood` is good, bad or plain."""

    title: str
    figure: str
    says: str
    interval: str = ""
    mood: str = "plain"


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of the bar that shows how all reports came out."""

    title: str
    reports: int
    share: float
    mood: str


def render_report(run: Run, others: Sequence[Run] = ()) -> str:
    """Return the page of a run; other runs stand beside it in a table."""
    scores = run.scores
    silent = [score for score in scores if score.silent]
    return _template().render(
        header=run.header,
        tiles=make_tiles(scores),
        shares=make_shares(scores),
        metrics=[
            (metric, show_value(metric, value), show_interval(metric, metric.interval(scores)))
            for metric in METRICS
            if (value := metric.measure(scores)) is not None
        ],
        wholes={name: whole(scores) for name, whole in WHOLES.items()},
        groups={title: table_of(group(scores)) for title, group in GROUPS.items()},
        metadata=share_metadata(scores),
        columns=[BY_NAME[name] for name in COLUMNS],
        others=table_of({each.header.variant: each.scores for each in (run, *others)}),
        compared=bool(others),
        risk=plot_risk(trace_risk(scores)) if scores else "",
        little=LITTLE,
        reliability=plot_reliability(bin_confidence(scores)),
        confidence=tell_confidence(scores),
        silent=silent[:MOST_SILENT],
        unshown=len(silent[MOST_SILENT:]),
        causes=list(find_causes(scores)),
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("evals", ".")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template("report.html.jinja")


def make_tiles(scores: Sequence[Score]) -> list[Tile]:
    """Return what is seen first: whole reports right, and what nobody was told about."""
    measured = measure(scores)
    silent, bound = measured["silent_reports"] or 0, measured["silent_bound"]
    rate = "" if bound is None else f"{100 * bound:.2f} %"
    under = rate and f"95 %: at most {rate} of settled reports"
    right = sum(score.right for score in scores)
    return [
        _tile("right", scores, f"{right} of {len(scores)}: every cell and the verdict"),
        Tile(
            "silent errors",
            f"{silent:.0f}",
            f"{measured['silent_cells']:.0f} cells that nobody was told about",
            under,
            "bad" if silent else "good",
        ),
        _tile("review", scores, "reports that say so themselves"),
        _tile("nonzero_right", scores, "of the figures that are not zero"),
        _tile("mistakes_found", scores, f"{measured['accused']:.0f} reports accused in vain"),
        Tile("seconds a report", f"{measured['seconds'] or 0:.3f}", "on one core"),
    ]


def _tile(name: str, scores: Sequence[Score], says: str) -> Tile:
    metric = BY_NAME[name]
    interval = show_interval(metric, metric.interval(scores))
    value = show_value(metric, metric.measure(scores))
    return Tile(metric.title, value, says, f"95 %: {interval}" if interval else "")


def make_shares(scores: Sequence[Score]) -> list[Share]:
    """Return how all reports came out, as parts of one whole."""
    kinds: Mapping[str, tuple[str, list[Score]]] = {
        "settled and right": ("good", [s for s in scores if s.settled and s.right]),
        "for review or unreadable, rightly": (
            "calm",
            [s for s in scores if not s.settled and s.right],
        ),
        "for review, could be settled": (
            "warn",
            [s for s in scores if not s.right and not s.settled and not s.silent],
        ),
        "wrong verdict, cells right": (
            "odd",
            [s for s in scores if s.settled and not s.right and not s.silent],
        ),
        "silent error": ("bad", [s for s in scores if s.silent]),
    }
    return [
        Share(title, len(found), len(found) / len(scores), mood)
        for title, (mood, found) in kinds.items()
        if found
    ]


Cell = tuple[Metric, str, float | None]


def table_of(groups: Mapping[str, Sequence[Score]]) -> list[tuple[str, int, list[Cell]]]:
    """Return a row a group: its name, its reports, and each column's metric, text and value."""
    rows = []
    for name, scores in groups.items():
        cells = []
        for metric in (BY_NAME[column] for column in COLUMNS):
            value = metric.measure(scores)
            cells.append((metric, show_value(metric, value), value))
        rows.append((name, len(scores), cells))
    return rows
