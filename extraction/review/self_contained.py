"""Put the page together: one file that brings all it needs, and may ask nobody for anything."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from extraction.review.page_json import Json, page_json

BEGINS = b"<!doctype html>\n<!-- gouji review -->\n"
"""A file that begins so is a page of ours, and may be made anew."""

_SCRIPTS = ("dom.js", "state.js", "source.js", "tables.js", "findings.js", "edit.js", "report.js")
_LAST_SCRIPTS = ("list.js", "keys.js", "start.js")


def render_review_page(data: Mapping[str, Json], blocks: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a page: `data` for all of it, and blocks of JSON by name, parsed when looked at.

    The policy in its head lets only its own style and script work, known by their digests,
    and forbids that text is ever made into markup. A page that is served may speak to its
    server, and to nobody else.
    """
    style, script = _asset("page.css"), _script()
    served = "'self'" if data.get("save") else "'none'"
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        f"img-src data:; connect-src {served}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    lang = b"zh-CN" if data.get("lang") == "zh" else b"en"
    parts = [
        BEGINS,
        b'<html lang="' + lang + b'">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'.encode(),
        b'<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        b'<meta name="color-scheme" content="light dark">\n<title>gouji</title>\n',
        b"<style>",
        style,
        b'</style>\n</head>\n<body>\n<div id="app"><noscript>',
        "This page needs JavaScript. 此页面需要启用 JavaScript。".encode(),
        b"</noscript></div>\n",
        _block("data", page_json({**data, "texts": _texts()})),
    ]
    parts += [_block(name, block) for name, block in blocks]
    parts += [b"<script>", script, b"</script>\n</body>\n</html>\n"]
    return b"".join(parts)


def _block(name: str, block: bytes) -> bytes:
    return b'<script type="application/json" id="' + name.encode() + b'">' + block + b"</script>\n"


@cache
def _asset(name: str) -> bytes:
    # A browser makes every line end one character before it takes a digest: so do we.
    content = resources.files(__package__).joinpath("assets", name).read_bytes()
    return content.replace(b"\r\n", b"\n")


@cache
def _script() -> bytes:
    own = b"\n".join(map(_asset, (*_SCRIPTS, *_LAST_SCRIPTS)))
    return b'"use strict";\n(() => {\n' + own + b"\n})();\n"


@cache
def _texts() -> Json:
    """Return all that the page says by itself: by name, in English and in Chinese."""
    texts: Mapping[str, Json] = json.loads(_asset("texts.json"))
    return texts


def _digest(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
