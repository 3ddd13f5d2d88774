"""The kinds of hard reports: how each is made, and which readings its print allows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from random import Random
from typing import Literal

from evals.fuzz.figure_ink import MISSING, InkReading
from evals.fuzz.make import Recipe, make_spoilt
from evals.fuzz.spoilt_truth import Truth
from evals.hard.hard_damage import Change, lose_inner_labels, part_heads, wrap_digits
from evals.hard.line_readings import (
    UNSUMMED,
    Damage,
    HardLine,
    HardLineReading,
    TooMany,
    list_line_readings,
)
from evals.hard.misprints import MISPRINTS, RowMisprint, misprint_row
from evals.reading.carried_places import carry_places
from evals.synth.catalogue import GRIDS, LAYOUTS, MODIFIERS, PADDED
from evals.synth.closing import form_named
from evals.synth.draft import Draft, DraftProse
from evals.synth.figure_places import Places, finish_placed, place_figures
from evals.synth.generate import draw_draft
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet
from extraction.read import document_from_bytes
from extraction.values.record import CellKey

Lost = Literal["lost", "masked", "cut"]
SIGNS = "+-增减"
_ROW = frozenset({"figure", "label"})
UNDRAWN = ("cell-per-line-spaced", "cell-per-line", "pdf", "one_line")
"""Layouts that draw no cell: what a line break parts, nothing joins again."""
DRAWN = GRIDS - {"pipes-without-pads", "tabs"}
"""Layouts in which a row that prints nothing shows its cells all the same."""
DRAWN_TO_THE_END = frozenset({"markdown", "html", "pipes-on-own-lines", "spaced-pipes"})
"""Those of them that keep the cells of a table's last row, too."""
PLAIN_CONTENTS = ("one", "sparse", "small", "dense", "big", "tens", "equal columns")
"""Contents with a figure in each cell and no slip."""
DUMPED = "all text in one line"


@dataclass(frozen=True, slots=True)
class HardReport:
    """A report, what may be said of each of its cells, and the readings of its hard tables.

    hard: by table; None where nobody has enumerated them, as of heads that are gone. places:
    where each cell's figure stands in the text that gouji reads, in parts if it is torn.
    """

    name: str
    text: str
    ending: str
    form: str
    truths: Mapping[CellKey, Truth]
    hard: Mapping[str, Sequence[HardLine]] | None
    places: Places


Make = Callable[[int], HardReport | None]
"""A seed to a report; None where it finds nothing to damage."""


@dataclass(frozen=True, slots=True)
class _Drafted:
    """Makes a report of evals.synth with one damage.

    modifiers: of the generator's own. change: what is done to the draft besides. damage: what
    lines then have suffered; all of them where a layout runs its rows together.
    """

    layouts: Sequence[str]
    damage: Damage = "none"
    modifiers: tuple[str, ...] = ()
    change: Change | None = None

    def __call__(self, seed: int) -> HardReport | None:
        rng = Random(f"hard {seed}")
        weights = [LAYOUTS[layout] for layout in self.layouts]
        [layout] = rng.choices(self.layouts, weights)
        draft, drawn = draw_draft(seed, layout=layout, modifiers=self.modifiers)
        changed = self.change(draft, rng) if self.change is not None else draft
        if (self.change is not None and changed is draft) or (
            self.modifiers and not draft.modifiers
        ):
            return None
        try:
            hard = _list_readings(changed, self.damage)
        except TooMany:
            hard = None
        return _to_hard(changed, seed, drawn, hard)


def _list_readings(draft: Draft, damage: Damage) -> dict[str, Sequence[HardLine]]:
    """Return the readings of the tables in which some line is damaged."""
    hard: dict[str, Sequence[HardLine]] = {}
    summed = form_named(draft.form).summed_tables
    for sheet in draft.sheets:
        sums = sheet.table in summed
        own = damage if sums else UNSUMMED.get(damage, damage)
        lines = [line for line in sheet.lines if _ROW.intersection(map(_role_of, line))]
        read = [_read_line(line, sheet.table, draft, own) for line in lines]
        if not sums and damage == "blanks removed":
            read = [_tell_short(line) for line in read]
        if draft.style.layout not in DRAWN_TO_THE_END:
            read[-1:] = [replace(line, drawn=False) for line in read[-1:]]
        if any(map(_is_damaged, read)):
            hard[sheet.table] = read
    return hard


def _tell_short(line: HardLine) -> HardLine:
    """Return a line without sums; short, if it prints some figures, and fewer than it has cells."""
    fewer = any(None in reading and any(reading) for reading in line.readings)
    return replace(line, short=fewer)


