"""Results as a folder of JSON files, one a report, named as the reports are."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from extraction.errors import WrongUsage
from extraction.export.jsonl import parse_place
from extraction.export.places import Current, Place
from extraction.record import Status

_LONGEST = 230  # bytes; most file systems stop at 255


def file_name(report: PurePath, part: int = 1) -> PurePath:
    """Return the name of a report's file of results; different reports have different names.

    >>> file_name(PurePath("b/2024.txt")).as_posix(), file_name(PurePath("100%.txt"), 2).as_posix()
    ('b/2024.txt.json', '100%25.txt%part2.json')
    """
    name = _short(report.name.replace("%", "%25")) + (f"%part{part}" if part > 1 else "")
    return report.with_name(name + ".json")


def _short(name: str) -> str:
    """Return a name that the file system takes with our ending; a long one ends in its hash."""
    data = name.encode("utf-8", "replace")
    if len(data) <= _LONGEST:
        return name
    return (
        data[: _LONGEST - 20].decode("utf-8", "ignore")
        + "%"
        + hashlib.sha256(data).hexdigest()[:16]
    )


@dataclass(frozen=True, slots=True)
class Folder:
    """Results in files of their own, below a folder.

    `base` is the folder that the names of reports start from; with `fresh`, nothing
    that is there is kept.
    """

    path: Path
    base: Path
    current: Current
    fresh: bool = False

    def __post_init__(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongUsage(
                f"Results cannot be written to the folder {self.path}: {error.strerror}. "
                "Name another with -o."
            ) from error

    def _file(self, label: str, part: int = 1) -> Path:
        report = PurePath(os.path.relpath(label, self.base))
        return self.path / file_name(report, part)

    def _places(self, label: str) -> tuple[Place, ...]:
        """Return the report's records that are here; the first part is written last."""
        places: list[Place] = []
        while (file := self._file(label, len(places) + 1)).is_file():
            place = parse_place(file.read_bytes())
            if place is None:
                return ()
            places.append(place)
        return tuple(places)

    def knows(self, label: str) -> bool:
        """Say whether anything of this report is here, so that its hash is worth taking."""
        return not self.fresh and self._file(label).is_file()

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:
        """Return the verdicts of a report that is here and stands; None if it must be made."""
        places = self._places(label)
        if places and all(p.path == label and self.current.stands(p.made, sha256) for p in places):
            return tuple(place.status for place in places)
        return None

    def keep(self, label: str) -> None:
        """Take over what is here of a report: it lies in its place already."""

    def add(self, label: str, records: tuple[bytes, ...]) -> None:
        """Write a report's records, in place of any that are here."""
        beyond = len(records) + 1
        while (stale := self._file(label, beyond)).is_file():
            stale.unlink()
            beyond += 1
        for part in range(len(records), 0, -1):
            file = self._file(label, part)
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, records[part - 1])

    def finish(self) -> int:
        """End the run; what other runs have left here stays, and is not counted."""
        return 0

    def close(self) -> None:
        """Nothing is held open."""


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    new = file.with_name(".gouji.new")
    new.write_bytes(data)
    new.replace(file)
