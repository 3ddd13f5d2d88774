"""Commands on written results and their flags: export, check, diff, panel, review."""

from pathlib import Path
from typing import Annotated

import typer

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.export.named_formats import ExportFormat, find_format
from extraction.terminal.combined_flags import exit_code
from extraction.terminal.commands import run_check
from extraction.terminal.exits import exit_on_error
from extraction.terminal.export_commands import run_export
from extraction.terminal.shared_flags import (
    LanguageOption,
    OverwriteOption,
    ProgramFormatOption,
    QuietOption,
    ResultsOption,
    StrictOption,
    WrittenArgument,
)


def export(
    written: WrittenArgument,
    out: Annotated[Path, typer.Option("-o", "--out", help="Write here.")],
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="Else what the name after -o ends in."),
    ] = None,
    fresh: OverwriteOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write finished results in another format. No report is read again."""
    with exit_on_error(lang):
        picked = form or find_format(out)
        tally = run_export(written, out, picked, fresh=fresh, quiet=quiet)
        raise typer.Exit(exit_code(tally, strict=False))


def check(
    written: WrittenArgument,
    out: ResultsOption = None,
    fresh: OverwriteOption = False,
    strict: StrictOption = False,
    lang: LanguageOption = None,
) -> None:
    """Run the rules again over written results. That is for what a person has mended in them."""
    with exit_on_error(lang):
        tally = run_check(written, out, fresh=fresh)
        raise typer.Exit(exit_code(tally, strict=strict))


def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="Written results.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Other results of the same reports.")],
    form: ProgramFormatOption = "text",
    lang: LanguageOption = None,
) -> None:
    """Compare two results cell by cell; exit 1 where they differ."""
    with exit_on_error(lang):
        from extraction.terminal.correct_commands import run_diff

        raise typer.Exit(0 if run_diff(a, b, form) else 1)


def panel(
    written: WrittenArgument,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="A folder for all, or one .csv, .jsonl or .html file."),
    ] = None,
    aliases: Annotated[
        Path | None,
        typer.Option(help="A .csv or .yaml of names: name, canonical, from, to, parent."),
    ] = None,
    fresh: OverwriteOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Compare each agency's reports over years. It tells what differs, and what is missing.

    Reports are tied by name, credit code and aliases, never by a guess. No verdict changes.
    """
    with exit_on_error(lang):
        from extraction.terminal.panel_command import run_panel

        failures = run_panel(written, out, aliases, fresh=fresh, quiet=quiet)
        raise typer.Exit(1 if failures else 0)


def review(
    written: WrittenArgument,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="PAGE.html", help="Write the page here, else by OUT."),
    ] = None,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Show it from this machine, and keep corrections at once."),
    ] = False,
    fresh: OverwriteOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write a page of results beside their sources. They are looked at and corrected there.

    Many reports become a folder with an index. The page asks no network for anything.
    """
    with exit_on_error(lang):
        from extraction.terminal.review_command import ReviewAsked, run_review

        failures = run_review(ReviewAsked(written, out, serve, fresh, quiet))
        raise typer.Exit(1 if failures else 0)
