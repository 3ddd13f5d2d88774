"""A recipe to a spoilt report: its text, and what may be said of every cell of its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import Literal

from evals.fuzz import grid_damage, line_damage
from evals.fuzz.block_sheet import BlockSheet, SheetBlock, draw_sheets
from evals.fuzz.contents import KINDS, draw_inks
from evals.fuzz.desk import Desk
from evals.fuzz.figure_ink import (
    BLANK,
    FIGURE,
    LABEL,
    MISSING,
    PrintedFigure,
    figures_in,
    print_marks,
    printed_in,
)
from evals.fuzz.line_damage import DamagedPage
from evals.fuzz.report_ink import TWISTS, Writing
from evals.fuzz.sheet_layouts import LAYOUTS, SheetLayout
from evals.fuzz.splitting import split_figure
from evals.fuzz.spoilt_truth import GONE, NOT_PRINTED, Truth
from evals.synth.closing import form_named
from extraction.values.document import Span
from extraction.values.record import CellKey

DamageStage = Literal["cell", "grid", "split", "line"]
FORMS = ("cn2021", "cn2019")
YEARS = {"cn2021": 2023, "cn2019": 2020}
ONLY_HTML = frozenset(
    {
        *("dressed", "hidden text", "raised", "stacked", "drawn"),
        *("row hidden", "hidden row", "column hidden"),
    }
)
SPLITTING = frozenset(name for name, layout in LAYOUTS.items() if layout.drawn) | {
    "lines",
    "spaces",
}
SPLIT = "figure split"
OPERATIONS = sorted({*TWISTS, *grid_damage.DAMAGES, *line_damage.DAMAGES, SPLIT})
"""The names of all damages."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One damage: its stage, its name, and the seed of its own chance."""

    stage: DamageStage
    name: str
    seed: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a spoilt report is made from; leaving an operation out changes no other."""

    seed: int
    form: str
    layout: str
    content: str
    operations: tuple[Operation, ...]

    def __str__(self) -> str:
        """Return the recipe in one line."""
        damage = ", ".join(f"{o.stage}: {o.name}" for o in self.operations) or "no damage"
        return f"{self.seed} {self.form} {self.layout} / {self.content} / {damage}"


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A spoilt report and its truth.

    places: where what is meant for each cell stands in the text; none of a web page, whose
    source is not its text, nor of cells that the print gives to no figure alone.
    """

    recipe: Recipe
    text: str
    ending: str
    truths: Mapping[CellKey, Truth]
    places: Mapping[CellKey, tuple[Span, ...]]

    @property
    def name(self) -> str:
        """A name for its file."""
        return f"{self.recipe.seed}-{self.recipe.layout.replace(' ', '-')}{self.ending}"


@dataclass(frozen=True, slots=True)
class RecipeChoice:
    """Which layouts and operations are drawn from; all of them where none is named."""

    layouts: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    def allows(self, name: str) -> bool:
        """Tell whether an operation is drawn from."""
        return not self.operations or name in self.operations


EVERYTHING = RecipeChoice()


def draw_recipe(seed: int, choice: RecipeChoice = EVERYTHING) -> Recipe:
    """Draw the form, the layout, the contents and up to three operations."""
    rng = Random(f"recipe {seed}")
    layout = rng.choice(sorted(choice.layouts or LAYOUTS))
    form = rng.choice(FORMS)
    count = rng.choice((0, 1, 1, 1, 1, 2, 2, 3))
    drawn = (draw_operation(layout, rng, choice) for _ in range(count))
    operations = tuple(operation for operation in drawn if operation)
    return Recipe(seed, form, layout, rng.choice(sorted(KINDS)), operations)


def draw_operation(layout: str, rng: Random, choice: RecipeChoice = EVERYTHING) -> Operation | None:
    """Draw one operation that the layout can have; None if there is none to draw from."""
    page = LAYOUTS[layout].ending == ".html"
    hidden = frozenset() if page else ONLY_HTML
    drawn: dict[DamageStage, list[str]] = {
        "cell": [name for name in TWISTS if name not in hidden],
        "grid": [name for name in grid_damage.DAMAGES if name not in hidden],
        "split": [SPLIT] if layout in SPLITTING else [],
        "line": [] if page else list(line_damage.DAMAGES),
    }
    allowed = {stage: list(filter(choice.allows, names)) for stage, names in drawn.items()}
    stages = [stage for stage, names in allowed.items() if names]
    if not stages:
        return None
    weights = [1 if stage == "split" else 4 for stage in stages]
    [stage] = rng.choices(stages, weights)
    return Operation(stage, rng.choice(allowed[stage]), rng.randrange(10**9))


def content_chance(recipe: Recipe) -> Random:
    """Return the chance that a recipe's figures are drawn by."""
    return Random(f"{recipe.seed} content")


