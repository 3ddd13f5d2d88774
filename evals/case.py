"""The cases to measure: files with the labels of their reports, from a folder or made up."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from evals.gold import (
    BESIDE,
    ENDINGS,
    TODO,
    Gold,
    GoldFact,
    GoldMistake,
    Tables,
    digest_gold,
    label_to_value,
    read_gold,
)
from evals.synth import LabelledReport, PlantedFact, generate_reports
from evals.synth.by_office import AnyFormat, generate_any
from evals.synth.labelled import PlantedMistake
from extraction.batch.worker import Task
from extraction.values.errors import BrokenGold, NotMeasured, WrongUsage
from extraction.values.record import Status


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
class LabelledCase:
    """A gold file, and who labelled it where the file's name says so (`x.alice.yaml`).

    place: the folder that it lies in, as seen from the one that was named; the report is
    looked for in the same.
    """

    file: Path
    gold: Gold
    labeller: str | None
    place: Path = Path()

    @property
    def name(self) -> str:
        """The report's name, with the folder it lies in."""
        return (self.place / self.gold.report).as_posix()


def find_golds(folder: Path) -> Iterator[LabelledCase]:
    """Yield the gold files of a folder and the folders in it; BrokenGold names a broken one."""
    for read in read_golds(folder):
        if isinstance(read, BrokenGold):
            raise read
        yield read


def read_golds(folder: Path) -> Iterator[LabelledCase | BrokenGold]:
    """Yield each gold file of a folder and the folders in it, or what is wrong with it."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS):
        try:
            gold = read_gold(file)
        except BrokenGold as error:
            yield error
        else:
            hand = labeller_of(file.stem, gold.report)
            yield LabelledCase(file, gold, hand, file.parent.relative_to(folder))


def labeller_of(stem: str, report: str) -> str | None:
    """Return who labelled, from the name of a gold file without its ending, and of its report.

    >>> labeller_of("a.alice", "a.txt"), labeller_of("a", "a.txt"), labeller_of("a.txt", "a.txt")
    ('alice', None, None)
    >>> labeller_of("a%part2", "a.txt"), labeller_of("a.txt.alice", "a.txt")
    (None, 'alice')
    """
    path = Path(report)
    begins = path.name if stem.startswith(path.name) else path.stem
    name = stem.removeprefix(begins).partition("%")[0]
    return name[1:] if stem.startswith(begins) and name.startswith(".") else None


def group_labels(found: Sequence[LabelledCase]) -> dict[tuple[str, int], list[LabelledCase]]:
    """Return the gold files of each report: its file's name and its part."""
    groups: dict[tuple[str, int], list[LabelledCase]] = defaultdict(list)
    for labelled in found:
        groups[labelled.name, labelled.gold.part].append(labelled)
    return groups


@dataclass(frozen=True, slots=True)
class Gathered:
    """The labelled files of a folder; broken labels and unchecked ones cost their report alone.

    broken: what is wrong, label by label. unchecked: what nobody has looked at.
    """

    cases: tuple[Case, ...]
    broken: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def find_cases(folder: Path, reports: Path | None = None) -> tuple[Case, ...]:
    """Return the labelled files of a folder; BrokenGold if any label does not count."""
    gathered = gather_cases(folder, reports)
    for problem in (*gathered.broken, *gathered.unchecked):
        raise BrokenGold(problem)
    return gathered.cases


def gather_cases(folder: Path, reports: Path | None = None, *, unchecked: bool = False) -> Gathered:
    """Return the labelled files of a folder; the reports lie beside the labels or in `reports`.

    Labels that nobody has checked count only if `unchecked`.
    """
    read = list(read_golds(folder))
    if not read:
        raise NotMeasured(f"No labels in {folder}: they are .json, .yaml or .yml files.")
    broken = [str(each) for each in read if isinstance(each, BrokenGold)]
    left: list[str] = []
    cases: list[Case] = []
    for name, parts in _by_file([each for each in read if isinstance(each, LabelledCase)]).items():
        try:
            settled = [_settle(found) for found in parts]
            drafts = [said for each in settled if (said := _say_unchecked(each))]
            if unchecked or not drafts:
                cases.append(_to_case(name, settled, reports))
            else:
                left += drafts
        except BrokenGold as error:
            broken.append(str(error))
    doubles = find_doubles(cases)
    kept = tuple(case for case in cases if case.name not in doubles)
    return Gathered(kept, (*broken, *doubles.values()), tuple(left))


