"""Runs that are killed, files of results that are spoilt: does the next run make them whole?

`make test` does a little of it (test_crashes.py); by hand as much as is wanted:

    python -m tests.support.crashes --kills 60 --damages 300
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import EXAMPLES
from tests.support.places import HOME

GOUJI = [sys.executable, "-c", "from cli import app; app()"]
FORMATS = ("jsonl", "csv", "json")


def gouji(*args: object) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    command = [*GOUJI, *map(str, args)]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, encoding="utf-8")


def make_reports(folder: Path, copies: int) -> Path:
    """Fill a folder with copies of the examples, every fifth with two reports in one file."""
    folder.mkdir()
    examples = sorted(EXAMPLES.iterdir())
    for number in range(copies):
        example = examples[number % len(examples)]
        file = folder / f"{number:03}-{example.name}"
        shutil.copy(example, file)
        if number % 5 == 0:
            parts = [e.read_text("utf-8") for e in (examples[0], examples[6])]
            file.with_suffix(".txt").write_text("\n\n".join(parts), "utf-8")
    return folder


def content(out: Path) -> dict[str, bytes]:
    """Return all that is in a file or folder of results, and beside it, by name."""
    found = out.rglob("*") if out.is_dir() else out.parent.glob(f"*{out.name}*")
    return {file.name: file.read_bytes() for file in found if file.is_file()}


@dataclass(frozen=True)
class Ground:
    """Reports, and what a run that nobody disturbs makes of them, in one format."""

    reports: Path
    form: str
    whole: Path

    def run(self, out: Path, *more: object) -> "subprocess.CompletedProcess[str]":
        """Extract the reports to OUT."""
        return gouji("extract", self.reports, "--format", self.form, "-o", out, *more)

    def is_whole(self, out: Path) -> bool:
        """Say whether OUT holds what it should, byte for byte, and nothing lies beside it."""
        return not self.differs(out)

    def differs(self, out: Path) -> list[str]:
        """Return the names of files that are missing, too many or not as they should be."""
        named = content(out)
        if not out.is_dir():
            named = {n.replace(out.name, self.whole.name): data for n, data in named.items()}
        whole = content(self.whole)
        names = sorted({*named, *whole})
        return [name for name in names if named.get(name) != whole.get(name)]


def prepare(folder: Path, form: str, copies: int) -> Ground:
    """Return reports and the whole results of them."""
    folder.mkdir(parents=True)
    reports = make_reports(folder / "reports", copies)
    (folder / "whole").mkdir()
    ground = Ground(reports, form, folder / "whole" / f"whole.{form}")
    done = ground.run(ground.whole)
    assert done.returncode == 0, done.stderr
    return ground


def kill_at_random(ground: Ground, out: Path, chance: random.Random, longest: float) -> None:
    """Begin a run and kill it, and it alone, at any moment."""
    command = [*GOUJI, "extract", str(ground.reports), "--format", ground.form, "-o", str(out)]
    process = subprocess.Popen(
        [*command, "--jobs", str(chance.choice((1, 1, 2)))],
        cwd=HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(chance.uniform(0.0, longest))
    process.kill()
    process.wait()


def damage(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Spoil results in one way; return which, and what is left."""
    lines = data.splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    ways: dict[str, Callable[[], bytes]] = {
        "cut anywhere": lambda: data[: chance.randrange(len(data))],
        "cut at a line's end": lambda: b"".join(lines[:at]),
        "a line twice": lambda: b"".join([*lines[: at + 1], *lines[at:]]),
        "a line lost": lambda: b"".join(lines[:at] + lines[at + 1 :]),
        "two lines exchanged": lambda: b"".join(_exchanged(lines, at, chance)),
        "a stretch twice": lambda: b"".join(lines + lines[at : at + 300]),
        "garbage at the end": lambda: data + bytes(chance.randrange(256) for _ in range(99)),
        "garbage in a line": lambda: b"".join([*lines[:at], b"\x00\xff?,\n", *lines[at:]]),
    }
    way = chance.choice(sorted(ways))
    return way, ways[way]()


def _exchanged(lines: list[bytes], at: int, chance: random.Random) -> Iterator[bytes]:
    other = chance.randrange(1, len(lines))
    for number in range(len(lines)):
        yield lines[{at: other, other: at}.get(number, number)]


def go_on(ground: Ground, out: Path) -> str:
    """Run again over what is there; return how it ended: `whole`, `refused` or what is wrong.

    A refusal must be one line that names the file, and leave it as it is.
    """
    before = content(out)
    done = ground.run(out)
    if "Traceback" in done.stderr:
        return "TRACEBACK"
    if done.returncode == 2:
        told = done.stderr.count("\n") == 1 and out.name in done.stderr
        return "refused" if told and content(out) == before else "REFUSED, AND CHANGED"
    return "whole" if ground.is_whole(out) else f"NOT WHOLE: {ground.differs(out)}"


def kills(folder: Path, form: str, rounds: int, copies: int, seed: int) -> Counter[str]:
    """Kill a run so many times at random moments, each continued to its end."""
    ground, chance = prepare(folder, form, copies), random.Random(seed)
    began = time.monotonic()
    ground.run(folder / "timed" / f"timed.{form}")
    longest = time.monotonic() - began
    ends: Counter[str] = Counter()
    for number in range(rounds):
        (folder / "out").mkdir()
        out = folder / "out" / f"{number}.{form}"
        for _ in range(chance.randrange(1, 4)):
            kill_at_random(ground, out, chance, longest)
        ends[go_on(ground, out)] += 1
        shutil.rmtree(folder / "out")
    return ends


def damages(folder: Path, form: str, rounds: int, copies: int, seed: int) -> Counter[str]:
    """Spoil results so many times, each then continued."""
    ground, chance = prepare(folder, form, copies), random.Random(seed)
    ends: Counter[str] = Counter()
    for number in range(rounds):
        (folder / "out").mkdir()
        out = folder / "out" / f"{number}.{form}"
        way, data = damage(ground.whole.read_bytes(), chance)
        out.write_bytes(data)
        ends[f"{way}: {go_on(ground, out)}"] += 1
        shutil.rmtree(folder / "out")
    return ends


def main() -> None:
    """Kill and damage as often as is asked for, and print how it ended."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=60)
    asked.add_argument("--damages", type=int, default=300)
    asked.add_argument("--copies", type=int, default=40)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for form in FORMATS:
            ends = kills(Path(name, f"k{form}"), form, given.kills // 3, given.copies, given.seed)
            print(f"{form}, killed: {dict(ends)}", flush=True)
        for form in ("jsonl", "csv"):
            ends = damages(Path(name, f"d{form}"), form, given.damages // 2, 8, given.seed)
            print(f"{form}, spoilt:", flush=True)
            for how, count in sorted(ends.items()):
                print(f"{count:>6}  {how}", flush=True)


if __name__ == "__main__":
    main()
