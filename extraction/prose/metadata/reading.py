"""All rooms together: a page's words to the record's metadata, and findings about them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extraction.prose.metadata.agency import Heads, Speaker, find_speaker
from extraction.prose.metadata.days import find_period, find_published, find_signed_above
from extraction.prose.metadata.identifiers import (
    find_code,
    find_contact,
    find_document_number,
    find_index_number,
    has_check_character,
)
from extraction.prose.metadata.places import find_cited_place
from extraction.prose.metadata.scope import find_scope
from extraction.prose.metadata.signature import find_signature
from extraction.prose.metadata.stated import Stated
from extraction.prose.metadata.tags import find_tag_day, find_tag_title
from extraction.prose.metadata.titles import Title, find_title, stated_year
from extraction.prose.metadata.years import find_copied_sentence, find_prose_year, year_of_period
from extraction.text.agencies import is_body, level_of, place_of, type_of
from extraction.values.document import Span
from extraction.values.findings import Check
from extraction.values.layout import Page
from extraction.values.record import Contact, Evidence, Finding, Metadata

Locate = Callable[[Span], tuple[Span, str]]
"""Place in the repaired text -> place in the report's text, and what is printed there."""

_CREDIT_CODE = Check("metadata.uscc", "A03", "warning")
_DAMAGED_DATE = Check("metadata.damaged_date", "D07", "info")
_OTHER_AGENCY = Check("metadata.agency", "A01", "warning")
_NO_AGENCY = Check("metadata.agency", "A01", "info")
_SPELLING = Check("metadata.spelling", "A06", "info")
_YEAR = Check("metadata.year", "D02", "warning")
_OTHER_YEAR = Check("metadata.other_year", "D06", "warning")
_LAST_MONTH = 6
_MARKS = "年月日"


@dataclass(frozen=True, slots=True)
class _Found:
    """The values found, by the name of the field; `years` are all that state the year."""

    values: Mapping[str, Stated[Any]]
    contact: Mapping[str, Stated[str]]
    years: tuple[Stated[int], ...]
    speaker: Speaker
    code: Stated[str] | None


def read_metadata(page: Page, locate: Locate) -> tuple[Metadata, tuple[Finding, ...]]:
    """Return what a report says about itself, null where it does not, and what is odd about it."""
    found = _find_all(page, locate)
    values = {key: stated.value for key, stated in found.values.items()}
    agency = values.get("agency")
    metadata = Metadata(
        **values,
        agency_type=type_of(agency) if agency and is_body(agency) else None,
        admin_level=level_of(agency) if agency else None,
        contact=Contact(**{key: stated.value for key, stated in found.contact.items()}),
        evidence=_evidence(found, locate),
    )
    if metadata.scope is None and agency is not None:
        metadata = metadata.model_copy(update={"scope": "unknown"})
    return metadata, tuple(_find_oddities(page, found, locate))


def _find_all(page: Page, locate: Locate) -> _Found:
    heads = Heads(find_title(page), find_tag_title(page))
    title = heads.printed or heads.tagged
    published = find_published(page) or find_tag_day(page)
    signature = find_signature(page, published)
    speaker = find_speaker(page, heads, signature)
    period = find_period(page)
    years = [
        year_of_period(period),
        *(stated_year(head) for head in (heads.printed, heads.tagged) if head),
        find_prose_year(page),
    ]
    stated = tuple(year for year in years if year is not None)
    index = find_index_number(page)
    code = find_code(page, index)
    found: dict[str, Stated[Any] | None] = {
        "title": _state_title(title) if title else None,
        "agency": speaker.agency,
        "region": _find_region(page, speaker.agency),
        "scope": find_scope(page, speaker.agency, heads.name.value if heads.name else None),
        "year": stated[0] if stated else _year_before(published),
        "published": published,
        "signed": _find_signed(signature.day, find_signed_above(page)),
        "period_start": period.start,
        "period_end": period.end,
        "doc_number": find_document_number(page),
        "index_number": index,
        "uscc": code if code and has_check_character(code.value) else None,
    }
    values = {key: _with_damage(page, one, locate) for key, one in found.items() if one is not None}
    return _Found(values, find_contact(page), stated, speaker, code)


def _state_title(title: Title) -> Stated[str] | None:
    """Return a title's text, if it is whole: a name that is cut makes the title one."""
    if title.split:
        return None
    return Stated(title.text, title.span, title.source, tag=title.tag)


def _with_damage(page: Page, stated: Stated[Any], locate: Locate) -> Stated[Any]:
    """Mark a date of which marks were put back: fewer are printed than were read."""
    if not isinstance(stated.value, date) or stated.damaged or stated.tag is not None:
        return stated
    read, printed = stated.span.slice(page.text), locate(stated.span)[1]
    return replace(stated, damaged=any(printed.count(m) < read.count(m) for m in _MARKS))


def _find_region(page: Page, agency: Stated[str] | None) -> Stated[str] | None:
    """Return the place in the agency's name, or without one, the place whose documents it cites."""
    if agency is None:
        return find_cited_place(page)
    units = place_of(agency.value)
    return replace(agency, value="".join(units)) if units else None


def _find_signed(below: Stated[date] | None, above: Stated[date] | None) -> Stated[date] | None:
    """Return the day of the signature; two different ones are none."""
    if below is None or above is None:
        return below or above
    return below if below.value == above.value else None


def _year_before(published: Stated[date] | None) -> Stated[int] | None:
    """Return the year before a report was published, if that was in the season for it."""
    if published is None or published.value.month > _LAST_MONTH:
        return None
    return Stated(published.value.year - 1, published.span, "published", tag=published.tag)


