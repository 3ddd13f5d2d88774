"""The facts that a report's prose tells, and the wording of a conflict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from extraction.forms.model import Meaning
from extraction.values.record import Fact, Finding, Severity


@dataclass(frozen=True, eq=False)
class ProseFacts:
    """A report's facts as written, its year and the texts of its sections as far as known."""

    facts: Sequence[Fact] = ()
    year: int | None = None
    sections: Mapping[str, str] = field(default_factory=dict)

    def stated(self, key: str, label: str | None = None) -> list[Fact]:
        """Return the exact facts of a key that speak of the report's own body and year.

        Counts that may cover earlier years too are among them only where there are no others.
        """
        facts = [fact for fact in self._exact.get(key, ()) if label in (None, fact.label)]
        return [fact for fact in facts if not fact.cumulative] or facts

    @cached_property
    def _exact(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            exact = not fact.approximate and fact.kind in ("count", "amount", "none")
            if fact.scope is None and exact:
                found[fact.key].append(fact)
        return found

    def only(self, key: str, label: str | None = None) -> Fact | None:
        """Return the first fact of a key; None if there is none, or they differ."""
        facts = self.stated(key, label)
        return facts[0] if len({fact.value for fact in facts}) == 1 else None

    def parts_of(self, index: int) -> Sequence[Fact]:
        """Return the facts that are parts of the one at this place."""
        return self._parts.get(index, ())

    @cached_property
    def _parts(self) -> Mapping[int, list[Fact]]:
        found: dict[int, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.part_of is not None:
                found[fact.part_of].append(fact)
        return found


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the prose that is broken: its id and code, how grave, and in words."""

    rule: str
    code: str
    severity: Severity
    means: Meaning


def add_values(facts: Iterable[Fact]) -> Decimal:
    """Return the sum of facts."""
    return sum((fact.value for fact in facts), Decimal(0))


def in_line(quote: str) -> str:
    r"""Return a quote for a message, without the report's line ends.

    >>> in_line("办结\n 54件")
    '办结54件'
    """
    return "".join(quote.split())


def breach_to_finding(
    breach: Breach, facts: Sequence[Fact], left: Decimal, right: Decimal
) -> Finding:
    """Return a conflict within the prose, with the words of each fact."""
    quotes = [in_line(fact.quote) for fact in facts]
    said = "、".join(f"“{quote}”" for quote in quotes)
    return Finding(
        rule=breach.rule,
        code=breach.code,
        severity=breach.severity,
        result="fail",
        left=left,
        right=right,
        difference=left - right,
        diagnosis="narrative_conflict",
        quote=facts[0].quote,
        message=f"{breach.means.en}: {left} against {right}; the prose says {', '.join(quotes)}",
        message_zh=f"{breach.means.zh}：{left}与{right}；正文称{said}",
    )
