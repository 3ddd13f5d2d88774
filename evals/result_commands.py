"""Commands about what was measured: compared, shown, put on a page, described."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from evals.label_commands import exit_on_eval_error
from evals.run_output import (
    FormatOption,
    RequireOption,
    hold_demands,
    model_agreement_lines,
    print_as,
    shown_block,
    to_json,
)
from extraction.terminal.exits import say_line
from extraction.values.errors import NotMeasured, WrongUsage

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="What run -o has written.")]


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The run before.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The run after.")],
    require: RequireOption = None,
    primary: Annotated[
        str, typer.Option(help="The metric that decides; name it before you look.")
    ] = "right",
    partial: Annotated[
        bool, typer.Option("--partial", help="Compare runs with reports without a result, too.")
    ] = False,
    form: FormatOption = "table",
) -> None:
    """Tell what changed from run A to run B, and whether it may be luck.

    A demand is on how much a metric rose, right>=0, or that it is not worse beyond luck:
    right>=before, silent_reports<=before.
    """
    with exit_on_eval_error():
        from evals.compare import compare_runs, judgeable
        from evals.data import comparison_to_data
        from evals.metrics import BY_NAME
        from evals.report_text import comparison_lines
        from evals.runfile import read_run
        from evals.thresholds import answer_rises, parse_demand

        demands = [parse_demand(text, tuple(BY_NAME), rises=True) for text in require or ()]
        if primary not in judgeable():
            raise WrongUsage(
                f"{primary!r} cannot decide. Those that can: {', '.join(judgeable())}.",
                f"{primary!r} 不能用来判定。可用的有：{'、'.join(judgeable())}。",
            )
        runs = read_run(first), read_run(second)
        compared = compare_runs(*runs, primary=primary, partial=partial)
        answers = answer_rises(demands, compared)
        text = shown_block([*comparison_lines(compared), *model_agreement_lines(runs)])
        print_as(form, [comparison_to_data(compared, answers)], text, answers, "")
        hold_demands(answers)


def show(
    run: RunArgument,
    report: Annotated[
        str | None, typer.Argument(metavar="[REPORT]", help="One report; else all not right.")
    ] = None,
    layout: Annotated[str | None, typer.Option(help="Only reports of this layout.")] = None,
    form_name: Annotated[str | None, typer.Option("--form", help="Only of this form.")] = None,
    ending: Annotated[str | None, typer.Option(help="Only files that end so, as pdf.")] = None,
    status: Annotated[
        Literal["verified", "source_inconsistent", "needs_review", "unreadable"] | None,
        typer.Option(help="Only reports that were called so."),
    ] = None,
    table: Annotated[str | None, typer.Option(help="Only what is in this table.")] = None,
    about: Annotated[
        Literal["cells", "facts", "metadata", "findings"] | None,
        typer.Option(help="Only this part of each report."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many reports.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = (
        "table"
    ),
) -> None:
    """Tell what was wrong by name: cells as labelled, printed, got; facts, metadata, findings."""
    with exit_on_eval_error():
        from evals.chosen import Selection
        from evals.compare import describe
        from evals.data import ReportData
        from evals.report_text import find_score, metric_lines, report_lines, warning_lines
        from evals.runfile import read_run

        read = read_run(run)
        choice = Selection(layout, form_name, ending, status, table, about)
        scores = choice.pick(read.scores)
        if report is not None:
            scores = find_score(scores, report)
            if not scores:
                raise NotMeasured(f"{run} holds no such report as {report}, or not among these.")
        picked = [s for s in scores if report or choice.is_wrong(s)]
        told_of = picked[:limit]
        if form == "json":
            data = [
                ReportData(
                    report=s.title,
                    how=describe(s),
                    score=s,
                    misses=tuple(choice.misses(s)),
                    claims=tuple(choice.claims(s)),
                )
                for s in told_of
            ]
            typer.echo(to_json(data) if data else "[]")
            return
        measured = [score for score in scores if score.measured]
        lines = [*warning_lines(read), *metric_lines(choice.metrics(), measured)]
        more = len(picked) - len(told_of)
        lines += report_lines(told_of, choice)
        lines += [f"and {more} more: --limit shows so many"] if more else []
        typer.echo(shown_block(lines or [f"Nothing is wrong with {len(scores)} reports."]))


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN", help="What run -o has written.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="A page, or .json.")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Show figures of runs with reports without a result.")
    ] = False,
    lang: Annotated[Literal["en", "zh"], typer.Option(help="The language of the page.")] = "en",
) -> None:
    """Write a run as a page for a person, or as JSON; further runs stand beside it in a table."""
    with exit_on_eval_error():
        from evals.data import run_to_data
        from evals.run_page import render_report
        from evals.runfile import read_run

        read = [read_run(path) for path in runs]
        if out.suffix == ".json":
            text = to_json([run_to_data(each, each.errors * partial) for each in read])
        else:
            text = render_report(read[0], read[1:], lang, partial=partial)
        out.write_text(text, "utf-8")
        say_line(f"{out} is written")


def schema(
    name: Annotated[
        Literal["header", "score", "run", "comparison", "report"],
        typer.Argument(help="A line of a run's file, or what --format json prints."),
    ],
) -> None:
    """Print the JSON Schema of what gouji eval writes and prints; every key is always there."""
    import json

    from evals.data import SCHEMAS

    described = SCHEMAS[name].model_json_schema(mode="serialization")
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))
