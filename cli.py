"""The command line: flags to Settings, a call, what is printed, the exit code."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.export.named_formats import ExportFormat, find_format
from extraction.terminal.commands import (
    FactsFormat,
    How,
    OutputFormat,
    run_check,
    run_facts,
    run_rules,
    stdout,
)
from extraction.terminal.defaults import load_defaults
from extraction.terminal.exits import exit_on_error, say, say_line
from extraction.terminal.export_commands import run_export, run_extract_to
from extraction.terminal.flags import (
    ReaderChoice,
    default_cache,
    exit_code,
    own_prompts,
    pick_facts_format,
    pick_format,
    wants_model,
)
from extraction.terminal.language import VOICE, find_language, speak, spoken
from extraction.terminal.streams import guarded, is_terminal
from extraction.values.bilingual import Bilingual
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
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Mode = Literal["tools", "json_schema", "md_json"]
Protocol = Literal["ids", "transcription"]
ANSWER_TIME = 120.0  # seconds that a server may take to answer, if nothing else is said
AT_ONCE = 8  # reports that wait for a model side by side, if nothing else is said


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
) -> None:
    """Turn messy government disclosure reports into checked tables."""
    del version  # print_version has seen to it
    with exit_on_error():
        speak(lang or find_language(os.environ))
        context.default_map = load_defaults(Path())


LanguageOption = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="The language of what is shown.")
]
PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files, folders, or - for stdin.")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", help="Write results here.")]
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


@app.command()
def extract(
    paths: PathsArgument,
    out: OutOption = None,
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
    base_url: Annotated[
        str | None,
        typer.Option(help="A server that speaks OpenAI's language; else OPENAI_BASE_URL."),
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option(help="How answers get their shape; what suits the server.")
    ] = None,
    protocol: Annotated[
        Protocol,
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
        typer.Option(help="A folder with prompts of your own: place.md, transcribe.md, facts.md."),
    ] = None,
    batch: Annotated[
        bool,
        typer.Option(
            "--batch",
            help="Ask by OpenAI's Batch API: half the price, within a day. The same command goes "
            "on where it was ended.",
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
        if wants_model(reader, model, facts):
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


@app.command()
def export(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Write here.")],
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="Else what the name after -o ends in."),
    ] = None,
    fresh: OverwriteOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write finished results in another format; no report is read again."""
    with exit_on_error(lang):
        picked = form or find_format(out)
        tally = run_export(written, out, picked, fresh=fresh, quiet=quiet)
        raise typer.Exit(exit_code(tally, strict=False))


@app.command()
def check(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
    out: OutOption = None,
    fresh: OverwriteOption = False,
    strict: StrictOption = False,
    lang: LanguageOption = None,
) -> None:
    """Run the rules again over written results, as after a person's correction."""
    with exit_on_error(lang):
        tally = run_check(written, out, fresh=fresh)
        raise typer.Exit(exit_code(tally, strict=strict))


