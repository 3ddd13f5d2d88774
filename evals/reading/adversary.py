"""Whether a liar gets anything past gouji, each over documents of its own: `make eval-liars`.

    python -m evals.reading.adversary --n 5000 --kept liars.jsonl

No two documents are alike, and of most a rule leaves something open. Each is read with somebody
who lies about it: the lies take turns, by both protocols, about what is open and about every table,
in each answer or in one of two, drawn afresh or sticking; and without, where it is not right so. It
is asked in this process: what the wire does to answers is another measurement's. What came of a
document is kept as it comes, so that a run that was ended goes on where it was. It exits 1 if a
document is silently wrong, or was settled and right without the liar and is not with it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from evals.gold import GoldModel
from evals.header import digest_code, name_code
from evals.intervals import bound_rate
from evals.reading.known_places import DrawnReport, draw_kind
from evals.reading.lies import LIES
from evals.reading.trial import AskingSetup, read_with
from extraction.llm.question import Answering

FIRST_SEED = 9_000_000
SEEDS_OF_A_KIND = 1_000_000
KINDS = (
    "layout: prose",
    "layout: row lists",
    "figure split",
    "spoilt at random",
    "text: run-together",
    "damage: blanks_removed",
    "damage: garbled_row_label",
)
"""Kinds of reports that rules leave open most, as READERS.txt shows, and that have an answer."""
PROTOCOLS: tuple[Answering, ...] = ("ids", "transcription")
HALF = 0.5
"""How often one lies who does not always: other answers of the same report are true then."""
MANNERS = ((1.0, True), (HALF, True), (HALF, False))
"""How often one lies, and whether the lies stay the same when the question is asked again."""
HEADS = (
    "documents",
    "settled",
    "asked",
    "lied to",
    "silent",
    "bound",
    "worse",
    "cells",
    "right",
)


class LiarCode(GoldModel):
    """What a run was made by, the first line of its file: no other code goes on with it."""

    code: str
    seed: int


class LiarOutcome(GoldModel):
    """What a liar has done to one document, and what a model's answer brought into its record.

    lie, manner: who lied, and how. settled: with the liar. asked: how many questions were
    raised. lied: how many answers were not as the true ones. silent, worse: whether a wrong cell
    was called settled, or a right report no longer is.
    """

    kind: str
    seed: int
    lie: str
    manner: str
    settled: bool
    asked: int
    lied: int
    silent: bool
    worse: bool
    cells: int
    cells_right: int


def list_liars() -> list[AskingSetup]:
    """Return all liars; neighbours tell different lies in the same manner."""
    liars = []
    for everything, (rate, sticks), answering in product((False, True), MANNERS, PROTOCOLS):
        often = "always" if rate == 1 else f"1 in 2{', sticking' if sticks else ''}"
        about = "every table" if everything else "what is open"
        manner = f"{answering}, about {about}, {often}"
        for lie in LIES:
            liars.append(AskingSetup(manner, answering, everything, lie, rate, sticks))
    return liars


def draw_pairs(first_seed: int) -> Iterator[tuple[DrawnReport, AskingSetup]]:
    """Yield documents without end, the kinds in turn, each with the one who lies about it."""
    liars = list_liars()
    turn = 0
    while True:
        for place, kind in enumerate(KINDS):
            seed = first_seed + place * SEEDS_OF_A_KIND + turn
            yield draw_kind(kind, seed), liars[turn % len(liars)]
        turn += 1


def try_liar(drawn: DrawnReport, liar: AskingSetup) -> LiarOutcome:
    """Return what comes of a document that this one lies about."""
    report = drawn.make()
    lied = read_with(report, liar, None)
    right = lied.settled and not lied.silent
    worse = False
    if lied.asked and not right:
        alone = read_with(report, None, None)
        worse = alone.settled and not alone.silent
    return LiarOutcome(
        kind=drawn.kind,
        seed=drawn.seed,
        lie=liar.lie or "",
        manner=liar.name,
        settled=lied.settled,
        asked=lied.asked,
        lied=lied.lied,
        silent=lied.silent,
        worse=worse,
        cells=lied.cells,
        cells_right=lied.cells_right,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Go on until all documents are tried, and print what came of them; 1 if anything did."""
    options = _parse(arguments)
    outcomes = _load(options.kept, options.seed)
    options.kept.parent.mkdir(parents=True, exist_ok=True)
    with options.kept.open("a", encoding="utf-8") as kept:
        if not kept.tell():
            _keep(LiarCode(code=digest_code(), seed=options.seed), kept)
        for drawn, liar in islice(draw_pairs(options.seed), len(outcomes), options.n):
            outcomes.append(try_liar(drawn, liar))
            _keep(outcomes[-1], kept)
    sys.stdout.write("\n".join([*_describe(outcomes[: options.n], options.seed), ""]))
    return int(any(outcome.silent or outcome.worse for outcome in outcomes))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.reading.adversary",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=5_000, help="documents")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first document's")
    parser.add_argument("--kept", type=Path, required=True, help="where outcomes are kept")
    return parser.parse_args(arguments)


def _keep(value: GoldModel, kept: TextIO) -> None:
    kept.write(value.model_dump_json() + "\n")
    kept.flush()


def _load(path: Path, seed: int) -> list[LiarOutcome]:
    """Return what a run before has kept; it ends here where other code or seeds made it."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    if not lines:
        return []
    if LiarCode.model_validate_json(lines[0]) != LiarCode(code=digest_code(), seed=seed):
        raise SystemExit(f"{path} was kept by other code or from another seed: name another file.")
    try:
        return [LiarOutcome.model_validate_json(line) for line in lines[1:]]
    except ValidationError as error:
        raise SystemExit(f"{path} has a line that is no outcome: take it out. {error}") from None


def _describe(outcomes: Sequence[LiarOutcome], seed: int) -> Iterator[str]:
    """Yield the counts in all, by lie, by manner and by kind."""
    yield f"{len(outcomes):,} documents, each another, seeds from {seed:,}, {name_code()}"
    yield ""
    yield f"{'':<52}" + "".join(f"{head:>10}" for head in HEADS)
    yield _count("all", outcomes)
    for name in ("lie", "manner", "kind"):
        yield ""
        values = dict.fromkeys(getattr(outcome, name) for outcome in outcomes)
        for value in values:
            own = [outcome for outcome in outcomes if getattr(outcome, name) == value]
            yield _count(value, own)


def _count(name: str, outcomes: Sequence[LiarOutcome]) -> str:
    """Return one line of counts; asked: documents with a question, lied: with a lie."""
    sums = Counter[str]()
    for outcome in outcomes:
        sums["asked"] += bool(outcome.asked)
        sums["lied"] += bool(outcome.lied)
        for count in ("settled", "silent", "worse", "cells", "cells_right"):
            sums[count] += int(getattr(outcome, count))
    bound = bound_rate(sums["silent"], len(outcomes)) or 0
    return (
        f"{name:<52}{len(outcomes):>10,}{sums['settled']:>10,}{sums['asked']:>10,}"
        f"{sums['lied']:>10,}{sums['silent']:>10}{bound:>10.2%}{sums['worse']:>10}"
        f"{sums['cells']:>10,}{sums['cells_right']:>10,}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
