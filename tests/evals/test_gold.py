"""Labels as people write them: what is taken, what is refused, how two annotators compare."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from evals.annotators import find_agreements
from evals.case import find_cases, find_golds, gather_cases, make_cases, report_to_gold
from evals.gold import TODO, Gold, Tables, gold_to_text, parse_gold, read_gold
from evals.hold import check_gold
from evals.label import Drafting, draft_gold
from evals.score import find_form_cells
from evals.synth import MODIFIERS, generate_report, generate_reports
from extraction.pipeline import extract_document, extract_file
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.values.errors import BrokenGold, NotMeasured
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


# Labels that are wrong, each found in a line of its own.

FIRST = GOLD / "1-lines.yaml"


def check(folder: Path, *more: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(cli.app, ["eval", "gold", str(folder), *more])
    return done.exit_code, done.stdout.splitlines()


def spoil(folder: Path, old: str, new: str) -> None:
    text = (folder / "1-lines.yaml").read_text("utf-8")
    assert old in text
    (folder / "1-lines.yaml").write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("total: 49}", "total: O}", "line 14: requests.received.total: 'O' is written with"),
        ("{agency:", "{agnecy:", "line 4: metadata: there is no 'agnecy': do you mean agency?"),
        ("- {key: requests_received", "- {key: request_received", "do you mean requests_received?"),
        ("form: cn2021", "form: cn2021\nform: cn2021", "line 4: form stands there twice"),
        ("in_force: 31}", "in_force: 31", "cannot be read"),
        ("requests:\n", "reqests:\n", "the form has no cell reqests."),
        ("form: cn2021", "form: cn2021\nchecked: alice", "who checked it, and when?"),
    ],
)
def test_labels_that_cannot_be_are_told_with_their_line(
    old: str, new: str, says: str, folder: Path
) -> None:
    spoil(folder, old, new)
    code, lines = check(folder)
    assert code == 1
    assert [line for line in lines if says in line], lines
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("year: 2024", "year: 2021", "year: 2021 stands nowhere in the text"),
        (
            "natural_person: 46, commercial_enterprise: 3,",
            "natural_person: 3, commercial_enterprise: 46,",
            "46 is labelled, gouji reads 3 in line",
        ),
        ("decisions: 62}", "decisions: 8426}", "8426 is not printed in its row, line"),
        ("decisions: 62}", "decisions: 620077}", "620077 stands nowhere in the text"),
        ("decisions: 62}", "decisions: null}", "blank is labelled, gouji reads 62 in line"),
        ("value: 49", "value: 94123", "fact requests_received: 94123 stands nowhere in the text"),
        ("unit: 条}", "unit: 条, quote: 不在文中}", "its quote stands nowhere in the text"),
    ],
)
def test_labels_that_the_report_does_not_print_are_noted(
    old: str, new: str, says: str, folder: Path
) -> None:
    assert check(folder) == (0, [])
    spoil(folder, old, new)
    _, lines = check(folder)
    assert [line for line in lines if says in line], lines


def test_a_blank_written_as_nought_is_noted(tmp_path: Path) -> None:
    for case in make_cases(40, 12):
        [gold] = case.golds
        records = extract_document(
            document_from_bytes(case.name, case.read_bytes()), default_settings()
        )
        read = find_form_cells(records[0])
        blanks = [k for k, label in gold.labels.items() if label.state == "blank" and k in read]
        if gold.lost or not blanks or read[blanks[0]].state != "blank":
            continue
        data = json.loads(gold.model_dump_json())
        data["tables"][blanks[0].table][blanks[0].row][blanks[0].column] = 0
        (tmp_path / case.name).write_bytes(case.read_bytes())
        (tmp_path / "x.json").write_text(json.dumps(data), "utf-8")
        says = f"{blanks[0]}: 0 is labelled, gouji reads a blank there; a blank is null"
        assert any(says in line for line in check(tmp_path)[1])
        return
    pytest.fail("no made-up report keeps a blank in place")


def test_two_files_for_one_report_are_told_and_cost_nothing_else(folder: Path) -> None:
    (folder / "again.yaml").write_text((folder / "1-lines.yaml").read_text("utf-8"), "utf-8")
    (folder / "8-blanks.txt").write_bytes((EXAMPLES / "8-blanks.txt").read_bytes())
    (folder / "8-blanks.yaml").write_bytes((GOLD / "8-blanks.yaml").read_bytes())
    (folder / "broken.yaml").write_text("report: [", "utf-8")
    code, lines = check(folder)
    assert code == 1
    assert sum("label one report: keep one" in line for line in lines) == 1
    assert sum("broken.yaml cannot be read" in line for line in lines) == 1
    gathered = gather_cases(folder)
    assert [case.name for case in gathered.cases] == ["8-blanks.txt"]
    assert len(gathered.broken) == 2


def test_one_report_under_two_names_counts_once(folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "1-lines.txt").read_bytes())
    text = (folder / "1-lines.yaml").read_text("utf-8").replace("1-lines.txt", "copy.txt")
    (folder / "copy.yaml").write_text(text, "utf-8")
    assert any("label one report" in line for line in check(folder)[1])
    assert any("is the same report as" in problem for problem in gather_cases(folder).broken)
    assert len(gather_cases(folder).cases) == 1


def test_a_draft_counts_when_somebody_stands_for_each_table(folder: Path) -> None:
    (folder / "1-lines.yaml").unlink()
    drafting = Drafting(default_settings(), folder.resolve())
    list(drafting.draft(folder / "1-lines.txt"))
    draft = read_gold(folder / "1-lines.yaml")
    assert gather_cases(folder).cases == ()
    assert len(gather_cases(folder, unchecked=True).cases) == 1
    tables = dict.fromkeys(draft.parts[:-2], "alice 2026-11-30")
    checked = draft.model_copy(update={"checked": {**draft.checked, **tables}})
    (folder / "1-lines.yaml").write_text(gold_to_text(checked, ".yaml"), "utf-8")
    [case] = gather_cases(folder).cases
    assert (case.golds[0].metadata, case.golds[0].facts) == ({}, ())
    assert len(case.golds[0].labels) == 200


def test_hands_that_began_with_one_draft_do_not_agree_by_it(folder: Path) -> None:
    for blind in (False, True):
        for hand in ("alice", "bob"):
            drafting = Drafting(default_settings(), folder.resolve(), hand=hand, blind=blind)
            (folder / f"1-lines.{hand}.yaml").unlink(missing_ok=True)
            list(drafting.draft(folder / "1-lines.txt"))
        [agreed] = [
            a
            for a in find_agreements(list(find_golds(folder)))
            if a.first == "alice" and a.second == "bob"
        ]
        assert agreed.same_draft is not blind
    blindly = read_gold(folder / "1-lines.alice.yaml")
    assert {value for _, value in blindly.written()} == {TODO}
    assert (set(blindly.metadata.values()), blindly.facts) == ({TODO}, ())


def test_agreement_covers_year_metadata_and_facts(folder: Path) -> None:
    gold = read_gold(FIRST)
    write(folder, "1-lines.alice.yaml")
    write(
        folder, "1-lines.bob.yaml", metadata={**gold.metadata, "year": 2023}, facts=gold.facts[1:]
    )
    agreed = next(a for a in find_agreements(list(find_golds(folder))) if a.second == "bob")
    assert ("year", "2024", "2023") in agreed.differ
    assert any(key.startswith("fact ") for key, _, _ in agreed.differ)
    assert agreed.share == 1.0
    assert agreed.beside_agreed == agreed.beside - 2


def test_label_takes_folders_and_says_what_it_leaves(tmp_path: Path) -> None:
    reports, out = tmp_path / "reports", tmp_path / "new" / "labels"
    for name in ("a", "b"):
        (reports / name).mkdir(parents=True)
    (reports / "a" / "x.txt").write_bytes((EXAMPLES / "1-lines.txt").read_bytes())
    (reports / "b" / "x.txt").write_bytes((EXAMPLES / "7-slip.txt").read_bytes())
    (reports / "b" / "twin.txt").write_bytes((EXAMPLES / "1-lines.txt").read_bytes())
    (reports / "b" / "scan.pdf").write_bytes(b"%PDF-1.7 nothing")
    (reports / "b" / "notes.xyz").write_text("x", "utf-8")
    done = CliRunner().invoke(cli.app, ["eval", "label", str(reports), "-o", str(out)])
    assert done.exit_code == 1
    assert {file.relative_to(out).as_posix() for file in out.rglob("*.yaml")} == {
        "a/x.yaml",
        "b/x.yaml",
    }
    assert "the same file as" in done.stderr
    assert "scan.pdf: no draft." in done.stderr
    assert ".xyz" in done.stderr
    cases = gather_cases(out, reports, unchecked=True).cases
    assert {case.name for case in cases} == {"a/x.txt", "b/x.txt"}


def test_right_labels_raise_hardly_a_note(tmp_path: Path) -> None:
    """Notes that cry wolf would not be read: of made-up reports, rightly labelled, few have any."""
    notes = 0
    for case in make_cases(12, 41):
        [gold] = case.golds
        (tmp_path / case.name).write_bytes(case.read_bytes())
        (tmp_path / f"{Path(case.name).stem}.json").write_text(gold_to_text(gold, ".json"), "utf-8")
    for labelled in find_golds(tmp_path):
        found = check_gold(labelled, None)
        assert not found.problems, found
        notes += any("gouji reads" in n or "in its row" in n for n in found.notes)
    assert notes <= 1
