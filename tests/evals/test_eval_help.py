"""gouji eval's help in Chinese, and what a wrong command line of it is told."""

import re
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner, Result

import cli
from evals.eval_commands import app
from evals.eval_help import EVAL_HELP
from extraction.terminal.chinese_help import HELP

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
ROOT = get_command(app)
COMMANDS: dict[str, Any] = ROOT.commands  # type: ignore[attr-defined]


def gouji(*args: str, width: int = 80) -> Result:
    return CliRunner(env={"GOUJI_LANG": None, "COLUMNS": str(width)}).invoke(cli.app, args)


def test_every_text_of_help_is_in_chinese_and_none_is_left_over() -> None:
    said = {ROOT.help or ""}
    for command in COMMANDS.values():
        said |= {command.help, *(getattr(each, "help", "") for each in command.params)}
    assert said - HELP.keys() == EVAL_HELP.keys()


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("width", [50, 200])
def test_a_page_in_chinese_fits_and_has_no_english_sentence(name: str, width: int) -> None:
    page = gouji("--lang", "zh", "eval", *name.split(), "-h", width=width).stdout
    usage, _, rest = page.partition("\n")
    assert usage.startswith(f"用法：gouji eval {name}".strip())
    assert not ENGLISH.search(rest.replace("gouji eval ", ""))
    texts = [line for line in page.splitlines() if not re.match(r" {2}-|用法", line)]
    assert all(cell_len(line) <= width for line in texts)
    flags = [f for each in COMMANDS[name].params for f in each.opts] if name else list(COMMANDS)
    assert all(flag in page for flag in flags if not flag.isidentifier() or not name)


def test_english_is_spoken_where_english_is_asked_for() -> None:
    assert gouji("--lang", "en", "eval", "run", "-h").stdout.startswith("Usage: gouji eval run")


def test_the_language_of_a_page_is_not_that_of_the_screen() -> None:
    done = gouji("--lang", "en", "eval", "report", "gone.jsonl", "-o", "x.html", "--lang", "zh")
    assert "gone.jsonl" in done.stderr
    assert not re.search(r"[\u3400-\u9fff]", done.stderr)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "There is no option --sead."), ("zh", "没有 --sead 这个选项。")]
)
def test_a_wrong_command_line_is_told_in_one_line(lang: str, said: str) -> None:
    done = gouji("--lang", lang, "eval", "run", "--sead", "3")
    assert done.exit_code == 2
    assert done.stderr.startswith(said)
