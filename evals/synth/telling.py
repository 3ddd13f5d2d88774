"""Sentences with figures planted in them, true or not, and others that look like them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from evals.synth.closing import form_named, numbers_of
from evals.synth.labelled import Label, PlantedFact
from extraction.values.record import CellKey

# {n:wechat_items}: a figure of this size, planted under this key; {n}: one that has no key.
# {requests_handled}: the tables' own figure. {0:information_fee}: none of it, nothing printed.
_MARK = re.compile(r"\{(?:(?P<size>[nmk0])(?::(?P<planted>\w+))?|(?P<key>\w+))\}")
_SIZES = {"n": (101, 4999), "m": (12, 98), "k": (2, 9)}
_CLAUSE_ENDS = ",。;:、()"


@dataclass(frozen=True, slots=True)
class SentenceOfFacts:
    """Sentences and the facts planted in them."""

    text: str
    facts: tuple[PlantedFact, ...] = ()

    def __add__(self, other: "SentenceOfFacts") -> "SentenceOfFacts":
        """Return both, one behind the other."""
        return SentenceOfFacts(self.text + other.text, self.facts + other.facts)


def join_told(paragraphs: Iterable[SentenceOfFacts]) -> SentenceOfFacts:
    """Return paragraphs, one a line."""
    all_of_them = tuple(paragraphs)
    text = "\n".join(told.text for told in all_of_them)
    return SentenceOfFacts(text, tuple(fact for told in all_of_them for fact in told.facts))


ToldFigures = Mapping[str, Decimal]


def figures_of(name: str, cells: Mapping[CellKey, Label]) -> dict[str, Decimal]:
    """Return what a report's tables say of each fact that its form binds, where all is printed."""
    numbers = numbers_of(cells)
    figures = {}
    for bound in form_named(name).bound_facts:
        terms = [(term.factor, term.cell) for term in bound.sums[0] if term.cell]
        if all(cell in numbers for _, cell in terms):
            total = sum((factor * numbers[cell] for factor, cell in terms), Decimal(0))
            figures[bound.rule.key] = total
    return figures


def tell(text: str, figures: ToldFigures, rng: Random, wrong: str | None = None) -> SentenceOfFacts:
    """Fill in a sentence's figures, and plant those that have a key; one of them may be wrong.

    A quote is the figure's own clause.
    """
    parts: list[str] = []
    facts: list[PlantedFact] = []
    at = 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        at = mark.end()
        key = mark["planted"] or mark["key"]
        if mark["key"]:
            value = figures[key] + (key == wrong) * rng.randint(1, 4)
        else:
            value = Decimal(rng.randint(*_SIZES[mark["size"]]) if mark["size"] != "0" else 0)
        said = "" if mark["size"] == "0" else f"{value:f}"
        if key:
            before = re.split(f"[{_CLAUSE_ENDS}]", "".join(parts))[-1]
            facts.append(PlantedFact(key, value, before + said, key != wrong))
        parts.append(said)
    parts.append(text[at:])
    return SentenceOfFacts("".join(parts), tuple(facts))


BLAND = "进一步畅通申请渠道,规范受理、审查、答复各个环节。"
RECEIVED = (
    "全年共收到政府信息公开申请{requests_received}件",
    "本年度新收政府信息公开申请{requests_received}件",
    "共受理依申请公开{requests_received}件",
    "收到公民、法人和其他组织的政府信息公开申请共计{requests_received}件",
)
CARRIED_IN = ("上年结转{requests_carried_in}件", "上年度结转申请{requests_carried_in}件")
HANDLED = ("办结{requests_handled}件", "依法答复{requests_handled}件", "共办结{requests_handled}件")
CARRIED_OUT = ("结转下年度{requests_carried_out}件", "结转下年度继续办理{requests_carried_out}件")
OUTCOMES = (
    "其中,予以公开{granted}件,部分公开{partially_granted}件,不予公开{refused}件,无法提供{unable}件,不予处理{not_processed}件。",
    "答复结果为:予以公开{granted}件、部分公开{partially_granted}件、其他处理{other_outcomes}件。",
    "不予公开{refused}件,无法提供{unable}件。",
)
DISPUTES = (
    "因政府信息公开被申请行政复议{reviews}件、被提起行政诉讼{litigations}件。",
    "依申请公开引发行政复议{reviews}件,行政诉讼{litigations}件。",
)
NO_DISPUTES = (
    "没有因政府信息公开引发行政复议和行政诉讼{0:reviews_and_litigations}。",
    "政府信息公开未发生行政复议、行政诉讼案件{0:reviews_and_litigations}。",
)
NONE_RECEIVED = (
    "本年度未收到政府信息公开申请{0:requests_received}。",
    "本年度没有收到公开申请{0:requests_received}。",
)
# What looks like the report's own figures and is not: another year, another body, another matter.
NEAR_MISSES = (
    "上年共收到政府信息公开申请{n}件。",
    "申请量较上年增加{k}件,同比增长{m}%。",
    "全县各部门共收到政府信息公开申请{n}件,办结{n}件。",
    "另办理行政许可申请{n}件,办结{n}件。",
    "12345热线转办诉求{n}件,答复{m}件。",
    "按时答复率100%,平均用时{k}个工作日。",
    "第四季度收到申请{k}件。",
    "承办行政复议案件{m}件、行政应诉案件{k}件。",
    "申请内容涉及征地补偿{k}件、社会保障{k}件。",
)


def tell_requests(figures: ToldFigures, rng: Random) -> SentenceOfFacts:
    """Tell of the requests and disputes as the tables have them, now and then otherwise."""
    flows = ("requests_received", "requests_carried_in", "requests_handled", "requests_carried_out")
    if not figures.keys() >= {*flows} or rng.random() < 0.25:
        return SentenceOfFacts(BLAND)
    if not figures["requests_received"] and not figures["requests_handled"]:
        return tell(rng.choice(NONE_RECEIVED), figures, rng)
    text = _pick_text(figures, rng)
    if not figures.keys() >= _find_keys(text):
        return SentenceOfFacts(BLAND)
    if rng.random() < 0.5:
        text += rng.choice(NEAR_MISSES)
    keys = sorted(_find_keys(text))
    wrong = rng.choice(keys) if rng.random() < 0.15 else None
    return tell(text, figures, rng, wrong)


def _find_keys(text: str) -> set[str]:
    """Return the keys of the figures that a text is to hold."""
    return {mark["key"] for mark in _MARK.finditer(text) if mark["key"]}


def _pick_text(figures: ToldFigures, rng: Random) -> str:
    """Choose sentences on the requests, and now and then on their outcomes and the disputes."""
    text = ",".join(rng.choice(told) for told in _pick_clauses(figures, rng)) + "。"
    if rng.random() < 0.4:
        text += rng.choice(OUTCOMES)
    if rng.random() < 0.4 and figures.keys() >= {"reviews", "litigations"}:
        none = not figures["reviews"] and not figures["litigations"]
        text += rng.choice(NO_DISPUTES if none else DISPUTES)
    return text


def _pick_clauses(figures: ToldFigures, rng: Random) -> list[tuple[str, ...]]:
    clauses: list[tuple[str, ...]] = [RECEIVED]
    if figures["requests_carried_in"] or rng.random() < 0.2:
        clauses.append(CARRIED_IN)
    clauses.append(HANDLED)
    if figures["requests_carried_out"] or rng.random() < 0.2:
        clauses.append(CARRIED_OUT)
    return clauses
