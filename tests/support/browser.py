"""One browser for all tests of pages; each gets a window of its own that reports complaints."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
in_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser drives the page: apt-get install chromium"
)


@contextmanager
def open_browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Window:
    """A page in a browser, and all that it complained of, asked for or let pop up."""

    page: "Page"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def dismiss(self, dialog: "Dialog") -> None:
        """Note what popped up, and let it go."""
        self.dialogs.append(dialog.message)
        dialog.accept()

    def is_quiet(self) -> bool:
        """Say whether nothing went wrong, nobody was asked, and nothing popped up."""
        return not (self.complaints or self.dialogs)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    with open_browser() as opened:
        yield opened


Opens = Callable[..., Window]


@pytest.fixture
def opens(browser: "Browser") -> Iterator[Opens]:
    """Return what opens a page, wide or narrow, light or dark, and waits until it is ready."""
    contexts: list[Any] = []

    def open_page(
        at: Path | str, *, width: int = 1280, scheme: Any = "light", ready: str = "#main > *"
    ) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            accept_downloads=True,
        )
        contexts.append(context)
        window = Window(context.new_page())
        page = window.page
        page.on("console", lambda message: window.complaints.append(message.text))
        page.on("pageerror", lambda error: window.complaints.append(str(error)))
        page.on("request", lambda request: window.requests.append(request.url))
        page.on("dialog", window.dismiss)
        page.goto(at.as_uri() if isinstance(at, Path) else at)
        page.wait_for_selector(ready)
        return window

    yield open_page
    for context in contexts:
        context.close()
