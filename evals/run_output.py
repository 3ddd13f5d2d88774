"""What the commands of gouji eval print of runs, and the exit codes that they end with."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import typer

from extraction.export.escaping import shown
from extraction.terminal.exits import say_line

if TYPE_CHECKING:
    from pydantic import BaseModel

    from evals.header import Run
    from evals.thresholds import DemandAnswer

_WORSE = 1
_NOT_MEASURED = 3
Format = Literal["table", "json", "junit"]


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """Yield what moves a bar forward, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield show_nothing
        return
    with typer.progressbar(length=total, file=sys.stderr) as bar:
        yield bar.update


def show_nothing(steps: int) -> None:
    """Show no bar where nobody looks."""


def read_demands(require: list[str] | None) -> None:
    """Refuse demands that cannot be read before anything is measured."""
    from evals.metrics import NAMES
    from evals.thresholds import parse_demand

    for text in require or ():
        parse_demand(text, NAMES)


def conclude(made: "Sequence[Run]", require: list[str] | None, form: Format, allowed: int) -> None:
    """Print runs, and end with what became of demands on them and of reports without a result."""
    from evals.data import run_to_data
    from evals.metrics import NAMES
    from evals.metrics import measure_all as measure_all
    from evals.report_text import run_lines
    from evals.thresholds import answer_all, parse_demand

    demands = [parse_demand(text, NAMES) for text in require or ()]
    answers = []
    for each in made:
        scores = each.counted(allowed)
        measured = measure_all(scores) if scores else dict.fromkeys(NAMES)
        answers += answer_all(demands, measured)
    wrong = max(_count_errors(each) for each in made)
    errors = f"{wrong} reports or labels have no result" if wrong > allowed else ""
    text = shown_block(line for each in made for line in (*run_lines(each, allowed), ""))
    if len(made) > 1:
        text += "\n" + shown_block(model_agreement_lines(made))
    print_as(form, [run_to_data(each, allowed) for each in made], text.strip(), answers, errors)
    hold_demands(answers, errors)


def _count_errors(made: "Run") -> int:
    """Return how many reports have no result, labels that could not be read among them."""
    drafts = sum(" is a draft: " in problem for problem in made.header.left_out)
    return made.errors + len(made.header.left_out) - drafts


def model_agreement_lines(made: "Sequence[Run]") -> Iterator[str]:
    """Yield how far each two runs agree."""
    from itertools import combinations

    from evals.model_gain import measure_agreement
    from evals.report_text import agreement_line

    for first, second in combinations(made, 2):
        yield agreement_line(measure_agreement(first, second))


def print_as(
    form: Format,
    data: "Sequence[BaseModel]",
    text: str,
    answers: "Sequence[DemandAnswer]",
    errors: str,
) -> None:
    """Print what was measured in the form asked for."""
    if form == "junit":
        from evals.junit import answers_to_junit

        typer.echo(answers_to_junit("gouji eval", answers, errors, text))
    elif form == "json":
        typer.echo(to_json(data))
    else:
        typer.echo(text)


def to_json(data: "Sequence[BaseModel]") -> str:
    """Return one thing as JSON, or several as a list; every key is there."""
    import json

    plain = [each.model_dump(mode="json") for each in data]
    return json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=1)


def hold_demands(answers: "Sequence[DemandAnswer]", errors: str = "") -> None:
    """Exit 1 if demands are not met, 3 if some could not be answered; name them."""
    for answer in answers:
        if answer.kind != "met":
            say_line(f"Not met: {answer.says}")
    if errors:
        say_line(f"{errors}: --allow-errors says how many may.")
    if any(answer.kind == "not met" for answer in answers):
        raise typer.Exit(_WORSE)
    if errors or any(answer.kind == "unknown" for answer in answers):
        raise typer.Exit(_NOT_MEASURED)


def shown_block(lines: Iterable[str]) -> str:
    """Return lines as one text in which nothing can play with the terminal."""
    return "\n".join(map(shown, lines))