def _by_file(found: Sequence[LabelledCase]) -> dict[str, list[list[LabelledCase]]]:
    """Return the gold files of each labelled file, those of each report in it together."""
    files: dict[str, list[list[LabelledCase]]] = defaultdict(list)
    for (name, _), hands in group_labels(found).items():
        files[name].append(hands)
    return files


def find_doubles(cases: Sequence[Case]) -> dict[str, str]:
    """Return by name the files that are there already under another name: they count once."""
    names: dict[str, str] = {}
    doubles = {}
    for case in cases:
        digest = sha256(case.read_bytes()).hexdigest()
        if digest in names:
            problem = f"{case.name} is the same report as {names[digest]}: keep the labels of one."
            doubles[case.name] = problem
        names.setdefault(digest, case.name)
    return doubles


def _settle(found: Sequence[LabelledCase]) -> LabelledCase:
    """Return the one file that counts: the one that bears nobody's name."""
    unnamed = [labelled for labelled in found if labelled.labeller is None]
    if len(unnamed) > 1 or (not unnamed and len(found) > 1):
        names = " and ".join(str(labelled.file) for labelled in (unnamed or found)[:2])
        raise BrokenGold(f"{names} label one report: settle on one file without a name in it.")
    return (unnamed or found)[0]


def _say_unchecked(labelled: LabelledCase) -> str | None:
    """Return why labels do not count yet: nobody has looked at some table."""
    gold = labelled.gold
    if gold.draft:
        return f"{labelled.file} is a draft: check every cell, then take out `draft`."
    tables = [part for part in gold.unchecked if part not in BESIDE]
    if not tables and not (gold.form is None and gold.unchecked):
        return None
    named = ", ".join(tables or gold.unchecked)
    return f"{labelled.file} is a draft: nobody has checked {named}; write who did under `checked`."


def _to_case(name: str, found: Sequence[LabelledCase], reports: Path | None) -> Case:
    file = find_report(found[0], reports)
    digest = sha256(file.read_bytes()).hexdigest()
    for labelled in found:
        if labelled.gold.sha256 not in (None, digest):
            raise BrokenGold(f"{labelled.file} labels another version of {file}: label this one.")
        if any(value == TODO for _, value in labelled.gold.written()):
            raise BrokenGold(f"{labelled.file} has cells that are still `{TODO}`: label them.")
    golds = sorted((labelled.gold.only_checked() for labelled in found), key=lambda g: g.part)
    return Case(name, tuple(golds), Task(file, name))


def find_report(labelled: LabelledCase, reports: Path | None) -> Path:
    """Return the report that a gold file labels; BrokenGold if it is not there."""
    report = labelled.gold.report
    beside = labelled.file.parent / report
    places = [reports / labelled.place / report, reports / report] if reports else [beside]
    for file in places:
        if file.is_file():
            return file
    raise BrokenGold(f"{labelled.file} labels {places[0]}, which is not there: give --reports DIR.")


@dataclass(frozen=True, slots=True)
class MeasuredReports:
    """The documents to measure over, made only when they are gone through; `named` in words.

    digest: of the labels that were read from files. broken, unchecked: labels that are not
    measured over, and why.
    """

    cases: Iterable[Case]
    total: int
    named: str
    digest: str
    seeds: tuple[int, ...] = ()
    broken: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The labels that are not measured over, and why."""
        return (*self.broken, *self.unchecked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of labelled files: at most so many, only those named; checked or not."""

    limit: int | None = None
    only: tuple[str, ...] = ()
    unchecked: bool = False

    def pick(self, cases: Sequence[Case]) -> list[Case]:
        """Return the files that are wanted; WrongUsage if one is not there."""
        for name in self.only:
            if not any(_is_named(case, name) for case in cases):
                raise WrongUsage(
                    f"No labels for {name}: name a report as its labels do.",
                    f"{name} 没有标注：请按标注中的名称指定报告。",
                )
        picked = [case for case in cases if not self.only or self._names(case)]
        return picked[: self.limit]

    def _names(self, case: Case) -> bool:
        return any(_is_named(case, name) for name in self.only)


