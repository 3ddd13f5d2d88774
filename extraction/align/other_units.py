"""Units that headers and labels print where the form counts in others."""

import re
from collections.abc import Iterable

from extraction.align.printed_headers import ends_header
from extraction.align.thresholds import PROSE_OVER_TABLE
from extraction.forms.table import Block, label_key

_UNIT = re.compile(r"[百千万亿]*元|[百千万亿]+[件条项个次宗份篇]")
_SCALE = re.compile(r"[(（[【][百千万亿]+[)）\]】]")


def name_other_unit(texts: Iterable[str], block: Block) -> bool:
    """Whether a header or label prints 元 where the form has 万元, or counts in 万件, 万."""
    own = set(_UNIT.findall("".join(label for column in block.columns for label in column.labels)))
    short = [t for t in texts if len(t) <= PROSE_OVER_TABLE and not ends_header(t, block)]
    if any(_SCALE.search(text) for text in short):
        return True
    return any(set(_UNIT.findall(label_key(text))) - own for text in short)
