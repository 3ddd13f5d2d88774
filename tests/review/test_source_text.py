import os
import sys
from pathlib import Path

import pytest

from extraction.review import source_text
from extraction.review.source_text import SourceReader
from extraction.values.record import Source
from tests.review.made import MAX_BYTES, example_records, many_records, record_of


def read(source: Source) -> source_text.SourceText:
    return SourceReader(MAX_BYTES).read(source)


@pytest.mark.parametrize("record", example_records(), ids=lambda record: record.source.path)
def test_every_span_counts_in_the_text_that_is_read_again(record) -> None:  # type: ignore[no-untyped-def]
    text = read(record.source).text
    assert text is not None
    for table in record.tables.values():
        for row in table.values():
            for cell in row.values():
                if cell.span is not None:
                    assert text[slice(*cell.span)] == cell.raw


def test_a_source_that_is_gone_or_changed_says_so(tmp_path: Path) -> None:
    (record,) = many_records(tmp_path, 1)
    file = Path(record.source.path)
    assert read(record.source).text is not None
    file.write_bytes(file.read_bytes() + b" ")
    changed = read(record.source)
    assert changed.text is None
    assert changed.why is not None
    assert "has changed since it was read" in changed.why.en
    file.unlink()
    gone = read(record.source)
    assert gone.why is not None
    assert "is not there any more" in gone.why.en
    assert str(file) in gone.why.zh


def test_a_text_that_is_read_otherwise_now_is_not_shown() -> None:
    source = record_of("1-lines.txt").source.model_copy(update={"text_sha256": "0" * 64})
    otherwise = read(source)
    assert otherwise.text is None
    assert otherwise.why is not None
    assert "otherwise than the one that made the record" in otherwise.why.en


@pytest.mark.parametrize("path", ["stdin", "", ".", "a\0b", "x" * 5000])
def test_what_is_no_file_is_not_there(path: str) -> None:
    source = record_of("1-lines.txt").source.model_copy(update={"path": path})
    assert read(source).text is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "report.txt"
    os.mkfifo(pipe)
    source = record_of("1-lines.txt").source.model_copy(update={"path": str(pipe)})
    assert read(source).text is None


def test_a_text_too_long_for_a_page_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_text, "LONGEST", 100)
    told = read(record_of("1-lines.txt").source)
    assert told.text is None
    assert told.why is not None
    assert "gouji text" in told.why.en


def test_the_reports_of_one_file_read_it_once(tmp_path: Path) -> None:
    (record,) = many_records(tmp_path, 1)
    reader = SourceReader(MAX_BYTES)
    first = reader.read(record.source)
    Path(record.source.path).unlink()
    second = record.source.model_copy(update={"part": 2})
    assert reader.read(second) is first
