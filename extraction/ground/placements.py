"""An answer to the cells of a table that it fills, with tokens that the text holds, or why not.

Ids name tokens outright. A transcription names them by their text: its cells, read in the order
of one arrangement, must be the printed values one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from extraction.forms.table import Block, Table, label_key
from extraction.llm.question import Cut, PlacedRow, Placement, Transcription
from extraction.text.numbers import parse_cell
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    ANSWER_CUT,
    ANSWER_ID_TWICE,
    ANSWER_ID_UNKNOWN,
    ANSWER_PARTS_APART,
    ANSWER_ROW_INCOMPLETE,
    ANSWER_ROW_UNKNOWN,
)
from extraction.values.document import Span
from extraction.values.layout import CellTokens, Token
from extraction.values.record import CellKey


@dataclass(frozen=True, slots=True)
class Placing:
    """What an answer says of a table's cells, None where it says blank; why no more of it.

    cut: cells of rows for which it cuts digits apart. Rules try every cut by themselves, so whoever
    picks one has proven nothing: they are suggestions.
    """

    cells: CellTokens
    refused: tuple[Bilingual, ...] = ()
    cut: CellTokens = field(default_factory=dict)


def place_ids(answer: Placement, table: Table, values: Mapping[str, Token], text: str) -> Placing:
    """Return the cells that an answer by ids fills; rows that are not in order are refused."""
    blocks = {row.key: block for block in table.blocks for row in block.rows}
    parts = _cut_values(answer.cuts, values)
    named = _NamedTokens({**values, **parts}, text)
    cells: dict[CellKey, Token | None] = {}
    cut: dict[CellKey, Token | None] = {}
    placed: set[str] = set()
    refused = [ANSWER_CUT.fill(figure=each.id) for each in answer.cuts]
    for row in answer.rows:
        block = blocks.get(row.key)
        if block is None or row.key in placed:
            refused.append(ANSWER_ROW_UNKNOWN.fill(row=row.key))
            continue
        tokens, reason = named.find_cells(row, len(block.columns))
        if reason is not None:
            refused.append(reason)
            continue
        is_cut = any(name in parts for ids in row.cells for name in ids)
        filled = cut if is_cut else cells
        for column, token in zip(block.columns, tokens, strict=True):
            filled[CellKey(table.key, row.key, column.key)] = token
            placed.add(row.key)
    return Placing(cells, tuple(refused), cut)


def _cut_values(cuts: Sequence[Cut], values: Mapping[str, Token]) -> dict[str, Token]:
    """Return the parts of cut digits by their ids; none of a cut that is not of all its digits."""
    parts: dict[str, Token] = {}
    for cut in cuts:
        value = values.get(cut.id)
        if value is None or min(cut.lengths, default=0) < 1:
            continue
        digits, begin = value.text, value.span.start
        ends = list(accumulate(cut.lengths))
        if not digits.isdigit() or ends[-1] != len(digits):
            continue
        for number, (start, end) in enumerate(pairwise((0, *ends)), 1):
            span = Span(begin + start, begin + end)
            part = value._replace(text=digits[start:end], span=span)
            parts[f"{cut.id}{number}"] = part
    return parts


@dataclass(slots=True)
class _NamedTokens:
    """The tokens of a text that ids name; each of them may be used once."""

    tokens: Mapping[str, Token]
    text: str
    used: set[str] = field(default_factory=set)

    def find_cells(self, row: PlacedRow, width: int) -> tuple[list[Token | None], Bilingual | None]:
        """Return the tokens of a row's cells, None for a blank; or why it is not in order."""
        if len(row.cells) != width:
            return [], ANSWER_ROW_INCOMPLETE.fill(row=row.label or row.key)
        found = []
        for ids in row.cells:
            parts, reason = self._use(ids)
            if reason is not None:
                return [], reason
            token, reason = self._join(parts)
            if reason is not None:
                return [], reason
            found.append(token)
        return found, None

    def _use(self, ids: Sequence[str]) -> tuple[list[Token], Bilingual | None]:
        """Return the tokens that ids name, or why one of them may not be used."""
        parts = []
        for name in ids:
            token = self.tokens.get(name)
            if token is None:
                return [], ANSWER_ID_UNKNOWN.fill(id=name)
            if name in self.used:
                return [], ANSWER_ID_TWICE.fill(id=name, figure=token.text)
            self.used.add(name)
            parts.append(token)
        return parts, None

    def _join(self, parts: Sequence[Token]) -> tuple[Token | None, Bilingual | None]:
        """Return the one token of a cell; several are a number printed in parts."""
        if not parts:
            return None, None
        first, last = parts[0], parts[-1]
        if len(parts) == 1:
            return first, None
        span = Span(first.span.start, last.span.end)
        printed = span.slice(self.text)
        if parse_cell(printed).value is not None:  # 1,234
            return first._replace(text=printed, span=span), None
        texts = [part.text for part in parts]
        whole = "".join(texts)
        if _letters_of(printed) != whole or not _is_number(whole):
            return None, ANSWER_PARTS_APART.fill(figure=" ".join(texts))
        return first._replace(text=whole, span=span), None