@app.command()
def correct(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
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
    """Apply a person's corrections to written results, and run the rules again.

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


@app.command()
def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="Written results.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Other results of the same reports.")],
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For a person, or a program.")
    ] = "text",
    lang: LanguageOption = None,
) -> None:
    """Compare two results cell by cell; exit 1 where they differ."""
    with exit_on_error(lang):
        from extraction.terminal.correct_commands import run_diff

        raise typer.Exit(0 if run_diff(a, b, form) else 1)


@app.command()
def panel(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
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
    """Compare the reports of each agency over years: measures, what differs, what is missing.

    Reports are tied by name, credit code and aliases, never by a guess. No verdict changes.
    """
    with exit_on_error(lang):
        from extraction.terminal.panel_command import run_panel

        failures = run_panel(written, out, aliases, fresh=fresh, quiet=quiet)
        raise typer.Exit(1 if failures else 0)


@app.command()
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


@app.command()
def facts(
    paths: PathsArgument,
    out: OutOption = None,
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
    """List what the prose of reports states: key, value, unit and the words, one fact a line.

    An OUT that holds facts is made anew. For a spreadsheet: --format csv -o facts.csv.
    """
    with exit_on_error(lang):
        how = How(jobs, fresh, quiet, seconds=file_timeout, megabytes=file_memory)
        tally = run_facts(paths, out, pick_facts_format(form, out), how)
        raise typer.Exit(exit_code(tally, strict=False))


@app.command()
def review(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
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
    """Write a web page that shows results beside their sources, to be looked at and corrected.

    Many reports become a folder with an index. The page asks no network for anything.
    """
    with exit_on_error(lang):
        from extraction.terminal.review_command import ReviewAsked, run_review

        failures = run_review(ReviewAsked(written, out, serve, fresh, quiet))
        raise typer.Exit(1 if failures else 0)


@app.command()
def forms(
    name: Annotated[str | None, typer.Argument(help="A form, to see what is in it.")] = None,
    dictionary: Annotated[
        bool,
        typer.Option(
            "--dictionary", help="Its data dictionary as csv: each column's key, labels, rules."
        ),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write the dictionary here: csv or xlsx.")
    ] = None,
    fresh: OverwriteOption = False,
    lang: LanguageOption = None,
) -> None:
    """List the forms, or what is in one."""
    with exit_on_error(lang):
        from extraction.terminal.commands import settings_told

        known = {form.form: form for form in settings_told().forms}
        if name is None:
            for form in known.values():
                cells = len(form.cells)
                held = spoken(Bilingual(f"{cells} cells", f"{cells} 个单元格"))
                typer.echo(f"{form.form}  {form.title}  {held}")
        elif name in known and (dictionary or out is not None):
            from extraction.terminal.export_commands import run_dictionary

            run_dictionary(known[name], out, fresh=fresh)
        elif name in known:
            from extraction.export.described import form_lines

            typer.echo("\n".join(form_lines(known[name], VOICE.lang)))
        else:
            raise WrongUsage(
                f"There is no form {name}. Known: {', '.join(known)}.",
                f"没有表样 {name}。已有：{'、'.join(known)}。",
            )


@app.command()
def rules(
    code: Annotated[
        str | None, typer.Argument(help="A code or a rule's id, as S09 or requests.balance.")
    ] = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For a person, or a program.")
    ] = "text",
    lang: LanguageOption = None,
) -> None:
    """List the codes of findings, or explain one: what it means, what to do."""
    with exit_on_error(lang):
        run_rules(code, form)


@app.command()
def doctor(
    model: Annotated[
        str | None,
        typer.Option(help="Ask it one small question in each mode, and say which to take."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help="A server that speaks OpenAI's language; else OPENAI_BASE_URL."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that an answer may take.")
    ] = ANSWER_TIME,
    lang: LanguageOption = None,
) -> None:
    """Say what is installed, what each missing part would add, and whether a model answers."""
    with exit_on_error(lang):
        from extraction.terminal.doctor import default_lines, doctor_lines

        for line in (*doctor_lines(os.environ), *default_lines(Path())):
            typer.echo(spoken(line))
    if model is not None:
        probe(model, base_url, timeout, lang)


@app.command()
def asked(
    written: Annotated[Path, typer.Argument(metavar="OUT", help="What extract has written.")],
    whole: Annotated[bool, typer.Option("--whole", help="Show answers in full.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Show each question to a model, its answer, what was taken, and why the rest was not."""
    with exit_on_error(lang):
        from extraction.terminal.model_commands import run_asked

        run_asked(written, whole=whole)


@app.command()
def cache(
    file: Annotated[
        Path | None,
        typer.Option("--cache", help="Where answers are kept; else in your own folder."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Let all answers go.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Show where a model's answers are kept, how many, and what they take."""
    with exit_on_error(lang):
        from extraction.terminal.model_commands import run_cache

        run_cache(file or default_cache(), clear=clear)


@app.command()
def probe(
    model: Annotated[str, typer.Option(help="provider/name, as openai/NAME.")],
    base_url: Annotated[
        str | None,
        typer.Option(help="A server that speaks OpenAI's language; else OPENAI_BASE_URL."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that an answer may take.")
    ] = ANSWER_TIME,
    lang: LanguageOption = None,
) -> None:
    """Ask a server one small question in each mode, as doctor --model does, and nothing else."""
    with exit_on_error(lang):
        from extraction.llm.model_settings import ModelSettings
        from extraction.terminal.model_commands import run_probe

        settings = ModelSettings(model, base_url=base_url, timeout=timeout)
        if not run_probe(settings.reached_by(os.environ)):
            raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one report's results."""
    import json

    from extraction.values.record import Record

    described = Record.model_json_schema(by_alias=True, mode="serialization")
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


@app.command(
    "eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure gouji against labelled reports."""
    from evals.eval_commands import app as evals_app

    evals_app(context.args, prog_name="gouji eval")
