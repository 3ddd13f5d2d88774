"""The prompts for a model: one Markdown file each, its version in the first line."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

NAMES = ("place", "transcribe", "facts", "whose", "figures")
_FIRST_LINE = re.compile(r"<!-- version (?P<version>\S+): .+ -->\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's name, the version that is written into what comes of it, and its text."""

    name: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """Where prompts come from: a folder of one's own, and for what it lacks those of gouji.

    A prompt of one's own has `+` and a digest of its text behind its version.
    """

    folder: Path | None = None

    def load(self, name: str) -> Prompt:
        """Return a prompt; ValueError where its first line says no version."""
        own = self.folder / f"{name}.md" if self.folder is not None else None
        if own is None or not own.is_file():
            return load_prompt(name)
        prompt = _parse(name, own.read_text("utf-8"))
        digest = hashlib.sha256(prompt.text.encode()).hexdigest()[:8]
        return Prompt(name, f"{prompt.version}+{digest}", prompt.text)


@cache
def load_prompt(name: str) -> Prompt:
    """Return a prompt of this folder; its first line is about it, and not sent.

    >>> load_prompt("transcribe").text.splitlines()[0]
    '# Task'
    """
    return _parse(name, resources.files(__package__).joinpath(f"{name}.md").read_text("utf-8"))


def _parse(name: str, whole: str) -> Prompt:
    first = _FIRST_LINE.match(whole)
    if first is None:
        raise ValueError(f"{name}.md must begin with <!-- version N: what it is for -->")
    return Prompt(name, first["version"], whole[first.end() :])


SHIPPED = Prompts()
"""Those that come with gouji."""
