"""Figures of a scan read a second time, by a model that sees: their pictures, never their text.

The model is shown nothing that the engine has read, so that its reading is its own; it confirms
a figure where it reads the same, and puts none there: what it reads otherwise is suggested to a
person. Among the figures in doubt stand some that two engines read alike already: an answer that
misreads one of these confirms nothing, and suggests nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extraction.cells.suggestions import SeenFigure
from extraction.ground.rounds import Answered, PrintedReport, Rounds, ask_once, note_question
from extraction.ground.thresholds import FEWEST_CONTROLS, FIGURES_A_SHEET, TOKENS_A_CELL
from extraction.llm.question import FiguresSeen, Question
from extraction.text.numbers import parse_cell
from extraction.values.document import ScannedCell, Span
from prompts import Prompts


class SheetField(NamedTuple):
    """A figure on a sheet: what an engine has read, and whether another reads the same."""

    cell: ScannedCell
    text: str


def look_at_figures(rounds: Rounds, printed: PrintedReport, so_far: Answered) -> Answered:
    """Have a report's doubtful figures read from their pictures, if it is scanned, with `vision`.

    What was asked, the scan's cells as they are then, and what was read otherwise, is added to
    `so_far`. AskingStopped where nobody can be asked.
    """
    scanned = printed.document.scanned
    if not rounds.vision or not scanned:
        return so_far
    cells = {cell.span: cell for cell in scanned}
    fields = list(_find_fields(printed, cells.values()))
    otherwise: dict[Span, SeenFigure] = {}
    for sheet in _fill_sheets(fields):
        seen, so_far = _ask_for_sheet(rounds, printed, sheet, so_far)
        for (cell, text), figure in seen.items():
            if figure == text:
                cells[cell.span] = cell._replace(agreed=True)
            elif parse_cell(figure).state == "number":
                by = so_far.attempts[-1].model
                otherwise[cell.span] = SeenFigure(figure, by)
    proposals = replace(so_far.proposals, seen=otherwise)
    looked_at = tuple(cells.values())
    return replace(so_far, scanned=looked_at, proposals=proposals)


def _find_fields(printed: PrintedReport, cells: Iterable[ScannedCell]) -> Iterator[SheetField]:
    """Yield the figures of a report's own part of a scan that have a picture."""
    text = printed.document.text
    start, end = printed.page.repaired.to_original(printed.window)
    for cell in cells:
        span = cell.span
        is_own = start <= span.start and span.end <= end
        if is_own and cell.picture:
            yield SheetField(cell, span.slice(text))


def _ask_for_sheet(
    rounds: Rounds, printed: PrintedReport, sheet: Sequence[SheetField], so_far: Answered
) -> tuple[Mapping[SheetField, str], Answered]:
    """Return what is read of a sheet's doubtful figures, and what was asked so far."""
    pictures = [field.cell.picture for field in sheet]
    question = ask_for_figures(pictures, rounds.prompts)
    answer, so_far = ask_once(rounds, question, so_far)
    seen: Mapping[SheetField, str] = {}
    if answer is not None:
        seen = _trust(sheet, answer)
    confirmed = sum(figure == field.text for field, figure in seen.items())
    asked = note_question(printed, question, answer, confirmed)
    questions = (*so_far.questions, asked)
    return seen, replace(so_far, questions=questions)


def ask_for_figures(pictures: Sequence[bytes], prompts: Prompts) -> Question[FiguresSeen]:
    """Ask what is printed in pictures of figures (PNG), which are numbered from 1."""
    from extraction.read.scan.figure_sheet import draw_figure_sheet

    prompt = prompts.load("figures")
    count = len(pictures)
    said = f"Fields: 1 to {count}"
    sheet = draw_figure_sheet(pictures)
    room = 2 * TOKENS_A_CELL * count
    return Question(
        prompt.name, prompt.version, prompt.text, said, FiguresSeen, room=room, picture=sheet
    )


def _fill_sheets(fields: Sequence[SheetField]) -> Iterator[list[SheetField]]:
    """Yield sheets of doubtful figures, and of others between them, as they stand in the report."""
    sure: list[SheetField] = []
    doubtful: list[SheetField] = []
    for field in fields:
        kind = sure if field.cell.agreed else doubtful
        kind.append(field)
    controls = _differ(sure)
    for start in range(0, len(doubtful), FIGURES_A_SHEET):
        some = doubtful[start : start + FIGURES_A_SHEET]
        enough = max(FEWEST_CONTROLS, len(some) // 3)
        sheet = (*some, *controls[:enough])
        yield sorted(sheet, key=lambda field: field.cell.span)


def _differ(fields: Sequence[SheetField]) -> list[SheetField]:
    """Return figures in another order: first one of each, the longest first, then the rest."""
    first = {field.text: field for field in reversed(fields)}
    once = sorted(first.values(), key=lambda field: -len(field.text))
    again = [field for field in fields if first[field.text] is not field]
    return [*once, *again]


def _trust(sheet: Sequence[SheetField], answer: FiguresSeen) -> Mapping[SheetField, str]:
    """Return what is read of the doubtful figures; nothing where one beyond doubt is misread."""
    seen = _by_number(answer)
    doubtful = {}
    for number, field in enumerate(sheet, 1):
        figure = seen.get(number, "")
        if not field.cell.agreed:
            doubtful[field] = figure
        elif figure != field.text:
            return {}
    return doubtful


def _by_number(answer: FiguresSeen) -> Mapping[int, str]:
    """Return what is read in each field; nothing for a field of which two things are said."""
    seen: dict[int, str] = {}
    for read in answer.figures:
        number = read.number
        figure = "".join(read.figure.split())
        if number in seen and figure != seen[number]:
            figure = ""
        seen[number] = figure
    return seen
