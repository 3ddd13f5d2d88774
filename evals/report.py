"""A run as one page that needs nothing else: no network, no script, light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from evals.confidence import LITTLE, measure_confidence
from evals.header import Run
from evals.metrics import BY_NAME, GROUPS, METRICS, Metric, measure, share_metadata
from evals.model_gain import measure_agreement, measure_gain
from evals.page_texts import Lang, Say, speak, speak_of_state
from evals.report_outcome import Score
from evals.report_text import show_interval, show_value

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
    scores, say = run.counted(run.errors if partial else 0), speak(lang)
    silent = [score for score in scores if score.silent]
    wrong = [score for score in scores if not score.right or score.misses or score.claims]
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
        metrics=[
            (metric, show_value(metric, value), _interval(metric, scores, say))
            for metric in METRICS
            if (value := metric.measure(scores)) is not None
        ],
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
    measured = measure(scores)
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
    value = show_value(metric, metric.measure(scores))
    under = say("95 %: {}").format(interval) if interval else ""
    return Tile(say(metric.title), value, says, under)


def _interval(metric: Metric, scores: Sequence[Score], say: Say) -> str:
    return show_interval(metric, metric.interval(scores), say("{} to {}"))


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


def table_of(
    groups: Sequence[tuple[str, Sequence[Score]]],
) -> list[tuple[str, int, list[Cell]]]:
    """Return a row a group: its name, its reports, and each column's metric, text and value."""
    rows = []
    for name, scores in groups:
        cells = []
        for metric in (BY_NAME[column] for column in COLUMNS):
            value = metric.measure(scores)
            cells.append((metric, show_value(metric, value), value))
        rows.append((name, len(scores), cells))
    return rows