def _is_number(text: str) -> bool:
    parsed = parse_cell(text)
    return parsed.value is not None and parsed.canonical


def _letters_of(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def place_transcription(answer: Transcription, table: Table, values: Sequence[Token]) -> Placing:
    """Return the cells that copied rows fill, if the text prints them in one order alone."""
    rows = dict(_name_rows(answer, table))
    found: list[CellTokens] = []
    for order in (_by_rows(table), _by_columns(table)):
        said = ((cell, _copied(rows, cell, table)) for cell in order)
        asked = [(cell, copied) for cell, copied in said if copied is not None]
        placed = _find_run(asked, values)
        if placed is not None and placed not in found:
            found.append(placed)
    return Placing(found[0] if len(found) == 1 else {})


def _name_rows(answer: Transcription, table: Table) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the rows of the form that copied labels name, with their cells."""
    keys: dict[str, tuple[str, int]] = {}
    for block in table.blocks:
        width = len(block.columns)
        for row in block.rows:
            for label in row.labels:
                keys[label_key(label)] = row.key, width
    for copied in answer.rows:
        name = label_key(copied.label)
        key, width = keys.get(name, ("", 0))
        if key and len(copied.cells) == width:
            yield key, copied.cells


def _copied(rows: Mapping[str, Sequence[str]], cell: CellKey, table: Table) -> str | None:
    """Return what a transcription has in a cell, None where the row is not in it."""
    copied = rows.get(cell.row)
    if copied is None:
        return None
    columns = [column.key for column in table.block_of(cell.row).columns]
    return copied[columns.index(cell.column)].strip()


def _by_rows(table: Table) -> list[CellKey]:
    return list(table.cells())


def _by_columns(table: Table) -> list[CellKey]:
    return [cell for block in table.blocks for cell in _columns_of(table, block)]


def _columns_of(table: Table, block: Block) -> Iterator[CellKey]:
    for column in block.columns:
        for row in block.rows:
            yield CellKey(table.key, row.key, column.key)


def _find_run(asked: Sequence[tuple[CellKey, str]], values: Sequence[Token]) -> CellTokens | None:
    """Return where copied cells stand as a run of values; None if nowhere, or more than once."""
    texts = [copied for _, copied in asked if copied]
    length = len(texts)
    starts = []
    for start in range(len(values) - length + 1):
        run = values[start : start + length]
        if all(map(_is_same, run, texts)):
            starts.append(start)
    if len(starts) != 1 or not texts:
        return None
    left = iter(values[starts[0] :])
    return {cell: next(left) if copied else None for cell, copied in asked}


def _is_same(value: Token, copied: str) -> bool:
    printed = value.text
    if printed == copied:
        return True
    return parse_cell(printed) == parse_cell(copied.replace(",", ""))
