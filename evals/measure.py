"""Cases to scores: many files side by side, written as they come, continued if cut off."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from evals.case import Case, MeasuredReports
from evals.gold import Gold
from evals.header import Header, ModelLine, Run, make_header
from evals.known_forms import name_own_forms
from evals.report_outcome import SETTLED, Offline, Score
from evals.runfile import RunFile, open_run, parse_run, read_run
from evals.score import score_nothing, score_record
from evals.variants import Variant
from evals.watch import Watch
from extraction.batch.run import read_all
from extraction.batch.worker import FileOutcome, Task, Worker, record_itself
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.errors import AlreadyThere, AskingStopped, UnreadableFile
from extraction.values.record import Record

__all__ = ["Header", "Run", "RunFile", "make_header", "open_run", "parse_run", "read_run"]


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """Where scores go, how many files at a time, and whether to start over.

    repeat: which of several runs of the same this is. records: where the records go, too.
    settings: with which forms reports are read.
    """

    out: Path | None = None
    jobs: int = 1
    fresh: bool = False
    repeat: int = 1
    records: Path | None = None
    settings: Settings = field(default_factory=default_settings)


def measure_cases(
    asked: MeasuredReports,
    variant: Variant,
    how: MeasureOptions,
    show: Callable[[int], None] = lambda _: None,
) -> Run:
    """Read the documents by a variant and score them; what was there already is kept.

    `show` is told how many documents more are done. Where no further question makes sense,
    the run ends there, and says so.
    """
    header = header_of(asked, variant.name, variant.model)
    own = name_own_forms(how.settings.forms)
    header = header.model_copy(update={"repeat": how.repeat, "forms": own})
    stopped = None
    settings = replace(how.settings, asking=variant.asking)
    worker = Worker(settings, record_itself, variant.walk, waits=variant.waits)
    with open_run(how.out, header, fresh=how.fresh) as into, open_records(how, into):
        show(into.kept)
        try:
            for _ in run_cases(asked.cases, worker, how.jobs, into, variant.watch):
                show(1)
        except AskingStopped as reason:
            stopped = str(reason)
        return Run(header, into.scores, into.kept, stopped)


@contextmanager
def open_records(how: MeasureOptions, into: RunFile) -> Iterator[None]:
    """Let records go where they are wanted, too, as gouji extract would write them."""
    if how.records is None:
        yield
        return
    if how.records.exists() and not (into.kept or how.fresh):
        raise AlreadyThere(
            f"{how.records} is there and would be overwritten", f"{how.records} 已存在，会被覆盖"
        )
    with how.records.open("ab" if into.kept else "wb") as into.records:
        yield


def header_of(asked: MeasuredReports, variant: str, model: ModelLine | None = None) -> Header:
    """Return the header of a run over these documents."""
    header = make_header(variant, asked.named, asked.digest, asked.seeds)
    more = {"documents": asked.total, "model": model, "left_out": asked.left_out}
    return header.model_copy(update=more)


def score_cases(
    cases: Iterable[Case],
    worker: Worker[Record],
    jobs: int = 1,
    watch: Watch | None = None,
    keep: Callable[[Iterable[Record]], None] = lambda _: None,
) -> Iterator[tuple[Score, ...]]:
    """Read every case and yield the scores of its reports, in their order.

    `keep` is handed the records.
    """
    waiting: deque[Case] = deque()

    def tasks() -> Iterator[Task]:
        for case in cases:
            waiting.append(case)
            yield case.task

    for outcome in read_all(tasks(), worker, jobs):
        case = waiting.popleft()
        keep(outcome.results)
        scores = score_outcome(case, outcome)
        yield scores if watch is None else tuple(add_watched(case, scores, watch))


def add_watched(case: Case, scores: Iterable[Score], watch: Watch) -> Iterator[Score]:
    """Add to scores what was not answered, and what came of the reports without asking."""
    lost = watch.lost.pop(case.task.label, ())
    records = {r.source.part: r for r in watch.offline.pop(case.task.label, ())}
    for gold, score in zip(case.golds, scores, strict=True):
        record = records.get(gold.part)
        offline = None if record is None else score_offline(gold, record)
        yield score.model_copy(update={"unanswered": lost, "offline": offline})


def score_offline(gold: Gold, record: Record) -> Offline:
    """Return how a report came out when no model was asked."""
    alone = score_record(gold, record, "")
    return Offline(right=alone.right, silent=alone.silent, open_cells=alone.open_cells)


def score_outcome(case: Case, outcome: FileOutcome[Record]) -> tuple[Score, ...]:
    """Score what came of a case: each report against the record of its part.

    A crash is the worst result, not the end of a run. Records that belong to no report
    are counted with the first.
    """
    if outcome.crashed:
        failure = outcome.failure.en if outcome.failure else None
        return tuple(score_nothing(gold, failure) for gold in case.golds)
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


def run_cases(
    cases: Iterable[Case],
    worker: Worker[Record],
    jobs: int,
    into: RunFile,
    watch: Watch | None = None,
) -> Iterator[tuple[Score, ...]]:
    """Score the cases that a run's file does not hold yet, and write each as it is done."""
    kept = frozenset(into.files)
    into.order.clear()

    def wanted() -> Iterator[Case]:
        for case in cases:
            into.order.append(case.name)
            if case.name not in kept:
                yield case

    for scores in score_cases(wanted(), worker, jobs, watch, into.keep):
        into.add(scores)
        yield scores
