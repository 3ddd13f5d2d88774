"""The command line: flags to Settings, a call, what is printed, the exit code."""

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.errors import AskingStopped, GoujiError, UnreadableFile, WrongUsage
from extraction.export.harmless import shown

if TYPE_CHECKING:
    from pydantic import SecretStr
    from rich.console import Console

    from extraction.export.places import Current
    from extraction.export.terminal import Screen
    from extraction.inputs import LeftOut
    from extraction.record import Record
    from extraction.run import Results, Task, Worker
    from extraction.settings import Asking, Settings
    from extraction.talk import Talk
    from extraction.tally import Tally

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Format = Literal["table", "jsonl", "json", "csv"]
FactsFormat = Literal["table", "jsonl", "csv"]
Reader = Literal["auto", "offline", "model"]
Mode = Literal["tools", "json_schema", "md_json"]
AT_ONCE = 8  # reports that wait for a model side by side, if nothing else is said


def print_version(wanted: bool) -> None:
    """Print the version and end, if asked for."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"gouji {version('gouji')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Turn messy government disclosure reports into checked tables."""


PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files, folders, or - for stdin.")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", help="Write results here.")]
JobsOption = Annotated[int, typer.Option("-j", "--jobs", min=1, help="Files at a time.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 1 unless all are verified.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Only errors on stderr.")]


