"""The same report is the same record, whatever it is saved as."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from evals.synth.any_format import FILE_FORMATS, FileFormat, generate_file
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.read.libre_office import find_office
from extraction.settings import default_settings
from extraction.values.record import Record

SETTINGS = default_settings()
SEEDS = range(20)
CONVERTED = {"docx": ("doc", "rtf", "odt"), "xlsx": ("xls", "ods")}


def read(name: str, data: bytes) -> Record:
    [record] = extract_document(document_from_bytes(name, data), SETTINGS)
    return record


def form_of(seed: int) -> str:
    return ("cn2021", "cn2019")[seed % 2]


def told(record: Record) -> dict[str, Any]:
    """What a record says, without where in its text that stands."""
    cells = {
        (table, row, column): (cell.state, cell.value, cell.raw)
        for table, rows in record.tables.items()
        for row, columns in rows.items()
        for column, cell in columns.items()
    }
    metadata = record.metadata.model_dump(exclude={"evidence"})
    return {
        "status": record.status,
        "cells": cells,
        "metadata": metadata,
        "codes": sorted((finding.code, finding.rule) for finding in record.findings),
        "facts": sorted((fact.key, str(fact.value)) for fact in record.facts),
        "sections": sorted(record.sections),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_is_read_alike_in_every_format(seed: int) -> None:
    expected: dict[str, Any] | None = None
    for form in FILE_FORMATS:
        report, data = generate_file(seed, form, form_of(seed))
        record = read(f"报告.{form}", data)
        assert record.status == "verified"
        values = {
            key: label.value for key, label in report.cells.items() if label.value is not None
        }
        found = {key: cell[1] for key, cell in told(record)["cells"].items()}
        assert {key: found[tuple(key)] for key in values} == values
        expected = expected or told(record)
        assert told(record) == expected, form


@pytest.mark.skipif(
    find_office() is None,
    reason="LibreOffice is not installed: apt-get install libreoffice-writer-nogui "
    "libreoffice-calc-nogui",
)
@pytest.mark.parametrize("source", CONVERTED)
def test_old_formats_and_open_ones_are_read_alike(source: FileFormat, tmp_path: Path) -> None:
    program = find_office()
    assert program is not None
    wanted: dict[str, dict[str, Any]] = {}
    for seed in (2, 3):
        _, data = generate_file(seed, source, form_of(seed))
        (tmp_path / f"{seed}.{source}").write_bytes(data)
        wanted[str(seed)] = told(read(f"a.{source}", data))
    files = [str(path) for path in sorted(tmp_path.glob(f"*.{source}"))]
    for ending in CONVERTED[source]:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", ending, "--outdir"]
        subprocess.run([*command, str(tmp_path), *files], check=True, timeout=240)
        for seed_name, expected in wanted.items():
            made = tmp_path / f"{seed_name}.{ending}"
            assert told(read(made.name, made.read_bytes())) == expected, made.name
