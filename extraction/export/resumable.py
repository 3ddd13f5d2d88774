"""A results file that grows report by report, and is continued after any cut.

The file holds nothing but results: what is kept is found by reading it. Beside it,
while a run goes on, lies OUT.kept. It says that a run was cut off if it is there
when the next one begins. And it holds results that were in the file where the run
wants another report, until their turn comes, so that none is lost if that run is
cut off too. Its first line says whose it is: another file of that name is left alone.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from extraction.export.index import Current, RecordPlace, are_whole, follows
from extraction.export.lock import Lock, beside, cannot_write, lock_file
from extraction.export.ours import begins_otherwise
from extraction.values.errors import AlreadyThere, WrongUsage
from extraction.values.record import Status

FindPlaces = Callable[[BinaryIO], Iterator[RecordPlace]]

MARK = b"Results that gouji keeps while it writes the file beside this one; do not edit.\n"


@dataclass(frozen=True, slots=True)
class FileLayout:
    """The layout of results in a file: what it begins with, and where its records are.

    `header` is written before the first record; `begins` is how every file of this
    kind starts, which tells it from a file of somebody else's; `path_there` is how
    a report's path reads in it.
    """

    header: bytes
    begins: bytes
    find_places: FindPlaces
    path_there: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Group:
    """Records of one file that lie together: they are kept or made again together."""

    places: tuple[RecordPlace, ...]
    aside: bool

    @property
    def start(self) -> int:
        return self.places[0].start

    @property
    def end(self) -> int:
        return self.places[-1].end

    @property
    def whole(self) -> bool:
        return are_whole(self.places)

    def moved(self, by: int) -> "_Group":
        places = (replace(p, start=p.start + by, end=p.end + by) for p in self.places)
        return _Group(tuple(places), aside=True)


@dataclass(slots=True)
class GrowingFile:
    """Results in one file, in the order in which they are kept or added.

    What was found of a file is whole, and may stand, or it is in pieces (cut, there twice,
    out of order): then it is made again, and stays as it lies if the run does not name it.
    With `fresh` nothing that is there is kept.
    """

    path: Path
    layout: FileLayout
    current: Current
    fresh: bool = False
    _file: BinaryIO = field(init=False)
    _groups: dict[str, list[_Group]] = field(init=False)
    _end: int = field(init=False)
    _lock: Lock = field(init=False)

    def __post_init__(self) -> None:
        self.path = Path(os.path.realpath(self.path))
        self._end = len(self.layout.header)
        self._lock = lock_file(self.path)
        try:
            with ExitStack() as opened:
                opened.callback(self._lock.release)
                self._open(opened)
                opened.pop_all()
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def _open(self, opened: ExitStack) -> None:
        if not self.fresh and begins_otherwise(self._aside, MARK):
            raise WrongUsage(
                f"{self._aside} is there and is not gouji's: move it away, name another file "
                "with -o, or let it be overwritten with --fresh.",
                f"{self._aside} 已存在，且不是 gouji 的文件："
                "请移走它，用 -o 另指定文件，或用 --fresh 覆盖。",
            )
        if self.fresh or not self.path.exists():
            self._aside.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
        self.path.touch()
        self._file = opened.enter_context(self.path.open("r+b", buffering=0))
        self._groups = _by_path(self._find())
        if not self._aside.exists():
            self._aside.write_bytes(MARK)
        _write_at(self._file, self.layout.header, 0)

    def _find(self) -> list[_Group]:
        """Return what is there, first what an earlier run has put aside."""
        if begins_otherwise(self.path, self.layout.begins):
            raise AlreadyThere(
                f"{self.path} is there and holds no results of this format",
                f"{self.path} 已存在，内容不是此格式的结果",
            )
        with self.path.open("rb") as file:
            groups = _find_groups(file, self.layout, aside=False)
        if not self._aside.exists():
            return groups
        if groups and groups[-1].places[0].parts is None:
            groups.pop()  # the run was cut off here, and nothing tells whether it is whole
        return self._find_aside() + groups

    def _find_aside(self) -> list[_Group]:
        with self._aside.open("rb") as aside:
            if aside.readline() != MARK:
                return []
            at = aside.tell()
            groups = _find_groups(aside, self.layout, aside=True)
        return [group.moved(at) for group in groups]

    @property
    def _aside(self) -> Path:
        return self.path.with_name(self.path.name + ".kept")

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of a report that is here and stands; None if it must be made."""
        groups = self._groups.get(self.layout.path_there(label), [])
        if len(groups) != 1 or not groups[0].whole:
            return None
        places = groups[0].places
        if not all(self.current.stands(place.made, sha256) for place in places):
            return None
        return tuple(place.status for place in places)

    def knows(self, label: str) -> bool:
        """Say whether anything of this report is here, so that its hash is worth taking."""
        return self.layout.path_there(label) in self._groups

    def keep(self, label: str) -> None:
        """Take over what is here of a report."""
        self._keep(self.layout.path_there(label))

    def _keep(self, path: str) -> None:
        while groups := self._groups[path]:
            if not groups[0].aside and groups[0].start == self._end:
                self._end = groups[0].end
            else:
                self._put_aside()
                self._append(self._read_aside(self._groups[path][0]))
            del self._groups[path][0]
        del self._groups[path]

    def add(self, label: str, records: tuple[bytes, ...]) -> None:
        """Write a report's records, in place of any that are here."""
        self._put_aside()
        self._groups.pop(self.layout.path_there(label), None)
        self._append(b"".join(records))

    def extend(self, label: str, records: tuple[bytes, ...]) -> None:  # noqa: ARG002
        """Write further records of the file that was added last."""
        self._append(b"".join(records))

    def finish(self) -> int:
        """End the run: reports that it did not name stay, at the end; return their number."""
        others = tuple(self._groups)
        for path in others:
            self._keep(path)
        self._file.truncate(self._end)
        self._aside.unlink(missing_ok=True)
        return len(others)

    def close(self) -> None:
        """Close the file; what was added is on its way to the disk already."""
        self._file.close()
        self._lock.release()

    def _append(self, data: bytes) -> None:
        _write_at(self._file, data, self._end)
        self._end += len(data)

    def _put_aside(self) -> None:
        """Make room at the end: what lies there moves to the file of the kept."""
        if self._file.seek(0, os.SEEK_END) <= self._end:
            return
        if any(not group.aside for groups in self._groups.values() for group in groups):
            self._move_rest_aside()
        self._file.truncate(self._end)

    def _move_rest_aside(self) -> None:
        new = beside(self.path, "kept")
        old = self._aside.read_bytes() if self._aside.exists() else b""
        old = old if len(old) > len(MARK) else MARK + self.layout.header
        ours = [g for groups in self._groups.values() for g in groups if not g.aside]
        end = max(group.end for group in ours)
        new.write_bytes(old + _read_at(self._file, self._end, end))
        new.replace(self._aside)
        shift = len(old) - self._end
        for path, groups in self._groups.items():
            self._groups[path] = [g if g.aside else g.moved(shift) for g in groups]

    def _read_aside(self, group: _Group) -> bytes:
        with self._aside.open("rb") as aside:
            return _read_at(aside, group.start, group.end)


def _find_groups(file: BinaryIO, layout: FileLayout, *, aside: bool) -> list[_Group]:
    runs: list[list[RecordPlace]] = []
    for place in layout.find_places(file):
        if runs and follows(place, runs[-1][-1]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [_Group(tuple(places), aside) for places in runs]


def _by_path(groups: list[_Group]) -> dict[str, list[_Group]]:
    """Return what was found of each report.

    What lies in the file and was put aside as well is the same, or newer in the file; but a
    record that the file holds in pieces, for its run was killed, is whole where it was put aside.
    """
    found: dict[str, list[_Group]] = {}
    for group in groups:
        found.setdefault(group.places[0].path, []).append(group)
    for path, pieces in found.items():
        here = [piece for piece in pieces if not piece.aside]
        kept = [piece for piece in pieces if piece.aside]
        if here and kept:
            stays = len(here) == 1 and here[0].whole
            found[path] = here if stays or len(kept) != 1 or not kept[0].whole else kept
    return found


def _write_at(file: BinaryIO, data: bytes, offset: int) -> None:
    file.seek(offset)
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _read_at(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    pieces: list[bytes] = []
    while start < end and (piece := file.read(end - start)):
        pieces.append(piece)
        start += len(piece)
    return b"".join(pieces)
