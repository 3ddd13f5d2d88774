"""Whose report it is, and on which year, where rules cannot tell: asked for, held to the print.

An answer is taken where its quote stands in the report, says what a report says of itself, and
prints the name whole or the year; and where the report names no other. What an answer says
beyond that is told to a person, and changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extraction.llm.question import Whose
from extraction.prose.metadata.joined import Joined, join_text
from extraction.prose.metadata.whole_names import find_name
from extraction.text.agencies import find_agency_place, has_place, is_body, level_of, type_of
from extraction.values.catalogue.report_agency import AGENCY_PROPOSED, AGENCY_UNSAID
from extraction.values.catalogue.report_dates import YEAR_PROPOSED, YEARS_DIFFER
from extraction.values.document import Locate, Span
from extraction.values.prose import ReportProse
from extraction.values.record import Evidence, Finding

_BY_MODEL = "model"
_UNSAID = AGENCY_UNSAID.fails().message
_SAYS_OWN = re.compile(r"编制|编写|撰写|起草|年度报告|年报|本机关|本单位|本部门|我[局委办厅]")
_YEAR_OF_WORK = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度|全年|政府信息公开|政务公开)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Where the words of a quote stand in the joined text `[start, end)`."""

    start: int
    end: int


def is_open(prose: ReportProse) -> bool:
    """Whether rules leave open, or find contradicted, whose report it is or on which year."""
    metadata = prose.metadata
    contradicted = any(finding.rule == YEARS_DIFFER.rule for finding in prose.findings)
    return metadata.agency is None or metadata.year is None or contradicted


def add_whose(
    prose: ReportProse, answer: Whose, printed: tuple[str, Span], locate: Locate
) -> ReportProse:
    """Return the prose with what of an answer the print says; the rest as a finding.

    `printed` is the repaired text, and the report's window in it.
    """
    joined = join_text(*printed)
    return _add_year(_add_agency(prose, answer, joined, locate), answer, joined, locate)


def _add_agency(prose: ReportProse, answer: Whose, joined: Joined, locate: Locate) -> ReportProse:
    name = "".join(answer.agency.split())
    metadata = prose.metadata
    if not name or metadata.agency is not None:
        return prose
    unsaid = any(map(_is_unsaid, prose.findings))
    place = _find_whole_name(name, answer.agency_quote, joined) if unsaid else None
    if place is None:
        return _told(prose, AGENCY_PROPOSED.fails(name=name, quote=answer.agency_quote))
    found = {
        "agency": name,
        "agency_type": type_of(name),
        "admin_level": level_of(name),
        "region": "".join(find_agency_place(name)) or metadata.region,
        "scope": metadata.scope or "unknown",
        "evidence": {**metadata.evidence, "agency": _evidence(place, locate)},
    }
    left = tuple(finding for finding in prose.findings if not _is_unsaid(finding))
    return replace(prose, metadata=metadata.model_copy(update=found), findings=left)


def _find_whole_name(name: str, quote: str, joined: Joined) -> Span | None:
    """Return where a quote prints a name whole, and says that its body reports."""
    if not (is_body(name) and has_place(name)):
        return None
    for quoted in _find_quotes(quote, joined):
        words = joined.masked[quoted.start : quoted.end]
        at = joined.masked.find(name, quoted.start, quoted.end)
        if at < 0 or not _SAYS_OWN.search(words.replace(name, "")):
            continue
        whole = find_name(joined, at + len(name), quoted.start)
        if whole is not None and whole.whole and whole.text == name and not _goes_on(joined, at):
            return joined.span(at, at + len(name))
    return None


def _goes_on(joined: Joined, at: int) -> bool:
    """Whether letters that are part of a name may stand right in front of it."""
    return at > 0 and at not in joined.strong and joined.solid[at - 1] in "省市县区州旗盟镇乡"


def _add_year(prose: ReportProse, answer: Whose, joined: Joined, locate: Locate) -> ReportProse:
    year = answer.year.strip()
    metadata = prose.metadata
    if not _YEAR.fullmatch(year) or str(metadata.year) == year:
        return prose
    place = _find_only_year(year, answer.year_quote, joined) if metadata.year is None else None
    if place is None:
        return _told(prose, YEAR_PROPOSED.fails(year=year, quote=answer.year_quote))
    evidence = {**metadata.evidence, "year": _evidence(place, locate)}
    found = {"year": int(year), "evidence": evidence}
    return replace(prose, metadata=metadata.model_copy(update=found))


def _find_only_year(year: str, quote: str, joined: Joined) -> Span | None:
    """Return where a quote names the year of the work, if the report names no other one so."""
    named = {match["year"] for match in _YEAR_OF_WORK.finditer(joined.masked)}
    if named != {year}:
        return None
    for quoted in _find_quotes(quote, joined):
        match = _YEAR_OF_WORK.search(joined.masked, quoted.start, quoted.end)
        if match is not None:
            return joined.span(*match.span("year"))
    return None


def _find_quotes(quote: str, joined: Joined) -> Iterator[_Quoted]:
    """Yield where a quote stands, blanks and breaks apart."""
    words = "".join(quote.split())
    at = joined.solid.find(words) if words else -1
    while at >= 0:
        yield _Quoted(at, at + len(words))
        at = joined.solid.find(words, at + 1)


def _evidence(place: Span, locate: Locate) -> Evidence:
    span, raw = locate(place)
    return Evidence.model_validate({"raw": raw, "span": span, "from": _BY_MODEL})


def _told(prose: ReportProse, finding: Finding) -> ReportProse:
    return replace(prose, findings=(*prose.findings, finding))


def _is_unsaid(finding: Finding) -> bool:
    """Whether a finding says that rules have found no name at all, whole or cut, nor two."""
    return finding.message == _UNSAID
