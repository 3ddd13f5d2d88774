"""Time as the waiting parts of this room see it, so that a test need not wait."""

import time
from threading import Condition
from typing import Protocol


class Clock(Protocol):
    """Tells the time in seconds, and waits."""

    def now(self) -> float:
        """Return seconds since some moment in the past; never goes back."""

    def wait(self, condition: Condition, seconds: float | None) -> None:
        """Wait until the condition is notified, at most that long; its lock is held."""


class WallClock:
    """The time that passes for everybody."""

    def now(self) -> float:
        """Return the monotonic clock's seconds."""
        return time.monotonic()

    def wait(self, condition: Condition, seconds: float | None) -> None:
        """Wait until the condition is notified, at most that long; its lock is held."""
        condition.wait(seconds)
