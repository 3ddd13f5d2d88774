"""Commands that show what gouji knows, and their flags: forms, rules, schema."""

from pathlib import Path
from typing import Annotated

import typer

# Each command imports what it needs: `gouji --help` is there at once.
from extraction.terminal.commands import run_rules
from extraction.terminal.exits import exit_on_error
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.shared_flags import LanguageOption, OverwriteOption, ProgramFormatOption
from extraction.values.bilingual import Bilingual
from extraction.values.errors import WrongUsage


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


def rules(
    code: Annotated[
        str | None, typer.Argument(help="A code or a rule's id, as S09 or requests.balance.")
    ] = None,
    form: ProgramFormatOption = "text",
    lang: LanguageOption = None,
) -> None:
    """List the codes of findings, or explain one. Of one it says what it means, and what to do."""
    with exit_on_error(lang):
        run_rules(code, form)


def print_schema() -> None:
    """Print the JSON Schema of one report's results."""
    import json

    from extraction.values.record import Record

    described = Record.model_json_schema(by_alias=True, mode="serialization")
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))
