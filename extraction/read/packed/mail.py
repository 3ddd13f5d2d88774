"""Mails and archived pages (.eml, .mht): one page, or files that are attached to a mail."""

import base64
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import unquote

_TABLE = re.compile(rb"<table[\s>]", re.I)
_FRAMES = re.compile(rb"<frameset[\s>]", re.I)
_MUCH = 1_500
"""Bytes: a mail with files attached says more than a greeting only beyond that."""
_MOST_PARTS = 2_000


class Attached(NamedTuple):
    """A file that is attached to a mail, or its own words."""

    name: str
    data: bytes


class ArchivedPage(NamedTuple):
    """What a mail or an archived page shows: its bytes, and what stands beside it in the file.

    parts: the pictures, by their addresses, `cid:` ones among them. bases: where the page itself
    was, for addresses that are relative to it.
    """

    data: bytes
    is_html: bool
    parts: dict[str, bytes]
    bases: tuple[str, ...]


def _parse(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def _walk(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _payload(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _kind(part: EmailMessage) -> str:
    return part.get_content_type()


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename("") or ""
    except (ValueError, LookupError, TypeError):
        return ""  # a name in no known encoding


def _header(part: EmailMessage, name: str) -> str:
    try:
        return "".join(str(part.get(name, "")).split()).strip("<>")
    except (ValueError, LookupError, TypeError, IndexError):
        return ""  # a header that nobody can parse


def find_attached(data: bytes) -> list[Attached]:
    """Return the files attached to a mail, and its words where they may be a report.

    An archived page has none: what it holds beside the page are its pictures and styles. Nor are
    pictures attached that stand in the mail's own words.
    """
    message = _parse(data)
    if _kind(message) == "multipart/related":
        return []
    parts = list(_walk(message))
    words = b"".join(_payload(part) for part in parts if _kind(part) == "text/html")
    shown = [part for part in parts if _is_shown(part, words)]
    files: list[Attached] = []
    bodies: list[Attached] = []
    for part in parts:
        if part in shown:
            continue
        if name := _name(part):
            files.append(Attached(name, _payload(part)))
        else:
            bodies += _read_body(part, shown)
    pages = [body for body in bodies if body.name.endswith(".html")] or bodies
    told = [body for body in pages if _TABLE.search(body.data) or len(body.data) > _MUCH]
    return [*told[:1], *files] if files else []


def _read_body(part: EmailMessage, shown: Sequence[EmailMessage]) -> Iterator[Attached]:
    """Yield a part that is words of the mail; `shown` are the pictures among them."""
    if _kind(part) == "text/html":
        yield Attached("正文.html", _with_pictures(_payload(part), shown))
    elif _kind(part) == "text/plain":
        yield Attached("正文.txt", _payload(part))


def _is_shown(part: EmailMessage, words: bytes) -> bool:
    """Whether a part is a picture that the words of its mail show."""
    name = _header(part, "Content-ID")
    return bool(name) and _kind(part).startswith("image/") and f"cid:{name}".encode() in words


def _with_pictures(page: bytes, shown: Sequence[EmailMessage]) -> bytes:
    """Return a page that brings its pictures along, each once."""
    for part in shown:
        coded = base64.b64encode(_payload(part))
        written = b"data:" + _kind(part).encode() + b";base64," + coded
        page = page.replace(f"cid:{_header(part, 'Content-ID')}".encode(), written, 1)
    return page


def find_page(data: bytes) -> ArchivedPage:
    """Return the page that a mail or an archived page shows.

    A page of frames shows its other pages, one after the other.
    """
    parts = list(_walk(_parse(data)))
    pages = [part for part in parts if _kind(part) == "text/html"]
    if not pages:
        texts = [_payload(part) for part in parts if _kind(part) == "text/plain"]
        return ArchivedPage(b"\n".join(texts[:1]), False, {}, ())
    pictures = dict(_name_pictures(parts))
    bases = tuple(filter(None, (_header(page, "Content-Location") for page in pages)))
    written = list(map(_payload, pages))
    if _FRAMES.search(written[0]) and len(pages) > 1:
        return ArchivedPage(b"\n".join(written[1:]), True, pictures, bases)
    return ArchivedPage(written[0], True, pictures, bases[:1])


def _name_pictures(parts: Sequence[EmailMessage]) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of a page by each address that leads to them."""
    for part in parts:
        if _kind(part).startswith("image/"):
            if name := _header(part, "Content-ID"):
                yield f"cid:{unquote(name)}", _payload(part)
            if address := _header(part, "Content-Location"):
                yield unquote(address), _payload(part)
