"""The truth of spoilt reports, damage by damage on a table made by hand; then a short run."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from evals.fuzz import (
    cell_damage,
    column_damage,
    figure_damage,
    line_damage,
    page_damage,
    row_damage,
)
from evals.fuzz.block_sheet import (
    BlockSheet,
    InkedFigure,
    SheetBlock,
    SheetDamage,
    SheetHead,
    SheetLine,
)
from evals.fuzz.contents import draw_inks
from evals.fuzz.desk import Desk
from evals.fuzz.drawn_html import draw_html
from evals.fuzz.figure_ink import (
    BLANK,
    TEXT,
    PrintedFigure,
    figures_in,
    labels_in,
    mark,
    number,
    plain_ink,
    print_marks,
)
from evals.fuzz.grid import draw_drawing, sheet_to_rows
from evals.fuzz.line_damage import DamagedPage
from evals.fuzz.make import (
    EVERYTHING,
    SPLIT,
    Operation,
    Recipe,
    RecipeChoice,
    content_chance,
    draw_recipe,
    make_spoilt,
)
from evals.fuzz.report_ink import TWISTS, Writing
from evals.fuzz.sheet_layouts import LAYOUTS
from evals.fuzz.splitting import split_figure
from evals.fuzz.spoilt_truth import GONE, NOT_PRINTED, Misstated, Truth, find_silent
from evals.fuzz.try_out import SpoiltOutcome, read_spoilt, tabulate, try_recipe, try_seeds
from evals.fuzz.twins import find_twin
from evals.synth.closing import form_named
from extraction.values.record import CellKey

SEEDS = range(20)


def cell(row: str, column: str) -> CellKey:
    return CellKey("t", row, column)


CELLS = [cell(row, column) for row in "abc" for column in "xyz"]
"""The cells of a table of three rows and three columns; each figure's mark is its place here."""


def make_block() -> SheetBlock:
    heads = tuple(SheetHead(f"栏{key}", key) for key in "xyz")
    lines = tuple(
        SheetLine(
            f"行{row}",
            row,
            tuple(InkedFigure(3 * i + j, cell(row, c)) for j, c in enumerate("xyz")),
        )
        for i, row in enumerate("abc")
    )
    return SheetBlock("t", "t", False, (), heads, lines)


def truth_of(block: SheetBlock, *, drawn: bool = True) -> dict[int, set[CellKey]]:
    """Each printed figure's cells by its mark."""
    homes: dict[int, set[CellKey]] = {}
    for key, figure, _ in block.claims(drawn=drawn):
        homes.setdefault(figure.mark, set()).add(key)
    return homes


AS_MADE = {index: {key} for index, key in enumerate(CELLS)}


def damaged(damage: SheetDamage) -> list[SheetBlock]:
    """What becomes of the table by chance, those times when something does."""
    found = [
        block for seed in SEEDS if (block := damage(make_block(), Random(seed))) != make_block()
    ]
    assert found
    return found


def texts(block: SheetBlock) -> list[str]:
    return [line.text for line in block.lines]


@pytest.mark.parametrize(
    "damage",
    [
        row_damage.move_row,
        row_damage.exchange_rows,
        row_damage.scatter,
        row_damage.turn_page,
        row_damage.pad_rows,
        row_damage.hide_copy,
        column_damage.exchange_columns,
        column_damage.draw_gap,
    ],
)
def test_what_moves_with_its_labels_and_heads_stays_what_it_was(damage: SheetDamage) -> None:
    assert all(truth_of(block) == AS_MADE for block in damaged(damage))


def test_a_row_that_is_not_printed_has_no_figures() -> None:
    for damage in (row_damage.lose_row, row_damage.hide_row):
        for block in damaged(damage):
            shown = {line.key for line in block.lines if not line.hidden}
            assert len(shown) == 2
            assert truth_of(block) == {m: {c} for m, [c] in AS_MADE.items() if c.row in shown}


def test_a_column_that_is_not_printed_has_no_figures() -> None:
    for damage in (column_damage.lose_column, column_damage.hide_column):
        for block in damaged(damage):
            shown = {head.key for head in block.heads if not head.hidden}
            assert len(shown) == 2
            assert truth_of(block) == {m: {c} for m, [c] in AS_MADE.items() if c.column in shown}


