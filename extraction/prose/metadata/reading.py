"""All rooms together: a page's words to the record's metadata, and findings about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extraction.prose.metadata.agency import Heads, Speaker, find_speaker
from extraction.prose.metadata.days import find_period, find_published, find_signed_above
from extraction.prose.metadata.identifiers import (
    find_contact,
    find_credit_code,
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
from extraction.prose.thresholds import LAST_MONTH
from extraction.text.agencies import find_agency_place, is_body, level_of, type_of
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.frames import QUOTED
from extraction.values.catalogue.named_places import (
    IN_OPENING,
    IN_OVERVIEW,
    IN_PERIOD,
    IN_SIGNATURE,
    IN_TAG,
    IN_TITLE,
    NAME_AT,
    ON_PAGE,
    PERIOD_END,
    PERIOD_START,
    PUBLISHED,
    SIGNED,
    YEAR,
)
from extraction.values.catalogue.report_agency import (
    AGENCIES_DIFFER,
    AGENCY_BROKEN,
    AGENCY_UNSAID,
    CREDIT_CODE_WRONG,
    OTHER_AGENCY,
    SPELLING_TAKEN,
    SPELLINGS_DIFFER,
)
from extraction.values.catalogue.report_dates import (
    DAMAGED_DATE,
    DATES_DAMAGED,
    YEAR_BEFORE_COUNTED,
    YEARS_DIFFER,
)
from extraction.values.document import Locate
from extraction.values.layout import Page
from extraction.values.record import Contact, Evidence, Finding, Metadata

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
    days = (published, signature.day)
    heads_of_year = [head for head in (heads.printed, heads.tagged) if head]
    years = [
        year_of_period(period),
        *(stated_year(head) for head in heads_of_year if not _may_be_day_of(head, *days)),
        find_prose_year(page),
    ]
    stated = tuple(year for year in years if year is not None)
    index = find_index_number(page)
    code = find_credit_code(page, index)
    found: dict[str, Stated[Any] | None] = {
        "title": _state_title(title) if title else None,
        "agency": speaker.agency,
        "region": _find_region(page, speaker.agency),
        "scope": find_scope(page, speaker.agency, heads.name.value if heads.name else None),
        "year": _decide_year(stated, title, published, signature.day),
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


def _decide_year(
    stated: Sequence[Stated[int]],
    title: Title | None,
    published: Stated[date] | None,
    signed: Stated[date] | None,
) -> Stated[int] | None:
    """Return the year that a report is on; None where it names several, or one yet to come.

    What states it first counts, unless others differ and the days of the report are theirs.
    """
    if title is not None and title.several:
        return None
    if not stated:
        return _guess_year(title, published, signed)
    days = [day.value.year - 1 for day in (published, signed) if day is not None]
    year = stated[0]
    rivals = [o for o in stated if o.value != year.value and o.source != "overview"]
    if rivals and year.value not in days:
        fitting = [other for other in rivals if other.value in days]
        return fitting[0] if fitting else None
    return None if days and year.value > max(days) + 1 else year


def _guess_year(
    title: Title | None, published: Stated[date] | None, signed: Stated[date] | None
) -> Stated[int] | None:
    """Return the year before a report was published, unless its title tells of that year."""
    if title is not None and _may_be_day_of(title, published, signed):
        return None
    return _year_before(published)


def _may_be_day_of(title: Title, *days: Stated[date] | None) -> bool:
    """Whether the year behind a title is that of the report's signature or page: not its own."""
    return title.behind and any(day and day.value.year == title.year for day in days)


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
    units = find_agency_place(agency.value)
    return replace(agency, value="".join(units)) if units else None


def _find_signed(below: Stated[date] | None, above: Stated[date] | None) -> Stated[date] | None:
    """Return the day of the signature; two different ones are none."""
    if below is None or above is None:
        return below or above
    return below if below.value == above.value else None


def _year_before(published: Stated[date] | None) -> Stated[int] | None:
    """Return the year before a report was published, if that was in the season for it."""
    if published is None or published.value.month > LAST_MONTH:
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
        quote = locate(found.code.span)[1]
        yield CREDIT_CODE_WRONG.fails(credit_code=found.code.value, quote=quote)
    damaged = {key: one for key, one in found.values.items() if one.damaged}
    if damaged:
        dates = [
            DAMAGED_DATE.fill(name=_DAYS[key], printed=locate(one.span)[1], day=one.value)
            for key, one in damaged.items()
        ]
        yield DATES_DAMAGED.fails(dates=dates)


def _find_agency_oddities(speaker: Speaker, locate: Locate) -> Iterator[Finding]:
    if speaker.rivals:
        names = _quote_names(rival.value for rival in speaker.rivals)
        quote = _quote(speaker.rivals[0], locate)
        if speaker.agency is None:
            yield AGENCIES_DIFFER.fails(names=names, quote=quote)
        else:
            yield OTHER_AGENCY.fails(names=names, taken=speaker.agency.value, quote=quote)
    elif speaker.spellings:
        yield _tell_spellings(speaker, locate)
    elif speaker.agency is None and speaker.cut:
        yield AGENCY_BROKEN.fails(names=_quote_names(speaker.cut))
    elif speaker.agency is None:
        yield AGENCY_UNSAID.fails()


def _quote_names(names: Iterable[str]) -> list[Bilingual]:
    return [QUOTED.fill(words=name) for name in dict.fromkeys(names)]


def _tell_spellings(speaker: Speaker, locate: Locate) -> Finding:
    """Say that a name is printed in two ways, title and signature for instance (A06)."""
    shown = (*((speaker.agency,) if speaker.agency else ()), *speaker.spellings)
    names = [NAME_AT.fill(name=one.value, place=_place(one)) for one in shown]
    quote = _quote(speaker.spellings[0], locate)
    if speaker.agency is None:
        return SPELLINGS_DIFFER.fails(names=names, quote=quote)
    return SPELLING_TAKEN.fails(names=names, taken=speaker.agency.value, quote=quote)


def _quote(stated: Stated[Any], locate: Locate) -> str:
    return locate(stated.span)[1] if stated.tag is None else stated.tag


def _find_year_oddities(page: Page, found: _Found, locate: Locate) -> Iterator[Finding]:
    if not found.years:
        return
    first = found.years[0]
    for other in found.years[1:]:
        told = other.source != "overview" or abs(other.value - first.value) == 1
        if other.value != first.value and told:
            yield YEARS_DIFFER.fails(
                year=first.value,
                place=_place(first),
                other_year=other.value,
                other_place=_place(other),
                quote=_quote(other, locate),
            )
    copied = find_copied_sentence(page, first.value)
    if copied is not None and all(other.value == first.value for other in found.years):
        quote = locate(copied)[1].strip()
        yield YEAR_BEFORE_COUNTED.fails(before=first.value - 1, year=first.value, quote=quote)


_DAYS = {
    "year": YEAR,
    "published": PUBLISHED,
    "signed": SIGNED,
    "period_start": PERIOD_START,
    "period_end": PERIOD_END,
}
_PLACES = {
    "period_statement": IN_PERIOD,
    "title": IN_TITLE,
    "preamble": IN_OPENING,
    "compiled_by": IN_OPENING,
    "announced": IN_OPENING,
    "overview": IN_OVERVIEW,
    "self_designation": IN_OVERVIEW,
    "signature": IN_SIGNATURE,
    "page": ON_PAGE,
    "contact": ON_PAGE,
}


def _place(stated: Stated[Any]) -> Bilingual:
    """Return what persons call the place at which something is stated."""
    return _PLACES.get(stated.source) or IN_TAG.fill(tag=stated.source)
