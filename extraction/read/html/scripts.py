"""Find what a page's own scripts may write into: what its source holds is not what is shown there.

No script is run. A page's own scripts are looked through for the elements that they speak of;
those that it only links to are not at hand.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from extraction.read.html.script_statements import ScriptStatements
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
_TOO_SMALL = (
    r"""font-?size["'\s]*[,:=]["'\s]*"""
    r"(?:[0-5](?:\.\d+)?(?![\d.]|r?em|%)|0(?:\.[0-3]\d*)?(?:r?em|%))"
)
_WRITES = re.compile(
    r"\b(?:innerHTML|outerHTML|innerText|textContent|nodeValue)\b"
    r"(?!\s*(?:[!=]==?|[;).&|?<>*-]|\+(?!=)))"
    r"|\b(?:insertRule|replaceWith|replaceChild|removeChild|insertAdjacent\w+|delete(?:Cell|Row)"
    r"|replaceData|display|visibility|opacity)\b|\.(?:remove|hide|toggle|empty|detach)\("
    rf"|\.(?:text|html|append|prepend|before|after)\((?!\s*\))|{_TOO_SMALL}",
    re.IGNORECASE,
)
_WRITES_ALL = re.compile(
    r"\b(?:body|documentElement)\s*\.\s*(?:inner|outer)(?:HTML|Text)\s*\+?="
    r"|create(?:TreeWalker|NodeIterator)\s*\(",
    re.IGNORECASE,
)
_MOST_LOOKED_INTO = 200
"""So many places are followed where a script names parts of tables: more may do anything."""
_PRINT = re.compile(r"\bprint\s*\(\s*\)")
_NEAR_PRINT = 250
_BODY_FOR_PRINT = re.compile(
    r"\bbody\s*\.\s*innerHTML\s*=\s*(?:[\w$]+|document\s*\.\s*getElementById\([^()]*\)"
    r"\s*\.\s*innerHTML|\$\([^()]*\)\s*\.\s*html\(\))\s*(?=[;}\n])"
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
    if _WRITES_ALL.search(_without_prints(script)):
        return True
    if not _TABLE_PART.search(script) or not _WRITES.search(script):
        return False
    statements = ScriptStatements(script)
    for number, hit in enumerate(_TABLE_PART.finditer(script)):
        reach = statements.find_reach(hit.start()) if number < _MOST_LOOKED_INTO else None
        if reach is None or _WRITES.search(reach):
            return True
    return False


def _without_prints(script: str) -> str:
    """Return a script without what puts a part of the page on paper, and the whole back."""
    parts = []
    end = 0
    for print_call in _PRINT.finditer(script):
        start = max(end, print_call.start() - _NEAR_PRINT)
        near = script[start : print_call.end() + _NEAR_PRINT]
        parts += [script[end:start], _BODY_FOR_PRINT.sub("", near)]
        end = start + len(near)
    return "".join([*parts, script[end:]])


def _find_scripts(page: LexborHTMLParser) -> Iterator[str]:
    """Yield scripts, and what elements do once they are there, nobody touching them."""
    for node in page.css("script"):
        yield node.text()
    for node in page.css(",".join(f"[{name}]" for name in _BY_THEMSELVES)):
        for name in _BY_THEMSELVES:
            yield node.attributes.get(name) or ""
