"""Where each figure of a made-up report is printed: the report written once more, in signs.

Every digit becomes a sign of its own of a private plane, one for one, and chance starts where
it started: so the page is the same, and a sign tells whose it is wherever it has come to stand.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from evals.synth.draft import Draft
from evals.synth.generate import draw_draft, finish
from evals.synth.labelled import LabelledReport
from evals.synth.sheets import PrintedBox
from evals.synth.whole_file import write_page
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
        """Return a box with its figures in signs; a run holds those of several cells.

        A figure may stand on several lines: line breaks are no part of it.
        """
        left = box.text.lstrip()
        signs = box.text.removesuffix(left)
        for key, raw in cells:
            printed = re.match("\n*".join(map(re.escape, raw)), left) if left else None
            if printed is not None:
                signs += "".join(self._sign(key, mark) for mark in printed[0])
                left = left[printed.end() :]
        return replace(box, text=signs + left)

    def _sign(self, key: CellKey, mark: str) -> str:
        """Return a sign of its own for one mark of a cell's figure."""
        if mark == "\n":
            return mark
        self.owners.append(key)
        return chr(_FIRST + len(self.owners) - 1)


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
    return finish_placed(draft, seed, rng)


def finish_placed(draft: Draft, seed: int, rng: Random) -> tuple[LabelledReport, Places]:
    """Return a draft written as a report, and where its figures are printed."""
    state = rng.getstate()
    report = finish(draft, seed, rng)

    def write(drawn: Draft) -> str:
        rng.setstate(state)
        return write_page(drawn, rng)

    return report, place_figures(draft, write, report.name + report.ending)


def place_figures(draft: Draft, write: Callable[[Draft], str], name: str) -> Places:
    """Return where a draft's figures are printed once it is written as the text of file `name`."""
    signs = _Signs([])
    in_signs = _in_signs(draft, signs)
    printed, text = (
        document_from_bytes(name, write(drawn).encode()).text for drawn in (draft, in_signs)
    )
    if len(printed) != len(text):
        return {}  # lines that are alike in print are none in signs
    return _find_places(text, signs.owners)


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
