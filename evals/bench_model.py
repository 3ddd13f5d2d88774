"""How much time gouji adds to a model's own, and where it goes: `make bench-model`.

A thousand calls, 64 at once, to a simulated model in another process that takes half a
second for each: with nothing added they take 1000 / 64 * 0.5 s. Then what the plain way of
asking costs in requests and tokens on generated reports, their own mistakes among them.
"""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from evals.naive import ask_naively, connected
from evals.simulated_model import simulate
from evals.simulation.known import know
from evals.simulation.misbehaviour import Behaviour
from evals.synth import LabelledReport, generate_report, generate_reports
from evals.synth.closing import form_named
from extraction.ground.rounds import Rounds
from extraction.llm.client import messages_of, prepared
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import Question, Transcription
from extraction.llm.reader import ModelReader
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings

CALLS = 1_000
AT_ONCE = 64
LATENCY = 0.5
REPORTS = 20
STEPS = 300
NAIVE_REPORTS = 60
MIXED = 300
TABLE = "requests"
INSTRUCTIONS = "Copy the table as it is printed, and add nothing up. " * 40


def main() -> None:
    """Measure all four, and print what came out."""
    reports = [clean_report(seed) for seed in range(REPORTS)]
    with serving_simulated(latency=LATENCY) as base_url:
        measure_calls(reports, base_url)
    with serving_simulated(latency=0.0) as base_url:
        measure_steps(reports[0], base_url)
    measure_naive()
    measure_auto()


def clean_report(seed: int) -> LabelledReport:
    """Return a generated report that a model finds easy: what it takes is what counts here."""
    return generate_report(seed, layout="pipes", modifiers=(), form="cn2021", mistakes=0)


def passage_of(report: LabelledReport, text: str, table: str = TABLE) -> str:
    """Return the message that asks for one table of a report, that of requests if not told."""
    label = form_named(report.form).table(table).label
    return f'Table: {label}\nRows: all\n<report id="r">\n{text}\n</report id="r">'


def question_about(report: LabelledReport) -> Question[Transcription]:
    """Return the question about a report's largest table: 25 rows of 7 cells."""
    passage = passage_of(report, report.text)
    return Question("transcribe", "1", INSTRUCTIONS, passage, Transcription)


