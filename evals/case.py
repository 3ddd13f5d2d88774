"""What is measured: files with the labels of the reports in them, from a folder or made up."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from evals.gold import ENDINGS, Gold, GoldFact, GoldMistake, Tables, label_to_value, read_gold
from evals.synth import LabelledReport, generate_reports
from extraction.errors import BrokenGold, NotMeasured, WrongUsage
from extraction.record import Status
from extraction.run.worker import Task


@dataclass(frozen=True, slots=True)
class Case:
    """One file and the labels of every report in it, in their order; `name` is unique."""

    name: str
    golds: tuple[Gold, ...]
    task: Task

    def read_bytes(self) -> bytes:
        """Return the file's bytes."""
        return self.task.path.read_bytes() if self.task.data is None else self.task.data


@dataclass(frozen=True, slots=True)
class Labelled:
    """A gold file, and who labelled it where the file's name says so (`x.alice.yaml`)."""

    file: Path
    gold: Gold
    labeller: str | None


def find_golds(folder: Path) -> Iterator[Labelled]:
    """Yield the gold files of a folder and the folders in it; BrokenGold names a broken one."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS):
        gold = read_gold(file)
        yield Labelled(file, gold, labeller_of(file.stem, Path(gold.report).stem))


def labeller_of(stem: str, report: str) -> str | None:
    """Return who labelled, from the name of a gold file and of its report, without endings.

    >>> labeller_of("a.alice", "a"), labeller_of("a", "a"), labeller_of("a%part2", "a")
    ('alice', None, None)
    """
    name = stem.removeprefix(report).partition("%")[0]
    return name[1:] if stem.startswith(report) and name.startswith(".") else None


def group_labels(found: Sequence[Labelled]) -> dict[tuple[str, int], list[Labelled]]:
    """Return the gold files of each report: its file's name and its part."""
    groups: dict[tuple[str, int], list[Labelled]] = defaultdict(list)
    for labelled in found:
        groups[labelled.gold.report, labelled.gold.part].append(labelled)
    return groups


def find_cases(folder: Path, reports: Path | None = None) -> tuple[Case, ...]:
    """Return the labelled files of a folder; the reports lie beside the labels or in `reports`."""
    chosen: dict[str, list[Labelled]] = defaultdict(list)
    for (report, _), found in group_labels([*find_golds(folder)]).items():
        chosen[report].append(_settle(found))
    if not chosen:
        raise NotMeasured(f"No labels in {folder}: they are .json, .yaml or .yml files.")
    return tuple(_to_case(name, found, reports) for name, found in chosen.items())


def _settle(found: Sequence[Labelled]) -> Labelled:
    """Return the one file that counts: the one that bears nobody's name."""
    unnamed = [labelled for labelled in found if labelled.labeller is None]
    if len(unnamed) > 1 or (not unnamed and len(found) > 1):
        names = " and ".join(str(labelled.file) for labelled in (unnamed or found)[:2])
        raise BrokenGold(f"{names} label one report: settle on one file without a name in it.")
    settled = (unnamed or found)[0]
    if settled.gold.draft:
        raise BrokenGold(f"{settled.file} is a draft: check every cell, then take out `draft`.")
    return settled


def _to_case(name: str, found: Sequence[Labelled], reports: Path | None) -> Case:
    file = find_report(found[0], reports)
    digest = sha256(file.read_bytes()).hexdigest()
    for labelled in found:
        if labelled.gold.sha256 not in (None, digest):
            raise BrokenGold(f"{labelled.file} labels another version of {file}: label this one.")
    golds = sorted((labelled.gold for labelled in found), key=lambda gold: gold.part)
    return Case(name, tuple(golds), Task(file, name))


def find_report(labelled: Labelled, reports: Path | None) -> Path:
    """Return the report that a gold file labels; BrokenGold if it is not there."""
    file = (reports or labelled.file.parent) / labelled.gold.report
    if not file.is_file():
        raise BrokenGold(f"{labelled.file} labels {file}, which is not there: give --reports DIR.")
    return file


@dataclass(frozen=True, slots=True)
class Asked:
    """The documents to measure over, made only when they are gone through; `named` in words.

    digest: of the labels that were read from files.
    """

    cases: Iterable[Case]
    total: int
    named: str
    digest: str
    seeds: tuple[int, ...] = ()


def ask_for(gold: Sequence[Path], reports: Path | None, synth: int, seeds: Sequence[int]) -> Asked:
    """Return labelled files of folders, and for each seed so many made-up ones.

    Without a seed one is drawn.
    """
    if not gold and not synth:
        raise WrongUsage("Nothing to measure: give --gold DIR, or --synth N.")
    cases = [case for folder in gold for case in find_cases(folder, reports)]
    for name, count in Counter(case.name for case in cases).items():
        if count > 1:
            raise BrokenGold(f"{name} is labelled in {count} folders: measure them one by one.")
    seeds = tuple(seeds or (draw_seed(),)) if synth else ()
    named = [str(folder) for folder in gold]
    named += [f"{synth} made-up reports of seed {seed}" for seed in seeds]
    made = chain.from_iterable(make_cases(synth, seed) for seed in seeds)
    total = len(cases) + synth * len(seeds)
    return Asked(chain(cases, made), total, ", ".join(named), digest_cases(cases), seeds)


def digest_cases(cases: Sequence[Case]) -> str:
    """Return a digest of all labels."""
    digest = sha256()
    for case in cases:
        for gold in case.golds:
            digest.update(gold.model_dump_json().encode())
    return digest.hexdigest()[:16]


def draw_seed() -> int:
    """Return a seed that nobody has chosen."""
    return secrets.randbelow(10**6)


def make_cases(n: int, seed: int) -> Iterator[Case]:
    """Yield n made-up files; the k-th does not depend on how many there are."""
    for report in generate_reports(n, seed):
        gold = report_to_gold(report)
        task = Task(Path(gold.report), gold.report, report.text.encode())
        yield Case(gold.report, (gold,), task)


def report_to_gold(report: LabelledReport) -> Gold:
    """Return the labels of a made-up report.

    Its prose holds more figures than the facts that were planted in it.
    """
    expected: dict[str, Status] = {"unreadable": "unreadable"}
    if not report.lost:
        expected["review"] = "needs_review"
    return Gold(
        report=f"{report.name}{report.ending}",
        sha256=sha256(report.text.encode()).hexdigest(),
        form=report.form,
        status=expected.get(report.expect),
        metadata=dict(report.metadata),
        tables=nest_labels(report),
        lost=tuple(map(str, sorted(report.lost))),
        facts=tuple(
            GoldFact(key=fact.key, value=fact.value, quote=fact.quote, agrees=fact.agrees)
            for fact in report.facts
        ),
        facts_complete=False,
        tables_consistent=not any(mistake.rules for mistake in report.source_mistakes),
        mistakes=tuple(
            GoldMistake(
                kind=mistake.kind,
                cells=tuple(map(str, mistake.cells)),
                rules=tuple(f"{rule}@{place}" for rule, place in mistake.rules),
            )
            for mistake in report.source_mistakes
        ),
        layout=report.layout,
        modifiers=report.modifiers,
    )


def nest_labels(report: LabelledReport) -> Tables:
    """Return a made-up report's labels the way they are written."""
    tables: Tables = {}
    for key, label in report.cells.items():
        tables.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = label_to_value(label)
    return tables