def make_spoilt(recipe: Recipe, inks: Mapping[CellKey, PrintedFigure] | None = None) -> Spoilt:
    """Make the report: ink, tables, damage, layout, damage again, and at last the figures.

    inks: what is printed in each cell, in place of the recipe's own contents.
    """
    form = form_named(recipe.form)
    inks = inks or draw_inks(form, recipe.content, content_chance(recipe))
    marks = {cell: index for index, cell in enumerate(form.cells)}
    writing = Writing(tuple(inks[cell] for cell in form.cells))
    sheets = draw_sheets(form, marks)
    halves: dict[int, int] = {}
    for operation in recipe.operations:
        rng = Random(operation.seed)
        if operation.stage == "cell":
            writing = writing.twist(operation.name, rng)
        elif operation.stage == "grid":
            sheets = _damage_grid(sheets, operation.name, rng)
        elif operation.stage == "split":
            whole = len(writing.inks)
            sheets, writing = split_figure(sheets, writing, sorted(form.summed_tables), rng)
            halves |= {whole + 1: whole} if len(writing.inks) > whole else {}
    layout = LAYOUTS[recipe.layout]
    sheets = {key: _prepare(sheet, writing, layout) for key, sheet in sheets.items()}
    page = _lay_out(recipe, sheets, writing)
    if not layout.sure:
        page = replace(page, unsure=page.unsure | frozenset(form.cells))
    for operation in recipe.operations:
        if operation.stage == "line" and page.last - page.first > 1:
            before = page
            page = line_damage.DAMAGES[operation.name](page, Random(operation.seed))
            if operation.name == "blank lines dropped":
                page = _drop_blanks(before, page, writing)
    return _finish(recipe, page, writing, sheets, halves)


def _damage_grid(sheets: dict[str, BlockSheet], name: str, rng: Random) -> dict[str, BlockSheet]:
    damage = grid_damage.DAMAGES[name]
    key = rng.choice(("requests", "requests", *sheets))
    sheet = list(sheets[key])
    place = rng.randrange(len(sheet))
    sheet[place] = damage(sheet[place], rng)
    return {**sheets, key: tuple(sheet)}


def _prepare(sheet: BlockSheet, writing: Writing, layout: SheetLayout) -> BlockSheet:
    """Return a sheet with lines loose where the drawing will not show what stands where."""
    blocks = []
    for block in sheet:
        for index, line in enumerate(block.lines):
            empty = any(not writing.inks[f.mark].printed.strip() for f in line.figures)
            if (empty and not layout.blanks) or len(line.figures) != len(block.heads):
                block = block.loosen(index)
        if block.across and block.is_loose:
            block = block.loosen_all()
        blocks.append(_let_short_rows_be_blank(block) if layout.drawn else block)
    return tuple(blocks)


def _let_short_rows_be_blank(block: SheetBlock) -> SheetBlock:
    """Where a row lacks a figure, what is drawn under its last heads is blank.

    If a row has one too many, blanks of the others stand where a hidden column may have been.
    """
    longest = max(len(line.figures) for line in block.lines)
    ends = {
        block.place(line, index)
        for line in block.lines
        for index in range(len(block.heads))
        if index >= len(line.figures) or (block.hides(index) and longest > len(block.heads))
    }
    return replace(block, dropped=block.dropped | {cell for cell in ends if cell})


def _drop_blanks(before: DamagedPage, page: DamagedPage, writing: Writing) -> DamagedPage:
    """Blank figures had lines of their own: without these nobody knows where they were."""

    def is_blank(mark: int) -> bool:
        return not writing.inks[mark].printed.strip()

    lines = tuple(
        line
        for line in page.lines
        if not figures_in(line)
        or not all(map(is_blank, figures_in(line)))
        or len(figures_in(line)) > 1
    )
    blanks = [m for line in before.lines for m in figures_in(line) if is_blank(m)]
    removed = len(page.lines) - len(lines)
    empty = frozenset(cell for m in blanks for cell in page.homes.get(m, ()))  # blank, or not there
    page = replace(page.doubt(blanks), lost=page.lost | empty)
    return replace(page, lines=lines, last=page.last - removed)


def _lay_out(recipe: Recipe, sheets: dict[str, BlockSheet], writing: Writing) -> DamagedPage:
    """Write the report's lines, tables among them."""
    layout = LAYOUTS[recipe.layout]
    form = form_named(recipe.form)
    rng = Random(f"{recipe.seed} layout")
    html = layout.ending == ".html"
    lines = _opening(recipe, html)
    first = len(lines)
    rows: dict[int, tuple[int, ...]] = {}
    homes: dict[int, set[CellKey]] = {}
    unsure: set[CellKey] = set()
    layout_seed = rng.random()
    for table in form.tables:
        lines.append(_paragraph(table.label, html))
        sheet = sheets[table.key]
        desk = Desk(Random(layout_seed), writing.inks, len(rows))
        lines.extend(layout.draw(sheet, desk))
        for block in sheet:
            for line in block.lines:
                rows[len(rows)] = tuple(figure.mark for figure in line.figures)
            for cell, figure, open_ok in block.claims(drawn=layout.drawn):
                homes.setdefault(figure.mark, set()).add(cell)
                unsure |= {cell} if open_ok else set()
    last = len(lines)
    lines.extend(_ending(recipe, html))
    frozen = {mark: frozenset(cells) for mark, cells in homes.items()}
    page = DamagedPage(tuple(lines), first, last, frozen, rows, frozenset(unsure))
    return replace(page, born=form.cells, rowwise=layout.rowwise)


