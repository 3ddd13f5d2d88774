"""A model that is none: it speaks chat completions on loopback, knows the truth, and errs to order.

It is there to test and to measure what gouji does with a model's answers, right and wrong,
and with everything that can go wrong on the wire. How often a real model errs, and how, is
not in here: every rate is an assumption of whoever sets it. It knows the reports that it is
given; a text that it was not given it reads in a simple way of its own, often badly.

    python -m evals.simulated_model --port 8899 --reports 300 --seed 1 --slip digit_changed=0.05
"""

import argparse
import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Self, TypeVar

from evals import naive
from evals.simulation.asked import AskedQuestion, count_tokens, understand
from evals.simulation.batches import SimulatedBatches
from evals.simulation.known import (
    KnownReport,
    as_whole_table,
    find_known_report,
    know,
    place,
    say_whose,
    squeeze,
    state,
    transcribe,
)
from evals.simulation.listener import Listener, Request, Response
from evals.simulation.misbehaviour import FAULTS, SLIPS, Behaviour, Misbehaviour, Slip
from evals.simulation.plain import read_plainly
from evals.simulation.slips import err, err_by_ids
from evals.simulation.wire import WireExchange, refuse_limit, respond
from evals.synth import LabelledReport, generate_report
from extraction.ground.marking import MARK
from extraction.llm.question import Placement, Statements, Transcription, Whose

T = TypeVar("T", Transcription, Placement)
_LIMITS = ("max_tokens", "max_completion_tokens")


def request_is_moved(path: str) -> bool:
    """Tell whether a request has followed a redirect to another path of ours."""
    return "/moved/" in path


@dataclass(slots=True)
class ServedCounts:
    """What the server has seen: a ledger's other side."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    most_at_once: int = 0
    faults: Counter[str] = field(default_factory=Counter)


class SimulatedModel:
    """A server on loopback while it is entered; `base_url` is what to give a client."""

    def __init__(
        self,
        known: Iterable[KnownReport] = (),
        behaviour: Behaviour | None = None,
        port: int = 0,
    ) -> None:
        self._known = tuple(known)
        self._behaviour = behaviour or Behaviour()
        self._listener = Listener(self._answer, port)
        self._times_asked: Counter[str] = Counter()
        self._under_way = 0
        self._second = (0, 0)
        self._batches = SimulatedBatches(self._answer_line, self._behaviour)
        self.counts = ServedCounts()
        self.keys: set[str] = set()
        self.received: deque[str] = deque(maxlen=100)

    @property
    def base_url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self._listener.port}/v1"

    def __enter__(self) -> Self:
        self._listener.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.__exit__()

    @property
    def batches(self) -> int:
        """How many batches were begun."""
        return len(self._batches.batches)

    def _answer_line(self, body: dict[str, object], authorization: str) -> Response:
        """Answer one line of a batch."""
        self.counts.requests += 1
        _, response = self._prepare(body, authorization, "")
        self.counts.input_tokens += response.spent[0]
        self.counts.output_tokens += response.spent[1]
        return response

    async def _answer(self, request: Request) -> Response:
        counts, behaviour = self.counts, self._behaviour
        if (response := self._batches.serve(request)) is not None:
            return response
        if request.method == "GET" and request.path.endswith("/models"):
            return Response(200, {"object": "list", "data": [{"id": "simulated"}]})
        counts.requests += 1
        self._under_way += 1
        counts.most_at_once = max(counts.most_at_once, self._under_way)
        try:
            body = json.loads(request.body)
            authorization = request.headers.get("authorization", "")
            fault, response = self._prepare(body, authorization, request.path)
            await asyncio.sleep(behaviour.hangs if fault == "hang" else behaviour.latency)
        finally:
            self._under_way -= 1
        counts.input_tokens += response.spent[0]
        counts.output_tokens += response.spent[1]
        return response

    def _prepare(
        self, body: dict[str, object], authorization: str, path: str
    ) -> tuple[Misbehaviour | None, Response]:
        said = json.dumps(body, ensure_ascii=False)
        key = authorization.removeprefix("Bearer ")
        self.received.append(said)
        self.keys.add(key)
        try:
            asked = understand(body)
        except ValueError as error:
            return None, Response(400, {"error": {"message": str(error), "code": "not_understood"}})
        place = f"{asked.table}{asked.rows}{squeeze(asked.text)}"
        self._times_asked[place] += 1
        fault = self._draw_fault(place)
        limits = {name: body[name] for name in _LIMITS if name in body}
        if refused := limits.keys() - set(self._behaviour.takes_limits):
            self.counts.faults["limit_refused"] += 1
            return None, refuse_limit(refused.pop())
        if "temperature" in body and not self._behaviour.takes_temperature:
            fault = "temperature_refused"
        if fault is not None:
            self.counts.faults[fault] += 1
        text = self._read(asked, place)
        if self._behaviour.body is not None:
            return None, Response(200, self._behaviour.body, {"Content-Type": "application/json"})
        if request_is_moved(path):
            fault = None
        room = next((int(str(limit)) for limit in limits.values()), None)
        exchange = WireExchange(asked.mode, asked.answer, text, count_tokens(said), key, room)
        return fault, respond(exchange, fault, self._behaviour)

    def _draw_fault(self, place: str) -> Misbehaviour | None:
        behaviour = self._behaviour
        if self._is_over(behaviour.per_second):
            return "rate_limited"
        if self.counts.requests <= len(behaviour.script):
            return behaviour.script[self.counts.requests - 1]
        rng = self._rng("fault", place, self._times_asked[place])
        return next((name for name, rate in behaviour.faults.items() if rng.random() < rate), None)

    def _is_over(self, per_second: int | None) -> bool:
        """Tell whether more requests came within this second than are taken."""
        if per_second is None:
            return False
        now = int(time.monotonic())
        second, seen = self._second
        self._second = (now, seen + 1 if second == now else 1)
        return self._second[1] > per_second

    def _read(self, asked: AskedQuestion, asked_at: str) -> str:
        """Return the answer's JSON: the truth, or what is read plainly, with its slips."""
        report = find_known_report(MARK.sub("", asked.text), self._known)
        if asked.answer == "Whose":
            told = Whose(agency="", agency_quote="", year="", year_quote="")
            return (told if report is None else say_whose(report)).model_dump_json()
        if asked.table is None:
            stated = Statements(statements=[]) if report is None else state(asked, report)
            return stated.model_dump_json()
        document = report.name + asked.table if report else asked_at
        if asked.answer == "Placement":
            placed = None if report is None else place(asked, report)
            placed = placed or Placement(rows=[], cuts=[], strays=[])
            return self._err(placed, document, asked_at, err_by_ids).model_dump_json()
        truth = None if report is None else transcribe(asked, report)
        answer = read_plainly(asked.text) if truth is None else truth
        answer = self._err(answer, document, asked_at, err)
        if asked.answer == naive.NAME and report is not None:
            return json.dumps(as_whole_table(answer, asked.table, report.form))
        return answer.model_dump_json()

    def _err(
        self, answer: T, document: str, place: str, spoil: Callable[[T, Slip, Random], T]
    ) -> T:
        """Return the answer with the slips that are drawn for it."""
        behaviour = self._behaviour
        for slip, rate in behaviour.slips.items():
            rng = self._rng(slip, document, 0)
            if not behaviour.sticking:
                rng = self._rng(slip, place, self._times_asked[place])
            if rng.random() < rate:
                answer = spoil(answer, slip, rng)
        return answer

    def _rng(self, *what: object) -> Random:
        return Random(repr((self._behaviour.seed, *what)))