def _role_of(box: PrintedBox) -> str:
    return box.role


def _is_damaged(line: HardLine) -> bool:
    """Whether a line has not exactly one reading, or nothing shows that it has cells."""
    return len(line.readings) != 1 or line.is_lost


def _read_line(line: BoxLine, table: str, draft: Draft, damage: Damage) -> HardLine:
    own = _find_cells(line, table, draft)
    texts = [box.text.split("\n") for box in line if box.role == "figure"]
    tokens = list(chain.from_iterable(texts))
    if draft.style.layout == "run-together" and len(own) > 1:
        tokens = ["".join(tokens)]
    changes = _find_changes(own, draft)
    readings = list_line_readings(tokens, len(own), damage)
    fitting = tuple(reading for reading in readings if _is_signed_within(reading, changes))
    drawn = not tokens and draft.style.layout in DRAWN
    return HardLine(own, fitting, drawn)


def _find_cells(line: BoxLine, table: str, draft: Draft) -> tuple[CellKey, ...]:
    """Return the cells of a line's rows, or of all that stand side by side in it."""
    rows = {box.key.row for box in line if box.key and box.role in _ROW}
    for block in form_named(draft.form).table(table).blocks:
        keys = {row.key for row in block.rows}
        if block.arrangement == "across" and rows:
            rows |= keys
    return tuple(key for key in draft.cells if key.table == table and key.row in rows)


def _find_changes(cells: Sequence[CellKey], draft: Draft) -> frozenset[int]:
    """Return which of the cells hold a change, which may have a sign."""
    columns = form_named(draft.form).columns
    held = [columns[key].holds if key in columns else "" for key in cells]
    return frozenset(at for at, holds in enumerate(held) if holds == "change")


def _is_signed_within(reading: HardLineReading, places: frozenset[int]) -> bool:
    """Whether signs stand only in cells that hold a change, where a line was cut."""
    signed = (at for at, text in enumerate(reading) if text and text[0] in SIGNS and text[1:])
    return places.issuperset(signed)


def _to_hard(
    draft: Draft,
    seed: int,
    drawn: Random,
    hard: Mapping[str, Sequence[HardLine]] | None = None,
) -> HardReport:
    """Write a draft as a report; `drawn` is the chance that it was drawn with."""
    report, places = finish_placed(draft, seed, drawn)
    truths = {}
    for key, label in report.cells.items():
        said = {InkReading(label.state, label.value)}
        truths[key] = Truth(frozenset(said | {MISSING} if key in report.lost else said))
    return HardReport(report.name, report.text, report.ending, report.form, truths, hard, places)


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """Makes a report in one of the fuzzer's layouts, which prints every figure once."""

    layout: str

    def __call__(self, seed: int) -> HardReport:
        rng = Random(f"hard {seed}")
        form, content = rng.choice(("cn2021", "cn2019")), rng.choice(PLAIN_CONTENTS)
        spoilt = make_spoilt(Recipe(seed, form, self.layout, content, ()))
        read = document_from_bytes(f"report{spoilt.ending}", spoilt.text.encode()).text
        places = carry_places(spoilt.places, spoilt.text, read)
        return HardReport(spoilt.name, spoilt.text, spoilt.ending, form, spoilt.truths, {}, places)


def dump(seed: int) -> HardReport:
    """Make a report whose whole text stands in one line with nothing between its cells."""
    draft, drawn = draw_draft(seed, layout="run-together", modifiers=())
    try:
        hard = _list_readings(draft, "packed")
    except TooMany:
        hard = None
    made = _to_hard(draft, seed, drawn, hard)
    places = place_figures(draft, _write_in_one_line, "report.txt")
    text = _write_in_one_line(draft)
    return replace(made, text=text, places=places, name=f"synth-{seed}-dump")


def _write_in_one_line(draft: Draft) -> str:
    parts = []
    for part in draft.parts:
        if isinstance(part, DraftProse):
            parts.append(part.text)
        else:
            parts.extend(box.text for line in part.lines for box in line)
    return "".join(parts).replace("\n", "")


