import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.naive import NaiveOutcome, ask_naively, connected
from evals.simulated_model import SimulatedModel, main, simulate
from evals.simulation.known import know, squeeze
from evals.simulation.misbehaviour import SLIPS, Behaviour, Slip
from evals.simulation.slips import SLIPS as WAYS
from evals.simulation.slips import err
from evals.synth import LabelledReport, generate_report
from evals.synth.closing import form_named
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import PrintedRow, Question, Statements, Transcription
from extraction.llm.reader import ModelReader
from extraction.repair import repair_text
from extraction.values.record import CellKey
from tests.support.places import HOME

TABLES = ("proactive_disclosure", "requests", "review_litigation")


def plain_report(seed: int = 7, **given: Any) -> LabelledReport:
    return generate_report(seed, **{"layout": "pipes", "modifiers": (), "mistakes": 0, **given})


def passage(report: LabelledReport, table: str, rows: Sequence[str] = ()) -> str:
    listed = "".join(f"\n- {row}" for row in rows) or " all"
    label = form_named(report.form).table(table).label
    return (
        f'Table: {label}\nRows:{listed}\n<report id="r1">\n{know(report).text}\n</report id="r1">'
    )


def ask(model: SimulatedModel, text: str, answer: Any = Transcription, mode: Any = None) -> Any:
    settings = ModelSettings("openai/simulated", model.base_url, mode=mode)
    with ModelReader(settings) as reader:
        reply = reader.ask(Question("p", "1", "Copy.", text, answer))
    assert reply.answer is not None, reply
    return reply.answer


def ask_plainly(model: SimulatedModel, report: LabelledReport) -> NaiveOutcome:
    with connected(model.base_url) as client:
        return ask_naively(client, report.form, "requests", passage(report, "requests"))


def printed(report: LabelledReport, table: str) -> list[tuple[str, list[str]]]:
    return [
        (row.label, [report.cells[CellKey(table, row.key, c.key)].raw or "" for c in block.columns])
        for block in form_named(report.form).table(table).blocks
        for row in block.rows
    ]


def rows_of(answer: Transcription) -> list[tuple[str, list[str]]]:
    return [(row.label, row.cells) for row in answer.rows]


@pytest.mark.parametrize("mode", ["tools", "json_schema", "md_json"])
@pytest.mark.parametrize("form", ["cn2021", "cn2019"])
@pytest.mark.parametrize("table", TABLES)
def test_a_known_report_is_copied_as_printed(table: str, form: str, mode: str) -> None:
    report = plain_report(form=form)
    with simulate([plain_report(8), report]) as model:
        answer = ask(model, passage(report, table), mode=mode)
    assert rows_of(answer) == printed(report, table)
    if table == "review_litigation":
        assert [len(row.cells) for row in answer.rows] == [5, 5, 5]
        assert answer.heads == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_only_the_rows_that_are_asked_for() -> None:
    report = plain_report(form="cn2021")
    wanted = ["(七)总计", "(一)予以公开"]
    with simulate([report]) as model:
        answer = ask(model, passage(report, "requests", wanted))
    assert [row.label for row in answer.rows] == ["(一)予以公开", "(七)总计"]


def test_a_part_of_a_page_is_recognised() -> None:
    report = plain_report(3, layout="html", form="cn2021")
    text = know(report).text
    asked = f'Table: 三、收到和处理政府信息公开申请情况\nRows: all\n<report id="x">\n{text[200:]}\n'
    with simulate([report]) as model:
        answer = ask(model, asked + '</report id="x">')
    assert rows_of(answer) == printed(report, "requests")


def test_a_report_is_known_by_its_repaired_text_too() -> None:
    report = plain_report(4, modifiers=("pinyin_heavy", "traditional"), form="cn2021")
    repaired = repair_text(know(report).text).text
    assert repaired != know(report).text
    text = f'Table: 三、收到和处理政府信息公开申请情况\nRows: all\n<report id="x">\n{repaired}\n'
    with simulate([report]) as model:
        answer = ask(model, text + '</report id="x">')
    assert rows_of(answer) == printed(report, "requests")


def test_what_nobody_can_settle_is_left_empty() -> None:
    report = plain_report(1, modifiers=("blanks_removed",), layout="cell-per-line-spaced")
    lost = {key for key in report.lost if key.table == "requests" and key in report.cells}
    assert lost
    with simulate([report]) as model:
        answer = ask(model, passage(report, "requests"))
    shown = {
        CellKey("requests", row.key, column.key): cell
        for block in form_named(report.form).table("requests").blocks
        for row, copied in zip(block.rows, answer.rows, strict=True)
        for column, cell in zip(block.columns, copied.cells, strict=True)
    }
    assert all(shown[key] == "" for key in lost)


def test_the_prose_of_a_known_report() -> None:
    report = next(r for r in map(generate_report, range(100)) if r.facts and r.ending == ".txt")
    text = f'Facts:\n<report id="x">\n{report.text}\n</report id="x">'
    with simulate([report]) as model:
        answer = ask(model, text, Statements)
    assert answer.statements
    for statement, fact in zip(answer.statements, report.facts, strict=True):
        assert (statement.key, statement.value) == (fact.key, str(fact.value))
        assert squeeze(statement.quote) in squeeze(report.text)


def test_a_text_it_does_not_know_it_reads_as_it_can() -> None:
    text = 'Table: T\nRows: all\n<report id="x">\n规章 | 1 | | 3\n许可\n4\n</report id="x">'
    with simulate() as model:
        assert rows_of(ask(model, text)) == [("规章", ["1", "", "3"]), ("许可", ["4"])]


