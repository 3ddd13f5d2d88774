"""Trim a page's source so that no parser needs more time than its size allows.

Looking for an attribute that is there twice, and for an open element, takes a parser the
square of their number. Browsers put a bound to nesting, too: Chrome's is 512.
"""

import re
from collections.abc import Iterator

from extraction.read.thresholds import DEEPEST_NESTING, MANY_VALUES, MOST_ATTRIBUTES

LONG_TAG = re.compile(r"<[a-zA-Z][^<]{3000,}")
OPENING = re.compile(r"<[a-zA-Z][^\s/>]*")
ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
KEPT_NAMES = """
align alt aria-hidden background bgcolor class color colspan content data dir height hidden href
id name open rel role rowspan size src style text title type value width
"""
KEPT = frozenset(KEPT_NAMES.split())
BLOCKS = re.compile(
    r"<(/?)(?:div|section|article|main|aside|header|footer|nav|ul|ol|dl|blockquote|center|form"
    r"|fieldset|details|figure)(?![\w-])[^>]*>",
    re.IGNORECASE,
)


def trim_attributes(html: str) -> str:
    """Leave each tag with far too many attributes those that matter, each once.

    >>> trim_attributes("<p " + "a=1 " * 1000 + "id=x>") == "<p id=x>"
    True
    """
    if html.count("=") < MANY_VALUES and not LONG_TAG.search(html):
        return html
    parts: list[str] = []
    done = 0
    for start, end, names in _find_crowded(html):
        parts += (html[done:start], *_kept(names))
        done = end
    return "".join((*parts, html[done:]))


Attributes = list[tuple[str, str]]


def _find_crowded(html: str) -> Iterator[tuple[int, int, Attributes]]:
    """Yield the place and the attributes of each tag that has too many."""
    at = 0
    while (tag := OPENING.search(html, at)) is not None:
        at = tag.end()
        found: Attributes = []
        while (attribute := ATTRIBUTE.match(html, at)) is not None:
            found.append((attribute[1].lower(), attribute[0]))
            at = attribute.end()
        if len(found) > MOST_ATTRIBUTES:
            yield tag.end(), at, found


def _kept(found: Attributes) -> list[str]:
    """Return the attributes that matter as written; of several of one name the first counts."""
    first: dict[str, str] = {}
    for name, written in found:
        if name in KEPT:
            first.setdefault(name, written)
    return [f" {written.strip(' /')}" for written in first.values()]


def level_out(html: str) -> str:
    """Leave out the tags of blocks that lie too deep in others; what they hold stays.

    >>> level_out("<div>" * 600 + "7") == "<div>" * 512 + "<br>" * 88 + "7"
    True
    """
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < DEEPEST_NESTING else "<br>"
        depth += 1
        return tag[0] if depth <= DEEPEST_NESTING else "<br>"

    return BLOCKS.sub(keep, html)
