"""Other ways to read the same documents: baselines, and gouji with one part of it taken out.

They show what each part brings. Nothing in gouji knows of them: a part is taken out by
other data (a form without rules), another setting, or another function in its place.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice

from evals.header import ModelLine
from evals.watch import Watch
from extraction.align.align import align_table
from extraction.batch.worker import Walk
from extraction.check import Conclusion, check_report
from extraction.check.conclusion import nest_cells
from extraction.forms.form import Form
from extraction.forms.label_index import LabelIndex
from extraction.forms.table import Block
from extraction.pipeline import extract_document
from extraction.settings import Asking, Settings, gouji_version
from extraction.values.document import Document, Span
from extraction.values.errors import WrongUsage
from extraction.values.layout import AlignedBlock, AlignedTable, Line, Token
from extraction.values.record import Cell, CellKey, Record, Source, Versions

_ALONE = re.compile(r"(?<![^\s|])\d+(?:\.\d+)?(?![^\s|])")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way from a document to its records, and what it is in a sentence.

    waits: it asks a model, and so works in threads. watch: knows what was not answered.
    asking: whom it asks, as its records say.
    """

    name: str
    says: str
    walk: Walk
    waits: bool = False
    model: ModelLine | None = None
    watch: Watch | None = None
    asking: Asking | None = None


def read_unrepaired(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    """Read a document with its damage left as it is."""
    return extract_document(document, replace(settings, repair=False), label)


def read_without_rules(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    """Read a document by forms that hold no equations: nothing can be solved or checked."""
    return extract_document(document, replace(settings, forms=strip_rules(settings.forms)), label)


@lru_cache(maxsize=4)
def strip_rules(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Return the forms without their rules."""
    bare = (form.model_dump() | {"rules": (), "version": f"{form.version}-bare"} for form in forms)
    return tuple(Form.model_validate(form) for form in bare)


def read_by_order(document: Document, settings: Settings, label: str) -> tuple[Record, ...]:
    """Read a document whose labels find the tables, but do not say which row is which."""
    return extract_document(document, settings, label, align_by_order)


def align_by_order(tokens: Sequence[Token], label_index: LabelIndex) -> AlignedTable:
    """Give the figures of a table to the form's rows as they come, whatever stands beside them."""
    read = align_table(tokens, label_index)
    heads = {block.block: block.headers for block in read.blocks}
    values = iter([p for p in tokens if p.kind != "label" and p.text])
    blocks = tuple(
        _in_order(block, values, heads.get(block.key, 0)) for block in label_index.table.blocks
    )
    return replace(read, blocks=blocks, out_of_order=())


def _in_order(block: Block, values: Iterator[Token], heads: int) -> AlignedBlock:
    columns = tuple(column.key for column in block.columns)
    across = block.arrangement == "across"
    width = len(columns) * (len(block.rows) if across else 1)
    lines = []
    for row in block.rows[:1] if across else block.rows:
        taken = tuple(islice(values, width))
        if taken:
            span = Span(taken[0].span.start, taken[-1].span.end)
            lines.append(Line(row.key, row.label, span, taken))
    return AlignedBlock(block.key, columns, tuple(lines), headers=heads)


def fill_in_order(
    document: Document, settings: Settings, label: str, *, check: bool
) -> tuple[Record, ...]:
    """Put the numbers that stand alone into the form's cells, one after the other.

    The form is the one more of whose labels stand in the text. Without `check` a full
    form is called verified; with it, its equations decide.
    """
    form = max(settings.forms, key=partial(_count_labels, text=document.text))
    cells = dict.fromkeys(form.cells, Cell(state="missing"))
    cells.update(_take_numbers(form, document.text))
    full = all(cell.state == "number" for cell in cells.values())
    unchecked = Conclusion("verified" if full else "needs_review", None, float(full), ())
    conclusion = check_report(form, cells) if check else unchecked
    return (
        Record(
            versions=Versions(gouji=gouji_version(), form=form.version),
            source=Source.of(document, label),
            form=form.form,
            status=conclusion.status,
            reason=conclusion.reason.words.en if conclusion.reason else None,
            confidence=conclusion.confidence,
            tables=nest_cells(cells),
            findings=conclusion.findings,
        ),
    )


def _count_labels(form: Form, text: str) -> int:
    blocks = (block for table in form.tables for block in table.blocks)
    return sum(each.label in text for block in blocks for each in (*block.rows, *block.columns))


def _take_numbers(form: Form, text: str) -> Iterator[tuple[CellKey, Cell]]:
    for key, found in zip(form.cells, _ALONE.finditer(text), strict=False):
        value = Decimal(found[0])
        yield (
            key,
            Cell(value=value, raw=found[0], state="number", span=found.span(), origin="read"),
        )


Fill = Callable[[Document, Settings, str], tuple[Record, ...]]
in_order: Fill = partial(fill_in_order, check=False)
in_order_checked: Fill = partial(fill_in_order, check=True)

VARIANTS: Mapping[str, Variant] = {
    variant.name: variant
    for variant in (
        Variant("gouji", "gouji as it is, without a model", extract_document),
        Variant("without_repair", "damage to the text left as it is", read_unrepaired),
        Variant("without_equations", "forms that hold no equations", read_without_rules),
        Variant("without_labels", "rows by their order, not by their labels", read_by_order),
        Variant(
            "in_order", "numbers filled in order, taken as right if they fill the form", in_order
        ),
        Variant("in_order_checked", "numbers filled in order, then checked", in_order_checked),
    )
}


def find_variant(name: str) -> Variant:
    """Return the variant of this name; WrongUsage lists them if there is none."""
    if name not in VARIANTS:
        raise WrongUsage(
            f"There is no variant {name!r}. Known: {', '.join(VARIANTS)}.",
            f"没有变体 {name!r}。已有：{'、'.join(VARIANTS)}。",
        )
    return VARIANTS[name]
