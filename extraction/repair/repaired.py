"""The repair station: the fixers in their order, and what comes out of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from extraction.forms.form import Form
from extraction.repair.characters import find_invisible, find_noise, find_wide
from extraction.repair.date_marks import find_split_dates
from extraction.repair.edits import Edit, Shift, apply_edits
from extraction.repair.gbk import find_lost_brackets, find_lost_lead
from extraction.repair.line_breaks import KIND, find_lost_breaks
from extraction.repair.markdown import find_escapes, find_quotes
from extraction.repair.markup import find_entities, find_markup
from extraction.repair.misread import find_misread
from extraction.repair.pinyin import find_half_characters, find_pinyin
from extraction.repair.punctuation import find_doubled
from extraction.repair.script import find_traditional
from extraction.repair.thresholds import MOST_ROUNDS
from extraction.values.document import Span
from extraction.values.record import Repair

Fixer = Callable[[str], Iterable[Edit]]

# The order matters: each fixer may count on what those before it have undone.
FIXERS: tuple[Fixer, ...] = (
    find_misread,
    find_invisible,
    find_markup,
    find_entities,
    find_quotes,
    find_escapes,
    find_lost_lead,
    find_lost_brackets,
    find_wide,
    find_half_characters,
    find_pinyin,
    find_doubled,
    find_traditional,
    find_noise,
    find_split_dates,
)
# One fixer's work can uncover work for an earlier one; a few rounds settle any text.


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text with its damage undone, and the way back to each place in the original."""

    text: str
    original: str
    repairs: tuple[Repair, ...] = ()
    shifts: tuple[Shift, ...] = field(default=(), repr=False, compare=False)

    def to_original(self, span: Span) -> Span:
        """Return the place in the original of a place in the repaired text.

        What was removed at the edges stays outside; inside a replacement, all of
        what it replaced is meant.
        """
        for shift in reversed(self.shifts):
            span = shift.back(span)
        return span

    def from_original(self, span: Span) -> Span:
        """Return the place in the repaired text of all that is left of a place in the original."""
        for shift in self.shifts:
            span = shift.forward(span)
        return span


def repair_text(text: str) -> RepairedText:
    """Undo the damage done to a text on its way, and keep the way back.

    >>> repaired = repair_text("行政復(fù)議,,行政訴訟\u200b12件")
    >>> repaired.text
    '行政复议,行政诉讼12件'
    >>> [(repair.kind, repair.count) for repair in repaired.repairs]
    [('invisible', 1), ('pinyin', 1), ('doubled_punctuation', 1), ('script', 4)]
    >>> repaired.to_original(Span(9, 11)).slice(repaired.original)
    '12'
    """
    original, shifts = text, []
    counts: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        text, round_shifts, undone, left = _run_fixers(text)
        shifts += round_shifts
        counts += undone
        if not undone:
            counts += left
            break
    repairs = tuple(Repair(kind=kind, count=count) for kind, count in counts.items())
    return RepairedText(text, original, repairs, tuple(shifts))


def _run_fixers(text: str) -> tuple[str, list[Shift], Counter[str], Counter[str]]:
    """Run every fixer once; return the text, the shifts, and the damage undone and left."""
    shifts: list[Shift] = []
    undone: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for find in FIXERS:
        edits = list(find(text))
        if not edits:
            continue
        real = [edit for edit in edits if edit.replacement != text[edit.start : edit.end]]
        undone.update(edit.kind for edit in real)
        left.update(edit.kind for edit in edits)
        left -= Counter(edit.kind for edit in real)
        text, shift = apply_edits(text, real)
        if shift:
            shifts.append(shift)
    return text, shifts, undone, left


def restore_lines(repaired: RepairedText, forms: Sequence[Form]) -> RepairedText:
    """Return a text with the line breaks of the forms' tables put back, where all were lost."""
    edits = list(find_lost_breaks(repaired.text, forms))
    text, shift = apply_edits(repaired.text, edits)
    if shift is None:
        return repaired
    repairs = (*repaired.repairs, Repair(kind=KIND, count=len(edits)))
    return RepairedText(text, repaired.original, repairs, (*repaired.shifts, shift))
