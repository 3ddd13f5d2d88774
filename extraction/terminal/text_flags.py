"""Commands that show what reports say, and their flags: text, facts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extraction.terminal.combined_flags import exit_code, pick_facts_format

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.terminal.commands import FactsFormat, run_facts, stdout
from extraction.terminal.exits import exit_on_error
from extraction.terminal.language import VOICE
from extraction.terminal.run_options import How
from extraction.terminal.shared_flags import (
    JobsOption,
    LanguageOption,
    MemoryOption,
    OverwriteOption,
    PathsArgument,
    QuietOption,
    ResultsOption,
    TimeoutOption,
)
from extraction.terminal.streams import is_terminal


def text(
    file: Annotated[Path, typer.Argument(help="A report, or one in an archive: x.zip/NAME.")],
    places: Annotated[
        bool,
        typer.Option("--places", help="Say beside each line where it stands in the file."),
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Print the text of a report that spans count in."""
    with exit_on_error(lang):
        from extraction.export.escaping import shown_in_lines
        from extraction.export.placed import placed_lines
        from extraction.read import read_document
        from extraction.settings import default_settings

        document = read_document(file, default_settings().max_file_bytes)
        read = document.text
        if places:
            read = "\n".join((*placed_lines(document, VOICE.lang), ""))
        if is_terminal(sys.stdout):
            read = shown_in_lines(read)
        stdout().write(read.encode("utf-8", "replace"))


def facts(
    paths: PathsArgument,
    out: ResultsOption = None,
    form: Annotated[
        FactsFormat | None, typer.Option("--format", help="On a terminal table, else jsonl.")
    ] = None,
    jobs: JobsOption = 1,
    file_timeout: TimeoutOption = None,
    file_memory: MemoryOption = None,
    fresh: OverwriteOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """List the facts that the prose of reports states. A line has key, value, unit and the words.

    An OUT that holds facts is made anew. For a spreadsheet: --format csv -o facts.csv.
    """
    with exit_on_error(lang):
        how = How(jobs, fresh, quiet, seconds=file_timeout, megabytes=file_memory)
        tally = run_facts(paths, out, pick_facts_format(form, out), how)
        raise typer.Exit(exit_code(tally, strict=False))
