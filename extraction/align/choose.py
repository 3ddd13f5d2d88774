"""Choose the form that a report follows, table by table: the one whose labels it prints."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extraction.align.thresholds import CLEAR_FORM
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex, index_labels
from extraction.forms.mixed import mix_forms
from extraction.forms.table import Block, Table
from extraction.values.catalogue.structure import (
    FORM_MIXED,
    HEADS_OF_OTHER_FORM,
    TABLE_OF_OTHER_FORM,
    TABLE_REPEATED,
)
from extraction.values.layout import AlignedTable, Region, Token
from extraction.values.record import Finding

Aligner = Callable[[Sequence[Token], LabelIndex], AlignedTable]
"""Brings a table's printed rows and columns to those of a form."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The form that fits best, each table's alignment, and what speaks against it.

    mixed: the tables that follow another form than the rest, and which.
    """

    form: Form
    tables: dict[str, AlignedTable]
    mixed: dict[str, Form]
    doubts: tuple[Finding, ...]


def align_to_forms(
    tokens: Sequence[Token], regions: Mapping[str, Region], forms: Sequence[Form], align: Aligner
) -> Iterator[AlignedTable]:
    """Bring a report's tables to one form after another, until one fits without a blemish."""
    for form in forms:
        wholly = True
        for key, region in regions.items():
            labels = index_labels(form).get(key)
            if labels is None:
                wholly = False
                continue
            aligned = align(tokens[region.start : region.end], labels)
            wholly = wholly and fits_wholly(aligned, labels.table)
            yield aligned
        if wholly:
            return


def choose_form(aligned: Sequence[AlignedTable], known: Sequence[Form]) -> Choice:
    """Choose among alignments of the same tables to several of the known forms, by labels alone.

    The first form wins a tie. A table that clearly follows another form, and has all of its
    rows, is read as that form's; one that follows another in part is a doubt.
    """
    forms = {form.form: form for form in known}
    names = list(dict.fromkeys(table.form for table in aligned))
    best = max(names, key=lambda name: _add_scores(name, aligned))
    tables = {table.table: table for table in aligned if table.form == best}
    mixed: dict[str, Form] = {}
    for rival in sorted(aligned, key=attrgetter("score")):
        own = tables.get(rival.table)
        if own is None or rival.score <= own.score + CLEAR_FORM:
            continue
        other = forms[rival.form]
        if _has_all_rows(rival, other.table(rival.table)):
            mixed[rival.table] = other
            tables[rival.table] = rival
    doubts = [doubt for table in tables.values() for doubt in _find_doubts(table, aligned, forms)]
    form = mix_forms(forms[best], mixed) if mixed else forms[best]
    return Choice(form, tables, mixed, tuple(doubts))


def _add_scores(name: str, aligned: Sequence[AlignedTable]) -> float:
    """Return how well all of a report's tables fit a form."""
    return sum(table.score for table in aligned if table.form == name)


def _has_all_rows(aligned: AlignedTable, table: Table) -> bool:
    """Whether every row of a form's table stands there under its own label, and no other."""
    if aligned.out_of_order:
        return False
    for block, drawn in zip(aligned.blocks, table.blocks, strict=True):
        sure = [line.row for line in block.lines if line.labelled and line.doubt is None]
        if sure != _list_rows(drawn):
            return False
    return True


def _list_rows(block: Block) -> list[str]:
    return [row.key for row in block.rows]


def fits_wholly(aligned: AlignedTable, table: Table) -> bool:
    """Whether a table fits a form without a blemish, so that no other form can fit better.

    Every row stands there with a full line and its own label, nothing else does, and
    every column header could be read. A table in one line of figures is the same in all.
    """
    if table.blocks[0].arrangement == "across":
        return True
    for block, drawn in zip(aligned.blocks, table.blocks, strict=True):
        if block.headers < len(drawn.columns):
            return False
        if [line.row for line in block.lines] != _list_rows(drawn):
            return False
        if any(len(line.values) < len(block.columns) for line in block.lines):
            return False
    return not aligned.out_of_order


def _find_doubts(
    chosen: AlignedTable, aligned: Sequence[AlignedTable], forms: Mapping[str, Form]
) -> Iterator[Finding]:
    form = forms[chosen.form]
    table = form.table(chosen.table).label
    headers = {block.block: block.headers for block in chosen.blocks}
    for rival in aligned:
        if rival.table != chosen.table or rival.form == chosen.form:
            continue
        other = forms[rival.form].title
        if rival.score > chosen.score + CLEAR_FORM:
            yield TABLE_OF_OTHER_FORM.stays_open(table=table, other=other, own=form.title)
        for block in rival.blocks:
            if block.headers > headers.get(block.block, block.headers):
                yield HEADS_OF_OTHER_FORM.stays_open(table=table, other=other)


def find_form_doubts(choice: Choice, repeated: Sequence[tuple[str, int]]) -> tuple[Finding, ...]:
    """Return what speaks against the chosen form, and the tables that stand more than once."""
    return (*_find_repeated(choice.form, repeated), *choice.doubts)


def tell_mixed(choice: Choice) -> Iterator[Finding]:
    """Tell which tables follow another form than the rest."""
    for key, other in choice.mixed.items():
        yield FORM_MIXED.fails(table=choice.form.table(key).label, form=other.title)


def _find_repeated(form: Form, repeated: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    for key, count in repeated:
        yield TABLE_REPEATED.stays_open(table=form.table(key).label, times=count)
