"""Results that are not continued: a pipe, a device, the screen, a file made anew."""

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from extraction.export.escaping import shown_in_lines
from extraction.export.lock import Lock, beside, cannot_write, lock_file
from extraction.export.ours import begins_otherwise
from extraction.values.errors import AlreadyThere
from extraction.values.record import Status


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

    def add(self, label: str, records: tuple[Any, ...]) -> None:
        """Write a report's records: each kind of results in its own way."""
        raise NotImplementedError

    def extend(self, label: str, records: tuple[Any, ...]) -> None:
        """Write further records of the file that was added last."""
        self.add(label, records)


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
    """Results in a file that is made anew; it is there whole once the run is through.

    A file that is there and does not begin with `begins` is overwritten only if `fresh`.
    """

    path: Path
    header: bytes
    begins: bytes
    fresh: bool = False
    _file: BinaryIO = field(init=False)
    _lock: Lock = field(init=False)

    def __post_init__(self) -> None:
        self.path = Path(os.path.realpath(self.path))
        self._lock = lock_file(self.path)
        try:
            with ExitStack() as opened:
                opened.callback(self._lock.release)
                if not self.fresh and begins_otherwise(self.path, self.begins):
                    raise AlreadyThere(
                        f"{self.path} is there and was not written by this command",
                        f"{self.path} 已存在，且不是本命令写入的",
                    )
                self._file = opened.enter_context(self._new.open("wb"))
                self._file.write(self.header)
                opened.pop_all()
        except OSError as error:
            raise cannot_write(self.path, error) from error

    @property
    def _new(self) -> Path:
        return beside(self.path, "new")

    def add(self, label: str, records: tuple[bytes, ...]) -> None:  # noqa: ARG002
        """Write what came of a file."""
        self._file.writelines(records)

    def finish(self) -> int:
        """Put the file in its place."""
        self._file.close()
        self._new.replace(self.path)
        return 0

    def close(self) -> None:
        """Let go of the file; of a run that was stopped nothing stays."""
        try:
            self._file.close()
        finally:
            self._new.unlink(missing_ok=True)
            self._lock.release()


def _for_terminal(data: bytes) -> bytes:
    return shown_in_lines(data.decode("utf-8", "replace")).encode()
