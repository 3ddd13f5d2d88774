"""What a person is told of a record in a line: whose it is, and what decides its verdict."""

from extraction.export.verdicts import deciding
from extraction.values.bilingual import Bilingual, Language, join_texts
from extraction.values.record import Finding, Record

COMMA = Bilingual(", ", "，")


def name_of(record: Record) -> str:
    """Return the report's path, and which report in the file it is if there are several."""
    source = record.source
    if source.part > 1:
        return f"{source.path} ({source.part})"
    return source.path


def whose(record: Record) -> str:
    """Return the agency and the year, as far as they are known."""
    metadata = record.metadata
    parts = (metadata.year, metadata.agency)
    return " ".join(str(part) for part in parts if part)


def what_matters(record: Record, lang: Language) -> str:
    """Return in one sentence what a person should know of a report.

    Of a report whose tables are verified that is what its prose says otherwise.
    """
    if record.status == "verified":
        conflict = _find_conflict(record)
        return conflict.said.to(lang) if conflict else ""
    if record.reason:
        return record.why.to(lang)
    first, *others = deciding(record) or record.findings
    said = first.said.to(lang)
    if others:
        said += and_more(len(others)).to(lang)
    return said


def _find_conflict(record: Record) -> Finding | None:
    """Return the first warning that the prose contradicts the tables, or itself."""
    for finding in record.findings:
        if finding.diagnosis == "narrative_conflict" and finding.severity == "warning":
            return finding
    return None


def and_more(number: int) -> Bilingual:
    """Return that there are so many more of the same."""
    return Bilingual(f" (and {number} more)", f"（另有 {number} 项）")


def when(record: Record) -> Bilingual:
    """Return what a report says of its period and its days, as far as they are known."""
    metadata = record.metadata
    start, end = metadata.period_start, metadata.period_end
    signed, published = metadata.signed, metadata.published
    parts: list[Bilingual] = []
    if start and end:
        parts.append(Bilingual(f"period {start} to {end}", f"统计期限 {start} 至 {end}"))
    if signed:
        parts.append(Bilingual(f"signed {signed}", f"落款日期 {signed}"))
    if published:
        parts.append(Bilingual(f"published {published}", f"发布日期 {published}"))
    return join_texts(COMMA, parts)
