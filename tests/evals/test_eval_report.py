"""The page of a run: what is on it, that it needs nothing else, and that a browser shows it."""

import html
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.case import make_cases
from evals.confidence import measure_confidence
from evals.measure import Header, Run, score_cases
from evals.report import render_report
from evals.score import Miss, Score
from evals.variants import VARIANTS
from extraction.batch.worker import Worker, record_itself
from tests.support.scored import settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def run_of(variant: str) -> Run:
    worker = Worker(settings(), record_itself, VARIANTS[variant].walk)
    scores = [s for found in score_cases(make_cases(60, 21), worker) for s in found]
    header = Header(gouji="0", code="0" * 16, variant=variant, cases="made up", digest="")
    return Run(header, tuple(scores))


@cache
def page() -> str:
    return render_report(run_of("in_order"), [run_of("gouji")])


class Counted(HTMLParser):
    """Counts elements, and keeps what could ask for something outside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.asks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.asks += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "srcset")]


def test_the_page_holds_its_tables_and_plots_and_asks_for_nothing() -> None:
    counted = Counted()
    counted.feed(page())
    assert counted.tags["table"] >= 6
    assert counted.asks == []
    assert "script" not in counted.tags
    assert re.search(r"https?:|url\(|@import", page()) is None
    assert "default-src 'none'" in page()


def test_the_page_names_every_silent_error_and_every_report_that_is_not_right() -> None:
    run = run_of("in_order")
    silent = [score.name for score in run.scores if score.silent]
    assert silent
    assert all(name in page().split("Beside other runs")[0] for name in silent)
    assert all(score.name in page() for score in run.scores if not score.right)
    assert f"{len(silent)}</b>" in page()


def test_words_from_outside_are_text_on_the_page_and_chinese_stays() -> None:
    name = "<script>alert(1)</script>县.txt"
    miss = Miss(cell="a.b.c", kind="another number", expected="1", found="<b>2")
    score = Score(name=name, form="cn2021", status="verified", misses=(miss,), cells=1)
    bad = render_report(Run(run_of("gouji").header, (score,)))
    assert html.escape(name) in bad
    assert "<script>" not in bad
    assert "<b>2" not in bad
    assert '<meta charset="utf-8">' in bad


def test_a_page_can_be_made_of_nothing() -> None:
    assert "There are no figures to show" in render_report(Run(run_of("gouji").header, ()))


def made(confidence: float, flawless: bool) -> Score:
    return Score(name="x", confidence=confidence, flawless=flawless)


def test_a_confidence_is_told_beside_what_came() -> None:
    honest = [made(0.75, i < 3) for i in range(4)]
    told = measure_confidence([*honest, made(0.01, False)])
    assert [(each.said, each.reports, each.came) for each in told] == [(0.75, 4, 0.75), (0.0, 1, 0)]


# In a browser.


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is absent: apt-get install chromium")
@pytest.mark.parametrize("width", [1100, 420])
def test_a_browser_shows_the_page_without_a_word_of_complaint(width: int, tmp_path: Path) -> None:
    file, picture = tmp_path / "report.html", tmp_path / "report.png"
    file.write_text(page(), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},1600"]
    quiet = [f"--user-data-dir={tmp_path}/profile", "--enable-logging=stderr", "--v=0"]
    ask = [CHROMIUM or "", *flags, *quiet, f"--screenshot={picture}", file.as_uri()]
    done = subprocess.run(ask, capture_output=True, text=True, timeout=120)
    assert picture.stat().st_size > 20_000, done.stderr
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert console == []
