"""Results that are not continued: a pipe, a device, the screen, a file made anew."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from extraction.errors import WrongUsage
from extraction.export.harmless import shown_in_lines
from extraction.record import Status


class Unkept:
    """Results of which nothing can be read again: every report is made."""

    __slots__ = ()

    def knows(self, label: str) -> bool:  # noqa: ARG002
        """Nothing is there before it is made."""
        return False

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:  # noqa: ARG002
        """Everything must be made."""
        return None

    def keep(self, label: str) -> None:
        """Never asked for: nothing is known."""
        raise AssertionError(label)


@dataclass(frozen=True, slots=True)
class Stream(Unkept):
    """Writes results as they come; `plain` shows control characters, for a terminal."""

    stream: BinaryIO
    header: bytes = b""
    plain: bool = False

    def __post_init__(self) -> None:
        self.stream.write(self.header)

    def add(self, label: str, records: tuple[bytes, ...]) -> None:  # noqa: ARG002
        """Write a report's records."""
        for record in records:
            self.stream.write(_for_terminal(record) if self.plain else record)
        self.stream.flush()

    def finish(self) -> int:
        """End the run."""
        return 0

    def close(self) -> None:
        """The stream belongs to who opened it."""
        self.stream.flush()


@dataclass(slots=True)
class WholeFile(Unkept):
    """Results in a file that is made anew; it is there whole once the run is through."""

    path: Path
    header: bytes = b""
    _file: BinaryIO = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._new.open("wb")
        except OSError as error:
            raise WrongUsage(
                f"Results cannot be written to {self.path}: {error.strerror}. Name another "
                "file with -o."
            ) from error
        self._file.write(self.header)

    @property
    def _new(self) -> Path:
        return self.path.with_name(self.path.name + ".new")

    def add(self, label: str, records: tuple[bytes, ...]) -> None:  # noqa: ARG002
        """Write what came of a file."""
        self._file.writelines(records)

    def finish(self) -> int:
        """Put the file in its place."""
        self._file.flush()
        self._new.replace(self.path)
        return 0

    def close(self) -> None:
        """Let go of the file; of a run that was stopped nothing stays."""
        self._file.close()
        self._new.unlink(missing_ok=True)


def _for_terminal(data: bytes) -> bytes:
    return shown_in_lines(data.decode("utf-8", "replace")).encode()
