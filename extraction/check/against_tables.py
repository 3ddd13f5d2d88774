"""Hold facts of the prose against the cells that state the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from extraction.check.prose_facts import ProseFacts, in_line, quote_facts
from extraction.check.thresholds import SHARE_REACH, SHARE_WORD_REACH
from extraction.forms.equation import BoundFact, Sum
from extraction.forms.evaluate import EMPTY, Cells, add_up
from extraction.forms.form import Form
from extraction.values.catalogue.frames import PROSE_AGAINST_TABLE, SHARE_OF_NOTHING
from extraction.values.catalogue.message import Message
from extraction.values.catalogue.narrative import N10
from extraction.values.record import Fact, Finding

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class SettledCells:
    """A form and the cells of a report that are settled."""

    form: Form
    cells: Cells

    def add(self, terms: Sum) -> Decimal | None:
        """Return a sum of printed numbers; None if one is open, or a blank."""
        for term in terms:
            cell = self.cells.get(term.cell) if term.cell else None
            if term.cell and (cell is None or cell.state in EMPTY):
                return None
        return add_up(terms, self.cells, {})

    def table_says(self, key: str | None) -> Decimal | None:
        """Return what the tables have for a fact."""
        for bound in self.form.bound_facts:
            if bound.rule.key == key:
                return self.add(bound.sums[0])
        return None


def find_conflicts(settled: SettledCells, said: ProseFacts) -> Iterator[Finding]:
    """Yield facts that the tables contradict (N01 to N04, N07, N09 to N11)."""
    for bound in settled.form.bound_facts:
        rule = bound.rule
        fact = said.only(rule.key, rule.label)
        sums = [settled.add(terms) for terms in bound.sums]
        first = sums[0]
        if fact is None or first is None or None in sums or fact.value in sums:
            continue
        longer = fact.cumulative and fact.value > first
        if longer or _is_part_of_other(settled, said, fact):
            continue
        if not any(word in fact.quote for word in rule.unless):
            yield _to_finding(settled.form, bound, fact, first)


def _is_part_of_other(settled: SettledCells, said: ProseFacts, fact: Fact) -> bool:
    """Say whether a fact is a part of what no total is: 涉及征地15件,其中予以公开9件."""
    whole = None if fact.part_of is None else said.facts[fact.part_of]
    if whole is None or whole.key != "other":
        return False
    totals = map(settled.add, settled.form.shared_sums)
    return whole.value not in totals


def _to_finding(form: Form, bound: BoundFact, fact: Fact, table: Decimal) -> Finding:
    rule = bound.rule
    smaller = rule.smaller if fact.value < table else None
    code = N10.code if fact.kind == "none" else rule.code
    told = (code, f"narrative.{rule.id}", smaller or rule.severity)
    return Message(*told, PROSE_AGAINST_TABLE, "narrative_conflict").fails(
        prose=in_line(fact.quote),
        place=name_bound(form, bound),
        table=table,
        cells=[term.cell for term in bound.sums[0] if term.cell],
        quote=fact.quote,
        sides=(fact.value, table),
    )


def name_bound(form: Form, bound: BoundFact) -> str:
    """Return what the report calls the cells that a fact is held against."""
    rule = bound.rule
    names = [form.name(term.cell) for term in bound.sums[0] if term.cell]
    row, column = names[0]
    if rule.row:
        return f"{row}/{rule.name or column}"
    rows = "+".join(dict.fromkeys(name.row for name in names))
    return f"{rule.name or rows}/{column}"


def find_odd_shares(settled: SettledCells, said: ProseFacts) -> Iterator[Finding]:
    """Yield percentages right behind a figure that are a share of no total (N08)."""
    form = settled.form
    shares = form.narrative.shares
    if shares is None:
        return
    totals = [settled.add(terms) for terms in form.shared_sums]
    if None in totals:
        return
    keys = _shared_keys(form, shares.table)
    wholes = [total for total in totals if total]
    wholes += [fact.value for fact in said.facts if fact.key in keys and fact.value]
    told = (shares.code, "narrative.share", shares.severity)
    for part, share in pairwise(said.facts):
        if part.key not in keys or not _is_share_of(share, part):
            continue
        if not any(is_share(share.value, part.value, whole) for whole in wholes):
            yield Message(*told, SHARE_OF_NOTHING, "narrative_conflict").fails(
                quotes=quote_facts([part, share]),
                quote=part.quote,
                sides=(share.value, _nearest_share(share.value, part.value, wholes)),
            )


def _shared_keys(form: Form, table: str) -> set[str]:
    """Return the keys of facts that a table states, whatever they are called."""
    rules = (bound.rule for bound in form.bound_facts)
    return {rule.key for rule in rules if rule.table == table and rule.label is None}


def _nearest_share(printed: Decimal, part: Decimal, wholes: Sequence[Decimal]) -> Decimal:
    """Return the percentage that a part is of the whole that comes nearest to what is printed."""
    shares = [_HUNDRED * part / whole for whole in wholes]
    nearest = min(shares, key=lambda share: abs(share - printed))
    return nearest.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _is_share_of(share: Fact, part: Fact) -> bool:
    """Say whether the percentage is told of the figure before it, both exact."""
    between = share.span[0] - part.span[1]
    near = 0 <= between <= SHARE_REACH
    exact = not (part.scope or part.approximate or share.approximate)
    said = 0 <= in_line(share.quote).find("占") <= SHARE_WORD_REACH  # 占比35%; not 不予公开类占35%
    return near and exact and share.kind == "percentage" and said


def is_share(percentage: Decimal, part: Decimal, whole: Decimal) -> bool:
    """Say whether a printed percentage is a share, rounded or cut off after its decimals.

    >>> [is_share(Decimal(text), Decimal(2), Decimal(3)) for text in ("67", "66.6", "66.5")]
    [True, True, False]
    """
    exact = _HUNDRED * part / whole
    return percentage in (
        exact.quantize(percentage, ROUND_HALF_UP),
        exact.quantize(percentage, ROUND_DOWN),
    )
