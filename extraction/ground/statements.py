"""Bring a model's statements on the prose back to the text, each by its quote, or drop it.

A statement counts if its words stand in the prose and print its number. Everything else
of it is the model's reading: that is why such facts are asked for only on demand.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.llm.question import Statement
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


@dataclass(frozen=True, slots=True)
class GroundedStatements:
    """The facts of an answer that stand in the text, in order; scope; what was dropped."""

    facts: tuple[Fact, ...]
    scope: Scope | None
    evidence: Evidence | None
    dropped: int


@dataclass(frozen=True, slots=True)
class ProseGaps:
    """The prose of a repaired text: what lies between its tables; keys that a fact may have."""

    text: str
    spans: Sequence[Span]
    keys: Collection[str]


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
        fact = None if span is None else _to_fact(statement, span, prose.keys, locate)
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


def _to_fact(
    statement: Statement, span: Span, keys: Collection[str], locate: Locate
) -> Fact | None:
    """Return a statement as a fact if its words print its number; none is printed by 未 or 无."""
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
    return Fact(
        key=statement.key if statement.key in keys else OTHER,
        label=statement.label,
        value=number * scale,
        unit=unit or None,
        kind="none" if none else _kind(unit),
        approximate=statement.approximate,
        quote=quote,
        span=original,
    )


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
    """Return words with the facts that a model stated, and its scope where none was known."""
    metadata, findings = prose.metadata, prose.findings
    if found.evidence is not None and metadata.scope in (None, "unknown"):
        evidence = {**metadata.evidence, "scope": found.evidence}
        metadata = metadata.model_copy(update={"scope": found.scope, "evidence": evidence})
    if found.dropped:
        findings += (STATEMENTS_DROPPED.stays_open(count=found.dropped),)
    return ReportProse(prose.sections, metadata, found.facts, findings)
