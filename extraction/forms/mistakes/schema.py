"""Put what pydantic says of a form file into words for who wrote it."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from extraction.forms.lined import Path, shorten_value
from extraction.forms.mistakes.mistake import Mistake, guess
from extraction.forms.model import FormModel

_WANTED = {
    "string_type": "must be text",
    "tuple_type": "must be a list, in [ ]",
    "dict_type": "must be keys with values",
    "model_type": "must be keys with values",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "too_long": "must be two values",
}


def explain_schema(error: ValidationError, root: type[FormModel]) -> Iterator[Mistake]:
    """Yield each thing that does not have the form of a form; strange names come first.

    A name that is not known is often one that is missing, misspelt.
    """
    found = error.errors(include_url=False)
    for each in sorted(found, key=lambda each: each["type"] != "extra_forbidden"):
        yield Mistake(tuple(each["loc"]), _explain(each, root))


def _explain(error: ErrorDetails, root: type[FormModel]) -> str:
    path, kind, value = tuple(error["loc"]), error["type"], error["input"]
    if kind == "extra_forbidden":
        near = guess(str(path[-1]), _fields_at(root, path))
        return f"{shorten_value(path[-1])} is not known here; {near}"
    if kind == "missing":
        return "is missing; add it" if isinstance(path[-1], str) else "a value is missing; add it"
    if kind == "value_error":
        return f"{error['msg'].removeprefix('Value error, ')}; leave one out"
    if kind == "literal_error":
        known = re.findall(r"'([^']+)'", error["ctx"]["expected"])
        return f"cannot be {shorten_value(value)}; {guess(str(value), known)}"
    if kind == "string_type" and not isinstance(value, list | dict | None):
        return f"must be text, not {str(value).lower()}; put it in quotes"
    return f"{_WANTED.get(kind, error['msg'])}, not {_tell(value)}; mend it"


def _tell(value: Any) -> str:
    """Return what a value is; what it holds may be long."""
    kinds = {list: "a list", dict: "keys with values", type(None): "nothing"}
    return kinds.get(type(value)) or shorten_value(value)


def _fields_at(model: type[FormModel], path: Path) -> list[str]:
    """Return what may stand where a path ends."""
    for part in path[:-1]:
        if not isinstance(part, str) or part not in model.model_fields:
            continue
        inner = next(_models_in(model.model_fields[part].annotation), None)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[FormModel]]:
    if isinstance(annotation, type) and issubclass(annotation, FormModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
