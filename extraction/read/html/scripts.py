"""Find what a page's own scripts may write into: what its source holds is not what is shown there.

No script is run. A page's own scripts are looked through for the elements that they speak of;
those that it only links to are not at hand.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from extraction.read.thresholds import LARGEST_SCRIPT

EVERYTHING = "*"
"""Stands among the names that scripts speak of where they may write into any cell."""
# In quotes, after a sharp or alone: an identity. In quotes, after a dot: a class.
_IDENTITY = re.compile(r"""["'`#]([\w-]+)""")
_CLASS = re.compile(r"""["'` ][\w-]*\.([\w-]+)""")
# An element with an identity is also a variable of that name.
_VARIABLE = re.compile(
    r"(?:\bwindow\.|(?<![\w.$]))([A-Za-z_][\w$]*)\s*\.\s*"
    r"(?:inner|outer|text|node|remove|replace|append|prepend|before|after|insert|hidden|style"
    r"|class|first|last|child|set)"
)
_TABLE_PART = re.compile(
    r"""["'`](?:[^"'`\n]{0,80}[\s>+~,(])?(?:table|tbody|tr|td|th|\*)(?![\w-])(?![^"'`\n]*[.#])"""
    r"|\.(?:rows|cells|tbodies)\b",
    re.IGNORECASE,
)
_WRITES = re.compile(
    r"\b(?:innerHTML|outerHTML|innerText|textContent|nodeValue|insertRule|replaceWith|replaceChild"
    r"|removeChild|insertAdjacent\w+|delete(?:Cell|Row)|replaceData|display|visibility|opacity"
    r"|font-?size)\b|\.(?:remove|hide|toggle|text|html|empty|append|prepend|detach|before|after)\(",
    re.IGNORECASE,
)
_WRITES_ALL = re.compile(
    r"\b(?:body|documentElement)\s*\.\s*(?:inner|outer)(?:HTML|Text)\s*\+?="
    r"|create(?:TreeWalker|NodeIterator)\s*\(",
    re.IGNORECASE,
)
_BY_THEMSELVES = (
    *("onload", "onerror", "onpageshow", "ontoggle"),
    *("onanimationstart", "onanimationend"),
)


def find_scripted(page: LexborHTMLParser) -> frozenset[str]:
    """Return what the page's own scripts speak of: `#identity`, `.class`, or EVERYTHING."""
    found: set[str] = set()
    for script in _find_scripts(page):
        found.update(f"#{word}" for word in _IDENTITY.findall(script))
        found.update(f".{word}" for word in _CLASS.findall(script))
        found.update(f"#{word}" for word in _VARIABLE.findall(script))
        if len(script) <= LARGEST_SCRIPT and may_write_anywhere(script):
            found.add(EVERYTHING)
    return frozenset(found)


def may_write_anywhere(script: str) -> bool:
    """Whether a script may write into cells of tables that it does not name.

    >>> may_write_anywhere("$('td').text(5)"), may_write_anywhere("$('table').addClass('wide')")
    (True, False)
    """
    if _WRITES_ALL.search(script):
        return True
    return _TABLE_PART.search(script) is not None and _WRITES.search(script) is not None


def _find_scripts(page: LexborHTMLParser) -> Iterator[str]:
    """Yield scripts, and what elements do once they are there, nobody touching them."""
    for node in page.css("script"):
        yield node.text()
    for node in page.css(",".join(f"[{name}]" for name in _BY_THEMSELVES)):
        for name in _BY_THEMSELVES:
            yield node.attributes.get(name) or ""
