"""Decisions applied to a record: cells set, findings waived, and the rules run again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.check.conclusion import check_record, nest_cells
from extraction.check.verdict import name_finding
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.settings import Settings
from extraction.values.bilingual import Bilingual
from extraction.values.corrections import Decision
from extraction.values.record import Cell, CellKey, Correction, Record, Waiver

CorrectedCells = dict[CellKey, Cell]


@dataclass(frozen=True, slots=True)
class Applied:
    """A record as persons want it: how many decisions are in it, and why others are not.

    changed: decisions that were made about other bytes than the report has now.
    """

    record: Record
    taken: int = 0
    refused: tuple[Bilingual, ...] = ()
    changed: int = 0


def apply_decisions(record: Record, decisions: Sequence[Decision], settings: Settings) -> Applied:
    """Apply what was decided about a record, the earliest first, and check it anew.

    The printed figure stays in `raw`; what a decision cannot be applied to is refused in a
    sentence, and the others count.
    """
    ours = [one for one in decisions if one.source.sha256 == record.source.sha256]
    changed = len(decisions) - len(ours)
    if not ours:
        return Applied(record, changed=changed)
    form = find_known_form(record.form, record.mixed, settings.forms)
    if form is None:
        return Applied(record, 0, tuple(map(_no_cells, ours)), changed)
    cells, refused = _set_cells(record, form, [one for one in ours if one.action != "waive"])
    checked = check_record(record.model_copy(update={"tables": nest_cells(cells)}), settings)
    waived = [one for one in ours if one.action == "waive"]
    if waived:
        checked, unknown = _waive(checked, waived)
        refused += unknown
        checked = check_record(checked, settings)
    return Applied(checked, len(ours) - len(refused), tuple(refused), changed)


def correctable_cells(record: Record) -> CorrectedCells:
    """Return the cells of a record that a decision may be about: those of its form."""
    cells: CorrectedCells = {}
    for table, rows in record.tables.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                cells[CellKey(table, row, column)] = cell
    return cells


def _set_cells(
    record: Record, form: Form, decisions: Iterable[Decision]
) -> tuple[CorrectedCells, list[Bilingual]]:
    """Return a record's cells with decisions applied, and what is wrong with the others."""
    cells = correctable_cells(record)
    refused: list[Bilingual] = []
    for decision in decisions:
        if decision.cell is None:
            _confirm_all(cells, decision)
            continue
        key = CellKey(*decision.cell.split("."))
        if key not in cells:
            refused.append(_refuse(decision, f"it has no cell {key}", f"没有单元格 {key}"))
        elif decision.action == "confirm" and not _is_so(cells[key], decision):
            held = _held(cells[key])
            en = f"{key} now holds {held}, not what was confirmed: look at it again"
            zh = f"{key} 现为 {held}，与确认时不同：请再次核对"
            refused.append(_refuse(decision, en, zh))
        else:
            cells[key] = _decided(cells[key], decision, form.unit(key))
    return cells, refused


def _is_so(cell: Cell, decision: Decision) -> bool:
    """Say whether a cell holds what was confirmed."""
    return (cell.state, cell.value) == (decision.state, decision.value)


def _confirm_all(cells: CorrectedCells, decision: Decision) -> None:
    """Confirm every cell that is not open, and that nobody has seen to yet."""
    for key, cell in cells.items():
        if cell.state != "missing" and cell.origin != "person":
            held = {"state": cell.state, "value": cell.value, "printed": cell.raw}
            cells[key] = _decided(cell, decision.model_copy(update=held), cell.unit)


def _decided(cell: Cell, decision: Decision, unit: str | None) -> Cell:
    """Return a cell as a person has decided; its print stays, and so does its place."""
    assert decision.state is not None  # a decision about a cell has one
    correction = Correction(
        author=decision.author,
        reason=decision.reason,
        when=decision.when,
        printed=decision.printed,
        confirmed=decision.action == "confirm",
    )
    change = {
        "value": decision.value,
        "state": decision.state,
        "unit": (cell.unit or unit) if decision.state == "number" else None,
        "origin": "person",
        "proof": "person",
        "suggestion": None,
        "correction": correction,
    }
    return cell.model_copy(update=change)


def _waive(record: Record, waivers: Sequence[Decision]) -> tuple[Record, list[Bilingual]]:
    """Return a record whose findings say what was waived, and the waivers that meet none."""
    wanted = {(one.finding, one.cell, one.printed): one for one in waivers}
    findings = []
    for finding in record.findings:
        one = wanted.get(name_finding(finding))
        if one is not None:
            waived = Waiver(author=one.author, when=one.when, reason=one.reason)
            finding = finding.model_copy(update={"waived": waived})
        findings.append(finding)
    there = set(map(name_finding, findings))
    unknown = [
        _refuse(
            one,
            f"it has no finding {one.finding} that begins with {one.cell or 'no cell'}",
            f"没有以{one.cell or '（无单元格）'}开头的发现 {one.finding}",
        )
        for about, one in wanted.items()
        if about not in there
    ]
    return record.model_copy(update={"findings": tuple(findings)}), unknown


def _held(cell: Cell) -> str:
    return cell.state if cell.value is None else f"{cell.value:f}"


def _no_cells(decision: Decision) -> Bilingual:
    return _refuse(decision, "it has no tables of a known form", "没有已知表样的表格")


def _refuse(decision: Decision, en: str, zh: str) -> Bilingual:
    """Return why a decision was not applied, with the report that it is about."""
    source, author = decision.source, decision.author
    name = source.path if source.part == 1 else f"{source.path} ({source.part})"
    return Bilingual(
        f"{name}: a correction by {author} was not applied: {en}.",
        f"{name}：{author} 的更正未采用：{zh}。",
    )
