"""Spoilt reports read and compared with their truth, side by side; failing ones made small."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial

from evals.fuzz.make import EVERYTHING, Recipe, RecipeChoice, Spoilt, draw_recipe, make_spoilt
from evals.fuzz.truth import Misstated, find_silent
from evals.score import SETTLED
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import Settings, default_settings
from extraction.values.record import Record


@dataclass(frozen=True, slots=True)
class SpoiltOutcome:
    """What came of a spoilt report: its verdict, the wrong cells if that is a settled one."""

    recipe: Recipe
    status: str
    wrong: tuple[Misstated, ...]
    crashed: str = ""

    @property
    def settled(self) -> bool:
        """Say whether the report was called verified or source_inconsistent."""
        return self.status in SETTLED


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
    return SpoiltOutcome(recipe, settled[0] if settled else records[0].status, wrong)


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
            if bool(t.wrong) == bool(outcome.wrong) and bool(t.crashed) == bool(outcome.crashed)
        ),
        None,
    )


def tabulate(outcomes: Sequence[SpoiltOutcome]) -> str:
    """Return tables by layout, by operation and by contents: tried, settled, silent."""
    parts = [
        _table("layout", [(o.recipe.layout, o) for o in outcomes]),
        _table(
            "operation",
            [(f"{p.stage}: {p.name}", o) for o in outcomes for p in o.recipe.operations],
        ),
        _table("contents", [(o.recipe.content, o) for o in outcomes]),
    ]
    return "\n\n".join(parts)


def _table(title: str, rows: Sequence[tuple[str, SpoiltOutcome]]) -> str:
    tried = Counter(name for name, _ in rows)
    settled = Counter(name for name, outcome in rows if outcome.settled)
    silent = Counter(name for name, outcome in rows if outcome.wrong or outcome.crashed)
    lines = [f"{title:<34}{'tried':>8}{'settled':>9}{'silent':>8}"]
    lines += [
        f"{name:<34}{tried[name]:>8,}{settled[name]:>9,}{silent[name]:>8,}"
        for name in sorted(tried)
    ]
    lines.append(f"{'all':<34}{tried.total():>8,}{settled.total():>9,}{silent.total():>8,}")
    return "\n".join(lines)


__all__ = ["SpoiltOutcome", "minimise", "read_spoilt", "tabulate", "try_recipe", "try_seeds"]