@dataclass(frozen=True, slots=True)
class _HeadGone:
    """Makes a report with two columns exchanged, and one of their table's heads gone.

    Which column stands where the head is gone, the other heads may still tell.
    """

    way: Lost

    def __call__(self, seed: int) -> HardReport | None:
        rng = Random(f"hard {seed}")
        draft, drawn = draw_draft(seed, modifiers=("columns_swapped",))
        if draft.modifiers != ("columns_swapped",):
            return None
        swapped = list(_find_swapped(draft))
        sheet = draft.sheet(swapped[0]) if len(swapped) == 1 else None
        if sheet is None:
            return None
        row, at = rng.choice(list(_find_heads(draft, sheet)))
        line = list(sheet.lines[row])
        text = line[at].text
        gone = {"lost": "", "masked": "*" * len(text), "cut": text[:1]}[self.way]
        line[at] = replace(line[at], text=gone)
        lines = (*sheet.lines[:row], tuple(line), *sheet.lines[row + 1 :])
        spoilt = draft.with_sheet(replace(sheet, lines=lines))
        return _to_hard(spoilt, seed, drawn)


@dataclass(frozen=True, slots=True)
class _Misprinted:
    """Makes a report with one row misprinted, and none to two slips of its own besides."""

    misprint: RowMisprint

    def __call__(self, seed: int) -> HardReport | None:
        rng = Random(f"hard {seed}")
        layout = rng.choice(_MISPRINTED)
        draft, drawn = draw_draft(seed, layout=layout, modifiers=(), mistakes=rng.randrange(3))
        changed = misprint_row(draft, rng, self.misprint)
        return None if changed is draft else _to_hard(changed, seed, drawn)


def _find_heads(draft: Draft, sheet: PrintedSheet) -> Iterator[tuple[int, int]]:
    """Yield line and place of each head of a column."""
    blocks = form_named(draft.form).table(sheet.table).blocks
    columns = chain.from_iterable(block.columns for block in blocks)
    labels = {column.label for column in columns}
    for row, line in enumerate(sheet.lines):
        for at, box in enumerate(line):
            if box.role == "head" and box.text in labels:
                yield row, at


def _find_swapped(draft: Draft) -> Iterator[str]:
    """Yield the table whose figures stand in another order than the form's."""
    order = {key: at for at, key in enumerate(form_named(draft.form).cells)}
    for sheet in draft.sheets:
        keys = [box.key for line in sheet.lines for box in line if box.role == "figure"]
        places = [order[key] for key in keys if key is not None]
        if places != sorted(places):
            yield sheet.table


def _fitting(modifier: str) -> tuple[str, ...]:
    return tuple(name for name in LAYOUTS if name in MODIFIERS[modifier].layouts and name in _READ)


_READ = frozenset(LAYOUTS) - {"no-tables", "unrendered", "repeated-lines-dropped", "run-together"}
_ROWS = tuple(sorted(_READ - {"pdf", "one_line"}))
_HEADED = (*sorted(PADDED - {"layout-table"}), "pdf", "html")

_MISPRINTED = ("cell-per-line-spaced", "pipes", "pipe-lines", "tabs", "pdf", "html", "one_line")

KINDS: Mapping[str, Make] = {
    "blanks removed": _Drafted(_fitting("blanks_removed"), "blanks removed", ("blanks_removed",)),
    "digits split over lines": _Drafted(UNDRAWN, "digits split", change=wrap_digits),
    "run together": _Drafted(_fitting("run_together"), "glued", ("run_together",)),
    "two forms": _Drafted(_fitting("mixed_forms"), modifiers=("mixed_forms",)),
    "labels lost": _Drafted(_ROWS, change=lose_inner_labels),
    "heads in equal parts": _Drafted(_HEADED, change=part_heads),
    "rows without separators": _Drafted(("run-together",), "packed"),
    "a table in one line": _Drafted(("one_line",)),
    DUMPED: dump,
    "figures before labels": _LaidOut("figures first"),
    "column after column": _LaidOut("columns"),
    "transposed": _LaidOut("transposed"),
    "box drawings": _LaidOut("boxes"),
    "aligned columns": _LaidOut("aligned"),
    "key: value": _LaidOut("key values"),
    "keys below rows": _LaidOut("nested keys"),
    "columns exchanged, a head lost": _HeadGone("lost"),
    "columns exchanged, a head masked": _HeadGone("masked"),
    "columns exchanged, a head cut": _HeadGone("cut"),
}
NEAR_MISREADINGS: Mapping[str, Make] = {
    name: _Misprinted(misprint) for name, misprint in MISPRINTS.items()
}
"""Rows whose full count stands under read heads: by the print alone they are as they stand."""
UNPROPOSED: Mapping[str, Make] = {
    "sentences": _LaidOut("prose"),
    "lists of rows": _LaidOut("row lists"),
    "labels, then figures": _LaidOut("labels first"),
    "comma-separated values": _LaidOut("csv"),
}
"""Layouts that rules read seldom or never: what somebody brings home who sees where all stands."""
ALL_KINDS: Mapping[str, Make] = {**KINDS, **UNPROPOSED, **NEAR_MISREADINGS}