def _paragraph(text: str, html: bool) -> str:
    return f"<p>{text}</p>" if html else text


def _opening(recipe: Recipe, html: bool) -> list[str]:
    year = YEARS[recipe.form]
    words = [
        f"澄川县水务局{year}年政府信息公开工作年度报告",
        f"本报告由澄川县水务局编制,所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        "(一)主动公开情况",
        "全年通过县政府门户网站发布水质信息52条,解读文件4篇。",
        "(二)依申请公开情况",
        "申请人多问供水管网改造的进度,我们逐件作了答复。",
        "(三)政府信息管理情况",
        "公文拟稿时即确定公开属性。",
        "(四)平台建设情况",
        "专栏重新分了类,删去长期无内容的栏目9个。",
        "(五)监督保障情况",
        "组织培训3次。",
    ]
    return [_paragraph(text, html) for text in words]


def _ending(recipe: Recipe, html: bool) -> list[str]:
    words = [
        "五、存在的主要问题及改进情况",
        "解读的形式还不够多,下一年将增加图解。",
        "六、其他需要报告的事项",
        "本年度未收取信息处理费。",
        "澄川县水务局",
        f"{YEARS[recipe.form] + 1}年1月19日",
    ]
    return [_paragraph(text, html) for text in words]


def _finish(
    recipe: Recipe,
    page: DamagedPage,
    writing: Writing,
    sheets: dict[str, BlockSheet],
    halves: Mapping[int, int],
) -> Spoilt:
    ending = LAYOUTS[recipe.layout].ending
    show = _html_of(writing) if ending == ".html" else printed_in(writing.inks)
    marked = "\n".join(page.lines) + "\n"
    text = print_marks(marked, show)
    if ending == ".html":
        text = f"<!doctype html><html><body>\n{text}</body></html>\n"
    dropped = frozenset(c for sheet in sheets.values() for block in sheet for c in block.dropped)
    truths = _find_truths(recipe, page, writing, dropped | page.lost)
    homes = _find_homes(page, sheets)
    homes.update((second, homes[first]) for second, first in halves.items() if first in homes)
    places = {} if ending == ".html" else _find_places(marked, show, homes)
    return Spoilt(recipe, text, ending, truths, places)


def _find_homes(page: DamagedPage, sheets: Mapping[str, BlockSheet]) -> dict[int, CellKey]:
    """Return the one cell that each mark's figure is meant for, if the print allows it."""
    meant: dict[int, CellKey] = {}
    for block in (block for sheet in sheets.values() for block in sheet):
        for line in block.lines:
            for figure in line.figures:
                if figure.home is not None:
                    meant[figure.mark] = figure.home
    homes = {}
    for mark, cells in page.homes.items():
        home = meant.get(mark)
        if len(cells) == 1:
            [home] = cells
        if home in cells:
            homes[mark] = home
    return homes


def _find_places(
    marked: str, show: Callable[[int], str], homes: Mapping[int, CellKey]
) -> dict[CellKey, tuple[Span, ...]]:
    """Return where each cell's figures come to stand once their marks are printed."""
    places: dict[CellKey, tuple[Span, ...]] = {}
    text = LABEL.sub("", marked)
    drift = 0
    for found in FIGURE.finditer(text):
        mark = int(found[1])
        shown = show(mark)
        start = found.start() + drift
        drift += len(shown) - len(found[0])
        cell = homes.get(mark)
        if cell is not None and shown.strip():
            end = start + len(shown)
            own = places.get(cell, ())
            places[cell] = (*own, Span(start, end))
    return places


def _html_of(writing: Writing) -> Callable[[int], str]:
    def show(index: int) -> str:
        ink = writing.inks[index]
        return escape(ink.printed) if ink.html is None else ink.html

    return show


def _find_truths(
    recipe: Recipe, page: DamagedPage, writing: Writing, dropped: frozenset[CellKey]
) -> dict[CellKey, Truth]:
    """Work out what may be said of each cell from the marks that are printed."""
    printed = {mark for line in page.lines for mark in figures_in(line)}
    marks: dict[CellKey, list[int]] = {}
    for mark, cells in page.homes.items():
        for cell in cells if mark in printed else ():
            marks.setdefault(cell, []).append(mark)
    truths = {}
    for cell in form_named(recipe.form).cells:
        readings = {r for mark in marks.get(cell, ()) for r in writing.inks[mark].readings}
        may_be_open = cell in page.unsure or any(
            writing.inks[mark].open_ok for mark in marks.get(cell, ())
        )
        if not readings:
            truths[cell] = GONE if cell in dropped else NOT_PRINTED
            continue
        readings |= {MISSING} if may_be_open else set()
        readings |= {MISSING, BLANK} if cell in dropped else set()
        truths[cell] = Truth(frozenset(readings))
    return truths
