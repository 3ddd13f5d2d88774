"""Index written records: where they lie, and which of them need not be made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, cast, get_args

from extraction.values.record import SCHEMA, Status


class Made(NamedTuple):
    """The inputs and settings that a record was made from: equal ones are equal records.

    reader: see `name_reader`.
    """

    sha256: str
    gouji: str
    form: str | None
    form_version: str | None
    reader: str = "offline"
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """One written record: whose it is, its verdict, and its bytes in a file.

    parts: how many reports its file holds, None where that was not written. whole: whether
    all that was written of it lies there, in order.
    """

    path: str
    part: int
    made: Made
    status: Status
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    parts: int | None = None
    whole: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Current:
    """The settings of today: gouji's version, each form's, and the reader."""

    gouji: str
    forms: Mapping[str, str]
    reader: str = "offline"

    def stands(self, made: Made, sha256: str) -> bool:
        """Say whether a record made so would come out the same today.

        A file that could not be read, or in which no form was found, is tried again.

        >>> now = Current("1.0", {"cn2021": "1"})
        >>> now.stands(Made("ab", "1.0", "cn2021", "1"), "ab")
        True
        >>> now.stands(Made("ab", "0.9", "cn2021", "1"), "ab")
        False
        >>> now.stands(Made("ab", "1.0", "cn2021", "1", schema="gouji/0"), "ab")
        False
        >>> now.stands(Made("ab", "1.0", None, None), "ab")
        False
        """
        known = made.form is not None and self.forms.get(made.form) == made.form_version
        ours = (self.gouji, self.reader, SCHEMA)
        same = (made.gouji, made.reader, made.schema) == ours
        return known and same and made.sha256 == sha256 != ""


def are_whole(places: Sequence[RecordPlace]) -> bool:
    """Say whether these are all the records of a file, each of them whole, in order.

    A record of before `parts` was written tells no number: then those that are there count.
    """
    in_order = places[0].part == 1 and all(follows(b, a) for a, b in pairwise(places))
    number = places[0].parts
    all_there = number is None or len(places) == number
    return in_order and all_there and all(place.whole for place in places)


def follows(place: RecordPlace, last: RecordPlace) -> bool:
    """Say whether a record is the next one of the same file."""
    same = (place.path, place.parts) == (last.path, last.parts)
    return same and place.part == last.part + 1


def place_of_record(record: Mapping[str, object]) -> RecordPlace:
    """Return whose record a mapping read from JSON is; KeyError or TypeError if it is none."""
    source = cast(Mapping[str, object], record["source"])
    versions = cast(Mapping[str, object], record["versions"])
    made = Made(
        _text(source["sha256"]),
        _text(versions["gouji"]),
        _text_or_none(record["form"]),
        _text_or_none(versions["form"]),
        name_reader(_text(versions.get("reader", "offline")), versions.get("asking")),
        _text(record["schema"]),
    )
    parts = source.get("parts")
    number = None if parts is None else _count(parts)
    path, part = _text(source["path"]), _count(source["part"])
    return RecordPlace(path, part, made, status_of(record["status"]), parts=number)


def name_reader(reader: str, asking: object) -> str:
    """Return who has read a report, with the digest of how a model was asked, if one was.

    >>> name_reader("offline", None), name_reader("auto openai/some, 2 rounds", "ab12")
    ('offline', 'auto openai/some, 2 rounds #ab12')
    """
    return reader if asking is None else f"{reader} #{asking}"


def status_of(value: object) -> Status:
    """Return a verdict; TypeError if it is none."""
    if value not in get_args(Status):
        raise TypeError(value)
    return cast(Status, value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise TypeError(value)
    return value
