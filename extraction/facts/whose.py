"""Whose figure it is, and of which year: only the report's own are bound to its tables."""

import re
from collections import Counter

from extraction.bodies import type_of
from extraction.facts.bind import Context
from extraction.facts.quantities import parse_spelt
from extraction.facts.sentences import Prose
from extraction.facts.vocabulary import Vocabulary

_YEAR = re.compile(r"(?<![较比与同\d])(20\d\d)年")
_DOES = (
    "(?:共|累计|全年|依法|主动|年内|本年度|按时|按期|及时|[,、:])*"
    "(?:收到|受理|办理|答复|新收|办结|处理|作出|被)"
)
_BODY = re.compile(
    "([\u4e00-\u9fff]{2,14}?(?:局|委员会|办事处|街道|厅|法院|检察院|考试院|中心|[大支总]队|办公室))"
    + _DOES
)
_KINDS = ("学校", "医院", "企业")  # which call themselves so, and departments their own so
_PLACE = re.compile(
    rf"(?:^|[,;、:。])([\u4e00-\u9fff]{{1,6}}[县区市镇乡]|{'|'.join(_KINDS)}){_DOES}"
)
_CARRIED_TO = re.compile(r"转(?:结)?(?:至|到|入)?(20\d\d)年")
_CARRIED_IN = re.compile(r"(20\d\d)年度?(?:结转|转入|转结)(?![至到入下次明20])")
_OFFICE = re.compile("办(?!理|结|件|事|复)")
_WHEN = re.compile("^(?:年度?|全年|本年度?|其中|另外?|因|由|对)+")
_MONTH = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_MONTHS = re.compile(rf"{_MONTH}月?(?:至|到|-|—|~){_MONTH}月")
_ONE_MONTH = re.compile(
    rf"(?<![\d一二三四五六七八九十至止到前—~-])(?<![至止到]20\d\d年){_MONTH}月(?![\d底末初起至到前—~、-]|以)"
)
_IN_MONTH = re.compile(rf"{_ONE_MONTH.pattern}[^,;。]{{0,4}},$")
_CARRIED_FROM = re.compile(r"20\d\d年度?(?:结转|转入)[^,;。]{0,8}?\d+[件宗条份]")
_COMPARED_YEAR = re.compile(r"[较比与同](20\d\d)年[^,;。]*$")
_LAST_YEAR = re.compile(
    r"(?:^|[,;:。])[而在]?(?:去年|上一?年度?|前年|往年)(?!度?(?:[结转未留遗底末]|相比))"
)
_IN_YEAR = re.compile(r"今年|本年|当年|全年|20\d\d年")
_ALL_YEARS = re.compile("历年|至今")
_SINCE = re.compile("以来,$")
_YEARS = re.compile(r"20\d\d年?度?(?:至|到|[-—~]{1,2})20\d\d年(?!\d)(?!.*20\d\d年)")
_UNTIL = re.compile(r"截[至止]到?(?:20\d\d年)?(\d{1,2})月")
_OPENING, _CLOSING = 400, 200  # characters in which a report names itself
_NAME = 4  # characters at the end of a name by which it is known again
_CLOSED = re.compile(r"[(（][^()（）]*[)）]")
_COVERS = {
    "region_total": ("wide", "others"),
    "government_level": ("wide", "others", "narrow"),
}


def usual_year(text: str) -> int | None:
    """Return the year that a text names most often, where metadata knows none.

    >>> usual_year("2024年收到60件,2023年收到50件,2024年办结58件"), usual_year("")
    (2024, None)
    """
    named = Counter(_YEAR.findall(text))
    return int(max(named, key=lambda year: (named[year], year))) if named else None


