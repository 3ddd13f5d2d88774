"""The prompts for a model: one Markdown file each, its version in the first line."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_FIRST_LINE = re.compile(r"<!-- version (?P<version>\S+): .+ -->\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's name, the version that is written into what comes of it, and its text."""

    name: str
    version: str
    text: str


@cache
def load_prompt(name: str) -> Prompt:
    """Return a prompt of this folder; its first line is about it, and not sent.

    >>> load_prompt("transcribe").text.splitlines()[0]
    '# Task'
    """
    whole = resources.files(__package__).joinpath(f"{name}.md").read_text("utf-8")
    first = _FIRST_LINE.match(whole)
    if first is None:
        raise ValueError(f"prompts/{name}.md must begin with <!-- version N: what it is for -->")
    return Prompt(name, first["version"], whole[first.end() :])
