"""Which files a command line names: files as they are, folders by their known endings."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extraction.values.errors import WrongUsage


@dataclass(slots=True)
class LeftOut:
    """What was passed over in folders: how many of each kind, and folders that gave nothing.

    `closed` folders cannot be opened; in `empty` ones there is no report.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    closed: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts in words, the most frequent first."""
        ordered = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{count} {kind}" for kind, count in ordered)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that a command line names, found anew each time they are gone through.

    Nothing is held but what was named, so that a folder may be of any size. Links in
    folders are not followed. The order is that of the command line, and of names.
    """

    named: tuple[Path, ...]
    endings: Collection[str]

    def find(self, left_out: LeftOut) -> Iterator[Path]:
        """Yield each file once, and count what is passed over."""
        for at, path in enumerate(self.named):
            before = frozenset(os.path.abspath(p) for p in self.named[:at])
            found = self._walk(path, left_out) if path.is_dir() else iter((path,))
            anything = False
            for file in found:
                anything = True
                if _is_within(file, before):
                    left_out.kinds["named twice"] += 1
                else:
                    yield file
            if not anything:
                left_out.empty.append(str(path))

    def base(self) -> Path:
        """Return the deepest folder that holds all that is named."""
        folders = (p if p.is_dir() else p.parent for p in self.named)
        return Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))

    def _walk(self, folder: Path, left_out: LeftOut) -> Iterator[Path]:
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            left_out.closed.append(f"{folder}: the folder cannot be opened ({error.strerror}).")
            return
        for entry in ordered:
            if kind := self._why_not(entry):
                left_out.kinds[kind] += 1
            elif entry.is_dir():
                yield from self._walk(folder / entry.name, left_out)
            else:
                yield folder / entry.name

    def _why_not(self, entry: "os.DirEntry[str]") -> str | None:
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_symlink():
            return "link"
        if entry.is_dir():
            return None
        ending = os.path.splitext(entry.name)[1].lower()
        if not entry.is_file():
            return "no file"
        return None if ending in self.endings else ending or "without ending"


def _is_within(file: Path, named: frozenset[str]) -> bool:
    if not named:
        return False
    whole = os.path.abspath(file)
    return whole in named or any(whole.startswith(n + os.sep) for n in named if os.path.isdir(n))


def inputs_from(named: Sequence[Path], endings: Collection[str]) -> Inputs:
    """Return what is named; WrongUsage if something named is not there."""
    for path in named:
        if not os.path.lexists(path):
            raise WrongUsage(f"{path} does not exist. Check the path; nothing was done.")
    return Inputs(tuple(named), endings)
