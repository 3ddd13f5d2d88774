"""A name stands for one thing: no file, class, function or type that is public has another's."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import extraction

IN_EACH_ROOM = ("__init__.py", "__main__.py", "thresholds.py")
"""What a room is, and how sure is sure in it: asked of each room, and found there by its name."""
ROOT = Path(extraction.__path__[0])
SHIPPED = ("extraction", "evals", "prompts")
IN_EACH_SCRIPT = ("main",)
"""What `python -m` runs."""


def find_files() -> Iterator[Path]:
    """Yield every module that is shipped, but for cli.py."""
    for room in SHIPPED:
        yield from sorted((ROOT.parent / room).rglob("*.py"))


def find_twice(named: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names that stand in several places, with these places."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def find_public_names(source: str) -> Iterator[str]:
    """Yield the classes, functions and types that a module defines for others.

    Constants (in capitals) and methods are found by what they belong to, and left out.

    >>> list(find_public_names("class Cell: ...\\nKind = int | str\\ndef _own(): ...\\nLIMIT = 1"))
    ['Cell', 'Kind']
    """
    for node in ast.parse(source).body:
        match node:
            case (
                ast.ClassDef(name=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
            ):
                yield from _if_public(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if not name.isupper():
                    yield from _if_public(name)


def _if_public(name: str) -> Iterator[str]:
    if not name.startswith("_"):
        yield name


def test_each_file_name_stands_once() -> None:
    twice = find_twice((path.name, path.as_posix()) for path in find_files())
    assert not {name: places for name, places in twice.items() if name not in IN_EACH_ROOM}


def test_each_class_function_and_type_stands_once() -> None:
    named = (
        (name, path.relative_to(ROOT.parent).as_posix())
        for path in find_files()
        for name in find_public_names(path.read_text("utf-8"))
    )
    twice = find_twice(named)
    assert not {name: places for name, places in twice.items() if name not in IN_EACH_SCRIPT}


def test_a_name_that_stands_twice_is_found() -> None:
    one = "class Cell: ...\nKind = int\nLIMIT = 1\n_Own = str\ndef read(): ..."
    other = "Cell = str\nKind: type = str\nLIMIT = 2\n_Own = int\nasync def read(): ..."
    both = ((name, place) for place in (one, other) for name in find_public_names(place))
    assert set(find_twice(both)) == {"Cell", "Kind", "read"}
