"""What agencies may have to report: nineteen kinds of figures, consistent but for own mistakes."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

from evals.fuzz.ink import BLANK, MARK, PrintedFigure, plain_ink
from evals.synth.closing import is_met, strict_equations
from extraction.forms.form import Form
from extraction.values.record import CellKey

ContentFigures = dict[CellKey, Decimal]
DrawCount = Callable[[Random], int]


def _sized(share: float, digits: tuple[int, ...]) -> DrawCount:
    def draw(rng: Random) -> int:
        if rng.random() >= share:
            return 0
        size = rng.choice(digits)
        return rng.randint(10 ** (size - 1), 10**size - 1)

    return draw


DRAWS: Mapping[str, DrawCount] = {
    "zeros": lambda _: 0,
    "one": _sized(0.02, (1,)),
    "sparse": _sized(0.06, (1, 1, 2)),
    "small": _sized(0.4, (1,)),
    "dense": _sized(1, (1, 1, 2)),
    "big": _sized(0.5, (3, 4, 5)),
    "huge": _sized(0.4, (9, 10, 12)),
    "equal": lambda _: 7,
    "ten thousands": lambda rng: rng.choice((0, 0, 10_000, 20_000, 230_000)),
    "tens": lambda rng: rng.choice((0, 10, 20, 100, 101, 110)),
}
KINDS: Mapping[str, tuple[str, str]] = {
    "zeros": ("zeros", ""),
    "one": ("one", ""),
    "sparse": ("sparse", ""),
    "small": ("small", ""),
    "dense": ("dense", ""),
    "big": ("big", ""),
    "huge": ("huge", ""),
    "equal rows": ("equal", ""),
    "equal columns": ("sparse", "columns"),
    "tens": ("tens", ""),
    "ten thousands": ("ten thousands", ""),
    "money": ("small", "money"),
    "blanks for zeros": ("sparse", "blank zeros"),
    "some blanks": ("small", "some blanks"),
    "marks": ("sparse", "marks"),
    "blank totals": ("small", "blank totals"),
    "slip": ("small", "slip"),
    "slipped row": ("dense", "slipped row"),
    "two slips": ("sparse", "two slips"),
}


def draw_inks(form: Form, content: str, rng: Random) -> dict[CellKey, PrintedFigure]:
    """Return what is printed in every cell of a report with this kind of contents."""
    size, twist = KINDS[content]
    figures = {cell: Decimal(DRAWS[size](rng)) for cell in form.cells}
    if twist == "columns":
        _equalise(figures, form, rng)
    _derive(figures, form.form)
    _vary_changes_and_money(figures, form, twist, rng)
    _keep_bounds(figures, form.form)
    for _ in range({"slip": 1, "two slips": 2}.get(twist, 0)):
        cell = rng.choice([c for c in form.cells if c.table in form.summed_tables])
        figures[cell] += rng.choice((1, 2, 9, 10, 90))
    if twist == "slipped row":
        _slip_row(figures, form, rng)
    inks = {cell: plain_ink(value) for cell, value in figures.items()}
    return _without(inks, figures, twist, rng)


def _equalise(figures: ContentFigures, form: Form, rng: Random) -> None:
    """Give every column the same figures."""
    rows: dict[tuple[str, str], Decimal] = {}
    for cell in form.cells:
        few = Decimal(rng.choice((0, 0, 1, 2, 3)))
        figures[cell] = rows.setdefault((cell.table, cell.row), few)


def _derive(figures: ContentFigures, name: str) -> None:
    """Make every equation hold, columns first."""
    sums = [e for e in strict_equations(name) if e.holds.relation == "="]
    order = sorted(sums, key=lambda e: (e.rule.each == "row", len(e.holds.left)))
    for equation in order:
        first, *others = (term.cell for term in equation.holds.left if term.cell)
        right = sum((figures[t.cell] for t in equation.holds.right if t.cell), Decimal(0))
        left = right - sum((figures[cell] for cell in others), Decimal(0))
        if left < 0:  # as much is carried in as there is work
            for cell in others:
                figures[cell] = Decimal(0)
            left = right
        figures[first] = left


def _vary_changes_and_money(figures: ContentFigures, form: Form, twist: str, rng: Random) -> None:
    for cell, column in form.columns.items():
        if column.holds == "change" and rng.random() < 0.3:
            figures[cell] = Decimal(rng.choice((1, 3, -1, -2, -12)))
        elif column.holds == "money" and (twist == "money" or rng.random() < 0.3):
            figures[cell] = Decimal(rng.randint(1, 10**7)).scaleb(-rng.randint(1, 6))


def _keep_bounds(figures: ContentFigures, name: str) -> None:
    """Make figures that break an inequality as large as the largest of them."""
    for equation in strict_equations(name):
        if equation.holds.relation != "=" and not is_met(equation.holds, figures):
            largest = max(abs(figures[cell]) for cell in equation.cells)
            figures.update(dict.fromkeys(equation.cells, largest))


def _slip_row(figures: ContentFigures, form: Form, rng: Random) -> None:
    """Fill one row with the figures of the next: what was slipped by a line."""
    table = rng.choice([t for t in form.tables if t.key in form.summed_tables])
    block = table.blocks[0]
    first = rng.randrange(len(block.rows) - 1)
    for column in block.columns:
        upper = CellKey(table.key, block.rows[first].key, column.key)
        lower = CellKey(table.key, block.rows[first + 1].key, column.key)
        figures[upper], figures[lower] = figures[lower], figures[upper]


def _without(
    inks: dict[CellKey, PrintedFigure], figures: ContentFigures, twist: str, rng: Random
) -> dict[CellKey, PrintedFigure]:
    blank, dash = PrintedFigure("", frozenset({BLANK})), rng.choice(("/", "-", "—", "无"))
    mark = PrintedFigure(dash, frozenset({MARK}))
    for cell, value in figures.items():
        zero = value == 0
        if (twist == "blank zeros" and zero) or (twist == "some blanks" and zero and _often(rng)):
            inks[cell] = blank
        elif twist == "marks" and zero and _often(rng):
            inks[cell] = mark
        elif twist == "blank totals" and cell.column == "total" and _often(rng):
            inks[cell] = blank
    return inks


def _often(rng: Random) -> bool:
    return rng.random() < 0.5
