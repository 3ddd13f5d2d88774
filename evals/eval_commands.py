"""gouji eval: its commands, put together; mounted by cli.py when asked for."""

import typer

from evals.label_commands import gold, label, synth
from evals.measure_commands import headline, run, score, variants
from evals.result_commands import compare, report, schema, show

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Measure gouji against labelled reports: label, gold, run, compare, show, report.",
)

for _command in (
    run,
    score,
    compare,
    show,
    report,
    schema,
    label,
    gold,
    synth,
    variants,
    headline,
):
    app.command()(_command)
