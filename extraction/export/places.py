"""Where written records lie, and which of them need not be made again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from extraction.record import Status


class Made(NamedTuple):
    """What a record was made from and with: equal ones are equal records."""

    sha256: str
    gouji: str
    form: str | None
    form_version: str | None
    reader: str = "offline"


@dataclass(frozen=True, slots=True)
class Place:
    """One written record: whose it is, its verdict, and its bytes in a file."""

    path: str
    part: int
    made: Made
    status: Status
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Current:
    """What records would be made with now: gouji, the version of each form, and who reads."""

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
        >>> now.stands(Made("ab", "1.0", None, None), "ab")
        False
        """
        known = made.form is not None and self.forms.get(made.form) == made.form_version
        same = (made.gouji, made.reader) == (self.gouji, self.reader)
        return known and same and made.sha256 == sha256 != ""


def place_of(record: Mapping[str, object]) -> Place:
    """Return whose record a mapping read from JSON is; KeyError or TypeError if it is none."""
    source = cast(Mapping[str, str], record["source"])
    versions = cast(Mapping[str, str], record["versions"])
    form = cast(str | None, record["form"])
    reader = versions.get("reader", "offline")
    made = Made(source["sha256"], versions["gouji"], form, versions["form"], reader)
    return Place(source["path"], cast(int, source["part"]), made, cast(Status, record["status"]))