def test_what_it_does_not_understand_it_refuses() -> None:
    with (
        simulate() as model,
        ModelReader(ModelSettings("openai/simulated", model.base_url)) as reader,
    ):
        reply = reader.ask(Question("p", "1", "Copy.", "What is the time?", Transcription))
    assert reply.failure == "bad_request"


ROWS = st.lists(
    st.builds(
        PrintedRow,
        label=st.sampled_from(
            ["一、本年新收政府信息公开申请数量", "1.属于国家秘密", "(七)总计", "规章"]
        ),
        cells=st.lists(st.sampled_from(["", "0", "1", "23", "/"]), min_size=1, max_size=7),
    ),
    max_size=6,
)


@given(ROWS, st.sampled_from(SLIPS), st.integers(0, 1000))
def test_a_slip_spoils_one_thing_and_never_crashes(
    rows: list[PrintedRow], slip: Slip, seed: int
) -> None:
    answer = Transcription(heads=[], rows=rows)
    spoilt = err(answer, slip, Random(seed))
    assert len(answer.rows) - len(spoilt.rows) == (slip == "row_dropped" and bool(rows))
    changed = sum(a != b for a, b in zip(answer.rows, spoilt.rows, strict=False))
    most = {"digit_changed": 1, "column_shifted": 1, "sums_fudged": 1, "label_paraphrased": 1}
    assert changed <= most.get(slip, 2 if slip == "rows_exchanged" else len(rows))


def test_every_slip_spoils_a_table_it_can_spoil() -> None:
    rows = [
        PrintedRow(label="一、本年新收政府信息公开申请数量", cells=["1", "2", "4"]),
        PrintedRow(label="2.重复申请", cells=["7", "", "9"]),
    ]
    answer = Transcription(heads=[], rows=rows)
    assert set(WAYS) == set(SLIPS)
    for slip in SLIPS:
        assert err(answer, slip, Random(1)) != answer, slip


def ask_often(behaviour: Behaviour) -> list[Transcription]:
    report = plain_report()
    with simulate([report], behaviour) as model:
        return [ask(model, passage(report, "requests")) for _ in range(6)]


def test_slips_stick_to_a_document_or_are_drawn_afresh() -> None:
    slips: dict[Slip, float] = {"digit_changed": 1.0}
    stuck = ask_often(Behaviour(slips=slips, sticking=True))
    afresh = ask_often(Behaviour(slips=slips))
    assert all(answer == stuck[0] for answer in stuck)
    assert any(answer != afresh[0] for answer in afresh)
    assert ask_often(Behaviour(slips=slips)) == afresh
    assert ask_often(Behaviour(slips=slips, seed=1)) != afresh


def test_rates_are_kept() -> None:
    reports = [plain_report(seed) for seed in range(120)]
    with (
        simulate(reports, Behaviour(slips={"row_dropped": 0.3})) as model,
        ModelReader(ModelSettings("openai/simulated", model.base_url)) as reader,
    ):
        texts = [passage(report, "review_litigation") for report in reports]
        replies = [reader.ask(Question("p", "1", "Copy.", t, Transcription)) for t in texts]
    dropped = sum(reply.answer is not None and len(reply.answer.rows) == 2 for reply in replies)
    assert 20 < dropped < 55


def test_two_hundred_at_once() -> None:
    report = plain_report()
    with (
        simulate([report], Behaviour(latency=1.5)) as model,
        ModelReader(
            ModelSettings("openai/simulated", model.base_url, max_concurrency=200)
        ) as reader,
    ):
        question = Question("p", "1", "Copy.", passage(report, "requests"), Transcription)
        reader.ask(question)
        with ThreadPoolExecutor(200) as pool:
            replies = list(pool.map(reader.ask, [question] * 200))
    assert all(reply.answer is not None for reply in replies)
    assert model.counts.requests == reader.spent.requests == 201
    assert model.counts.input_tokens == reader.spent.input_tokens
    assert model.counts.output_tokens == reader.spent.output_tokens
    assert model.counts.most_at_once > 64


def test_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "evals.simulated_model", "--reports=1", "--slip=row_dropped"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HOME) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        text = 'Table: T\nRows: all\n<report id="x">\n规章 | 1\n许可 | 2\n</report id="x">'
        with ModelReader(ModelSettings("openai/simulated", base_url)) as reader:
            reply = reader.ask(Question("p", "1", "Copy.", text, Transcription))
        process.terminate()
    assert reply.answer is not None
    assert len(reply.answer.rows) == 1


def test_a_slip_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--slip", "nonsense=1"])
    assert "digit_changed" in capsys.readouterr().err


# The plain way of asking


def test_the_plain_way_reads_a_clean_table() -> None:
    report = plain_report(form="cn2021")
    with simulate([report]) as model:
        outcome = ask_plainly(model, report)
    assert outcome.requests == 1
    assert outcome.input_tokens == model.counts.input_tokens
    truth = {key: label.value for key, label in report.cells.items() if key.table == "requests"}
    assert outcome.cells is not None
    assert truth == outcome.cells


def test_the_plain_way_pays_four_times_for_a_reports_own_mistake() -> None:
    seeds = (plain_report(seed, form="cn2021", mistakes=1) for seed in range(50))
    report = next(
        r
        for r in seeds
        if any(cell.table == "requests" for cell in r.source_mistakes[0].cells)
        and r.source_mistakes[0].rules
    )
    with simulate([report]) as model:
        outcome = ask_plainly(model, report)
        sizes = [len(json.loads(sent)["messages"]) for sent in model.received]
    assert outcome.cells is None
    assert outcome.requests == 4
    assert sizes == [2, 4, 6, 8]
    assert outcome.input_tokens == model.counts.input_tokens
