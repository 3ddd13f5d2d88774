"""Find the files that a command line names: files as they are, folders by known endings."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extraction.export.ours import is_result
from extraction.values.bilingual import Bilingual, join_texts
from extraction.values.errors import WrongUsage
from extraction.values.refusals import explain_refusal

_TWICE = Bilingual("named twice", "重复指定")
HIDDEN = Bilingual("hidden", "隐藏文件")
_LINK = Bilingual("link", "链接")
_NO_FILE = Bilingual("no file", "非普通文件")
_RESULT = Bilingual("result of gouji", "gouji 的结果")
_WITHOUT_ENDING = Bilingual("without ending", "无扩展名")


@dataclass(slots=True)
class LeftOut:
    """Files passed over in folders: a count for each kind; and folders that gave nothing.

    `closed` folders cannot be opened; in `empty` ones there is no report. unpacked: how many
    more reports there are than files, for archives hold several.
    """

    kinds: Counter[Bilingual] = field(default_factory=Counter)
    closed: list[Bilingual] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    unpacked: int = 0

    @property
    def said(self) -> Bilingual:
        """The counts in words, the most frequent first."""
        ordered = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        counts = (Bilingual(f"{n} {kind.en}", f"{kind.zh} {n} 个") for kind, n in ordered)
        return join_texts(Bilingual(", ", "，"), counts)


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
                    left_out.kinds[_TWICE] += 1
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
            why = explain_refusal(error)
            left_out.closed.append(
                Bilingual(
                    f"{folder}: the folder cannot be opened ({why.en}).",
                    f"{folder}：文件夹无法打开（{why.zh}）。",
                )
            )
            return
        for entry in ordered:
            if kind := self._why_not(entry):
                left_out.kinds[kind] += 1
            elif entry.is_dir():
                yield from self._walk(folder / entry.name, left_out)
            else:
                yield folder / entry.name

    def _why_not(self, entry: "os.DirEntry[str]") -> Bilingual | None:
        if entry.name.startswith("."):
            return HIDDEN
        if entry.is_symlink():
            return _LINK
        if entry.is_dir():
            return None
        ending = os.path.splitext(entry.name)[1].lower()
        if not entry.is_file():
            return _NO_FILE
        if ending not in self.endings:
            return name_ending(ending)
        return _RESULT if is_result(Path(entry.path)) else None


def name_ending(ending: str) -> Bilingual:
    """Return the kind of file that an ending stands for, in words."""
    return Bilingual(ending, f"{ending} 文件") if ending else _WITHOUT_ENDING


def _is_within(file: Path, named: frozenset[str]) -> bool:
    if not named:
        return False
    whole = os.path.abspath(file)
    return whole in named or any(whole.startswith(n + os.sep) for n in named if os.path.isdir(n))


def inputs_from(named: Sequence[Path], endings: Collection[str]) -> Inputs:
    """Return what is named; WrongUsage if something named is not there."""
    for path in named:
        if not os.path.lexists(path):
            raise WrongUsage(
                f"{path} does not exist. Check the path; nothing was done.",
                f"{path} 不存在。请检查路径；未做任何处理。",
            )
    return Inputs(tuple(named), endings)
