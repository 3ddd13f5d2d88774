"""An answer to cells: by ids, and by copied figures; and all that is refused of one."""

import pytest

from evals.synth.closing import form_named
from extraction.ground.marking import MARK, id_of, mark_passage
from extraction.ground.placements import place_ids, place_transcription
from extraction.judge import find_values
from extraction.llm.question import Cut, PlacedRow, Placement, PrintedRow, Transcription
from extraction.repair import repair_text
from extraction.values.document import Span
from extraction.values.record import CellKey

TABLE = form_named("cn2021").table("proactive_disclosure")
TEXT = "规章 1 2 3\n行政规范性文件 4 5 1 6\n"
VALUES = find_values(TEXT, Span(0, len(TEXT)))
IDS = {id_of(number): value for number, value in enumerate(VALUES)}


def key(row: str, column: str) -> CellKey:
    return CellKey(TABLE.key, row, column)


def row(name: str, *cells: list[str]) -> PlacedRow:
    return PlacedRow(key=name, label="", cells=list(cells))


def place(*rows: PlacedRow, cuts: tuple[Cut, ...] = ()) -> tuple[dict[str, str | None], list[str]]:
    answer = Placement(rows=list(rows), cuts=list(cuts), strays=[])
    placing = place_ids(answer, TABLE, IDS, TEXT)
    cells = {
        f"{cell.row}.{cell.column}": None if token is None else token.text
        for cell, token in placing.cells.items()
    }
    return cells, [reason.en for reason in placing.refused]


def test_ids_are_put_in_front_of_figures_and_taken_out_again() -> None:
    damaged = "規(guī)章 12 ,, 7"
    source = repair_text(damaged)
    values = find_values(source.text, Span(0, len(source.text)))
    marked = mark_passage(source, Span(0, len(source.text)), values)
    assert "{ka}12" in marked.text
    assert "{kb}7" in marked.text
    assert MARK.sub("", marked.text) == damaged
    assert marked.values["kb"].text == "7"


def test_cells_hold_the_tokens_that_ids_name() -> None:
    cells, refused = place(row("rules", ["ka"], [], ["kc"]))
    assert cells == {"rules.issued": "1", "rules.repealed": None, "rules.in_force": "3"}
    assert refused == []


def test_parts_of_a_number_are_joined_where_nothing_stands_between() -> None:
    cells, _ = place(row("normative_documents", ["kd"], ["ke"], ["kf", "kg"]))
    assert cells["normative_documents.in_force"] == "16"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row("rules", ["ka"], ["ka"], ["kc"])], "two cells"),
        ([row("rules", ["ka"], ["kz"], ["kc"])], "no figure"),
        ([row("rules", ["ka"], ["kb"])], "not as many cells"),
        ([row("ghosts", ["ka"], ["kb"], ["kc"])], "not asked for"),
        ([row("rules", ["ka"], ["kb"], ["kc", "kd"])], "do not stand together"),
        ([row("rules", ["kb"], ["ka"], ["kg", "kf"])], "do not stand together"),
    ],
)
def test_a_row_that_is_not_in_order_is_refused(rows: list[PlacedRow], reason: str) -> None:
    cells, refused = place(*rows)
    assert cells == {}
    assert reason in refused[0]


@pytest.mark.parametrize(
    ("lengths", "cut"), [([2, 1], ["45", "1"]), ([1, 1], []), ([0, 3], []), ([], []), ([4], [])]
)
def test_the_parts_of_cut_digits_are_suggestions_alone(lengths: list[int], cut: list[str]) -> None:
    text = "规章 1 2 3\n行政规范性文件 451 6\n"
    values = find_values(text, Span(0, len(text)))
    ids = {id_of(number): value for number, value in enumerate(values)}
    answer = Placement(
        rows=[
            row("rules", ["ka"], ["kb"], ["kc"]),
            row("normative_documents", ["kd1"], ["kd2"], ["ke"]),
        ],
        cuts=[Cut(id="kd", lengths=lengths)],
        strays=[],
    )
    placing = place_ids(answer, TABLE, ids, text)
    assert {cell.row for cell in placing.cells} == {"rules"}
    parts = [token.text for token in placing.cut.values() if token is not None]
    assert parts[:2] == cut
    assert "cuts the digits" in placing.refused[0].en


def test_a_row_answered_twice_counts_once_and_cuts_not_at_all() -> None:
    whole = row("rules", ["ka"], ["kb"], ["kc"])
    cells, refused = place(whole, row("rules", ["kd"], ["ke"], ["kf"]))
    assert cells["rules.issued"] == "1"
    assert "twice" in refused[0]
    _, refused = place(whole, cuts=(Cut(id="kd", lengths=[1, 1]),))
    assert "cuts" in refused[0]


def copied(*rows: tuple[str, list[str]]) -> Transcription:
    return Transcription(heads=[], rows=[PrintedRow(label=name, cells=c) for name, c in rows])


def test_copied_rows_are_placed_where_the_text_prints_them_in_one_order() -> None:
    answer = copied(("规章", ["1", "2", "3"]))
    placed = place_transcription(answer, TABLE, VALUES)
    assert placed.cells[key("rules", "in_force")] == VALUES[2]


@pytest.mark.parametrize("cells", [["1", "2", "9"], ["3", "2", "1"], ["1", "2"], ["", "", ""]])
def test_copied_rows_that_do_not_stand_there_are_not(cells: list[str]) -> None:
    assert place_transcription(copied(("规章", cells)), TABLE, VALUES).cells == {}


def test_copied_rows_that_stand_there_twice_are_not() -> None:
    text = "规章 1 2 3\n规章 1 2 3\n"
    values = find_values(text, Span(0, len(text)))
    assert place_transcription(copied(("规章", ["1", "2", "3"])), TABLE, values).cells == {}
