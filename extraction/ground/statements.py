"""Bring a model's statements on the prose back to the text, each by its quote, or drop it.

A statement counts if its words stand in the prose and print its number. Everything else
of it is the model's reading: that is why such facts are asked for only on demand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.llm.question import Statement
from extraction.prose.facts import bears_out
from extraction.values.catalogue.narrative import STATEMENTS_DROPPED
from extraction.values.document import Locate, Span
from extraction.values.prose import ReportProse
from extraction.values.record import Evidence, Fact, FactKind, Scope

OTHER = "other"
_SCOPE = "scope"
_SCOPES: dict[str, Scope] = {
    "own_agency": "own_agency",
    "government_level": "government_level",
    "region_total": "region_total",
}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NONE = re.compile(r"[未无没零免]|不存在")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000)}
_SPACE = re.compile(r"\s+")
_SENTENCE_ENDS = "。;；"


@dataclass(frozen=True, slots=True)
class GroundedStatements:
    """The facts of an answer that stand in the text, in order; scope; what was dropped."""

    facts: tuple[Fact, ...]
    scope: Scope | None
    evidence: Evidence | None
    dropped: int


@dataclass(frozen=True, slots=True)
class ProseGaps:
    """The prose of a repaired text: what lies between its tables; what rules found in it."""

    text: str
    spans: Sequence[Span]
    facts: Sequence[Fact] = ()


def ground_statements(
    statements: Sequence[Statement], prose: ProseGaps, locate: Locate
) -> GroundedStatements:
    """Find each statement's quote in the prose.

    A quote that stands there more than once is taken where no statement before it lies.
    """
    facts: list[Fact] = []
    taken: set[Span] = set()
    scope: Scope | None = None
    evidence: Evidence | None = None
    dropped = 0
    for statement in statements:
        places = _find_quote(statement.quote, prose)
        span = next((place for place in places if place not in taken), None)
        fact = None if span is None else _to_fact(statement, span, prose, locate)
        if span is not None and statement.key == _SCOPE and statement.value in _SCOPES:
            scope, (place, raw) = _SCOPES[statement.value], locate(span)
            evidence = Evidence.model_validate({"raw": raw, "span": place, "from": "model"})
        elif span is not None and fact is not None:
            taken.add(span)
            facts.append(fact)
        else:
            dropped += 1
    in_order = tuple(sorted(facts, key=lambda fact: fact.span))
    return GroundedStatements(in_order, scope, evidence, dropped)


def _find_quote(quote: str, prose: ProseGaps) -> Iterator[Span]:
    """Yield where a quote stands; white space may differ, as it does where lines are broken."""
    words = _SPACE.split(quote.strip())
    if not any(words):
        return
    pattern = re.compile(r"\s*".join(re.escape(c) for c in "".join(words)))
    for gap in prose.spans:
        for match in pattern.finditer(prose.text, gap.start, gap.end):
            yield Span(*match.span())


def _to_fact(statement: Statement, span: Span, prose: ProseGaps, locate: Locate) -> Fact | None:
    """Return a statement as a fact if its words print its number; none is printed by 未 or 无.

    What it counts is taken where its sentence bears that out, and rules do not say otherwise.
    """
    match = _NUMBER.fullmatch(statement.value.strip())
    if match is None:
        return None
    number = Decimal(match[0].replace(",", ""))
    printed = {Decimal(n.replace(",", "")) for n in _NUMBER.findall(statement.quote)}
    none = number == 0 and number not in printed
    if number not in printed and not (none and _NONE.search(statement.quote)):
        return None
    scale, unit = _split_unit(statement.unit.strip())
    original, quote = locate(span)
    start = max(prose.text.rfind(mark, 0, span.start) for mark in _SENTENCE_ENDS) + 1
    words = _SPACE.sub("", prose.text[start : span.end])
    borne_out = bears_out(statement.key, words, unit) and not any(
        _contradicts(fact, statement.key, number * scale, original) for fact in prose.facts
    )
    return Fact(
        key=statement.key if borne_out else OTHER,
        label=statement.label,
        value=number * scale,
        unit=unit or None,
        kind="none" if none else _kind(unit),
        approximate=statement.approximate,
        quote=quote,
        span=original,
    )


def _contradicts(fact: Fact, key: str, value: Decimal, place: Span) -> bool:
    """Whether rules have read the same figure as another quantity, another body's, or a change."""
    start, end = fact.span
    if fact.value != value or end <= place.start or place.end <= start:
        return False
    elsewhere = fact.scope is not None or fact.cumulative or fact.kind == "change"
    return elsewhere or fact.key not in (OTHER, key)


def _split_unit(unit: str) -> tuple[Decimal, str]:
    """Part a unit from its scale.

    >>> _split_unit("万条"), _split_unit("件")
    ((Decimal('10000'), '条'), (Decimal('1'), '件'))
    """
    scale = _SCALES.get(unit[:1])
    return (Decimal(1), unit) if scale is None else (scale, unit[1:])


def _kind(unit: str) -> FactKind:
    return "percentage" if unit in ("%", "‰") else "amount" if unit == "元" else "count"


def add_statements(prose: ReportProse, found: GroundedStatements) -> ReportProse:
    """Return words with the facts that a model stated beside those of the rules, in order.

    A figure that rules have left without a key gets the one that is stated; else the rules' word
    stands. The scope is a model's where none was known.
    """
    metadata, findings = prose.metadata, prose.findings
    if found.evidence is not None and metadata.scope in (None, "unknown"):
        evidence = {**metadata.evidence, "scope": found.evidence}
        metadata = metadata.model_copy(update={"scope": found.scope, "evidence": evidence})
    if found.dropped:
        findings += (STATEMENTS_DROPPED.stays_open(count=found.dropped),)
    return ReportProse(prose.sections, metadata, tuple(_join(prose.facts, found.facts)), findings)


def _join(read: Sequence[Fact], stated: Sequence[Fact]) -> Iterator[Fact]:
    """Yield facts of both in the order of the text, each figure once; parts keep their whole."""
    own = list(read)
    added = []
    for fact in stated:
        same = [at for at, one in enumerate(own) if _is_same_figure(one, fact)]
        if not same:
            added.append(fact)
        elif own[same[0]].key == OTHER and fact.key != OTHER:
            own[same[0]] = own[same[0]].model_copy(update={"key": fact.key, "label": fact.label})
    order = sorted([*enumerate(own), *((-1, fact) for fact in added)], key=_by_place)
    places = {at: place for place, (at, _) in enumerate(order) if at >= 0}
    for _, fact in order:
        whole = None if fact.part_of is None else places[fact.part_of]
        yield fact.model_copy(update={"part_of": whole})


def _by_place(numbered: tuple[int, Fact]) -> tuple[int, int]:
    return numbered[1].span


def _is_same_figure(one: Fact, other: Fact) -> bool:
    """Whether two facts are read off the same words: as much, and quoted where the other is."""
    (start, end), (other_start, other_end) = one.span, other.span
    return one.value == other.value and start < other_end and other_start < end
