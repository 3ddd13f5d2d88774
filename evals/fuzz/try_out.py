"""Spoilt reports read and compared with their truth, side by side; failing ones made small."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial

from evals.fuzz.make import EVERYTHING, Recipe, RecipeChoice, Spoilt, draw_recipe, make_spoilt
from evals.fuzz.spoilt_truth import Misstated, find_silent
from evals.fuzz.twins import find_twin
from evals.score import SETTLED
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.record import Record


@dataclass(frozen=True, slots=True)
class SpoiltOutcome:
    """What came of a spoilt report: its verdict, the wrong cells if that is a settled one.

    twin: what the print is as well, see evals.fuzz.twins.
    """

    recipe: Recipe
    status: str
    wrong: tuple[Misstated, ...]
    crashed: str = ""
    twin: Recipe | None = None

    @property
    def settled(self) -> bool:
        """Say whether the report was called verified or source_inconsistent."""
        return self.status in SETTLED

    @property
    def failed(self) -> bool:
        """Say whether anything is wrong, whatever it is counted as."""
        return bool(self.wrong or self.crashed)

    @property
    def is_twofold(self) -> bool:
        """Say whether the print allows two reports, and one of them was read as it is."""
        return self.twin is not None

    @property
    def is_by_order(self) -> bool:
        """Say whether all that is wrong was placed by the form's order alone, and says so."""
        return bool(self.wrong) and not self.twin and all(w.by_order for w in self.wrong)

    @property
    def is_silent(self) -> bool:
        """Say whether the reading crashed, or a settled record is wrong and does not say why."""
        return self.failed and not self.is_twofold and not self.is_by_order


@cache
def _settings() -> Settings:
    return default_settings()


def read_spoilt(spoilt: Spoilt) -> tuple[Record, ...]:
    """Read a spoilt report as gouji reads any file."""
    document = document_from_bytes(f"report{spoilt.ending}", spoilt.text.encode())
    return extract_document(document, _settings())


def try_recipe(recipe: Recipe) -> SpoiltOutcome:
    """Make a report, read it, and say what is wrong in it; a crash is an outcome too."""
    spoilt = make_spoilt(recipe)
    try:
        records = read_spoilt(spoilt)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return SpoiltOutcome(recipe, "crashed", (), f"{type(error).__name__}: {error}")
    wrong = tuple(w for record in records for w in find_silent(record, spoilt.truths))
    settled = [record.status for record in records if record.status in SETTLED]
    status = settled[0] if settled else records[0].status
    twin = find_twin(spoilt, records[0]) if wrong and len(records) == 1 else None
    return SpoiltOutcome(recipe, status, wrong, twin=twin)


def try_seed(seed: int, choice: RecipeChoice = EVERYTHING) -> SpoiltOutcome:
    """Try the recipe that belongs to a seed."""
    return try_recipe(draw_recipe(seed, choice))


def try_seeds(
    seeds: Sequence[int], jobs: int = 1, choice: RecipeChoice = EVERYTHING
) -> Iterator[SpoiltOutcome]:
    """Try many seeds, several at a time, in their order."""
    attempt = partial(try_seed, choice=choice)
    if jobs == 1:
        yield from map(attempt, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(attempt, seeds, chunksize=20)


def minimise(outcome: SpoiltOutcome) -> SpoiltOutcome:
    """Return a failing outcome with as few operations as keep it failing, in plain contents."""
    smaller = _first(
        outcome, (_without(outcome.recipe, i) for i in range(len(outcome.recipe.operations)))
    )
    if smaller is not None:
        return minimise(smaller)
    plainer = ("zeros", "sparse", "small")
    simple = (
        replace(outcome.recipe, content=content)
        for content in plainer
        if outcome.recipe.content not in plainer
    )
    return _first(outcome, simple) or outcome


def _without(recipe: Recipe, index: int) -> Recipe:
    kept = recipe.operations[:index] + recipe.operations[index + 1 :]
    return replace(recipe, operations=kept)


def _first(outcome: SpoiltOutcome, recipes: Iterable[Recipe]) -> SpoiltOutcome | None:
    tried = map(try_recipe, recipes)
    return next(
        (
            t
            for t in tried
            if t.failed and t.is_silent == outcome.is_silent and t.crashed == outcome.crashed
        ),
        None,
    )


def tabulate(outcomes: Sequence[SpoiltOutcome]) -> str:
    """Return tables by layout, by operation and by contents of how the reports came out."""
    parts = [
        _table("layout", [(o.recipe.layout, o) for o in outcomes]),
        _table(
            "operation",
            [(f"{p.stage}: {p.name}", o) for o in outcomes for p in o.recipe.operations],
        ),
        _table("contents", [(o.recipe.content, o) for o in outcomes]),
    ]
    return "\n\n".join(parts)


COUNTED: Mapping[str, Callable[[SpoiltOutcome], bool]] = {
    "tried": lambda _: True,
    "settled": lambda outcome: outcome.settled,
    "twofold": lambda outcome: outcome.is_twofold,
    "by order": lambda outcome: outcome.is_by_order,
    "silent": lambda outcome: outcome.is_silent,
}
"""What is counted of the outcomes, by the heads of the tables."""


def _table(title: str, rows: Sequence[tuple[str, SpoiltOutcome]]) -> str:
    counts = {head: Counter[str]() for head in COUNTED}
    for name, outcome in rows:
        for head, is_counted in COUNTED.items():
            counts[head][name] += is_counted(outcome)
    lines = [f"{title:<34}" + "".join(f"{head:>9}" for head in counts)]
    for name in sorted(counts["tried"]):
        lines.append(f"{name:<34}" + "".join(f"{count[name]:>9,}" for count in counts.values()))
    lines.append(f"{'all':<34}" + "".join(f"{count.total():>9,}" for count in counts.values()))
    return "\n".join(lines)


__all__ = ["SpoiltOutcome", "minimise", "read_spoilt", "tabulate", "try_recipe", "try_seeds"]
