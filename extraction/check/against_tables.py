"""Facts of the prose against the cells that state the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from extraction.check.prose_facts import Breach, ProseFacts, breach_to_finding, in_line
from extraction.forms.equation import BoundFact, Sum
from extraction.forms.evaluate import EMPTY, Cells, add_up
from extraction.forms.form import Form
from extraction.forms.model import Meaning
from extraction.values.record import Fact, Finding

_NEAR = 12  # characters between a figure and the percentage that it is
_FEW = 2
_HUNDRED = Decimal(100)
_NO_SHARE = Meaning(en="the percentage is no share of any total", zh="百分比与各总数均不符")


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
    rule, place, quote = bound.rule, _name(form, bound), in_line(fact.quote)
    smaller = rule.smaller if fact.value < table else None
    return Finding(
        rule=f"narrative.{rule.id}",
        code="N10" if fact.kind == "none" else rule.code,
        severity=smaller or rule.severity,
        result="fail",
        cells=tuple(str(term.cell) for term in bound.sums[0] if term.cell),
        left=fact.value,
        right=table,
        difference=fact.value - table,
        diagnosis="narrative_conflict",
        quote=fact.quote,
        message=f"the prose says {quote}; the table has {table} in {place}",
        message_zh=f"正文称“{quote}”，表中{place}为{table}",
    )


def _name(form: Form, bound: BoundFact) -> str:
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
    breach = Breach("narrative.share", shares.code, shares.severity, _NO_SHARE)
    for part, share in zip(said.facts, said.facts[1:], strict=False):
        if None in totals or part.key not in keys or not _is_share_of(share, part):
            continue
        if not any(is_share(share.value, part.value, whole) for whole in wholes):
            exact = min(
                (_HUNDRED * part.value / whole for whole in wholes),
                key=lambda value: abs(value - share.value),
            )
            nearest = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
            yield breach_to_finding(breach, [part, share], share.value, nearest)


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
