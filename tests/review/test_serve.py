import http.client
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extraction.corrections.decisions import kept_beside, read_decisions
from extraction.review.serve import Served, serve_page
from tests.review.made import record_of, write_page
from tests.review.test_browser import cell, correct, open_report
from tests.support.browser import Opens, in_browser

LINE = (
    '{"schema":"gouji-corrections/1","source":{"path":"a.txt","part":1,"sha256":"ab"},'
    '"cell":"requests.received.total","printed":"12","value":0.10,"state":"number",'
    '"action":"correct","finding":null,"author":"王芳","when":"2026-11-29T22:00:00Z",'
    '"reason":"see the source"}\n'
)


@dataclass
class Open:
    url: str
    keep: Path

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        parts = urlsplit(self.url)
        assert parts.hostname
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        connection.request(
            method, path, body, {name.replace("_", "-"): told for name, told in headers.items()}
        )
        answer = connection.getresponse()
        told = answer.status, answer.read(), dict(answer.headers)
        connection.close()
        return told

    def save(self, body: str, **changed: str) -> int:
        headers = {"Origin": self.origin, "Content_Type": "application/x-ndjson"} | changed
        return self.ask("POST", f"{urlsplit(self.url).path}corrections", body.encode(), **headers)[
            0
        ]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    folder = tmp_path / "page"
    write_page(folder / "index.html", [record_of("7-slip.txt")])
    served = Served(folder, tmp_path / "results.jsonl")
    done = threading.Event()
    with serve_page(served) as serving:

        def answer() -> None:
            while not done.is_set():
                serving.answer()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield Open(serving.url, kept_beside(served.out))
        finally:
            done.set()
            thread.join()


def test_the_page_is_shown_to_who_knows_the_address(opened: Open) -> None:
    status, body, headers = opened.ask("GET", urlsplit(opened.url).path)
    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert urlsplit(opened.url).hostname == "127.0.0.1"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.html",
        "/wrong/",
        "/wrong/index.html",
        "*",
        "/TOKEN",
        "/TOKEN/../page/index.html",
        "/TOKEN/%2e%2e/results.corrections.jsonl",
        "/TOKEN/nothing.html",
        "/TOKEN/a/b",
    ],
)
def test_nothing_else_is_shown(path: str, opened: Open) -> None:
    opened.keep.write_text(LINE, "utf-8")
    token = urlsplit(opened.url).path.strip("/")
    assert opened.ask("GET", path.replace("TOKEN", token))[0] == 404


def test_another_host_is_refused(opened: Open) -> None:
    path = urlsplit(opened.url).path
    assert opened.ask("GET", path, Host="evil.example")[0] == 403
    assert opened.save(LINE, Host="evil.example") == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", ""])
def test_another_origin_saves_nothing(origin: str, opened: Open) -> None:
    assert opened.save(LINE, Origin=origin) == 403
    assert not opened.keep.exists()


def test_a_correction_is_kept_behind_the_others_digit_by_digit(opened: Open) -> None:
    opened.keep.write_text(LINE.replace("0.10", "5"), "utf-8")
    assert opened.save(LINE) == 200
    first, second = opened.keep.read_text("utf-8").splitlines()
    assert '"value":5,' in first
    assert '"value":0.10,' in second
    assert [str(d.value) for d in read_decisions(opened.keep)] == ["5", "0.10"]


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "{}",
        LINE.replace("correct", "destroy"),
        LINE + "{}",
        LINE.replace("王芳", ""),
        LINE.replace('"value":0.10', '"value":"12"').replace('"number"', '"blank"'),
        LINE[:-2],
    ],
)
def test_what_is_no_correction_is_refused_whole(body: str, opened: Open) -> None:
    assert opened.save(body) == 400
    assert not opened.keep.exists()


def test_a_body_that_is_too_large_or_of_no_length_is_not_read(opened: Open) -> None:
    assert opened.save(LINE, Content_Length="1000001") == 413
    assert opened.save(LINE, Content_Length="9" * 5000) == 413
    assert opened.save(LINE, Content_Length="-1") == 411
    assert opened.save(LINE, Content_Length="x") == 411
    assert opened.save(LINE, Content_Type="text/plain") == 415
    assert not opened.keep.exists()


def test_a_browser_that_hangs_up_disturbs_nobody(
    opened: Open, capfd: pytest.CaptureFixture[str]
) -> None:
    parts = urlsplit(opened.url)
    assert parts.hostname
    assert parts.port
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(b"POST ")
    assert opened.ask("GET", parts.path)[0] == 200
    assert capfd.readouterr().err == ""


@in_browser
def test_a_correction_in_the_browser_is_kept_at_once(opens: Opens, tmp_path: Path) -> None:
    from extraction.review.source_text import SourceReader
    from extraction.review.write import PageChoices, PageWriter
    from tests.review.made import MAX_BYTES, SETTINGS

    folder, out = tmp_path / "page", tmp_path / "results.jsonl"
    keep = kept_beside(out)
    choices = PageChoices("en", keep.name, save="corrections")
    writer = PageWriter(folder / "index.html", SETTINGS.forms, SourceReader(MAX_BYTES), choices)
    writer.add(record_of("7-slip.txt"))
    writer.finish()
    done = threading.Event()
    with serve_page(Served(folder, out)) as serving:

        def answer() -> None:
            while not done.is_set():
                serving.answer()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            window = opens(serving.url)
            open_report(window, "7-slip.txt")
            correct(window, "3.10")
            window.page.locator("#told", has_text="1 saved").wait_for()
            (decision,) = read_decisions(keep)
            assert str(decision.value) == "3.10"
            assert decision.printed == "5"
            keep.unlink()
            keep.mkdir()  # nothing can be written there now
            cell(window, "(七)总计 / 总计").click()
            window.page.keyboard.press("c")
            window.page.locator("#told", has_text="Not saved").wait_for()
            assert "Save (1)" in window.page.inner_text("#bar")
            keep.rmdir()
            window.page.keyboard.press("w")
            window.page.locator("#bar", has_text="kept at once").wait_for()
            assert [d.action for d in read_decisions(keep)] == ["confirm"]
        finally:
            done.set()
            thread.join()
