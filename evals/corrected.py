"""Labels out of records that persons have confirmed or corrected."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path, PurePath

from evals.gold import TODO, Gold, Tables, Value, gold_to_text
from evals.label import draft_gold
from evals.score import find_form_cells
from extraction.check.conclusion import check_record, nest_cells
from extraction.export.loading import read_written
from extraction.settings import Settings
from extraction.text.numbers import parse_cell
from extraction.values.record import Cell, CellKey, Correction, Record


def corrected_gold(record: Record, settings: Settings) -> Gold:
    """Return the labels of a record: what it prints, as far as a person stands for it.

    A table counts as checked where a person has confirmed or corrected every cell, and what is
    printed there is beyond doubt; the others stay drafts.
    """
    draft = draft_gold(record, PurePath(record.source.path).name)
    cells, checked = find_form_cells(record), dict(draft.checked)
    tables: Tables = {}
    for (table, row, column), cell in cells.items():
        value = draft.tables[table][row][column]
        if cell.origin == "person":
            value = _label_of(cell)
        rows = tables.setdefault(table, {})
        rows.setdefault(row, {})[column] = value
    for table in record.tables:
        own = [cells[key] for key in cells if key.table == table]
        if TODO not in map(_label_of, own):
            checked[table] = _hands(own)
    printed = check_record(_as_printed(record, cells), settings)
    consistent = printed.status != "source_inconsistent"
    told: dict[str, object] = {"tables": tables, "checked": checked}
    told["tables_consistent"] = consistent
    return draft.model_copy(update=told)


def _label_of(cell: Cell) -> Value:
    """Return what a cell prints, if a person stands for it and says what is printed there.

    Where the value is another than the print that was read, the report may be wrong or the
    reading: only a `printed` that differs from what was read tells.
    """
    change = cell.correction
    if cell.origin != "person" or change is None:
        return TODO
    if change.confirmed or _says(change.printed, cell):
        return cell.value if cell.state == "number" else _mark(cell, change)
    if change.printed is not None and change.printed != cell.raw:
        read = parse_cell(change.printed)
        return read.value if read.state == "number" else change.printed
    return TODO


def _says(printed: str | None, cell: Cell) -> bool:
    """Say whether a printed text is what a cell holds; nothing is what a blank one holds."""
    read = parse_cell(printed or "")
    return (read.state, read.value) == (cell.state, cell.value)


def _mark(cell: Cell, change: Correction) -> Value:
    return None if cell.state == "blank" else change.printed or cell.raw


def _hands(cells: Iterable[Cell]) -> str:
    """Return who stands for a table: the last hand on it, and the day."""
    changes = [cell.correction for cell in cells if cell.correction is not None]
    when, author = max((one.when, one.author) for one in changes if one.when is not None)
    return f"{author} {when.date().isoformat()}"


def _as_printed(record: Record, cells: Mapping[CellKey, Cell]) -> Record:
    """Return a record whose corrected cells hold what is printed, as far as that is known."""
    printed: dict[CellKey, Cell] = {}
    for key, cell in cells.items():
        value = _label_of(cell)
        if isinstance(value, Decimal):
            cell = cell.model_copy(update={"value": value, "state": "number"})
        printed[key] = cell
    return record.model_copy(update={"tables": nest_cells(printed)})


def write_labels(written: Path, folder: Path, settings: Settings) -> Iterator[str]:
    """Write the labels of every record that persons have touched; yield a line about each."""
    folder.mkdir(parents=True, exist_ok=True)
    for found in read_written(written):
        record = found.record
        if record is None:
            yield found.problem.en
            continue
        cells = find_form_cells(record).values()
        if not any(cell.origin == "person" for cell in cells):
            continue
        gold = corrected_gold(record, settings)
        file = folder / _name_labels(record)
        if file.exists():
            yield f"{file}: there already, kept"
            continue
        file.write_text(gold_to_text(gold, ".yaml"), "utf-8")
        rest = [key for key in record.tables if gold.checked[key] == TODO]
        yield f"{file}: labels by persons" + (f"; not checked: {', '.join(rest)}" if rest else "")


def _name_labels(record: Record) -> str:
    """Return the name of a file of labels: reports of one name in two folders have two."""
    source = record.source
    end = "" if source.part == 1 else f"%part{source.part}"
    return f"{PurePath(source.path).stem}{end}.{source.sha256[:8]}.yaml"
