"""A run on its way to a file, and back: written as it goes, continued where it was cut off.

A report whose questions were not answered has no result: it is asked about again.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from evals.header import Header, Run
from evals.report_outcome import Score
from extraction.export.jsonl import record_to_line
from extraction.export.lock import Lock, beside, lock_file
from extraction.values.errors import AlreadyThere, NotMeasured
from extraction.values.record import Record

_CASE = TypeAdapter(tuple[Score, ...])
_OLD = b'{"run":"gouji-eval/1"'


@dataclass(slots=True)
class RunFile:
    """The scores of each file by its name; `kept` of them were there before.

    file, records: where scores and records are written, if anywhere.
    """

    files: dict[str, tuple[Score, ...]] = field(default_factory=dict)
    kept: int = 0
    order: list[str] = field(default_factory=list)
    file: BinaryIO | None = None
    records: BinaryIO | None = None

    def keep(self, records: Iterable[Record]) -> None:
        """Write the records that were scored, where somebody wants them."""
        if self.records is not None:
            for record in records:
                self.records.write(record_to_line(record))
            self.records.flush()

    def add(self, scores: Sequence[Score]) -> None:
        """Take the scores of one file; all of them are written, or none."""
        self.files[scores[0].name] = tuple(scores)
        if self.file is not None:
            self.file.write(_CASE.dump_json(tuple(scores)) + b"\n")
            self.file.flush()

    def in_order(self) -> list[tuple[Score, ...]]:
        """Return the scores of each file in the order in which files were named."""
        place = {name: number for number, name in enumerate(self.order)}
        return [self.files[name] for name in sorted(self.files, key=lambda n: place.get(n, -1))]

    @property
    def scores(self) -> tuple[Score, ...]:
        """Every score, in order."""
        return tuple(score for scores in self.in_order() for score in scores)


@contextmanager
def open_run(path: Path | None, header: Header, *, fresh: bool) -> Iterator[RunFile]:
    """Open a run's file and go on where it ends; NotMeasured if another run stands there.

    Nobody else may write to it meanwhile: WrongUsage if somebody does.
    """
    if path is None:
        yield RunFile()
        return
    lock = lock_run(path)
    try:
        there = b"" if fresh or not path.exists() else path.read_bytes()
        kept = _keep(there, str(path), header)
        into = RunFile(kept, len(kept), list(kept))
        _write_whole(path, header, list(kept.values()))
        with path.open("ab") as into.file:
            yield into
        if [*into.files] != [scores[0].name for scores in into.in_order()]:
            _write_whole(path, header, into.in_order())
    finally:
        lock.release()


def lock_run(path: Path) -> Lock:
    """Take the right to write to a run's file; WrongUsage if another run has it."""
    path.parent.stat()  # a folder that is not there is a slip of the pen, not one to be made
    return lock_file(Path(os.path.realpath(path)))


def _keep(there: bytes, name: str, header: Header) -> dict[str, tuple[Score, ...]]:
    """Return what of a file stands: of the same run, with every question answered."""
    whole = there[: there.rfind(b"\n") + 1]  # a line that was cut off is made again
    if not whole:
        return {}
    run = parse_run(whole, name)
    if run.header.as_continued() != header.as_continued():
        raise NotMeasured(f"{name} holds {_difference(run.header, header)}: give --fresh.")
    files: dict[str, tuple[Score, ...]] = {}
    for score in run.scores:
        files[score.name] = (*files.get(score.name, ()), score)
    for score in run.scores:
        if not score.measured:
            files.pop(score.name, None)
    return files


def _write_whole(path: Path, header: Header, files: Sequence[tuple[Score, ...]]) -> None:
    """Write a run's file so that it is there whole, as it was or as it is to be."""
    new = beside(path, "new")
    lines = [header.model_dump_json().encode(), *(_CASE.dump_json(scores) for scores in files)]
    new.write_bytes(b"".join(line + b"\n" for line in lines))
    new.replace(path)


def _difference(there: Header, now: Header) -> str:
    if there.code != now.code:
        return "a run of other code"
    if there.variant != now.variant:
        return f"a run of {there.variant}"
    if there.model != now.model:
        return "a run that asked its model in another way"
    return f"a run over {there.cases}" if there.cases != now.cases else "a run over other labels"


def read_run(path: Path) -> Run:
    """Read a run's file; NotMeasured if it is none."""
    try:
        return parse_run(path.read_bytes(), str(path))
    except OSError as error:
        raise NotMeasured(f"{path} cannot be read: {error.strerror}. Check the path.") from error


def parse_run(data: bytes, name: str) -> Run:
    """Read the bytes of a run's file, whose last line may be cut off."""
    first, *rest = data[: data.rfind(b"\n") + 1].splitlines() or [b""]
    if first.startswith(_OLD):
        raise NotMeasured(f"{name} is a run of an older gouji: make it anew with gouji eval run.")
    try:
        header = Header.model_validate_json(first)
        scores = tuple(score for line in rest for score in _CASE.validate_json(line))
    except ValidationError as error:
        raise NotMeasured(
            f"{name} is no run of gouji eval: make one with gouji eval run."
        ) from error
    return Run(header, scores)


def write_run(path: Path, run: Run, *, fresh: bool) -> None:
    """Write a run that was made at once; AlreadyThere if what lies there is no run."""
    lock = lock_run(path)
    try:
        if path.exists() and path.stat().st_size and not fresh:
            try:
                read_run(path)
            except NotMeasured:
                raise AlreadyThere(
                    f"{path} is there and is no run of gouji eval",
                    f"{path} 已存在，且不是 gouji eval 的运行结果",
                ) from None
        files: dict[str, tuple[Score, ...]] = {}
        for score in run.scores:
            files[score.name] = (*files.get(score.name, ()), score)
        _write_whole(path, run.header, list(files.values()))
    finally:
        lock.release()
