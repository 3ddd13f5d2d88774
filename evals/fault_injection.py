"""gouji with a model that errs to order, over every layout alike: `make eval-model`.

The model is simulated (evals/simulated_model.py): its mistakes are drawn at rates that
are assumptions, and nothing here says how often a real model errs. What is measured is
what gouji lets through: each kind of mistake alone, drawn afresh whenever a table is
asked about again, or sticking to it; every table is asked about, not only what is open.
"""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple, cast, get_args

from evals.case import report_to_gold
from evals.header import name_code
from evals.intervals import bound_rate
from evals.score import SETTLED, Score, score_record
from evals.simulated_model import simulate
from evals.simulation.misbehaviour import Behaviour, Misbehaviour, Slip
from evals.synth import LabelledReport, generate_report
from evals.synth.catalogue import LAYOUTS
from extraction.ground.rounds import Rounds
from extraction.llm.model_settings import ModelSettings
from extraction.llm.reader import ModelReader
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings

REPORTS = 1_000
RATE = 0.05
FIRST_SEED = 7_000_000
PLANTED = 3  # every third report has a mistake of its own
ANSWERS: tuple[Misbehaviour, ...] = ("cut_off", "refusal")
FaultKind = Slip | Misbehaviour
KINDS: tuple[FaultKind, ...] = (*get_args(Slip), *ANSWERS)


class FaultSetup(NamedTuple):
    """One trial: which mistake, whether it sticks to a document, over how many reports."""

    kind: FaultKind | None
    sticking: bool
    reports: int
    rounds: int = 2
    everything: bool = True


class InjectionOutcome(NamedTuple):
    """What a trial came to, in counts of reports; the last three are of requests and tokens.

    told: those whose truth the text holds; planted: those of them with a mistake of their
    own that a rule can see, called: as many as are called inconsistent with every cell
    as printed. unasked: those about which nobody was asked.
    """

    reports: int
    silent: int
    told: int
    right: int
    planted: int
    called: int
    unasked: int
    requests: int
    sent: int
    received: int


def main(arguments: Sequence[str] = ()) -> None:
    """Run every trial, two side by side, and print what came out."""
    reports = int(arguments[0]) if arguments else REPORTS
    plain = [FaultSetup(None, False, reports, rounds) for rounds in (1, 2)]
    errs = [  # an answer that never came is drawn afresh each time: only slips can stick
        FaultSetup(kind, sticks, reports)
        for kind in KINDS
        for sticks in ((False, True) if kind in get_args(Slip) else (False,))
    ]
    only_open = FaultSetup(None, False, reports, everything=False)
    print(f"{reports:,} reports, seeds from {FIRST_SEED:,}, {name_code()}\n")
    print(
        f"{'mistake of the model':<30} {'silent':>6} {'bound':>7} {'right':>7} {'own found':>9}"
        f" {'no call':>8} {'requests':>8} {'tokens':>11}"
    )
    silent = 0
    with ProcessPoolExecutor(2) as pool:
        setups = [*plain, only_open, *errs]
        for setup, outcome in zip(setups, pool.map(run_trial, setups), strict=True):
            print(describe_injection(setup, outcome), flush=True)
            silent += outcome.silent
    if silent:
        raise SystemExit(f"{silent} reports with a silent error")


def describe_injection(setup: FaultSetup, outcome: InjectionOutcome) -> str:
    """Return a trial as a line of the table."""
    bound = bound_rate(outcome.silent, outcome.reports)
    name = _name(setup)
    return (
        f"{name:<30} {outcome.silent:>6} {bound or 0:>7.2%} {outcome.right / outcome.told:>7.1%}"
        f" {outcome.called / outcome.planted:>9.1%} {outcome.unasked / outcome.reports:>8.1%}"
        f" {outcome.requests:>8,} {outcome.sent + outcome.received:>11,}"
    )


def _name(setup: FaultSetup) -> str:
    if setup.kind is not None:
        return f"{setup.kind}{', sticking' if setup.sticking else ''}"
    if not setup.everything:
        return "none, asked about what is open"
    return f"none, {setup.rounds} round{'s' if setup.rounds > 1 else ''}"


def run_trial(setup: FaultSetup) -> InjectionOutcome:
    """Read every report with a model that makes one kind of mistake."""
    reports = list(draw_reports(setup.reports))
    with simulate(reports, to_behaviour(setup)) as model:
        settings = ModelSettings("openai/simulated", model.base_url)
        with ModelReader(settings) as reader:
            rounds = Rounds(reader, setup.rounds, everything=setup.everything)
            pairs = [(report, read_report(report, rounds)) for report in reports]
    return sum_outcomes(pairs)


def draw_reports(count: int) -> Iterator[LabelledReport]:
    """Yield reports of every layout in turn, modifiers by their weights."""
    layouts = list(LAYOUTS)
    for index in range(count):
        mistakes = int(index % PLANTED == 0)
        layout = layouts[index % len(layouts)]
        yield generate_report(FIRST_SEED + index, layout=layout, mistakes=mistakes)


def to_behaviour(setup: FaultSetup) -> Behaviour:
    """Return how the model behaves: one kind of mistake, in one answer of twenty."""
    if setup.kind in get_args(Slip):
        slips = {cast(Slip, setup.kind): RATE}
        return Behaviour(slips=slips, sticking=setup.sticking)
    faults = {cast(Misbehaviour, setup.kind): RATE} if setup.kind else {}
    return Behaviour(faults=faults, sticking=setup.sticking)


def read_report(report: LabelledReport, rounds: Rounds) -> Score:
    """Return how right a report came out that the model was asked about."""
    gold = report_to_gold(report)
    document = document_from_bytes(gold.report, report.text.encode())
    [record, *_] = extract_document(document, default_settings(), rounds=rounds)
    return score_record(gold, record, document.text)


def sum_outcomes(pairs: Sequence[tuple[LabelledReport, Score]]) -> InjectionOutcome:
    """Return what scores come to in all."""
    told: list[Score] = []
    planted: list[Score] = []
    for report, score in pairs:
        if report.expect == "settled":
            told.append(score)
            if any(mistake.rules for mistake in report.source_mistakes):
                planted.append(score)
    scores = [score for _, score in pairs]
    return InjectionOutcome(
        reports=len(pairs),
        silent=sum(score.silent for score in scores),
        told=len(told),
        right=sum(score.right and score.status in SETTLED for score in told),
        planted=len(planted),
        called=sum(score.right and score.status == "source_inconsistent" for score in planted),
        unasked=sum(not score.requests for score in scores),
        requests=sum(score.requests for score in scores),
        sent=sum(score.input_tokens for score in scores),
        received=sum(score.output_tokens for score in scores),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
