"""Telling what gouji has written from what is somebody else's: no result is a report."""

import zipfile
from pathlib import Path

_PAGE = b"<!doctype html>\n<!-- gouji "
_TABLE = b"\xef\xbb\xbfpath,part,"
_LINES = b'{"schema":"gouji/'
_RECORD = b'{\n "schema": "gouji/'
_BEGINNINGS = (_PAGE, _TABLE, _LINES, _RECORD)
"""How pages, tables for Excel, lines and records begin that gouji writes."""
_AUTHOR = b"<dc:creator>gouji</dc:creator>"
_PROPERTIES = "docProps/core.xml"
_LONGEST_PROPERTIES = 100_000


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


def is_result(file: Path) -> bool:
    """Say whether a file holds results that gouji has written: a page, a table, a workbook.

    A file that cannot be looked at is none: who reads it says what is wrong with it.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(max(map(len, _BEGINNINGS)))
        return head.startswith(_BEGINNINGS) or (head[:2] == b"PK" and _is_workbook(file))
    except OSError:
        return False


def _is_workbook(file: Path) -> bool:
    """Say whether a workbook names gouji as its author."""
    try:
        with zipfile.ZipFile(file) as parts, parts.open(_PROPERTIES) as properties:
            return _AUTHOR in properties.read(_LONGEST_PROPERTIES)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
