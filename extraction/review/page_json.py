"""JSON that stands inside a web page: exact to the digit, and nothing in it can end its script."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | Decimal | date | bool | None
"""What a page is told; a Decimal goes as a string of its digits, for a browser's own are binary."""

_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def page_json(value: Json) -> bytes:
    r"""Return a value as JSON in UTF-8 that no reader of HTML takes for anything but text.

    Lone surrogates, which a text may hold and UTF-8 may not, are escaped as JSON has them.

    >>> page_json({"text": "</script>&", "value": Decimal("0.10")})
    b'{"text":"\\u003c/script\\u003e\\u0026","value":"0.10"}'
    >>> page_json("\ud800")
    b'"\\ud800"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_to_text)
    return text.translate(_ESCAPED).encode("utf-8", "backslashreplace")


def _to_text(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
    raise TypeError(value)
