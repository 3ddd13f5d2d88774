"""Damage done to words on their way to us; the figures of the tables are never touched."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from random import Random

import opencc
import pypinyin

from evals.synth.draft import Draft, DraftProse
from evals.synth.sheets import PrintedBox

WORDS = frozenset({"head", "label", "group"})
AMBIGUOUS = frozenset("务区据复关发业转规机构请诉维结")
BRANDS = ("飞云体育", "好运来商城", "www.example.com", "某某网官网", "下载某某APP")
PIPED_BRAND = "某某网|官方网站"
GLYPHS = "■◆★●"
INVISIBLE = ("\u200b", "\ufeff", "\u200d", "\u2060")
STRAY = "屑仔趨辖锛瀹煞"
_DATE_MARK = re.compile(r"(?<=\d)[年月](?=\d)|〔(?=\d)|(?<=\d)〕(?=\d)")
_BRACKETED = re.compile(r"[(（]([一二三四五七八九十])[)）]")
_PAUSE = re.compile(r"[,，、。]")
TextChange = Callable[[str], str]


def change_words(draft: Draft, change: TextChange) -> Draft:
    """Return the draft with all words changed, those in the tables too."""

    def change_box(box: PrintedBox) -> PrintedBox:
        return replace(box, text=change(box.text)) if box.role in WORDS and box.text else box

    return draft.map_boxes(change_box).map_prose(lambda p: replace(p, text=change(p.text)))


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@lru_cache(maxsize=4096)
def to_traditional(text: str) -> str:
    """Return the text in traditional script.

    >>> to_traditional("国家机关")
    '國家機關'
    """
    return str(_converter("s2t").convert(text))


@lru_cache(maxsize=4096)
def to_taiwan(text: str) -> str:
    """Return the text in traditional script with the words that Taiwan uses.

    >>> to_taiwan("程序")
    '程式'
    """
    return str(_converter("s2twp").convert(text))


@cache
def _pinyin(character: str) -> str:
    return str(pypinyin.pinyin(character)[0][0])


@lru_cache(maxsize=8192)
def insert_pinyin(text: str, only: frozenset[str] | None = None) -> str:
    """Return traditional text with the sound behind characters that changed, or only some.

    >>> insert_pinyin("商业企业")
    '商業(yè)企業(yè)'
    """
    converted = to_traditional(text)
    if len(converted) != len(text):
        return converted
    return "".join(
        f"{new}({_pinyin(old)})" if new != old and (only is None or old in only) else new
        for old, new in zip(text, converted, strict=True)
    )


def make_traditional(draft: Draft, _rng: Random) -> Draft:
    """Turn all words into traditional script."""
    return change_words(draft, to_traditional)


def make_taiwanese(draft: Draft, _rng: Random) -> Draft:
    """Turn all words into traditional script and Taiwan's vocabulary."""
    return change_words(draft, to_taiwan)


def add_light_pinyin(draft: Draft, _rng: Random) -> Draft:
    """Put the sound behind the characters that have more than one."""
    return change_words(draft, lambda text: insert_pinyin(text, AMBIGUOUS))


def add_heavy_pinyin(draft: Draft, rng: Random) -> Draft:
    """Put the sound behind nearly every character that changed."""
    missed = frozenset(rng.sample("开导扎实总经", 2))
    only = frozenset(c for c in _all_words(draft) if c not in missed)
    return change_words(draft, lambda text: insert_pinyin(text, only))


def _all_words(draft: Draft) -> str:
    boxes = [b.text for s in draft.sheets for n in s.lines for b in n if b.role in WORDS]
    return "".join(boxes + [part.text for part in draft.parts if isinstance(part, DraftProse)])


def double_punctuation(draft: Draft, rng: Random) -> Draft:
    """Put a comma before pauses and stops."""
    share = rng.choice((0.5, 0.9))
    return change_words(
        draft,
        lambda text: _PAUSE.sub(lambda m: "," * (rng.random() < share) + m[0], text),
    )


