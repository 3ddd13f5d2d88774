"""Find names given as the report's own: opening words, index box, first sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extraction.prose.metadata.beginnings import YEAR_MARK
from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.stated import Stated, find_first_prose
from extraction.prose.metadata.titles import Title, find_own_citations
from extraction.prose.metadata.whole_names import LEVELS, Name, find_name, name_goes_on
from extraction.prose.thresholds import SUBJECT_REACH
from extraction.text.agencies import has_place, is_body, type_of
from extraction.text.dates import YEAR
from extraction.values.document import Span
from extraction.values.layout import Page

_MINISTRY = re.compile(
    r"(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和社会保障|自然资源|生态环境"
    r"|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理)部|审计署|海关总署"
)
_NO_NOUN = "(?![的格说机单委办要指制规])"
_SHORT_FOR = r"(?:\((?:以下|下)?简?称[^()]{1,24}\))?"
_COMPILES = re.compile(
    rf"{_SHORT_FOR}(?:组织|负责|牵头|统一|集中|现|特|认真){{0,3}}"
    rf"(?:(?:编制|汇总|编写|撰写|起草){_NO_NOUN}|综合(?=[全各区县市本所]))"
)
_ACCORDING = re.compile(
    rf"{_SHORT_FOR}(?:组织|负责|牵头|统一|现|特|认真){{0,2}}(?:根据|按照|依据|结合)"
    rf"[^。;]{{0,120}}?(?:编制|汇总|编写|撰写){_NO_NOUN}"
)
_REPORT = r"(?:政府)?(?:信息|政务)公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)"
_NO_FORM = "(?!》?的?(?:模板|格式|样式|范本|通知|要求|指南|提纲))"
_OWN_REPORT = re.compile(rf"了?(?:本(?:年度)?报告|《?(?:{YEAR})年?度?{_REPORT}){_NO_FORM}")
_COMPILED_BY = re.compile(
    rf"编制的(?=《?(?:{YEAR})年?度?{_REPORT}》?,?现?(?:已|予以|予|向社会)?(?:公布|发布|公开|如下))"
)
_OWN = r"(?:本(?:机关|单位|部门|[局委厅办院部署镇乡])|我[局委厅办院部署镇乡])"
_DISCLOSES = re.compile(
    rf"{_SHORT_FOR}(?:根据|按照|依据|结合)[^。;]{{0,120}}?现(?:将|就|予|特)?(?:向社会)?(?:公开|公布|发布)?{_OWN}(?={YEAR})"
)
_ANNOUNCES = re.compile(rf"现?特?(?:向社会)?(?:公布|发布|公开)(?:本机关)?(?:{YEAR})年")
_ANNOUNCED = re.compile(rf"(?:{YEAR})年?度?(?:政府)?(?:信息|政务)公开")
_YEAR_FIRST = re.compile(
    rf"(?:{YEAR}){YEAR_MARK}(?![年度])(?P<name>[\u4e00-\u9fff·()]{{2,40}}?)(?P<state>政府)?(?:信息|政务)公开(?!办|和|与|中心|科)"
)
_BOX = re.compile(
    r"(?P<label>编制(?:机关|单位)|填报单位|信息来源|来\s?源|发布(?:机构|单位)|公开主体|公开机构|制发机关|发文(?:机关|单位)"
    r"|责任单位|单位名称|所属机构|信息提供)[\s:|*]{1,8}(?P<name>[\u4e00-\u9fff·()]{4,40})"
)
_ASKS = re.compile(r"请?(?:与|向|联系)(?P<name>[\u4e00-\u9fff·]{4,40}?)(?:联系|咨询|查询|反映|\()")
_OPENING = re.compile(r"(?:(?:19|20)\d\d年(?:度|来)?[,]*|一年来[,]*|本年度[,]*)?")
_CONSIDERS = re.compile(
    rf"结合(?P<name>[\u4e00-\u9fff·]{{4,40}}?){_SHORT_FOR}(?:的)?(?:政府)?信息公开(?!办|和|与|中心|科)"
)
_YEAR_OPENS = re.compile(r"(?:19|20)\d\d年")
_VERB = re.compile(
    r"坚持|认真|深入|严格|全面|按照|紧紧|围绕|以|在|积极|切实|始终|持续|扎实|依据|根据|不断|贯彻|大力"
    r"|(?:19|20)\d\d年|进一步|政府信息公开|\(以下简称|共|主动|紧扣|把|着力|加强|强化|聚焦|立足|牢固|充分|依法"
)
_WE = re.compile(r"我(?P<kind>[局委厅办院校所站馆社]|中心|公司|管委会)(?![会员])")


@dataclass(frozen=True, slots=True)
class NameClaim:
    """A name that a report gives as its own; not whole where a break may have cut it."""

    name: Stated[str]
    whole: bool = True


def find_claims(page: Page, title: Title | None) -> Iterator[NameClaim]:
    """Yield who compiled or announces the report, as its opening words or its index box say."""
    joined = join_text(page.text, page.window)
    opening = _find_opening(page, title)
    start, end = joined.within(opening)
    for pattern in (_COMPILES, _ACCORDING, _DISCLOSES, _ANNOUNCES):
        for match in pattern.finditer(joined.masked, start, end):
            name = find_name(joined, match.start())
            if name is None:
                continue
            if _may_be_own(name) or (
                pattern is _COMPILES and _compiles_its_own(joined, name, match)
            ):
                yield _claim(joined, name, "compiled_by")
    for match in _COMPILED_BY.finditer(joined.masked, start, end):
        name = find_name(joined, match.start())
        if name is not None and joined.solid[: name.start].endswith("由") and _may_be_own(name):
            yield _claim(joined, name, "compiled_by")
    cited = _find_cited(joined, opening)
    for name in (*_find_announced(joined, start, end), *cited):
        yield _claim(joined, name, "announced")
    for claim in _find_in_boxes(page):
        if claim.name.source == "compiled_by":
            yield claim


def _may_be_own(name: Name) -> bool:
    """Whether a whole name says whose, or a cut one is a body's."""
    return _is_own(name.text) if name.whole else is_body(name.text)


