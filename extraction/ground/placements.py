"""An answer to the cells of a table that it fills, with tokens that the text holds, or why not.

Ids name tokens outright. A transcription names them by their text: its cells, read in the order
of one arrangement, must be the printed values one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from extraction.forms.table import Block, Table, label_key
from extraction.llm.question import Cut, Placement, Transcription
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
    cells: dict[CellKey, Token | None] = {}
    cut: dict[CellKey, Token | None] = {}
    parts = _cut_values(answer.cuts, values)
    refused: list[Bilingual] = [ANSWER_CUT.fill(figure=each.id) for each in answer.cuts]
    used: dict[str, str] = {}
    for row in answer.rows:
        block = blocks.get(row.key)
        if block is None or any(cell.row == row.key for cell in (*cells, *cut)):
            refused.append(ANSWER_ROW_UNKNOWN.fill(row=row.key))
            continue
        if len(row.cells) != len(block.columns):
            refused.append(ANSWER_ROW_INCOMPLETE.fill(row=row.label or row.key))
            continue
        filled: dict[CellKey, Token | None] = {}
        for column, ids in zip(block.columns, row.cells, strict=True):
            token, reason = _join(ids, {**values, **parts}, used, text)
            if reason is not None:
                refused.append(reason)
                break
            filled[CellKey(table.key, row.key, column.key)] = token
        else:
            is_cut = any(name in parts for ids in row.cells for name in ids)
            (cut if is_cut else cells).update(filled)
    return Placing(cells, tuple(refused), cut)


def _cut_values(cuts: Sequence[Cut], values: Mapping[str, Token]) -> dict[str, Token]:
    """Return the parts of cut digits by their ids; none of a cut that is not of all its digits."""
    parts: dict[str, Token] = {}
    for cut in cuts:
        value = values.get(cut.id)
        if value is None or min(cut.lengths, default=0) < 1:
            continue
        ends = list(accumulate(cut.lengths))
        if not value.text.isdigit() or ends[-1] != len(value.text):
            continue
        for number, (start, end) in enumerate(pairwise((0, *ends)), 1):
            span = Span(value.span.start + start, value.span.start + end)
            parts[f"{cut.id}{number}"] = value._replace(text=value.text[start:end], span=span)
    return parts


def _join(
    ids: Sequence[str], values: Mapping[str, Token], used: dict[str, str], text: str
) -> tuple[Token | None, Bilingual | None]:
    """Return the one token that ids name; several are a number printed in parts."""
    parts = []
    for name in ids:
        if name not in values:
            return None, ANSWER_ID_UNKNOWN.fill(id=name)
        if name in used:
            return None, ANSWER_ID_TWICE.fill(id=name, figure=values[name].text)
        used[name] = name
        parts.append(values[name])
    if len(parts) < 2:
        return (parts[0] if parts else None), None
    span = Span(parts[0].span.start, parts[-1].span.end)
    printed = span.slice(text)
    whole = "".join(part.text for part in parts)
    if parse_cell(printed).value is not None:  # 1,234
        return parts[0]._replace(text=printed, span=span), None
    alone = "".join(character for character in printed if character.isalnum())
    if alone != whole or parse_cell(whole).value is None or not parse_cell(whole).canonical:
        return None, ANSWER_PARTS_APART.fill(figure=" ".join(part.text for part in parts))
    return parts[0]._replace(text=whole, span=span), None


def place_transcription(answer: Transcription, table: Table, values: Sequence[Token]) -> Placing:
    """Return the cells that copied rows fill, if the text prints them in one order alone."""
    rows = dict(_name_rows(answer, table))
    found: list[CellTokens] = []
    for order in (_by_rows(table), _by_columns(table)):
        cells = [(cell, _copied(rows, cell, table)) for cell in order]
        asked = [(cell, copied) for cell, copied in cells if copied is not None]
        placed = _find_run(asked, values)
        if placed is not None and placed not in found:
            found.append(placed)
    return Placing(found[0] if len(found) == 1 else {})


def _name_rows(answer: Transcription, table: Table) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the rows of the form that copied labels name, with their cells."""
    keys = {}
    for block in table.blocks:
        for row in block.rows:
            keys.update(dict.fromkeys(map(label_key, row.labels), (row.key, len(block.columns))))
    for copied in answer.rows:
        key, width = keys.get(label_key(copied.label), ("", 0))
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
    starts = []
    for start in range(len(values) - len(texts) + 1):
        run = values[start : start + len(texts)]
        if all(_is_same(value.text, copied) for value, copied in zip(run, texts, strict=True)):
            starts.append(start)
    if len(starts) != 1 or not texts:
        return None
    left = iter(values[starts[0] :])
    return {cell: next(left) if copied else None for cell, copied in asked}


def _is_same(printed: str, copied: str) -> bool:
    return printed == copied or parse_cell(printed) == parse_cell(copied.replace(",", ""))
