"""Tell the time that a figure is of: only the report's own year is bound to its tables.

Phrases open a scope, as in ConText (Harkema et al. 2009): each has a time, a reach and a
direction. One that reaches through its clause holds for the figures in it; one that reaches
through the sentence holds until the next such phrase. What stands in a bracket behind a figure,
or is said there of a part of it, reaches back. The phrases are in vocabulary.yaml.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extraction.prose.facts.bind import Context
from extraction.prose.facts.keys import Time
from extraction.prose.facts.quantities import parse_spelt
from extraction.prose.facts.vocabulary import Vocabulary

_YEAR = re.compile(r"(?<![较比与同\d])(20\d\d)年")
_ANY_YEAR = re.compile(r"20\d\d")
_CARRIED_TO = re.compile(r"转(?:结)?(?:至|到|入)?(20\d\d)年")
_CARRIED_IN = re.compile(r"(20\d\d)年度?(?:结转|转入|转结)(?![至到入下次明20])")
_MONTH = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_MONTHS = re.compile(rf"{_MONTH}月?(?:至|到|-|—|~){_MONTH}月")
_ONE_MONTH = re.compile(
    rf"(?<![\d一二三四五六七八九十至止到前—~-])(?<![至止到]20\d\d年){_MONTH}月(?![\d底末初起至到前—~、-]|以)"
)
_IN_MONTH = re.compile(rf"{_ONE_MONTH.pattern}[^,;。]{{0,4}},$")
_UNTIL = re.compile(r"截[至止]到?(?:20\d\d年)?(\d{1,2})月")
_CARRIED_FROM = re.compile(
    r"(?:20\d\d年度?|上一?年度?|去年)(?:结转|转入|遗留|留存)[^,;。]{0,8}?\d+[件宗条份]"
)
_FIGURE = re.compile(r"\d")
_CLOSED = re.compile(r"[(（]([^()（）]*)[)）]")
_COUNTED = re.compile(r"\d[件宗条份]")
_CLAUSE_ENDS = ",;:。"
# A part of a figure is the year's, so the whole is more.
_PART_OF_YEAR = re.compile(
    r"[,(（]?(?P<part>其中[,:]?)?(?:(?P<this>今年|本年|当年)度?|(?P<year>20\d\d)年度?)(?P<new>新)?[^,;。]{0,10}?\d"
)


class _Mark(NamedTuple):
    """A phrase that says a time: where it begins, and whether it ends with its clause."""

    start: int
    time: Time
    in_clause: bool


def usual_year(text: str) -> int | None:
    """Return the year that a text names most often, where metadata knows none.

    >>> usual_year("2024年收到60件,2023年收到50件,2024年办结58件"), usual_year("")
    (2024, None)
    """
    named = Counter(_YEAR.findall(text))
    return int(max(named, key=lambda year: (named[year], year))) if named else None


def find_time(context: Context, year: int | None, vocabulary: Vocabulary) -> Time:
    """Return the time that the words around a figure say it is of."""
    words = context.before + context.lead
    shown = _CARRIED_FROM.sub(_blank, _CLOSED.sub(_blank, words))
    if _is_of_months(shown) or _is_of_one_month(context):
        return "other"
    if context.lead.endswith(vocabulary.words.times.changed_from):
        return "other"
    clause = min(find_clause(shown, len(shown)), len(context.before))
    near = _find_remarks(context, year, vocabulary)
    held: list[_Mark] = []
    for mark in _find_marks(shown, year, vocabulary):
        if not mark.in_clause:
            held.append(mark)
        elif mark.start >= clause:
            near.add(mark.time)
    if "other" in near:
        return "other"
    if "since" in near:
        return "since"
    return _weigh(_last_held(held, shown), "open" in near, context, year)


def find_clause(words: str, end: int) -> int:
    """Return where the clause begins that ends here.

    >>> find_clause("收到9件,其中网上8件", 12)
    5
    """
    return 1 + max(words.rfind(mark, 0, end) for mark in _CLAUSE_ENDS)


def _last_held(held: Sequence[_Mark], shown: str) -> Time | None:
    """Return the time that holds at the end of a sentence, from the phrases that reach there."""
    if not held:
        return None
    last = held[-1]
    if len(held) > 1 and last.time == "open" and _COUNTED.search(shown, 0, last.start):
        return held[-2].time  # of what came in by then: 2024年收到9件,截至年底办结8件
    return last.time


def _weigh(held: Time | None, is_open: bool, context: Context, year: int | None) -> Time:
    """Return the time of a figure from what its sentence says, and whether it may be open.

    截至年底 and 累计 each leave it open since when is counted; both say that it is more than a
    year's, and so does a part that is the year's: 累计120件,2024年8件.
    """
    part = _PART_OF_YEAR.match(context.after)
    of_year = part is not None and (part["year"] is None or int(part["year"]) == year)
    if part and of_year and (is_open or held == "open" or _is_more(part)):
        return "since"
    if held == "open" and is_open:
        return "since"
    if held is not None:
        return held
    return "open" if is_open and not context.dated else "year"


def _is_more(part: re.Match[str]) -> bool:
    return bool(part["part"] and (part["this"] or part["new"]))


def _blank(match: re.Match[str]) -> str:
    return "□" * len(match[0])


def _find_remarks(context: Context, year: int | None, vocabulary: Vocabulary) -> set[Time]:
    """Return the times that brackets say, in front of a figure or behind it: (2019年以来)."""
    # One that opens the lead stands right behind the figure before.
    inside = (match[1] for match in _CLOSED.finditer(context.lead) if match.start())
    times: set[Time] = set()
    for remark in (*inside, context.aside):
        if remark and not _FIGURE.search(_ANY_YEAR.sub("", remark)):
            times.update(mark.time for mark in _find_marks(remark, year, vocabulary))
    return times


def is_dated(words: str, year: int | None, vocabulary: Vocabulary) -> bool:
    """Say whether a sentence names the report's year."""
    return any(mark.time == "year" for mark in _find_marks(words, year, vocabulary))


