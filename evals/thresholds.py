"""A demand on a run: `silent_reports<=0`, one comparison of a metric by name."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from evals.compare import RunComparison
from evals.metrics import BY_NAME
from extraction.values.bilingual import Bilingual, alike
from extraction.values.errors import WrongUsage

_DEMAND = re.compile(r"\s*([a-z_]+)\s*(<=|>=|==|=|<|>)\s*(?:(-?\d+(?:\.\d+)?)(\s*%)?|(before))\s*")
_RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}
_AS_BEFORE = {"more": ">=", "less": "<="}
DemandState = Literal["met", "not met", "unknown"]


@dataclass(frozen=True, slots=True)
class Demand:
    """A comparison that must hold; `text` is how it was written.

    value: null where a run is only to be no worse than the one before, beyond luck.
    """

    text: str
    name: str
    relation: str
    value: float | None


@dataclass(frozen=True, slots=True)
class DemandAnswer:
    """The result of a demand, and in words why."""

    demand: Demand
    kind: DemandState
    says: str


def parse_demand(text: str, names: Sequence[str], *, rises: bool = False) -> Demand:
    """Read a demand on one of these names; WrongUsage says what is wrong with it.

    A share is written from 0 to 1 or in percent. rises: the demand is on how much a metric
    rose, and may be on `before`.

    >>> parse_demand("right >= 85%", ("right",)).value
    0.85
    """
    match = _DEMAND.fullmatch(text)
    if match is None:
        raise WrongUsage(
            f"{text!r} is no demand: write a name, <= or >=, and a number.",
            f"{text!r} 不是要求：请写名称、<= 或 >= 和数字。",
        )
    name, relation, number, percent, before = match.groups()
    if name not in names:
        near = get_close_matches(name, names, 1)
        meant = Bilingual(f" Did you mean {near[0]}?", f"是否指 {near[0]}？") if near else alike("")
        raise WrongUsage(
            f"There is no {name!r}.{meant.en} Known: {', '.join(names)}.",
            f"没有 {name!r}。{meant.zh}已有：{'、'.join(names)}。",
        )
    if before:
        _refuse_before(text, name, relation, rises=rises)
        return Demand(text, name, relation, None)
    value = float(number) / (100 if percent else 1)
    _refuse_scale(text, name, value, percent=bool(percent), rises=rises)
    return Demand(text, name, relation, value)


def _refuse_before(text: str, name: str, relation: str, *, rises: bool) -> None:
    if not rises:
        raise WrongUsage(
            f"{text}: one run has no before; compare two with gouji eval compare.",
            f"{text}：一次运行没有“之前”；请用 gouji eval compare 比较两次运行。",
        )
    better = BY_NAME[name].better
    if relation != _AS_BEFORE.get(better):
        wanted = _AS_BEFORE.get(better)
        if wanted is None:
            raise WrongUsage(
                f"{text} cannot be held: {name} is neither better nor worse.",
                f"{text} 无法判断：{name} 没有优劣之分。",
            )
        raise WrongUsage(
            f"{text} cannot be held: write {name}{wanted}before.",
            f"{text} 无法判断：请写 {name}{wanted}before。",
        )


def _refuse_scale(text: str, name: str, value: float, *, percent: bool, rises: bool) -> None:
    metric = BY_NAME.get(name)
    share = metric.is_share if metric else name == "silent_bound"
    if percent and not share:
        raise WrongUsage(
            f"{text}: {name} is no share, so write a number without %.",
            f"{text}：{name} 不是比例，请写不带 % 的数字。",
        )
    if share and not (-1 if rises else 0) <= value <= 1:
        raise WrongUsage(
            f"{text}: {name} is a share: write 0 to 1, or percent, as {value:g}%.",
            f"{text}：{name} 是比例：请写 0 到 1，或百分数，如 {value:g}%。",
        )


def answer_all(
    demands: Sequence[Demand], measured: Mapping[str, float | None]
) -> list[DemandAnswer]:
    """Return what becomes of demands on values; none is met by a value that nobody knows."""
    answers = []
    for demand in demands:
        value = measured[demand.name]
        if value is None or demand.value is None:
            says = f"{demand.text}: {demand.name} is unknown here; nothing bears on it"
            answers.append(DemandAnswer(demand, "unknown", says))
        else:
            met = _RELATIONS[demand.relation](value, demand.value)
            says = f"{demand.text} ({demand.name} is {value:.6g})"
            answers.append(DemandAnswer(demand, "met" if met else "not met", says))
    return answers


def answer_rises(demands: Sequence[Demand], compared: RunComparison) -> list[DemandAnswer]:
    """Return what becomes of demands on how much metrics rose, or that none is worse than before.

    A metric is worse than before where its own test finds so uneven a change in fewer than
    one of twenty comparisons of equals.
    """
    rises = {each.metric.name: each.change for each in compared.differences}
    by_name = {each.metric.name: each for each in compared.differences}
    answers = []
    for demand in demands:
        each = by_name[demand.name]
        if demand.value is not None or each.probability is None:
            answers += answer_all([demand], rises)
            continue
        says = f"{demand.text} ({each.first:.6g}, then {each.second:.6g}; p={each.probability:.3g})"
        answers.append(DemandAnswer(demand, "not met" if each.worse_beyond_luck else "met", says))
    return answers
