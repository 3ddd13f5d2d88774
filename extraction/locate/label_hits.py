"""Which rows, columns and titles of which tables each token resembles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.forms.label_index import LabelIndex, Match
from extraction.locate.thresholds import LABEL_SURE, LONGEST_LABEL, SHORT_LABEL
from extraction.values.layout import Token

Hits = Mapping[str, Match]
"""The best match of one token in each table, by the key of the table."""

_NOTHING: Hits = {}  # most tokens are figures, and resemble no label


def find_hits(tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]) -> list[Hits]:
    """Return for each token the best match in each table, by itself or wrapped over two."""
    notes = _Notes([_NOTHING] * len(tokens), label_indexes)
    for index, text in _find_labels(tokens):
        notes.add((index,), text)
    for index, text in _find_wrapped(tokens):
        notes.add((index, index + 1), text)
    for (left, begun), (right, text) in pairwise(_find_labels(tokens)):
        if _may_go_on(tokens[left:right]):
            alone = notes.hits[left].values()
            notes.add((right,), begun + text, max(LABEL_SURE, _best_score(alone)))
    return notes.hits


def _find_labels(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the texts that may be a row's or a column's name, and which token each is."""
    for index, token in enumerate(tokens):
        if token.kind == "label" and len(token.text) <= LONGEST_LABEL:
            yield index, token.text


def _find_wrapped(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the texts of two labels in a row, as of one that is wrapped, and which is the first."""
    for index, (token, following) in enumerate(pairwise(tokens)):
        if token.kind == following.kind == "label":
            wrapped = token.text + following.text
            if len(wrapped) <= LONGEST_LABEL:
                yield index, wrapped


def _may_go_on(row: Sequence[Token]) -> bool:
    """Whether a label, parted from its figures by spaces, may go on in the next printed line."""
    label, *behind = row
    for token in behind:
        if token.kind == "label" or token.cell != label.cell:
            return False
    return bool(behind)


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is noted of each token; equal notes are one, for a file may hold many reports."""

    hits: list[Hits]
    label_indexes: Sequence[LabelIndex]
    known: dict[tuple[object, ...], Hits] = field(default_factory=dict)

    def add(self, indices: tuple[int, ...], text: str, floor: float = LABEL_SURE) -> None:
        """Note what a text resembles more than all that is known of its tokens, and `floor`."""
        for label_index in self.label_indexes:
            table = label_index.table.key
            best = label_index.find(text)[:1]
            for match in best:
                for index in indices:
                    self._keep_better(index, table, match, floor)

    def _keep_better(self, index: int, table: str, match: Match, floor: float) -> None:
        found = self.hits[index]
        if table in found:
            floor = max(floor, found[table].score)
        if match.score <= floor:
            return
        noted = {**found, table: match}
        key = tuple(noted.items())
        self.hits[index] = self.known.setdefault(key, noted)


def owns_label(found: Hits, table: str) -> bool:
    """Whether a label speaks for this table more than for any other.

    A short column head (其他, 总计) speaks for none: it is printed in several, cut off.
    """
    match = found.get(table)
    if match is None:
        return False
    target = match.target
    if target.kind == "column" and len(target.labels[0]) <= SHORT_LABEL:
        return False
    return match.score > _best_score(_find_elsewhere(found, table))


def is_row_elsewhere(found: Hits, table: str) -> bool:
    """Whether a label is a row of another table."""
    return any(match.target.kind == "row" for match in _find_elsewhere(found, table))


def _find_elsewhere(found: Hits, table: str) -> Iterator[Match]:
    """Yield the matches in all tables but this one."""
    for other, match in found.items():
        if other != table:
            yield match


def _best_score(matches: Iterable[Match]) -> float:
    return max((match.score for match in matches), default=0.0)
