"""Parts in order to one file, and what a layout as a whole does to the cells."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from random import Random

from evals.synth.draft import Draft, DraftPart, DraftProse
from evals.synth.html import write_fragment, write_html
from evals.synth.layouts import WRITERS, lay_out
from evals.synth.localities import can_be_split, keys_of
from evals.synth.pdf import write_pdf_text
from evals.synth.sheets import PrintedSheet
from evals.synth.table_modifiers import replace_by_images
from extraction.values.record import CellKey

SINGLE_SPACED = frozenset(
    {
        "cell-per-line",
        "pipes",
        "pipes-in-front",
        "pipes-without-pads",
        "pipe-lines",
        "pipe-lines-rows-closed",
        "pipes-on-own-lines",
        "spaced-pipes",
        "run-together",
        "tabs",
        "one_line",
    }
)
# An unrendered page: HTML that nobody rendered, marks of a template, or no data.
UNRENDERED = ("html", "html", "marks", "no_data")
# Layouts in which a line may end in empty cells that are none of the table's.
PADDING = frozenset(
    {
        "pipes",
        "pipes-in-front",
        "pipes-without-pads",
        "pipe-lines",
        "pipe-lines-rows-closed",
        "pipes-on-own-lines",
        "spaced-pipes",
        "layout-table",
        "tabs",
        "markdown",
    }
)
HELD = "\xa0"
MANY = 8
NOTHING = ("无。", "未发生。", "本年度无此项内容。", "详见附件。")


def prepare_layout(draft: Draft, rng: Random) -> Draft:
    """Return the draft with what its layout makes unreadable."""
    layout = draft.style.layout
    if layout in PADDING and draft.style.blank != HELD:
        draft = draft.lose(_beyond_telling_from_pads(draft))
    if layout == "run-together":
        return draft.lose(_beyond_splitting(draft.sheets))
    if layout == "repeated-lines-dropped":
        return draft.lose(draft.cells)
    if layout == "no-tables":
        return _without_tables(draft, rng)
    if layout == "unrendered":
        return _unrendered(draft, rng)
    return draft


def _beyond_telling_from_pads(draft: Draft) -> Iterator[CellKey]:
    """Yield the lines that end in a blank: where removed blanks stood, pads look the same.

    Where many lines have only their last cell blank, that is a pattern, and those with
    figures in them show it: what stands last is not their sum.
    """
    for sheet in draft.sheets:
        lines = filter(None, map(keys_of, sheet.lines))
        ending = [keys for keys in lines if _ends_blank(keys, draft)]
        only = telling = 0
        for keys in ending:
            if all(draft.cells[key].raw for key in keys[:-1]):
                only += 1
                telling += any(draft.cells[key].value for key in keys)
        if not (only == len(ending) >= MANY and telling >= 2):
            yield from chain.from_iterable(ending)


def _ends_blank(keys: list[CellKey], draft: Draft) -> bool:
    raws = [draft.cells[key].raw for key in keys]
    return any(raws) and not raws[-1]


def _beyond_splitting(sheets: Iterable[PrintedSheet]) -> Iterator[CellKey]:
    for line in (line for sheet in sheets for line in sheet.lines):
        boxes = [box for box in line if box.role in {"figure", "extra"}]
        if boxes and not can_be_split([box.text for box in boxes]):
            yield from (box.key for box in boxes if box.key)


def _without_tables(draft: Draft, rng: Random) -> Draft:
    way = rng.choice(("images", "nothing", "words"))
    draft = replace_by_images(draft, draft.sheets, rng)
    if way != "images":
        text = rng.choice(NOTHING) if way == "words" else ""
        tables = {key.table for key in draft.lost}
        draft = draft.map_prose(
            lambda p: replace(p, text=text) if p.role == "text" and p.section in tables else p
        )
    return replace(draft, expect="tableless")


def _unrendered(draft: Draft, rng: Random) -> Draft:
    way = rng.choice(UNRENDERED)
    draft = replace(draft, style=replace(draft.style, unrendered=way))
    if way == "html":
        return draft
    marks = {"title": "{{ title }}", "source": "{{ detail.source }} {{ detail.date }}"}
    draft = draft.map_prose(lambda p: replace(p, text=marks.get(p.role, p.text)))
    if way == "marks":
        return draft
    draft = replace_by_images(draft, draft.sheets, rng)
    tables = {key.table for key in draft.lost}
    draft = draft.map_prose(
        lambda p: replace(p, text="{{ item.value }}") if p.section in tables else p
    )
    return replace(draft, expect="tableless")


def write_page(draft: Draft, rng: Random) -> str:
    """Return the report as text in its layout."""
    layout = draft.style.layout
    if layout == "html":
        return write_html(draft, rng)
    if layout == "pdf":
        return write_pdf_text(draft, rng)
    if layout == "unrendered" and draft.style.unrendered == "html":
        return write_fragment(draft, rng)
    if layout == "layout-table":
        return _write_layout_table(draft, rng)
    gap = "\n" if layout in SINGLE_SPACED else "\n\n"
    text = gap.join(_write_part(part, draft, rng) for part in draft.parts) + "\n"
    return _drop_repeated_lines(text) if layout == "repeated-lines-dropped" else text


def _write_part(part: DraftPart, draft: Draft, rng: Random) -> str:
    if isinstance(part, DraftProse):
        return part.text
    return WRITERS[draft.style.layout](lay_out(part, draft.style, rng))


def _drop_repeated_lines(text: str) -> str:
    """Return the text without any line that stood before.

    >>> _drop_repeated_lines("规章\\n0\\n0\\n3\\n")
    '规章\\n0\\n3\\n'
    """
    return "".join(dict.fromkeys(text.splitlines(keepends=True)))


def _write_layout_table(draft: Draft, rng: Random) -> str:
    """Return all words in long lines within the pipes of a layout table."""
    chunks: list[str] = []
    words: list[str] = []
    for part in draft.parts:
        if isinstance(part, DraftProse):
            words.append(part.text.replace("\n", " "))
            continue
        chunks += [_in_pipes(words, rng), _write_part(part, draft, rng)]
        words = []
    return "\n".join([*chunks, _in_pipes(words, rng)]) + "\n"


def _in_pipes(words: Iterable[str], rng: Random) -> str:
    pads = "| " * rng.randint(3, 40)
    return f"{pads}{' '.join(words)} {pads}".strip()
