"""A csv of corrections held against the records that it names: lines become decisions."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from extraction.corrections.apply import correctable_cells
from extraction.corrections.sheet_lines import COLUMNS, CorrectionLine, read_sheet_lines
from extraction.export.escaping import harmless
from extraction.export.loading import read_written
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.values.corrections import CorrectedSource, Decision, source_of
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell, CellKey, Record

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Met:
    """A report that a line may mean, and what the line comes to there."""

    source: CorrectedSource
    by_path: bool
    came_to: Decision | WrongUsage


def read_sheet(file: Path, out: Path, forms: Sequence[Form]) -> list[Decision]:
    """Return what a csv decides about the records of OUT; WrongUsage names the first bad line.

    A file is named by its path as the record has it, or by its name where only one has that;
    tables, rows and columns by key or by the form's label.
    """
    lines = read_sheet_lines(file)
    wanted: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if not line["file"]:
            raise line.refuse("file is empty: write which report", "“文件”为空：请填写报告文件名")
        wanted.setdefault(_plain_path(line["file"]), []).append(at)
    met: list[list[_Met]] = [[] for _ in lines]
    for found in read_written(out) if lines else ():
        if found.record is not None:
            _meet(found.record, forms, lines, wanted, met)
    decisions: dict[object, tuple[int, Decision]] = {}
    for line, reports in zip(lines, met, strict=True):
        decision = _pick(line, out, reports)
        if decision.about in decisions:
            number = decisions[decision.about][0]
            raise line.refuse(
                f"line {number} decides about the same cell: delete one of the two",
                f"第 {number} 行已更正同一单元格：请删除其中一行",
            )
        decisions[decision.about] = (line.number, decision)
    return [decision for _, decision in decisions.values()]


def _plain_path(text: str) -> str:
    """Return a path as it is compared: Windows writes it with other strokes.

    >>> _plain_path("年报\\\\2024.txt")
    '年报/2024.txt'
    """
    return unicodedata.normalize("NFC", text).replace("\\", "/")


def _meet(
    record: Record,
    forms: Sequence[Form],
    lines: Sequence[CorrectionLine],
    wanted: Mapping[str, Sequence[int]],
    met: Sequence[list[_Met]],
) -> None:
    """Note what the lines that may mean this record come to in it."""
    path = record.source.path
    # A name that would be a formula stands behind an apostrophe in what gouji has written.
    whole = {_plain_path(path), _plain_path(harmless(path))}
    names = {PurePosixPath(one).name for one in whole} - whole
    for name in (*whole, *names):
        for at in wanted.get(name, ()):
            line = lines[at]
            if line.part in (None, record.source.part):
                came_to = _decide(line, record, forms)
                met[at].append(_Met(source_of(record), name in whole, came_to))


def _decide(line: CorrectionLine, record: Record, forms: Sequence[Form]) -> Decision | WrongUsage:
    try:
        key, cell = _find_cell(line, record, forms)
        figure = line.figure
        return Decision(
            source=source_of(record).model_copy(
                update={"sha256": line["sha256"] or record.source.sha256}
            ),
            cell=str(key),
            printed=_printed(line["printed"], cell.raw),
            value=figure.value,
            state=figure.state,
            action="correct",
            author=line["who"],
            when=line.when,
            reason=line["reason"],
        )
    except ValidationError:
        empty = "who" if not line["who"] else "reason"
        return line.refuse(
            f"{empty} is empty: write {'who corrects' if empty == 'who' else 'why'}",
            f"“{COLUMNS[empty]}”为空：请填写",
        )
    except WrongUsage as error:
        return error


def _printed(said: str, raw: str | None) -> str | None:
    """Return what a person says that is printed; by default what the record has."""
    return raw if not said or (raw and said == harmless(raw).strip()) else said


def _find_cell(line: CorrectionLine, record: Record, forms: Sequence[Form]) -> tuple[CellKey, Cell]:
    """Return the one cell that a line names, by keys or by labels."""
    form = find_known_form(record.form, record.mixed, forms)
    wanted = tuple(_bare(line[column]) for column in ("table", "row", "column"))
    found: dict[CellKey, Cell] = {}
    for key, cell in correctable_cells(record).items():
        labels: tuple[str, ...] = ()
        if form is not None and key in form.named:
            labels = (form.table(key.table).label, *form.named[key])
        called = zip(key, labels or key, strict=True)
        if all(_is_called(one, names) for one, names in zip(wanted, called, strict=True)):
            found[key] = cell
    if len(found) == 1:
        return next(iter(found.items()))
    named = " / ".join(line[column] for column in ("table", "row", "column"))
    if found:
        listed = ", ".join(map(str, found))
        raise line.refuse(
            f"{named} names several cells: write one by its keys: {listed}",
            f"“{named}”对应多个单元格：请改用键名：{listed}",
        )
    raise line.refuse(
        f"{record.source.path} has no cell {named}: take table, row and column from --template",
        f"{record.source.path} 没有单元格“{named}”：表、行、列请照 --template 的写法填写",
    )


def _is_called(said: str, names: tuple[str, str]) -> bool:
    """Say whether what a person wrote is a key or its label; widths and spaces aside."""
    return said in map(_bare, names)


def _bare(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _pick(line: CorrectionLine, out: Path, met: Sequence[_Met]) -> Decision:
    """Return the decision on the one report that a line means."""
    meant = [one for one in met if one.by_path] or list(met)
    if not meant:
        part = "" if line.part is None else f" ({line.part})"
        raise line.refuse(
            f"{out} has no report {line['file']}{part}: write the path as it stands there",
            f"{out} 中没有报告 {line['file']}{part}：请照结果中的路径填写",
        )
    if len(meant) > 1:
        paths = sorted({one.source.path for one in meant})
        if len(paths) > 1:
            listed = ", ".join(paths[:5])
            raise line.refuse(
                f"several reports are called {line['file']}: write one path: {listed}",
                f"有多份报告名为 {line['file']}：请填写完整路径：{listed}",
            )
        raise line.refuse(
            f"{line['file']} holds {len(meant)} reports: write which one in report",
            f"{line['file']} 含 {len(meant)} 份报告：请在“第几份”中填写是哪一份",
        )
    if isinstance(meant[0].came_to, WrongUsage):
        raise meant[0].came_to
    return meant[0].came_to
