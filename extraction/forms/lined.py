"""YAML with the line of everything in it, and nothing in it that could mislead.

What YAML lets pass in silence is refused here: a key given twice, a second document, values
that multiply through aliases. PyYAML's nodes know their lines.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from extraction.forms.thresholds import DEEPEST_FORM, LARGEST_FORM, MOST_VALUES

Path = tuple[str | int, ...]

_MERGE = "tag:yaml.org,2002:merge"
_LOADER = yaml.CSafeLoader
_SCALARS = yaml.constructor.SafeConstructor()


class Misprint(Exception):
    """A file is no YAML that can be read in one way only: the line, and what to do about it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line = line
        self.says = says


@dataclass(frozen=True, slots=True)
class Lined:
    """A file's data, and the line (from 1) of each value in it by its path."""

    data: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of what stands at a path, or of the nearest that holds it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def parse_lined(text: str) -> Lined:
    """Read YAML; Misprint if it may be read in more ways than one, or not at all.

    >>> parse_lined("a: 1\\nb: [x, y]").lines[("b", 1)]
    2
    """
    if len(text) > LARGEST_FORM:
        raise Misprint(1, f"there are {len(text):,} characters; no form needs a million")
    try:
        _check_depth(text)
        root = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        raise Misprint(*_explain(error, text)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Misprint(line, "a control character; delete it") from error
    if not isinstance(root, yaml.MappingNode):
        raise Misprint(1, "a form is keys with values (form: ..., tables: ...); there are none")
    reading = _Reading({}, [], [MOST_VALUES])
    return Lined(reading.build(root, ()), reading.lines)


def _check_depth(text: str) -> None:
    """Refuse what is nested so deep that building it would exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_FORM:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise Misprint(line, f"values are nested over {DEEPEST_FORM} deep; no form needs that")


def _explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line of a YAML error, and what to do, in one line of words."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "no YAML"
    if mark and text[mark.index : mark.index + 1] == "\t":
        return line, "a tab; indent with spaces"
    if "another document" in problem:
        return line, "a second document (---) begins; one file holds one form"
    if "undefined alias" in problem:
        return line, f"{problem}; write the & that it means before it"
    began = error.context_mark.line + 1 if error.context_mark else line
    since = f" (it began in line {began})" if began < line else ""
    return line, f"not YAML: {problem}{since}; mend the brackets, quotes or indents there"


@dataclass(frozen=True, slots=True)
class _Reading:
    """The state while nodes become data: lines, nodes that are open, values left."""

    lines: dict[Path, int]
    opened: list[yaml.Node]
    left: list[int]

    def build(self, node: yaml.Node, path: Path) -> Any:
        """Return a node's data; an alias is copied, so that its size counts each time."""
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self.left[0] -= 1
        if self.left[0] < 0:
            raise Misprint(
                line, f"over {MOST_VALUES:,} values, through aliases (*); write them out"
            )
        if any(node is outer for outer in self.opened):
            raise Misprint(line, "an alias (*) means what it stands in; write it out")
        if isinstance(node, yaml.ScalarNode):
            return _to_scalar(node)
        if node.tag.startswith("!"):
            raise Misprint(line, f"the tag {node.tag} is not known in a form; leave it out")
        self.opened.append(node)
        if isinstance(node, yaml.MappingNode):
            built: Any = dict(self._pairs(node, path))
        else:
            built = [self.build(item, (*path, at)) for at, item in enumerate(node.value)]
        self.opened.pop()
        return built

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[Hashable, Any]]:
        known: dict[Hashable, int] = {}
        for name, value in node.value:
            line = name.start_mark.line + 1
            key = _to_key(name)
            if key in known:
                raise Misprint(
                    line,
                    f"{key!r} is given twice, first in line {known[key]}; keep one of the two",
                )
            known[key] = line
            self.lines[(*path, key)] = line
            yield key, self.build(value, (*path, key))


def _to_key(node: yaml.Node) -> str | int:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise Misprint(line, "a key is a word; put quotes round what begins with [ or {")
    if node.tag == _MERGE:
        raise Misprint(line, "<< is not known in a form; write its keys out")
    return str(node.value)


def _to_scalar(node: yaml.ScalarNode) -> Any:
    try:
        return _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        says = f"{shorten_value(node.value)} cannot be read as a value; put it in quotes"
        raise Misprint(node.start_mark.line + 1, says) from error


def shorten_value(value: object) -> str:
    """Return a value as it may be shown within a line.

    >>> shorten_value("a" * 50)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...'"
    """
    text = str(value)
    return repr(text if len(text) <= 40 else f"{''.join(islice(text, 40))}...")
