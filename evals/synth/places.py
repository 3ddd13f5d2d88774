"""Where each figure of a made-up report is printed: the report written once more, in signs.

Every digit becomes a sign of its own of a private plane, one for one, and chance starts where
it started: so the page is the same, and a sign tells whose it is wherever it has come to stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evals.synth.draft import Draft
from evals.synth.generate import draw_draft, finish
from evals.synth.labelled import LabelledReport
from evals.synth.page import write_page
from evals.synth.sheets import PrintedBox
from extraction.read import document_from_bytes
from extraction.values.document import Span
from extraction.values.record import CellKey

_FIRST = 0xF0000

Places = Mapping[CellKey, tuple[Span, ...]]
"""Where each cell's figure stands in the text that gouji reads, in parts if it is torn."""


@dataclass(slots=True)
class _Signs:
    """Signs given out so far, and whose they are."""

    owners: list[CellKey]

    def of(self, box: PrintedBox, cells: Sequence[tuple[CellKey, str]]) -> PrintedBox:
        """Return a box with its figures in signs; a run holds those of several cells."""
        left = box.text.lstrip()
        signs = box.text.removesuffix(left)
        for key, raw in cells:
            if left and left.startswith(raw):
                signs += "".join(chr(_FIRST + len(self.owners) + at) for at in range(len(raw)))
                self.owners += [key] * len(raw)
                left = left.removeprefix(raw)
        return replace(box, text=signs + left)


def generate_placed(
    seed: int,
    *,
    layout: str | None = None,
    modifiers: Sequence[str] | None = None,
    form: str | None = None,
    mistakes: int | None = None,
) -> tuple[LabelledReport, Places]:
    """Return the report that belongs to a seed, and where its figures are printed."""
    draft, rng = draw_draft(seed, layout=layout, modifiers=modifiers, form=form, mistakes=mistakes)
    state = rng.getstate()
    report = finish(draft, seed, rng)
    rng.setstate(state)
    signs = _Signs([])
    text = write_page(_in_signs(draft, signs), rng)
    name = report.name + report.ending
    written = document_from_bytes(name, text.encode()).text
    if len(written) != len(document_from_bytes(name, report.text.encode()).text):
        return report, {}  # lines that are alike in print are none in signs
    return report, _find_places(written, signs.owners)


def _in_signs(draft: Draft, signs: _Signs) -> Draft:
    for sheet in draft.sheets:
        keys = [key for key in draft.cells if key.table == sheet.table]
        lines = []
        for line in sheet.lines:
            boxes = []
            for box in line:
                own = keys[keys.index(box.key) :] if box.key in keys else []
                is_figure = box.role == "figure" and box.text.strip() and own
                cells = [(key, draft.cells[key].raw or "") for key in own]
                boxes.append(signs.of(box, cells) if is_figure else box)
            lines.append(tuple(boxes))
        draft = draft.with_sheet(replace(sheet, lines=tuple(lines)))
    return draft


def _find_places(text: str, owners: Sequence[CellKey]) -> Places:
    """Return the runs of signs in a text by whose they are."""
    places: dict[CellKey, tuple[Span, ...]] = {}
    last: tuple[CellKey, int] | None = None
    for at, sign in enumerate(text):
        number = ord(sign) - _FIRST
        if not 0 <= number < len(owners):
            continue
        owner = owners[number]
        spans = places.get(owner, ())
        if last == (owner, at):
            spans = (*spans[:-1], Span(spans[-1].start, at + 1))
        else:
            spans = (*spans, Span(at, at + 1))
        places[owner] = spans
        last = owner, at + 1
    return places
