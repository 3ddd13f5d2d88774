"""What `gouji correct` and `gouji diff` do: decisions into records, and two results compared."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from extraction.corrections.apply import Applied, apply_decisions
from extraction.corrections.decisions import (
    Decisions,
    ReportPlace,
    kept_beside,
    read_decisions,
    read_kept,
    write_kept,
)
from extraction.corrections.differences import RecordDifference, compare_records
from extraction.corrections.kept_walk import KeptWalk
from extraction.export.escaping import shown
from extraction.export.loading import read_written
from extraction.export.lock import cannot_write
from extraction.export.ours import holds_something
from extraction.export.rewritten import Rewriting
from extraction.export.verdicts import STATUSES
from extraction.terminal.exits import say
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.record_words import name_of
from extraction.values.bilingual import Bilingual
from extraction.values.corrections import Decision
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell, Record

if TYPE_CHECKING:
    from extraction.batch.worker import Walk
    from extraction.settings import Settings


@dataclass(slots=True)
class Corrected:
    """What corrections have come to: how many are in, in how many reports, how many are not."""

    taken: int = 0
    reports: int = 0
    refused: int = 0
    changed: int = 0
    failures: int = 0
    met: set[ReportPlace] = field(default_factory=set)

    def count(self, applied: Applied) -> None:
        """Take one report's corrections into account."""
        self.taken += applied.taken
        self.reports += applied.taken > 0
        self.refused += len(applied.refused)
        self.changed += applied.changed

    @property
    def all_in(self) -> bool:
        """Whether everything that was decided is in the records."""
        return not (self.refused or self.changed or self.failures)

    @property
    def said(self) -> Bilingual:
        """The sum, in a line."""
        en = f"{self.taken} correction{'' if self.taken == 1 else 's'} in {self.reports} reports"
        zh = f"更正 {self.taken} 项，涉及报告 {self.reports} 份"
        if self.changed:
            en += f"; {self.changed} not applied, for their reports have changed"
            zh += f"；{self.changed} 项因报告已改变而未采用"
        if self.refused:
            en, zh = f"{en}; {self.refused} refused", f"{zh}；{self.refused} 项未采用"
        return Bilingual(en, zh)


def run_correct(out: Path, file: Path, settings: "Settings") -> Corrected:
    """Apply a file of corrections to the records of OUT, and keep them beside it.

    They are kept first: what is cut off then is applied by the same command again.
    """
    decided = _read_file(file, out, settings)
    done = Corrected()
    with closing(Rewriting(out)) as rewriting:
        decisions = Decisions([*read_kept(out), *decided])
        write_kept(out, decisions)
        for found in read_written(out):
            if found.record is None:
                done.failures += 1
                say(found.problem)
                rewriting.keep(found)
                continue
            record = found.record
            done.met.add(find_report_place(record))
            applied = apply_decisions(record, decisions.about(record), settings)
            done.count(applied)
            _tell(record, applied)
            rewriting.put(found, applied.record)
        rewriting.finish()
    for place in sorted({(d.source.path, d.source.part) for d in decided} - done.met):
        done.refused += 1
        say(
            Bilingual(
                f"{place[0]}: {out} has no such report; its corrections are kept.",
                f"{place[0]}：{out} 中没有此报告；其更正已保存。",
            )
        )
    say(done.said)
    return done


def _read_file(file: Path, out: Path, settings: "Settings") -> list[Decision]:
    """Return what a file of corrections decides, by its ending: csv, or decisions line by line."""
    from extraction.corrections.sheet_decisions import read_sheet

    match file.suffix.lower():
        case ".csv":
            return read_sheet(file, out, settings.forms)
        case ".xlsx" | ".xls" | ".ods":
            raise WrongUsage(
                f"{file} is a workbook: save its sheet as “CSV UTF-8”, and name that file.",
                f"{file} 是工作簿：请将工作表另存为“CSV UTF-8”，再指定该文件。",
            )
    return read_decisions(file)


def write_template(out: Path, file: Path, settings: "Settings") -> Bilingual:
    """Write a csv of the cells of OUT that wait for a person; say how many there are."""
    from extraction.corrections.sheet_template import render_template
    from extraction.export.folder import write_whole

    if file.suffix.lower() != ".csv":
        raise WrongUsage(
            f"{file}: a template is a .csv. Name the file so.",
            f"{file}：模板须为 .csv，请改文件名。",
        )
    if holds_something(file):
        raise WrongUsage(
            f"{file} is there and is not empty: name another file.",
            f"{file} 已存在且不为空：请另指定文件。",
        )
    rendered = render_template(_records(out), settings.forms, VOICE.lang)
    try:
        write_whole(file, b"".join(rendered))
    except OSError as error:
        raise cannot_write(file, error) from error
    cells = len(rendered) - 1
    return Bilingual(
        f"{cells} cell{'' if cells == 1 else 's'} to decide: {file}",
        f"待定单元格 {cells} 个：{file}",
    )


