"""What stands around a name and a day that sign a report: a field's name, the note of a seal."""

import re

from extraction.values.document import Span

_SEAL = r"[(\[]\s*(?:[\u4e00-\u9fff]\s*){0,4}[章印]\s*[)\]]"
_FIELD = re.compile(
    r"\s*(?:(?:编制|编报|填报|填表|制发|发布|公布|公开|报告|报送|上报|落款)\s*(?:机\s*关|单\s*位|机\s*构|部\s*门)"
    rf"|(?:单位|机关|机构|部门)(?=名称))\s*(?:名\s*称)?\s*(?:{_SEAL})?\s*[::]\s*"
)
_SEAL_END = re.compile(rf"\s*{_SEAL}\s*\Z")
_DAY_FIELD = re.compile(r"\s*(?:[\u4e00-\u9fff]{2,4})?(?:日\s*期|时\s*间)\s*[::]\s*\Z")
_ONLY_SEAL = re.compile(rf"\s*{_SEAL}\s*")


def find_signed_part(text: str, line: Span) -> Span:
    """Return a line without the name of the field that it fills in, and without its seal's note.

    >>> line = "填报单位(盖章): 石桥县教育局 (公章)"
    >>> find_signed_part(line, Span(0, len(line))).slice(line)
    '石桥县教育局'
    """
    start, end = line
    field = _FIELD.match(text, start, end)
    if field is not None:
        start = field.end()
    seal = _SEAL_END.search(text, start, end)
    return Span(start, seal.start() if seal else end)


def cut_day_field(before: str) -> str:
    """Return what stands before a day without the name of the day's field.

    >>> cut_day_field("石桥县教育局(盖章) 填报日期:"), cut_day_field("石桥县教育局")
    ('石桥县教育局', '石桥县教育局')
    """
    named = _DAY_FIELD.sub("", before).rstrip()
    return _SEAL_END.sub("", named)


def is_seal(line: str) -> bool:
    """Whether a line is the note of a seal and nothing more.

    >>> is_seal("(盖章)"), is_seal("(印刷厂)")
    (True, False)
    """
    return _ONLY_SEAL.fullmatch(line) is not None
