"""Bind a quantity of a sentence to the words that it belongs to, and by them to a key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.prose.facts.keys import Key, Way, find_all
from extraction.prose.facts.quantities import Quantity
from extraction.prose.facts.vocabulary import Vocabulary
from extraction.prose.thresholds import (
    LONGEST_AFTER,
    LONGEST_FACT_LABEL,
    LONGEST_LEAD,
    LONGEST_TAIL,
    LONGEST_TAIL_LABEL,
    SHORT_LEAD,
)

_ENDS = frozenset(",;:。!?！？")
_OPENS, _CLOSES = frozenset("(（"), frozenset(")）")
_TAIL_ENDS = re.compile(r"[,;:。、()（）!?！？]|(?<![合归兼])并")
# What is done with the next figure, where no mark parts it from this one: 就5个事项征求意见5次.
_NEXT = re.compile("发布|推送|开展|举办|召开|组织|公开征|征求|征集|收到|制作|编发")
_ASIDE = re.compile(r"[(（]([^()（）]{1,40})[)）]?|,?(?=其中)([^,;。()（）]{1,20})")
_BY_WAY_OF = re.compile(
    r"(?:充分)?(?:通过|依托|利用|借助|运用|发挥|在)[^,;:。]{2,40}"
    r"(?:网站?|平台|专栏|栏目|公众号|账号|微博|微信|渠道|载体|媒体|矩阵|阵地|系统)上?"
)
_WHEN = re.compile(
    r"^(?:[(（][^()（）]*[)）]|[,、()（）]|(?:截[至止]到?)?20\d\d年(?:度|底|末|\d{1,2}月(?:底|末|\d{1,2}日)?)?|全年|本年度?|今年|年内|一年来"
    r"|年度|其中|并且?|另外?|同时|及|和|以及|还|共计?|累计)+"
)
_JOINED = re.compile("以及|并且|[、和及与并]")
_LABEL_ENDS = re.compile(r"对|进行|(?<!存)在|等|的|被|已|均|并|向|为|用于")
# A masked name, with what precedes it and the mark that closes it: 通过“**发布”公众号.
_MASKED = re.compile(r"^.*[*＊×□]{2,}(?:[^“《”》]{0,20}[”》])?")
# The end of a name that began before.
_CUT_NAME = re.compile(r"^[^《》“”]*[》”][、和及与]?(?=.{2})")
_REMARK = re.compile(r"^[(（][^()（）]*[)）][,、]?")
_FIRST_FIGURE = re.compile(r"(?<!\d)\d+(?!\d*年)")
_OF_BODIES = frozenset({"个", "家"})


class Context(NamedTuple):
    """The words that a quantity belongs to.

    start: where they begin. lead, tail: its clause before and behind it. aside: the
    bracket right behind, or what begins with 其中 there. before: the sentence up to the
    lead; sentence: all of it. way: the clause before the lead, if it says by what way.
    joined: the lead of the figure before, if this one is joined to it (公开建议5件、提案6件).
    behind: that lead, if nothing but light words stands between (上年结转5件,共99件).
    listed: it stands in a list of parts. elsewhere: the sentence has turned to other work.
    trade: what the agency is for; all of its information is of that. after: what follows the
    figure, which ends at `end`. dated: the paragraph has named the report's year. printed: the
    sentence with the names of documents in it.
    """

    start: int
    lead: str
    tail: str
    aside: str
    before: str
    joined: str = ""
    behind: str = ""
    way: str = ""
    sentence: str = ""
    topic: str | None = None
    about: frozenset[str] = frozenset()
    listed: bool = False
    elsewhere: bool = False
    trade: str = ""
    after: str = ""
    end: int = 0
    dated: bool = False
    printed: str = ""

    @property
    def own(self) -> str:
        """Lead and tail, so that no word spans the figure."""
        return f"{self.lead}\n{self.tail}"

    def without_trade(self, words: str) -> str:
        """Return words that say of all information what the agency is for: 公布水务信息."""
        return words.replace(self.trade, "") if self.trade else words

    def widen(self) -> "Context":
        """Return it with the way as a part of its lead."""
        return self._replace(start=self.start - len(self.way), lead=self.way + self.lead, way="")


@dataclass(frozen=True, slots=True)
class Bound:
    """The key of a quantity; `in_tail`: some of the words that say so stand behind it."""

    key: Key
    in_tail: bool


def find_context(
    words: str, quantities: Sequence[Quantity], index: int, vocabulary: Vocabulary
) -> Context:
    """Return the words that a quantity belongs to.

    Where nothing but light words stands before it (共计60件), they are the clause before.
    """
    begin, end = quantities[index].start, quantities[index].end
    floor = quantities[index - 1].end if index else 0
    ceiling = quantities[index + 1].start if index + 1 < len(quantities) else len(words)
    tail = _find_tail(words, end, ceiling)
    start = _clause_start(words, begin, floor)
    while start > floor and not tail and _is_light(words[start:begin], vocabulary):
        start = _clause_start(words, start - 1, floor)
    way = _find_way(words, start, floor)
    lead = words[start:begin]
    joined = behind = ""
    if index:
        if start == floor:  # the last quantity's noun stands between
            *_, lead = _JOINED.split(lead, maxsplit=1)
            start = begin - len(lead)
        before = words[_clause_start(words, quantities[index - 1].start, 0) : floor]
        if _JOINED.match(words, floor):
            joined = before
        if _is_light(words[floor:begin].lstrip(","), vocabulary):
            behind = before
    aside = _ASIDE.match(words, end)
    return Context(
        start,
        lead,
        tail,
        aside=(aside[1] or aside[2]) if aside else "",
        before=words[:start],
        joined=joined,
        behind=behind,
        way=way,
        sentence=words,
        after=words[end : end + LONGEST_AFTER],
        end=end,
    )


def _find_way(words: str, start: int, floor: int) -> str:
    """Return the clause before one, with its mark, if it says by what way: 通过县政府网站,."""
    if start <= floor:
        return ""
    begin = _clause_start(words, start - 1, floor)
    when = _WHEN.match(words[begin : start - 1])
    begin += when.end() if when else 0
    return words[begin:start] if _BY_WAY_OF.fullmatch(words, begin, start - 1) else ""


def _clause_start(words: str, end: int, floor: int) -> int:
    """Return where the clause begins that ends here; a bracket before is read over."""
    depth = 0
    for at in range(end - 1, max(floor, end - LONGEST_LEAD) - 1, -1):
        character = words[at]
        if character in _CLOSES:
            depth += 1
        elif character in _OPENS:
            if not depth:
                return at + 1
            depth -= 1
        elif character in _ENDS and not depth:
            return at + 1
    return max(floor, end - LONGEST_LEAD)


def _find_tail(words: str, start: int, ceiling: int) -> str:
    """Return the words behind a figure, up to a mark, or to the words that join the next."""
    end = _TAIL_ENDS.search(words, start, min(ceiling, start + LONGEST_TAIL))
    if end:
        return words[start : end.start()]
    if ceiling - start > LONGEST_TAIL or ceiling == len(words):
        return words[start : start + LONGEST_TAIL]
    between = _NEXT.split(words[start:ceiling], maxsplit=1)[0]
    return _JOINED.split(between, maxsplit=1)[0]


def _is_light(lead: str, vocabulary: Vocabulary) -> bool:
    return not trim_lead(lead, vocabulary)


def trim_lead(lead: str, vocabulary: Vocabulary) -> str:
    """Return what a lead says, without dates before it and light words behind it.

    >>> from extraction.prose.facts.vocabulary import load_vocabulary
    >>> trim_lead("2024年度收到申请共计", load_vocabulary())
    '收到申请'
    """
    return vocabulary.light_words.sub("", _WHEN.sub("", _REMARK.sub("", lead)))


def find_key(quantity: Quantity, context: Context, vocabulary: Vocabulary) -> Bound | None:
    """Return the first key whose words are those of the quantity."""
    if quantity.unit in _OF_BODIES and vocabulary.bodies_counted_words.match(context.tail):
        return None
    narrow = vocabulary.everybody_words.sub("", context.own)
    wide = vocabulary.everybody_words.sub("", context.widen().own) if context.way else narrow
    wide = context.without_trade(wide)
    for key in vocabulary.keys_by_unit.get(quantity.unit, ()):
        own = wide if key.general else narrow
        if not key.hint.search(own) or not _may_be(key, context, vocabulary):
            continue
        way = next((way for way in key.ways if _fits(way, own, context)), None)
        if way is None or (key.near and not _is_near(way, context, vocabulary)):
            continue
        if not _is_barred(key, own, context, vocabulary):
            return Bound(key, in_tail=not find_all(way.patterns, context.lead))
    return None


def _may_be(key: Key, context: Context, vocabulary: Vocabulary) -> bool:
    """Say whether a sentence that is about this may state a key."""
    if context.elsewhere and (key.near or key.whole):
        return False
    lead = context.lead
    if key.whole and lead.endswith("其中") and key.hint.search(lead):  # 答复了其中45件
        return False
    if not key.about:
        return True
    if key.about not in context.about:
        return False
    return not has_other_cause(context.before + lead, vocabulary)


def _is_near(way: Way, context: Context, vocabulary: Vocabulary) -> bool:
    """Say whether only plain words part a way's words from the figure.

    In 予以公开不合格产品信息23条 and 1件申请先部分公开 something else is counted.
    """
    ends: list[int] = []
    starts: list[int] = []
    for pattern in way.patterns:
        in_lead = [match.end() for match in pattern.finditer(context.lead)]
        in_tail = None if in_lead else pattern.search(context.tail)
        ends += in_lead
        starts += [in_tail.start()] if in_tail else []
    before = context.lead[max(ends) :] if ends else ""
    behind = context.tail[: min(starts)] if starts else ""
    return all(map(vocabulary.plain_words.fullmatch, (before, behind)))


def has_other_cause(words: str, vocabulary: Vocabulary) -> bool:
    """Say whether a dispute came of something else than disclosure: 因投诉处理引发行政复议3件."""
    causes = list(vocabulary.cause_words.finditer(words))
    if not causes:
        return False
    last = causes[-1].start()
    return vocabulary.disputed_words.search(words, last) is None


def _is_barred(key: Key, own: str, context: Context, vocabulary: Vocabulary) -> bool:
    lead, before = context.lead, context.before
    if key.general and vocabulary.special_words.search(context.without_trade(lead)):
        return True
    if key.unless_before and key.barred_before.search(before):
        return True
    behind = len(before) + len(lead)
    if key.unless_after and key.barred_after.search(context.sentence, behind):
        return True
    if key.unless_aside and key.barred_aside.search(context.aside):
        return True
    return key.barred.search(own) is not None


def _fits(way: Way, own: str, context: Context) -> bool:
    if way.topic and way.topic != context.topic:
        return False
    if way.part and not context.listed:
        return False
    if context.topic in way.not_topic:
        return False
    first, *others = way.patterns
    if not first.search(own) or not find_all(others, own + context.joined):
        return False
    if way.before and not way.earlier.search(context.before):
        return False
    if way.behind and not way.last.search(context.behind):
        return False
    if way.beside and not way.around.search(context.sentence):
        return False
    return not way.aside or way.bracket.search(context.aside) is not None


def find_label(context: Context, vocabulary: Vocabulary) -> str:
    """Return the report's own words for what is counted, as short as they allow.

    Names of documents are in them; a name that the report masks (**) is left out.
    """
    lead = vocabulary.speaker_words.sub("", trim_lead(context.lead, vocabulary))
    tail = context.tail.lstrip("的")
    noun = _LABEL_ENDS.split(tail, maxsplit=1)[0]
    tail = noun if len(noun) > 1 else tail
    if tail and len(lead) < SHORT_LEAD:
        label = _restore(tail[:LONGEST_TAIL_LABEL], context, context.end)
    else:
        start = context.start if lead else 0
        before = _FIRST_FIGURE.split(context.before, maxsplit=1)[0]
        label = lead or trim_lead(before, vocabulary) or tail
        label = _CUT_NAME.sub("", _restore(label, context, start)[-LONGEST_FACT_LABEL:])
    return _MASKED.sub("", label)


def _restore(label: str, context: Context, start: int) -> str:
    """Return a label with the names of documents in it, as printed at or behind `start`."""
    at = context.sentence.find(label, start)
    return label if at < 0 else context.printed[at : at + len(label)]


def quote_bounds(quantity: Quantity, context: Context, in_tail: bool) -> tuple[int, int]:
    """Return where the words begin and end that state the quantity."""
    when = _WHEN.match(context.lead)
    start = context.start + (when.end() if when else 0)
    end = quantity.end + (len(context.tail) if in_tail else 0)
    return min(start, quantity.start), end
