"""gouji eval: flags to a call, what is printed, the exit code; mounted by cli.py when asked for."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extraction.errors import AskingStopped, BrokenGold, GoujiError, NotMeasured, WrongUsage
from extraction.export.harmless import shown

if TYPE_CHECKING:
    from evals.case import Asked
    from evals.demand import Demand
    from evals.run import How, Run
    from evals.variants import Variant

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Measure gouji against labelled reports.",
)

_WORSE = 1
_NOT_MEASURED = 3

ReportsOption = Annotated[
    Path | None, typer.Option("--reports", help="Where the reports lie, if not beside the labels.")
]
RequireOption = Annotated[
    list[str] | None,
    typer.Option("--require", help="Exit 1 unless it holds, as silent_reports<=0; repeatable."),
]
FormatOption = Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")]


def say(line: str) -> None:
    """Say a line on stderr, where nothing in it can play with the terminal."""
    typer.echo(shown(line), err=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn an error of ours into one line on stderr and its exit code."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("scipy", "numpy", "jinja2"):
            raise
        say(f"gouji eval needs {error.name}: pip install 'gouji[evals]'.")
        raise typer.Exit(_NOT_MEASURED) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
            raise
        say(f"{error}. Check the path; what is written stays.")
        raise typer.Exit(2) from None
    except GoujiError as error:
        say(str(error))
        measured = not isinstance(error, NotMeasured | BrokenGold | AskingStopped)
        raise typer.Exit(2 if measured else _NOT_MEASURED) from None


@app.command()
def run(
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", help="A folder of labels; repeatable.")
    ] = None,
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
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write every score here, as JSON lines.")
    ] = None,
    require: RequireOption = None,
    form: FormatOption = "table",
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Files at a time.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make anew what OUT holds.")] = False,
) -> None:
    """Read labelled reports, and tell how right the results are.

    An OUT of the same code and documents is continued.
    """
    with told():
        from evals import metrics
        from evals.case import ask_for
        from evals.demand import parse_demand
        from evals.run import How
        from evals.shown import run_lines, run_to_data

        demands = [parse_demand(text, metrics.NAMES) for text in require or ()]
        asked = ask_for(gold or (), reports, synth, seed or ())
        if synth and not seed:
            say(f"--seed {asked.seeds[0]}")
        with reading(variant, model, base_url, everything=reader == "model") as reads:
            made = measure(asked, reads, How(out, jobs, fresh))
        if form == "json":
            typer.echo(json.dumps(run_to_data(made), ensure_ascii=False, indent=1))
        else:
            typer.echo(shown_block(run_lines(made.scores)))
        hold(demands, metrics.measure(made.scores))


@contextmanager
def reading(
    variant: str, model: str | None, base_url: str | None, *, everything: bool
) -> "Iterator[Variant]":
    """Yield what reads: a variant by its name, or gouji with a model to ask."""
    from evals.variants import Variant, find_variant

    if model is None:
        yield find_variant(variant)
        return
    if variant != "gouji":
        raise WrongUsage(f"--model goes with gouji itself, not with {variant}.")

    from extraction.model_settings import ModelSettings
    from extraction.pipeline import extract_document
    from extraction.run.asking import opened_asking
    from extraction.settings import Asking

    settings = ModelSettings(model, base_url).reached_by(os.environ)
    asking = Asking(settings, everything)
    with opened_asking(asking, say) as opened:
        walk = partial(extract_document, rounds=opened.rounds if opened else None)
        yield Variant(str(asking), "gouji with a model to ask", walk, waits=True)


def measure(asked: "Asked", variant: "Variant", how: "How") -> "Run":
    """Measure, and tell how far it is."""
    from evals.run import measure_cases

    with progress(asked.total) as show:
        made = measure_cases(asked, variant, how, show)
    if made.kept:
        say(f"{made.kept} documents kept from before")
    return made


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


def hold(demands: "Sequence[Demand]", measured: Mapping[str, float | None]) -> None:
    """Exit 1, naming them, if demands are not met."""
    failed = [demand for demand in demands if not demand.is_met(measured)]
    for demand in failed:
        say(f"Not met: {demand.text} ({demand.name} is {measured[demand.name]:.6g})")
    if failed:
        raise typer.Exit(_WORSE)


def shown_block(lines: Iterable[str]) -> str:
    """Return lines as one text in which nothing can play with the terminal."""
    return "\n".join(map(shown, lines))


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The run before.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The run after.")],
    require: RequireOption = None,
    form: FormatOption = "table",
) -> None:
    """Tell what changed from run A to run B, and whether it may be luck.

    A demand is on how much a metric rose: right>=0.
    """
    with told():
        from evals.compare import compare_runs
        from evals.demand import parse_demand
        from evals.metrics import BY_NAME
        from evals.run import read_run
        from evals.shown import comparison_lines, comparison_to_data

        demands = [parse_demand(text, tuple(BY_NAME)) for text in require or ()]
        compared = compare_runs(read_run(first), read_run(second))
        if form == "json":
            typer.echo(json.dumps(comparison_to_data(compared), ensure_ascii=False, indent=1))
        else:
            typer.echo(shown_block(comparison_lines(compared)))
        hold(demands, {each.metric.name: each.change for each in compared.differences})


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN", help="What run -o has written.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="A page, or .json.")],
) -> None:
    """Write a run as a page for a person, or as JSON; further runs stand beside it in a table."""
    with told():
        from evals.report import render_report
        from evals.run import read_run
        from evals.shown import run_to_data

        read = [read_run(path) for path in runs]
        if out.suffix == ".json":
            data = [run_to_data(each) for each in read]
            text = json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=1)
        else:
            text = render_report(read[0], read[1:])
        out.write_text(text, "utf-8")
        say(f"{out} is written")


@app.command()
def synth(
    out: Annotated[Path, typer.Option("-o", "--out", help="A folder.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed makes the same reports.")] = 0,
) -> None:
    """Write made-up reports with their labels beside them."""
    with told():
        from evals.case import make_cases
        from evals.gold import gold_to_text

        out.mkdir(parents=True, exist_ok=True)
        for case in make_cases(n, seed):
            [gold] = case.golds
            (out / case.name).write_bytes(case.read_bytes())
            labels = out / f"{Path(case.name).stem}.json"
            labels.write_text(gold_to_text(gold, ".json"), "utf-8")
        say(f"{n} reports and their labels are in {out}")


@app.command()
def label(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Reports to label.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A folder; else beside each report.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who labels, where two hands are compared.")
    ] = None,
) -> None:
    """Draft labels from what gouji reads, for a person to check and correct."""
    with told():
        from evals.gold import TODO, gold_to_text
        from evals.label import draft_gold
        from extraction.pipeline import extract_file
        from extraction.settings import default_settings

        for file in files:
            for record in extract_file(file, default_settings(), file.name):
                draft = draft_gold(record, file.name)
                part = "" if draft.part == 1 else f"%part{draft.part}"
                target = (out or file.parent) / f"{file.stem}{part}{f'.{by}' if by else ''}.yaml"
                if target.exists():
                    raise WrongUsage(f"{target} is there already: nothing is written over it.")
                target.write_text(gold_to_text(draft, ".yaml"), "utf-8")
                todo = draft.model_dump_json().count(f'"{TODO}"')
                say(f"{target}: a draft, {todo} cells to do; check every other one too")


@app.command()
def gold(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of labels.")],
    reports: ReportsOption = None,
) -> None:
    """Check labels against sums and texts, and how far two labellers agree."""
    with told():
        from evals.case import find_golds
        from evals.label import check_gold, find_agreements

        found = list(find_golds(folder))
        if not found:
            raise NotMeasured(f"No labels in {folder}: they are .json, .yaml or .yml files.")
        checks = [check_gold(labelled, reports) for labelled in found]
        for check in checks:
            for line in (*check.problems, *(f"note: {note}" for note in check.notes)):
                typer.echo(shown(f"{check.file}: {line}"))
        for agreed in find_agreements(found):
            kappa = "" if agreed.kappa is None else f", kappa {agreed.kappa:.3f}"
            hands = f"{agreed.first} and {agreed.second}"
            of = f"{agreed.share:.1%} of {agreed.cells} cells"
            typer.echo(shown(f"{agreed.report}: {hands} agree on {of}{kappa}"))
            for key, left, right in agreed.differ:
                typer.echo(shown(f"  {key}: {left} against {right}"))
        wrong = sum(bool(check.problems) for check in checks)
        say(f"{len(found)} files of labels, {wrong} to mend")
        raise typer.Exit(_WORSE if wrong else 0)


@app.command()
def variants() -> None:
    """List what can read: gouji, baselines, and gouji with a part taken out."""
    with told():
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
    with told():
        from evals.case import ask_for, draw_seed
        from evals.headline import make_results, results_to_markdown
        from evals.run import How
        from evals.variants import VARIANTS

        drawn = draw_seed() if seed is None else seed
        say(f"--seed {drawn}")
        measured = []
        for variant in VARIANTS.values():
            if runs is not None:
                runs.mkdir(parents=True, exist_ok=True)
            how = How(runs and runs / f"{variant.name}.jsonl", jobs)
            measured.append(measure(ask_for((), None, n, (drawn,)), variant, how))
            say(f"{variant.name}: done")
        results = make_results(measured)
        out.write_text(results.model_dump_json(indent=1) + "\n", "utf-8")
        typer.echo(results_to_markdown(results))
