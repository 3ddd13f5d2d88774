"""Names of agencies as printed to names that can be compared: nothing is guessed."""

import re
import unicodedata
from functools import lru_cache

from extraction.repair.script import to_simplified
from extraction.text.agencies import has_place, is_body, split_place, trade_of, type_of

_SPACES = re.compile(r"\s+")
_SECOND_SIGN = re.compile(r"\([^()]*\)$")
_QUOTES = re.compile(r"[《》〈〉“”\"'‘’]")
_UNITS = "省市州县区旗镇乡"
_TOWNSHIPS = ("镇", "乡", "街道", "苏木")
_FEW = 2


@lru_cache(maxsize=4096)
def normalise_name(name: str) -> str:
    """Return a name in half-width, Simplified characters, without spaces and a second sign.

    >>> normalise_name("石橋縣 衛生健康局（石橋縣中醫藥管理局）")
    '石桥县卫生健康局'
    >>> normalise_name("青岚市雾浦区 教育局")
    '青岚市雾浦区教育局'
    """
    text = unicodedata.normalize("NFKC", name)
    text = _QUOTES.sub("", _SPACES.sub("", to_simplified(text)))
    bare = _SECOND_SIGN.sub("", text)
    return bare if bare and is_body(bare) else text


def complete_name(name: str, region: str | None) -> str | None:
    """Return a normalised name with its place; None where neither name nor region says one.

    A township alone is no place: there are hundreds of 城关镇.

    >>> complete_name("县教育局", "石桥县"), complete_name("教育局", "石桥县")
    ('石桥县教育局', '石桥县教育局')
    >>> complete_name("市教育局", "石桥县") is None, complete_name("教育局", None) is None
    (True, True)
    >>> complete_name("白水镇人民政府", "石桥县"), complete_name("白水镇人民政府", "白水镇")
    ('石桥县白水镇人民政府', None)
    """
    town = _only_township(name)
    if has_place(name) and not town:
        return name
    place = normalise_name(region) if region else ""
    if not place or place == town:
        return None
    if town:
        if place.endswith(town):
            return place + name[len(town) :]
        return None if place.endswith(_TOWNSHIPS) else place + name
    if name[0] in _UNITS:
        return place[:-1] + name if place.endswith(name[0]) else None
    return place + name


def _only_township(name: str) -> str:
    """Return the township that a name begins with, if it names no county above it."""
    units = split_place(name)[0]
    return units[0] if len(units) == 1 and units[0].endswith(_TOWNSHIPS) else ""


def last_place(name: str) -> str:
    """Return the narrowest place of a name; empty where it says none."""
    units = split_place(name)[0]
    return units[-1] if units else ""


def may_be_renamed(one: str, other: str) -> bool:
    """Say whether names may be one body's before and after: same place, kind, part of a trade.

    >>> may_be_renamed("石桥县环境保护局", "石桥县生态环境局")
    True
    >>> may_be_renamed("石桥县教育局", "石桥县财政局")
    False
    """
    if last_place(one) != last_place(other) or type_of(one) != type_of(other):
        return False
    first, second = trade_of(one), trade_of(other)
    pairs = {first[at : at + _FEW] for at in range(len(first) - 1)}
    return any(second[at : at + _FEW] in pairs for at in range(len(second) - 1))
