"""What is said on stderr, and the exit codes of commands."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer

from extraction.export.escaping import shown
from extraction.terminal.language import speak, spoken
from extraction.terminal.streams import refusal
from extraction.values.bilingual import Bilingual
from extraction.values.errors import GoujiError, UnreadableFile


def say(text: Bilingual) -> None:
    """Say a line on stderr, in the language that is spoken."""
    say_line(spoken(text))


def silent(text: Bilingual) -> None:
    """Say nothing, where only errors are wanted."""
    del text


def say_line(line: str) -> None:
    """Say a line on stderr, where nothing in it can play with the terminal.

    Results are worth more than what is said of them: where nothing can be said, nothing is.
    """
    with suppress(OSError, ValueError):  # ValueError: it was closed
        typer.echo(shown(line), err=True)


@contextmanager
def exit_on_error(lang: str | None = None) -> Iterator[None]:
    """Turn an error of ours into one line on stderr, in `lang` if given, and its exit code."""
    try:
        if lang is not None:
            speak(lang)
        yield
    except GoujiError as error:
        say(error.said)
        raise typer.Exit(1 if isinstance(error, UnreadableFile) else 2) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
            raise
        say(refusal(error))
        raise typer.Exit(2) from None
