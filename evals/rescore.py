"""Records that are written already, held against labels: nothing is read, nobody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evals.case import Case, MeasuredReports
from evals.header import Run
from evals.measure import header_of, score_outcome
from evals.report_outcome import Score
from evals.watch import find_unanswered
from extraction.batch.worker import FileOutcome
from extraction.export.loading import read_written
from extraction.values.errors import NotMeasured
from extraction.values.record import Record


@dataclass(frozen=True, slots=True)
class WrittenRecords:
    """Records by the file that they were read from; of one report twice, the last one stands.

    problems: lines that hold no record.
    """

    by_path: dict[str, list[Record]]
    problems: tuple[str, ...]

    def find(self, case: Case) -> list[Record]:
        """Return the records of a file: by its name, by its bytes, or by the end of its path."""
        if case.name in self.by_path:
            return self.by_path[case.name]
        digest = sha256(case.read_bytes()).hexdigest()
        for records in self.by_path.values():
            if records[0].source.sha256 == digest:
                return records
        ends = [
            records
            for path, records in self.by_path.items()
            if f"/{path}".replace("\\", "/").endswith(f"/{case.name}")
        ]
        return ends[0] if len(ends) == 1 else []


def read_records(path: Path) -> WrittenRecords:
    """Read what gouji extract, or another tool in the same schema, has written."""
    found: dict[str, dict[int, Record]] = {}
    problems = []
    for written in read_written(path):
        if written.record is None:
            problems.append(written.problem.en)
        else:
            source = written.record.source
            found.setdefault(source.path, {})[source.part] = written.record
    if not found:
        raise NotMeasured(f"{path} holds no record: name what gouji extract has written.")
    return WrittenRecords({p: list(parts.values()) for p, parts in found.items()}, tuple(problems))


def score_written(path: Path, asked: MeasuredReports) -> Run:
    """Score written records; a report without one is scored as dropped."""
    records = read_records(path)
    scores = [score for case in asked.cases for score in _score_case(case, records)]
    header = header_of(asked, f"records of {path.name}")
    readers = {r.versions.reader for found in records.by_path.values() for r in found}
    named = f"{header.variant} ({', '.join(sorted(readers))})"
    left_out = (*header.left_out, *records.problems)
    header = header.model_copy(update={"variant": named, "left_out": left_out})
    return Run(header, tuple(scores))


def _score_case(case: Case, records: WrittenRecords) -> Sequence[Score]:
    found = records.find(case)
    statuses = tuple(record.status for record in found)
    scores = score_outcome(case, FileOutcome(case.task, statuses, tuple(found)))
    by_part = {record.source.part: record for record in found}
    return [
        score.model_copy(
            update={
                "seconds": None,
                "unanswered": find_unanswered(by_part[score.part]) if score.part in by_part else (),
            }
        )
        for score in scores
    ]
