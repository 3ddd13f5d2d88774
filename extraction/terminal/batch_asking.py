"""Asking by batch: reports are read for their questions, these are sent together and waited for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from extraction.terminal.exits import say, silent
from extraction.terminal.named_files import NamedFiles
from extraction.terminal.run_options import How
from extraction.values.errors import AskingStopped

if TYPE_CHECKING:
    from extraction.batch.worker import Worker
    from extraction.llm.batch_reader import BatchReader
    from extraction.values.record import Record


def ask_in_batches(
    find: Callable[[], NamedFiles], worker: "Worker[Record]", batch: "BatchReader", how: How
) -> None:
    """Read what is named, and send its questions, until none is left that has no answer.

    Nothing is written. Who ends it loses nothing: the next run finds answers and batches.
    """
    from extraction.batch.run import reading
    from extraction.terminal.signals import stoppable

    told = silent if how.quiet else say
    with (
        stoppable() as stop,
        reading(worker, how.jobs, stop.__bool__) as readers,
    ):
        goes_on = True
        while goes_on and not stop:
            for _ in readers.read(find().tasks):
                if stop:
                    break
            try:
                goes_on = not stop and batch.answer_waiting(told, stop.__bool__)
            except AskingStopped as stopped:
                say(stopped.said)
                raise typer.Exit(1) from None
        if stop:
            raise typer.Exit(128 + stop.number)
