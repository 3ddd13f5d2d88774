"""Every rule of the form against the cells: what passes, what fails, what cannot be known.

A blank or a mark counts as zero where the equation then closes; where it does not,
the result is unknown. A total that is blank makes its own equation not applicable,
and so does a subtotal that is not printed.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from extraction.check.outcome import Outcome
from extraction.forms.equation import Condition, Equation
from extraction.forms.evaluate import EMPTY, Cells, Names, add_up
from extraction.forms.form import Form
from extraction.forms.model import Meaning
from extraction.values.findings import Check, count_of
from extraction.values.record import CellKey, Finding

_IMPOSSIBLE = Check("cells.value", "P01", "error")
_IMPROBABLE = Check("cells.value", "P06", "info")
_WORDS = Check("cells.words", "P01", "error")
_BLANK = Check("cells.blank", "P03", "info")
_ALL_BLANK = Check("cells.blank", "P03", "error")
_UNPROVEN = Check("cells.unproven", "S02", "error")
_COMPARE = {"=": eq, "<=": le, ">=": ge, "<": lt, ">": gt}
_EACH = 3
"""At so many places a rule is told one by one."""
_CHANGES = ("增", "减")
_LARGEST_COUNT = 10_000_000


def check_equations(form: Form, cells: Cells, names: Names) -> tuple[Outcome, ...]:
    """Evaluate every equation of a form. `names` holds figures that are not cells (`$year`)."""
    known = dict(names)
    for name, path in form.figures.items():
        cell = cells.get(CellKey(*path.split(".")))
        if cell is not None and cell.value is not None:
            known[f"${name}"] = cell.value
    return tuple(_evaluate(equation, cells, known) for equation in form.equations)


def _evaluate(equation: Equation, cells: Cells, names: Names) -> Outcome:
    if not all(map(cells.__contains__, equation.cells)):
        return Outcome(equation, "not_applicable")
    if equation.when is not None and _compare(equation.when, cells, names) is not True:
        return Outcome(equation, "not_applicable")
    if _total_is_blank(equation.holds, cells):
        return Outcome(equation, "not_applicable")
    sides = _sides(equation.holds, cells, names)
    if sides is None:
        return Outcome(equation, "unknown")
    if _COMPARE[equation.holds.relation](*sides):
        return Outcome(equation, "pass", *sides)
    blank = any(cells[cell].state in EMPTY for cell in equation.cells)
    return Outcome(equation, "unknown" if blank else "fail", *sides)


def _total_is_blank(holds: Condition, cells: Cells) -> bool:
    total = holds.left[0].cell if len(holds.left) == 1 else None
    return holds.relation == "=" and total is not None and cells[total].state in EMPTY


def _compare(condition: Condition, cells: Cells, names: Names) -> bool | None:
    sides = _sides(condition, cells, names)
    return None if sides is None else _COMPARE[condition.relation](*sides)


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
        if outcome.result == "unknown" and rule.severity == "error" and outcome.left is None:
            lacking.setdefault(rule.id, []).append(outcome)
        elif outcome.result == "fail" or (outcome.result == "unknown" and rule.severity == "error"):
            yield _to_finding(form, outcome)
    for places in lacking.values():
        found = [_to_finding(form, outcome) for outcome in places]
        yield from [_join(form, places, found)] if len(found) > _EACH else found


def _join(form: Form, places: Sequence[Outcome], found: Sequence[Finding]) -> Finding:
    """Return one finding for all the places at which a rule lacks a figure."""
    means = places[0].equation.rule.means
    names = "、".join(_place(form, outcome.equation) for outcome in places)
    cells = dict.fromkeys(cell for finding in found for cell in finding.cells)
    said = {
        "cells": tuple(cells),
        "message": f"{names}: {means.en}: figures are missing",
        "message_zh": f"{names}：{means.zh}：缺数",
    }
    return found[0].model_copy(update=said)


def _to_finding(form: Form, outcome: Outcome) -> Finding:
    rule = outcome.equation.rule
    left, right = outcome.left, outcome.right
    said = _say(outcome)
    place = _place(form, outcome.equation)
    is_mistake = outcome.result == "fail" and rule.severity != "info"
    return Finding(
        rule=rule.id,
        code=rule.code,
        severity=rule.severity,
        result=outcome.result,
        cells=tuple(map(str, outcome.equation.cells)),
        left=left,
        right=right,
        difference=left - right if left is not None and right is not None else None,
        diagnosis="source_error" if is_mistake else "unresolved",
        message=f"{place}: {rule.means.en}{said.en}",
        message_zh=f"{place}：{rule.means.zh}{said.zh}",
    )


def _say(outcome: Outcome) -> Meaning:
    """Return what an equation comes to, in words.

    A sum with blanks says nothing of what they would have to be; a rule of thumb accuses nobody.
    """
    left, right = outcome.left, outcome.right
    if left is None or right is None:
        return Meaning(en=": a figure is missing", zh="：缺数")
    if outcome.result == "unknown":
        return Meaning(en=": not known, as some of its cells are blank", zh="：有空格，无法核对")
    if outcome.equation.rule.severity == "info":
        return Meaning(en=" (to look at, no mistake)", zh="（供参考，不属错误）")
    return Meaning(en=f": {left} against {right}", zh=f"：左{left}，右{right}")


def _place(form: Form, equation: Equation) -> str:
    """Return the Chinese name of the column or row that an equation runs along."""
    names = form.name(equation.cells[0])
    return {"column": names.column, "row": names.row}.get(equation.rule.each, names.row)


def check_values(form: Form, cells: Cells) -> Iterator[Finding]:
    """Yield figures that cannot be what their column holds (P01, P02), or look astray (P06)."""
    for key, column in form.columns.items():
        cell = cells.get(key)
        if cell is None or cell.value is None:
            continue
        value, odd = cell.value, None
        if column.holds != "change" and value < 0:
            odd = (_IMPOSSIBLE, "must not be negative", "不应为负")
        elif column.holds != "money" and value != int(value):
            odd = (_IMPOSSIBLE, "must be a whole number", "应为整数")
        elif column.holds == "count" and value > _LARGEST_COUNT:
            odd = (_IMPROBABLE, "is unusually large; it may well be right", "数值较大，供参考")
        if odd is not None:
            check, says, says_zh = odd
            row, name = form.name(key)
            yield check.fails(
                f"{row}, {name}: {cell.raw} {says}",
                f"{row}，{name}：{cell.raw}{says_zh}",
                cells=[key],
                quote=cell.raw,
                diagnosis="unresolved" if check is _IMPROBABLE else "source_error",
            )


def find_blanks(cells: Cells) -> Iterator[Finding]:
    """Yield one finding that lists the cells which print no number (P03).

    Where none prints anything, no figure may have come along: that is open.
    """
    blanks = [key for key, cell in cells.items() if cell.state in EMPTY]
    if blanks and all(cell.state == "blank" for cell in cells.values()):
        yield _ALL_BLANK.stays_open(
            "no figure is printed in any table", "各表均无数字", cells=blanks
        )
    elif blanks:
        yield _BLANK.fails(
            f"{count_of(len(blanks), 'cell')} left blank or marked as none",
            f"{len(blanks)}个单元格为空或标为无",
            cells=blanks,
        )


def find_words(form: Form, cells: Cells, named: Collection[str]) -> Iterator[Finding]:
    """Yield the cells that hold words in place of a figure, but for those named already (P01).

    A count that calls itself a change (增5, 减5) is none: how much is left is not said. What a
    person has settled stays so.
    """
    for key, cell in cells.items():
        column = form.columns.get(key)
        counted = column is not None and column.holds != "change" and cell.origin != "person"
        changed = counted and cell.state == "number" and (cell.raw or "").startswith(_CHANGES)
        if (cell.state == "text" or changed) and str(key) not in named:
            row, name = form.name(key)
            yield _WORDS.stays_open(
                f"{row}, {name}: {cell.raw} is no figure",
                f"{row}，{name}：“{cell.raw}”不是数字",
                cells=[key],
                quote=cell.raw,
            )


def unproven_finding(form: Form, cells: Sequence[CellKey]) -> Finding:
    """Return the finding about figures that stand in no sum that passes or fails."""
    names = "、".join("/".join(form.name(cell)) for cell in cells[:5])
    return _UNPROVEN.stays_open(
        f"no sum that holds proves {count_of(len(cells), 'figure')}: {names}",
        f"{len(cells)}个数字无勾稽关系可证：{names}",
        cells=cells,
    )