def _evidence(found: _Found, locate: Locate) -> dict[str, Evidence]:
    stated = {**found.values, **{f"contact.{key}": one for key, one in found.contact.items()}}
    evidence = {}
    for key, one in stated.items():
        span, raw = locate(one.span) if one.tag is None else (None, one.tag)
        evidence[key] = Evidence.model_validate({"raw": raw, "span": span, "from": one.source})
    return evidence


def _find_oddities(page: Page, found: _Found, locate: Locate) -> Iterator[Finding]:
    yield from _find_agency_oddities(found.speaker, locate)
    yield from _find_year_oddities(page, found, locate)
    if found.code is not None and not has_check_character(found.code.value):
        yield _CREDIT_CODE.fails(
            f"the credit code's check character is wrong: {found.code.value}",
            f"统一社会信用代码校验码有误：{found.code.value}",
            quote=locate(found.code.span)[1],
        )
    damaged = {k: one for k, one in found.values.items() if one.damaged}
    if damaged:
        read = [(_DAYS[key], locate(s.span)[1], s.value) for key, s in damaged.items()]
        listed = "; ".join(f"{name[0]}: {raw} = {day}" for name, raw, day in read)
        listed_zh = "；".join(f"{name[1]}：{raw}＝{day}" for name, raw, day in read)
        yield _DAMAGED_DATE.fails(
            f"dates that lost their marks were read in the only way possible: {listed}",
            f"日期缺字，按唯一可能读取：{listed_zh}",
            diagnosis="unresolved",
        )


def _find_agency_oddities(speaker: Speaker, locate: Locate) -> Iterator[Finding]:
    if speaker.rivals:
        names = "、".join(dict.fromkeys(rival.value for rival in speaker.rivals))
        told = f" (taken: {speaker.agency.value})" if speaker.agency else ""
        yield _OTHER_AGENCY.fails(
            f"the report names another body as its own: {names}{told}",
            f"标题、落款或编制说明中的机关名称不一致：{names}",
            quote=_quote(speaker.rivals[0], locate),
        )
    elif speaker.spellings:
        yield from _tell_spellings(speaker, locate)
    elif speaker.agency is None and speaker.cut:
        cut = "、".join(speaker.cut)
        yield _NO_AGENCY.fails(
            f"the agency's name is broken where it is printed, and may not be whole: {cut}",
            f"机关名称印刷处被断开，无法确认是否完整：{cut}",
            diagnosis="unresolved",
        )
    elif speaker.agency is None:
        yield _NO_AGENCY.fails(
            "the report does not say whose it is: no name in title, signature or opening words",
            "未见编制机关：标题、落款、编制说明中均无机关名称",
            diagnosis="unresolved",
        )


def _tell_spellings(speaker: Speaker, locate: Locate) -> Iterator[Finding]:
    """Say that a name is printed in two ways, title and signature for instance (A06)."""
    shown = (*((speaker.agency,) if speaker.agency else ()), *speaker.spellings)
    told = "; ".join(f"{one.value} ({_PLACES.get(one.source, one.source)})" for one in shown)
    taken = f"; taken: {speaker.agency.value}" if speaker.agency else ""
    yield _SPELLING.fails(
        f"the agency's name is printed in two ways: {told}{taken}",
        f"机关名称写法不一致：{'、'.join(one.value for one in shown)}",
        quote=_quote(speaker.spellings[0], locate),
        diagnosis="unresolved",
    )


def _quote(stated: Stated[Any], locate: Locate) -> str:
    return locate(stated.span)[1] if stated.tag is None else stated.tag


def _find_year_oddities(page: Page, found: _Found, locate: Locate) -> Iterator[Finding]:
    if not found.years:
        return
    first = found.years[0]
    for other in found.years[1:]:
        told = other.source != "overview" or abs(other.value - first.value) == 1
        if other.value != first.value and told:
            yield _YEAR.fails(
                f"the report is on {first.value} by its {_named(first)[0]}, and on "
                f"{other.value} by its {_named(other)[0]}",
                f"年度不一致：{_named(first)[1]}为{first.value}年，"
                f"{_named(other)[1]}为{other.value}年",
                quote=_quote(other, locate),
            )
    copied = find_copied_sentence(page, first.value)
    if copied is not None and all(other.value == first.value for other in found.years):
        quote = locate(copied)[1].strip()
        yield _OTHER_YEAR.fails(
            f"a sentence counts the work of {first.value - 1} in the report on {first.value}",
            f"{first.value}年报告中出现{first.value - 1}年的工作数据，疑为沿用上年文本",
            quote=quote,
        )


_DAYS = {
    "year": ("year", "年度"),
    "published": ("published", "发布日期"),
    "signed": ("signed", "落款日期"),
    "period_start": ("start of the period", "统计期限起"),
    "period_end": ("end of the period", "统计期限止"),
}
_NAMES = {
    "period_statement": ("period", "统计期限"),
    "title": ("title", "标题"),
    "preamble": ("opening words", "编制说明"),
    "overview": ("first section", "总体情况"),
}
_PLACES = {
    "title": "title",
    "signature": "signature",
    "compiled_by": "opening words",
    "announced": "opening words",
    "self_designation": "first section",
}


def _named(year: Stated[int]) -> tuple[str, str]:
    return _NAMES.get(year.source, (f"page's head ({year.source})", f"网页标签（{year.source}）"))
