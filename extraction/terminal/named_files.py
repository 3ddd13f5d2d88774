"""The files that a command line names: found, counted, and refused where there is none to read."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from extraction.batch.inputs import LeftOut
    from extraction.batch.worker import Task


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """What the command line names: files to read, how many, and the folder they lie in."""

    tasks: "Iterable[Task]"
    total: int
    base: Path
    left_out: "LeftOut"


def find_named(paths: list[Path], out: Path | None, max_bytes: int) -> NamedFiles:
    """Return the files that are named, or what comes on stdin."""
    from extraction.batch.inputs import LeftOut, inputs_from
    from extraction.batch.members import Unpacker
    from extraction.batch.worker import Task, tasks_from
    from extraction.read import KNOWN_ENDINGS

    left_out = LeftOut()
    unpacker = Unpacker(max_bytes, KNOWN_ENDINGS, left_out)
    if paths == [Path("-")]:
        if sys.stdin is None:
            raise WrongUsage(
                "Nothing can be read from stdin, for it is closed: name a file.",
                "标准输入已关闭，无法读取：请指定文件。",
            )
        data = sys.stdin.buffer.read(max_bytes + 1)
        task = Task(Path("stdin"), "stdin", data)
        return NamedFiles(unpacker.expand([task]), 1, Path(), left_out)
    inputs = inputs_from(paths, KNOWN_ENDINGS)
    total, passed = 0, LeftOut()
    for file in inputs.find(passed):
        total += 1
        if out is not None and out.is_file() and file.exists() and out.samefile(file):
            raise WrongUsage(
                f"{out} is one of the reports: name another file with -o.",
                f"{out} 是待读取的报告之一：请用 -o 另指定文件。",
            )
    if not total and passed.closed:
        closed = passed.closed[0]
        raise WrongUsage(
            f"{closed.en} Check its permissions; nothing was done.",
            f"{closed.zh}请检查权限；未做任何处理。",
        )
    if not total:
        endings = ", ".join(sorted(KNOWN_ENDINGS))
        raise WrongUsage(
            f"No reports in {paths[0]}: folders are searched for {endings}.",
            f"{paths[0]} 中没有报告：文件夹中只查找 {endings} 文件。",
        )
    tasks = unpacker.expand(tasks_from(inputs.find(left_out)))
    return NamedFiles(tasks, total, inputs.base(), left_out)
