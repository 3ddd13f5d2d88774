"""Results to be shown: of the examples, of a thousand files, of a hostile one."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from extraction.export.exact import exact_json
from extraction.pipeline import extract_file
from extraction.review.source_text import SourceReader
from extraction.review.write import PageChoices, PageWriter
from extraction.settings import default_settings
from extraction.terminal.codes import list_codes
from extraction.values.bilingual import Language
from extraction.values.corrections import Decision
from extraction.values.record import Record
from tests.conftest import EXAMPLES

SETTINGS = default_settings()
MAX_BYTES = SETTINGS.max_file_bytes


@lru_cache(maxsize=1)
def example_records() -> tuple[Record, ...]:
    """Return the records of the eight examples, in their order."""
    records: list[Record] = []
    for file in sorted(EXAMPLES.iterdir()):
        records += extract_file(file, SETTINGS)
    return tuple(records)


def record_of(name: str) -> Record:
    return next(r for r in example_records() if Path(r.source.path).name == name)


def record_from(file: Path, text: str) -> Record:
    file.write_text(text, "utf-8", newline="")
    (record,) = extract_file(file, SETTINGS)
    return record


def write_results(out: Path, records: Sequence[Record]) -> Path:
    out.write_bytes(b"".join(exact_json(record) + b"\n" for record in records))
    return out


def write_page(
    out: Path,
    records: Sequence[Record],
    *,
    lang: Language = "en",
    decisions: Sequence[Decision] = (),
    largest: int | None = None,
) -> Path:
    codes = {sheet.code: (sheet.means, sheet.advice) for sheet in list_codes(SETTINGS.forms)}
    choices = PageChoices(lang, "results.corrections.jsonl", decisions, codes)
    if largest is not None:
        choices = replace(choices, largest=largest)
    writer = PageWriter(out, SETTINGS.forms, SourceReader(MAX_BYTES), choices)
    for record in records:
        writer.add(record)
    return writer.finish()


def many_records(folder: Path, number: int) -> Iterator[Record]:
    """Yield records of files that all differ: the examples, each with a line of its own behind."""
    examples = example_records()
    for at in range(number):
        record = examples[at % len(examples)]
        example = Path(record.source.path)
        data = example.read_bytes() + f"\n第{at}份\n".encode()
        file = folder / f"{at:05}-{example.name}"
        file.write_bytes(data)
        text = data.decode()
        if example.suffix == ".html":
            from extraction.read import read_document

            text = read_document(file, MAX_BYTES).text
        digests = {
            "path": str(file),
            "sha256": hashlib.sha256(data).hexdigest(),
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
        source = record.source.model_copy(update=digests)
        metadata = record.metadata.model_copy(update={"year": 2015 + at % 10})
        yield record.model_copy(update={"source": source, "metadata": metadata})
