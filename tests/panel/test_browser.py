"""The panel page as a person has it: searched, filtered, read; a hostile one is text."""

from pathlib import Path
from typing import Any

import pytest

from extraction.panel.aliases import Aliases
from extraction.panel.page_view import panel_to_page
from extraction.panel.panel import build_panel
from extraction.panel.year_report import record_to_report
from extraction.values.bilingual import Language
from tests.panel.planted import NAMES, plant
from tests.panel.records import FORMS, Draft, by_year, draft_series
from tests.support.browser import Opens, in_browser
from tests.support.hostile import hostile_record

pytestmark = in_browser

READY = "main h1"
SHOWN = "#findings tbody tr:visible"
AGENCY = NAMES[0]


def write_page(out: Path, drafts: list[Draft], lang: Language = "en") -> Path:
    out.write_bytes(panel_to_page(build_panel([one.report() for one in drafts], Aliases()), lang))
    return out


@pytest.fixture
def page(tmp_path: Path) -> Path:
    first = draft_series(AGENCY, range(2021, 2024), 1)
    by_year(first)[2022].add("carried_in", 3)
    other = [draft for draft in draft_series(NAMES[1], range(2021, 2024), 2) if draft.year != 2022]
    return write_page(tmp_path / "panel.html", [*first, *other])


def test_findings_are_searched_and_filtered(page: Path, opens: Opens) -> None:
    window = opens(page, ready=READY)
    rows = window.page.locator(SHOWN)
    total = rows.count()
    window.page.select_option("#severity", "error")
    assert rows.count() == 1
    assert rows.first.inner_text().startswith("Y01")
    window.page.select_option("#severity", "")
    window.page.fill("#search", NAMES[1])
    assert 0 < rows.count() < total
    assert all(NAMES[1] in text for text in rows.all_inner_texts())
    window.page.fill("#search", "nobody is called so")
    assert rows.count() == 0
    window.page.fill("#search", "")
    assert rows.count() == total
    assert window.is_quiet()
    assert {url.split("#")[0] for url in window.requests} == {page.as_uri()}


def test_the_button_changes_the_language_and_every_word_has_both(page: Path, opens: Opens) -> None:
    window = opens(page, ready=READY)
    title = window.page.locator("h1")
    english = title.inner_text()
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")  # the button comes first: the keyboard alone is enough
    assert (english, title.inner_text()) == (
        "Panel: reports of agencies over years",
        "跨年度面板：各机关历年报告",
    )
    assert window.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert "A finding here" not in window.page.inner_text("main")
    window.page.keyboard.press("Enter")
    assert title.inner_text() == english


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_no_wider_than_the_window(
    width: int, scheme: Any, page: Path, opens: Opens
) -> None:
    window = opens(page, width=width, scheme=scheme, ready=READY)
    assert window.page.evaluate("document.documentElement.scrollWidth") <= width
    assert window.page.locator("svg.wide circle").count() > 0
    assert window.page.locator("td.v.verified").count() == 5


def test_thirty_agencies_open_in_two_seconds(opens: Opens, tmp_path: Path) -> None:
    page = write_page(tmp_path / "panel.html", plant().drafts)
    assert page.stat().st_size < 20 * 2**20
    window = opens(page, ready=READY)
    took = window.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < took < 2000
    assert window.page.locator("figure").count() >= len(NAMES)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hostile_report_is_text(lang: Language, opens: Opens, tmp_path: Path) -> None:
    record = hostile_record(tmp_path)
    later = record.metadata.model_copy(update={"year": (record.metadata.year or 0) + 1})
    both = (record, record.model_copy(update={"metadata": later}))
    reports = [record_to_report(one, FORMS.values()) for one in both]
    page = tmp_path / "panel.html"
    page.write_bytes(panel_to_page(build_panel(reports, Aliases()), lang))
    window = opens(page, ready=READY)
    told = window.page.text_content("main") or ""
    said = "".join(told.split())  # names are compared without their spaces
    for attack in ("<script>window.hacked=1;", "</script><script>", "onerror="):
        assert attack in said
    assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\u2028"} & set(told)
    window.page.fill("#search", "<script>")
    window.page.click("#language")
    window.page.wait_for_timeout(100)
    assert window.page.locator(SHOWN).count() > 0
    assert window.page.evaluate("typeof window.hacked") == "undefined"
    made = "document.querySelectorAll('img, iframe, link, object, embed, base, form, a').length"
    assert window.page.evaluate(made) == 0
    assert window.page.locator("script").count() == 1
    assert {url.split("#")[0] for url in window.requests} == {page.as_uri()}
    assert window.is_quiet()
