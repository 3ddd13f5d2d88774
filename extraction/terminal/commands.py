"""What a command does once its flags are read: files to records, where they go, what is said."""

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeVar

import typer

from extraction.export.escaping import shown
from extraction.export.named_formats import ExportFormat, GrowingFormat
from extraction.terminal.exits import exit_on_error, say, silent
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.named_files import NamedFiles, find_named
from extraction.terminal.run_options import How
from extraction.terminal.streams import is_terminal

# Each command imports what it needs: the first line is there at once.
from extraction.values.bilingual import Bilingual
from extraction.values.errors import (
    AlreadyThere,
    AskingStopped,
    WrongUsage,
)
from extraction.values.refusals import explain_refusal

if TYPE_CHECKING:
    from rich.console import Console

    from extraction.batch.asking import AskedModel
    from extraction.batch.run import Results
    from extraction.batch.summary import Tally
    from extraction.batch.worker import Walk, Worker
    from extraction.export.index import Current
    from extraction.settings import Asking, Settings
    from extraction.terminal.progress import Talk
    from extraction.terminal.screen import Screen
    from extraction.values.record import Record

T = TypeVar("T")

OutputFormat = Literal["table", ExportFormat]
ShownFormat = Literal["table", GrowingFormat]
FactsFormat = Literal["table", "jsonl", "csv"]

NARROWEST = 20  # columns of a terminal; one that says that it has fewer is not believed


def run_extract(
    paths: list[Path], out: Path | None, form: ShownFormat, how: How, asking: "Asking | None"
) -> "Tally":
    """Read what is named and write it; return what it came to."""
    from extraction.batch.worker import Worker, record_itself
    from extraction.export.formats import open_results, open_stream, renderer
    from extraction.pipeline import extract_records
    from extraction.terminal.correct_commands import with_corrections

    settings = replace(settings_told(), asking=asking, **how.limits())
    told = silent if how.quiet else say
    with _opened_model(asking, told) as asked:
        waits, how = asked is not None, replace(how, asked=asked)
        walk: Walk = partial(extract_records, rounds=asked.rounds) if asked else extract_records
        if out is not None:
            walk = with_corrections(walk, out, told)
        if asked is not None and asked.batch is not None:
            from extraction.terminal.batch_asking import ask_in_batches

            found = partial(find_named, paths, out, settings.max_file_bytes)
            ask_in_batches(
                found, Worker(settings, record_itself, walk, waits=True), asked.batch, how
            )
        named = find_named(paths, out, settings.max_file_bytes)
        if form == "table":
            quiet_bar = replace(how, bar=False)  # the lines themselves show how far the run is
            shows = Worker(settings, record_itself, walk, waits=waits)
            return go(named, shows, screen_for(named, settings), out, quiet_bar)
        renders = renderer(form, settings.forms)
        worker = Worker(settings, renders, walk, waits=waits)
        if out is None:
            stream = open_stream(form, stdout(), plain=is_terminal(sys.stdout))
            return go(named, worker, stream, out, how)
        opened = partial(open_results, form, out, named.base, current(settings))
        return go(named, worker, open_asking(opened, fresh=how.fresh), out, how)


def _opened_model(
    asking: "Asking | None", tell: Callable[[Bilingual], None]
) -> AbstractContextManager["AskedModel | None"]:
    """Open the model to ask, if there is one."""
    if asking is None:
        return nullcontext()
    from extraction.batch.asking import opened_asking

    return opened_asking(asking, tell)


def run_facts(paths: list[Path], out: Path | None, form: FactsFormat, how: How) -> "Tally":
    """Read what is named and write the facts; return what the reports came to."""
    from extraction.batch.worker import Worker, record_itself
    from extraction.export.facts import BEGINS, HEADER, facts_to_jsonl, facts_to_lines
    from extraction.export.formats import open_facts
    from extraction.export.stream import Stream

    settings = replace(settings_told(), **how.limits())
    named = find_named(paths, out, settings.max_file_bytes)
    if form == "table":
        from extraction.terminal.fact_screen import FactScreen

        screen = FactScreen(plain_console(), settings.forms, VOICE.lang, whole=False)
        return go(named, Worker(settings, record_itself), screen, out, replace(how, bar=False))
    header = HEADER if form == "csv" else b""
    worker = Worker(settings, facts_to_lines if form == "csv" else facts_to_jsonl)
    if out is not None:
        opened = partial(open_facts, out, header, header or BEGINS)
        return go(named, worker, open_asking(opened, fresh=how.fresh), out, how)
    stream = Stream(stdout(), header, plain=is_terminal(sys.stdout))
    return go(named, worker, stream, out, how)


def open_asking(opened: "Callable[..., T]", *, fresh: bool) -> T:
    """Open an OUT; on a terminal, ask a person about a file that is there and is not ours."""
    try:
        return opened(fresh=fresh)
    except AlreadyThere as error:
        if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
            raise
        found = error.found
        asked = Bilingual(f"{found.en}. Overwrite it?", f"{found.zh}。要覆盖吗？")
        if not typer.confirm(shown(spoken(asked)), err=True):
            raise
    return opened(fresh=True)


def stdout() -> BinaryIO:
    """Return where results go as bytes; WrongUsage if there is no such place."""
    if sys.stdout is None:
        raise WrongUsage(
            "There is no stdout to write to: name a file with -o.",
            "没有可以写入的标准输出：请用 -o 指定文件。",
        )
    return sys.stdout.buffer


