"""`gouji doctor` says what is there, and asks a server nothing but which models it has."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

import cli
from extraction.llm.reachable import ask_for_models
from extraction.read import KNOWN_ENDINGS, libre_office
from extraction.terminal import doctor
from extraction.terminal.doctor import doctor_lines, find_parts


class Server(BaseHTTPRequestHandler):
    """Lists two models to who has the key."""

    def do_GET(self) -> None:
        allowed = self.headers.get("Authorization") == "Bearer right"
        known = self.path == "/v1/models"
        self.send_response(200 if allowed and known else 401 if known else 404)
        self.end_headers()
        self.wfile.write(b'{"data": [{"id": "a"}, {"id": "b"}]}' if allowed and known else b"")

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_server_is_asked_for_its_models(address: str) -> None:
    assert ask_for_models(f"{address}/v1", "right").en == "it answers; models listed: 2"
    assert ask_for_models(f"{address}/v1/", "wrong").en == "it answers, but refuses the key"
    assert "status 404" in ask_for_models(address, None).en
    assert ask_for_models("file:///etc/passwd", None).en == "this is no address of a server"


def test_a_server_that_is_not_there_is_said_so(address: str) -> None:
    nobody = address.rsplit(":", 1)[0]
    assert ask_for_models(f"{nobody}:1/v1", None, seconds=1).en.startswith("no answer (")


def test_every_ending_that_is_searched_for_is_told_of() -> None:
    told = " ".join(part.reads.en for part in find_parts())
    packed = {".tgz", ".tbz2", ".txz"}
    assert {ending for ending in KNOWN_ENDINGS - packed if ending not in told} == set()


def test_what_is_missing_is_said_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_office", lambda: None)
    lines = list(doctor_lines({}))
    [office] = [line for line in lines if ".doc " in line.en]
    assert office.en.startswith("no ")
    assert "libreoffice-writer-nogui" in office.zh
    assert "nothing is sent anywhere" in lines[-1].en


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_ends_well(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(libre_office, "find_office", lambda: None)
    done = CliRunner().invoke(cli.app, ["doctor", "--lang", lang], catch_exceptions=False)
    assert done.exit_code == 0
    assert done.stdout.startswith("gouji ")
