"""The statements of a script, as far as that tells which parts of it have to do with each other.

No script is parsed: brackets, strings and comments are told apart, and no more.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<skip>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/)"""
    r"|(?P<opens>[{(\[])|(?P<closes>[})\]])|(?P<ends>;)|(?P<line>\n)",
    re.DOTALL,
)
_GOES_ON = re.compile(r"\s*(?:[.,;:?)\]}=+*/%&|<>^-]|$)")
_NOT_DONE = re.compile(r"[.,:?(\[{=+*/%&|<>^!~-]\s*\Z")
_LOOK_UP = re.compile(
    r"\s*(?:(?:var|let|const)\s+(?P<name>[\w$]+)\s*=\s*)?"
    r"(?:[\w$]+\s*\.\s*)*(?:\$|jQuery|querySelector(?:All)?|getElementsByTagName)\(\s*"
)
_TAKEN_OUT = re.compile(
    r"\.push\(|(?<![=!<>])=(?![=>])\s*(?:\$\()?[A-Za-z_$][\w$]*\)?\s*(?:[;)}\n]|\Z)"
)
"""What a callback is given, kept for another statement."""


class ScriptStatement(NamedTuple):
    """Where a statement of a script begins and ends, and in how many braces it stands."""

    start: int
    end: int
    depth: int


class ScriptStatements:
    """The statements of one script, to be asked for by a place in it."""

    def __init__(self, script: str) -> None:
        self._script = script
        self._found = sorted(_find_statements(script))
        self._starts = [statement.start for statement in self._found]

    def find_reach(self, at: int) -> str | None:
        """Return the part of the script in which what is looked up at a place may be used.

        That is its statement where it is looked up at its beginning; and all that speak of its
        name where it is given one. None where that is not told: it may be used anywhere.
        """
        own = self._find_around(at)
        begins = _LOOK_UP.fullmatch(self._script[own.start : at]) if own is not None else None
        if own is None or begins is None:
            return None
        if begins["name"]:
            return self._find_uses(begins["name"], own)
        text = self._read(own)
        return None if _TAKEN_OUT.search(text) else text

    def _find_around(self, at: int) -> ScriptStatement | None:
        """Return the innermost statement around a place."""
        last = bisect_right(self._starts, at)
        for statement in reversed(self._found[max(0, last - _NEAREST) : last]):
            if statement.end > at:
                return statement
        return None

    def _find_uses(self, name: str, own: ScriptStatement) -> str | None:
        """Return the statements beside one that speak of the name that it gives.

        None where it is handed on, under another name or to a function.
        """
        word = re.escape(name)
        handed_on = re.compile(
            rf"(?<![=!<>])=\s*{word}(?![\w$]|\s*\.)|(?<!\$)[(,]\s*{word}\s*[),]|return\s+{word}"
        )
        spoken = re.compile(rf"(?<![\w$]){word}(?![\w$])")
        around = self._find_around(own.start - 1) if own.start else None
        end = around.end if around is not None and own.depth else len(self._script)
        uses: list[str] = []
        for statement in self._found[bisect_right(self._starts, own.start - 1) :]:
            if statement.start > end:
                break
            text = self._read(statement) if statement.depth == own.depth else ""
            if spoken.search(text):
                uses.append(text)
        text = "\n".join(uses)
        return None if handed_on.search(text) or ".push(" in text else text

    def _read(self, statement: ScriptStatement) -> str:
        return self._script[statement.start : statement.end]


_NEAREST = 50
"""So many statements before a place are asked whether they hold it."""


def _find_statements(script: str) -> Iterator[ScriptStatement]:
    """Yield the statements of a script, those in braces among them.

    >>> text = "a(); b(function(){c()})"
    >>> [text[one.start : one.end].strip() for one in _find_statements(text)]
    ['a()', 'c()', 'b(function(){c()})']
    """
    starts = [0]
    brackets = [0]
    for token in _TOKEN.finditer(script):
        sign = token[0]
        depth = len(starts) - 1
        if sign == "{":
            starts.append(token.end())
            brackets.append(0)
        elif token["opens"]:
            brackets[-1] += 1
        elif sign == "}" and depth:
            yield ScriptStatement(starts.pop(), token.start(), depth)
            brackets.pop()
            if not brackets[-1] and not _GOES_ON.match(script, token.end()):
                yield ScriptStatement(starts[-1], token.end(), depth - 1)
                starts[-1] = token.end()
        elif token["closes"]:
            brackets[-1] = max(0, brackets[-1] - 1)
        elif not brackets[-1] and (token["ends"] or _breaks(script, starts[-1], token.start())):
            yield ScriptStatement(starts[-1], token.start(), depth)
            starts[-1] = token.end()
    for depth, start in enumerate(starts):
        yield ScriptStatement(start, len(script), depth)


def _breaks(script: str, start: int, at: int) -> bool:
    """Whether a statement ends with its line, as those without a semicolon do."""
    if script[at] != "\n" or _GOES_ON.match(script, at):
        return False
    before = script[max(start, at - 20) : at]
    return bool(before.strip()) and _NOT_DONE.search(before) is None
