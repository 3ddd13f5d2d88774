"""Judge how far a report's figures can be trusted, and why not further."""

from collections.abc import Sequence

from extraction.check.outcome import Outcome
from extraction.check.thresholds import OPEN_CONFIDENCE
from extraction.forms.evaluate import EMPTY, Cells
from extraction.forms.form import Form
from extraction.values.bilingual import Reason
from extraction.values.record import CellKey, Finding, Status

_DECIDING = frozenset(
    {
        *("S01", "S02", "S03", "S05", "S06", "S08", "S13", "P01", "P02", "P03", "P04"),
        *("T4-08", "4.11", "Q02", "Q04"),
    }
)
"""Codes of findings, beside the form's error rules, that decide a verdict."""
_OPEN = ("missing", "text")
"""States of cells for which a person has to look into the report."""


def decide_status(cells: Cells, outcomes: Sequence[Outcome], findings: Sequence[Finding]) -> Status:
    """Return the first status of the design that fits; `unreadable` is decided before.

    `cells` are the form's, and the printed subtotals.
    """
    if any(cell.state in _OPEN for cell in cells.values()):
        return "needs_review"
    if any(_leaves_open(finding) for finding in findings):
        return "needs_review"
    strict = [outcome for outcome in outcomes if _is_strict(outcome)]
    failed = any(outcome.result == "fail" for outcome in strict)
    if failed or any(_is_misfit(finding) for finding in findings):
        return "source_inconsistent"
    doubted = _leave_out_noted(strict, findings)
    return "needs_review" if _blanks_leave_open(cells, doubted) else "verified"


def _leaves_open(finding: Finding) -> bool:
    """Whether a finding that nobody has waived leaves open what decides a verdict."""
    unsettled = finding.result == "unknown" and finding.waived is None
    return unsettled and finding.code in _DECIDING


def _is_misfit(finding: Finding) -> bool:
    """Whether a finding says that the report is wrong, and not just odd."""
    return finding.result == "fail" and finding.severity == "error"


def _is_strict(outcome: Outcome) -> bool:
    """Whether an outcome is of a rule that every report must keep."""
    return outcome.equation.rule.severity == "error"


def _is_sum(outcome: Outcome) -> bool:
    """Whether an outcome is of an equation, and not of a bound."""
    return outcome.equation.holds.relation == "="


def _leave_out_noted(strict: Sequence[Outcome], findings: Sequence[Finding]) -> list[Outcome]:
    """Return the outcomes without those that a waived finding has noted already."""
    waived = [finding for finding in findings if finding.waived is not None]
    noted = {name_finding(finding)[:2] for finding in waived}
    left = []
    for outcome in strict:
        equation = outcome.equation
        if (equation.rule.id, str(equation.cells[0])) not in noted:
            left.append(outcome)
    return left


def name_finding(finding: Finding) -> tuple[str, str | None, str | None]:
    """Return what tells a finding from others of its record: rule, first cell, quote."""
    return finding.rule, next(iter(finding.cells), None), finding.quote


def _blanks_leave_open(cells: Cells, strict: Sequence[Outcome]) -> bool:
    """Whether a sum does not close for blanks that are no totals: they may be our misreading.

    A total may be blank although what it sums up is not; then sums over totals say nothing.
    """
    sums = (outcome.equation.holds.left for outcome in strict if _is_sum(outcome))
    totals = {left[0].cell for left in sums if len(left) == 1}
    for outcome in strict:
        if outcome.result != "unknown" or outcome.left is None:
            continue
        summed = (cells[key] for key in outcome.equation.cells if key in totals)
        if not any(cell.state in EMPTY for cell in summed):
            return True
    return False


def find_unproven(form: Form, cells: Cells, outcomes: Sequence[Outcome]) -> tuple[CellKey, ...]:
    """Return printed numbers that stand in no rule that passes or fails.

    Only tables that have sums at all can prove a number by one; in the others its
    place is all there is. A number needs a rule that passes unless some rule fails.
    """
    strict = [outcome for outcome in outcomes if _is_strict(outcome) and _is_sum(outcome)]
    some_fail = any(outcome.result == "fail" for outcome in strict)
    enough = ("pass", "fail") if some_fail else ("pass",)
    covered: set[CellKey] = set()
    for outcome in strict:
        if outcome.result in enough:
            covered.update(outcome.equation.cells)
    return tuple(
        key
        for key, cell in cells.items()
        if key.table in form.summed_tables and cell.state == "number" and key not in covered
    )


MEASURED = frozenset({"181baa927146c403", "46420b79a73f4aa0"})
"""The shapes of the forms that the shares below were counted with: 2019 and 2021.

A form whose cells or error rules are others has no measured confidence. After a change to
these, `make eval` measures anew; then the new shape stands here.
"""

# The least share of flawless reports that counting allows, one-sided, 95 %: of 9,000
# made-up reports (seeds 31 and 32; `solved` also of 2,500 whose figures had run together or
# lost their blanks or labels). Nothing is known so of real ones. gouji eval measures it anew.
_FLAWLESS = {
    "verified": 0.9995,  # 6278 of 6278
    "source_inconsistent": 0.994,  # 508 of 508
    "solved": 0.989,  # 286 of 286: settled, some cells by the equations
    "doubted": 0.972,  # 109 of 109: every cell is filled, yet something is in doubt
    "form": 0.0,  # 0 of 29: every cell is filled, yet the form is in doubt
}


def tell_confidence(
    form: Form, status: Status, cells: Cells, findings: Sequence[Finding]
) -> float | None:
    """Return how probable it is that a report needs no hand; None where nobody measured it."""
    return rate_confidence(status, cells, findings) if form.shape in MEASURED else None


def rate_confidence(status: Status, cells: Cells, findings: Sequence[Finding]) -> float:
    """Return how probable it is that a report needs no hand: every cell right, and none open.

    With a cell open it is not, whatever else is right: such reports are ranked below one
    in a hundred, by how much of them is settled.
    """
    if status == "unreadable" or not cells:
        return 0.0
    filled = sum(cell.state not in _OPEN for cell in cells.values())
    if filled < len(cells):
        return round(OPEN_CONFIDENCE * filled / len(cells), 4)
    if status == "needs_review":
        unlike_form = any(finding.code == "S01" for finding in findings)
        return _FLAWLESS["form" if unlike_form else "doubted"]
    by_equations = any(cell.origin in ("solved", "model") for cell in cells.values())
    return min(_FLAWLESS[status], _FLAWLESS["solved"] if by_equations else 1.0)


def find_reason(status: Status, findings: Sequence[Finding]) -> Reason | None:
    """Return the first finding that bars a verdict; None if nothing does."""
    wanted = {"needs_review": "unknown", "source_inconsistent": "fail"}.get(status)
    if wanted is None:
        return None
    told = [finding for finding in findings if finding.result == wanted]
    told.sort(key=lambda finding: finding.waived is not None)
    errors = [finding for finding in told if finding.severity == "error"]
    deciding = [finding for finding in told if finding.code in _DECIDING]
    first = next(iter(errors or deciding), None)
    return Reason(first.code, first.said) if first else None
