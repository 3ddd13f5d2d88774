"""Read a record's source again: the text that its spans count in, or why it is not shown."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from extraction.read import read_document
from extraction.review.page_pictures import PagePicture, draw_pictures
from extraction.values.bilingual import Bilingual
from extraction.values.document import SourcePlace
from extraction.values.errors import UnreadableFile
from extraction.values.record import Source

LONGEST = 4_000_000
"""Characters of a text that a page still shows: a browser lays out no more in a second or two."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A report's text, and where its stretches stand in the file; or why there is none."""

    text: str | None
    why: Bilingual | None = None
    places: tuple[SourcePlace, ...] = ()


@dataclass(slots=True)
class SourceReader:
    """Reads sources again; the reports of one file, which follow each other, read it once.

    A file is read only if it has the bytes that the record was made from, so that nothing is
    shown which the record does not speak of, and nothing is taken apart that was not before.
    """

    max_bytes: int
    _last: tuple[Source | None, SourceText] = field(default=(None, SourceText(None)))

    def read(self, source: Source) -> SourceText:
        """Return the text of a record's source."""
        known, text = self._last
        if known is None or _file_of(known) != _file_of(source):
            text = self._read(source)
            self._last = source, text
        return text

    def draw(self, source: Source, pages: Collection[int]) -> tuple[PagePicture, ...]:
        """Return pictures of pages of a source that was read, counted from 1; none of no PDF."""
        if source.media_type != "application/pdf" or not pages:
            return ()
        return tuple(draw_pictures(Path(source.path).read_bytes(), sorted(pages)))

    def _read(self, source: Source) -> SourceText:
        path = Path(source.path)
        try:
            if not path.is_file():
                return SourceText(None, _gone(source))
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != source.sha256:
                return SourceText(None, _changed(source))
            document = read_document(path, self.max_bytes)
        except (OSError, ValueError):  # ValueError: no file can have this name
            return SourceText(None, _gone(source))
        except UnreadableFile as error:
            return SourceText(None, error.said)
        if document.text_sha256 != source.text_sha256:
            return SourceText(None, _read_otherwise(source))
        if len(document.text) > LONGEST:
            return SourceText(None, _too_long(source))
        return SourceText(document.text, places=document.places)


def _file_of(source: Source) -> tuple[str, str, str]:
    return source.path, source.sha256, source.text_sha256


def _gone(source: Source) -> Bilingual:
    return Bilingual(
        f"{source.path} is not there any more, or cannot be opened from this folder: run "
        "gouji review where extract was run, or put the file back.",
        f"{source.path} 已不在原处，或在当前文件夹下无法打开：请在运行 extract 的文件夹中"
        "运行 gouji review，或把文件放回原处。",
    )


def _changed(source: Source) -> Bilingual:
    return Bilingual(
        f"{source.path} has changed since it was read: run gouji extract again, then review.",
        f"{source.path} 读取后已被修改：请重新运行 gouji extract，再运行 review。",
    )


def _read_otherwise(source: Source) -> Bilingual:
    return Bilingual(
        f"This version of gouji reads {source.path} otherwise than the one that made the "
        "record: run gouji extract again, then review.",
        f"当前版本的 gouji 读取 {source.path} 的结果与生成记录时不同："
        "请重新运行 gouji extract，再运行 review。",
    )


def _too_long(source: Source) -> Bilingual:
    return Bilingual(
        f"{source.path} is too long to be shown beside its tables: see it with gouji text.",
        f"{source.path} 过长，无法与表格并排显示：请用 gouji text 查看。",
    )
