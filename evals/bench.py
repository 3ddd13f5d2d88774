"""Measure gouji's speed and memory: `make bench`, or with sizes of your own.

Reports are generated, and padded to the size of real ones. Every series is read by a process
of its own, on one core, as a user would. First every report is another: more of them hold
heavier ones, so the peak may rise although nothing is kept. Then the first size's reports are
read again and again: what the peak rises by there was kept.
"""

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache, wraps
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

from evals.synth import generate_report
from evals.synth.by_office import AnyFormat, generate_any
from evals.synth.printing import print_document
from extraction import pipeline
from extraction.export.jsonl import record_to_line
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.errors import NotMeasured

SIZES = (100, 1_000, 10_000)
OF_EACH = 100
OF_OLD, OF_SCANS = 5, 3
LONG = 74_000
"""Characters of prose that fill a hundred pages."""
BenchWriter = Callable[[Path, int, int], None]
"""Writes so many reports into a folder, of which so many differ."""
# Real reports hold 3,100 to 4,900 characters; what the generator lacks is prose.
CHARACTERS = 3_800
PROSE = (
    "{n}月,我们把办事指南重新编排了一遍,合并了重复的条目{n}处,补上了缺少的电话{n}个。\n"
    "对群众反映看不懂的政策,请经办人当面讲给窗口的同志听,讲得通了再写成文字发布。\n"
    "“一件事”专栏全年更新{n}次,访问量{n}万次;过期的内容{n}条已经撤下,并注明了原因。\n"
)
MEGABYTE = 1024 * 1024
_END = object()
# A process counts the memory of the one that starts it as its own peak until it runs by itself:
# so it is started by one that holds nothing, not by this one, which makes up reports.
LAUNCHER = """
import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class BenchRun(NamedTuple):
    """One process over a folder: how many reports, how many of them differ, and what it took."""

    reports: int
    different: int
    seconds: float
    peak: float


def main() -> None:
    """Measure every size, and where the time goes."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    heads = ("reports", "different", "seconds", "a second", "peak MB", "time", "memory")
    print(" ".join(f"{head:>9}" for head in heads))
    first: BenchRun | None = None
    for size, different in [*zip(sizes, sizes, strict=True), (sizes[-1], sizes[0])]:
        run = measure_run(size, different)
        first = first or run
        print(describe_bench(run, first), flush=True)
    print("\nOf each format (different reports, one process; the long one has 100 pages):")
    print(" ".join(f"{head:>9}" for head in ("format", "reports", "a second", "peak MB")))
    for name, (write, count) in WRITERS.items():
        print(f"{name:>9} {_measure_format(write, count)}", flush=True)
    print("\nWhere the time goes (100 reports, one process):")
    for name, share in profile(100):
        if share >= 0.005:
            print(f"{share:>7.1%}  {name}")


def _measure_format(write: BenchWriter, count: int) -> str:
    try:
        run = measure_run(count, count, write)
    except (NotMeasured, ImportError) as error:
        return f"not measured: {error}"
    return f"{run.reports:>9} {run.reports / run.seconds:>9.2f} {run.peak:>9.1f}"


def describe_bench(run: BenchRun, first: BenchRun) -> str:
    """Return a line of the table; the ratios are to the first size."""
    time_ratio = f"x {run.seconds / first.seconds:.1f}"
    memory_ratio = f"x {run.peak / first.peak:.2f}"
    return (
        f"{run.reports:>9} {run.different:>9} {run.seconds:>9.1f} "
        f"{run.reports / run.seconds:>9.0f} {run.peak:>9.1f} {time_ratio:>9} {memory_ratio:>9}"
    )


