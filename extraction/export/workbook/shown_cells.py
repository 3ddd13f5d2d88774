"""How one cell of a record looks in a workbook: a number or words, a mark, a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.export.flat import is_exact
from extraction.export.workbook.marks import MarkName
from extraction.export.workbook.sheet_words import (
    BLANK,
    NOTE_LABEL,
    NOTE_NOTHING,
    NOTE_ORIGIN,
    NOTE_PERSON,
    NOTE_PRINTED,
    NOTE_SUGGESTED,
    OPEN,
    WORDS,
    filled,
    term,
)
from extraction.values.bilingual import Language
from extraction.values.record import Cell, Finding

_NOTED = frozenset({"open", "text", "blamed", "disputed", "person", "model", "solved"})
_FINDINGS = 3  # that a note has room for
_LONGEST_NOTE = 1_000  # characters


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What stands in a workbook's cell; a mark is told by colour and by sign or word."""

    value: int | float | str | None
    mark: MarkName | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What a record says around one cell: what was found, and how its row is printed."""

    lang: Language
    blamed: bool = False
    findings: Sequence[Finding] = ()
    label: str | None = None


def show_workbook_cell(cell: Cell, around: Around) -> ShownCell:
    """Return how a cell looks: numbers as numbers, all else in words."""
    mark = _mark_of(cell, around.blamed)
    noted = mark in _NOTED
    note = _note(cell, around) if noted else None
    return ShownCell(_value_of(cell, around.lang), mark, note)


def _mark_of(cell: Cell, blamed: bool) -> MarkName | None:
    if cell.state == "missing":
        return "open"
    if blamed:
        return "blamed"
    if cell.suggestion is not None:
        return "disputed"
    origins: Mapping[str | None, MarkName] = {
        "person": "person",
        "model": "model",
        "solved": "solved",
    }
    if cell.origin in origins:
        return origins[cell.origin]
    states: Mapping[str, MarkName] = {"blank": "blank", "not_applicable": "mark", "text": "text"}
    if cell.value is not None and not is_exact(cell.value):
        return "digits"
    return states.get(cell.state)


def _value_of(cell: Cell, lang: Language) -> int | float | str:
    """Return what stands in the cell; every state but a number is told by a word or its mark."""
    if cell.value is not None:
        return number_shown(cell.value)
    if cell.state == "missing":
        return OPEN.to(lang)
    if cell.state == "blank":
        return BLANK.to(lang)
    raw = cell.raw or ""
    return raw if cell.state == "not_applicable" and raw else WORDS.to(lang) + raw


def number_shown(value: Decimal) -> int | float | str:
    """Return a number as Excel holds it, or as text where it would lose digits.

    >>> number_shown(Decimal("3664.4476")), number_shown(Decimal("1234567890123456"))
    (3664.4476, '1234567890123456')
    """
    if not is_exact(value):
        return f"{value:f}"
    return int(value) if value == value.to_integral_value() else float(value)


def _note(cell: Cell, around: Around) -> str:
    """Return what a person should know of a marked cell: quote, origin, changes, findings."""
    lang = around.lang
    printed = filled(NOTE_PRINTED, f"“{cell.raw}”") if cell.raw is not None else NOTE_NOTHING
    lines = [printed.to(lang)]
    if around.label:
        lines.append(filled(NOTE_LABEL, around.label).to(lang))
    if cell.origin not in (None, "read"):
        lines.append(filled(NOTE_ORIGIN, term(str(cell.origin)).to(lang)).to(lang))
    if cell.correction is not None:
        change = cell.correction
        lines.append(filled(NOTE_PERSON, change.author, change.reason).to(lang))
    if suggested := suggestion_of(cell):
        lines.append(filled(NOTE_SUGGESTED, suggested).to(lang))
    lines += [f"{f.code} {f.said.to(lang)}" for f in around.findings[:_FINDINGS]]
    note = "\n".join(lines)
    return note if len(note) <= _LONGEST_NOTE else note[: _LONGEST_NOTE - 1] + "…"


def suggestion_of(cell: Cell) -> str | None:
    """Return what is suggested for a cell, and by whom; None where nothing is."""
    suggested = cell.suggestion
    if suggested is None:
        return None
    value = suggested.raw if suggested.value is None else f"{suggested.value:f}"
    return f"{value or '—'} ({suggested.by})"