@contextmanager
def serving_simulated(latency: float) -> Iterator[str]:
    """Yield the address of a simulated model in a process of its own."""
    command = [sys.executable, "-m", "evals.simulated_model", f"--latency={latency}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measure_calls(reports: Sequence[LabelledReport], base_url: str) -> None:
    """Time many calls at once against what they would take with nothing added."""
    settings = ModelSettings("openai/simulated", base_url, max_concurrency=AT_ONCE)
    questions = [question_about(report) for report in reports]
    ideal = CALLS * LATENCY / AT_ONCE
    with ModelReader(settings) as reader, ThreadPoolExecutor(AT_ONCE) as pool:
        reader.ask(questions[0])  # imports and the first connection are paid once a run
        began, worked = time.perf_counter(), time.process_time()
        replies = list(pool.map(lambda n: reader.ask(questions[n % REPORTS]), range(CALLS)))
        took, worked = time.perf_counter() - began, time.process_time() - worked
    answered = sum(reply.answer is not None for reply in replies)
    waves = -(-CALLS // AT_ONCE) * LATENCY
    print(f"{answered} of {CALLS} calls of {LATENCY} s answered, {AT_ONCE} at once: {took:.2f} s")
    print(f"ideal {ideal:.2f} s: ratio {took / ideal:.2f}")
    print(f"  {waves - ideal:.2f} s because the last wave is not full")
    print(f"  {took - waves:.2f} s for the rest; our process computed {worked:.2f} s meanwhile")


def measure_steps(report: LabelledReport, base_url: str) -> None:
    """Time one call after another, each layer on top of the one before, without latency."""
    question = question_about(report)
    reader = ModelReader(ModelSettings("openai/simulated", base_url))
    instructor = reader._client.connect()
    messages = messages_of(question)
    sdk: Any = instructor.client
    schema = Transcription.model_json_schema()
    shape = {"type": "json_schema", "json_schema": {"name": "Transcription", "schema": schema}}
    body = {"model": "simulated", "messages": messages, "response_format": shape}
    steps: dict[str, Callable[[], object]] = {
        "a bare HTTP request": lambda: post(base_url, body),
        "the SDK": lambda: sdk.chat.completions.create(**body),
        "instructor": lambda: instructor.create(
            response_model=prepared(Transcription), messages=messages, max_retries=0
        ),
        "gouji": lambda: reader.ask(question),
    }
    print(f"\nMilliseconds that our process computes for one call ({STEPS} of each):")
    for name, step in steps.items():
        step()
        worked = time.process_time()
        for _ in range(STEPS):
            step()
        print(f"{(time.process_time() - worked) / STEPS * 1000:7.2f}  {name}")
    reader.close()


def post(base_url: str, body: dict[str, Any]) -> object:
    """Send one request with the standard library alone."""
    url = urlsplit(base_url)
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("POST", f"{url.path}/chat/completions", json.dumps(body).encode())
    answer: object = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def measure_naive() -> None:
    """Count what the plain way costs on reports, one in five with a mistake of its own."""
    drawn = [
        generate_report(
            seed, layout="pipes", modifiers=(), form="cn2021", mistakes=int(seed % 5 == 0)
        )
        for seed in range(NAIVE_REPORTS)
    ]
    behaviour = Behaviour(slips={"digit_changed": 0.1})
    requests = sent = answered = right = given_up = 0
    with simulate(drawn, behaviour) as model, connected(model.base_url) as client:
        for report in drawn:
            passage = passage_of(report, know(report).text)
            outcome = ask_naively(client, report.form, TABLE, passage)
            requests += outcome.requests
            sent, answered = sent + outcome.input_tokens, answered + outcome.output_tokens
            given_up += outcome.cells is None
            right += outcome.cells is not None and is_right(outcome.cells, report)
    print(f"\nThe plain way, {NAIVE_REPORTS} reports, one answer in ten with a wrong digit:")
    print(f"  {requests} requests, {sent:,} tokens in, {answered:,} out")
    wrong = NAIVE_REPORTS - right - given_up
    print(f"  {right} tables right, {given_up} given up, {wrong} wrong and not told")


def measure_auto() -> None:
    """Compare the plain way with gouji that asks about what is open, on every layout by weight."""
    drawn = list(generate_reports(MIXED, 7))
    with simulate(drawn) as model, connected(model.base_url) as client:
        for report in drawn:
            text = know(report).text
            for table in form_named(report.form).tables:
                ask_naively(client, report.form, table.key, passage_of(report, text, table.key))
        plain = (model.counts.requests, model.counts.input_tokens + model.counts.output_tokens)
    unasked = 0
    with simulate(drawn) as model:
        with ModelReader(ModelSettings("openai/simulated", model.base_url)) as reader:
            for report in drawn:
                document = document_from_bytes(f"r{report.ending}", report.text.encode())
                records = extract_document(document, default_settings(), rounds=Rounds(reader))
                unasked += not any(record.usage.requests for record in records)
        auto = (model.counts.requests, model.counts.input_tokens + model.counts.output_tokens)
    print(f"\n{MIXED} reports of every layout, by weight, each table asked for in the plain way:")
    print(f"  the plain way: {plain[0]:,} requests, {plain[1]:,} tokens")
    print(f"  gouji, auto: {auto[0]:,} requests, {auto[1]:,} tokens: x {auto[1] / plain[1]:.3f}")
    print(f"  {unasked / MIXED:.1%} of the reports need no call at all")


def is_right(cells: dict[Any, int], report: LabelledReport) -> bool:
    """Tell whether every cell is what the report prints; a blank is no 0."""
    return all(
        label.value is not None and cells.get(key) == label.value
        for key, label in report.cells.items()
        if key.table == TABLE
    )


if __name__ == "__main__":
    main()
