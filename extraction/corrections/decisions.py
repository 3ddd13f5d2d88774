"""Files of corrections: decisions read line by line, and those that belong to an OUT."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from extraction.export.exact import exact_json, parse_exact
from extraction.export.lock import beside
from extraction.values.corrections import Decision
from extraction.values.errors import WrongUsage
from extraction.values.record import Record
from extraction.values.refusals import explain_refusal

ReportPlace = tuple[str, int]
"""A report: the path that records name it by, and which one of the file it is."""


class Decisions:
    """Decisions by report; of several about the same the one that was made last."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        latest: dict[object, Decision] = {}
        for decision in sorted(decisions, key=lambda one: one.when):
            latest.pop(decision.about, None)
            latest[decision.about] = decision
        self._by_place: defaultdict[ReportPlace, list[Decision]] = defaultdict(list)
        for decision in latest.values():
            self._by_place[decision.source.path, decision.source.part].append(decision)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, self._by_place.values()))

    def __iter__(self) -> Iterator[Decision]:
        """Go through them, report by report."""
        for decisions in self._by_place.values():
            yield from decisions

    def about(self, record: Record) -> tuple[Decision, ...]:
        """Return those about a record's report, also if its bytes were others then."""
        return tuple(self._by_place.get((record.source.path, record.source.part), ()))


def read_decisions(file: Path) -> list[Decision]:
    """Read a file of corrections; WrongUsage names the first line that cannot be taken."""
    try:
        lines = file.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        why = explain_refusal(error)
        raise WrongUsage(
            f"{file} cannot be opened: {why.en}. Name a file of corrections.",
            f"{file} 无法打开：{why.zh}。请指定更正文件。",
        ) from error
    return [_parse(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _parse(file: Path, number: int, line: bytes) -> Decision:
    try:
        return parse_decision(line)
    except ValueError as error:
        raise WrongUsage(
            f"{file}, line {number}, is no correction ({error}). Mend the line; nothing was done.",
            f"{file} 第 {number} 行不是更正记录（{error}）。请修正该行；未做任何处理。",
        ) from error


def parse_decision(line: bytes) -> Decision:
    """Return the decision on a line; ValueError says what it lacks."""
    try:
        return Decision.model_validate(parse_exact(line))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise ValueError(f"{place}: {said}" if place else said) from None


def kept_beside(out: Path) -> Path:
    """Return the file beside an OUT in which the decisions about its records are kept.

    >>> kept_beside(Path("a/out.jsonl")).as_posix()
    'a/out.jsonl.corrections.jsonl'
    """
    return out.with_name(out.name + ".corrections.jsonl")


def read_kept(out: Path) -> list[Decision]:
    """Return the decisions that are kept beside an OUT."""
    file = kept_beside(out)
    return read_decisions(file) if file.is_file() else []


def add_kept(out: Path, decisions: Iterable[Decision]) -> None:
    """Keep decisions beside an OUT, behind those that are there."""
    lines = b"".join(exact_json(decision) + b"\n" for decision in decisions)
    with kept_beside(out).open("ab") as kept:
        kept.write(lines)


def write_kept(out: Path, decisions: Decisions) -> None:
    """Keep decisions beside an OUT, whole or not at all."""
    file = kept_beside(out)
    new = beside(file, "new")
    new.write_bytes(b"".join(exact_json(decision) + b"\n" for decision in decisions))
    new.replace(file)
