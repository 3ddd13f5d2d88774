"""Labels as people write them: what is taken, what is refused, and how two hands are compared."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.case import find_cases, find_golds, make_cases, report_to_gold
from evals.gold import TODO, Gold, Tables, gold_to_text, parse_gold, read_gold
from evals.hands import find_agreements
from evals.hold import check_gold
from evals.label import draft_gold
from evals.synth import MODIFIERS, generate_report, generate_reports
from extraction.errors import BrokenGold, NotMeasured
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from tests.conftest import EXAMPLES

GOLD = EXAMPLES.parent / "gold"
SHARED = EXAMPLES.parents[1] / "shared"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report and its labels, side by side."""
    report = EXAMPLES / "1-lines.txt"
    (tmp_path / report.name).write_bytes(report.read_bytes())
    (tmp_path / "1-lines.yaml").write_bytes((GOLD / "1-lines.yaml").read_bytes())
    return tmp_path


def write(folder: Path, name: str, **changes: object) -> None:
    gold = read_gold(GOLD / "1-lines.yaml").model_copy(update=changes)
    (folder / name).write_text(gold_to_text(gold, Path(name).suffix), "utf-8")


def changed(cell: str, value: object) -> Tables:
    """The tables of the first example with one cell changed."""
    data = json.loads(read_gold(GOLD / "1-lines.yaml").model_dump_json())
    table, row, column = cell.split(".")
    data["tables"][table][row][column] = value
    return Gold.model_validate(data).tables


def test_our_own_labels_stand_for_every_example_and_tie_out() -> None:
    found = list(find_golds(GOLD))
    assert {each.gold.report for each in found} == {file.name for file in EXAMPLES.iterdir()}
    assert [
        check.problems for each in found if (check := check_gold(each, EXAMPLES)).problems
    ] == []


def test_the_gold_of_the_real_reports_loads_as_it_is() -> None:
    if not (SHARED / "gold").is_dir():
        pytest.skip("../shared/gold, where the real reports' labels lie, is absent")
    cases = find_cases(SHARED / "gold", SHARED / "reports")
    assert len(cases) == 5
    assert {len(case.golds[0].labels) for case in cases} == {198, 200}


def labelled() -> Iterator[Gold]:
    yield from map(report_to_gold, generate_reports(60, 12))
    for name in sorted(MODIFIERS):
        yield report_to_gold(generate_report(3, modifiers=[name, "cut_off"], mistakes=1))


@pytest.mark.parametrize("ending", [".json", ".yaml"])
def test_labels_are_the_same_once_written_and_read(ending: str) -> None:
    for gold in labelled() if ending == ".json" else list(labelled())[::12]:
        again = parse_gold(gold_to_text(gold, ending), f"x{ending}")
        assert (again.labels, again.lost_cells) == (gold.labels, gold.lost_cells), gold.report
        assert again == gold


def test_what_is_planted_is_labelled() -> None:
    """Mistakes, contradictions, facts, lost cells and metadata come over from the generator."""
    seen = {"mistakes": 0, "contradictions": 0, "lost": 0, "metadata": 0}
    for report in generate_reports(300, 12):
        gold = report_to_gold(report)
        assert gold.labels.keys() == report.cells.keys()
        assert gold.lost_cells >= report.lost
        assert len(gold.mistakes) == len(report.source_mistakes)
        assert gold.tables_consistent is not any(m.rules for m in report.source_mistakes)
        assert [fact.agrees for fact in gold.facts] == [fact.agrees for fact in report.facts]
        seen["mistakes"] += len(gold.mistakes)
        seen["contradictions"] += sum(not fact.agrees for fact in gold.facts)
        seen["lost"] += bool(gold.lost)
        seen["metadata"] += gold.metadata.get("year") is not None
    assert min(seen.values()) > 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cannot be read"),
        ("report: a.txt\nforn: cn2021", "forn: Extra inputs are not permitted"),
        ("report: a.txt\nform: cn2031", "there is no form 'cn2031'; known: cn2019, cn2021"),
        ("report: a.txt\nform: cn2021", "has no label: write one, or list it under `lost`"),
        (
            "report: a.txt\nform: cn2021\nlost: [requests, review_litigation, tables]",
            "has no label",
        ),
        ("report: a.txt\ntables: {requests: {received: {total: 1}}}", "needs its `form`"),
    ],
)
def test_a_broken_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(BrokenGold, match=r"Mend the file\.$") as refused:
        parse_gold(text, "x.yaml")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        ("requests.received.total", "49", "figures are written as numbers: 49"),
        ("requests.recieved.total", 49, "the form has no cell requests.recieved.total"),
        ("requests.received.total", TODO, "is still `todo`"),
    ],
)
def test_a_broken_cell_is_named(cell: str, value: object, says: str) -> None:
    data = json.loads(read_gold(GOLD / "1-lines.yaml").model_dump_json())
    table, row, column = cell.split(".")
    data["tables"][table].setdefault(row, {})[column] = value
    with pytest.raises(BrokenGold, match=says):
        parse_gold(json.dumps(data), "x.json")


