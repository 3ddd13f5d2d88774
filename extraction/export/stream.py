"""Results to a stream that cannot be continued: a pipe, a device, the screen."""

from dataclasses import dataclass
from typing import BinaryIO

from extraction.export.harmless import shown_in_lines
from extraction.record import Status


@dataclass(frozen=True, slots=True)
class Stream:
    """Writes results as they come; `plain` shows control characters, for a terminal."""

    stream: BinaryIO
    header: bytes = b""
    plain: bool = False

    def __post_init__(self) -> None:
        self.stream.write(self.header)

    def knows(self, label: str) -> bool:  # noqa: ARG002
        """Nothing that was written can be read again."""
        return False

    def statuses(self, label: str, sha256: str) -> tuple[Status, ...] | None:  # noqa: ARG002
        """Everything must be made."""
        return None

    def keep(self, label: str) -> None:
        """Never asked for: nothing is known."""
        raise AssertionError(label)

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


def _for_terminal(data: bytes) -> bytes:
    return shown_in_lines(data.decode("utf-8", "replace")).encode()
