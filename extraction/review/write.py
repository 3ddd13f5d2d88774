"""Write the page: one file, or where that grows too large a folder with a list and its parts."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from extraction.export.folder import write_whole
from extraction.export.lock import cannot_write
from extraction.export.ours import begins_otherwise
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.review.form_shape import FormShape, shape_of_form, shape_of_record
from extraction.review.page_json import Json, page_json
from extraction.review.report_json import list_entry, pages_of, report_json
from extraction.review.self_contained import BEGINS, render_review_page
from extraction.review.source_text import SourceReader
from extraction.values.bilingual import Bilingual, Language
from extraction.values.corrections import CorrectedSource, Decision
from extraction.values.errors import AlreadyThere
from extraction.values.record import Record, Source

LARGEST = 20_000_000
"""Bytes of a file that a browser opens at once, and that goes by mail."""
_TRAPPINGS = 400_000  # style, script, texts and forms
_WRAPPING = 80  # around a block, and its name in the list
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class PageChoices:
    """What a page is told beside its records.

    name: what its corrections are called. decisions: those made before. codes: what each code
    of findings means, and what to do about it. save: where a page that is served sends
    corrections. largest: bytes of a file, beyond which it is split.
    """

    lang: Language
    name: str
    decisions: Sequence[Decision] = ()
    codes: Mapping[str, tuple[Bilingual, Bilingual]] = field(default_factory=dict)
    save: str | None = None
    fresh: bool = False
    largest: int = LARGEST


@dataclass(slots=True)
class _Sheet:
    """The reports of one file, as long as they are not written."""

    entries: list[dict[str, Json]] = field(default_factory=list)
    blocks: list[tuple[str, bytes]] = field(default_factory=list)
    shapes: dict[str, FormShape] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    sources: set[tuple[str, int]] = field(default_factory=set)
    size: int = _TRAPPINGS


@dataclass(slots=True)
class PageWriter:
    """Takes records one by one; what it holds of them stays below the largest file."""

    out: Path
    forms: tuple[Form, ...]
    sources: SourceReader
    choices: PageChoices
    reports: int = 0
    files: list[Path] = field(default_factory=list)
    _sheet: _Sheet = field(default_factory=_Sheet)
    _index: list[dict[str, Json]] = field(default_factory=list)
    _codes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._refuse(self.out)
        self._refuse(self._folder / _INDEX)

    @property
    def _folder(self) -> Path:
        return self.out.with_suffix("")

    def _refuse(self, file: Path) -> None:
        """Refuse to write over what is there and is no page of ours."""
        try:
            theirs = not self.choices.fresh and begins_otherwise(file, BEGINS)
        except NotADirectoryError:
            return  # nothing can be there; whether a folder can be made shows when it is needed
        except OSError as error:
            raise cannot_write(file, error) from error
        if theirs:
            raise AlreadyThere(
                f"{file} is there and is no page of gouji review",
                f"{file} 已存在，且不是 gouji review 的页面",
            )

    def add(self, record: Record) -> None:
        """Take a record; where the file would grow too large, the one before it is written."""
        entry = list_entry(record)
        shape, shared, block = self._show(record)
        new = [(name, content) for name, content in shared if name not in self._sheet.shared]
        name = f"r{self.reports}"
        blocks = [*new, (name, block)]
        size = len(page_json(entry)) + sum(map(_size_of, blocks))
        if self._sheet.entries and self._sheet.size + size > self.choices.largest:
            self._write_part()
            self.add(record)
            return
        self._sheet.blocks += blocks
        self._sheet.shared.update(each for each, _ in new)
        self._sheet.entries.append({**entry, "block": name})
        self._sheet.shapes[shape.key] = shape
        self._sheet.sources.add(_key_of(record.source))
        self._sheet.codes.update(finding.code for finding in record.findings)
        self._sheet.size += size
        self.reports += 1

    def _show(self, record: Record) -> tuple[FormShape, list[tuple[str, bytes]], bytes]:
        """Return what a record is drawn by, blocks that other records may share, and its own."""
        source, shape = self.sources.read(record.source), self._shape_of(record)
        shared: list[tuple[str, bytes]] = []
        text = f"t{record.source.text_sha256}"
        if source.text is not None:
            shared.append((text, page_json(source.text)))
        pages: list[Json] = []
        for picture in self.sources.draw(record.source, pages_of(record, source)):
            name = f"p{record.source.sha256}-{picture.number}"
            shared.append((name, page_json(b64encode(picture.png).decode())))
            pages.append([picture.number, picture.width, picture.height, name])
        report = report_json(record, shape, source, text, pages)
        return shape, shared, page_json(report)

    def _shape_of(self, record: Record) -> FormShape:
        """Return what a record is drawn by: its form, or its own keys where that has not all."""
        form = find_known_form(record.form, record.mixed, self.forms)
        if form is not None:
            mixed = (f"{table}:{other}" for table, other in record.mixed.items())
            key = " ".join((form.form, *mixed))
            shape = self._sheet.shapes.get(key) or shape_of_form(key, form)
            if shape.has_all(record):
                return shape
        return shape_of_record(f"{record.source.sha256} {record.source.part}", record)

    def _write_part(self) -> None:
        name = f"reports-{len(self.files) + 1:04}.html"
        file = self._folder / name
        self._refuse(file)
        self._write(file, self._render(self._sheet, home=_INDEX))
        self.files.append(file)
        for entry in self._sheet.entries:
            self._index.append({**entry, "file": name})
        self._codes |= self._sheet.codes
        self._sheet = _Sheet()

    def finish(self) -> Path:
        """Write what is left; return the file that is to be opened."""
        if not self.files:
            self._write(self.out, self._render(self._sheet))
            self._remove_stale(1, self._folder / _INDEX)
            self.files.append(self.out)
            return self.out
        self._write_part()
        index = self._folder / _INDEX
        self._write(index, self._render(_Sheet(self._index, codes=self._codes)))
        self._remove_stale(len(self.files) + 1, self.out)
        return index

    def _remove_stale(self, number: int, first: Path) -> None:
        """Remove what is left of a page of ours that was longer, or shorter, than this one."""
        _remove_page(first)
        while _remove_page(self._folder / f"reports-{number:04}.html"):
            number += 1

    def _write(self, file: Path, page: bytes) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, page)
        except OSError as error:
            with suppress(OSError):  # it was never made, or the disk takes nothing back
                file.with_name(".gouji-new").unlink()
            raise cannot_write(file, error) from error

    def _render(self, sheet: _Sheet, home: str | None = None) -> bytes:
        made = [d for d in self.choices.decisions if _key_of(d.source) in sheet.sources]
        data: dict[str, Json] = {
            "schema": "gouji-review/1",
            "lang": self.choices.lang,
            "name": self.choices.name,
            "save": self.choices.save,
            "home": home,
            "codes": self._codes_json(sheet),
            "forms": {key: shape.drawn for key, shape in sheet.shapes.items()},
            "reports": sheet.entries,
            "corrections": [_decision_json(decision) for decision in made],
        }
        return render_review_page(data, sheet.blocks)

    def _codes_json(self, sheet: _Sheet) -> Json:
        """Return what the codes mean that the reports of a file have."""
        told: dict[str, Json] = {}
        for code in sorted(sheet.codes & self.choices.codes.keys()):
            means, advice = self.choices.codes[code]
            told[code] = {"means": [means.en, means.zh], "advice": [advice.en, advice.zh]}
        return told


def _size_of(block: tuple[str, bytes]) -> int:
    name, content = block
    return len(name) + len(content) + _WRAPPING


def _remove_page(file: Path) -> bool:
    """Remove a page of ours; say whether there was one."""
    ours = file.is_file() and not begins_otherwise(file, BEGINS)
    if ours:
        file.unlink()
    return ours


def _decision_json(decision: Decision) -> Json:
    """Return a decision with the digits of its value: as JSON has it, it may be a binary number."""
    return {**decision.model_dump(by_alias=True), "value": decision.value}


def _key_of(source: Source | CorrectedSource) -> tuple[str, int]:
    return source.path, source.part
