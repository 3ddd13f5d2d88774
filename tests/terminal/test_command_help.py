"""Help pages in Chinese, and what a wrong command line is told."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner, Result

import cli
from extraction.terminal.chinese_help import HELP
from extraction.terminal.command_help import SpokenCommand

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def gouji(*args: str, width: int = 80, **environment: str) -> Result:
    alone = {"GOUJI_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
    runner = CliRunner(env={**alone, "COLUMNS": str(width), **environment})
    return runner.invoke(cli.app, args)


def list_commands() -> dict[str, Any]:
    commands: dict[str, Any] = get_command(cli.app).commands  # type: ignore[attr-defined]
    return commands


def list_helps() -> Iterator[str]:
    root = get_command(cli.app)
    for command in (root, *list_commands().values()):
        yield command.help or ""
        yield from (getattr(parameter, "help", "") for parameter in command.params)


def test_every_text_of_help_is_in_chinese_and_none_is_left_over() -> None:
    assert {*list_helps(), "Show this message and exit."} == {*HELP}


@pytest.mark.parametrize("name", [name for name, each in list_commands().items() if name != "eval"])
@pytest.mark.parametrize("width", [50, 80, 200])
def test_a_page_in_chinese_fits_and_has_no_english_sentence(name: str, width: int) -> None:
    assert isinstance(list_commands()[name], SpokenCommand)
    page = gouji("--lang", "zh", name, "-h", width=width).stdout
    flags = [flag for parameter in list_commands()[name].params for flag in parameter.opts]
    assert all(flag in page for flag in flags if flag.startswith("-"))
    assert not ENGLISH.search(page)
    texts = [line for line in page.splitlines() if not re.match(r" {2}-|用法", line)]
    assert all(cell_len(line) <= width for line in texts)
    assert max(map(cell_len, page.splitlines())) <= 100


def test_the_language_of_help_is_that_asked_for_else_the_locales() -> None:
    assert gouji("--lang=zh", "extract", "-h").stdout.startswith("用法：")
    assert gouji("extract", "-h", GOUJI_LANG="zh").stdout.startswith("用法：")
    assert gouji("-h", LANG="zh_CN.UTF-8").stdout.startswith("用法：")
    assert gouji("-h", "--lang", "en", LANG="zh_CN.UTF-8").stdout.startswith("Usage: ")
    assert gouji(LANG="zh_CN.UTF-8").stderr.startswith("用法：")  # nothing given: the page
    assert gouji("extract", "-h").stdout.startswith("Usage: ")


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("--lang en", "Name a command.", "请写上命令。"),
        ("extract", "PATH is missing.", "缺少 PATH。"),
        ("export x.jsonl", "--out is missing.", "缺少 --out。"),
        (
            "exprot x",
            "There is no command exprot. Is export or text meant?",
            "没有 exprot 这个命令。是否指 export 或 text？",
        ),
        (
            "nothing-like-it",
            "There is no command nothing-like-it.",
            "没有 nothing-like-it 这个命令。",
        ),
        (
            "extract --fresch x",
            "There is no option --fresch. Is --fresh meant?",
            "没有 --fresch 这个选项。是否指 --fresh？",
        ),
        ("extract x -o", "-o needs a value behind it.", "-o 后面需要一个值。"),
        ("extract --quiet=3 x", "--quiet takes no value.", "--quiet 不带值。"),
        ("forms a b", "b is one argument too many.", "多出了参数 b。"),
        ("extract -j x y", "--jobs is a number, at least 1.", "--jobs 应为数字，至少为 1。"),
        ("extract -j 0 y", "--jobs is a number, at least 1.", "--jobs 应为数字，至少为 1。"),
        (
            "extract --reader x y",
            "--reader is one of auto, offline, model.",
            "--reader 只能是 auto, offline, model 之一。",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(line: str, english: str, chinese: str) -> None:
    for lang, expected, help_line in (("en", english, "Help: "), ("zh", chinese, "用法说明：")):
        done = (
            gouji(*line.split(), GOUJI_LANG=lang) if "--lang" not in line else gouji("--lang", lang)
        )
        assert (done.exit_code, done.stdout) == (2, "")
        first, *rest = done.stderr.splitlines()
        assert first == expected
        assert all(each.startswith(help_line) and each.endswith(" -h") for each in rest)
