"""A small HTTP/1.1 server on loopback: one event loop in a thread, hundreds of connections."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Event, Thread
from typing import Any, Self

CLOSE_WITH_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    path: str
    headers: dict[str, str]
    body: bytes
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent back; a dict is sent as JSON. status 0 resets the connection instead.

    spent: the tokens, in and out, that it took, whatever it says itself. pace: seconds
    between two bytes, None for all at once. endless: blanks follow, for ever.
    """

    status: int
    body: dict[str, Any] | bytes
    headers: dict[str, str] = field(default_factory=dict)
    spent: tuple[int, int] = (0, 0)
    pace: float | None = None
    endless: bool = False

    def encode(self) -> bytes:
        """Return the bytes on the wire."""
        is_json = isinstance(self.body, dict)
        body = json.dumps(self.body).encode() if isinstance(self.body, dict) else self.body
        headers = {
            "Content-Type": "application/json" if is_json else "text/html",
            "Content-Length": str(len(body) + self.endless * ENDLESS),
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


ENDLESS = 10**12  # bytes that are announced
BLANKS = b" " * 65_536
TLS = b"\x16"  # how a client begins that takes us for a server with TLS
GARBLED = Request("", {}, b"")
BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
TURNS = 10  # of the loop: more than asyncio takes to begin or to end a connection

Respond = Callable[[Request], Awaitable[Response]]


class Listener:
    """Listens on 127.0.0.1 while it is entered; `port` 0 takes any that is free."""

    def __init__(self, answer: Respond, port: int = 0) -> None:
        self._answer = answer
        self._loop = asyncio.new_event_loop()
        self._socket = socket.create_server(("127.0.0.1", port), backlog=512)
        self._ready = Event()
        self._thread = Thread(target=self._run, name="simulated-model", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._socket.getsockname()[1]
        return port

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, sock=self._socket))
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._end_connections())
        self._loop.close()

    async def _end_connections(self) -> None:
        await _let_turns_pass()  # who was just let in begins, and can so be ended in order
        open_ones = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)
        await _let_turns_pass()  # connections end in the loop's next turns

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                if request is GARBLED:
                    writer.write(BAD_REQUEST)
                    break
                response = await self._answer(request)
                if response.status == 0:
                    reset = writer.get_extra_info("socket")
                    reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CLOSE_WITH_RESET)
                    break
                await _send(writer, response)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or we are being closed: there is nobody to tell
        finally:
            writer.close()


async def _let_turns_pass() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def _send(writer: asyncio.StreamWriter, response: Response) -> None:
    """Send a response, as slowly or as long as it wants, until the client has gone."""
    encoded = response.encode()
    if response.pace is None:
        writer.write(encoded)
        await writer.drain()
    else:
        for byte in encoded:
            await _send_slowly(writer, bytes([byte]), response.pace)
    while response.endless:
        if response.pace is None:
            writer.write(BLANKS)
            await writer.drain()
        else:
            await _send_slowly(writer, b" ", response.pace)


async def _send_slowly(writer: asyncio.StreamWriter, byte: bytes, pace: float) -> None:
    writer.write(byte)
    await writer.drain()
    await asyncio.sleep(pace)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request on a connection, None at its end."""
    try:
        first_byte = await reader.readexactly(1)
        if first_byte == TLS:
            return GARBLED
        head = first_byte + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, path, _ = first.split(" ", 2)
    return Request(path, headers, body, method)
