"""Whether a change leaves records as they were: digests of them, and of what they were read from.

`python -m evals.golden` reads the examples, every case file and 2,000 made-up reports, and
holds them against the digests that are kept; `--write` keeps new ones. What made a record
(`versions`) is left out. A file that differs is named with the first field that does.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.synth import generate_report
from extraction.pipeline import extract_document
from extraction.read import KNOWN_ENDINGS, document_from_bytes
from extraction.settings import default_settings
from extraction.values.errors import UnreadableFile

KEPT = Path("tests/golden.tsv")
FOLDERS = (Path("examples"), Path("tests/cases"))
SEED, MADE_UP = 20260, 2_000
_DIGITS = 8
_LEFT_OUT = frozenset({"versions"})

Digests = dict[str, dict[str, str]]
"""By name of a report: the digest of its text, and of each field of its records."""


def digest(value: object) -> str:
    """Return the first digits of a value's digest, whatever the order of its keys.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def find_inputs() -> Iterator[tuple[str, bytes]]:
    """Yield every input by name: examples and cases as they lie there, made-up ones by seed."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")):
            kept_out = ".expected" in path.name or path.name == "README.md"
            if path.suffix in KNOWN_ENDINGS and not kept_out:
                yield path.as_posix(), path.read_bytes()
    for index in range(MADE_UP):
        report = generate_report(SEED * 1_000_003 + index)
        yield f"made-up/{index:04}{report.ending}", report.text.encode()


def read_input(named: tuple[str, bytes]) -> tuple[str, dict[str, str]]:
    """Return an input's name and its digests; what cannot be read has the reason's."""
    name, data = named
    found = {"input": digest(data.decode("utf-8", "surrogateescape"))}
    try:
        records = extract_document(document_from_bytes(name, data), default_settings())
    except UnreadableFile as error:
        return name, found | {"error": digest(str(error))}
    for number, record in enumerate(records, 1):
        fields = json.loads(record.model_dump_json(by_alias=True))
        for key, value in fields.items():
            if key not in _LEFT_OUT:
                found[f"{number}.{key}"] = digest(value)
    return name, found


def read_inputs(jobs: int) -> Digests:
    """Read every input, in the order of their names."""
    with ProcessPoolExecutor(jobs) as pool:
        return dict(pool.map(read_input, find_inputs(), chunksize=32))


def write_kept_digests(digests: Digests) -> None:
    """Keep digests: a line for each input, its fields in their order."""
    lines = []
    for name, own in digests.items():
        fields = (f"{key}={value}" for key, value in own.items())
        lines.append("\t".join((name, *fields)))
    KEPT.write_text("\n".join(lines) + "\n", "utf-8")


def read_kept_digests() -> Digests:
    """Return the digests that are kept."""
    digests: Digests = {}
    for line in KEPT.read_text("utf-8").splitlines():
        name, *fields = line.split("\t")
        digests[name] = dict(field.split("=") for field in fields)
    return digests


def find_changed_records(now: Digests, kept: Digests) -> Iterator[str]:
    """Yield what differs, a line for each input: the first field that does.

    >>> list(find_changed_records({"a": {"input": "1", "1.status": "2"}}, {"a": {"input": "1"}}))
    ['a: 1.status']
    """
    for name in dict.fromkeys((*kept, *now)):
        if name not in kept or name not in now:
            yield f"{name}: {'new' if name in now else 'gone'}"
        elif (field := _first_difference(now[name], kept[name])) is not None:
            yield f"{name}: {field}"


def _first_difference(now: Mapping[str, Any], kept: Mapping[str, Any]) -> str | None:
    keys = dict.fromkeys((*kept, *now))
    return next((key for key in keys if now.get(key) != kept.get(key)), None)


def main() -> int:
    """Compare, or write with --write; return 1 if something differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="keep the digests of today")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    now = read_inputs(options.jobs)
    if options.write:
        write_kept_digests(now)
        print(f"{len(now)} inputs kept in {KEPT}")
        return 0
    changes = list(find_changed_records(now, read_kept_digests()))
    print("\n".join(changes[:40]))
    print(f"{len(changes)} of {len(now)} inputs differ from {KEPT}")
    return int(bool(changes))


if __name__ == "__main__":
    sys.exit(main())
