"""Show the page from this machine to this machine, and keep what is corrected there at once."""

import json
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extraction.corrections.decisions import add_kept, parse_decision
from extraction.values.corrections import Decision
from extraction.values.refusals import explain_refusal

SAVE = "corrections"
"""Where a page that is served sends corrections, from its own place."""
_HOST = "127.0.0.1"
_LARGEST_BODY = 1_000_000  # bytes: some thousands of corrections
_STEPS = 3  # of a path: nothing, the token, what is asked for
_PATIENCE = 30.0  # seconds for a request to come in whole
_POLICY = "frame-ancestors 'none'"  # the page's own head says the rest


@dataclass(frozen=True, slots=True)
class Served:
    """What is shown, and where corrections go.

    folder: all files in it are shown, and nothing else. out: corrections are kept beside it,
    behind those that are there. token: who does not know it is shown nothing.
    """

    folder: Path
    out: Path
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    writing: threading.Lock = field(default_factory=threading.Lock)

    def add(self, decisions: tuple[Decision, ...]) -> None:
        """Keep decisions; OSError if they cannot be written."""
        with self.writing:
            add_kept(self.out, decisions)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    timeout = 0.3  # seconds until somebody who wants us to stop is heard

    def __init__(self, served: Served) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.served = served

    @property
    def origin(self) -> str:
        return f"http://{_HOST}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a browser go that hung up or never said all; what else is wrong is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Refused(Exception):
    """A request that is not ours to answer."""

    def __init__(self, status: HTTPStatus, why: str = "") -> None:
        super().__init__(status, why)
        self.status = status
        self.why = why


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _PATIENCE
    server_version = "gouji"
    sys_version = ""

    def do_GET(self) -> None:
        """Show a file of the page."""
        try:
            name = self._asked() or "index.html"
            self._answer(HTTPStatus.OK, "text/html; charset=utf-8", self._read(name))
        except _Refused as refused:
            self._refuse(refused)

    def do_POST(self) -> None:
        """Keep corrections: a line of JSON each."""
        try:
            if self._asked() != SAVE:
                raise _Refused(HTTPStatus.NOT_FOUND)
            if self.headers["Origin"] != self.server.origin:
                raise _Refused(HTTPStatus.FORBIDDEN)
            if self.headers["Content-Type"] != "application/x-ndjson":
                raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            self._keep(self._body())
        except _Refused as refused:
            self._refuse(refused)

    def _asked(self) -> str:
        """Return what is asked for behind the token; refused if the host or the token is wrong.

        The host is checked against pages elsewhere whose name was made to lead to this machine.
        """
        if self.headers["Host"] != self.server.origin.removeprefix("http://"):
            raise _Refused(HTTPStatus.FORBIDDEN)
        steps = self.path.split("?", 1)[0].split("/")
        token = self.server.served.token.encode()
        if len(steps) != _STEPS or not secrets.compare_digest(steps[1].encode(), token):
            raise _Refused(HTTPStatus.NOT_FOUND)
        return steps[2]

    def _read(self, name: str) -> bytes:
        files = {file.name: file for file in self.server.served.folder.iterdir()}
        if name not in files:
            raise _Refused(HTTPStatus.NOT_FOUND)
        return files[name].read_bytes()

    def _body(self) -> bytes:
        length = self.headers["Content-Length"] or ""
        if not (length.isascii() and length.isdigit()):
            raise _Refused(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(_LARGEST_BODY)) or int(length) > _LARGEST_BODY:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.rfile.read(int(length))

    def _keep(self, body: bytes) -> None:
        try:
            decisions = tuple(parse_decision(line) for line in body.split(b"\n") if line.strip())
        except ValueError as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        try:
            self.server.served.add(decisions)
        except OSError as error:
            why = explain_refusal(error)
            raise _Refused(HTTPStatus.INSUFFICIENT_STORAGE, f"{why.en} / {why.zh}") from error
        told = json.dumps({"saved": len(decisions)}).encode()
        self._answer(HTTPStatus.OK, "application/json", told)

    def _refuse(self, refused: _Refused) -> None:
        self.close_connection = True  # a body that nobody has read is no request
        self._answer(refused.status, "text/plain; charset=utf-8", refused.why.encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked holds the token."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that is open: `url` is for a browser on this machine."""

    url: str
    _server: _Server

    def answer(self) -> None:
        """Take the next request, if one comes within a moment."""
        self._server.handle_request()


@contextmanager
def serve_page(served: Served) -> Iterator[Serving]:
    """Open a server on a free port that this machine alone can reach; close it afterwards."""
    server = _Server(served)
    try:
        yield Serving(f"{server.origin}/{served.token}/", server)
    finally:
        server.server_close()
