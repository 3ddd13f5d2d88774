"""Figures of a scan read a second time, by a model that sees: their pictures, never their text.

The model is shown nothing that the engine has read, so that its reading is its own; it confirms
a figure where it reads the same, and puts none there: what it reads otherwise is suggested to a
person. Among the figures in doubt stand some that two engines read alike already: an answer that
misreads one of these confirms nothing, and suggests nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extraction.cells.suggestions import SeenFigure
from extraction.ground.rounds import Answered, PrintedReport, Rounds, ask_once
from extraction.ground.thresholds import FEWEST_CONTROLS, FIGURES_A_SHEET, TOKENS_A_CELL
from extraction.llm.question import FiguresSeen, Question
from extraction.text.numbers import parse_cell
from extraction.values.document import ScannedCell, Span
from extraction.values.usage import Asked
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
    document = printed.page.document
    if not rounds.vision or not document.scanned:
        return so_far
    cells = {cell.span: cell for cell in document.scanned}
    window = printed.page.repaired.to_original(printed.window)
    fields = [
        SheetField(cell, cell.span.slice(document.text))
        for cell in cells.values()
        if cell.picture and window[0] <= cell.span.start and cell.span.end <= window[1]
    ]
    otherwise: dict[Span, SeenFigure] = {}
    for sheet in _fill_sheets(fields):
        question = ask_for_figures([field.cell.picture for field in sheet], rounds.prompts)
        answer, so_far = ask_once(rounds, question, so_far)
        seen = {} if answer is None else _trust(sheet, answer)
        confirmed = [field.cell for field in seen if seen[field] == field.text]
        cells |= {cell.span: cell._replace(agreed=True) for cell in confirmed}
        for field in seen:
            if seen[field] != field.text and parse_cell(seen[field]).state == "number":
                by = so_far.attempts[-1].model
                otherwise[field.cell.span] = SeenFigure(seen[field], by)
        asked = Asked(
            prompt=question.prompt,
            span=window,
            answer=None if answer is None else answer.model_dump_json(),
            taken=len(confirmed),
        )
        so_far = replace(so_far, questions=(*so_far.questions, asked))
    proposals = replace(so_far.proposals, seen=otherwise)
    return replace(so_far, scanned=tuple(cells.values()), proposals=proposals)


def ask_for_figures(pictures: Sequence[bytes], prompts: Prompts) -> Question[FiguresSeen]:
    """Ask what is printed in pictures of figures (PNG), which are numbered from 1."""
    from extraction.read.scan.figure_sheet import draw_figure_sheet

    prompt = prompts.load("figures")
    said = f"Fields: 1 to {len(pictures)}"
    sheet = draw_figure_sheet(pictures)
    room = 2 * TOKENS_A_CELL * len(pictures)
    return Question(
        prompt.name, prompt.version, prompt.text, said, FiguresSeen, room=room, picture=sheet
    )


def _fill_sheets(fields: Sequence[SheetField]) -> Iterator[list[SheetField]]:
    """Yield sheets of doubtful figures, and of others between them, as they stand in the report."""
    sure = _differ([field for field in fields if field.cell.agreed])
    doubtful = [field for field in fields if not field.cell.agreed]
    for start in range(0, len(doubtful), FIGURES_A_SHEET):
        some = doubtful[start : start + FIGURES_A_SHEET]
        controls = sure[: max(FEWEST_CONTROLS, len(some) // 3)]
        yield sorted((*some, *controls), key=lambda field: field.cell.span)


def _differ(fields: Sequence[SheetField]) -> list[SheetField]:
    """Return figures in another order: first one of each, the longest first, then the rest."""
    first = {field.text: field for field in reversed(fields)}
    once = sorted(first.values(), key=lambda field: -len(field.text))
    return [*once, *(field for field in fields if first[field.text] is not field)]


def _trust(sheet: Sequence[SheetField], answer: FiguresSeen) -> Mapping[SheetField, str]:
    """Return what is read of the doubtful figures; nothing where one beyond doubt is misread."""
    seen = _by_number(answer)
    read = {field: seen.get(at, "") for at, field in enumerate(sheet, 1)}
    if any(read[field] != field.text for field in sheet if field.cell.agreed):
        return {}
    return {field: read[field] for field in sheet if not field.cell.agreed}


def _by_number(answer: FiguresSeen) -> Mapping[int, str]:
    """Return what is read in each field; nothing for a field of which two things are said."""
    seen: dict[int, str] = {}
    for read in answer.figures:
        figure = "".join(read.figure.split())
        seen[read.number] = "" if seen.get(read.number, figure) != figure else figure
    return seen