def simulate(
    reports: Iterable[LabelledReport] = (), behaviour: Behaviour | None = None, port: int = 0
) -> SimulatedModel:
    """Return a server that knows these generated reports; enter it to start it."""
    return SimulatedModel([know(report) for report in reports], behaviour, port)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; say on the first line where."""
    options = _parser().parse_args(arguments)
    behaviour = Behaviour(
        seed=options.seed,
        slips=dict(options.slip),
        faults=dict(options.fault),
        sticking=options.sticking,
        latency=options.latency,
        retry_after=options.retry_after,
        per_second=options.per_second,
    )
    reports = [generate_report(options.first_seed + index) for index in range(options.reports)]
    with simulate(reports, behaviour, options.port) as model:
        print(model.base_url, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print(model.counts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.simulated_model", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--reports", type=int, default=0, help="how many generated reports it knows"
    )
    parser.add_argument("--first-seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--seed", type=int, default=0, help="what mistakes are drawn from")
    parser.add_argument("--slip", type=_rate(SLIPS), action="append", default=[])
    parser.add_argument("--fault", type=_rate(FAULTS), action="append", default=[])
    parser.add_argument("--sticking", action="store_true", help="mistakes stick to a document")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each response")
    parser.add_argument("--retry-after", type=float)
    parser.add_argument(
        "--per-second", type=int, help="requests taken in a second, the rest get 429"
    )
    return parser


def _rate(names: Sequence[str]):  # type: ignore[no-untyped-def]
    def parse(given: str) -> tuple[str, float]:
        name, _, rate = given.partition("=")
        if name not in names:
            raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(names)}")
        return name, float(rate or 1)

    return parse


if __name__ == "__main__":
    main()
