import json
import re
from pathlib import Path
from typing import Any

import pytest

from extraction.review.self_contained import BEGINS
from extraction.review.source_text import SourceReader
from extraction.review.write import PageChoices, PageWriter
from extraction.values.errors import AlreadyThere, WrongUsage
from tests.review.made import (
    MAX_BYTES,
    SETTINGS,
    example_records,
    many_records,
    record_of,
    write_page,
)

SMALL = 440_000


def data_of(page: Path) -> Any:
    text = page.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


def paths(page: Path) -> list[str]:
    return [entry["path"] for entry in data_of(page)["reports"]]


def open_writer(out: Path, *, fresh: bool = False) -> PageWriter:
    choices = PageChoices("en", "x", fresh=fresh)
    return PageWriter(out, SETTINGS.forms, SourceReader(MAX_BYTES), choices)


def test_a_page_that_would_grow_too_large_is_split(tmp_path: Path) -> None:
    records = list(many_records(tmp_path, 40))
    index = write_page(tmp_path / "page.html", records, largest=SMALL + 100_000)
    assert index == tmp_path / "page" / "index.html"
    assert not (tmp_path / "page.html").exists()
    parts = sorted(index.parent.glob("reports-*.html"))
    assert len(parts) > 1
    assert [path for part in parts for path in paths(part)] == paths(index)
    assert paths(index) == [record.source.path for record in records]
    assert all(part.stat().st_size <= SMALL + 100_000 for part in parts)
    for entry in data_of(index)["reports"]:
        assert f'id="{entry["block"]}"' in (index.parent / entry["file"]).read_text("utf-8")


def test_a_file_grows_by_no_more_than_is_reckoned(tmp_path: Path) -> None:
    sizes: list[tuple[int, int]] = []
    for number in (8, 40):
        writer = open_writer(tmp_path / f"{number}.html")
        for record in many_records(tmp_path, number):
            writer.add(record)
        reckoned = writer._sheet.size
        sizes.append((reckoned, writer.finish().stat().st_size))
    (before, small), (after, large) = sizes
    assert large - small <= after - before
    assert large <= after


def test_what_a_longer_page_has_left_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    write_page(out, example_records(), largest=1)  # a part for each report
    before = len(list((tmp_path / "page").iterdir()))
    write_page(out, example_records(), largest=SMALL + 25_000)
    assert 1 < len(list((tmp_path / "page").iterdir())) < before
    write_page(out, example_records())
    assert list((tmp_path / "page").iterdir()) == []
    assert len(paths(out)) == 8
    write_page(out, example_records(), largest=SMALL)
    assert not out.exists()


def test_a_page_of_ours_is_made_anew_and_no_file_of_others(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_bytes(BEGINS + b"old")
    open_writer(out).finish()
    assert paths(out) == []
    out.write_text("<!doctype html><p>a report", "utf-8")
    with pytest.raises(AlreadyThere, match="is no page of gouji review"):
        open_writer(out)
    open_writer(out, fresh=True).finish()
    assert paths(out) == []


def test_a_part_is_not_written_over_what_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    theirs = tmp_path / "page" / "reports-0001.html"
    theirs.write_text("mine", "utf-8")
    with pytest.raises(AlreadyThere):
        write_page(tmp_path / "page.html", example_records(), largest=SMALL)
    assert theirs.read_text("utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(WrongUsage, match="cannot be written"):
        open_writer(tmp_path / "file" / "page.html").finish()


def test_reports_of_one_text_share_it(tmp_path: Path) -> None:
    (record,) = many_records(tmp_path, 1)
    second = record.model_copy(update={"source": record.source.model_copy(update={"part": 2})})
    one = write_page(tmp_path / "one.html", [record]).stat().st_size
    two = write_page(tmp_path / "two.html", [record, second]).stat().st_size
    text = len(Path(record.source.path).read_bytes())
    assert two - one < one - text  # the second brings its cells, and no text
    page = (tmp_path / "two.html").read_text("utf-8")
    assert page.count(f'id="t{record.source.text_sha256}"') == 1


def test_two_forms_mixed_in_one_report_are_drawn_as_they_are(tmp_path: Path) -> None:
    new, old = record_of("1-lines.txt"), record_of("3-form-2019.txt")
    tables = {**new.tables, "requests": old.tables["requests"]}
    mixed = new.model_copy(update={"tables": tables, "mixed": {"requests": "cn2019"}})
    page = write_page(tmp_path / "page.html", [mixed, new])
    assert sorted(data_of(page)["forms"]) == ["cn2021", "cn2021 requests:cn2019"]


def test_a_record_with_cells_that_its_form_has_not_is_drawn_by_its_own_keys(
    tmp_path: Path,
) -> None:
    new = record_of("1-lines.txt")
    cell = new.tables["requests"]["received"]["total"]
    tables = {**new.tables, "</script>": {"a": {"b": cell}}}
    page = write_page(tmp_path / "page.html", [new.model_copy(update={"tables": tables}), new])
    own, _ = sorted(data_of(page)["forms"], key=len, reverse=True)
    assert ["</script>.a.b", "a", "b"] in data_of(page)["forms"][own]["cells"]
