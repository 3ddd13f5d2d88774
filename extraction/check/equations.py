"""Every rule of the form against the cells: what passes, what fails, what cannot be known.

A blank or a mark counts as zero where the equation then closes; where it does not,
the result is unknown. A total that is blank makes its own equation not applicable,
and so does a subtotal that is not printed.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from extraction.check.outcome import Outcome
from extraction.check.thresholds import LARGEST_COUNT, MOST_NAMED_CELLS, MOST_PLACES
from extraction.forms.equation import Condition, Equation
from extraction.forms.evaluate import EMPTY, Cells, Names, add_up, compare_sides
from extraction.forms.form import Form
from extraction.values.catalogue.figures import (
    CELL_FRACTION,
    CELL_LARGE,
    CELL_NEGATIVE,
    CELL_POINT,
    CELL_WORDS,
    CELLS_BLANK,
    FIGURES_UNPROVEN,
    TABLES_BLANK,
)
from extraction.values.catalogue.frames import (
    SUM_FAILS,
    SUM_HAS_BLANKS,
    SUM_LACKS_FIGURE,
    SUM_LACKS_FIGURES,
    SUM_TO_LOOK_AT,
)
from extraction.values.catalogue.message import Message
from extraction.values.record import CellKey, Finding, Result

_CHANGES = ("增", "减")


def check_equations(form: Form, cells: Cells, names: Names) -> tuple[Outcome, ...]:
    """Evaluate every equation of a form. `names` holds figures that are not cells (`$year`)."""
    known = dict(names)
    for name, path in form.figures.items():
        cell = cells.get(CellKey(*path.split(".")))
        if cell is not None and cell.value is not None:
            known[f"${name}"] = cell.value
    return tuple(_evaluate(equation, cells, known) for equation in form.equations)


def close_all(form: Form, table: str, cells: Cells) -> bool:
    """Whether all sums of a table hold over its cells, and there are some that can fail."""
    results = set[Result]()
    for outcome in check_equations(form, cells, {}):
        rule = outcome.equation.rule
        strict = rule.severity == "error" and outcome.equation.holds.relation == "="
        if strict and rule.table == table:
            results.add(outcome.result)
    return "pass" in results and not results & {"fail", "unknown"}


def _evaluate(equation: Equation, cells: Cells, names: Names) -> Outcome:
    if not all(map(cells.__contains__, equation.cells)):
        return Outcome(equation, "not_applicable")
    if equation.when is not None and not _is_met(equation.when, cells, names):
        return Outcome(equation, "not_applicable")
    holds = equation.holds
    if _total_is_blank(holds, cells):
        return Outcome(equation, "not_applicable")
    sides = _sides(holds, cells, names)
    if sides is None:
        return Outcome(equation, "unknown")
    left, right = sides
    if compare_sides(left, holds.relation, right):
        return Outcome(equation, "pass", *sides)
    blank = any(cells[cell].state in EMPTY for cell in equation.cells)
    return Outcome(equation, "unknown" if blank else "fail", *sides)


def _total_is_blank(holds: Condition, cells: Cells) -> bool:
    total = holds.left[0].cell if len(holds.left) == 1 else None
    return holds.relation == "=" and total is not None and cells[total].state in EMPTY


def _is_met(when: Condition, cells: Cells, names: Names) -> bool:
    """Say whether a rule applies; not where a figure is unknown that decides it."""
    sides = _sides(when, cells, names)
    if sides is None:
        return False
    left, right = sides
    return compare_sides(left, when.relation, right)


def _sides(condition: Condition, cells: Cells, names: Names) -> tuple[Decimal, Decimal] | None:
    left = add_up(condition.left, cells, names)
    right = add_up(condition.right, cells, names)
    return None if left is None or right is None else (left, right)


def find_equation_findings(form: Form, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield what failed, and what of the error rules cannot be known.

    Where a rule lacks figures at many places, that is one finding.
    """
    lacking: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        rule = outcome.equation.rule
        barring = outcome.result == "unknown" and rule.severity == "error"
        if barring and outcome.left is None:
            lacking.setdefault(rule.id, []).append(outcome)
        elif barring or outcome.result == "fail":
            yield _to_finding(form, outcome)
    for places in lacking.values():
        if len(places) > MOST_PLACES:
            yield _tell_lacking(form, places)
        else:
            yield from (_to_finding(form, outcome) for outcome in places)