def lose_date_marks(draft: Draft, rng: Random) -> Draft:
    """Lose the short words between digits: 年, 月, 〕."""
    share = rng.choice((0.5, 1.0))

    def change(prose: DraftProse) -> DraftProse:
        text = _DATE_MARK.sub(lambda m: "" if rng.random() < share else m[0], prose.text)
        if prose.role == "signature":
            text = text.removesuffix("日") if rng.random() < share else text
        return replace(prose, text=text)

    return draft.map_prose(change)


def _sprinkle(text: str, marks: str | tuple[str, ...], share: float, rng: Random) -> str:
    """Put marks between characters, never next to a digit."""
    out = []
    for before, here in zip(" " + text, text, strict=False):
        if not (before.isdigit() or here.isdigit()) and rng.random() < share:
            out.append(rng.choice(marks))
        out.append(here)
    return "".join(out)


def add_invisible(draft: Draft, rng: Random) -> Draft:
    """Put zero-width characters between characters."""
    share = rng.choice((0.05, 0.3))
    return change_words(draft, lambda text: _sprinkle(text, INVISIBLE, share, rng))


def add_hard_spaces(draft: Draft, rng: Random) -> Draft:
    """Put no-break spaces before and inside words."""
    share = rng.choice((0.03, 0.1))
    return change_words(draft, lambda text: _sprinkle(text, "\xa0", share, rng))


def add_glyphs(draft: Draft, rng: Random) -> Draft:
    """Put glyphs such as ■ between characters."""
    glyph = rng.choice(GLYPHS)
    share = rng.choice((0.05, 0.15))
    return change_words(draft, lambda text: _sprinkle(text, glyph, share, rng))


def add_stray_characters(draft: Draft, rng: Random) -> Draft:
    """Put characters that mean nothing into the prose."""
    return draft.map_prose(
        lambda prose: replace(prose, text=_sprinkle(prose.text, STRAY, 0.01, rng))
    )


def mask_names(draft: Draft, rng: Random) -> Draft:
    """Hide who speaks behind asterisks."""
    name = draft.agency.name
    hidden = "****" + (name[-4:] if rng.random() < 0.7 else "")

    def change(text: str) -> str:
        text = text.replace(name, hidden)
        return text.replace("主动公开信息", "主动***息")

    metadata = {**draft.metadata, "agency": None}
    return replace(change_words(draft, change), metadata=metadata)


def substitute_keywords(draft: Draft, rng: Random) -> Draft:
    """Put an advertiser's name for the agency's, and now and then for common words."""
    brand = rng.choice(BRANDS)
    name = draft.agency.name
    words = rng.choice(((), (), ("政府",), ("政府信息公开",)))
    inside = PIPED_BRAND if rng.random() < 0.3 and draft.style.layout != "markdown" else brand

    def change(text: str) -> str:
        text = text.replace(name, brand)
        for word in words:
            text = text.replace(word, inside)
        return text

    metadata = {**draft.metadata, "agency": None}
    return replace(change_words(draft, change), metadata=metadata)


def lead_byte_lost(number: str) -> str:
    """Return what becomes of a bracketed numeral whose first byte was lost in GBK.

    >>> lead_byte_lost("一"), lead_byte_lost("二"), lead_byte_lost("四")
    ('ㄒ唬', 'ǘ', 'ㄋ模')
    """
    rest = f"（{number}）".encode("gbk")[1:-1]
    return rest.decode("gbk", "ignore")


def lose_lead_bytes(draft: Draft, rng: Random) -> Draft:
    """Lose the first byte of bracketed numerals here and there."""
    share = rng.choice((0.2, 0.6))

    def change(text: str) -> str:
        return _BRACKETED.sub(
            lambda m: lead_byte_lost(m[1]) if rng.random() < share else m[0], text
        )

    return change_words(draft, change)


def add_question_marks(draft: Draft, rng: Random) -> Draft:
    """Begin paragraphs with the question marks that ideographic spaces became."""
    mark = rng.choice(("??", "?", "????"))
    return draft.map_prose(
        lambda p: replace(p, text=mark + p.text) if p.role in {"text", "heading"} else p
    )


def add_mojibake(draft: Draft, _rng: Random) -> Draft:
    """Put a line before the text that was decoded wrongly."""
    banner = "政府信息公开网站".encode().decode("gbk", "replace")
    return replace(draft, parts=(DraftProse("nav", banner), *draft.parts))
