"""`gouji extract` and its flags: files and choices to settings, a run, and its exit code."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from extraction.terminal.combined_flags import (
    ReaderChoice,
    default_cache,
    exit_code,
    own_prompts,
    pick_format,
    wants_model,
)

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.terminal.commands import OutputFormat
from extraction.terminal.exits import exit_on_error
from extraction.terminal.export_commands import run_extract_to
from extraction.terminal.run_options import How
from extraction.terminal.shared_flags import (
    ANSWER_TIME,
    AddressOption,
    LanguageOption,
    MemoryOption,
    PathsArgument,
    QuietOption,
    ResultsOption,
    StrictOption,
    TimeoutOption,
)
from extraction.values.errors import WrongUsage

_Mode = Literal["tools", "json_schema", "md_json"]
_Protocol = Literal["ids", "transcription"]
AT_ONCE = 8  # reports that wait for a model side by side, if nothing else is said


def extract(
    paths: PathsArgument,
    out: ResultsOption = None,
    form: Annotated[
        OutputFormat | None,
        typer.Option(
            "--format",
            help="Else what OUT ends in; without OUT on a terminal table, else jsonl. With json, "
            "OUT is a folder.",
        ),
    ] = None,
    reader: Annotated[
        ReaderChoice,
        typer.Option(
            help="auto asks a model about what stays open, if one is named; offline asks "
            "nobody; model asks about every table."
        ),
    ] = "auto",
    model: Annotated[
        str | None,
        typer.Option(help="provider/name, as openai/NAME; its key comes from the environment."),
    ] = None,
    base_url: AddressOption = None,
    mode: Annotated[
        _Mode | None, typer.Option(help="How answers get their shape; what suits the server.")
    ] = None,
    protocol: Annotated[
        _Protocol,
        typer.Option(help="Answers name ids of figures that are marked, or copy the figures."),
    ] = "ids",
    rounds: Annotated[int, typer.Option(min=1, help="How often open questions are asked.")] = 2,
    fallback_model: Annotated[
        str | None, typer.Option(help="Asked once more about what stays open.")
    ] = None,
    facts: Annotated[
        Literal["rules", "model"], typer.Option(help="Who reads the facts of the prose.")
    ] = "rules",
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1, help="Seconds that a server may take to answer one question, else 120."
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(help="Stop when so much is spent: 2.50 (US dollars) or 500000t (tokens)."),
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="IN/OUT",
            help="What the model costs, in US dollars for a million tokens: 0.15/0.60.",
        ),
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
    prompts: Annotated[
        Path | None,
        typer.Option(help="A folder with prompts of your own, as place.md: see docs/models.md."),
    ] = None,
    batch: Annotated[
        bool,
        typer.Option(
            "--batch",
            help="Ask by OpenAI's Batch API: half the price, within a day. The same command goes "
            "on where it was ended.",
        ),
    ] = False,
    vision: Annotated[
        bool,
        typer.Option(
            "--vision",
            help="Let the model read doubtful figures of scans from their pictures: it must be "
            "one that sees.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what asking would take, and send nothing.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", min=1, help="Files at a time: 1, with a model 8."),
    ] = None,
    file_timeout: TimeoutOption = None,
    file_memory: MemoryOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make anew what OUT holds.")] = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Read reports into checked tables.

    An OUT that exists is continued: reports that stand in it are kept, the rest is done.
    """
    with exit_on_error(lang):
        asking = None
        if batch and (fallback_model or model is None or not model.startswith("openai/")):
            raise WrongUsage(
                "--batch asks one model in OpenAI's language: name it with --model openai/NAME,"
                " without --fallback-model.",
                "--batch 只询问一个使用 OpenAI 接口的模型：请用 --model openai/NAME 指定，"
                "不要使用 --fallback-model。",
            )
        if wants_model(reader, model, facts, vision=vision):
            from extraction.llm.model_settings import ModelSettings, parse_budget, parse_price
            from extraction.settings import Asking

            money, tokens = parse_budget(budget)
            wanted = ModelSettings(
                model or "",
                base_url=base_url,
                mode=mode,
                timeout=timeout or ANSWER_TIME,
                price=parse_price(price),
                requests_per_minute=per_minute,
                tokens_per_minute=tokens_per_minute,
                budget=money,
                token_budget=tokens,
                cache=None if no_cache else cache or default_cache(),
            )
            first, second = wanted.reached_by(os.environ), None
            if fallback_model:
                second = wanted.for_model(fallback_model).reached_by(os.environ)
            asking = Asking(
                first,
                reader == "model",
                rounds,
                second,
                facts == "model",
                protocol,
                own_prompts(prompts),
                batch,
                vision,
            )
        if dry_run:
            from extraction.terminal.model_commands import run_rehearsal

            if asking is None:
                raise WrongUsage(
                    "--dry-run says what asking a model would take: add --model openai/NAME.",
                    "--dry-run 说明询问模型的用量：请加上 --model openai/NAME。",
                )
            run_rehearsal(paths, asking)
            return
        how = How(
            jobs or (AT_ONCE if asking else 1),
            fresh,
            quiet,
            seconds=file_timeout,
            megabytes=file_memory,
        )
        tally = run_extract_to(paths, out, pick_format(form, out), how, asking)
        raise typer.Exit(exit_code(tally, strict=strict))
