"""Commands about the machine and a model, and their flags: doctor, asked, cache, probe."""

import os
from pathlib import Path
from typing import Annotated

import typer

from extraction.terminal.combined_flags import default_cache

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.terminal.exits import exit_on_error
from extraction.terminal.language import spoken
from extraction.terminal.shared_flags import (
    ANSWER_TIME,
    AddressOption,
    AnswerTimeOption,
    LanguageOption,
    WrittenArgument,
)


def doctor(
    model: Annotated[
        str | None,
        typer.Option(help="Ask it one small question in each mode, and say which to take."),
    ] = None,
    base_url: AddressOption = None,
    timeout: AnswerTimeOption = ANSWER_TIME,
    lang: LanguageOption = None,
) -> None:
    """Say what is installed, and what is missing. A model's server is tried, too."""
    with exit_on_error(lang):
        from extraction.terminal.doctor import default_lines, doctor_lines

        named = {} if base_url is None else {"OPENAI_BASE_URL": base_url}
        for line in (*doctor_lines({**os.environ, **named}), *default_lines(Path())):
            typer.echo(spoken(line))
    if model is not None:
        probe(model, base_url, timeout, lang)


def asked(
    written: WrittenArgument,
    whole: Annotated[bool, typer.Option("--whole", help="Show answers in full.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Show what a model was asked, and answered. With what was taken, and why the rest was not."""
    with exit_on_error(lang):
        from extraction.terminal.model_commands import run_asked

        run_asked(written, whole=whole)


def cache(
    file: Annotated[
        Path | None,
        typer.Option("--cache", help="Where answers are kept; else in your own folder."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Let all answers go.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Show where a model's answers are kept. It says how many there are, and what they take."""
    with exit_on_error(lang):
        from extraction.terminal.model_commands import run_cache

        run_cache(file or default_cache(), clear=clear)


def probe(
    model: Annotated[str, typer.Option(help="provider/name, as openai/NAME.")],
    base_url: AddressOption = None,
    timeout: AnswerTimeOption = ANSWER_TIME,
    lang: LanguageOption = None,
) -> None:
    """Ask a model's server one question in each mode. `doctor --model` does it, too."""
    with exit_on_error(lang):
        from extraction.llm.model_settings import ModelSettings
        from extraction.terminal.model_commands import run_probe

        settings = ModelSettings(model, base_url=base_url, timeout=timeout)
        if not run_probe(settings.reached_by(os.environ)):
            raise typer.Exit(1)
