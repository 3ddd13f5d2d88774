"""Records as JSON, on a line or a page each, and where they lie in a file of lines."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from extraction.errors import WrongUsage
from extraction.export.places import Place, place_of
from extraction.record import Record

BEGINS = b'{"schema":"gouji/1"'


def record_to_line(record: Record) -> bytes:
    """Return the record as one line of JSON in UTF-8."""
    return record.model_dump_json(by_alias=True).encode() + b"\n"


def record_to_page(record: Record) -> bytes:
    """Return the record as JSON on many lines, for a file of its own."""
    return record.model_dump_json(by_alias=True, indent=1).encode() + b"\n"


def find_places(file: BinaryIO) -> Iterator[Place]:
    """Yield where each record lies; the last line may be half written, no other.

    A first byte of 0 is the growing file's sign that the write was cut off there.
    """
    start = 0
    broken = None
    for number, line in enumerate(file, start=1):
        if broken is not None:
            raise WrongUsage(
                f"{file.name}, line {broken}, holds no record that can be read: mend or delete "
                "the line, or start over with --fresh."
            )
        if line.startswith(b"\0"):
            return
        place = parse_place(line) if line.endswith(b"\n") else None
        if place is None:
            broken = number
        else:
            yield replace(place, start=start, end=start + len(line))
        start += len(line)


def parse_place(text: bytes) -> Place | None:
    r"""Return whose record a text of JSON holds; None if it holds no record of gouji's.

    >>> parse_place(b'{"half of a li\n') is None
    True
    """
    try:
        return place_of(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return None
