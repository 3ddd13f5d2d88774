"""Dates against each other and against the law, as far as the record alone shows (D01, D03 to D05).

Article 49 of the Regulations: departments publish by 31 January, governments by 31 March of
the next year; for years before 2019 it was 31 March for all.
"""

from collections.abc import Iterator
from datetime import date

from extraction.forms.form import Form
from extraction.values.findings import Check
from extraction.values.record import AgencyType, Finding, Metadata

_PERIOD = Check("dates.period", "D01", "warning")
_BEFORE_END = Check("dates.before_end", "D03", "warning")
_ORDER = Check("dates.order", "D04", "info")
_FORM_YEARS = Check("form.years", "S07", "warning")
_LATE_ITSELF = Check("dates.deadline", "D05", "warning")
_LATE_PAGE = Check("dates.deadline", "D05", "info")
_BY_SCHOOL_YEAR: frozenset[AgencyType] = frozenset({"authorized_org"})
_FIRST_EARLY_YEAR = 2019


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
        yield _PERIOD.fails(
            f"the period is {start} to {end}, not the whole of {year}",
            f"统计期限为{start}至{end}，不是{year}年全年",
            quote=_quote(metadata, "period_start", "period_end"),
        )


def _check_before_end(metadata: Metadata) -> Iterator[Finding]:
    """A report cannot be signed or published before its period is over (D03)."""
    end = metadata.period_end
    if end is None and metadata.year is not None:
        end = date(metadata.year, 12, 31)
    if end is None or metadata.agency_type in _BY_SCHOOL_YEAR:
        return
    for key, day, said, zh in (
        ("signed", metadata.signed, "signed", "落款日期"),
        ("published", metadata.published, "published", "发布日期"),
    ):
        if day is not None and day <= end:
            yield _BEFORE_END.fails(
                f"{said} on {day}, before the period's end {end}",
                f"{zh}{day}早于统计期限截止日{end}",
                quote=_quote(metadata, key),
            )


def _check_order(metadata: Metadata) -> Iterator[Finding]:
    signed, published = metadata.signed, metadata.published
    if signed is not None and published is not None and signed > published:
        yield _ORDER.fails(
            f"signed on {signed}, after it was published on {published}",
            f"落款日期{signed}晚于发布日期{published}",
            quote=_quote(metadata, "signed"),
        )


def _check_deadline(metadata: Metadata) -> Iterator[Finding]:
    """Say where a report came late; the page's day alone may be that of a later copy (D05)."""
    published, year = metadata.published, metadata.year
    if published is None or year is None:
        return
    if metadata.agency_type == "department" and year >= _FIRST_EARLY_YEAR:
        due = date(year + 1, 1, 31)
    elif metadata.agency_type in ("department", "government"):
        due = date(year + 1, 3, 31)
    else:
        return
    if published <= due:
        return
    late_itself = metadata.signed is not None and metadata.signed > due
    yield (_LATE_ITSELF if late_itself else _LATE_PAGE).fails(
        f"published on {published}, due by {due}",
        f"发布日期{published}晚于法定期限{due}",
        quote=_quote(metadata, "published"),
    )


def _check_form_year(metadata: Metadata, form: Form) -> Iterator[Finding]:
    first, last = form.years
    year = metadata.year
    if year is None or (first or year) <= year <= (last or year):
        return
    yield _FORM_YEARS.fails(
        f"the report on {year} follows the form {form.title}, made for {first} to {last or 'now'}",
        f"{year}年度报告使用了{form.title}",
        quote=_quote(metadata, "year"),
    )


def _quote(metadata: Metadata, *keys: str) -> str | None:
    printed = [metadata.evidence[key].raw for key in keys if key in metadata.evidence]
    return " … ".join(printed) or None
