"""A results file that grows report by report, and is continued after any cut.

The file holds nothing but results: what is kept is found by reading it. Beside it,
while a run goes on, lies OUT.kept. It says that a run was cut off if it is there
when the next one begins: then the last report may not be whole, and is made again.
And it holds results that were in the file where the run wants another report, until
their turn comes, so that none is lost if that run is cut off too.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from extraction.errors import WrongUsage
from extraction.export.places import Current, Place
from extraction.record import Status

FindPlaces = Callable[[BinaryIO], Iterator[Place]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How results lie in a file: what it begins with, and where its records are.

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
    """The records of one file: they are kept or made again together."""

    places: tuple[Place, ...]
    aside: bool

    @property
    def start(self) -> int:
        return self.places[0].start

    @property
    def end(self) -> int:
        return self.places[-1].end

    def moved(self, by: int) -> "_Group":
        places = (replace(p, start=p.start + by, end=p.end + by) for p in self.places)
        return _Group(tuple(places), aside=True)


@dataclass(slots=True)
class GrowingFile:
    """Results in one file, in the order in which they are kept or added."""

    path: Path
    layout: Layout
    current: Current
    _file: BinaryIO = field(init=False)
    _groups: dict[str, _Group] = field(init=False)
    _end: int = field(init=False)

    def __post_init__(self) -> None:
        self._end = len(self.layout.header)
        try:
            self._file = _open(self.path, self._aside)
            with ExitStack() as opened:
                opened.callback(self._file.close)
                self._groups = {group.places[0].path: group for group in self._find()}
                self._aside.touch()
                _write_at(self._file.fileno(), self.layout.header, 0)
                opened.pop_all()
        except OSError as error:
            raise WrongUsage(
                f"Results cannot be written to {self.path}: {error.strerror}. Name another "
                "file with -o."
            ) from error

    def _find(self) -> list[_Group]:
        """Return what is there to keep; of a run that was cut off, all but the last report."""
        _refuse_foreign(self._file, self.layout)
        groups = _find_groups(self._file, self.layout, aside=False)
        if not self._aside.exists():
            return groups
        with self._aside.open("rb") as aside:
            return _find_groups(aside, self.layout, aside=True) + groups[:-1]

    @property
    def _aside(self) -> Path:
        return self.path.with_name(self.path.name + ".kept")

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of a report that is here and stands; None if it must be made."""
        group = self._groups.get(self.layout.path_there(label))
        if group and all(self.current.stands(place.made, sha256) for place in group.places):
            return tuple(place.status for place in group.places)
        return None

    def knows(self, label: str) -> bool:
        """Say whether anything of this report is here, so that its hash is worth taking."""
        return self.layout.path_there(label) in self._groups

    def keep(self, label: str) -> None:
        """Take over what is here of a report."""
        self._keep(self.layout.path_there(label))

    def _keep(self, path: str) -> None:
        group = self._groups[path]
        if not group.aside and group.start == self._end:
            self._end = group.end
        else:
            self._put_aside()
            self._append(self._read_aside(self._groups[path]))
        del self._groups[path]

    def add(self, label: str, records: tuple[bytes, ...]) -> None:
        """Write a report's records, in place of any that are here."""
        self._put_aside()
        self._groups.pop(self.layout.path_there(label), None)
        self._append(b"".join(records))

    def finish(self) -> int:
        """End the run: reports that it did not name stay, at the end; return their number."""
        others = tuple(self._groups)
        for path in others:
            self._keep(path)
        os.ftruncate(self._file.fileno(), self._end)
        self._aside.unlink(missing_ok=True)
        return len(others)

    def close(self) -> None:
        """Close the file; what was added is on its way to the disk already."""
        self._file.close()

    def _append(self, data: bytes) -> None:
        _write_at(self._file.fileno(), data, self._end)
        self._end += len(data)

    def _put_aside(self) -> None:
        """Make room at the end: what lies there moves to the file of the kept."""
        number = self._file.fileno()
        if os.fstat(number).st_size <= self._end:
            return
        if any(not group.aside for group in self._groups.values()):
            self._move_rest_aside()
        os.ftruncate(number, self._end)

    def _move_rest_aside(self) -> None:
        new = self.path.with_name(self.path.name + ".kept.new")
        old = self._aside.read_bytes() or self.layout.header
        self._file.seek(self._end)
        end = max(group.end for group in self._groups.values() if not group.aside)
        new.write_bytes(old + self._file.read(end - self._end))
        new.replace(self._aside)
        shift = len(old) - self._end
        for label, group in self._groups.items():
            if not group.aside:
                self._groups[label] = group.moved(shift)

    def _read_aside(self, group: _Group) -> bytes:
        with self._aside.open("rb") as aside:
            aside.seek(group.start)
            return aside.read(group.end - group.start)


def _open(path: Path, aside: Path) -> BinaryIO:
    if not path.exists():
        aside.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path.open("r+b")


def _refuse_foreign(file: BinaryIO, layout: Layout) -> None:
    head = file.read(len(layout.begins))
    file.seek(0)
    if head and not layout.begins.startswith(head):
        raise WrongUsage(
            f"{file.name} is there and holds no results of this format: name another file with "
            "-o, or overwrite it with --fresh."
        )


def _find_groups(file: BinaryIO, layout: Layout, *, aside: bool) -> list[_Group]:
    file.seek(0)
    groups: list[_Group] = []
    for place in layout.find_places(file):
        last = groups[-1].places if groups else ()
        if last and last[0].path == place.path and place.part > last[-1].part:
            groups[-1] = _Group((*last, place), aside)
        else:
            groups.append(_Group((place,), aside))
    return groups


def _write_at(number: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(number, view, offset)
        view = view[written:]
        offset += written
