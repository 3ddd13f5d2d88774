"""What all tests share: no network, English, and the real reports where they are at hand."""

import socket
from pathlib import Path
from typing import Any

import pytest

from extraction.terminal.language import VOICE
from tests.support.browser import browser, opens

__all__ = ["browser", "opens"]  # fixtures of tests of pages
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody's locale decide what is told, and no test what the next one is told."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    monkeypatch.setattr(VOICE, "lang", "en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test asked for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
