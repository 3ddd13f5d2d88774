"""A report that wants to be more than text: nothing of it is executed, asked for, or believed."""

from pathlib import Path
from typing import Any

import pytest

from tests.review.made import record_of, write_page
from tests.support.browser import Opens, in_browser
from tests.support.hostile import ATTACKS, hostile_record

COUNT = (
    "document.querySelectorAll('img, iframe, svg, link, object, embed, base, form[action]').length"
)


@in_browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hostile_report_is_text(lang: Any, opens: Opens, tmp_path: Path) -> None:
    record = hostile_record(tmp_path)
    page = write_page(tmp_path / "page.html", [record, record_of("1-lines.txt")], lang=lang)
    window = opens(page)
    assert "<script>" in window.page.locator("a.row").first.inner_text()
    assert "\x1b" not in window.page.locator("a.row").first.inner_text()
    window.page.locator("a.row").first.click()
    window.page.wait_for_selector("#report")
    source = window.page.inner_text("#source")
    assert all(attack in source for attack in ATTACKS if attack.isprintable())
    assert "␛[31m␛]0;owned␇" in source
    assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\u2028"} & set(window.page.inner_text("body"))
    for node in window.page.locator("summary").all():
        node.click()
    for link in window.page.locator("#tables button.link").all()[:20]:
        link.click()
    for key in ("n", "s", "t", "e", "Escape", "C", "Escape", "l", "d", "?", "Escape", "u"):
        window.page.keyboard.press(key)
    window.page.wait_for_timeout(200)
    assert window.page.evaluate("typeof window.hacked") == "undefined"
    assert window.page.evaluate(COUNT) == 0
    assert window.page.locator("script").count() == 6  # the data, two texts, two reports, ours
    assert {url.split("#")[0] for url in window.requests} == {page.as_uri()}
    assert window.is_quiet()


@in_browser
def test_a_hostile_correction_comes_back_as_it_was_typed(opens: Opens, tmp_path: Path) -> None:
    window = opens(write_page(tmp_path / "page.html", [hostile_record(tmp_path)]))
    window.page.locator("a.row").click()
    window.page.locator("button.cell").first.click()
    window.page.keyboard.press("e")
    window.page.fill("#edit-value", "1")
    window.page.fill("#edit-reason", ATTACKS[1])
    window.page.fill("#edit-author", ATTACKS[2])
    window.page.keyboard.press("Enter")
    window.page.reload()
    window.page.wait_for_selector("#report")
    assert window.page.evaluate("typeof window.hacked") == "undefined"
    window.page.locator("button.cell").first.click()
    assert ATTACKS[1] in window.page.inner_text("#detail")
    assert window.complaints == []


@in_browser
def test_the_policy_holds_what_the_page_itself_never_does(opens: Opens, tmp_path: Path) -> None:
    """Markup from text, scripts and requests are refused by the browser, whoever asks for them."""
    window = opens(write_page(tmp_path / "page.html", [record_of("1-lines.txt")]))
    evaluate = window.page.evaluate
    with pytest.raises(Exception, match="TrustedHTML"):
        evaluate("document.body.innerHTML = '<b>x</b>'")
    added = "const s = document.createElement('script'); s.append('window.hacked = 1');"
    evaluate(f"() => {{ try {{ {added} document.body.append(s) }} catch {{}} }}")
    assert evaluate("typeof window.hacked") == "undefined"
    asked = "fetch('https://example.com/').then(() => 'answered', () => 'refused')"
    assert evaluate(asked) == "refused"
    image = (
        "new Promise(done => { const i = new Image(); i.onerror = () => done('refused'); "
        "i.onload = () => done('shown'); i.src = 'https://example.com/a.png' })"
    )
    assert evaluate(image) == "refused"
    assert any("Content Security Policy" in told for told in window.complaints)
