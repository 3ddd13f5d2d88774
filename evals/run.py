"""Cases to scores: many files side by side, written as they come, continued if cut off."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import TypeAdapter, ValidationError

from evals.case import Asked, Case
from evals.gold import GoldModel
from evals.score import SETTLED, Score, score_nothing, score_record
from evals.variants import Variant
from extraction.errors import NotMeasured, UnreadableFile
from extraction.export.lock import lock_file
from extraction.pipeline import gouji_version
from extraction.read import document_from_bytes
from extraction.record import Record
from extraction.run.run import read_all
from extraction.run.worker import Outcome, Task, Worker
from extraction.settings import default_settings

SCHEMA: Literal["gouji-eval/1"] = "gouji-eval/1"
_CODE = ("extraction", "prompts", "evals")
_ENDINGS = (".py", ".yaml", ".md")
_CASE = TypeAdapter(tuple[Score, ...])


class Header(GoldModel):
    """What was measured and with what: the first line of a run's file.

    Each further line holds one file's scores, so that none is there by halves.

    code: digest of gouji's own files, so that a run is never continued by other code.
    cases: where the documents come from; digest: of their labels, or of how to make them.
    """

    run: Literal["gouji-eval/1"] = SCHEMA
    gouji: str
    code: str
    variant: str
    cases: str
    digest: str
    seeds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what it measured, and the score of every report; `kept` were there before."""

    header: Header
    scores: tuple[Score, ...]
    kept: int = 0


@dataclass(frozen=True, slots=True)
class How:
    """Where scores go, how many files at a time, and whether to start over."""

    out: Path | None = None
    jobs: int = 1
    fresh: bool = False


def measure_cases(
    asked: Asked, variant: Variant, how: How, show: Callable[[int], None] = lambda _: None
) -> Run:
    """Read the documents by a variant and score them; what was there already is kept.

    `show` is told how many documents more are done.
    """
    header = make_header(variant.name, asked.named, asked.digest, asked.seeds)
    worker = Worker(default_settings(), same, variant.walk, waits=variant.waits)
    with open_run(how.out, header, fresh=how.fresh) as into:
        kept = into.done
        show(kept)
        for _ in run_cases(asked.cases, worker, how.jobs, into):
            show(1)
        return Run(header, tuple(into.scores), kept)


def make_header(variant: str, cases: str, digest: str, seeds: Sequence[int] = ()) -> Header:
    """Return the header of a run that is made now."""
    return Header(
        gouji=gouji_version(),
        code=digest_code(),
        variant=variant,
        cases=cases,
        digest=digest,
        seeds=tuple(seeds),
    )


def digest_code() -> str:
    """Return a digest of every file of ours that a result depends on."""
    digest = hashlib.sha256()
    for package in _CODE:
        root = Path(str(resources.files(package)))
        for file in sorted(f for f in root.rglob("*") if f.suffix in _ENDINGS):
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def score_cases(
    cases: Iterable[Case], worker: Worker[Record], jobs: int = 1
) -> Iterator[tuple[Score, ...]]:
    """Read every case and yield the scores of its reports, in their order."""
    waiting: deque[Case] = deque()

    def tasks() -> Iterator[Task]:
        for case in cases:
            waiting.append(case)
            yield case.task

    for outcome in read_all(tasks(), worker, jobs):
        yield score_outcome(waiting.popleft(), outcome)


def score_outcome(case: Case, outcome: Outcome[Record]) -> tuple[Score, ...]:
    """Score what came of a case: each report against the record of its part.

    A crash is the worst result, not the end of a run. Records that belong to no report
    are counted with the first.
    """
    if outcome.crashed:
        return tuple(score_nothing(gold, outcome.failure) for gold in case.golds)
    records = list(outcome.results)
    text = _text_of(case) if outcome.failure is None else ""
    scores = []
    for gold in case.golds:
        record = next((r for r in records if r.source.part == gold.part), None)
        if record is not None:
            records.remove(record)
        scored = score_nothing(gold) if record is None else score_record(gold, record, text)
        scores.append(scored.model_copy(update={"name": case.name}))
    settled = sum(record.status in SETTLED for record in records)
    first = {
        "right": scores[0].right and not settled,
        "surplus": len(records),
        "settled_surplus": settled,
        "seconds": outcome.seconds,
    }
    return (scores[0].model_copy(update=first), *scores[1:])


