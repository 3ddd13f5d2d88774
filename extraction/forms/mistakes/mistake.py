"""One mistake in a form file: where it stands, what is wrong, what to do."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from extraction.forms.lined import Path, shorten_value
from extraction.forms.thresholds import MOST_NAMED

_KEY = re.compile(r"[a-z][a-z_0-9]*")


class Mistake(NamedTuple):
    """A mistake at a path of the file; `says` is half a line that ends with what to do."""

    path: Path
    says: str


class Keyed(NamedTuple):
    """A key of the form, and the path of what has it."""

    key: str
    path: Path


def keyed(things: Iterable[object], path: Path) -> Iterator[Keyed]:
    """Yield the keys of things in a list that stands at a path."""
    for at, thing in enumerate(things):
        yield Keyed(getattr(thing, "key", ""), (*path, at, "key"))


def find_repeated(keys: Iterable[Keyed], what: str) -> Iterator[Mistake]:
    """Yield keys that stand twice, and those that no rule could name."""
    known = set[str]()
    for key, path in keys:
        if not _KEY.fullmatch(key):
            says = "is no key; write it in a-z, 0-9 and _, a letter first"
            yield Mistake(path, f"{shorten_value(key)} {says}")
        elif key in known:
            yield Mistake(path, f"the key {key} of a {what} is given twice; give each its own")
        known.add(key)


def find_unknown(keys: Iterable[Keyed], known: Iterable[str], what: str) -> Iterator[Mistake]:
    """Yield keys that name nothing that is known."""
    names = list(known)
    for key, path in keys:
        if key not in names:
            yield Mistake(path, f"there is no {what} {shorten_value(key)}; {guess(key, names)}")


def guess(name: str, known: Iterable[str]) -> str:
    """Return what to do about a name that is not known.

    >>> guess("totl", ["total", "received"])
    'did you mean total?'
    >>> guess("x", ["total", "received"])
    'known are total, received'
    """
    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, n=1)
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return "none is known here: leave it out"
    return f"known are {', '.join(names[:MOST_NAMED])}{', ...' if len(names) > MOST_NAMED else ''}"


RuleSide = Sequence[tuple[str, Decimal]]
"""One side of a rule: what it adds, by name, and how often; a plain number has no name."""


def find_cancelled(left: RuleSide, right: RuleSide) -> Iterator[str]:
    """Yield how a rule says less than it seems to: what cancels out is held against nothing.

    >>> one = Decimal(1)
    >>> list(find_cancelled([("a", one), ("b", one)], [("b", one), ("a", one)]))[0]
    'a stands on both sides and cancels out; leave it out'
    """
    for side in (left, right):
        times = Counter(name for name, _ in side if name)
        for name, count in times.items():
            if count > 1:
                yield f"{name} is added {count} times; leave one, or put a factor before it"
        for name, factor in side:
            if name and factor == 0:
                yield f"{name} times 0 says nothing; leave it out"
    both = set(right)
    for name, factor in left:
        if name and (name, factor) in both:
            yield f"{name} stands on both sides and cancels out; leave it out"
