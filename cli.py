"""The command line: its commands put together, what they share, and those that need evals/."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

import typer

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.terminal.command_help import SpokenCommand, SpokenGroup
from extraction.terminal.defaults import find_own_forms, load_defaults
from extraction.terminal.exits import exit_on_error, say, say_line
from extraction.terminal.extract_flags import extract
from extraction.terminal.language import speak
from extraction.terminal.model_flags import asked, cache, doctor, probe
from extraction.terminal.own_forms import use_forms
from extraction.terminal.reference_flags import forms, print_schema, rules
from extraction.terminal.result_flags import check, diff, export, panel, review
from extraction.terminal.shared_flags import LanguageOption, WrittenArgument
from extraction.terminal.streams import guarded
from extraction.terminal.text_flags import facts, text
from extraction.values.errors import WrongUsage

_SIZE = re.compile(r"[1-9][0-9]{0,3}")


class App(typer.Typer):
    """The command line, which ends in one line where the machine fails it."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Run a command."""
        for name in ("COLUMNS", "LINES"):
            if not _SIZE.fullmatch(os.environ.get(name, "80")):
                del os.environ[name]  # no terminal has no columns, or a word of them
        with guarded():
            return super().__call__(*args, **named)


app = App(
    cls=SpokenGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def print_version(wanted: bool) -> None:
    """Print the version and end, if asked for."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"gouji {version('gouji')}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="The version.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="zh|en",
            envvar="GOUJI_LANG",
            help="The language of what a person is shown; else the locale's.",
        ),
    ] = None,
    own_forms: Annotated[
        Path | None,
        typer.Option(
            "--forms",
            metavar="DIR",
            envvar="GOUJI_FORMS",
            help="A folder with form files of your own.",
        ),
    ] = None,
) -> None:
    """Turn messy government disclosure reports into checked tables."""
    del version  # print_version has seen to it
    with exit_on_error():
        if lang is not None:
            speak(lang)
        context.default_map = load_defaults(Path())
        use_forms(own_forms or find_own_forms(Path()))


# Of its commands only those stand here that need evals/, which stands above extraction/.


def correct(
    written: WrittenArgument,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Corrections, a line each: .jsonl, or .csv."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write a .csv of the open cells, to be filled in."),
    ] = None,
    to_gold: Annotated[
        Path | None,
        typer.Option(help="A folder for labels: what persons have confirmed or corrected."),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Apply a person's corrections to written results. The rules run again.

    They are kept beside OUT: extract applies them again, unless the report has changed.
    """
    with exit_on_error(lang):
        if file is None and to_gold is None and template is None:
            raise WrongUsage(
                "Nothing to do: name a file of corrections, --template, or --to-gold.",
                "无事可做：请指定更正文件，或用 --template 或 --to-gold。",
            )
        from extraction.terminal.commands import settings_told

        settings, all_in = settings_told(), True
        if file is not None:
            from extraction.terminal.correct_commands import run_correct

            all_in = run_correct(written, file, settings).all_in
        if template is not None:
            from extraction.terminal.correct_commands import write_template

            say(write_template(written, template, settings))
        if to_gold is not None:
            from evals.corrected import write_labels

            for line in write_labels(written, to_gold, settings):
                say_line(line)
        raise typer.Exit(0 if all_in else 1)


for _command in (
    extract,
    export,
    check,
    correct,
    diff,
    panel,
    text,
    facts,
    review,
    forms,
    rules,
    doctor,
    asked,
    cache,
    probe,
):
    app.command(cls=SpokenCommand)(_command)
app.command("schema", cls=SpokenCommand)(print_schema)


@app.command(
    "eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure gouji against labelled reports."""
    from evals.eval_commands import app as evals_app

    evals_app(context.args, prog_name="gouji eval")
