"""What all that is written is made of: closed, frozen models, and numbers that stay exact."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializationInfo, WithJsonSchema


def number_to_json(value: Decimal, info: SerializationInfo) -> int | float | str:
    """Return a JSON number that prints as the Decimal does.

    A number that Python's own would not print so (30 digits, 0.10) is exact where the
    serialization's context says how to mark it: see `extraction.export.exact`.
    """
    printed = f"{value:f}"
    mark = info.context.get("exact") if info.context else None
    if _SHORT.fullmatch(printed):
        return int(printed)
    near = float(value)
    if mark is None:
        return int(value) if value == value.to_integral_value() else near
    return near if repr(near) == printed else f"{mark}{printed}"


_SHORT = re.compile(r"0|-?[1-9][0-9]{0,17}")

Number = Annotated[
    Decimal,
    PlainSerializer(number_to_json, return_type=int | float | str),
    WithJsonSchema(
        {
            "type": "number",
            "description": "Exact, with every digit that is printed: read it as a decimal number, "
            "not as a binary one (in Python: json.loads(text, parse_float=decimal.Decimal)).",
        },
        mode="serialization",
    ),
]
SpanPair = tuple[int, int]


class Model(BaseModel):
    """Base of all that is written: unknown fields are refused, values do not change.

    What stands below a field describes it in `gouji schema` and in docs/output.md.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def is_absent(value: object) -> bool:
    """Say whether a value says nothing, so that its key is left out of what is written."""
    return value is None or value is False


def is_empty(value: object) -> bool:
    """Say whether a list holds nothing, so that its key is left out of what is written."""
    return value == ()
