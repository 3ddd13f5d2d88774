"""From the page into the records, and through another run: what a person has said stays."""

from pathlib import Path
from typing import Any

from tests.conftest import EXAMPLES
from tests.review.test_browser import cell, correct, open_report
from tests.support.browser import Opens, in_browser
from tests.terminal.test_commands import gouji, records


@in_browser
def test_what_is_corrected_on_the_page_is_applied_and_stays(opens: Opens, tmp_path: Path) -> None:
    out, total = tmp_path / "out.jsonl", "二、上年结转政府信息公开申请数量 / 总计"
    assert gouji("extract", EXAMPLES, "-o", out, "-q").exit_code == 0
    assert gouji("review", out, "-q").exit_code == 0
    window = opens(tmp_path / "out.review.html")
    open_report(window, "7-slip.txt")
    correct(window, "3")
    with window.page.expect_download() as caught:
        window.page.keyboard.press("w")
    done = gouji("correct", out, Path(caught.value.path()))
    assert done.exit_code == 0, done.stderr
    for again in (None, ["--fresh"]):
        if again:
            assert gouji("extract", EXAMPLES, "-o", out, "-q", *again).exit_code == 0
        slip = next(r for r in records(out) if "7-slip" in str(r["source"]))
        tables: Any = slip["tables"]
        assert tables["requests"]["carried_in"]["total"]["value"] == 3
        assert slip["status"] == "verified"
        assert gouji("review", out, "-q").exit_code == 0
        seen = opens(tmp_path / "out.review.html")
        open_report(seen, "7-slip.txt")
        cell(seen, total).click()
        assert "王芳: 见正文" in seen.page.inner_text("#detail")
