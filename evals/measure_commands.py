"""Commands that measure: reports are read, or records taken, and held against labels."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evals.label_commands import exit_on_eval_error
from evals.run_output import FormatOption, RequireOption, conclude, progress, read_demands
from extraction.terminal.exits import say, say_line
from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from evals.asked_models import ModelOptions
    from evals.case import MeasuredReports
    from evals.header import Run
    from evals.measure import MeasureOptions
    from evals.variants import Variant

GoldOption = Annotated[
    list[Path] | None, typer.Option("--gold", help="A folder of labels; repeatable.")
]
ReportsOption = Annotated[
    Path | None, typer.Option("--reports", help="Where the reports lie, if not beside the labels.")
]
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
        from extraction.terminal.commands import settings_told

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
        settings = settings_told()
        made = []
        for number in range(1, repeat + 1):
            asked = ask_for(gold or (), reports, synth, seeds, wanted)
            places = (_numbered(out, number), _numbered(records, number))
            how = MeasureOptions(places[0], jobs, fresh, number, places[1], settings)
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


def variants() -> None:
    """List what can read: gouji, baselines, and gouji with a part taken out."""
    with exit_on_eval_error():
        from evals.variants import VARIANTS

        for variant in VARIANTS.values():
            typer.echo(f"{variant.name:<18} {variant.says}")


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
