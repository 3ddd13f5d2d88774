"""Units that headers and labels print: those of money, and others than the form counts in."""

import re
from collections.abc import Iterable, Mapping, Sequence

from extraction.align.chain import Link
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
    without = (column for column in block.columns if not (column.unit or block.unit))
    money = {column.key for column in without if column.holds == "money"}
    units: dict[str, str] = {}
    for link in headers:
        printed = _MONEY.search("".join(link.text.split()))
        if printed is not None and link.target.kind == "column" and link.target.key in money:
            units.setdefault(link.target.key, printed["unit"])
    return units


def name_other_unit(texts: Iterable[str], block: Block) -> bool:
    """Whether a header or label prints 元 where the form has 万元, or counts in 万件, 万."""
    told = [t for t in texts if len(t) <= PROSE_OVER_TABLE and _MAY_NAME_UNIT.search(t)]
    short = [text for text in told if not ends_header(text, block)]
    own = set(_UNIT.findall("".join(label for column in block.columns for label in column.labels)))
    if any(_SCALE.search(text) for text in short):
        return True
    return any(set(_UNIT.findall(label_key(text))) - own for text in short)
