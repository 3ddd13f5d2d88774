"""Telling what gouji has written from what is somebody else's, before anything is overwritten."""

from pathlib import Path


def begins_otherwise(file: Path, begins: bytes) -> bool:
    """Say whether a file is there, is not empty, and does not begin so.

    One that was cut off within its beginning is not told from ours: nothing is lost with it.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(len(begins))
    except FileNotFoundError:
        return False
    return bool(head) and not begins.startswith(head)


def holds_something(file: Path) -> bool:
    """Say whether a file is there that is not empty."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False
