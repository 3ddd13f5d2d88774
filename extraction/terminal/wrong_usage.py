"""What a wrong command line is told, in one line: what is wrong, and where its help is."""

import re
from collections.abc import Sequence
from typing import Any

import typer

from extraction.values.bilingual import Bilingual

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""The library's error of a wrong command line, which it does not export by its name."""

_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\..*", re.DOTALL)
_NO_VALUE = re.compile(r"Option '(?P<name>.*)' requires an argument\.")
_NOT_WANTED = re.compile(r"Option '(?P<name>.*)' does not take a value\.")
_TOO_MUCH = re.compile(r"Got unexpected extra argument\(s\) \((?P<name>.*)\)")


def explain_usage(error: Any) -> Bilingual:
    """Return what is wrong with a command line, in both languages.

    What the library says in words that are not known here is kept as it says it.
    """
    said = str(error.message)
    found = _explain_words(said, error) or _explain_parameter(error)
    return found or Bilingual(said, f"命令用法有误：{said}")


def _explain_words(said: str, error: Any) -> Bilingual | None:
    if said == "Missing command.":
        return Bilingual("Name a command.", "请写上命令。")
    if named := _NO_COMMAND.fullmatch(said):
        from difflib import get_close_matches

        name = named["name"]
        known = list(getattr(error.ctx.command, "commands", ()))
        like = _meant(get_close_matches(name, known, n=2))
        return Bilingual(
            f"There is no command {name}." + like.en, f"没有 {name} 这个命令。" + like.zh
        )
    if named := _NO_VALUE.fullmatch(said):
        name = named["name"]
        return Bilingual(f"{name} needs a value behind it.", f"{name} 后面需要一个值。")
    if named := _NOT_WANTED.fullmatch(said):
        name = named["name"]
        return Bilingual(f"{name} takes no value.", f"{name} 不带值。")
    if named := _TOO_MUCH.fullmatch(said):
        name = named["name"]
        return Bilingual(f"{name} is one argument too many.", f"多出了参数 {name}。")
    return None


def _explain_parameter(error: Any) -> Bilingual | None:
    """Explain an option that is none, an argument that is missing, a value that does not fit."""
    if name := getattr(error, "option_name", None):
        like = _meant(sorted(getattr(error, "possibilities", None) or ()))
        return Bilingual(
            f"There is no option {name}." + like.en, f"没有 {name} 这个选项。" + like.zh
        )
    parameter = getattr(error, "param", None)
    if parameter is None:
        return None
    name = _name_of(parameter)
    if hasattr(error, "param_type"):
        return Bilingual(f"{name} is missing.", f"缺少 {name}。")
    choices = parameter.type_descriptor.choices
    if choices:
        wanted = ", ".join(map(str, choices))
        return Bilingual(f"{name} is one of {wanted}.", f"{name} 只能是 {wanted} 之一。")
    if parameter.type_descriptor.annotation in (int, float):
        least = parameter.min
        return Bilingual(
            f"{name} is a number" + ("." if least is None else f", at least {least}."),
            f"{name} 应为数字" + ("。" if least is None else f"，至少为 {least}。"),
        )
    return None


def _name_of(parameter: Any) -> str:
    """Return the name by which a person knows an argument or an option."""
    if parameter.param_type_name == "argument":
        return str(parameter.display_name_raw)
    return str(max(parameter.opts, key=len))


def _meant(names: Sequence[str]) -> Bilingual:
    if not names:
        return Bilingual("", "")
    return Bilingual(f" Is {' or '.join(names)} meant?", f"是否指 {' 或 '.join(names)}？")
