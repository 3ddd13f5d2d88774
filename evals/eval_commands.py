"""gouji eval: flags to a call, what is printed, the exit code; mounted by cli.py when asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evals.label_commands import exit_on_eval_error, gold, label, synth
from evals.run_output import (
    Format,
    conclude,
    hold_demands,
    model_agreement_lines,
    print_as,
    progress,
    read_demands,
    shown_block,
    to_json,
)
from extraction.terminal.exits import say, say_line
from extraction.values.errors import NotMeasured, WrongUsage

if TYPE_CHECKING:
    from evals.asked_models import ModelOptions
    from evals.case import MeasuredReports
    from evals.header import Run
    from evals.measure import MeasureOptions
    from evals.variants import Variant

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Measure gouji against labelled reports: label, gold, run, compare, show, report.",
)

GoldOption = Annotated[
    list[Path] | None, typer.Option("--gold", help="A folder of labels; repeatable.")
]
ReportsOption = Annotated[
    Path | None, typer.Option("--reports", help="Where the reports lie, if not beside the labels.")
]
RequireOption = Annotated[
    list[str] | None,
    typer.Option("--require", help="Exit 1 unless it holds, as silent_reports<=0; repeatable."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="What to print.")]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", help="Write every score here, as JSON lines.")
]
ErrorsOption = Annotated[
    int, typer.Option("--allow-errors", min=0, help="Exit 3 if more reports have no result.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="Of the labelled reports, the first so many.")
]
OnlyOption = Annotated[
    list[str] | None, typer.Option("--only", help="Only this labelled report; repeatable.")
]
UncheckedOption = Annotated[
    bool, typer.Option("--unchecked", help="Take labels that nobody has checked, too.")
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Make anew what OUT holds.")]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="What run -o has written.")]


@app.command()
def run(
    gold: GoldOption = None,
    reports: ReportsOption = None,
    synth: Annotated[
        int, typer.Option("--synth", min=0, help="So many made-up reports for each seed.")
    ] = 0,
    seed: Annotated[
        list[int] | None, typer.Option("--seed", help="Without one it is drawn; repeatable.")
    ] = None,
    variant: Annotated[str, typer.Option(help="What reads: see gouji eval variants.")] = "gouji",
    model: Annotated[
        str | None, typer.Option(help="Let gouji ask this model, as gouji extract does.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Where the model is asked; else OPENAI_BASE_URL.")
    ] = None,
    reader: Annotated[
        Literal["auto", "model"], typer.Option(help="Ask about what is open, or everything.")
    ] = "auto",
    mode: Annotated[
        Literal["tools", "json_schema", "md_json"] | None,
        typer.Option(help="How answers get their shape; what suits the server."),
    ] = None,
    protocol: Annotated[
        Literal["ids", "transcription"],
        typer.Option(help="Answers name ids of figures that are marked, or copy the figures."),
    ] = "ids",
    rounds: Annotated[int, typer.Option(min=1, help="How often open questions are asked.")] = 2,
    fallback_model: Annotated[
        str | None, typer.Option(help="Asked once more about what stays open.")
    ] = None,
    facts: Annotated[
        Literal["rules", "model"], typer.Option(help="Who reads the facts of the prose.")
    ] = "rules",
    budget: Annotated[
        str | None, typer.Option(help="Stop when so much is spent: 2.50 or 500000t.")
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(min=1, help="At most so many requests a minute.")
    ] = None,
    tokens_per_minute: Annotated[
        int | None, typer.Option(min=1, help="At most so many tokens a minute.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Take and keep answers here; else all are asked for.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="Seconds for one answer, else 120.")
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(metavar="IN/OUT", help="US dollars for a million tokens: 0.15/0.60."),
    ] = None,
    repeat: Annotated[
        int, typer.Option(min=1, help="Measure so many times, as OUT, OUT-2, and so on.")
    ] = 1,
    out: OutOption = None,
    records: Annotated[
        Path | None, typer.Option(help="Write the records here, too, for gouji eval score.")
    ] = None,
    limit: LimitOption = None,
    only: OnlyOption = None,
    unchecked: UncheckedOption = False,
    require: RequireOption = None,
    allow_errors: ErrorsOption = 0,
    form: FormatOption = "table",
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Files at a time.")] = 1,
    fresh: FreshOption = False,
) -> None:
    """Read labelled reports, and tell how right the results are.

    An OUT of the same code and documents is continued; reports about which a question was not
    answered are asked about again.
    """
    with exit_on_eval_error():
        from evals.asked_models import ModelOptions
        from evals.case import Wanted, ask_for, draw_seed
        from evals.measure import MeasureOptions

        read_demands(require)
        if repeat > 1 and cache is not None:
            raise WrongUsage(
                "--repeat asks each time anew: leave out --cache.",
                "--repeat 每次都重新询问：请去掉 --cache。",
            )
        seeds = seed or ([draw_seed()] if synth else [])
        if synth and not seed:
            say_line(f"--seed {seeds[0]}")
        options = None
        if model is not None:
            options = ModelOptions(
                model,
                base_url,
                reader == "model",
                mode,
                rounds,
                fallback_model,
                facts == "model",
                budget,
                per_minute,
                tokens_per_minute,
                cache,
                timeout,
                price,
                protocol,
            )
        wanted = Wanted(limit, tuple(only or ()), unchecked)
        made = []
        for number in range(1, repeat + 1):
            asked = ask_for(gold or (), reports, synth, seeds, wanted)
            places = (_numbered(out, number), _numbered(records, number))
            how = MeasureOptions(places[0], jobs, fresh, number, places[1])
            made.append(measure_as(asked, variant, options, how))
        conclude(made, require, form, allow_errors)


def _numbered(path: Path | None, number: int) -> Path | None:
    """Return the name of one of several runs.

    >>> _numbered(Path("run.jsonl"), 2).as_posix()
    'run-2.jsonl'
    """
    if path is None or number == 1:
        return path
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def measure_as(
    asked: "MeasuredReports", variant: str, options: "ModelOptions | None", how: "MeasureOptions"
) -> "Run":
    """Measure by a variant, or by gouji with a model to ask."""
    from evals.asked_models import opened_variant
    from evals.variants import find_variant

    with opened_variant(find_variant(variant), options, say) as reads:
        return measure_aloud(asked, reads, how)


def measure_aloud(asked: "MeasuredReports", variant: "Variant", how: "MeasureOptions") -> "Run":
    """Measure, and tell how far it is."""
    from evals.measure import measure_cases

    with progress(asked.total) as show:
        made = measure_cases(asked, variant, how, show)
    if made.kept:
        say_line(f"{made.kept} documents kept from before")
    return made


@app.command()
def score(
    written: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="What gouji extract has written.")
    ],
    gold: GoldOption = None,
    reports: ReportsOption = None,
    out: OutOption = None,
    limit: LimitOption = None,
    only: OnlyOption = None,
    unchecked: UncheckedOption = False,
    require: RequireOption = None,
    allow_errors: ErrorsOption = 0,
    form: FormatOption = "table",
    fresh: FreshOption = False,
) -> None:
    """Hold records that are written already against labels: nothing is read, nobody is asked.

    So after labels were mended, after a person has corrected records, or with records of
    another tool in the same schema.
    """
    with exit_on_eval_error():
        from evals.case import Wanted, ask_for_labels
        from evals.rescore import score_written
        from evals.runfile import write_run

        read_demands(require)
        if not gold:
            raise WrongUsage(
                "Nothing to hold the records against: give --gold DIR.",
                "没有可对照的标注：请给出 --gold DIR。",
            )
        asked = ask_for_labels(gold, reports, Wanted(limit, tuple(only or ()), unchecked))
        made = score_written(written, asked)
        if out is not None:
            write_run(out, made, fresh=fresh)
        conclude([made], require, form, allow_errors)


@app.command()
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


@app.command()
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


@app.command()
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
        from evals.report import render_report
        from evals.runfile import read_run

        read = [read_run(path) for path in runs]
        if out.suffix == ".json":
            text = to_json([run_to_data(each, each.errors * partial) for each in read])
        else:
            text = render_report(read[0], read[1:], lang, partial=partial)
        out.write_text(text, "utf-8")
        say_line(f"{out} is written")


@app.command()
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


for _command in (label, gold, synth):
    app.command()(_command)


@app.command()
def variants() -> None:
    """List what can read: gouji, baselines, and gouji with a part taken out."""
    with exit_on_eval_error():
        from evals.variants import VARIANTS

        for variant in VARIANTS.values():
            typer.echo(f"{variant.name:<18} {variant.says}")


@app.command()
def headline(
    out: Annotated[Path, typer.Option("-o", "--out", help="A .json; the README shows it.")],
    n: Annotated[int, typer.Option("--n", min=2, help="Made-up reports.")] = 3000,
    seed: Annotated[int | None, typer.Option(help="Without one it is drawn.")] = None,
    runs: Annotated[
        Path | None, typer.Option("--runs", help="Keep each run here, to go on where it ended.")
    ] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Files at a time.")] = 1,
) -> None:
    """Measure every variant over the same made-up reports, for the README."""
    with exit_on_eval_error():
        from evals.case import ask_for, draw_seed
        from evals.headline import make_results, results_to_markdown
        from evals.measure import MeasureOptions
        from evals.variants import VARIANTS

        drawn = draw_seed() if seed is None else seed
        say_line(f"--seed {drawn}")
        measured = []
        for variant in VARIANTS.values():
            if runs is not None:
                runs.mkdir(parents=True, exist_ok=True)
            how = MeasureOptions(runs and runs / f"{variant.name}.jsonl", jobs)
            measured.append(measure_aloud(ask_for((), None, n, (drawn,)), variant, how))
            say_line(f"{variant.name}: done")
        results = make_results(measured)
        out.write_text(results.model_dump_json(indent=1) + "\n", "utf-8")
        typer.echo(results_to_markdown(results))
