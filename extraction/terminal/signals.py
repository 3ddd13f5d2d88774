"""Ctrl-C and SIGTERM end a run in an orderly way, between two files."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Stop:
    """Whether a signal has asked us to end, and which.

    Nothing is raised where the signal comes in: that may be the middle of a library
    that takes the exception for a mistake of the report's.
    """

    number: int = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Note the signal; a second one ends us at once."""
        del frame
        self.number = number
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)

    def __bool__(self) -> bool:
        """Say whether we have been asked."""
        return self.number != 0


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let Ctrl-C and SIGTERM only be noted while this goes on."""
    stop = Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