def _tell_lacking(form: Form, places: Sequence[Outcome]) -> Finding:
    """Return one finding for all the places at which a rule lacks a figure."""
    rule = places[0].equation.rule
    return Message(rule.code, rule.id, rule.severity, SUM_LACKS_FIGURES).stays_open(
        places=[_place(form, outcome.equation) for outcome in places],
        means=rule.means.words,
        cells=dict.fromkeys(cell for outcome in places for cell in outcome.equation.cells),
    )


def _to_finding(form: Form, outcome: Outcome) -> Finding:
    """Tell what an equation comes to.

    A sum with blanks says nothing of what they would have to be; a rule of thumb accuses nobody.
    """
    rule, cells = outcome.equation.rule, outcome.equation.cells
    left, right = outcome.left, outcome.right
    told = (rule.code, rule.id, rule.severity)
    place, means = _place(form, outcome.equation), rule.means.words
    if left is None or right is None:
        return Message(*told, SUM_LACKS_FIGURE).stays_open(place=place, means=means, cells=cells)
    sides = (left, right)
    if outcome.result == "unknown":
        return Message(*told, SUM_HAS_BLANKS).stays_open(
            place=place, means=means, cells=cells, sides=sides
        )
    if rule.severity == "info":
        return Message(*told, SUM_TO_LOOK_AT, "unresolved").fails(
            place=place, means=means, cells=cells, sides=sides
        )
    return Message(*told, SUM_FAILS).fails(place=place, means=means, cells=cells, sides=sides)


def _place(form: Form, equation: Equation) -> str:
    """Return the Chinese name of the column or row that an equation runs along."""
    names = form.name(equation.cells[0])
    return names.column if equation.rule.each == "column" else names.row


def check_values(form: Form, cells: Cells) -> Iterator[Finding]:
    """Yield figures that cannot be what their column holds (P01, P02), or look astray (P06)."""
    for key, column in form.columns.items():
        cell = cells.get(key)
        if cell is None or cell.value is None:
            continue
        value = cell.value
        negative = column.holds != "change" and value < 0
        fraction = column.holds != "money" and value != int(value)
        large = column.holds == "count" and value > LARGEST_COUNT
        if not (negative or fraction or large):
            continue
        row, name = form.name(key)
        raw = cell.raw
        figure = raw or value
        if fraction and _may_be_thousands(value):
            count = f"{value * 1000:,f}".partition(".")[0]
            yield CELL_POINT.stays_open(
                row=row, column=name, figure=figure, count=count, cells=[key], quote=raw
            )
            continue
        yield (CELL_NEGATIVE if negative else CELL_FRACTION if fraction else CELL_LARGE).fails(
            row=row, column=name, figure=figure, cells=[key], quote=raw
        )


def _may_be_thousands(value: Decimal) -> bool:
    """Whether a count's point may be a mark of thousands: 1.203, and neither 0.5 nor 0.203."""
    return value.as_tuple().exponent == -3 and 1 <= abs(value) < 1000


def find_blanks(cells: Cells) -> Iterator[Finding]:
    """Yield one finding that lists the cells which print no number (P03).

    Where none prints anything, no figure may have come along: that is open.
    """
    blanks = [key for key, cell in cells.items() if cell.state in EMPTY]
    if blanks and all(cell.state == "blank" for cell in cells.values()):
        yield TABLES_BLANK.stays_open(cells=blanks)
    elif blanks:
        yield CELLS_BLANK.fails(count=len(blanks), cells=blanks)


def find_worded_cells(form: Form, cells: Cells, named: Collection[str]) -> Iterator[Finding]:
    """Yield the cells that hold words in place of a figure, but for those named already (P01).

    A count that calls itself a change (增5, 减5) is none: how much is left is not said. What a
    person has settled stays so.
    """
    for key, cell in cells.items():
        column = form.columns.get(key)
        raw = cell.raw
        figure = raw or ""
        counted = column is not None and column.holds != "change" and cell.origin != "person"
        changed = counted and cell.state == "number" and figure.startswith(_CHANGES)
        if (cell.state == "text" or changed) and str(key) not in named:
            row, name = form.name(key)
            yield CELL_WORDS.stays_open(row=row, column=name, figure=figure, cells=[key], quote=raw)


def unproven_finding(form: Form, cells: Sequence[CellKey]) -> Finding:
    """Return the finding about figures that stand in no sum that passes or fails."""
    names = ["/".join(form.name(cell)) for cell in cells[:MOST_NAMED_CELLS]]
    return FIGURES_UNPROVEN.stays_open(count=len(cells), figures=names, cells=cells)
