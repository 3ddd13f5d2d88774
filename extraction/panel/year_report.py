"""What a panel keeps of one record: its settled figures, its dates, and digests of its words."""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.values.record import CellKey, Fact, Record, Scope, Status

Sentences = Mapping[str, "array[int]"]

_END = re.compile(r"[。；;！!？?\n\r]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_NO_WORDS = re.compile(r"[\W_]+")
_NEAR = 1
"""Characters between a figure and its change: a comma. Behind more, it may be another's."""
_SHORTEST = 8
"""Characters: headings and `无` say nothing about who copied them."""


@dataclass(frozen=True, slots=True)
class StatedChange:
    """What the prose says, right behind a figure of the report's own, of its change."""

    key: str
    figure: Decimal
    amount: Decimal
    unit: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """One report, as far as years are compared.

    figures: the settled numbers by path. paths: every cell of its form. sentences: digests of
    the sentences of each section without a table, years masked.
    """

    source: str
    year: int | None
    agency: str | None
    region: str | None
    uscc: str | None
    scope: Scope | None
    status: Status
    form: str | None
    mixed: tuple[tuple[str, str], ...]
    signed: date | None
    published: date | None
    figures: Mapping[str, Decimal] = field(repr=False)
    paths: tuple[str, ...] = field(repr=False)
    sentences: Sentences = field(repr=False)
    changes: tuple[StatedChange, ...]
    known: Form | None = field(repr=False, compare=False)

    def sum_of(self, globs: Iterable[str]) -> Decimal | None:
        """Return the sum of all cells under these paths; None unless each is a number."""
        total, some = Decimal(0), False
        for glob in globs:
            for path in find_paths(self.paths, glob):
                if path not in self.figures:
                    return None
                total, some = total + self.figures[path], True
        return total if some else None

    def name(self, path: str) -> CellKey:
        """Return the labels of a cell's table, row and column; its keys where no form is known."""
        key = CellKey(*path.split("."))
        if self.known is None or key not in self.known.columns:
            return key
        named = self.known.name(key)
        return CellKey(self.known.table(key.table).label, named.row, named.column)

    @property
    def nonzero(self) -> dict[str, Decimal]:
        """The settled figures that are not zero."""
        return {path: value for path, value in self.figures.items() if value}


@lru_cache(maxsize=1024)
def find_paths(paths: tuple[str, ...], glob: str) -> tuple[str, ...]:
    """Return the paths that a pattern means.

    >>> find_paths(("a.b.c", "a.bd.c", "a.b.e"), "a.b*.c")
    ('a.b.c', 'a.bd.c')
    """
    return tuple(path for path in paths if fnmatchcase(path, glob))


@lru_cache(maxsize=4096)
def _path_of(table: str, row: str, column: str) -> str:
    return f"{table}.{row}.{column}"


def record_to_report(record: Record, forms: Iterable[Form]) -> YearReport:
    """Return what a panel keeps of a record; of one that needs review the settled cells."""
    figures, paths = {}, []
    for table, rows in record.tables.items():
        for row, cells in rows.items():
            for column, cell in cells.items():
                path = _path_of(table, row, column)
                paths.append(path)
                if cell.state == "number" and cell.value is not None:
                    figures[path] = cell.value
    metadata, part = record.metadata, record.source.part
    prose = {key: found.text for key, found in record.sections.items() if key not in record.tables}
    return YearReport(
        source=record.source.path + (f" ({part})" if part > 1 else ""),
        year=metadata.year,
        agency=metadata.agency,
        region=metadata.region,
        uscc=metadata.uscc,
        scope=None if metadata.scope == "unknown" else metadata.scope,
        status=record.status,
        form=record.form,
        mixed=tuple(sorted(record.mixed.items())),
        signed=metadata.signed,
        published=metadata.published,
        figures=figures,
        paths=_shared(tuple(paths)),
        sentences={key: digest_sentences(text) for key, text in prose.items()},
        changes=tuple(_find_changes(record.facts)),
        known=find_known_form(record.form, record.mixed, forms),
    )


def _find_changes(facts: Sequence[Fact]) -> Iterator[StatedChange]:
    """Yield each change that stands right behind a plain figure: 申请49件，同比增长20%."""
    for fact, change in pairwise(facts):
        plain = not (fact.approximate or fact.cumulative or fact.scope or change.approximate)
        near = 0 <= change.span[0] - fact.span[1] <= _NEAR
        if plain and near and (fact.kind, change.kind) == ("count", "change"):
            yield StatedChange(fact.key, fact.value, change.value, change.unit, change.quote)


@lru_cache(maxsize=64)
def _shared(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same object for the same paths: thousands of reports share a form."""
    return paths


def digest_sentences(text: str) -> "array[int]":
    """Return a number for each sentence, equal where only years, spaces and marks differ.

    >>> one = digest_sentences("2022年，全区主动公开信息120条。无。")
    >>> one == digest_sentences("2023年 全区主动公开信息120条。"), len(one)
    (True, 1)
    """
    digests = array("Q")
    for sentence in _END.split(text):
        bare = _YEAR.sub("0", unicodedata.normalize("NFKC", sentence))
        bare = _NO_WORDS.sub("", bare)
        if len(bare) >= _SHORTEST:
            digest = blake2b(bare.encode("utf-8", "replace"), digest_size=8).digest()
            digests.append(int.from_bytes(digest, "big"))
    return digests
