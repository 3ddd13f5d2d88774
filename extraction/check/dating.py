"""Dates against each other and against the law, as far as the record alone shows (D01, D03 to D05).

Article 49 of the Regulations: departments publish by 31 January, governments by 31 March of
the next year; for years before 2019 it was 31 March for all.
"""

from collections.abc import Iterator
from datetime import date

from extraction.check.thresholds import FIRST_EARLY_YEAR
from extraction.forms.form import Form
from extraction.values.catalogue.report_contents import FORM_TOO_NEW, FORM_TOO_OLD
from extraction.values.catalogue.report_dates import (
    LATE_ITSELF,
    LATE_PAGE,
    PERIOD_ODD,
    PUBLISHED_EARLY,
    SIGNED_AFTER_PUBLISHED,
    SIGNED_EARLY,
)
from extraction.values.record import AgencyType, Finding, Metadata

_BY_SCHOOL_YEAR: frozenset[AgencyType] = frozenset({"authorized_org"})


def check_dates(metadata: Metadata, form: Form | None) -> Iterator[Finding]:
    """Yield what is odd about period, signature and publication; dates not known are no fault."""
    yield from _check_period(metadata)
    yield from _check_before_end(metadata)
    yield from _check_order(metadata)
    yield from _check_deadline(metadata)
    if form is not None:
        yield from _check_form_year(metadata, form)


def _check_period(metadata: Metadata) -> Iterator[Finding]:
    start, end, year = metadata.period_start, metadata.period_end, metadata.year
    if start is None or end is None or year is None:
        return
    if metadata.agency_type in _BY_SCHOOL_YEAR:
        return
    if (start, end) != (date(year, 1, 1), date(year, 12, 31)):
        quote = _quote(metadata, "period_start", "period_end")
        yield PERIOD_ODD.fails(start=start, end=end, year=year, quote=quote)


def _check_before_end(metadata: Metadata) -> Iterator[Finding]:
    """A report cannot be signed or published before its period is over (D03)."""
    end = metadata.period_end
    if end is None and metadata.year is not None:
        end = date(metadata.year, 12, 31)
    if end is None or metadata.agency_type in _BY_SCHOOL_YEAR:
        return
    signed, published = metadata.signed, metadata.published
    if signed is not None and signed <= end:
        yield SIGNED_EARLY.fails(day=signed, end=end, quote=_quote(metadata, "signed"))
    if published is not None and published <= end:
        yield PUBLISHED_EARLY.fails(day=published, end=end, quote=_quote(metadata, "published"))


def _check_order(metadata: Metadata) -> Iterator[Finding]:
    signed, published = metadata.signed, metadata.published
    if signed is not None and published is not None and signed > published:
        quote = _quote(metadata, "signed")
        yield SIGNED_AFTER_PUBLISHED.fails(signed=signed, published=published, quote=quote)


def _check_deadline(metadata: Metadata) -> Iterator[Finding]:
    """Say where a report came late; the page's day alone may be that of a later copy (D05)."""
    published, year = metadata.published, metadata.year
    if published is None or year is None:
        return
    if metadata.agency_type == "department" and year >= FIRST_EARLY_YEAR:
        due = date(year + 1, 1, 31)
    elif metadata.agency_type in ("department", "government"):
        due = date(year + 1, 3, 31)
    else:
        return
    if published <= due:
        return
    late_itself = metadata.signed is not None and metadata.signed > due
    quote = _quote(metadata, "published")
    yield (LATE_ITSELF if late_itself else LATE_PAGE).fails(
        published=published, due=due, quote=quote
    )


def _check_form_year(metadata: Metadata, form: Form) -> Iterator[Finding]:
    first, last = form.years
    year = metadata.year
    if year is None:
        return
    quote = _quote(metadata, "year")
    if first is not None and year < first:
        yield FORM_TOO_NEW.fails(year=year, form=form.title, first=first, quote=quote)
    elif last is not None and year > last:
        yield FORM_TOO_OLD.fails(year=year, form=form.title, last=last, quote=quote)


def _quote(metadata: Metadata, *keys: str) -> str | None:
    printed = [metadata.evidence[key].raw for key in keys if key in metadata.evidence]
    return " … ".join(printed) or None