def _compiles_its_own(joined: Joined, name: Name, match: re.Match[str]) -> bool:
    """Whether a body that is named by its level alone begins a clause in which it compiles this."""
    if not name.whole or not _is_relative(name.text):
        return False
    before = joined.solid[: name.start]
    if before.endswith(("报告由", "年报由")):
        return joined.solid.startswith(("。", ",", ";"), match.end())
    opens = name.start in joined.strong or before.endswith((",", "。", ";", "由"))
    return opens and _OWN_REPORT.match(joined.solid, match.end()) is not None


def _is_relative(name: str) -> bool:
    """Whether a body is named by its level alone, or is a ministry, which has no place.

    >>> _is_relative("省生态环境厅"), _is_relative("商务部"), _is_relative("办公室")
    (True, True, False)
    """
    return is_body(name) and (name[0] in LEVELS or _MINISTRY.fullmatch(name) is not None)


def _is_own(name: str) -> bool:
    """Whether a name says whose: by a place, or as that of an organisation (青岚大学)."""
    return is_body(name) and (has_place(name) or type_of(name) == "authorized_org")


def _find_opening(page: Page, title: Title | None) -> Span:
    """Return the opening words, and what stands between the title and them."""
    start, end = page.opening
    if title is not None and 0 < title.span.end <= start:
        start = title.span.end
    return Span(start, end)


def _find_announced(joined: Joined, start: int, end: int) -> Iterator[Name]:
    """Yield names before or behind the year of the report that the opening words announce."""
    for match in _ANNOUNCED.finditer(joined.masked, start, end):
        name = find_name(joined, match.start())
        if name is not None and name.introduced and is_body(name.text):
            yield name
    for match in _YEAR_FIRST.finditer(joined.masked, start, end):
        at = match.end("name")
        if match["name"].endswith("人民") and match["state"]:
            at += len("政府")
        name = find_name(joined, at, match.start("name"))
        if name is not None and _may_be_own(name):
            yield name


def _find_cited(joined: Joined, opening: Span) -> Iterator[Name]:
    """Yield the name in the report's own title, where the opening words cite it as compiled."""
    for match in find_own_citations(joined, opening):
        name = Name(match["name"], *match.span("name"), introduced=True)
        if is_body(name.text):
            yield name


def _claim(joined: Joined, name: Name, source: str) -> NameClaim:
    span = joined.span(name.start, name.end)
    return NameClaim(Stated(name.text, span, source), name.whole)


def _find_in_boxes(page: Page) -> Iterator[NameClaim]:
    joined = join_text(page.text, page.window)
    for zone in (page.head, page.tail):
        for match in _BOX.finditer(page.text, *zone):
            source = "compiled_by" if match["label"][:2] in ("编制", "填报") else "page"
            name = match["name"]
            if is_body(name):
                span = Span(*match.span("name"))
                whole = not name_goes_on(joined, joined.at(span.end), name)
                yield NameClaim(Stated(name, span, source), whole)


def find_supporters(page: Page) -> Iterator[Stated[str]]:
    """Yield names that may be the agency's in full, but prove nothing: who posts, whom to call."""
    for claim in _find_in_boxes(page):
        if claim.name.source == "page" and claim.whole:
            yield claim.name
    joined = join_text(page.text, page.window)
    start, end = joined.within(page.opening)
    for match in (
        *_CONSIDERS.finditer(joined.masked, start, end),
        *_ASKS.finditer(joined.masked, start, end),
    ):
        if is_body(match["name"]):
            yield Stated(match["name"], joined.span(*match.span("name")), "contact")


def speaks_as(page: Page, name: str, *, must: bool = False) -> bool:
    """Whether the report may be a body's by what it calls itself: 我局 is said by no office.

    `must`: it has to call itself something.
    """
    kinds = {match["kind"] for match in _WE.finditer(page.text, *page.window)}
    return any(name.endswith(kind) for kind in kinds) if kinds else not must


def find_self(page: Page) -> Stated[str] | None:
    """Return the body that the first sentence of the first section speaks of, or of the report.

    Before the first section a sentence has to begin with a year: 2023年,X按照上级要求….
    """
    joined = join_text(page.text, page.window)
    start, end = joined.within(page.opening)
    if _YEAR_OPENS.match(joined.solid, start, end):
        subject = _find_subject(page, joined, start, end)
        if subject is not None:
            return replace(subject, source="preamble")
    prose = find_first_prose(page)
    return _find_subject(page, joined, *joined.within(prose)) if prose is not None else None


def _find_subject(page: Page, joined: Joined, start: int, end: int) -> Stated[str] | None:
    """Return the body that is the subject of the sentence that begins here."""
    opening = _OPENING.match(joined.solid, start, end)
    begin = opening.end() if opening else start
    for verb in _VERB.finditer(joined.solid, begin, min(begin + SUBJECT_REACH, end)):
        name = joined.solid[begin : verb.start()]
        if is_body(name) and has_place(name) and speaks_as(page, name):
            return Stated(name, joined.span(begin, verb.start()), "self_designation")
    return None
