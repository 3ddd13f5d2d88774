"""What a model could bring home, and what a liar could spoil: the first part of `make eval-model`.

    python -m evals.reading.trial --n 20 --jobs 2

The reports are those that rules leave open most: layouts that no rule reads, torn figures, hard
damage. First they are read without a model; then with a perfect reader, which answers from the
labels, about what is open (auto) and about every table (model), by both protocols; then with
readers that lie. A report is gained if it is settled with every cell right, and was not without.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from evals.header import name_code
from evals.intervals import bound_rate
from evals.reading.known_places import DrawnReport, PlacedReport, draw_kinds
from evals.reading.labelled_reader import LabelReader
from evals.reading.lies import LIES
from evals.report_outcome import SETTLED
from evals.score import find_form_cells
from extraction.ground.rounds import Rounds
from extraction.llm.question import Answering
from extraction.pipeline import extract_document
from extraction.settings import default_settings

FIRST_SEED = 8_000_000
EVERY = 20
"""A mistake at a rate is made in one answer of so many."""


class AskingSetup(NamedTuple):
    """Who is asked, and how: `lie` by its name, `rate` one answer in so many."""

    name: str
    answering: Answering = "ids"
    everything: bool = False
    lie: str | None = None
    rate: float = 1.0
    sticking: bool = False


class TriedReading(NamedTuple):
    """What came of one report: its kind, whether it is settled and right, and at what cost.

    spoilt: whether it was settled and right without a model, and is not with it.
    """

    kind: str
    settled: bool
    silent: bool
    gained: bool
    spoilt: bool
    cells: int
    cells_right: int
    asked: int
    lied: int
    tokens: int


@dataclass(slots=True)
class Sums:
    """Readings added up, in all and by kind."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, reading: TriedReading) -> None:
        """Count one reading."""
        for counts in (self.counts, self.kinds.setdefault(reading.kind, Counter())):
            counts["reports"] += 1
            for name, value in reading._asdict().items():
                if name != "kind":
                    counts[name] += int(value)
            counts["unasked"] += not reading.asked


PERFECT = (
    AskingSetup("perfect, auto, ids"),
    AskingSetup("perfect, auto, transcription", "transcription"),
    AskingSetup("perfect, every table, ids", everything=True),
    AskingSetup("perfect, every table, transcription", "transcription", everything=True),
)


def setups() -> Iterator[AskingSetup]:
    """Yield all that is tried: perfect readers, liars, mistakes at a rate and sticking."""
    yield from PERFECT
    for lie in LIES:
        yield AskingSetup(f"{lie}, ids", lie=lie, sticking=True)
        yield AskingSetup(f"{lie}, transcription", "transcription", lie=lie, sticking=True)
        yield AskingSetup(f"{lie}, every table", everything=True, lie=lie, sticking=True)
    for lie in LIES:
        yield AskingSetup(f"{lie}, 1 in {EVERY}", lie=lie, rate=1 / EVERY)
        yield AskingSetup(f"{lie}, 1 in {EVERY}, sticking", lie=lie, rate=1 / EVERY, sticking=True)


def read_under_setups(tried: Sequence[AskingSetup], drawn: DrawnReport) -> list[TriedReading]:
    """Return what comes of a report without a model, and then under each setup."""
    report = drawn.make()
    offline = read_with(report, None, None)
    asked = read_with(report, PERFECT[0], offline)
    readings = [offline]
    for setup in tried:
        if setup == PERFECT[0]:
            readings.append(asked)
        elif setup.everything or asked.asked:
            readings.append(read_with(report, setup, offline))
        else:
            readings.append(offline._replace(gained=False))  # nothing is open: nobody is asked
    return readings


def read_with(
    report: PlacedReport, setup: AskingSetup | None, offline: TriedReading | None
) -> TriedReading:
    """Return what comes of a report by this setup, or without a model where there is none."""
    rounds = reader = None
    if setup is not None:
        lie = LIES[setup.lie] if setup.lie else None
        reader = LabelReader(report, lie, setup.rate, setup.sticking)
        rounds = Rounds(reader, everything=setup.everything, answering=setup.answering)
    record = extract_document(report.document, default_settings(), rounds=rounds)[0]
    settled = record.status in SETTLED
    right = settled and not report.wrong(record)
    brought = [key for key, cell in find_form_cells(record).items() if cell.origin == "model"]
    before = offline is not None and offline.settled and not offline.silent
    return TriedReading(
        report.kind,
        settled,
        silent=settled and not right,
        gained=right and not before,
        spoilt=before and not right,
        cells=len(brought),
        cells_right=sum(report.right(key, record) for key in brought),
        asked=reader.asked if reader else 0,
        lied=reader.lied if reader else 0,
        tokens=reader.tokens if reader else 0,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Try everything and print it; 1 if anything was silently wrong or made worse."""
    options = _parse(arguments)
    tried = list(PERFECT if options.perfect else setups())
    sums = [Sums() for _ in range(len(tried) + 1)]
    drawn = list(draw_kinds(options.n, options.seed))
    with ProcessPoolExecutor(options.jobs) as pool:
        for readings in pool.map(partial(read_under_setups, tried), drawn, chunksize=4):
            for own, reading in zip(sums, readings, strict=True):
                own.add(reading)
    said = f"{options.n} reports of each kind, seeds from {options.seed:,}, {name_code()}"
    sys.stdout.write("\n".join([said, "", *_table(tried, sums), ""]))
    return int(any(own.counts["silent"] or own.counts["spoilt"] for own in sums[1:]))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.reading.trial",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=20, help="reports of each kind")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first report's")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--perfect", action="store_true", help="leave the liars out")
    return parser.parse_args(arguments)


def _table(tried: Sequence[AskingSetup], sums: Sequence[Sums]) -> Iterator[str]:
    """Yield the table of setups, and that of kinds under the perfect reader."""
    yield (
        f"{'who is asked':<36}{'reports':>8}{'right':>7}{'gained':>7}{'silent':>7}{'bound':>8}"
        f"{'worse':>6}{'cells':>9}{'right':>8}{'no call':>8}{'tokens/gained':>14}"
    )
    names = ["nobody", *(setup.name for setup in tried)]
    for name, own in zip(names, sums, strict=True):
        yield _line(name, own.counts)
    yield ""
    yield f"{'kind':<36}{'reports':>8}{'nobody':>8}" + "".join(
        f"{name:>{len(name) + 2}}" for name in names[1:5]
    )
    for kind, offline in sums[0].kinds.items():
        right = offline["settled"] - offline["silent"]
        gains = ""
        for own, name in zip(sums[1:5], names[1:5], strict=True):
            gains += f"{own.kinds[kind]['gained']:>+{len(name) + 2}}"
        yield f"{kind:<36}{offline['reports']:>8}{right:>8}{gains}"


def _line(name: str, counts: Counter[str]) -> str:
    reports, gained = counts["reports"], counts["gained"]
    each = f"{counts['tokens'] // gained:,}" if gained and counts["tokens"] else "-"
    right = counts["settled"] - counts["silent"]
    bound = bound_rate(counts["silent"], reports) or 0
    shown = f"{gained}" if counts["asked"] else "-"
    return (
        f"{name:<36}{reports:>8,}{right:>7,}{shown:>7}{counts['silent']:>7}{bound:>8.2%}"
        f"{counts['spoilt']:>6}{counts['cells']:>9,}{counts['cells_right']:>8,}"
        f"{counts['unasked'] / reports:>8.1%}{each:>14}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
