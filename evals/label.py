"""Labels on their way: drafted from a record, file by file, for a person to check and correct."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath

from evals.gold import (
    ENDINGS,
    TODO,
    Gold,
    GoldConflict,
    GoldFact,
    Meta,
    Tables,
    Value,
    gold_to_text,
)
from evals.prose_scores import is_about_words
from evals.score import find_form_cells
from extraction.pipeline import extract_file
from extraction.settings import Settings
from extraction.values.errors import GoujiError
from extraction.values.record import Cell, Record

METADATA = ("agency", "year", "published", "signed", "period_start", "period_end")
BLIND = "blind"


def draft_gold(record: Record, report: str, *, blind: bool = False) -> Gold:
    """Return labels drafted from a record, for a person to correct; what is open is `todo`.

    It says what drafted it, and counts nowhere until somebody stands for it under `checked`.
    blind: nothing of what gouji reads is in it, only which cells there are.
    """
    gouji = f"gouji {record.versions.gouji}"
    metadata = record.metadata.model_dump(mode="json")
    found: dict[str, Meta] = {key: TODO if blind else metadata[key] for key in METADATA}
    draft = Gold(
        report=report,
        part=record.source.part,
        sha256=record.source.sha256,
        drafted=BLIND if blind else gouji,
        form=record.form,
        status=record.status if record.form is None else None,
        metadata=found,
        tables=_draft_tables(record, blind=blind),
        tables_consistent=blind or record.status != "source_inconsistent",
        notes=(f"drafted by {gouji}" + (", blind" if blind else f" ({record.status})"),),
    )
    if not blind:
        draft = draft.model_copy(update=_draft_words(record))
    return draft.model_copy(update={"checked": dict.fromkeys(draft.parts, TODO)})


def _draft_words(record: Record) -> dict[str, object]:
    return {
        "facts": tuple(
            GoldFact(key=f.key, value=f.value, unit=f.unit, label=f.label, quote=f.quote)
            for f in record.facts
        ),
        "conflicts": tuple(
            GoldConflict(rule=f.code, what=f.message, cells=f.cells)
            for f in record.findings
            if is_about_words(f)
        ),
    }


def _draft_tables(record: Record, *, blind: bool) -> Tables:
    tables: Tables = {}
    for key, cell in find_form_cells(record).items():
        value = TODO if blind else _draft_value(cell)
        tables.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = value
    return tables


def _draft_value(cell: Cell) -> Value:
    if cell.state == "missing":
        return TODO
    return cell.value if cell.state == "number" else cell.raw


@dataclass(slots=True)
class Drafting:
    """Drafts of many reports, one after the other; no report stops the others.

    out: the folder for drafts, None for beside each report. base: the deepest folder that
    holds all reports; drafts lie in the same folders below `out`. hand: who labels.
    """

    settings: Settings
    base: Path
    out: Path | None = None
    hand: str | None = None
    blind: bool = False
    failures: int = 0
    _seen: dict[str, Path] = field(default_factory=dict)

    def draft(self, file: Path) -> Iterator[str]:
        """Draft the labels of a file's reports, and yield what is to be said of each."""
        try:
            digest = sha256(file.read_bytes()).hexdigest()
            if digest in self._seen:
                yield f"{file}: the same file as {self._seen[digest]}, left out"
                return
            self._seen[digest] = file
            records = extract_file(file, self.settings, file.name)
        except (GoujiError, OSError) as error:
            self.failures += 1
            yield f"{file}: no draft. {error}"
            return
        for record in records:
            yield self._write(file, record)

    def _write(self, file: Path, record: Record) -> str:
        target, there = self._target(file, record.source.part)
        if there:
            return f"{there}: there already, kept"
        draft = draft_gold(record, file.name, blind=self.blind)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(gold_to_text(draft, ".yaml"), "utf-8")
        todo = sum(value == TODO for _, value in draft.written())
        return f"{target}: a draft, {todo} cells to do; check every other one too"

    def _target(self, file: Path, part: int) -> tuple[Path, Path | None]:
        """Return where a draft goes, and the labels of the report that are there already."""
        folder = file.parent
        if self.out is not None:
            folder = self.out / file.resolve().parent.relative_to(self.base)
        end = ("" if part == 1 else f"%part{part}") + (f".{self.hand}" if self.hand else "")
        for stem in (file.stem, file.name):
            there = [
                folder / f"{stem}{end}{ending}"
                for ending in sorted(ENDINGS)
                if (folder / f"{stem}{end}{ending}").exists()
                and folder / f"{stem}{end}{ending}" != file
            ]
            if not there:
                return folder / f"{stem}{end}.yaml", None
            if any(_labels(path, file.name) for path in there):
                return there[0], there[0]
        return there[0], there[0]


def _labels(path: Path, report: str) -> bool:
    """Say whether a file of labels is about a report: also one that is broken on its way."""
    text = path.read_text("utf-8", "replace")
    return PurePath(report).name in text
