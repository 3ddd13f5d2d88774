import json
import re
from collections import Counter
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from extraction.forms.mixed import find_known_form
from extraction.review.form_shape import FormShape, shape_of_form, shape_of_record
from extraction.review.page_json import page_json
from extraction.review.report_json import list_entry, report_json
from extraction.review.source_text import SourceText
from extraction.values.document import PageBox, SheetCell, SourcePlace, Span, TableCell
from extraction.values.record import Cell, Record, Suggestion
from tests.review.made import SETTINGS, example_records, record_of

NO_SOURCE = SourceText(None)


def shape_of(record: Record) -> FormShape:
    form = find_known_form(record.form, record.mixed, SETTINGS.forms)
    assert form is not None
    return shape_of_form(form.form, form)


def told(record: Record, source: SourceText = NO_SOURCE, shape: FormShape | None = None) -> Any:
    shown = report_json(record, shape or shape_of(record), source, "t")
    return json.loads(page_json(shown))


def unfolded(report: Any, number: int) -> Cell:
    """Return a cell as the page unfolds it: what report_json does, done backwards."""
    kind, raw, start, *value = report["cells"][number]
    known = report["kinds"][kind]
    figure = (value[0] if value else raw) if known["state"] == "number" else None
    span = None if start is None else (start, start + len(raw or ""))
    return Cell.model_validate({**known, "raw": raw, "value": figure, "span": span})


@pytest.mark.parametrize("record", example_records(), ids=lambda record: record.source.path)
def test_every_cell_comes_through_as_it_is(record: Record) -> None:
    shape, report = shape_of(record), told(record)
    seen = 0
    for table, rows in record.tables.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                number = shape.numbers[f"{table}.{row}.{column}"]
                assert unfolded(report, number) == cell
                seen += 1
    assert seen == len([cell for cell in report["cells"] if cell is not None])


def with_cell(record: Record, **fields: object) -> Record:
    cell = record.tables["requests"]["received"]["total"].model_copy(update=fields)
    row = {**record.tables["requests"]["received"], "total": cell}
    table = {**record.tables["requests"], "received": row}
    return record.model_copy(update={"tables": {**record.tables, "requests": table}})


@pytest.mark.parametrize("digits", ["0.10", "12345678901234567890.123", "9007199254740993", "-3"])
def test_a_figure_keeps_its_digits(digits: str) -> None:
    record = with_cell(record_of("1-lines.txt"), value=Decimal(digits), raw=f"约{digits}件")
    number = shape_of(record).numbers["requests.received.total"]
    assert told(record)["cells"][number][3] == digits


@pytest.mark.parametrize("digits", ["0.10", "9007199254740993"])
def test_a_suggestion_keeps_its_digits(digits: str) -> None:
    told_so = Suggestion(value=Decimal(digits), raw=digits, span=(1, 2), by="openai/some")
    record = with_cell(record_of("8-blanks.txt"), suggestion=told_so)
    report = told(record)
    kind, *_ = report["cells"][shape_of(record).numbers["requests.received.total"]]
    shown = {"value": digits, "raw": digits, "span": [1, 2], "by": "openai/some"}
    assert report["kinds"][kind]["suggestion"] == shown


def test_a_failing_sum_has_its_terms_and_both_sides() -> None:
    record = record_of("7-slip.txt")
    numbers = shape_of(record).numbers
    balance = next(f for f in told(record)["findings"] if f["rule"] == "requests.balance")
    names = ("received", "carried_in", "closed_total", "carried_out")
    cells = [numbers[f"requests.{name}.total"] for name in names]
    left = [["1", cells[0]], ["1", cells[1]]]
    right = [["1", cells[2]], ["1", cells[3]]]
    assert balance["equation"] == [left, "=", right]
    assert (balance["left"], balance["right"], balance["difference"]) == ("30", "28", "2")
    assert balance["cells"] == cells


def test_the_cells_to_blame_are_told_apart() -> None:
    record = record_of("7-slip.txt")
    blames = [f for f in told(record)["findings"] if f.get("blames")]
    number = shape_of(record).numbers["requests.carried_in.total"]
    assert [f["cells"] for f in blames] == [[number]]