def test_a_date_without_quotes_is_a_date() -> None:
    text = (GOLD / "1-lines.yaml").read_text("utf-8").replace("'2025-01-24'", "2025-01-24")
    assert parse_gold(text, "x.yaml").metadata["published"] == "2025-01-24"


def test_a_draft_claims_nothing_and_no_eval_takes_it(folder: Path) -> None:
    report = EXAMPLES / "8-blanks.txt"
    [record] = extract_file(report, default_settings(), report.name)
    draft = draft_gold(record, report.name)
    text = gold_to_text(draft, ".yaml")
    assert draft.unchecked == draft.parts
    assert sum(value == TODO for _, value in draft.written()) == sum(
        cell.state == "missing"
        for rows in record.tables.values()
        for columns in rows.values()
        for cell in columns.values()
    )
    assert parse_gold(text, "x.yaml") == draft
    (folder / "8-blanks.yaml").write_text(text, "utf-8")
    (folder / "8-blanks.txt").write_bytes(report.read_bytes())
    with pytest.raises(BrokenGold, match="is a draft: nobody has checked"):
        find_cases(folder)
    (folder / "8-blanks.yaml").unlink()
    write(folder, "1-lines.yaml", draft=True)
    with pytest.raises(BrokenGold, match="is a draft"):
        find_cases(folder)


def test_labels_of_another_version_are_refused(folder: Path) -> None:
    (folder / "1-lines.txt").write_bytes(b"changed")
    with pytest.raises(BrokenGold, match="another version"):
        find_cases(folder)
    [check] = [check_gold(each, None) for each in find_golds(folder)]
    assert "labels another version of the report" in check.problems


def test_labels_without_their_report_name_the_flag(folder: Path) -> None:
    (folder / "1-lines.txt").unlink()
    with pytest.raises(BrokenGold, match="--reports DIR"):
        find_cases(folder)


def test_an_empty_folder_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(NotMeasured, match="No labels in"):
        find_cases(tmp_path)


def test_a_label_that_does_not_tie_out_is_told(folder: Path) -> None:
    write(folder, "1-lines.yaml", tables=changed("requests.received.total", 77123))
    [check] = [check_gold(each, None) for each in find_golds(folder)]
    assert "requests.applicants@received" in check.problems[0]
    assert "requests.received.total: 77123 stands nowhere in the text" in check.notes[0]


def test_a_report_said_not_to_tie_out_that_does_is_told(folder: Path) -> None:
    write(folder, "1-lines.yaml", tables_consistent=False)
    [check] = [check_gold(each, None) for each in find_golds(folder)]
    assert "ties out" in check.problems[0]


def test_two_hands_are_compared_and_must_be_settled(folder: Path) -> None:
    write(folder, "1-lines.alice.yaml")
    write(folder, "1-lines.bob.json", tables=changed("requests.received.natural_person", 64))
    assert len(find_cases(folder)) == 1
    (folder / "1-lines.yaml").unlink()
    with pytest.raises(BrokenGold, match="settle on one file"):
        find_cases(folder)
    [agreed] = find_agreements(list(find_golds(folder)))
    assert {agreed.first, agreed.second} == {"alice", "bob"}
    assert (agreed.cells, len(agreed.differ)) == (200, 1)
    assert agreed.share == 199 / 200
    assert agreed.kappa is not None
    assert 0.97 < agreed.kappa < 1


def test_made_up_cases_do_not_depend_on_their_number() -> None:
    few, more = list(make_cases(3, 5)), list(make_cases(6, 5))
    assert few == more[:3]
