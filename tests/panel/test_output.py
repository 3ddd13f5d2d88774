"""What a panel writes: tables, the page, and what it refuses to write."""

import base64
import csv
import hashlib
import io
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from extraction.export.jsonl import record_to_line
from extraction.panel.aliases import Aliases
from extraction.panel.measures import measure_share
from extraction.panel.page_view import panel_to_page
from extraction.panel.panel import Panel, build_panel
from extraction.panel.plan import load_plan
from extraction.panel.tables import agency_years, definitions, findings_csv
from extraction.terminal import export_commands
from tests.panel.records import Draft, draft_series

HOSTILE = '石桥县</script><script>alert("1")</script>\x1b[31m\u202e教育局'


def gouji(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(each) for each in arguments], catch_exceptions=False)


def panel_of(drafts: list[Draft]) -> Panel:
    return build_panel([draft.report() for draft in drafts], Aliases())


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "结果.jsonl"
    drafts = draft_series("石桥县教育局", range(2021, 2024), 1)
    drafts[1].add("carried_in", 3)
    file.write_bytes(b"".join(record_to_line(draft.record()) for draft in drafts))
    return file


def rows_of(lines: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(lines.decode("utf-8-sig"))))


def test_each_column_of_the_table_has_two_names_and_a_definition() -> None:
    panel = panel_of(draft_series("石桥县教育局", range(2021, 2024), 1))
    english, chinese, *lines = rows_of(b"".join(agency_years(panel)))
    assert len(english) == len(chinese) == len(set(english)) == len(set(chinese))
    assert all(re.search(r"[\u4e00-\u9fff]", name) for name in chinese)
    defined = {line[0]: line for line in rows_of(b"".join(definitions(panel)))[1:]}
    assert list(defined) == english[-len(defined) :]
    assert [line[1] for line in lines] == ["2021", "2022", "2023"]
    for pair in ("review_correction_rate", "litigation_loss_rate"):
        assert defined[pair][3] != defined[f"{pair}_decided"][3]
    assert "pending" in defined["review_correction_rate_decided"][3]


def test_rates_are_those_of_reports_that_were_computed_by_hand() -> None:
    # Shanghai 2023: 10538 of 34430; Huai'an 2025: 60 of 264, 3 of 58.
    shares = {each.key: each for each in load_plan().measures}
    asked = {
        "disclosure_rate": {"granted": 10000, "partially_granted": 538, "closed": 34430},
        "review_correction_rate": {"reviews_corrected": 60, "reviews": 264},
        "litigation_loss_rate": {"suits_corrected": 3, "suits": 58},
    }
    found = {
        key: measure_share(shares[key], {name: Decimal(each) for name, each in counts.items()})
        for key, counts in asked.items()
    }
    assert {key: f"{value:.3f}" for key, value in found.items()} == {
        "disclosure_rate": "0.306",
        "review_correction_rate": "0.227",
        "litigation_loss_rate": "0.052",
    }


def test_a_formula_in_a_name_is_harmless() -> None:
    drafts = draft_series("石桥县教育局", range(2021, 2024), 1)
    drafts[0].add("carried_out", 3)
    for draft in drafts:
        draft.name = "=HYPERLINK(1)石桥县教育局"
        draft.agency = "=cmd"
    for lines in (agency_years, findings_csv):
        for row in rows_of(b"".join(lines(panel_of(drafts)))):
            assert not any(field.startswith(("=", "@", "+")) for field in row)


class _Tags(HTMLParser):
    """Counts elements, and collects the attributes that could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, _ in attrs:
            if name in ("src", "href", "style") or name.startswith("on"):
                self.loads.append(f"{tag} {name}")


def test_a_hostile_name_stays_a_text() -> None:
    drafts = draft_series("石桥县教育局", range(2021, 2024), 1)
    for draft in drafts:
        draft.name, draft.tag = HOSTILE, "<img src=x onerror=alert(1)>"
    page = panel_to_page(panel_of(drafts), "zh").decode()
    tags = _Tags()
    tags.feed(page)
    assert (tags.scripts, tags.loads) == (1, [])
    assert "&lt;script&gt;" in page
    assert not {"\x1b", "\u202e"} & set(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_allows_its_own_style_and_script_alone(lang: str) -> None:
    panel = panel_of(draft_series("石桥县教育局", range(2021, 2024), 1))
    page = panel_to_page(panel, "zh" if lang == "zh" else "en").decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert f'data-lang="{lang}"' in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_panel_without_an_agency_has_a_page() -> None:
    assert b"</html>" in panel_to_page(panel_of([]), "en")


# The command


def test_all_of_it_goes_into_a_folder_and_is_made_anew(written: Path, tmp_path: Path) -> None:
    out = tmp_path / "历年"
    assert gouji("panel", written, "-o", out, "--lang", "zh").exit_code == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    again = gouji("panel", written, "-o", out, "--lang", "zh")
    assert again.exit_code == 0
    assert "机关 1 个" in again.stderr
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert len(before) == 7


@pytest.mark.parametrize("name", ["years.csv", "findings.jsonl", "page.html"])
def test_a_file_gets_the_part_that_its_ending_says(
    written: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    assert gouji("panel", written, "-o", out).exit_code == 0
    assert gouji("panel", written, "-o", out).exit_code == 0
    out.write_text("somebody else's\n", "utf-8")
    refused = gouji("panel", written, "-o", out)
    assert (refused.exit_code, out.read_text("utf-8")) == (2, "somebody else's\n")
    assert gouji("panel", written, "-o", out, "--fresh").exit_code == 0


def test_findings_are_printed_where_nothing_is_named(written: Path) -> None:
    result = gouji("panel", written, "--lang", "en")
    assert result.stdout.splitlines()[0].startswith("Y01 石桥县教育局 2022 2021: ")


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(written: Path) -> None:
    with written.open("ab") as file:
        file.write(b"{}\n")
    result = gouji("panel", written, "--lang", "en")
    assert result.exit_code == 1
    assert "line 4 holds no record" in result.stderr
    assert "1 agencies, 3 years" in result.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.jsonl", "no records"), ("table.csv", "is a table"), ("lost", "cannot be opened")],
)
def test_what_holds_no_records_is_refused(tmp_path: Path, name: str, words: str) -> None:
    if name != "lost":
        (tmp_path / name).write_text("", "utf-8")
    result = gouji("panel", tmp_path / name, "--lang", "en")
    assert result.exit_code == 2
    assert words in result.stderr


def test_an_ending_that_is_not_known_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = gouji("panel", tmp_path / "lost", "-o", tmp_path / "x.xlsx", "--lang", "en")
    assert result.exit_code == 2
    assert ".csv, .jsonl, .html" in result.stderr


def test_a_broken_aliases_file_is_told_with_its_line(written: Path, tmp_path: Path) -> None:
    aliases = tmp_path / "a.csv"
    aliases.write_text("name,canonical\n甲县教育局\n", "utf-8")
    result = gouji("panel", written, "--aliases", aliases, "--lang", "en")
    assert result.exit_code == 2
    assert "line 2" in result.stderr


def test_how_far_it_is_and_the_time_left_are_told(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_commands, "_EVERY", -1.0)
    lines = gouji("panel", written, "--lang", "en").stderr.splitlines()
    told = [line for line in lines if line.endswith("s left")]
    assert [line.split(",")[0] for line in told] == [f"{n} of 3 records" for n in (1, 2, 3)]
    assert told[-1].endswith(", 0 s left")
    assert "s left" not in gouji("panel", written, "--lang", "en", "--quiet").stderr
