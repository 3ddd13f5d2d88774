"""Guards and the case files that notice when one is gone: `python -m tests.support.guards`.

A guard is a function of align, judge or prose whose answer may keep a figure, a word or a name
from being taken. Each is switched off alone: a predicate answers always yes, or always no; what
finds a doubt finds none; a step that sets things apart hands on what it was given. The table
says which case file fails then. Cases in which the guard never gave another answer are passed
over, so the whole takes some minutes. With names, only these guards are tried.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType, ModuleType
from typing import Any

from extraction.values.bilingual import Bilingual
from tests.support.case_files import REPORTS, ReportCase, find_faults
from tests.support.case_lists import FINDERS, load_lists

ROOMS = ("align", "judge", "prose")

Answer = Callable[..., Any]
Checks = dict[str, Callable[[], list[str]]]
"""What finds the faults of each case, by its name."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A function, and the answer that switches it off, in words and as another function."""

    name: str
    owner: ModuleType | type
    function: FunctionType
    off: str
    answer: Answer

    def __str__(self) -> str:
        return f"{self.name} {self.off}"

    @property
    def room(self) -> str:
        return self.name.split(".", 1)[0]


def find_guards() -> list[Guard]:
    """Return all guards of the rooms, in the order of their names."""
    return [
        Guard(f"{name}.{label}", owner, function, off, answer)
        for name, module in _find_modules()
        for label, owner, function in _find_functions(module)
        for off, answer in _switch_off(function)
    ]


def _find_modules() -> Iterator[tuple[str, ModuleType]]:
    for room in ROOMS:
        package = import_module(f"extraction.{room}")
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            yield found.name.removeprefix("extraction."), import_module(found.name)


def _find_functions(
    module: ModuleType,
) -> Iterator[tuple[str, ModuleType | type, FunctionType]]:
    """Yield a module's own functions and methods: name, where it is an attribute, itself."""
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield name, module, value
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for method, own in vars(value).items():
                if isinstance(own, FunctionType) and own.__module__ == module.__name__:
                    yield f"{name}.{method}", value, own


def _switch_off(function: FunctionType) -> Iterator[tuple[str, Answer]]:
    """Yield the ways to switch a function off, by what it returns."""
    signature = inspect.signature(function)
    returns, given = signature.return_annotation, list(signature.parameters.values())
    if returns is bool and not function.__name__.startswith("__"):
        yield "always yes", lambda *_, **__: True
        yield "always no", lambda *_, **__: False
    elif returns in (str | None, Bilingual | None) and "doubt" in function.__name__:
        yield "no doubt", lambda *_, **__: None
    elif given and _is_step(str(returns), str(given[0].annotation)):
        yield "left out", lambda first, *_, **__: first


def _is_step(returns: str, given: str) -> bool:
    """Whether a function hands on what it was given, with something changed."""
    steps = ("RowCandidate", "Token", "Item", "AlignedTable", "Line")
    same = returns.partition("[")[2] == given.partition("[")[2]
    return same and any(f".{step}" in returns for step in steps)


@contextmanager
def replaced(guard: Guard, by: Answer) -> Iterator[None]:
    """Put another function in a guard's place, wherever it was imported."""
    name = guard.function.__name__
    owners = [m for k, m in list(sys.modules.items()) if k.startswith("extraction.")]
    held = [o for o in (guard.owner, *owners) if vars(o).get(name) is guard.function]
    for owner in held:
        setattr(owner, name, by)
    try:
        yield
    finally:
        for owner in held:
            setattr(owner, name, guard.function)


def load_checks() -> Checks:
    """Return all cases by name, each with what finds its faults; known failures are left out."""
    checks: Checks = {
        name: partial(_check_report, case)
        for name, case in REPORTS.items()
        if not case.known_failure
    }
    for kind, find in FINDERS.items():
        checks |= {name: partial(find, case) for name, case in load_lists(kind).items()}
    return checks


def _check_report(case: ReportCase) -> list[str]:
    return find_faults(*case.read(), case)


def find_concerned(guards: list[Guard], checks: Checks) -> dict[Guard, list[str]]:
    """Return for each guard the cases in which switching it off changes an answer."""
    concerned: dict[Guard, list[str]] = {guard: [] for guard in guards}
    differed: set[Guard] = set()
    with _watching(guards, differed):
        for name, check in checks.items():
            differed.clear()
            check()
            for guard in differed:
                concerned[guard].append(name)
    return concerned


@contextmanager
def _watching(guards: list[Guard], differed: set[Guard]) -> Iterator[None]:
    """Note each guard that gives another answer than it would if it were off."""
    by_function: dict[FunctionType, list[Guard]] = {}
    for guard in guards:
        by_function.setdefault(guard.function, []).append(guard)
    if not by_function:
        yield
        return
    function, own = by_function.popitem()

    @wraps(function)
    def watched(*given: Any, **named: Any) -> Any:
        answer = function(*given, **named)
        differed.update(g for g in own if g.answer(*given, **named) != answer)
        return answer

    others = [guard for guard in guards if guard.function is not function]
    with replaced(own[0], watched), _watching(others, differed):
        yield


def find_noticing(guard: Guard, concerned: list[str], checks: Checks) -> str | None:
    """Return the first case that fails without a guard; those of its own station come first."""
    with replaced(guard, guard.answer):
        for name in sorted(concerned, key=lambda name: not name.startswith(guard.room)):
            try:
                if checks[name]():
                    return name
            except Exception:  # noqa: BLE001  # whatever it is, the case has failed
                return name
    return None


def main(names: list[str]) -> None:
    """Print a line for each guard: the case that notices, or that none does."""
    guards = [g for g in find_guards() if not names or any(n in str(g) for n in names)]
    checks = load_checks()
    concerned = find_concerned(guards, checks)
    unnoticed = 0
    for guard in guards:
        name = find_noticing(guard, concerned[guard], checks)
        unnoticed += name is None
        none = f"- ({len(concerned[guard])} cases concerned)"
        print(f"{guard}\t{name or none}", flush=True)
    print(f"{len(guards)} ways to switch a guard off, {unnoticed} unnoticed")


if __name__ == "__main__":
    main(sys.argv[1:])
