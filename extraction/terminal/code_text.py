"""Codes of findings in words: a table of all, a page on one, docs/rules.md, JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from rich.console import RenderableType
from rich.table import Table as RichTable

from extraction.export.described import SEVERITIES
from extraction.terminal.codes import CodeSheet
from extraction.values.bilingual import Bilingual, Language
from extraction.values.catalogue import DOUBTS
from extraction.values.record import Severity

_PLACEHOLDER = re.compile(r"\{\w+\}")
_EACH: Mapping[str, Bilingual] = {
    "column": Bilingual("in each of the columns ", "适用各列："),
    "row": Bilingual("in each of the rows ", "适用各行："),
}
_HEADS: Mapping[str, Bilingual] = {
    "advice": Bilingual("What to do", "如何处理"),
    "messages": Bilingual("What is told", "提示语"),
}


def name_severities(severities: Iterable[Severity], lang: Language) -> str:
    """Return how grave a finding may be, in words."""
    return "/".join(SEVERITIES[severity].to(lang) for severity in severities)


def rules_view(sheets: Sequence[CodeSheet], lang: Language) -> RenderableType:
    """Return a line for each code: how grave it is, and what it means."""
    grid = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for sheet in sheets:
        grid.add_row(sheet.code, name_severities(sheet.severities, lang), sheet.means.to(lang))
    return grid


def sheet_lines(sheet: CodeSheet, lang: Language) -> Iterator[str]:
    """Yield all that is known of a code, for a person."""
    yield f"{sheet.code}  {name_severities(sheet.severities, lang)}"
    yield sheet.means.to(lang)
    yield f"\n{_HEADS['advice'].to(lang)}"
    yield f"  {sheet.advice.to(lang)}"
    if sheet.messages:
        yield f"\n{_HEADS['messages'].to(lang)}"
        for told in sheet.messages:
            severity, words = SEVERITIES[told.severity].to(lang), _with_gaps(told.words.to(lang))
            yield f"  {severity}  {told.rule}: {words}"
    for held in sheet.held:
        yield f"\n{', '.join(held.forms)}"
        yield f"  {name_severities(held.severities, lang)}  {held.rule}: {held.holds}"
        if held.means != sheet.means:
            yield f"  {held.means.to(lang)}"
        yield f"  {held.spelled.to(lang)}"
        if held.along is not None:
            yield f"  {_EACH[held.along].to(lang)}{'、'.join(held.where)}"


def _with_gaps(template: str) -> str:
    """Return what is told with a gap for each name or figure of the report.

    >>> _with_gaps("{table}: the table holds no figure")
    '…: the table holds no figure'
    """
    return _PLACEHOLDER.sub("…", template)


def sheets_to_json(sheets: CodeSheet | Sequence[CodeSheet]) -> str:
    """Return one code, or all, as JSON."""
    data = asdict(sheets) if isinstance(sheets, CodeSheet) else [asdict(each) for each in sheets]
    return json.dumps(data, ensure_ascii=False, indent=2)


def markdown_lines(sheets: Sequence[CodeSheet]) -> Iterator[str]:
    """Yield docs/rules.md: a table of all codes, what each is told in and holds, the reasons."""
    yield "| code | severity | what it means | 含义 |"
    yield "|---|---|---|---|"
    for sheet in sheets:
        means = sheet.means
        link = f"[{sheet.code}](#{sheet.code.lower().replace('.', '')})"
        yield f"| {link} | {name_severities(sheet.severities, 'en')} | {means.en} | {means.zh} |"
    for sheet in sheets:
        yield f"\n## {sheet.code}\n"
        yield f"{sheet.means.en}\n\n{sheet.means.zh}\n"
        yield f"What to do: {sheet.advice.en}\n\n如何处理：{sheet.advice.zh}"
        if sheet.messages:
            yield ""
        for told in sheet.messages:
            yield f"- `{told.rule}`, {told.severity}: {told.words.en} / {told.words.zh}"
        if sheet.held:
            yield ""
        for held in sheet.held:
            grave = name_severities(held.severities, "en")
            yield f"- {', '.join(held.forms)} `{held.rule}`, {grave}: `{held.holds}`"
            yield f"  ({held.spelled.zh})"
    yield "\n## Reasons\n"
    yield "What stands for {doubt}, {why} and {notice} in the words above.\n"
    yield "上述提示语中{doubt}、{why}、{notice}处填入的原因。\n"
    for reason in DOUBTS:
        words = reason if isinstance(reason, Bilingual) else reason.outline()
        yield f"- {words.en} / {words.zh}"
