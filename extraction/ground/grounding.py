"""Bring a model's rows of a table back to the text: it may say where, the text says what.

A model's figures are never taken over. Each row that it answers is looked for in the
text: its figures, one after the other as printed, behind a label like its own. What is
found is handed on as tokens of the text itself, to be aligned, filled and proven by the
same stations that read without a model. A row that is not found so, or beside which a
figure is left over, is no answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from extraction.forms.table import Table, label_key
from extraction.ground.passage_figures import split_figures
from extraction.ground.thresholds import (
    CLAIM_ALIKE,
    CLAIM_LOOSE,
    CLAIM_PLAIN,
    HEADER_PRINTED,
    LABEL_PARTS,
    NAMELESS_ROW,
)
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, Token


class RowClaim(NamedTuple):
    """A row as a model answers it: its label, and its cells that are not empty, repaired."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroundedRow:
    """An answered row that stands in the text.

    claim: its place in the answer. label: what is printed in front of (or around) the
    figures. values: the text's own tokens. alike: how much the printed label resembles
    the answered one, 0 to 100.
    """

    claim: int
    label: Token
    values: tuple[Token, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Grounded:
    """The rows of an answer that stand in the text.

    tokens: headers and rows as the answer orders them: its labels at the places of the
    printed ones, and the text's own figures. printed: the label printed at each place.
    """

    tokens: tuple[Token, ...]
    printed: Mapping[Span, str]

    def relabel(self, aligned: AlignedTable) -> AlignedTable:
        """Return an aligned answer whose lines carry the labels that the text prints."""
        blocks = tuple(self._relabel_block(block) for block in aligned.blocks)
        return replace(aligned, blocks=blocks)

    def _relabel_block(self, block: AlignedBlock) -> AlignedBlock:
        lines = []
        for line in block.lines:
            label = self.printed.get(line.span, line.label)
            lines.append(replace(line, label=label))
        return replace(block, lines=tuple(lines))


def ground_answer(
    claims: Sequence[RowClaim], headers: Sequence[str], tokens: Sequence[Token], table: Table
) -> Grounded:
    """Return what of an answer stands among the tokens of a passage, in their order there."""
    across = table.blocks[0].arrangement == "across"
    if across:
        claims = _join_across(claims, table)
    rows = ground_rows(claims, tokens, CLAIM_LOOSE if across else CLAIM_ALIKE)
    printed: dict[Span, str] = {}
    if not rows:
        return Grounded((), printed)
    top = rows[0].label.span.start
    found = list(_find_headers(headers, tokens, top))
    for row in rows:
        label, claim = row.label, claims[row.claim]
        printed[label.span] = label.text
        found.append(label._replace(text=claim.label))
        found.extend(row.values)
    return Grounded(tuple(found), printed)


def _join_across(claims: Sequence[RowClaim], table: Table) -> list[RowClaim]:
    """Return the rows of a table that stand side by side as the one line that is printed.

    Rows in another order than the form's are no answer: the text has but one order.
    """
    block = table.blocks[0]
    names = [row.label for row in block.rows]
    if len(claims) == len(names):
        if [_find_most_alike(claim.label, names) for claim in claims] != names:
            return []
    elif len(claims) != 1:
        return []
    label = "".join(column.label for column in block.columns)
    return [RowClaim(label, tuple(cell for claim in claims for cell in claim.cells))]


def _find_most_alike(label: str, names: Sequence[str]) -> str:
    return max(names, key=lambda name: fuzz.ratio(name, label))


def _find_headers(headers: Sequence[str], tokens: Sequence[Token], end: int) -> Iterator[Token]:
    """Yield the answered headers that the text prints in front of the rows, in their order."""
    rest = [token for token in tokens if token.kind == "label" and token.span.start < end]
    for header in headers:
        key = label_key(header)
        for at, token in enumerate(rest):
            if key and fuzz.ratio(key, label_key(token.text)) >= HEADER_PRINTED:
                yield token
                rest = rest[at + 1 :]
                break


def ground_rows(
    claims: Sequence[RowClaim], tokens: Sequence[Token], alike: float = CLAIM_ALIKE
) -> tuple[GroundedRow, ...]:
    """Return the rows that stand among the tokens of a passage, in their order there.

    alike: how much a printed label must resemble the answered one, 0 to 100.
    """
    passage = _HeldPassage(tuple(split_figures(tokens)), alike)
    rows = passage.place(claims)
    rows += passage.place_moved(claims, {row.claim for row in rows})
    whole = (row for row in rows if passage.is_whole(row))
    return tuple(sorted(whole, key=lambda row: row.values[0].span))


class _Choice(NamedTuple):
    """The best way to place the first answered rows: its score, and the last placing of it."""

    score: float
    placing: "_Placing | None"


class _Placing(NamedTuple):
    """One answered row at one place: its figures `[start, end)`, and the choice before it."""

    claim: int
    start: int
    end: int
    label: Token
    alike: float
    before: _Choice


def _better(left: _Choice, right: _Choice) -> _Choice:
    return left if left.score >= right.score else right


class _HeldPassage:
    """The tokens of a passage, as figures with the labels that stand between them."""

    def __init__(self, tokens: Sequence[Token], alike: float) -> None:
        self._alike = alike
        self._keys: list[str] = []
        self.values = [token for token in tokens if token.kind != "label"]
        self.labels: list[list[Token]] = [[]]
        for token in tokens:
            if token.kind == "label":
                self.labels[-1].append(token)
            else:
                self.labels.append([])
        self.placed: set[int] = set()
        self._places = {id(value): at for at, value in enumerate(self.values)}

    def place(self, claims: Sequence[RowClaim]) -> list[GroundedRow]:
        """Place answered rows one behind the other, where their labels fit best in all.

        A monotone alignment, as labels.py makes one: `best[j]` is the best choice whose
        figures all stand before the j-th.
        """
        self._keys = [label_key(claim.label) for claim in claims]
        best = [_Choice(0.0, None)] * (len(self.values) + 1)
        for index, claim in enumerate(claims):
            found = list(best)
            for placing in self._placings(index, claim, best):
                end = placing.end
                score = placing.before.score + placing.alike
                if score > found[end].score:
                    found[end] = _Choice(score, placing)
            best = list(accumulate(found, _better))
        rows = list(self._walk_back(best[-1]))[::-1]
        for row in rows:
            self._keep_placed(row)
        return rows

    def place_moved(self, claims: Sequence[RowClaim], done: "set[int]") -> list[GroundedRow]:
        """Place rows that the text prints in another order, where their label is plain."""
        start = [_Choice(0.0, None)] * (len(self.values) + 1)
        rows: list[GroundedRow] = []
        for index, claim in enumerate(claims):
            if index in done:
                continue
            placings = self._placings(index, claim, start)
            plain = (placing for placing in placings if placing.alike >= CLAIM_PLAIN)
            found = [placing for placing in plain if self._is_free(placing)]
            if len(found) == 1:
                rows += self._walk_back(_Choice(0.0, found[0]))
                self._keep_placed(rows[-1])
        return rows

    def _keep_placed(self, row: GroundedRow) -> None:
        self.placed.update(map(id, row.values))

    def _is_free(self, placing: _Placing) -> bool:
        """Whether none of the figures at a place is another row's."""
        return self.placed.isdisjoint(map(id, self._figures_at(placing)))

    def _figures_at(self, placing: _Placing) -> Sequence[Token]:
        return self.values[placing.start : placing.end]

    def _placings(self, index: int, claim: RowClaim, best: Sequence[_Choice]) -> Iterator[_Placing]:
        if not claim.cells:
            return
        key = self._keys[index]
        for start in range(len(self.values)):
            end = self._take(claim.cells, start)
            if end is None:
                continue
            label, alike = self._label_at(key, start, end)
            nameless = not key and not self.labels[start]
            if nameless or self._names(label, alike):
                yield _Placing(index, start, end, label, max(alike, NAMELESS_ROW), best[start])

    def _names(self, label: Token, alike: float) -> bool:
        """Whether a printed label is like the answered one, and like no other in the answer."""
        if alike < self._alike:
            return False
        printed = label_key(label.text)
        return alike >= max(fuzz.ratio(printed, key) for key in self._keys)

    def _take(self, cells: Sequence[str], start: int) -> int | None:
        """Return where figures end that print just these cells; None if they do not.

        Digits that run together may be several cells; a cell is never several figures.
        """
        at, left = start, list(cells)
        while left:
            if at == len(self.values):
                return None
            text = self.values[at].text
            printed = _without_commas(text)
            taken = ""
            while left and taken != printed and printed.startswith(taken):
                taken += _without_commas(left.pop(0))
            if taken != printed:
                return None
            at += 1
        return at

    def _label_at(self, key: str, start: int, end: int) -> tuple[Token, float]:
        """Return the printed label that figures `[start, end)` have, and how alike it is.

        Its parts stand before the figures; in wrapped print the last ones behind them. Figures
        with a label between them are not of one row.
        """
        before = self.labels[start][-LABEL_PARTS:]
        behind = self.labels[end][:LABEL_PARTS]
        if not before or any(self.labels[start + 1 : end]):
            return _empty_label(self.values[start]), 0.0
        ranked = []
        for way in _find_ways(before, behind):
            printed = label_key(_text_of(way))
            ranked.append((fuzz.ratio(key, printed), -len(way), way))
        alike, _, way = max(ranked, key=itemgetter(0, 1))
        return _join_label(way), alike

    def _walk_back(self, choice: _Choice) -> Iterator[GroundedRow]:
        while (placing := choice.placing) is not None:
            values = tuple(self._figures_at(placing))
            yield GroundedRow(placing.claim, placing.label, values, placing.alike)
            choice = placing.before

    def is_whole(self, row: GroundedRow) -> bool:
        """Whether a row's figures are its label's, and none is left over right beside them.

        A label that ends the line of the figures in front of it is theirs, not the next line's.
        """
        first = self._places[id(row.values[0])]
        behind = self._places[id(row.values[-1])] + 1
        if first > 0:
            line = row.label.line
            ends_line = self.values[first - 1].line == line
            if ends_line and line < row.values[0].line:
                return False
        return self._are_parted(behind, behind) and self._are_parted(first, first - 1)

    def _are_parted(self, between: int, neighbour: int) -> bool:
        """Whether a label stands in front of a figure, or its neighbour is a row's or none."""
        if self.labels[between] or not 0 <= neighbour < len(self.values):
            return True
        return id(self.values[neighbour]) in self.placed


def _find_ways(before: Sequence[Token], behind: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the ways to make a label of the last parts before figures and the first behind."""
    for at in range(len(before)):
        for tail in range(len(behind) + 1):
            yield [*before[at:], *behind[:tail]]


def _join_label(parts: Sequence[Token]) -> Token:
    first, last = parts[0], parts[-1]
    start, end = first.span
    span = Span(start, max(end, last.span.end))
    return first._replace(text=_text_of(parts), span=span)


def _empty_label(value: Token) -> Token:
    """Return what stands for the label of a figure that has none."""
    start = value.span.start
    return value._replace(kind="label", text="", span=Span(start, start))


def _text_of(parts: Sequence[Token]) -> str:
    return "".join(token.text for token in parts)


def _without_commas(text: str) -> str:
    return text.replace(",", "").strip()