def settings_told() -> "Settings":
    """Return the settings of a plain run; say which form files are left out, and why."""
    from extraction.forms.load import take_forms
    from extraction.settings import default_settings
    from extraction.terminal.own_forms import load_all_forms

    loaded = load_all_forms()
    forms = take_forms(loaded)
    for reason in loaded.broken:
        say(Bilingual(f"{reason.en} This form is left out.", f"{reason.zh}此表样不使用。"))
    return replace(default_settings(), forms=forms)


def screen_for(named: NamedFiles, settings: "Settings") -> "Screen":
    """Return what shows records on this terminal; one report is shown whole."""
    from extraction.terminal.screen import Screen

    return Screen(plain_console(), settings.forms, VOICE.lang, whole=named.total == 1)


def plain_console() -> "Console":
    """Return a console that takes nothing in a text for markup of its own."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    if console.width < NARROWEST:
        console.width = NARROWEST
    return console


def current(settings: "Settings") -> "Current":
    """Return what records are made with now, to know which of those written still stand."""
    from extraction.export.index import Current, name_reader
    from extraction.settings import gouji_version

    forms = {form.form: form.version for form in settings.forms}
    reader = name_reader(settings.reader, settings.asking_digest)
    return Current(gouji_version(), forms, reader)


def go(
    named: NamedFiles, worker: "Worker[T]", results: "Results[T]", out: Path | None, how: How
) -> "Tally":
    """Read, write and tell, file by file, until all are done or somebody stops us."""
    from extraction.batch.run import reading, write_all
    from extraction.batch.summary import Tally
    from extraction.terminal.signals import stoppable

    tally = Tally()
    bar = how.bar and named.total > 1 and not how.quiet and is_terminal(sys.stderr)
    with summed_up(how, tally), exit_on_error():
        with (
            closing(results),
            stoppable() as stop,
            reading(worker, how.jobs, stop.__bool__, early=True) as readers,
            talking(named, out, how, tally, bar=bar) as talk,
        ):
            try:
                with closing(write_all(named.tasks, readers, results)) as outcomes:
                    for outcome in outcomes:
                        talk.follow(outcome)
                        if stop:
                            break
                if stop:
                    how.stop_asking()
                    talk.stop()
                    raise typer.Exit(128 + stop.number)
                others = results.finish()
            except AskingStopped as stopped:
                how.stop_asking()
                talk.give_up(stopped)
                raise typer.Exit(1) from None
            except OSError as error:
                if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
                    raise
                why = explain_refusal(error)
                raise WrongUsage(
                    f"Results cannot be written: {why.en}. What is written stays; mend that, and "
                    "run again.",
                    f"结果无法写入：{why.zh}。已写入的保留；请排除问题后再次运行。",
                ) from error
        talk.finish(others)
    return tally


@contextmanager
def summed_up(how: How, tally: "Tally") -> Iterator[None]:
    """Say last what asking a model has cost, however a run ends, if one was asked."""
    try:
        yield
    finally:
        if how.asked is not None:
            tally.in_vain = how.asked.spending.in_vain
            if tally.in_vain or not how.quiet:
                for line in how.asked.summary(tally.asked, tally.by_model):
                    say(line)


@contextmanager
def talking(
    named: NamedFiles, out: Path | None, how: How, tally: "Tally", *, bar: bool
) -> "Iterator[Talk]":
    """Yield what tells how the run goes, on stderr; with a bar where there is a terminal."""
    from extraction.terminal.progress import Talk

    name = None if out is None else str(out)
    talk = Talk(named.total, named.left_out, name, how.quiet, say, tally=tally)
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
        talk.say = lambda text: console.print(shown(spoken(text)))
        talk.show = lambda done, rate: progress.update(
            task, total=talk.expected, completed=done, rate=spoken(rate)
        )
        yield talk
    talk.say = say


def run_rules(code: str | None, form: Literal["text", "json"]) -> None:
    """Print every code that a finding may have, or all about one."""
    from extraction.terminal.code_text import rules_view, sheet_lines, sheets_to_json
    from extraction.terminal.codes import find_code_sheet, list_codes

    sheets = list_codes(settings_told().forms)
    one = None if code is None else find_code_sheet(code, sheets)
    if form == "json":
        typer.echo(sheets_to_json(sheets if one is None else one))
    elif one is None:
        plain_console().print(rules_view(sheets, VOICE.lang))
    else:
        typer.echo("\n".join(sheet_lines(one, VOICE.lang)))


def run_check(written: Path, out: Path | None, *, fresh: bool) -> "Tally":
    """Check every record that was written; print what it was and what it is."""
    from extraction.batch.summary import Tally
    from extraction.export.formats import open_copy
    from extraction.export.loading import read_written

    settings, tally = settings_told(), Tally()
    opened = out and partial(open_copy, written, out, settings.forms)
    with closing(open_asking(opened, fresh=fresh)) if opened else nullcontext() as copy:
        for found in read_written(written):
            if found.record is None:
                tally.failures += 1
                say(found.problem)
                continue
            now = check_aloud(found.record, settings)
            tally.statuses[now.status] += 1
            if copy:
                copy.add(found.file, now)
        if copy:
            copy.finish()
    say(tally.said)
    return tally


def check_aloud(record: "Record", settings: "Settings") -> "Record":
    """Check a record and print what has changed; return it as it is now."""
    from extraction.check.conclusion import check_record
    from extraction.export.verdicts import STATUSES, deciding
    from extraction.terminal.record_words import name_of

    now = check_record(record, settings)
    was, change = spoken(STATUSES[record.status]), spoken(STATUSES[now.status])
    typer.echo(shown(f"{name_of(now)}: {change if was == change else f'{was} -> {change}'}"))
    for finding in deciding(now):
        typer.echo(shown(f"  {finding.code} {spoken(finding.said)}"))
    return now