def test_rows_that_exchange_their_labels_exchange_their_cells() -> None:
    for block in damaged(row_damage.swap_labels):
        moved = [i for i, text in enumerate(texts(block)) if text != f"行{'abc'[i]}"]
        first, second = moved
        assert truth_of(block)[3 * first] == {cell("abc"[second], "x")}
        assert truth_of(block)[3 * second] == {cell("abc"[first], "x")}


def test_figures_that_slide_belong_to_the_labels_that_they_stand_behind() -> None:
    for block in damaged(row_damage.slide_figures):
        for line in block.lines:
            for column, figure in zip("xyz", line.figures, strict=True):
                assert line.key is not None
                assert truth_of(block)[figure.mark] == {cell(line.key, column)}


def test_heads_that_exchange_their_places_exchange_their_cells() -> None:
    for block in damaged(column_damage.swap_heads):
        keys = [head.key for head in block.heads]
        assert sorted(filter(None, keys)) == ["x", "y", "z"]
        assert keys != ["x", "y", "z"]
        assert [truth_of(block)[i] for i in range(3)] == [{cell("a", key)} for key in keys if key]


def test_a_row_or_column_of_another_name_has_no_cells_of_the_form() -> None:
    form = make_block()
    known = form.put(1, replace(form.lines[1], text="行政许可"))
    renamed = row_damage.rename_row(known, Random(1))
    assert texts(renamed)[1] != "行政许可"
    assert truth_of(renamed) == {m: c for m, c in AS_MADE.items() if m not in (3, 4, 5)}
    for block in damaged(column_damage.rename_head):
        [gone] = [i for i, head in enumerate(block.heads) if head.key is None]
        assert truth_of(block) == {m: c for m, c in AS_MADE.items() if m % 3 != gone}


def test_what_the_form_does_not_know_takes_no_cells() -> None:
    for block in damaged(row_damage.add_row):
        assert len(block.lines) == 4
        assert truth_of(block) == AS_MADE
    for block in damaged(column_damage.add_column):
        assert len(block.heads) == 4
        assert truth_of(block) == AS_MADE


def test_labels_that_are_damaged_may_leave_their_cells_open_and_no_more() -> None:
    for damage in (row_damage.lose_label, row_damage.cut_label, row_damage.wrap_label):
        form = make_block()
        long = replace(form, lines=tuple(replace(x, text=f"行政{x.key}许可") for x in form.lines))
        block = damage(long, Random(3))
        [unsure] = [line for line in block.lines if line.unsure]
        assert unsure.text != f"行政{unsure.key}许可"
        assert truth_of(block) == AS_MADE
        assert {c.row for c, _, doubt in block.claims(drawn=True) if doubt} == {unsure.key}


def test_a_row_with_a_figure_less_has_it_where_it_was_meant_or_where_it_is_drawn() -> None:
    for block in damaged(figure_damage.drop_figure):
        [short] = [line for line in block.lines if len(line.figures) == 2]
        gone = min({"x", "y", "z"} - {f.home.column for f in short.figures if f.home})
        assert short.key is not None
        assert block.dropped == {cell(short.key, gone)}
        for place, figure in enumerate(short.figures):
            under = cell(short.key, "xyz"[place])
            assert truth_of(block)[figure.mark] == {figure.home, under}
            assert truth_of(block, drawn=False)[figure.mark] == {figure.home}


def test_a_row_printed_twice_is_the_row_or_nothing() -> None:
    for block in damaged(row_damage.repeat_row):
        [twice] = {line.key for line in block.lines if texts(block).count(line.text) == 2}
        assert truth_of(block) == AS_MADE
        assert {c.row for c, _, doubt in block.claims(drawn=True) if doubt} == {twice}


def test_a_column_s_figures_or_head_that_are_not_printed_leave_the_others_in_doubt() -> None:
    for damage, figures in (
        (column_damage.drop_column_figures, 2),
        (column_damage.drop_head, 3),
        (column_damage.lose_head, 3),
    ):
        for block in damaged(damage):
            assert {len(line.figures) for line in block.lines} == {figures}
            assert all(doubt for *_, doubt in block.claims(drawn=True))
            for m, cells in truth_of(block, drawn=False).items():
                assert AS_MADE[m] & cells or AS_MADE[m] <= block.dropped or figures == 3


