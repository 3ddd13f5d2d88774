"""Archives among the files to read: each report in them is a task of its own."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from extraction.batch.inputs import HIDDEN, LeftOut, name_ending
from extraction.batch.worker import Refusal, Task
from extraction.read.package import BrokenArchiveError
from extraction.read.packed.archives import DEEPEST, Archive, find_archive
from extraction.values.bilingual import Bilingual

_TOO_DEEP = Bilingual(
    f"It is an archive within {DEEPEST} others: unpack it.",
    f"压缩包嵌套超过 {DEEPEST} 层：请先解压。",
)
_PACKED_DOCUMENTS = (".docx", ".docm", ".xlsx", ".xlsm", ".ods", ".odt")
"""Endings of files that are archives, and that nobody unpacks."""
_NO_REPORTS = Bilingual("No file in it is of a kind that gouji reads.", "其中没有可读取的文件。")


@dataclass(frozen=True, slots=True)
class Unpacker:
    """Opens archives as tasks come by, and reads from them no more than the next task needs.

    max_bytes: a larger member is refused. endings: of what is read. left_out: where members that
    are passed over are counted.
    """

    max_bytes: int
    endings: Collection[str]
    left_out: LeftOut

    def expand(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield each task, and in place of an archive one for each member of it."""
        for task in tasks:
            with _open(task) as file:
                archive = find_archive(task.label, file, self.max_bytes) if file else None
                if archive is None:
                    yield task
                    continue
                for number, member in enumerate(self._find_members(task, archive, depth=1)):
                    self.left_out.unpacked += number > 0
                    yield member

    def _find_members(self, task: Task, archive: Archive, depth: int) -> Iterator[Task]:
        found = False
        try:
            for member in archive.members():
                label = f"{archive.label}/{member.name}"
                if why_not := self._why_not(member.name):
                    self.left_out.kinds[why_not] += 1
                    continue
                found = True
                try:
                    data = member.read(self.max_bytes)
                except BrokenArchiveError as error:
                    yield _refuse(task, label, _cannot_unpack(archive.label, error))
                    continue
                yield from self._open_member(task, label, data, archive, depth)
        except BrokenArchiveError as error:
            yield _refuse(task, archive.label, _cannot_unpack(archive.label, error))
            return
        if not found:
            yield _refuse(task, archive.label, _NO_REPORTS)

    def _open_member(
        self, task: Task, label: str, data: bytes, within: Archive, depth: int
    ) -> Iterator[Task]:
        """Yield the task of a member, or those of an archive in the archive."""
        inner = find_archive(label, BytesIO(data), self.max_bytes)
        if inner is None:
            yield Task(task.path, label, data)
        elif depth >= DEEPEST:
            yield _refuse(task, label, _TOO_DEEP)
        else:
            inner.budget = within.budget
            yield from self._find_members(task, inner, depth + 1)

    def _why_not(self, name: str) -> Bilingual | None:
        """Say why a member is passed over, as a file in a folder would be."""
        if any(step.startswith((".", "__MACOSX")) for step in name.split("/")):
            return HIDDEN
        ending = os.path.splitext(name)[1].lower()
        return None if ending in self.endings else name_ending(ending)


@contextmanager
def _open(task: Task) -> Iterator[IO[bytes] | None]:
    """Yield a task's bytes, None where they cannot be had: who reads it says why."""
    if task.data is not None:
        yield BytesIO(task.data)
        return
    try:
        file = task.path.open("rb") if task.path.is_file() else None
    except (OSError, ValueError):
        file = None
    try:
        yield file
    finally:
        if file is not None:
            file.close()


def _refuse(task: Task, label: str, reason: Bilingual) -> Task:
    """Return the task of something in an archive that there is nothing to read of."""
    return Task(task.path, label, b"", refused=Refusal(reason, crashed=False, reports=0))


def _cannot_unpack(label: str, error: BrokenArchiveError) -> Bilingual:
    """Say what to do about a file that cannot be unpacked; documents are packed files, too."""
    said = error.said
    if label.lower().endswith(_PACKED_DOCUMENTS):
        return Bilingual(
            f"It cannot be opened: {said.en}. Open it in Word, Excel, WPS or LibreOffice, save it"
            " as a new file, and read that.",
            f"无法打开：{said.zh}。请用 Word、Excel、WPS 或 LibreOffice 打开，另存后再读取。",
        )
    return Bilingual(
        f"It cannot be unpacked: {said.en}. Unpack it with another program, and read what comes"
        " out.",
        f"无法解压：{said.zh}。请用其他程序解压后再读取。",
    )