def _is_named(case: Case, name: str) -> bool:
    return name in (case.name, Path(case.name).name, Path(case.name).stem)


def ask_for_labels(
    folders: Sequence[Path], reports: Path | None, wanted: Wanted = Wanted()
) -> MeasuredReports:
    """Return the labelled files of folders that are wanted."""
    gathered = [gather_cases(folder, reports, unchecked=wanted.unchecked) for folder in folders]
    cases = [case for each in gathered for case in each.cases]
    for name, count in Counter(case.name for case in cases).items():
        if count > 1:
            raise BrokenGold(f"{name} is labelled in {count} folders: measure them one by one.")
    broken = tuple(problem for each in gathered for problem in each.broken)
    left = tuple(problem for each in gathered for problem in each.unchecked)
    if folders and not cases:
        first, *others = (*broken, *left)
        more = f" So {len(others)} more: gouji eval gold tells." if others else ""
        raise BrokenGold(f"No label counts. {first}{more}")
    picked = wanted.pick(cases)
    named = ", ".join(map(str, folders))
    some = f", {len(picked)} of {len(cases)}" if len(picked) < len(cases) else ""
    digest = digest_cases(picked)
    return MeasuredReports(picked, len(picked), f"{named}{some}", digest, (), broken, left)


def ask_for(
    gold: Sequence[Path],
    reports: Path | None,
    synth: int,
    seeds: Sequence[int],
    wanted: Wanted = Wanted(),
) -> MeasuredReports:
    """Return labelled files of folders, and for each seed so many made-up ones.

    Without a seed one is drawn.
    """
    if not gold and not synth:
        raise WrongUsage(
            "Nothing to measure: give --gold DIR, or --synth N.",
            "没有可测量的报告：请给出 --gold DIR 或 --synth N。",
        )
    labelled = ask_for_labels(gold, reports, wanted)
    seeds = tuple(seeds or (draw_seed(),)) if synth else ()
    named = [labelled.named] if gold else []
    named += [f"{synth} made-up reports of seed {seed}" for seed in seeds]
    made = chain.from_iterable(make_cases(synth, seed) for seed in seeds)
    return replace(
        labelled,
        cases=chain(labelled.cases, made),
        total=labelled.total + synth * len(seeds),
        named=", ".join(named),
        seeds=seeds,
    )


def digest_cases(cases: Sequence[Case]) -> str:
    """Return a digest of all labels."""
    digest = sha256()
    for case in cases:
        for gold in case.golds:
            digest.update(f"{case.name} {digest_gold(gold)}".encode())
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


def make_file_cases(n: int, seed: int, file_format: AnyFormat) -> Iterator[Case]:
    """Yield n made-up reports as files of one format; the k-th is the same in every format."""
    for index in range(n):
        report, ending, data = generate_any(seed * 1_000_003 + index, file_format)
        name = f"synth-{report.seed}{ending}"
        own = {"report": name, "sha256": sha256(data).hexdigest(), "layout": file_format}
        gold = report_to_gold(report).model_copy(update=own)
        yield Case(name, (gold,), Task(Path(name), name, data))


def report_to_gold(report: LabelledReport) -> Gold:
    """Return the labels of a made-up report.

    Its prose holds more figures than the facts that were planted in it.
    """
    expected: dict[str, Status] = {"tableless": "needs_review"}
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
        facts=tuple(map(_fact_to_gold, report.facts)),
        facts_complete=False,
        tables_consistent=not any(mistake.rules for mistake in report.source_mistakes),
        mistakes=tuple(map(_mistake_to_gold, report.source_mistakes)),
        layout=report.layout,
        modifiers=report.modifiers,
    )


def _fact_to_gold(fact: PlantedFact) -> GoldFact:
    return GoldFact(key=fact.key, value=fact.value, quote=fact.quote, agrees=fact.agrees)


def _mistake_to_gold(mistake: PlantedMistake) -> GoldMistake:
    rules = tuple(f"{rule}@{place}" for rule, place in mistake.rules)
    return GoldMistake(kind=mistake.kind, cells=tuple(map(str, mistake.cells)), rules=rules)


def nest_labels(report: LabelledReport) -> Tables:
    """Return a made-up report's labels the way they are written."""
    tables: Tables = {}
    for key, label in report.cells.items():
        tables.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = label_to_value(label)
    return tables