def _text_of(case: Case) -> str:
    try:
        return document_from_bytes(case.name, case.read_bytes()).text
    except UnreadableFile:
        return ""  # the record says so as well


def same(record: Record) -> Record:
    """Return the record as it is: it is scored where all scores come together."""
    return record


def run_cases(
    cases: Iterable[Case], worker: Worker[Record], jobs: int, into: "RunFile"
) -> Iterator[tuple[Score, ...]]:
    """Score the cases that a run's file does not hold yet, and write each as it is done."""
    for scores in score_cases(islice(cases, into.done, None), worker, jobs):
        into.add(scores)
        yield scores


@dataclass(slots=True)
class RunFile:
    """A run on its way to a file, or nowhere; `done` cases stand in it already."""

    scores: list[Score]
    done: int = 0
    file: BinaryIO | None = None

    def add(self, scores: Sequence[Score]) -> None:
        """Take the scores of one case; all of them are written, or none."""
        self.scores.extend(scores)
        if self.file is not None:
            self.file.write(_CASE.dump_json(tuple(scores), exclude_defaults=True) + b"\n")
            self.file.flush()


@contextmanager
def open_run(path: Path | None, header: Header, *, fresh: bool) -> Iterator[RunFile]:
    """Open a run's file and go on where it ends; NotMeasured if another run stands there."""
    if path is None:
        yield RunFile([])
        return
    path.parent.stat()  # a folder that is not there is a slip of the pen, not one to be made
    lock = lock_file(Path(os.path.realpath(path)))
    try:
        with _open_locked(path, header, fresh=fresh) as into:
            yield into
    finally:
        lock.release()


@contextmanager
def _open_locked(path: Path, header: Header, *, fresh: bool) -> Iterator[RunFile]:
    kept = b"" if fresh or not path.exists() else path.read_bytes()
    kept = kept[: kept.rfind(b"\n") + 1]  # a line that was cut off is made again
    into = RunFile([])
    if kept:
        run = parse_run(kept, str(path))
        if run.header != header:
            raise NotMeasured(f"{path} holds {_difference(run.header, header)}: give --fresh.")
        into = RunFile(list(run.scores), kept.count(b"\n") - 1)
    with path.open("r+b" if path.exists() else "w+b") as into.file:
        into.file.truncate(len(kept))
        into.file.seek(len(kept))
        if not kept:
            into.file.write(header.model_dump_json().encode() + b"\n")
        yield into


def _difference(there: Header, now: Header) -> str:
    if there.code != now.code:
        return "a run of other code"
    if there.variant != now.variant:
        return f"a run of {there.variant}"
    return f"a run over {there.cases}"


def read_run(path: Path) -> Run:
    """Read a run's file; NotMeasured if it is none."""
    try:
        return parse_run(path.read_bytes(), str(path))
    except OSError as error:
        raise NotMeasured(f"{path} cannot be read: {error.strerror}. Check the path.") from error


def parse_run(data: bytes, name: str) -> Run:
    """Read the bytes of a run's file, whose last line may be cut off."""
    first, *rest = data[: data.rfind(b"\n") + 1].splitlines() or [b""]
    try:
        header = Header.model_validate_json(first)
        scores = tuple(score for line in rest for score in _CASE.validate_json(line))
    except ValidationError as error:
        raise NotMeasured(
            f"{name} is no run of gouji eval: make one with gouji eval run."
        ) from error
    return Run(header, scores)