def _tell(was: Record, applied: Applied) -> None:
    """Say what corrections have done to a report, and which of them were not applied."""
    now = applied.record
    if applied.taken:
        before, after = spoken(STATUSES[was.status]), spoken(STATUSES[now.status])
        change = after if before == after else f"{before} -> {after}"
        typer.echo(shown(f"{name_of(now)}: {change}"))
    for reason in applied.refused:
        say(reason)
    if applied.changed:
        say(_has_changed(now.source.path))


def _has_changed(path: str) -> Bilingual:
    return Bilingual(
        f"{path}: the report has changed since it was corrected: look at it again.",
        f"{path}：更正之后报告已改变：请重新核对。",
    )


def with_corrections(walk: "Walk", out: Path, tell: Callable[[Bilingual], None]) -> "Walk":
    """Return a walk that applies what is decided about the records of OUT, and say so."""
    from extraction.batch.worker import hash_file
    from extraction.settings import default_settings

    kept = read_kept(out)
    if not kept:
        return walk
    limit, hashes = default_settings().max_file_bytes, dict[str, str]()
    stale: set[str] = set()
    number = 0
    for decision in Decisions(kept):
        path = decision.source.path
        if path not in hashes:
            hashes[path] = hash_file(Path(path), limit)
        if hashes[path] == decision.source.sha256:
            number += 1
        elif hashes[path]:
            stale.add(path)
    tell(
        Bilingual(
            f"{number} correction{'' if number == 1 else 's'} kept, out of {kept_beside(out)}.",
            f"沿用更正 {number} 项（{kept_beside(out)}）。",
        )
    )
    for path in sorted(stale):
        tell(_has_changed(path))
    return KeptWalk(Decisions(kept), walk)


def run_diff(a: Path, b: Path, form: Literal["text", "json"]) -> bool:
    """Print what differs between two results; say whether nothing does."""
    differences: list[RecordDifference] = []
    total = 0
    for difference in _differences(a, b):
        total += 1
        if difference.differs:
            differences.append(difference)
            if form == "text":
                for line in _diff_lines(difference):
                    typer.echo(shown(line))
    if form == "json":
        told = [_diff_values(difference) for difference in differences]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    say(
        Bilingual(
            f"{total} report{'' if total == 1 else 's'} compared, {len(differences)} differ",
            f"比较报告 {total} 份，不同 {len(differences)} 份",
        )
    )
    return not differences


def _differences(a: Path, b: Path) -> Iterator[RecordDifference]:
    """Yield the differences of each report, as soon as it was met on both sides.

    Results in the same order take no memory; others as much as they are apart.
    """
    ours: dict[ReportPlace, Record] = {}
    theirs: dict[ReportPlace, Record] = {}
    for mine, other in zip_longest(_records(a), _records(b)):
        if mine is not None:
            ours[find_report_place(mine)] = mine
        if other is not None:
            theirs[find_report_place(other)] = other
        for place in {find_report_place(one) for one in (mine, other) if one is not None}:
            if place in ours and place in theirs:
                yield compare_records(ours.pop(place), theirs.pop(place))
    for record in ours.values():
        yield compare_records(record, None)
    for record in theirs.values():
        yield compare_records(None, record)


def find_report_place(record: Record) -> ReportPlace:
    """Return which report a record is of."""
    return record.source.path, record.source.part


def _records(path: Path) -> Iterator[Record]:
    """Yield the records of a result; WrongUsage for what is none, else it would go unnoticed."""
    for found in read_written(path):
        if found.record is None:
            raise WrongUsage(found.problem.en, found.problem.zh)
        yield found.record


def _diff_lines(difference: RecordDifference) -> Iterator[str]:
    name = difference.path if difference.part == 1 else f"{difference.path} ({difference.part})"
    if difference.found != "both":
        side = difference.found.upper()
        yield Bilingual(f"{name}: only in {side}", f"{name}：仅在 {side} 中").to(VOICE.lang)
        return
    was, now = (spoken(STATUSES[status]) for status in difference.statuses if status)
    yield f"{name}: {was if was == now else f'{was} -> {now}'}"
    for cell in difference.cells:
        yield f"  {cell.cell}: {_cell_said(cell.a)} -> {_cell_said(cell.b)}"


def _cell_said(cell: Cell | None) -> str:
    if cell is None:
        return Bilingual("no such cell", "无此单元格").to(VOICE.lang)
    if cell.value is not None:
        return f"{cell.value:f}"
    return f"{cell.state} {cell.raw}" if cell.raw else cell.state


def _diff_values(difference: RecordDifference) -> dict[str, object]:
    return {
        "path": difference.path,
        "part": difference.part,
        "found": difference.found,
        "statuses": list(difference.statuses),
        "cells": [
            {"cell": cell.cell, "a": _cell_values(cell.a), "b": _cell_values(cell.b)}
            for cell in difference.cells
        ],
    }


def _cell_values(cell: Cell | None) -> dict[str, object] | None:
    if cell is None:
        return None
    value = None if cell.value is None else f"{cell.value:f}"
    return {"state": cell.state, "value": value, "raw": cell.raw}
