"""The first sheet of a workbook: what is in it, what colours and signs mean."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extraction.export.verdicts import STATUSES
from extraction.export.workbook import marks, sheet_words
from extraction.export.workbook.sheet import GrowingSheet, Put
from extraction.values.bilingual import Bilingual, Language, alike
from extraction.values.record import Status

_WIDTHS = (34, 80, 8)
_NUMBER = 12  # in the samples


class LegendWords(NamedTuple):
    """Words of a legend in both languages, and their look."""

    text: Bilingual
    look: str = "text"


LegendLine = tuple[LegendWords | Put, ...]


class LegendFacts(NamedTuple):
    """What a legend says of its workbook: verdicts, where it goes on, after how many links none."""

    counts: Mapping[Status, int]
    further: str | None = None
    links: int | None = None


def write_legend(legend: GrowingSheet, told: LegendFacts, lang: Language) -> None:
    """Fill the sheet, and let it be the one that is seen first."""
    sheet = legend.sheet
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    for lines in (_contents(told), _verdicts(told), _marks(lang), _sheets()):
        for line in lines:
            legend.add([_put(cell, lang) for cell in line])
        legend.add(())
    sheet.activate()


def _put(cell: LegendWords | Put, lang: Language) -> Put:
    return cell if isinstance(cell, Put) else Put(cell.text.to(lang), cell.look)


def _contents(told: LegendFacts) -> Iterator[LegendLine]:
    yield (LegendWords(sheet_words.TITLE, "title"),)
    total = sum(told.counts.values())
    yield (LegendWords(sheet_words.filled(sheet_words.COUNTS, total)),)
    if told.further is not None:
        goes_on = sheet_words.filled(sheet_words.GOES_ON, told.further)
        yield (LegendWords(goes_on, "bold"),)
    if told.links is not None:
        yield (LegendWords(sheet_words.filled(sheet_words.LINKS_AS_TEXT, f"{told.links:,}")),)


def _verdicts(told: LegendFacts) -> Iterator[LegendLine]:
    yield (LegendWords(sheet_words.VERDICTS, "bold"),)
    for status in STATUSES:
        name = LegendWords(marks.verdict(status), f"verdict:{status}")
        count = Put(told.counts.get(status, 0), "number")
        yield name, LegendWords(marks.VERDICT_WORDS[status]), count


def _marks(lang: Language) -> Iterator[LegendLine]:
    yield (LegendWords(sheet_words.SIGNS, "bold"),)
    yield Put(_NUMBER, "number"), LegendWords(sheet_words.READ_WORDS)
    samples: Mapping[str, str] = {
        "open": sheet_words.OPEN.to(lang),
        "text": sheet_words.WORDS.to(lang) + "…",
        "blank": sheet_words.BLANK.to(lang),
        "mark": "/",
        "digits": "1234567890123456",
    }
    for kind, mark in marks.MARKS.items():
        sample = Put(samples.get(kind, _NUMBER), f"mark:{kind}")
        yield sample, LegendWords(mark.words)
    yield (LegendWords(sheet_words.COMMENTED),)


def _sheets() -> Iterator[LegendLine]:
    yield (LegendWords(sheet_words.SHEETS_HERE, "bold"),)
    for key, about in sheet_words.ABOUT.items():
        yield LegendWords(sheet_words.SHEETS.get(key, alike("…"))), LegendWords(about)