def measure_run(size: int, different: int, write: BenchWriter | None = None) -> BenchRun:
    """Read so many reports in a process of its own; seconds are the core's, not the clock's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "reports")
        (write or write_reports)(folder, size, different)
        command = [sys.executable, "-c", "from cli import app; app()", "extract", "--quiet"]
        command += ["-o", str(Path(name, "out.jsonl")), str(folder)]
        launched = [sys.executable, "-c", LAUNCHER, *command]
        told = subprocess.run(launched, stdout=subprocess.PIPE, text=True, check=True).stdout
    code, seconds, peak = map(float, told.split())
    if code:
        raise SystemExit(f"gouji failed over {size} reports; run `make test`.")
    unit = 1 if sys.platform == "darwin" else 1024
    return BenchRun(size, different, seconds, peak * unit / MEGABYTE)


def write_reports(folder: Path, size: int, different: int) -> None:
    """Write so many reports, a thousand to a folder: so many different ones, over and over."""
    for number in range(size):
        text, ending = make_report(number % different)
        file = folder / f"{number // 1000:03}" / f"{number:06}{ending}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def write_pages(folder: Path, size: int, different: int) -> None:
    """Write so many reports as web pages."""
    for number in range(size):
        _write(folder / f"{number:06}.html", make_page(number % different).encode())


def write_printed(folder: Path, size: int, different: int) -> None:
    """Write so many reports as PDFs: the same ones, printed."""
    for number in range(size):
        page = document_from_bytes("page.html", make_page(number % different).encode())
        _write(folder / f"{number:06}.pdf", print_document(page))


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def write_as(file_format: AnyFormat) -> BenchWriter:
    """Return the writer of reports in a format."""

    def write(folder: Path, size: int, different: int) -> None:
        for number in range(size):
            _, ending, data = generate_any(number % different, file_format)
            _write(folder / f"{number:06}{ending}", data)

    return write


def write_long(folder: Path, size: int, different: int) -> None:
    """Write so many PDFs of a report and as much prose as makes a hundred pages."""
    for number in range(size):
        prose = pad(LONG, number % different).replace("\n", "<p>")
        page = document_from_bytes("page.html", (make_page(number % different) + prose).encode())
        _write(folder / f"{number:06}.pdf", print_document(page))


WRITERS: dict[str, tuple[BenchWriter, int]] = {
    "html": (write_pages, OF_EACH),
    "pdf": (write_printed, OF_EACH),
    "docx": (write_as("docx"), OF_EACH),
    "xlsx": (write_as("xlsx"), OF_EACH),
    "csv": (write_as("csv"), OF_EACH),
    "long pdf": (write_long, 1),
    "doc": (write_as("doc"), OF_OLD),
    "scan": (write_as("scan"), OF_SCANS),
}
"""Of each format who writes it, and how many are read: some take their time."""


@lru_cache(maxsize=1000)
def make_page(seed: int) -> str:
    """Return a generated report as a web page, without damage."""
    return generate_report(seed, layout="html", modifiers=[]).text


@lru_cache(maxsize=1000)
def make_report(seed: int) -> tuple[str, str]:
    """Return a generated report's text, and its file's ending."""
    report = generate_report(seed)
    padding = pad(CHARACTERS - len(report.text), seed) if report.ending == ".txt" else ""
    return report.text + padding, report.ending


def pad(characters: int, seed: int) -> str:
    """Return about so many characters of prose with figures in it."""
    pieces = max(0, characters) // len(PROSE)
    return "".join("\n" + PROSE.format(n=seed % 97 + piece) for piece in range(pieces))


def profile(size: int) -> Iterator[tuple[str, float]]:
    """Yield each room's share of the time, the greatest first."""
    spent: dict[str, float] = defaultdict(float)
    settings = default_settings()
    write = timed(record_to_line, spent)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        write_reports(Path(folder), size, size)
        files = [file for file in Path(folder).rglob("*") if file.is_file()]
        for owner, name, station in list(_find_stations()):
            stack.enter_context(patch.object(owner, name, timed(station, spent)))
        began = time.perf_counter()
        for file in files:
            for record in pipeline.extract_file(file, settings):
                write(record)
        whole = time.perf_counter() - began
    spent["the walk between the rooms"] = whole - sum(spent.values())
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        yield name, seconds / whole


def _find_stations() -> Iterator[tuple[ModuleType, str, FunctionType]]:
    """Yield what the walk calls: where it finds it, its name there, and the function."""
    rooms = [value for value in vars(pipeline).values() if isinstance(value, ModuleType)]
    for owner in (pipeline, *rooms):
        for name, station in vars(owner).items():
            ours = isinstance(station, FunctionType) and "extraction" in station.__module__
            if ours and station.__module__ != pipeline.__name__:
                yield owner, name, station


def timed(station: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    """Return the function, noting under its room's name how long it takes, and what it yields."""
    room = station.__module__.removeprefix("extraction.").split(".")[0]

    @contextmanager
    def note() -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            spent[room] += time.perf_counter() - began

    def go_on(made: Iterator[Any]) -> Iterator[Any]:
        while True:
            with note():
                each = next(made, _END)
            if each is _END:
                return
            yield each

    @wraps(station)
    def noted(*given: Any, **named: Any) -> Any:
        with note():
            made = station(*given, **named)
        return go_on(made) if isinstance(made, Iterator) else made

    return noted


if __name__ == "__main__":
    main()
