"""Labels on their way: drafted from a record, held against sums and text, by two hands."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from evals.case import Labelled, find_report, group_labels
from evals.claims import is_about_words
from evals.gold import TODO, Gold, GoldConflict, GoldFact, Meta, Tables, Value
from evals.score import cells_of
from evals.synth.equations import broken_equations, place_of
from evals.synth.labelled import Label
from extraction.errors import BrokenGold, GoujiError
from extraction.forms.equation import Equation
from extraction.forms.table import CellKey
from extraction.read import document_from_bytes
from extraction.record import Cell, Record

METADATA = ("agency", "year", "published", "signed", "period_start", "period_end")
_FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def draft_gold(record: Record, report: str) -> Gold:
    """Return labels drafted from a record, for a person to correct; what is open is `todo`.

    It is marked as a draft: nobody has checked it, and no eval takes it.
    """
    say = f"drafted by gouji {record.versions.gouji} ({record.status}); nobody has checked it"
    metadata = record.metadata.model_dump(mode="json")
    found: dict[str, Meta] = {key: metadata[key] for key in METADATA}
    return Gold(
        report=report,
        part=record.source.part,
        sha256=record.source.sha256,
        draft=True,
        form=record.form,
        status="unreadable" if record.form is None else None,
        metadata=found,
        tables=_draft_tables(record),
        facts=tuple(
            GoldFact(key=f.key, value=f.value, unit=f.unit, label=f.label, quote=f.quote)
            for f in record.facts
        ),
        tables_consistent=record.status != "source_inconsistent",
        conflicts=tuple(
            GoldConflict(rule=f.code, what=f.message, cells=f.cells)
            for f in record.findings
            if is_about_words(f)
        ),
        notes=(say,),
    )


def _draft_tables(record: Record) -> Tables:
    tables: Tables = {}
    for key, cell in cells_of(record).items():
        tables.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = _draft_value(cell)
    return tables


def _draft_value(cell: Cell) -> Value:
    if cell.state == "missing":
        return TODO
    return cell.value if cell.state == "number" else cell.raw


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be said about one gold file; `problems` must be mended, `notes` looked at."""

    file: Path
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


def check_gold(labelled: Labelled, reports: Path | None) -> Check:
    """Hold labels against the report's text and the form's equations."""
    gold = labelled.gold
    problems = []
    if gold.draft:
        problems.append("is a draft: check every cell, then take out `draft`")
    try:
        data = find_report(labelled, reports).read_bytes()
        if gold.sha256 not in (None, sha256(data).hexdigest()):
            problems.append("labels another version of the report")
        text = document_from_bytes(gold.report, data).text
    except BrokenGold as error:
        problems.append(str(error))
        text = None
    except GoujiError:
        text = None
    broken = [f"{e.rule.id}@{place_of(e)}" for e in _broken(gold)]
    if broken and gold.tables_consistent:
        problems.append(
            f"{', '.join(broken)} does not tie out: mend the cells, or write"
            " `tables_consistent: false` if the report prints it so"
        )
    if not broken and not gold.tables_consistent and not gold.lost:
        problems.append("ties out, although `tables_consistent` is false")
    return Check(labelled.file, tuple(problems), tuple(_notes(gold, broken, text)))


def _broken(gold: Gold) -> Sequence[Equation]:
    return broken_equations(gold.form, gold.labels) if gold.form else ()


def _notes(gold: Gold, broken: Sequence[str], text: str | None) -> Iterator[str]:
    if broken and not gold.tables_consistent:
        yield f"the report does not tie out, as labelled: {', '.join(broken)}"
    if text is not None:
        printed = numbers_in(text)
        for key, label in gold.labels.items():
            if label.value is not None and abs(label.value) not in printed:
                yield f"{key}: {label.value:f} stands nowhere in the text"


def numbers_in(text: str) -> set[Decimal]:
    """Return every number that a text prints.

    >>> sorted(map(str, numbers_in("１２件, 1,234.5 和0")))
    ['0', '12', '1234.5']
    """
    found = _FIGURES.findall(unicodedata.normalize("NFKC", text))
    return {Decimal(figure.replace(",", "")) for figure in found}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two hands over one report: cells that both labelled, those they differ on, and kappa.

    kappa is null where only one thing was ever said, so that chance cannot be told.
    """

    report: str
    first: str
    second: str
    cells: int
    differ: tuple[tuple[CellKey, str, str], ...]
    kappa: float | None

    @property
    def share(self) -> float:
        """The share of cells on which both agree."""
        return 1 - len(self.differ) / self.cells if self.cells else 0.0


def find_agreements(found: Sequence[Labelled]) -> Iterator[Agreement]:
    """Yield how far each two labellers of a report agree."""
    for (report, _), hands in group_labels(found).items():
        for first, second in combinations(hands, 2):
            yield compare_hands(report, first, second)


def compare_hands(report: str, first: Labelled, second: Labelled) -> Agreement:
    """Compare the labels of two hands, cell by cell."""
    left, right = first.gold.labels, second.gold.labels
    both = [(key, said(left[key]), said(right[key])) for key in left if key in right]
    differ = tuple(each for each in both if each[1] != each[2])
    kappa = cohen_kappa([(a, b) for _, a, b in both])
    one, other = (hand.labeller or "the settled file" for hand in (first, second))
    return Agreement(report, one, other, len(both), differ, kappa)


def said(label: Label) -> str:
    """Return what a label says of its cell, as one category."""
    return label.state if label.value is None else f"{label.value.normalize():f}"


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return the agreement of two raters beyond chance (Cohen, 1960).

    Our own few lines: the libraries that have it weigh a hundred megabytes.

    >>> cohen_kappa([("0", "0"), ("0", "0"), ("1", "1"), ("1", "0")])
    0.5
    """
    if not pairs:
        return None
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[each] * second[each] for each in first) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