def is_of_the_year(context: Context, year: int | None, vocabulary: Vocabulary) -> bool:
    """Say whether the words leave the figure in the report's own year.

    Comparisons, other years, sums over years, parts of a year and plans take it out.
    """
    lead = vocabulary.this_year_words.sub("", context.lead)
    if vocabulary.not_this_year.search(lead) or vocabulary.past_words.search(lead):
        return False
    words = _CARRIED_FROM.sub("", _CLOSED.sub("", context.before + context.lead))
    if _is_of_other_years(words, year) or _is_of_last_year(words):
        return False
    if _SINCE.search(vocabulary.this_year_words.sub("", context.before)) and not _IN_YEAR.search(
        lead
    ):
        return False
    if _is_of_months(words) or _is_of_one_month(context):
        return False
    if lead.endswith(vocabulary.times.changed_from):
        return False
    if year is None:
        return True
    if context.aside.startswith(("其中今年", "其中本年", f"其中{year}年新")):
        return False  # a part is the year's, so the whole is more
    named = _YEAR.findall(words)
    if not named and vocabulary.several_years.search(words):
        return False
    return not named or int(named[-1]) == year


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


def _is_of_other_years(words: str, year: int | None) -> bool:
    """Say whether the words compare with another year, or span several, and name none since.

    >>> _is_of_other_years("较2021年收到34件、办结", 2022)
    True
    >>> _is_of_other_years("2019年-2022年共收到", 2022)
    True
    >>> _is_of_other_years("较2021年有所增加,收到", 2022)
    False
    """
    compared = _COMPARED_YEAR.search(words)
    return bool(_YEARS.search(words)) or (compared is not None and int(compared[1]) != year)


def _is_of_last_year(words: str) -> bool:
    """Say whether the last time that clauses open with is last year, or all years.

    >>> _is_of_last_year("本年受理1件;去年受理3件,答复"), _is_of_last_year("去年受理3件,今年答复")
    (True, False)
    >>> _is_of_last_year("上年结转3件,答复")
    False
    """
    ends = [m.end() for m in (*_LAST_YEAR.finditer(words), *_ALL_YEARS.finditer(words))]
    return bool(ends) and not _IN_YEAR.search(words, max(ends))


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


def find_scope(
    words: str,
    prose: Prose,
    vocabulary: Vocabulary,
    before: str | None = None,
    is_none: bool = False,
) -> str | None:
    """Return the words that make a figure another body's than the one that reports, if any.

    `words` is the sentence up to the figure; what is said last holds, brackets that are
    closed left out. `before` is whose the figures of the sentence before are: they go on
    where nothing else is said. That there was none with `others` says nothing of the whole.
    """
    words = _CLOSED.sub("", words)
    for match in reversed(list(_BODY.finditer(words))):
        name = _WHEN.sub("", match[1])
        if len(name) >= _NAME:
            return None if _names_itself(name, prose) else name
    for match in reversed(list(_PLACE.finditer(words))):
        if not vocabulary.scope_words.search(match[1]) and not _names_itself(match[1], prose):
            return match[1]
    scope, beside = before, is_none or before is not None
    for match in vocabulary.scope_words.finditer(words):
        kind = match.lastgroup or "itself"
        office = _OFFICE.match(words, match.end()) is not None
        own = office and _names_itself("人民政府办公室", prose)
        covered = kind == "itself" or kind in _COVERS.get(prose.scope or "", ())
        covered |= kind == "narrow" and not office and _is_own_township(match[0], prose)
        covered &= not (kind == "others" and beside)
        beside = kind == "narrow" or (beside and kind != "wide")
        scope = None if covered or own else match[0]
    return scope


def _is_own_township(name: str, prose: Prose) -> bool:
    """Say whether 镇政府 is the agency itself, which has no bodies below it."""
    return name[0] in "镇乡" and (prose.agency or "").endswith(f"{name[0]}人民政府")


def _names_itself(name: str, prose: Prose) -> bool:
    """Say whether a name is the agency's; where none is known, whether the report opens with it.

    An office is named in every government's report, as the address for questions, and
    compiles what is the whole government's.
    """
    if name in _KINDS:
        return prose.agency is None or type_of(prose.agency) == "authorized_org"
    if name.endswith("办公室") and prose.scope not in (None, "own_agency"):
        return False
    ending = name[-_NAME:]
    if prose.agency:
        return ending in prose.agency
    start, end = prose.window
    named = ending in prose.text[start : min(end, start + _OPENING)]
    signed = ending in prose.text[max(start, end - _CLOSING) : end]
    return (named or signed) and not name.endswith("办公室")
