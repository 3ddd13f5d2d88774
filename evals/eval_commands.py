"""gouji eval: its commands, put together; mounted by cli.py when asked for."""

from collections.abc import Mapping, Sequence

import typer

from evals.label_commands import gold, label, synth
from evals.measure_commands import headline, run, score, variants
from evals.result_commands import compare, report, schema, show
from extraction.terminal.command_help import SpokenCommand, SpokenGroup


class EvalGroup(SpokenGroup):
    """The commands of gouji eval, in the language that gouji was asked for."""

    def choose_language(self, args: Sequence[str]) -> None:
        """Speak on as before: a --lang in here is that of a page."""

    def chinese_texts(self) -> Mapping[str, str]:
        """Return what its commands' help says in Chinese, by the English."""
        from evals.eval_help import EVAL_HELP

        return {**super().chinese_texts(), **EVAL_HELP}


app = typer.Typer(
    cls=EvalGroup,
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
    app.command(cls=SpokenCommand)(_command)