def test_a_figure_over_two_columns_is_the_left_one_or_nothing() -> None:
    for block in damaged(figure_damage.merge_figures):
        [wide] = [f for line in block.lines for f in line.figures if f.span == 2]
        assert wide.home is not None
        assert AS_MADE[wide.mark] == {wide.home}
        [lost] = block.dropped
        assert (lost.row, wide.mark + 1) == (wide.home.row, CELLS.index(lost))


def test_a_figure_said_twice_in_its_row_is_nobody_else_s() -> None:
    for block in damaged(figure_damage.repeat_figure):
        [long] = [line for line in block.lines if len(line.figures) == 4]
        assert {c.row for f in long.figures for c in truth_of(block)[f.mark]} == {long.key}
        assert truth_of(block, drawn=False) == AS_MADE


def test_figures_that_exchange_their_places_exchange_their_cells() -> None:
    for block in damaged(figure_damage.swap_figures):
        for line in block.lines:
            for column, figure in zip("xyz", line.figures, strict=True):
                assert line.key is not None
                assert truth_of(block)[figure.mark] == {cell(line.key, column)}


def test_halves_of_a_figure_are_the_whole_one_or_nothing() -> None:
    writing = Writing(tuple(plain_ink(value) for value in (0, 0, 3, 0, 4718, 0, 5, 0, 6)))
    lost = 0
    for seed in SEEDS:
        sheets, inks = split_figure({"t": (make_block(),)}, writing, ["t"], Random(seed))
        [block] = sheets["t"]
        line = block.lines[1]
        halves = [figure for figure in line.figures if figure.mark > 8]
        assert "".join(inks.inks[half.mark].printed for half in halves) == "4718"
        assert [half.home for half in halves] == [cell("b", "y"), None]
        assert inks.inks[halves[0].mark].readings == {number(4718)}
        assert not inks.inks[halves[1].mark].readings
        lost += len(block.dropped)
    assert 0 < lost < len(SEEDS)


def test_nothing_is_torn_that_has_one_digit() -> None:
    writing = Writing((plain_ink(7),) * 9)
    sheets: dict[str, BlockSheet] = {"t": (make_block(),)}
    assert split_figure(sheets, writing, ["t"], Random(1)) == (sheets, writing)


def page_of(lines: list[str]) -> DamagedPage:
    """A page of a label and three figures, one a line; then another such row."""
    homes = {mark: frozenset({CELLS[mark]}) for mark in range(6)}
    return DamagedPage(tuple(lines), 0, len(lines), homes, {0: (0, 1, 2), 1: (3, 4, 5)})


LINES = ["\ue0020\ue003行a", *map(mark, range(3)), "\ue0021\ue003行b", *map(mark, range(3, 6))]


def test_lines_that_exchange_their_places_exchange_the_cells_of_their_figures() -> None:
    swapped = 0
    for seed in SEEDS:
        page = line_damage.swap_lines(page_of(LINES), Random(seed))
        order = [m for line in page.lines for m in figures_in(line)]
        if order != [0, 1, 2, 3, 4, 5] and not any("行" in x for x in changed(page.lines)):
            swapped += 1
            assert [page.homes[m] for m in order] == [frozenset({c}) for c in CELLS[:6]]
    assert swapped


def changed(lines: tuple[str, ...]) -> list[str]:
    return [new for new, old in zip(lines, LINES, strict=True) if new != old]


def test_what_a_lost_label_said_nobody_knows() -> None:
    """Rows whose labels were exchanged, and are lost then, may be as they were."""
    swapped = {m: frozenset({CELLS[(m + 3) % 6]}) for m in range(6)}
    page = replace(page_of(LINES), homes=swapped, born=tuple(CELLS))
    page = line_damage.lose_labels(page, Random(2))
    kept = {label for line in page.lines for label in labels_in(line)}
    lost = {m for label, row in page.rows.items() if label not in kept for m in row}
    assert lost
    for m, cells in page.homes.items():
        assert cells == {CELLS[(m + 3) % 6], *([CELLS[m]] if m in lost else [])}


def test_what_is_cut_off_or_dropped_is_printed_nowhere_and_its_rows_may_be_open() -> None:
    for damage in (line_damage.cut_page_off, line_damage.drop_line):
        for seed in SEEDS:
            page = damage(page_of(LINES), Random(seed))
            printed = {m for line in page.lines for m in figures_in(line)}
            assert page.lost == {CELLS[m] for m in set(range(6)) - printed}
            assert page.lost <= page.unsure


