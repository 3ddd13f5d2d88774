"""Units that headers and labels print: those of money, and others than the form counts in."""

import re
from collections.abc import Iterable, Mapping, Sequence

from extraction.align.links import Link
from extraction.align.printed_headers import ends_header
from extraction.align.thresholds import PROSE_OVER_TABLE
from extraction.forms.table import Block, label_key

_UNIT = re.compile(r"[百千万亿]*元|[百千万亿]+[件条项个次宗份篇]")
_MONEY = re.compile(r"[(（[【](?:单位[:：]?)?(?P<unit>[百千万亿]*元)[)）\]】]")
_MAY_NAME_UNIT = re.compile("[元百千万亿]")
_SCALE = re.compile(r"[(（[【][百千万亿]+[)）\]】]")


def find_money_units(headers: Sequence[Link], block: Block) -> Mapping[str, str]:
    """Return the units that headers print in brackets, by column: of money without one in the form.

    A header that prints 元 where the form has 万元 is not the form's (`name_other_unit`).
    """
    units: dict[str, str] = {}
    money = _list_money_without_unit(block)
    for link in headers:
        if link.kind != "column" or link.key not in money:
            continue
        printed = _MONEY.search("".join(link.text.split()))
        if printed is not None:
            units.setdefault(link.key, printed["unit"])
    return units


def _list_money_without_unit(block: Block) -> list[str]:
    """Return the columns of money of which the form does not say in what unit it stands."""
    if block.unit:
        return []
    return [column.key for column in block.columns if column.holds == "money" and not column.unit]


def name_other_unit(texts: Iterable[str], block: Block) -> bool:
    """Whether a header or label prints 元 where the form has 万元, or counts in 万件, 万."""
    labels = (text for text in texts if len(text) <= PROSE_OVER_TABLE)
    told = [text for text in labels if _MAY_NAME_UNIT.search(text)]
    short = [text for text in told if not ends_header(text, block)]
    if any(map(_SCALE.search, short)):
        return True
    own = _find_units(label for column in block.columns for label in column.labels)
    return any(_find_units([label_key(text)]) - own for text in short)


def _find_units(texts: Iterable[str]) -> set[str]:
    """Return the units that texts name."""
    return set(_UNIT.findall("".join(texts)))
