"""Bound a request: its seconds, its bytes, and no way to another host than the one named.

The HTTP library knows a timeout between two bytes alone: a server that sends one byte a
second is never over it. So all that is read goes through here, below that library. The
bounds hold for every SDK that speaks through it, as that of chat completions does.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

LARGEST_ANSWER = 2 * 1024 * 1024
"""Bytes of a response, its head among them; the largest table takes some 20,000."""

_TO_CONNECT = 10.0  # seconds that a connection may take to be there


class DeadlinePassed(Exception):
    """A request has taken all the time that it may take."""


class TooLong(Exception):
    """A response has more bytes than any answer."""


class Redirected(Exception):
    """A server sends a request on to another place; its text names that place."""


class PackedResponse(Exception):
    """A response is compressed although that was not wanted: its size cannot be told."""


class Bounds:
    """The deadline and the bytes of the request that a thread has under way."""

    def __init__(self) -> None:
        self._own = threading.local()

    def begin(self, seconds: float) -> None:
        """Begin a request of this thread."""
        self._own.until = time.monotonic() + seconds
        self._own.received = 0
        self._own.status = None

    @property
    def received(self) -> int:
        """The number of bytes that have come."""
        return getattr(self._own, "received", 0)

    @property
    def status(self) -> int | None:
        """The HTTP status that was answered last, None before that."""
        return getattr(self._own, "status", None)

    def left(self, timeout: float | None) -> float | None:
        """Return how long may be waited now; DeadlinePassed if no longer."""
        until = getattr(self._own, "until", None)
        if until is None:
            return timeout
        remaining: float = until - time.monotonic()
        if remaining <= 0:
            raise DeadlinePassed("no whole answer until the deadline")
        return remaining if timeout is None else min(timeout, remaining)

    def take(self, data: bytes) -> bytes:
        """Return what has come; TooLong if that is more than any answer."""
        if not hasattr(self._own, "until"):
            return data  # no request of ours
        self._own.received = self.received + len(data)
        if self.received > LARGEST_ANSWER:
            raise TooLong(f"more than {LARGEST_ANSWER:,} bytes")
        return data

    def look_at(self, response: Any) -> None:
        """Look at the head of a response, before its body is read and before it is followed."""
        self._own.status = response.status_code
        packed = response.headers.get("content-encoding", "identity")
        if packed.lower() != "identity":
            raise PackedResponse(
                f"the answer is compressed ({packed}) although that was not asked for"
            )
        if 300 <= response.status_code < 400 and "location" in response.headers:
            _check_redirect(response)


def _check_redirect(response: Any) -> None:
    """Raise Redirected unless the same server only names another path of its own."""
    asked = response.request.url
    there = asked.join(response.headers["location"])
    same = (asked.scheme, asked.host, asked.port) == (there.scheme, there.host, there.port)
    if not same or response.status_code not in (307, 308):  # the others forget what was asked
        raise Redirected(f"{there.scheme}://{there.netloc.decode()}{there.path}")


class _Stream:
    """A connection on which no read or write goes over the bounds."""

    def __init__(self, inner: Any, bounds: Bounds) -> None:
        self._inner = inner
        self._bounds = bounds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, self._bounds.left(timeout))
        return self._bounds.take(data)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._bounds.left(timeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        soon = _TO_CONNECT if timeout is None else min(timeout, _TO_CONNECT)
        left = self._bounds.left(soon)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return _Stream(inner, self._bounds)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network:
    """Makes connections that keep to the bounds."""

    def __init__(self, inner: Any, bounds: Bounds) -> None:
        self._inner = inner
        self._bounds = bounds

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **others: Any
    ) -> _Stream:
        soon = _TO_CONNECT if timeout is None else min(timeout, _TO_CONNECT)
        inner = self._inner.connect_tcp(host, port, self._bounds.left(soon), **others)
        return _Stream(inner, self._bounds)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


def hold_connections(sdk: Any, bounds: Bounds) -> None:
    """Hold an SDK's connections to the bounds, where it speaks through httpx.

    `_client` is the SDK's and `_pool` the HTTP library's own: neither has a public way to
    what is read below. tests/llm/test_reader.py notices when another version calls them otherwise.
    """
    client: Any = getattr(sdk, "_client", None)
    if not hasattr(client, "event_hooks"):
        return
    client.headers["Accept-Encoding"] = "identity"  # so that bytes are what they count for
    hook: Callable[[Any], None] = bounds.look_at
    client.event_hooks = {"request": [], "response": [hook]}
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = _Network(pool._network_backend, bounds)
