"""A run as one page that needs nothing else: no network, no script, light and dark."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from evals.confidence import LITTLE, measure_confidence
from evals.header import Run
from evals.metrics import BY_NAME, GROUPS, METRICS, Metric, measure_all, share_metadata
from evals.model_gain import measure_agreement, measure_gain
from evals.page_texts import Lang, Say, speak_of_state, speak_page
from evals.report_outcome import Score
from evals.report_text import show_interval, show_metric

if TYPE_CHECKING:
    from jinja2 import Template

COLUMNS = ("right", "silent_reports", "review", "cells_right", "nonzero_right", "open_cells")
MOST_SILENT = 50
MOST_NAMED = 200


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


def render_report(
    run: Run, others: Sequence[Run] = (), lang: Lang = "en", *, partial: bool = False
) -> str:
    """Return the page of a run; other runs stand beside it in a table.

    partial: show figures of a run of which some reports have no result.
    """
    scores, say = run.counted(run.errors if partial else 0), speak_page(lang)
    silent = [score for score in scores if score.silent]
    wrong = list(filter(_is_wrong, scores))
    beside = [each for each in (run, *others) if partial or not each.errors]
    pairs = combinations(beside, 2)
    return _template().render(
        t=say,
        state=speak_of_state(lang),
        lang=lang,
        run=run,
        scores=scores,
        header=run.header,
        tiles=make_tiles(scores, say) if scores else (),
        shares=make_shares(scores),
        gain=measure_gain(scores),
        metrics=_show_metrics(scores, say),
        groups={title: table_of(list(group(scores).items())) for title, group in GROUPS.items()},
        metadata=share_metadata(scores),
        columns=[BY_NAME[name] for name in COLUMNS],
        others=table_of([(each.header.title, each.measured) for each in beside]),
        unfinished=[each for each in others if each not in beside],
        agreements=[measure_agreement(*pair) for pair in pairs],
        little=LITTLE,
        confidence=measure_confidence(scores),
        silent=silent[:MOST_SILENT],
        unshown=len(silent[MOST_SILENT:]),
        wrong=sorted(wrong, key=lambda s: (not s.silent, s.right))[:MOST_NAMED],
        unnamed=len(wrong[MOST_NAMED:]),
        all_right=all(score.right for score in scores),
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("evals", ".")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template("report.html.jinja")


def make_tiles(scores: Sequence[Score], say: Say) -> list[Tile]:
    """Return what is seen first: whole reports right, and what nobody was told about."""
    measured = measure_all(scores)
    silent, bound = measured["silent_reports"] or 0, measured["silent_bound"]
    rate = "" if bound is None else f"{100 * bound:.2f} %"
    under = rate and say("95 %: at most {} of settled reports").format(rate)
    right = sum(score.right for score in scores)
    seconds = measured["seconds"]
    of = say("{} of {}: every cell and the verdict").format(right, len(scores))
    accused = say("{} reports accused in vain").format(f"{measured['accused']:.0f}")
    tiles = [
        _tile("right", scores, of, say),
        Tile(
            say("silent errors"),
            f"{silent:.0f}",
            say("{} cells that nobody was told about").format(f"{measured['silent_cells']:.0f}"),
            under,
            "bad" if silent else "good",
        ),
        _tile("review", scores, say("reports that say so themselves"), say),
        _tile("nonzero_right", scores, say("of the figures that are not zero"), say),
        _tile("mistakes_found", scores, accused, say),
    ]
    if seconds is not None:
        tiles.append(Tile(say("seconds a report"), f"{seconds:.3f}", say("on average")))
    return tiles


def _tile(name: str, scores: Sequence[Score], says: str, say: Say) -> Tile:
    metric = BY_NAME[name]
    interval = _interval(metric, scores, say)
    value = show_metric(metric, metric.measure(scores))
    under = say("95 %: {}").format(interval) if interval else ""
    return Tile(say(metric.title), value, says, under)


def _is_wrong(score: Score) -> bool:
    """Whether anything in a report came out wrong."""
    return not score.right or bool(score.misses or score.claims)


def _show_metrics(scores: Sequence[Score], say: Say) -> list[tuple[Metric, str, str]]:
    """Return each metric that can be measured, with its value and its interval as text."""
    shown = []
    for metric in METRICS:
        value = metric.measure(scores)
        if value is not None:
            text = show_metric(metric, value)
            shown.append((metric, text, _interval(metric, scores, say)))
    return shown


def _interval(metric: Metric, scores: Sequence[Score], say: Say) -> str:
    return show_interval(metric, metric.interval(scores), say("{} to {}"))


def make_shares(scores: Sequence[Score]) -> list[Share]:
    """Return how all reports came out, as parts of one whole."""
    counts = Counter(map(_share_of, scores))
    shares = []
    for title, mood in MOODS.items():
        if counts[title]:
            shares.append(Share(title, counts[title], counts[title] / len(scores), mood))
    return shares


MOODS = {
    "settled and right": "good",
    "for review or unreadable, rightly": "calm",
    "for review, could be settled": "warn",
    "wrong verdict, cells right": "odd",
    "silent error": "bad",
}
"""The ways in which a report comes out, and the colour of each."""


def _share_of(score: Score) -> str:
    if score.silent:
        return "silent error"
    if score.right:
        return "settled and right" if score.settled else "for review or unreadable, rightly"
    return "wrong verdict, cells right" if score.settled else "for review, could be settled"


MetricCell = tuple[Metric, str, float | None]


def table_of(
    groups: Sequence[tuple[str, Sequence[Score]]],
) -> list[tuple[str, int, list[MetricCell]]]:
    """Return a row a group: its name, its reports, and each column's metric, text and value."""
    rows = []
    for name, scores in groups:
        cells = []
        for metric in (BY_NAME[column] for column in COLUMNS):
            value = metric.measure(scores)
            cells.append((metric, show_metric(metric, value), value))
        rows.append((name, len(scores), cells))
    return rows
