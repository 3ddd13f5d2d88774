"""Measure what exports cost: `python -m evals.bench_export`, or with sizes of your own.

Made-up reports are read once; their records are written over and over under other names until
there are so many, and each format is then made of them by a process of its own.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from evals.bench import LAUNCHER, MEGABYTE
from evals.synth import generate_report
from extraction.export.jsonl import record_to_line
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.record import Record

SIZES = (1_000, 10_000, 100_000)
DIFFERENT = 200
ENDINGS = ("parquet", "xlsx")


def main() -> None:
    """Measure each size and format; memory should not grow with the number of records."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    records = list(make_records(DIFFERENT))
    heads = ("records", "format", "seconds", "a second", "peak MB", "file MB")
    print(" ".join(f"{head:>9}" for head in heads))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder, "records.jsonl")
            write_records(written, records, size)
            for ending in ENDINGS:
                print(measure_export(written, ending, size), flush=True)


def make_records(number: int) -> Iterator[Record]:
    """Yield the records of so many made-up reports."""
    settings = default_settings()
    for seed in range(number):
        report = generate_report(seed)
        name = f"{seed}{report.ending}"
        document = document_from_bytes(name, report.text.encode())
        yield from extract_document(document, settings, name)


def write_records(file: Path, records: list[Record], size: int) -> None:
    """Write so many records, each under a name of its own."""
    with file.open("wb") as lines:
        for number, record in enumerate(islice(cycle(records), size)):
            source = record.source.model_copy(update={"path": f"{number:06}.txt"})
            lines.write(record_to_line(record.model_copy(update={"source": source})))


def measure_export(written: Path, ending: str, size: int) -> str:
    """Export records in a process of its own; return a line of the table."""
    out = written.with_name(f"out.{ending}")
    command = [sys.executable, "-c", "from cli import app; app()", "export", "--quiet"]
    command += [str(written), "-o", str(out)]
    launched = [sys.executable, "-c", LAUNCHER, *command]
    told = subprocess.run(launched, stdout=subprocess.PIPE, text=True, check=True).stdout
    code, seconds, peak = map(float, told.split())
    if code:
        raise SystemExit(f"gouji export failed over {size} records; run `make test`.")
    unit = 1 if sys.platform == "darwin" else 1024
    megabytes = sum(file.stat().st_size for file in out.parent.glob("out*")) / MEGABYTE
    for file in out.parent.glob("out*"):
        file.unlink()
    return (
        f"{size:>9} {ending:>9} {seconds:>9.1f} {size / seconds:>9.0f} "
        f"{peak * unit / MEGABYTE:>9.1f} {megabytes:>9.1f}"
    )


if __name__ == "__main__":
    main()
