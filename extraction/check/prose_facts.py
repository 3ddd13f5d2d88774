"""The facts that a report's prose tells, and the wording of a conflict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.frames import QUOTED
from extraction.values.record import Fact


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


def add_values(facts: Iterable[Fact]) -> Decimal:
    """Return the sum of facts."""
    return sum((fact.value for fact in facts), Decimal(0))


def in_line(quote: str) -> str:
    r"""Return a quote for a message, without the report's line ends.

    >>> in_line("办结\n 54件")
    '办结54件'
    """
    return "".join(quote.split())


def quote_facts(facts: Iterable[Fact]) -> list[Bilingual]:
    """Return the words of facts in quotation marks."""
    return [QUOTED.fill(words=in_line(fact.quote)) for fact in facts]