@app.command()
def extract(
    paths: PathsArgument,
    out: OutOption = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help="On a terminal table, else jsonl. With json, OUT is a folder."
        ),
    ] = None,
    reader: Annotated[
        Reader,
        typer.Option(
            help="auto asks a model about what stays open, if one is named; offline asks "
            "nobody; model asks about every table."
        ),
    ] = "auto",
    model: Annotated[
        str | None,
        typer.Option(help="provider/name, as openai/NAME; its key comes from the environment."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(envvar="OPENAI_BASE_URL", help="A server that speaks OpenAI's language."),
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option(help="How answers get their shape; what suits the server.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often open questions are asked.")] = 2,
    fallback_model: Annotated[
        str | None, typer.Option(help="Asked once more about what stays open.")
    ] = None,
    facts: Annotated[
        Literal["rules", "model"], typer.Option(help="Who reads the facts of the prose.")
    ] = "rules",
    budget: Annotated[
        str | None,
        typer.Option(help="Stop when so much is spent: 2.50 (US dollars) or 500000t (tokens)."),
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(min=1, help="At most so many requests a minute.")
    ] = None,
    tokens_per_minute: Annotated[
        int | None, typer.Option(min=1, help="At most so many tokens a minute.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Where answers are kept; else in your own folder.")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no answers.")] = False,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", min=1, help="Files at a time: 1, with a model 8."),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make anew what OUT holds.")] = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read reports into checked tables.

    An OUT that exists is continued: reports that stand in it are kept, the rest is done.
    """
    with told():
        asking = None
        if wants_model(reader, model, facts):
            from extraction.model_settings import ModelSettings, parse_budget
            from extraction.settings import Asking

            money, tokens = parse_budget(budget)
            first = ModelSettings(
                model or "",
                base_url=base_url,
                api_key=key_from_environment(),
                mode=mode,
                requests_per_minute=per_minute,
                tokens_per_minute=tokens_per_minute,
                budget=money,
                token_budget=tokens,
                cache=None if no_cache else cache or default_cache(),
            )
            second = replace(first, model=fallback_model) if fallback_model else None
            asking = Asking(first, reader == "model", rounds, second, facts == "model")
        how = How(jobs or (AT_ONCE if asking else 1), fresh, quiet)
        tally = run_extract(paths, out, pick_format(form, out), how, asking)
        raise typer.Exit(1 if tally.failures or (strict and not tally.all_verified) else 0)


@app.command()
def check(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
    out: OutOption = None,
    strict: StrictOption = False,
) -> None:
    """Run the rules again over written results, as after a person's correction."""
    with told():
        tally = run_check(written, out)
        raise typer.Exit(1 if tally.failures or (strict and not tally.all_verified) else 0)


@app.command()
def text(file: Annotated[Path, typer.Argument(help="A report.")]) -> None:
    """Print the text of a report that spans count in."""
    with told():
        from extraction.export.harmless import shown_in_lines
        from extraction.read import read_document
        from extraction.settings import default_settings

        read = read_document(file, default_settings().max_file_bytes).text
        if sys.stdout.isatty():
            read = shown_in_lines(read)
        sys.stdout.buffer.write(read.encode("utf-8", "replace"))


@app.command()
def facts(
    paths: PathsArgument,
    out: OutOption = None,
    form: Annotated[
        FactsFormat | None, typer.Option("--format", help="On a terminal table, else jsonl.")
    ] = None,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """List what the prose of reports states: key, value, unit and the words, one fact a line.

    An OUT that exists is made anew. For a spreadsheet: --format csv -o facts.csv.
    """
    with told():
        picked = pick_facts_format(form, out)
        tally = run_facts(paths, out, picked, How(jobs, fresh=True, quiet=quiet))
        raise typer.Exit(1 if tally.failures else 0)


@app.command()
def forms(
    name: Annotated[str | None, typer.Argument(help="A form, to see what is in it.")] = None,
) -> None:
    """List the forms, or what is in one."""
    with told():
        from extraction.forms.form import load_forms

        known = {form.form: form for form in load_forms()}
        if name is None:
            for form in known.values():
                typer.echo(f"{form.form}  {form.title}  {len(form.cells)} cells")
        elif name in known:
            from extraction.export.described import form_lines

            typer.echo("\n".join(form_lines(known[name])))
        else:
            raise WrongUsage(f"There is no form {name}. Known: {', '.join(known)}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of one report's results."""
    import json

    from extraction.record import Record

    described = Record.model_json_schema(by_alias=True, mode="serialization")
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


@app.command(
    "eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure gouji against labelled reports."""
    from evals.commands import app as evals_app

    evals_app(context.args, prog_name="gouji eval")


def wants_model(reader: Reader, model: str | None, facts: str) -> bool:
    """Say whether a model is to be asked; WrongUsage if one is wanted and none is named."""
    if model is None and (reader == "model" or facts == "model"):
        wish = "--reader model" if reader == "model" else "--facts model"
        raise WrongUsage(f"{wish} needs a model: add --model openai/NAME.")
    return model is not None and reader != "offline"


def default_cache() -> Path:
    """Return where answers are kept if nothing else is said."""
    return Path(typer.get_app_dir("gouji"), "answers.sqlite")


def key_from_environment() -> "SecretStr | None":
    """Return the key for OpenAI and those who speak its language; others look for their own."""
    from pydantic import SecretStr

    key = os.environ.get("OPENAI_API_KEY")
    return SecretStr(key) if key else None


def pick_format(asked: Format | None, out: Path | None) -> Format:
    """Return the format asked for, else what fits where the results go."""
    if asked == "table" and out is not None:
        raise typer.BadParameter("table is for the terminal; with -o take jsonl, json or csv")
    if asked is not None:
        return asked
    if out is not None:
        return "json" if out.is_dir() else "csv" if out.suffix == ".csv" else "jsonl"
    return "table" if sys.stdout.isatty() else "jsonl"


def pick_facts_format(asked: FactsFormat | None, out: Path | None) -> FactsFormat:
    """Return the format asked for, else what fits where the facts go."""
    if asked is None and out is not None:
        return "csv" if out.suffix == ".csv" else "jsonl"
    picked = pick_format(asked, out)
    return "jsonl" if picked == "json" else picked


@dataclass(frozen=True, slots=True)
class How:
    """How a run goes on, whatever it reads and writes."""

    jobs: int
    fresh: bool
    quiet: bool
    bar: bool = True


def run_extract(
    paths: list[Path], out: Path | None, form: Format, how: How, asking: "Asking | None"
) -> "Tally":
    """Read what is named and write it; return what it came to."""
    from extraction.asking import opened_rounds
    from extraction.export.opening import open_results, open_stream, renderer
    from extraction.pipeline import extract_document
    from extraction.run import Worker
    from extraction.settings import default_settings

    settings = replace(default_settings(), asking=asking)
    named = find_named(paths, out, settings.max_file_bytes)
    with opened_rounds(asking) as rounds:
        walk = partial(extract_document, rounds=rounds) if rounds else extract_document
        if form == "table":
            quiet_bar = replace(how, bar=False)  # the lines themselves show how far the run is
            shows = Worker(settings, same, walk, waits=rounds is not None)
            return go(named, shows, screen_for(named, settings), out, quiet_bar)
        renders = renderer(form, settings.forms)
        worker = Worker(settings, renders, walk, waits=rounds is not None)
        if out is None:
            stream = open_stream(form, sys.stdout.buffer, plain=sys.stdout.isatty())
            return go(named, worker, stream, out, how)
        results = open_results(form, out, named.base, current(settings), fresh=how.fresh)
        return go(named, worker, results, out, how)


def run_facts(paths: list[Path], out: Path | None, form: FactsFormat, how: How) -> "Tally":
    """Read what is named and write the facts; return what the reports came to."""
    from extraction.export.facts import HEADER, facts_to_jsonl, facts_to_lines
    from extraction.export.stream import Stream, WholeFile
    from extraction.run import Worker
    from extraction.settings import default_settings

    settings = default_settings()
    named = find_named(paths, out, settings.max_file_bytes)
    if form == "table":
        from extraction.export.terminal import FactScreen

        screen = FactScreen(plain_console(), settings.forms, whole=False)
        return go(named, Worker(settings, same), screen, out, replace(how, bar=False))
    header = HEADER if form == "csv" else b""
    worker = Worker(settings, facts_to_lines if form == "csv" else facts_to_jsonl)
    if out is not None:
        return go(named, worker, WholeFile(out, header), out, how)
    stream = Stream(sys.stdout.buffer, header, plain=sys.stdout.isatty())
    return go(named, worker, stream, out, how)


@dataclass(frozen=True, slots=True)
class Named:
    """What the command line names: files to read, how many, and the folder they lie in."""

    tasks: "Iterable[Task]"
    total: int
    base: Path
    left_out: "LeftOut"


def find_named(paths: list[Path], out: Path | None, max_bytes: int) -> Named:
    """Return the files that are named, or what comes on stdin."""
    from extraction.inputs import LeftOut, inputs_from
    from extraction.read import KNOWN_ENDINGS
    from extraction.run import Task, tasks_from

    left_out = LeftOut()
    if paths == [Path("-")]:
        data = sys.stdin.buffer.read(max_bytes + 1)
        return Named([Task(Path("stdin"), "stdin", data)], 1, Path(), left_out)
    inputs = inputs_from(paths, KNOWN_ENDINGS)
    total = 0
    for file in inputs.find(LeftOut()):
        total += 1
        if out is not None and out.is_file() and file.exists() and out.samefile(file):
            raise WrongUsage(f"{out} is one of the reports: name another file with -o.")
    if not total:
        endings = ", ".join(sorted(KNOWN_ENDINGS))
        raise WrongUsage(f"No reports in {paths[0]}: folders are searched for {endings}.")
    return Named(tasks_from(inputs.find(left_out)), total, inputs.base(), left_out)


def screen_for(named: Named, settings: "Settings") -> "Screen":
    """Return what shows records on this terminal; one report is shown whole."""
    from extraction.export.terminal import Screen

    return Screen(plain_console(), settings.forms, whole=named.total == 1)


def plain_console() -> "Console":
    """Return a console that takes nothing in a text for markup of its own."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def say(line: str) -> None:
    """Say a line on stderr, where nothing in it can play with the terminal."""
    typer.echo(shown(line), err=True)


def same(record: "Record") -> "Record":
    """Return the record as it is: so the screen wants it."""
    return record


def current(settings: "Settings") -> "Current":
    """Return what records are made with now, to know which of those written still stand."""
    from extraction.export.places import Current
    from extraction.pipeline import gouji_version

    forms = {form.form: form.version for form in settings.forms}
    return Current(gouji_version(), forms, settings.reader)


def go(
    named: Named, worker: "Worker[T]", results: "Results[T]", out: Path | None, how: How
) -> "Tally":
    """Read, write and tell, file by file, until all are done or somebody stops us."""
    from extraction.run import extract_all
    from extraction.stopping import stoppable

    bar = how.bar and named.total > 1 and not how.quiet and sys.stderr.isatty()
    with stoppable() as stop, talking(named, out, how, bar=bar) as talk:
        outcomes = extract_all(named.tasks, worker, results, how.jobs, stop.__bool__)
        try:
            with closing(outcomes):
                for outcome in outcomes:
                    talk.follow(outcome)
                    if stop:
                        break
            if stop:
                talk.stop()
                raise typer.Exit(128 + stop.number)
            others = results.finish()
        except AskingStopped as stopped:
            talk.give_up(stopped)
            raise typer.Exit(1) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
                raise
            raise WrongUsage(
                f"Results cannot be written: {error}. What is written stays."
            ) from error
        finally:
            results.close()
    talk.finish(others)
    return talk.tally


@contextmanager
def talking(named: Named, out: Path | None, how: How, *, bar: bool) -> "Iterator[Talk]":
    """Yield what tells how the run goes, on stderr; with a bar where there is a terminal."""
    from extraction.talk import Talk

    name = None if out is None else str(out)
    talk = Talk(named.total, named.left_out, name, how.quiet, say)
    if not bar:
        yield talk
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    console = Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    rate = TextColumn("{task.fields[rate]}")
    columns = (BarColumn(), MofNCompleteColumn(), rate, Left())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=named.total, rate="")
        talk.say = console.print
        talk.show = lambda done, rate: progress.update(task, completed=done, rate=rate)
        yield talk
    talk.say = say


def run_check(written: Path, out: Path | None) -> "Tally":
    """Check every record that was written; print what it was and what it is."""
    from extraction.export.opening import open_copy
    from extraction.export.terminal import deciding, name_of
    from extraction.export.written import read_written
    from extraction.judge import check_record
    from extraction.settings import default_settings
    from extraction.tally import Tally

    settings, tally = default_settings(), Tally()
    copy = out and open_copy(written, out, settings.forms)
    for found in read_written(written):
        if found.record is None:
            tally.failures += 1
            say(found.problem)
            continue
        now = check_record(found.record, settings)
        tally.statuses[now.status] += 1
        was = found.record.status
        change = now.status if was == now.status else f"{was} -> {now.status}"
        typer.echo(shown(f"{name_of(now)}: {change}"))
        for finding in deciding(now):
            typer.echo(shown(f"  {finding.code} {finding.message}"))
        if copy:
            copy.add(found.file, now)
    if copy:
        copy.finish()
    say(str(tally))
    return tally


@contextmanager
def told() -> Iterator[None]:
    """Turn an error of ours into one line on stderr and its exit code."""
    try:
        yield
    except GoujiError as error:
        say(str(error))
        raise typer.Exit(1 if isinstance(error, UnreadableFile) else 2) from None