def _find_marks(words: str, year: int | None, vocabulary: Vocabulary) -> Sequence[_Mark]:
    """Return the phrases that say a time, in order; none overlaps another."""
    phrases = vocabulary.words.times.phrases
    marks = []
    for match in vocabulary.time_words.finditer(words):
        group = match.lastgroup or "t0"
        phrase = phrases[int(group[1:])]
        named = set(map(int, _ANY_YEAR.findall(match[0])))
        time = _time_of(phrase.time, named, year)
        marks.append(_Mark(match.start(), time, phrase.reach == "clause"))
    return marks


def _time_of(time: Time, named: set[int], year: int | None) -> Time:
    """Return a phrase's time, with the years that it names.

    >>> _time_of("year", {2023}, 2024), _time_of("since", {2019}, 2024)
    ('other', 'since')
    >>> _time_of("since", {2024}, 2024), _time_of("open", {2024}, 2024)
    ('year', 'open')
    """
    if not named or named == {year}:
        return "year" if named and time == "since" else time
    return "since" if time == "since" or year in named else "other"


def _is_of_months(words: str) -> bool:
    """Say whether the last months that are named are not the whole year.

    >>> _is_of_months("1至6月收到"), _is_of_months("一至十二月收到")
    (True, False)
    >>> _is_of_months("截至2024年12月")
    False
    """
    spans = [(_to_month(m[1]), _to_month(m[2])) for m in _MONTHS.finditer(words)]
    spans += [(1, int(m[1])) for m in _UNTIL.finditer(words)]
    return bool(spans) and spans[-1] != (1, 12)


def _to_month(text: str) -> int:
    return int(text) if text.isdigit() else int(parse_spelt(text) or 0)


def _is_of_one_month(context: Context) -> bool:
    """Say whether its clause is of one month: 2024年12月受理申请8件; 12月底 is the year's end."""
    return bool(_ONE_MONTH.search(context.lead) or _IN_MONTH.search(context.before))


def is_carried_elsewhere(words: str, year: int | None) -> bool:
    """Say whether requests are carried to a year that is not the next, or from one not the last.

    >>> [is_carried_elsewhere(text, 2024) for text in ("结转2025年办理", "2023年结转至2024年")]
    [False, True]
    >>> [is_carried_elsewhere(text, 2024) for text in ("2023年结转", "2024年结转")]
    [False, True]
    """
    to, since = _CARRIED_TO.search(words), _CARRIED_IN.search(words)
    if to is not None and int(to[1]) - 1 != year:
        return True
    return since is not None and int(since[1]) + 1 != year


def is_planned(words: str, section: str | None, vocabulary: Vocabulary) -> bool:
    """Say whether a sentence up to the figure speaks of what is to come."""
    if section == "problems_improvements" and "将" in words:
        return True
    return vocabulary.planned_words.search(words) is not None
