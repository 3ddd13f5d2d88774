"""Measure how dense the code is, module by module, and fail where it is too dense to be read.

`python -m tests.support.density` prints a table; `make lint` runs it. Three figures a module:

- names and attributes a statement line, in the mean. A statement line is one that holds code:
  blank lines, comments and docstrings are none. Lines are at most 100 characters long (ruff).
- comprehensions, one inside another, at their deepest.
- branches of its worst function: if, elif, for, while, except, case, ternaries, each `and` and
  `or`, and each `for` and `if` of a comprehension.
"""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOTS = ("cli.py", "extraction", "prompts", "evals")
MEAN, NESTED, BRANCHES = 3.5, 1, 15

_NO_CODE = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.COMMENT,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
_TOO_DENSE = "TOO DENSE"
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case)


class Density(NamedTuple):
    """What was counted in one module, or in several of them."""

    names: int
    lines: int
    nested: int
    branches: int
    worst: str
    """The function that has the most branches."""

    @property
    def mean(self) -> float:
        """Names and attributes a statement line."""
        return self.names / max(self.lines, 1)

    @property
    def excess(self) -> bool:
        """Whether one of the figures is over its limit."""
        return self.mean > MEAN or self.nested > NESTED or self.branches > BRANCHES


def measure_source(source: str) -> Density:
    """Count one module.

    >>> measure_source("def f(a):\\n    return [x for x in a if x and a]")
    Density(names=5, lines=2, nested=1, branches=3, worst='f')
    """
    tree = ast.parse(source)
    names = sum(isinstance(node, ast.Name | ast.Attribute) for node in ast.walk(tree))
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    counted = [(count_branches(function), function.name) for function in functions]
    branches, worst = max(counted, default=(0, ""))
    return Density(
        names, len(_find_statement_lines(source, tree)), count_nested(tree), branches, worst
    )


def count_branches(node: ast.AST) -> int:
    """Count the branches in a node; functions that are defined in it count for themselves."""
    found = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            continue
        if isinstance(child, _BRANCHES):
            found += 1
        elif isinstance(child, ast.BoolOp):
            found += len(child.values) - 1
        elif isinstance(child, ast.comprehension):
            found += 1 + len(child.ifs)
        found += count_branches(child)
    return found


def count_nested(node: ast.AST) -> int:
    """Count how deep comprehensions stand in one another.

    >>> count_nested(ast.parse("[sum(x for x in y) for y in z]"))
    2
    """
    inside = max((count_nested(child) for child in ast.iter_child_nodes(node)), default=0)
    return inside + isinstance(node, _COMPREHENSIONS)


def _find_statement_lines(source: str, tree: ast.AST) -> set[int]:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and _is_text(node.value):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def find_modules() -> Iterator[Path]:
    """Yield every module that is shipped."""
    for root in map(Path, ROOTS):
        yield from sorted(root.rglob("*.py")) if root.is_dir() else (root,)


def add_up(measured: list[Density]) -> Density:
    """Return the sums of several modules, and the worst among them."""
    return Density(
        sum(one.names for one in measured),
        sum(one.lines for one in measured),
        max(one.nested for one in measured),
        *max((one.branches, one.worst) for one in measured),
    )


def write_row(name: str, one: Density, mark: str = "") -> str:
    """Write one row of the table."""
    figures = f"{one.mean:6.2f}{one.nested:8}{one.branches:10}"
    return f"{name:45}{one.lines:7}{figures}  {one.worst:30}{mark}".rstrip()


def main() -> int:
    """Print the table; return 1 if a module is too dense."""
    measured = {path: measure_source(path.read_text("utf-8")) for path in find_modules()}
    print(f"{'module':45}{'lines':>7}{'names':>6}{'nested':>8}{'branches':>10}  in")
    for path, one in measured.items():
        print(write_row(path.as_posix(), one, _TOO_DENSE if one.excess else ""))
    print(write_row("all", add_up(list(measured.values()))))
    return int(any(one.excess for one in measured.values()))


if __name__ == "__main__":
    sys.exit(main())
