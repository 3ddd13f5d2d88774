"""Results as a folder of JSON files, one a report, named as the reports are."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from extraction.export.file_names import add_digest, file_name, meeting
from extraction.export.index import Current, RecordPlace, are_whole
from extraction.export.jsonl import parse_place
from extraction.export.lock import Lock, lock_folder
from extraction.export.ours import begins_otherwise
from extraction.values.errors import NotWritten
from extraction.values.record import Status
from extraction.values.refusals import explain_refusal

_BEGINS = b'{\n "schema": "gouji/'
# Of these the next report would die as well: the run ends.
_HOPELESS = {errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)}


@dataclass(slots=True)
class Folder:
    """Results in files of their own, below a folder.

    `base` is the folder that the names of reports start from; with `fresh`, nothing
    that is there is kept.
    """

    path: Path
    base: Path
    current: Current
    fresh: bool = False
    _lock: Lock = field(init=False)
    _taken: set[int] = field(init=False, default_factory=set)
    _parts: int = field(init=False, default=0)
    _found: tuple[str, PurePath | None] = field(init=False, default=("", None))

    def __post_init__(self) -> None:
        self._lock = lock_folder(self.path)

    def _stems(self, label: str) -> tuple[PurePath, PurePath]:
        """Return where the report's results lie, and where if another's are there already."""
        report = PurePath(*_steps_below(label, os.fspath(self.base)))
        return report, report.with_name(add_digest(report.name, label))

    def _file(self, stem: PurePath, part: int = 1) -> Path:
        return self.path / file_name(stem, part)

    def _find(self, label: str) -> PurePath | None:
        """Return the place where the report's results are, if anywhere."""
        if self._found[0] != label:
            places = ((stem, _place_in(self._file(stem))) for stem in self._stems(label))
            ours = (stem for stem, place in places if place is not None and place.path == label)
            self._found = label, next(ours, None)
        return self._found[1]

    def _places(self, label: str) -> Iterator[RecordPlace | None]:
        """Yield the report's records that are here, None for a file that holds none."""
        stem = self._find(label)
        part = 1
        while stem is not None and (file := self._file(stem, part)).is_file():
            yield _place_in(file)
            part += 1

    def knows(self, label: str) -> bool:
        """Say whether anything of this report is here, so that its hash is worth taking."""
        return not self.fresh and self._find(label) is not None

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of a report that is here and stands; None if it must be made."""
        found = list(self._places(label))
        places = [place for place in found if place is not None and place.path == label]
        if not places or len(places) < len(found) or not are_whole(places):
            return None
        if not all(self.current.stands(place.made, sha256) for place in places):
            return None
        return tuple(place.status for place in places)

    def keep(self, label: str) -> None:
        """Take over what is here of a report: it lies in its place already."""
        if (stem := self._find(label)) is not None:
            self._taken.add(meeting(stem))

    def add(self, label: str, records: tuple[bytes, ...]) -> None:
        """Write a report's records, in place of any that are here."""
        self._parts = 0
        self.extend(label, records)

    def extend(self, label: str, records: tuple[bytes, ...]) -> None:
        """Write further records of the file that was added last; NotWritten if they cannot be."""
        try:
            stem = self._stem_for(label)
            for record in records:
                self._write(self._file(stem, self._parts + 1), record)
                self._parts += 1
            self._remove_beyond(stem)
        except OSError as error:
            if error.errno in _HOPELESS:
                raise
            why = explain_refusal(error)
            raise NotWritten(
                f"its results cannot be written below {self.path} ({why.en}): give the "
                "report another name, or write to one file with --format jsonl.",
                f"结果无法写入文件夹 {self.path}（{why.zh}）："
                "请给报告改名，或用 --format jsonl 写入一个文件。",
            ) from error

    def _stem_for(self, label: str) -> PurePath:
        """Return where the report's results go: to its own name, unless another's are there.

        Two names that differ in nothing but case are one name to Windows and macOS.
        """
        plain, other = self._stems(label)
        stem = self._find(label) or (other if self._is_taken(plain) else plain)
        self._taken.add(meeting(stem))
        self._found = label, stem
        return stem

    def _is_taken(self, stem: PurePath) -> bool:
        if meeting(stem) in self._taken:
            return True
        return not self.fresh and _place_in(self._file(stem)) is not None

    def _write(self, file: Path, record: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.parent.resolve().is_relative_to(self.path.resolve()):
            raise NotWritten(
                f"its results would lie outside {self.path}, for {file.parent} is a link: "
                "remove the link.",
                f"{file.parent} 是链接，结果会写到 {self.path} 之外：请去掉链接。",
            )
        if not self.fresh and begins_otherwise(file, _BEGINS):
            raise NotWritten(
                f"{file} is there and is not gouji's: move it away, or overwrite it with --fresh.",
                f"{file} 已存在，且不是 gouji 的文件：请移走它，或用 --fresh 覆盖。",
            )
        write_whole(file, record)

    def _remove_beyond(self, stem: PurePath) -> None:
        """Remove what an earlier run has left of reports that the file holds no more."""
        part = self._parts + 1
        while _place_in(stale := self._file(stem, part)) is not None:
            stale.unlink()
            part += 1

    def finish(self) -> int:
        """End the run; what other runs have left here stays, and is not counted."""
        return 0

    def close(self) -> None:
        """Let others write here."""
        self._lock.release()


def _steps_below(label: str, base: str) -> tuple[str, ...]:
    """Return a report's path as steps from a folder; none of them leads out of it.

    >>> _steps_below("a/../b/x.txt", "b"), _steps_below("stdin", "")
    (('x.txt',), ('stdin',))
    """
    report, start = PurePath(os.path.abspath(label)), PurePath(os.path.abspath(base))
    if report.is_relative_to(start):
        return report.relative_to(start).parts
    drive = report.drive.strip(":\\/").replace("\\", "/")
    return (*filter(None, drive.split("/")), *report.parts[1:])


def _place_in(file: Path) -> RecordPlace | None:
    """Return whose record a file holds; None if it is not there, or holds none of gouji's."""
    try:
        return parse_place(file.read_bytes())
    except OSError:
        return None


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    new = file.with_name(".gouji-new")
    new.write_bytes(data)
    new.replace(file)
