"""Records as JSON, on a line or a page each, and where they lie in a file of lines."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from extraction.export.exact import exact_json
from extraction.export.index import RecordPlace, place_of_record
from extraction.values.errors import WrongUsage
from extraction.values.record import Record

BEGINS = b'{"schema":'

_LONGEST_LINE = 256 * 1024 * 1024  # bytes: four times the largest file that is read


def record_to_line(record: Record) -> bytes:
    """Return the record as one line of JSON in UTF-8."""
    return exact_json(record) + b"\n"


def record_to_page(record: Record) -> bytes:
    """Return the record as JSON on many lines, for a file of its own."""
    return exact_json(record, indent=1) + b"\n"


def find_places(file: BinaryIO) -> Iterator[RecordPlace]:
    """Yield where each record lies; a last line without its end was cut off, and left out."""
    start = 0
    lines = iter(lambda: file.readline(_LONGEST_LINE), b"")
    for number, line in enumerate(lines, start=1):
        if not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
            return
        place = parse_place(line)
        if place is None:
            raise WrongUsage(
                f"{file.name}, line {number}, holds no record that can be read: mend or delete "
                "the line, or start over with --fresh.",
                f"{file.name} 第 {number} 行没有可读的记录："
                "请修正或删除该行，或用 --fresh 从头开始。",
            )
        yield replace(place, start=start, end=start + len(line))
        start += len(line)


def parse_place(text: bytes) -> RecordPlace | None:
    r"""Return whose record a text of JSON holds; None if it holds no record of gouji's.

    >>> parse_place(b'{"half of a li\n') is None
    True
    """
    try:
        return place_of_record(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
