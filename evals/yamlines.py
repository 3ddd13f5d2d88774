"""Label files as YAML or JSON: the data, on which line each of it stands, keys written twice."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import yaml

from extraction.values.errors import BrokenGold

YamlPath = tuple[str | int, ...]


def load_data(text: str, name: str) -> Any:
    """Return what a file of labels holds; BrokenGold names the line that cannot be read."""
    try:
        twice = list(_find_twice(yaml.compose(text, yaml.SafeLoader)))
        if name.endswith(".json"):
            data = json.loads(text, parse_float=Decimal)
        else:
            data = yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise BrokenGold(f"{name} cannot be read: {problem}. Mend the file.") from error
    if twice:
        said = "; ".join(f"line {line}: {key} stands there twice" for key, line in twice)
        raise BrokenGold(f"{name}: {said}. Mend the file.")
    return data


def _find_twice(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Yield keys that one mapping holds twice: the second one would win in silence."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _find_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _find_twice(value)


def find_line(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line on which something stands, or what holds it; None if nothing does.

    >>> find_line("report: a.txt\\ntables:\\n  requests: {received: {total: 1}}\\n", ("tables",))
    2
    """
    node = yaml.compose(text, yaml.SafeLoader)
    line = None
    for step in path:
        held = _step_into(node, step)
        if held is None:
            break
        line, node = held
    return line


def _step_into(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value.start_mark.line + 1, value
    return None