def test_the_list_says_what_it_filters_by() -> None:
    entry = list_entry(record_of("8-blanks.txt"))
    assert (entry["status"], entry["year"], entry["open"]) == ("needs_review", 2022, 42)
    assert isinstance(entry["codes"], list)
    assert "S06" in entry["codes"]
    assert entry["reason"] == [
        "一、本年新收政府信息公开申请数量: 4 figures for 7 cells",
        "一、本年新收政府信息公开申请数量：印有4个数字，应填7格，无法确定各数所属的列",
    ]


def test_the_reason_of_a_record_that_was_read_back_is_bilingual_too() -> None:
    record = record_of("7-slip.txt").model_copy(update={"reason_zh": None})
    reason = list_entry(record)["reason"]
    assert isinstance(reason, list)
    assert reason[1] == "总计：左边30，右边28，不符合“第一项加第二项之和，等于第三项加第四项之和”"


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        (PageBox(3, 1.0, 2.0, 3.0, 4.0), {"page": 3, "box": [1.0, 2.0, 3.0, 4.0]}),
        (SheetCell("表<1>", "B7"), {"sheet": "表<1>", "cell": "B7"}),
        (TableCell(1, 2, 3), {"table": 1, "row": 2, "column": 3}),
    ],
)
def test_a_place_in_the_file_is_told_of_the_cells_that_stand_there(
    where: Any, shown: dict[str, object]
) -> None:
    record = record_of("1-lines.txt")
    span = record.tables["requests"]["received"]["total"].span
    assert span is not None
    before = SourcePlace(Span(0, span[0]), TableCell(9, 9, 9))
    places = (before, SourcePlace(Span(*span), where))
    report = told(record, SourceText("x", places=places))
    number = shape_of(record).numbers["requests.received.total"]
    assert report["places"][str(number)] == shown
    after = [int(key) for key in report["places"] if int(key) > number]
    assert after == []


def test_a_record_of_an_unknown_form_is_drawn_by_its_own_keys() -> None:
    record = record_of("1-lines.txt").model_copy(update={"form": "cn2031"})
    shape = shape_of_record("cn2031", record)
    report = told(record, shape=shape)
    number = shape.numbers["requests.received.total"]
    assert unfolded(report, number) == record.tables["requests"]["received"]["total"]
    drawn = json.loads(page_json(shape.drawn))
    assert drawn["cells"][number] == ["requests.received.total", "received", "total"]
    assert len(
        {c for t in drawn["tables"] for b in t["blocks"] for r in b["rows"] for c in r["cells"]}
    ) == len(shape.numbers)


def test_a_form_is_drawn_with_its_heads_and_headings() -> None:
    record = record_of("1-lines.txt")
    shape = shape_of(record)
    drawn = json.loads(page_json(shape.drawn))
    requests = next(table for table in drawn["tables"] if table["key"] == "requests")
    (block,) = requests["blocks"]
    assert block["over"] == [["", 1], ["法人或其他组织", 5], ["", 1]]
    assert [head for head, _ in block["heads"]][-1] == "总计"
    opened = {row["key"]: row["under"] for row in block["rows"] if row["under"]}
    assert opened["granted"] == ["三、本年度办理结果"]
    assert opened["refused_state_secret"] == ["(三)不予公开"]
    first = drawn["cells"][block["rows"][0]["cells"][0]]
    assert first == [
        "requests.received.natural_person",
        "一、本年新收政府信息公开申请数量",
        "自然人",
    ]


def test_what_is_known_of_a_report_has_its_places() -> None:
    record = record_of("1-lines.txt")
    text = Path(record.source.path).read_text("utf-8")
    for name, value, *span in told(record)["metadata"]:
        if name in ("agency", "title") and span:
            assert text[span[0] : span[1]] == record.metadata.evidence[name].raw
            assert value


def test_no_two_functions_of_the_page_have_one_name() -> None:
    names = Counter[str]()
    for script in resources.files("extraction.review").joinpath("assets").iterdir():
        if script.name.endswith(".js"):
            names.update(re.findall(r"^function (\w+)\(", script.read_text("utf-8"), re.M))
    assert len(names) > 20
    assert [name for name, count in names.items() if count > 1] == []
