"""Mails and archived pages (.eml, .mht): one page, or files that are attached to a mail."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

_TABLE = re.compile(rb"<table[\s>]", re.I)
_FRAMES = re.compile(rb"<frameset[\s>]", re.I)
_MUCH = 1_500
"""Bytes: a mail with files attached says more than a greeting only beyond that."""
_MOST_PARTS = 2_000


class Attached(NamedTuple):
    """A file that is attached to a mail, or its own words."""

    name: str
    data: bytes


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


def find_attached(data: bytes) -> list[Attached]:
    """Return the files attached to a mail, and its words where they may be a report.

    An archived page has none: what it holds beside the page are its pictures and styles.
    """
    message = _parse(data)
    if _kind(message) == "multipart/related":
        return []
    files: list[Attached] = []
    bodies: list[Attached] = []
    for part in _walk(message):
        name, kind = _name(part), _kind(part)
        if name:
            files.append(Attached(name, _payload(part)))
        elif kind in ("text/html", "text/plain"):
            ending = ".html" if kind == "text/html" else ".txt"
            bodies.append(Attached(f"正文{ending}", _payload(part)))
    pages = [body for body in bodies if body.name.endswith(".html")] or bodies
    told = [body for body in pages if _TABLE.search(body.data) or len(body.data) > _MUCH]
    return [*told[:1], *files] if files else []


def find_page(data: bytes) -> tuple[bytes, bool]:
    """Return the page that a mail or an archived page shows, and whether it is HTML.

    A page of frames shows its other pages, one after the other.
    """
    parts = list(_walk(_parse(data)))
    pages = [_payload(part) for part in parts if _kind(part) == "text/html"]
    if not pages:
        texts = [_payload(part) for part in parts if _kind(part) == "text/plain"]
        return b"\n".join(texts[:1]), False
    if _FRAMES.search(pages[0]) and len(pages) > 1:
        return b"\n".join(pages[1:]), True
    return pages[0], True
