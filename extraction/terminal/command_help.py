"""The commands' help pages, and what a wrong command line is told, in the language spoken."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from extraction.terminal.exits import say
from extraction.terminal.language import VOICE, find_language
from extraction.terminal.wrong_usage import UsageError, explain_usage
from extraction.values.bilingual import Bilingual, Language

_WIDEST = 100
_LONGEST_NAME = 30
_PIECES = re.compile(r"(?:[!-~]+|.)[，。；：、）？]*")
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


class SpokenCommand(TyperCommand):
    """A command whose help is in the language spoken."""

    def get_help(self, ctx: Any) -> str:
        """Return its help page."""
        return _chinese_page(self, ctx) if VOICE.lang == "zh" else super().get_help(ctx)


class SpokenGroup(TyperGroup):
    """Commands whose help, and errors of usage, are in the language spoken."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page of all."""
        return _chinese_page(self, ctx) if VOICE.lang == "zh" else super().get_help(ctx)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **named: Any) -> Any:
        """Read what stands before a command's name, in the language asked for anywhere."""
        self.choose_language(args)
        with _told_in_a_line():
            return super().make_context(info_name, args, *more, **named)

    def choose_language(self, args: Sequence[str]) -> None:
        """Speak the language that a command line asks for, or else the environment."""
        always = ["--lang", os.environ.get("GOUJI_LANG", "")]
        VOICE.lang = _find_asked(args) or _find_asked(always) or find_language(os.environ)

    def chinese_texts(self) -> Mapping[str, str]:
        """Return what its commands' help says in Chinese, by the English."""
        from extraction.terminal.chinese_help import HELP

        return HELP

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _told_in_a_line():
            return super().invoke(ctx)


def _find_asked(arguments: Sequence[str]) -> Language | None:
    """Return the language that a command line asks for, wherever it does, if it is one of ours."""
    spelled = [*arguments, ""]
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        asked = value or spelled[at + 1]
        if name == "--lang":
            return next((lang for lang in _LANGUAGES if lang == asked), None)
    return None


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    """Turn an error of usage into a line, one that says where help is, and exit code 2."""
    try:
        yield
    except UsageError as error:
        context: Any = getattr(error, "ctx", None)
        if context is not None and str(error) == context.get_help():  # nothing was given
            raise
        say(explain_usage(error))
        if context is not None:
            page = f"{context.command_path} -h"
            say(Bilingual(f"Help: {page}", f"用法说明：{page}"))
        raise typer.Exit(2) from None


def _chinese_page(command: Any, context: Any) -> str:
    """Return a command's help page in Chinese; a text that has none stays as it is."""
    from extraction.terminal.chinese_help import USAGE, first_sentence, spell_remarks

    texts = context.find_root().command.chinese_texts()
    page = _Page()
    usage = " ".join(USAGE.get(piece, piece) for piece in command.collect_usage_pieces(context))
    page.add(f"用法：{context.command_path} {usage}")
    page.add("")
    page.add(texts.get(command.help or "", command.help or ""), indent=2)
    for kind, title in (("argument", "参数"), ("option", "选项")):
        flags: list[tuple[str, str]] = []
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if record and parameter.param_type_name == kind:
                name, text = record
                said = parameter.help or ""
                remarks = spell_remarks(text.removeprefix(said).strip())
                flags.append((name, texts.get(said, said) + remarks))
        page.add_rows(title, flags)
    commands = getattr(command, "commands", {})
    helps = {name: each.help or "" for name, each in commands.items()}
    page.add_rows("命令", [(name, first_sentence(texts.get(s, s))) for name, s in helps.items()])
    return page.text


class _Page:
    """A page as wide as the terminal, in which a Chinese character takes two columns."""

    def __init__(self) -> None:
        self.width = min(shutil.get_terminal_size().columns, _WIDEST)
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def add(self, text: str, indent: int = 0) -> None:
        """Add lines, wrapped where Chinese may be: not within a word, nor before a stop."""
        from extraction.values.layout import print_width

        for line in text.split("\n"):
            room = " " * indent
            for piece in _PIECES.findall(line):
                if print_width(room + piece) > self.width and room.strip():
                    self.lines.append(room.rstrip())
                    room, piece = " " * indent, piece.lstrip()
                room += piece
            self.lines.append(room.rstrip())

    def add_rows(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Add names and what they mean, under a title; below a name that is long."""
        if not rows:
            return
        self.lines += ["", f"{title}："]
        longest = min(_LONGEST_NAME, self.width // 3)
        names = [len(name) for name, _ in rows if len(name) <= longest]
        column = max(names, default=0) + 4
        for name, text in rows:
            start = len(self.lines)
            self.add(text, indent=column)
            if len(name) <= longest:
                self.lines[start] = f"  {name}".ljust(column) + self.lines[start].lstrip()
            else:
                self.lines.insert(start, f"  {name}")
