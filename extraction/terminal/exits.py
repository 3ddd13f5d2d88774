"""What is said on stderr, and the exit codes of commands."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer

from extraction.export.escaping import shown
from extraction.terminal.streams import refusal
from extraction.values.errors import GoujiError, UnreadableFile


def say(line: str) -> None:
    """Say a line on stderr, where nothing in it can play with the terminal.

    Results are worth more than what is said of them: where nothing can be said, nothing is.
    """
    with suppress(OSError, ValueError):  # ValueError: it was closed
        typer.echo(shown(line), err=True)


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn an error of ours into one line on stderr and its exit code."""
    try:
        yield
    except GoujiError as error:
        say(str(error))
        raise typer.Exit(1 if isinstance(error, UnreadableFile) else 2) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
            raise
        say(refusal(error))
        raise typer.Exit(2) from None
