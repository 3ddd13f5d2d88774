"""Attribute figures to bodies: only the reporting body's own are bound to its tables."""

import re

from extraction.prose.facts.sentences import Prose
from extraction.prose.facts.vocabulary import Vocabulary
from extraction.prose.thresholds import CLOSING, NAME_ENDING, OPENING
from extraction.text.agencies import type_of

_DOES = (
    "(?:共|累计|全年|依法|主动|年内|本年度|按时|按期|及时|[,、:])*"
    "(?:收到|受理|办理|答复|新收|办结|处理|作出|被)"
)
_BODY = re.compile(
    "([\u4e00-\u9fff]{2,14}?(?:局|委员会|办事处|街道|厅|法院|检察院|考试院|中心|[大支总]队|办公室|[科股]室?|(?<!办事)处室?))"
    + _DOES
)
_KINDS = ("学校", "医院", "企业")  # which call themselves so, and departments their own so
_PLACE = re.compile(
    rf"(?:^|[,;、:。])([\u4e00-\u9fff]{{1,6}}[县区市镇乡]|[\u4e00-\u9fff]{{0,6}}(?:街道|社区)|{'|'.join(_KINDS)}){_DOES}"
)
_OFFICE = re.compile("办(?!理|结|件|事|复)")
_WHEN = re.compile("^(?:年度?|全年|本年度?|其中|另外?|因|由|对)+")
_WITHIN = re.compile("(?:办公室|[科股]室?|(?<!办事)处室?)$")  # parts of a body
_CLOSED = re.compile(r"[(（][^()（）]*[)）]")
_COVERS = {
    "region_total": ("wide", "others"),
    "government_level": ("wide", "others", "narrow"),
}


def find_reporting_body(
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
        if len(name) >= NAME_ENDING:
            return None if _names_itself(name, prose) else name
    for match in reversed(list(_PLACE.finditer(words))):
        name = match[1]
        if vocabulary.scope_words.search(words, match.end()):  # 街道收到5件,全市收到84件
            break
        if not vocabulary.scope_words.search(name) and not _names_itself(name, prose):
            return name
    return _find_last_scope(words, prose, vocabulary, before, is_none)


def _find_last_scope(
    words: str, prose: Prose, vocabulary: Vocabulary, before: str | None, is_none: bool
) -> str | None:
    """Return the last word for bodies that the report is not of all of; else what held before."""
    scope, beside = before, is_none or before is not None
    for match in vocabulary.scope_words.finditer(words):
        kind = match.lastgroup or "itself"
        counted_apart = kind == "others" and beside
        beside = kind == "narrow" or (beside and kind != "wide")
        office = _OFFICE.match(words, match.end()) is not None
        own = office and _names_itself("人民政府办公室", prose)
        covered = not counted_apart and _covers(kind, match[0], prose, office=office)
        scope = None if own or covered else match[0]
    return scope


def _covers(kind: str, name: str, prose: Prose, *, office: bool) -> bool:
    """Say whether the report is of all that a word of this kind names."""
    if kind == "itself" or kind in _COVERS.get(prose.scope or "", ()):
        return True
    return kind == "narrow" and not office and _is_own_township(name, prose)


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
    ending = name[-NAME_ENDING:]
    if prose.agency:
        return ending in prose.agency
    start, end = prose.window
    named = ending in prose.text[start : min(end, start + OPENING)]
    signed = ending in prose.text[max(start, end - CLOSING) : end]
    return (named or signed) and not _WITHIN.search(name)