@pytest.mark.parametrize("name", sorted(line_damage.DAMAGES))
def test_damage_to_lines_gives_no_figure_to_another_row(name: str) -> None:
    for seed in SEEDS:
        page = line_damage.DAMAGES[name](page_of(LINES), Random(seed))
        for number_of, cells in page.homes.items():
            assert {c.row for c in cells} == {"ab"[number_of // 3]}


@pytest.mark.parametrize("name", sorted(TWISTS))
def test_twists_change_what_is_printed_and_never_say_a_blank_of_a_figure(name: str) -> None:
    for seed in SEEDS:
        ink = TWISTS[name]("203", Random(seed))
        assert ink.readings
        assert (ink.html or ink.printed) != "203"
        if name not in ("emptied", "struck out"):
            assert BLANK not in ink.readings


@pytest.mark.parametrize("name", ["other digits", "Chinese figure", "split digits", "reversed"])
def test_a_figure_in_other_clothes_is_itself_or_text(name: str) -> None:
    for seed in SEEDS:
        assert TWISTS[name]("203", Random(seed)).readings == {number(203), TEXT}


def test_words_make_a_figure_words() -> None:
    for seed in SEEDS:
        assert cell_damage.put_words_before("203", Random(seed)).readings == {TEXT}
        assert cell_damage.write_words("203", Random(seed)).readings == {TEXT}


def test_a_figure_in_ten_thousands_is_told_with_its_unit() -> None:
    units = set()
    for seed in SEEDS:
        ink = cell_damage.scale("203", Random(seed))
        [told] = ink.readings - {TEXT}
        assert ink.printed == f"{told.value:f}{told.unit}"
        units.add(told.unit)
        assert told.value == Decimal(203).scaleb({"千": -3, "亿": -8}.get(told.unit or "", -4))
    assert len(units) > 2


def test_what_is_struck_out_is_never_the_figure() -> None:
    for seed in SEEDS:
        ink = page_damage.strike_out("451", Random(seed))
        assert number(451) not in ink.readings
        assert TEXT in ink.readings


def test_hidden_rows_are_in_the_source_and_no_others_are_hidden() -> None:
    for seed in SEEDS:
        block = row_damage.hide_row(make_block(), Random(seed))
        [hidden] = [line for line in block.lines if line.hidden]
        rows = sheet_to_rows((block,), draw_drawing(Random(seed)), 0)
        lines = [x for x in draw_html(rows, Random(seed)) if hidden.text in x]
        assert len(lines) == 1
        assert lines[0].startswith(("<tr style", "<tr hidden"))
        others = [x for x in draw_html(rows, Random(seed)) if x not in lines]
        assert not any("hidden" in x or "none" in x.lower() for x in others)


def test_hidden_columns_are_in_the_source_and_no_others_are_hidden() -> None:
    for seed in SEEDS:
        block = column_damage.hide_column(make_block(), Random(seed))
        [gone] = [i for i, head in enumerate(block.heads) if head.hidden]
        rows = sheet_to_rows((block,), draw_drawing(Random(seed)), 0)
        shown = [box for row in rows for box in row if not box.hidden]
        assert [m for box in shown for m in figures_in(box.text)] == [
            m for m in range(9) if m % 3 != gone
        ]
        assert sum(x.count("none") + x.count(" hidden") for x in draw_html(rows, Random(seed))) == 4


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_prints_every_figure_once(layout: str) -> None:
    for seed in SEEDS:
        desk = Desk(Random(seed), tuple(plain_ink(i) for i in range(9)), 0)
        lines = LAYOUTS[layout].draw((make_block(),), desk)
        assert sorted(m for line in lines for m in figures_in(line)) == list(range(9))
        assert all(f"行{row}" in print_marks("".join(lines), str) for row in "abc")


def test_a_record_is_silent_where_a_settled_one_says_what_is_not_printed() -> None:
    spoilt = make_spoilt(Recipe(1, "cn2021", "lines", "dense", ()))
    [record] = read_spoilt(spoilt)
    assert record.status == "verified"
    assert find_silent(record, spoilt.truths) == []
    key = CellKey("requests", "granted", "natural_person")
    for truth in (NOT_PRINTED, GONE, Truth(frozenset({TEXT}))):
        [wrong] = find_silent(record, {**spoilt.truths, key: truth})
        assert wrong.cell == key
        assert "number" in wrong.found
    doubted = record.model_copy(update={"status": "needs_review"})
    assert find_silent(doubted, {**spoilt.truths, key: NOT_PRINTED}) == []


def test_a_print_that_is_another_report_whole_is_twofold_and_nothing_else_is() -> None:
    whole = Recipe(2, "cn2021", "pipes", "dense", ())
    other = draw_inks(form_named("cn2021"), "small", Random(7))
    lost = replace(whole, operations=(Operation("line", "line dropped", 1),))
    spoilt = replace(make_spoilt(whole, other), recipe=lost, truths=make_spoilt(lost).truths)
    [record] = read_spoilt(spoilt)
    assert record.status == "verified"
    assert find_silent(record, spoilt.truths)
    assert find_twin(spoilt, record) == whole
    assert find_twin(replace(spoilt, text=spoilt.text + " "), record) is None
    [misread] = read_spoilt(make_spoilt(whole))
    assert find_twin(spoilt, misread) is None


def test_a_torn_mistake_that_prints_as_a_smaller_one_is_twofold() -> None:
    torn = Operation("split", SPLIT, 272)
    recipe = Recipe(272, "cn2021", "lines", "slip", (torn,))
    outcome = try_recipe(recipe)
    assert outcome.status == "source_inconsistent"
    assert [wrong.expected for wrong in outcome.wrong] == ["0 or 10 or missing", "10 or missing"]
    assert outcome.twin == replace(recipe, operations=())

    whole = Recipe(272, "cn2021", "lines", "small", ())
    mistaken = {**_draw_own(whole), outcome.wrong[0].cell: plain_ink(1)}
    sound = replace(whole, operations=(torn,))
    spoilt = replace(make_spoilt(whole, mistaken), recipe=sound)
    [record] = read_spoilt(spoilt)
    assert record.status == "source_inconsistent"
    assert find_twin(spoilt, record) is None, "its own sums close: it has no mistake"


def _draw_own(recipe: Recipe) -> dict[CellKey, PrintedFigure]:
    return draw_inks(form_named(recipe.form), recipe.content, content_chance(recipe))


def test_what_is_wrong_is_counted_as_twofold_by_order_or_silent() -> None:
    recipe = Recipe(1, "cn2021", "lines", "dense", ())
    wrong = Misstated(CELLS[0], "another number", "1", "2")
    ordered = replace(wrong, by_order=True)
    outcomes = [
        SpoiltOutcome(recipe, "verified", ()),
        SpoiltOutcome(recipe, "verified", (wrong, ordered)),
        SpoiltOutcome(recipe, "verified", (ordered,)),
        SpoiltOutcome(recipe, "verified", (ordered,), twin=recipe),
        SpoiltOutcome(recipe, "crashed", (), "ValueError"),
    ]
    kinds = [(o.is_silent, o.is_by_order, o.is_twofold) for o in outcomes]
    assert kinds == [
        (False, False, False),
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (True, False, False),
    ]
    assert tabulate(outcomes).splitlines()[1].split() == ["lines", "5", "4", "1", "1", "2"]


def test_recipes_come_again_and_have_what_was_asked_for() -> None:
    choice = RecipeChoice(("boxes",), ("sign",))
    drawn = [draw_recipe(seed, choice) for seed in SEEDS]
    assert drawn == [draw_recipe(seed, choice) for seed in SEEDS]
    assert {recipe.layout for recipe in drawn} == {"boxes"}
    assert {o.name for recipe in drawn for o in recipe.operations} == {"sign"}
    first, again = (make_spoilt(drawn[0]) for _ in range(2))
    assert (first.text, first.truths) == (again.text, again.truths)


DRAWN = tuple(sorted(name for name, layout in LAYOUTS.items() if layout.drawn))


@pytest.mark.parametrize(
    ("seeds", "choice", "least"),
    [(range(24), RecipeChoice((*DRAWN, "lines", "spaces")), 5), (range(21), EVERYTHING, 1)],
)
def test_spoilt_reports_are_never_silently_wrong(
    seeds: range, choice: RecipeChoice, least: int
) -> None:
    outcomes = list(try_seeds(seeds, choice=choice))
    failed = [f"{o.recipe} {o.crashed}" for o in outcomes if o.failed]
    assert failed == []
    assert sum(o.settled for o in outcomes) >= least
    assert f"{'all':<34}{len(seeds):>9}" in tabulate(outcomes)
