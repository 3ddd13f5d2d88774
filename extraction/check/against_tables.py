"""Facts of the prose against the cells that state the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from extraction.check.prose_facts import ProseFacts, in_line, quote_facts
from extraction.forms.equation import BoundFact, Sum
from extraction.forms.evaluate import EMPTY, Cells, add_up
from extraction.forms.form import Form
from extraction.values.catalogue.frames import PROSE_AGAINST_TABLE, SHARE_OF_NOTHING
from extraction.values.catalogue.message import Message
from extraction.values.catalogue.prose import N10
from extraction.values.record import Fact, Finding

_NEAR = 12  # characters between a figure and the percentage that it is
_FEW = 2
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class SettledCells:
    """A form and the cells of a report that are settled."""

    form: Form
    cells: Cells

    def add(self, terms: Sum) -> Decimal | None:
        """Return a sum of printed numbers; None if one is open, or a blank."""
        found = [self.cells.get(term.cell) for term in terms if term.cell]
        if any(cell is None or cell.state in EMPTY for cell in found):
            return None
        return add_up(terms, self.cells, {})

    def table_says(self, key: str | None) -> Decimal | None:
        """Return what the tables have for a fact."""
        bound = next((b for b in self.form.bound_facts if b.rule.key == key), None)
        return self.add(bound.sums[0]) if bound else None


def find_conflicts(settled: SettledCells, said: ProseFacts) -> Iterator[Finding]:
    """Yield facts that the tables contradict (N01 to N04, N07, N09 to N11)."""
    for bound in settled.form.bound_facts:
        fact = said.only(bound.rule.key, bound.rule.label)
        sums = [settled.add(terms) for terms in bound.sums]
        if fact is None or None in sums or fact.value in sums or sums[0] is None:
            continue
        if _is_part_of_other(settled, said, fact) or (fact.cumulative and fact.value > sums[0]):
            continue
        if not any(word in fact.quote for word in bound.rule.unless):
            yield _to_finding(settled.form, bound, fact, sums[0])


def _is_part_of_other(settled: SettledCells, said: ProseFacts, fact: Fact) -> bool:
    """Say whether a fact is a part of what no total is: 涉及征地15件,其中予以公开9件."""
    whole = None if fact.part_of is None else said.facts[fact.part_of]
    if whole is None or whole.key != "other":
        return False
    return whole.value not in [settled.add(terms) for terms in settled.form.shared_sums]


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
    names = [form.name(term.cell) for term in bound.sums[0] if term.cell]
    row, column = names[0]
    if bound.rule.row:
        return f"{row}/{bound.rule.name or column}"
    rows = "+".join(dict.fromkeys(name.row for name in names))
    return f"{bound.rule.name or rows}/{column}"


def find_odd_shares(settled: SettledCells, said: ProseFacts) -> Iterator[Finding]:
    """Yield percentages right behind a figure that are a share of no total (N08)."""
    form, shares = settled.form, settled.form.narrative.shares
    if shares is None:
        return
    totals = [settled.add(terms) for terms in form.shared_sums]
    bound = [b.rule for b in form.bound_facts if b.rule.table == shares.table]
    keys = {rule.key for rule in bound if rule.label is None}
    wholes = [total for total in totals if total]
    wholes += [fact.value for fact in said.facts if fact.key in keys and fact.value]
    told = (shares.code, "narrative.share", shares.severity)
    for part, share in zip(said.facts, said.facts[1:], strict=False):
        if None in totals or part.key not in keys or not _is_share_of(share, part):
            continue
        if not any(is_share(share.value, part.value, whole) for whole in wholes):
            exact = min(
                (_HUNDRED * part.value / whole for whole in wholes),
                key=lambda value: abs(value - share.value),
            )
            nearest = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
            yield Message(*told, SHARE_OF_NOTHING, "narrative_conflict").fails(
                quotes=quote_facts([part, share]),
                quote=part.quote,
                sides=(share.value, nearest),
            )


def _is_share_of(share: Fact, part: Fact) -> bool:
    """Say whether the percentage is told of the figure before it, both exact."""
    near = 0 <= share.span[0] - part.span[1] <= _NEAR
    exact = not (part.scope or part.approximate or share.approximate)
    said = 0 <= in_line(share.quote).find("占") <= _FEW  # 占比35%; not 不予公开类占35%
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
