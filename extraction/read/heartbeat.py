"""Signs of life while one file is read: what takes its time for each page tells of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Awaiting = Callable[[], None]
"""Whoever waits for a file, and would give it up if nothing were heard."""


def _nobody() -> None:
    """Stand for a listener where nobody waits."""


_HEARD: ContextVar[Awaiting] = ContextVar("listener", default=_nobody)


@contextmanager
def heartbeats_to(listener: Awaiting) -> Iterator[None]:
    """Let a listener hear each sign of life that is given inside."""
    before = _HEARD.set(listener)
    try:
        yield
    finally:
        _HEARD.reset(before)


def beat() -> None:
    """Give a sign of life.

    >>> heard = []
    >>> with heartbeats_to(lambda: heard.append("alive")):
    ...     beat()
    >>> beat()
    >>> heard
    ['alive']
    """
    _HEARD.get()()
