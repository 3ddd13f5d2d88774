"""JSON with every digit of a number, there and back: neither side goes through a binary one."""

import json
import re
import secrets
from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel

# Stands before the digits of a number until the JSON is written. No report can know it.
_MARK = f"number-{secrets.token_hex(8)}:"
_MARKED = re.compile(rb'"' + _MARK.encode() + rb'(-?[0-9.]+)"')
_LONGEST_INTEGER = 4000  # digits: Python refuses to read longer ones


def exact_json(model: BaseModel, indent: int | None = None) -> bytes:
    """Return a model as JSON in UTF-8, its decimal numbers with the digits that they print.

    >>> from extraction.values.record import Cell
    >>> cell = Cell(value="0.10", raw="0.10", state="number")
    >>> exact_json(cell)[:24]
    b'{"value":0.10,"raw":"0.1'
    """
    text = model.model_dump_json(by_alias=True, indent=indent, context={"exact": _MARK})
    return _unmarked(text.encode())


def exact_values(model: BaseModel) -> dict[str, object]:
    """Return a model's values for `values_to_json`."""
    return model.model_dump(mode="json", context={"exact": _MARK})


def values_to_json(values: Mapping[str, object]) -> bytes:
    """Return what `exact_values` gave as JSON in UTF-8."""
    return _unmarked(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))


def _unmarked(text: bytes) -> bytes:
    return _MARKED.sub(rb"\1", text) if _MARK.encode() in text else text


def parse_exact(text: bytes) -> object:
    """Return what a text of JSON says, its numbers exact; ValueError if it is none.

    >>> parse_exact(b'{"value": 0.10}')
    {'value': Decimal('0.10')}
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_parse_integer, parse_constant=_refuse
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _parse_integer(text: str) -> int | Decimal:
    return int(text) if len(text) < _LONGEST_INTEGER else Decimal(text)


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number")
