"""Flags and arguments that several commands take, each worded once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

LanguageOption = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="The language of what is shown.")
]
PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files, folders, or - for stdin.")
]
ResultsOption = Annotated[Path | None, typer.Option("-o", "--out", help="Write results here.")]
JobsOption = Annotated[int, typer.Option("-j", "--jobs", min=1, help="Files at a time.")]
OverwriteOption = Annotated[bool, typer.Option("--fresh", help="Overwrite OUT, whatever it holds.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 1 unless all are verified.")]
TimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--file-timeout",
        min=0.1,
        help="Seconds that a file may take until its next report, or page of a scan, is read,"
        " else 60.",
    ),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(
        "--file-memory", min=16, help="Megabytes of memory that a file may take, else 2048."
    ),
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Only errors on stderr.")]
WrittenArgument = Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--base-url", help="A server that speaks OpenAI's language; else OPENAI_BASE_URL."
    ),
]
AnswerTimeOption = Annotated[
    float, typer.Option("--timeout", min=0.1, help="Seconds that an answer may take.")
]
ProgramFormatOption = Annotated[
    Literal["text", "json"], typer.Option("--format", help="For a person, or a program.")
]
ANSWER_TIME = 120.0  # seconds that a server may take to answer, if nothing else is said
