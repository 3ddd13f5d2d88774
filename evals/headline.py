"""The figures that the README shows: every variant over the same reports, as one small file."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evals.gold import GoldModel
from evals.header import Run
from evals.metrics import BY_NAME, WHOLES
from evals.page_texts import Lang
from evals.variants import VARIANTS

SHOWN = (
    *("told_right", "right", "silent_reports", "silent_cells"),
    *("review", "nonzero_right", "mistakes_found"),
)


class _Words(NamedTuple):
    """The words around the figures of the table, in one language."""

    over: str
    heads: tuple[str, ...]
    bounds: str


_WORDS: Mapping[Lang, _Words] = {
    "en": _Words(
        "Over {reports:,} made-up reports (`gouji eval`, seed {seed}):",
        (
            "right where the text tells",
            "whole reports right",
            "reports silently wrong",
            "cells silently wrong",
            "need a person",
            "cells right (not zero)",
            "own mistakes found",
        ),
        """\
Whole reports right: {low:.1%} to {high:.1%} (95 %). Of the reports that gouji calls
settled, at most {bound:.2%} hold a silent error (95 %, one-sided, by report).""",
    ),
    "zh": _Words(
        "以下出自 {reports:,} 份合成报告（`gouji eval`，种子 {seed}）：",
        (
            "原文可定者全对",
            "整份全对",
            "无声出错的报告",
            "无声出错的单元格",
            "需人工",
            "非零单元格正确",
            "找出的原文差错",
        ),
        """\
整份全对的比例，95% 区间为 {low:.1%} 至 {high:.1%}。在 gouji 认为已定的报告中，
含无声错误的不超过 {bound:.2%}（95%，单侧，按报告计）。""",
    ),
}
_CHINESE = {
    "gouji": "gouji 原样，不用模型",
    "without_repair": "不修复文本损伤",
    "without_equations": "表样中去掉勾稽关系",
    "without_labels": "行按先后次序认，不看行名",
    "in_order": "数字依次填入，填满即视为正确",
    "in_order_checked": "数字依次填入，再作勾稽核对",
}
"""What each variant is, as its `says` has it in English."""


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


def results_to_markdown(results: HeadlineResults, lang: Lang = "en") -> str:
    """Return the table of the README."""
    first, words = results.lines[0], _WORDS[lang]
    lines = [
        words.over.format(reports=results.reports, seed=results.seed),
        "",
        f"| | {' | '.join(words.heads)} |",
        f"|---|{'---:|' * len(words.heads)}",
        *(f"| {_says(line, lang)} | {' | '.join(_cells(line))} |" for line in results.lines),
    ]
    if first.bound is not None and first.right_interval is not None:
        low, high = first.right_interval
        lines += ["", words.bounds.format(low=low, high=high, bound=first.bound)]
    return "\n".join(lines)


def _says(line: HeadlineRow, lang: Lang) -> str:
    return line.says if lang == "en" else _CHINESE[line.variant]


def _cells(line: HeadlineRow) -> list[str]:
    return [_shown(name, line.values) for name in SHOWN]


def _shown(name: str, values: Mapping[str, Any]) -> str:
    value = values[name]
    if value is None:
        return ""
    return f"{value:.1%}" if BY_NAME[name].is_share else f"{value:,.0f}"
