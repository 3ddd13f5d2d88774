"""The labels of one report, as a person writes them: one YAML or JSON file beside it.

What a cell holds is written as the report prints it: a number for a figure (`12`,
`3664.4476`), nothing (`null`) for a blank, the mark itself for a mark (`/`, `—`, `无`),
and any other text as it stands. `todo` is a cell that nobody has labelled yet.
"""

import datetime
import json
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from evals.known_forms import known_form, load_known_forms
from evals.synth.labelled import Label
from evals.yamlines import find_line, load_data
from extraction.forms.form import Form
from extraction.forms.table import Table
from extraction.prose.facts import known_keys
from extraction.text.numbers import parse_cell
from extraction.values.errors import BrokenGold
from extraction.values.record import CellKey, Metadata, Status
from extraction.values.written_model import Number

TODO = "todo"
ENDINGS = frozenset({".json", ".yaml", ".yml"})
BESIDE = ("metadata", "facts")
_SOME = 4
_WITHOUT_TABLES: tuple[Status, ...] = ("needs_review", "unreadable")
_CHECKED = re.compile(r"\S.* \d{4}-\d\d-\d\d")
_LETTERS = re.compile(r"(?=.*[OoIl])[\dOoIl０-９.,]+")

Value = Number | str | None
Meta = int | str | tuple[str, ...] | None
Tables = dict[str, dict[str, dict[str, Value]]]


class GoldModel(BaseModel):
    """Base of all that a gold file says: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldFact(GoldModel):
    """A quantity that the prose states; `agrees` is false where the tables say otherwise."""

    key: str
    value: Number
    unit: str | None = None
    label: str | None = None
    quote: str | None = None
    agrees: bool = True


class GoldMistake(GoldModel):
    """A mistake of the report's own tables: its cells, and the rules that fail by it.

    A rule is written with its place, `requests.balance@total`; none stand there for a
    slip that no sum can see.
    """

    kind: str = ""
    cells: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class GoldConflict(GoldModel):
    """Where the report's words speak against its tables or themselves; `rule` is the code."""

    rule: str
    what: str = ""
    cells: tuple[str, ...] = ()


class Gold(GoldModel):
    """Everything that is true of one report, and how its record should come out.

    report: the file's name. part: which of its reports, if it holds several. form: the
    form of its tables, null where there are none. lost: cells, rows or tables (dotted
    paths) that nobody can settle from the text; open is right there, and so is the
    label. metadata: `x_accept` lists what is right for `x` too. facts_complete: whether
    every fact with a key is listed, so that any other is false. tables_consistent:
    whether the printed figures tie out. status: the verdict that the report deserves,
    where it does not follow from the rest. drafted: by what, if a person did not write it.
    checked: who has looked at each table, the metadata and the facts, and when
    (`alice 2026-11-30`), or `todo`; what was drafted counts only then. draft: the same for
    all of it, as older files say it.
    """

    report: str
    part: int = 1
    sha256: str | None = None
    draft: bool = False
    drafted: str | None = None
    checked: dict[str, str] = Field(default_factory=dict)
    form: str | None = None
    status: Status | None = None
    metadata: dict[str, Meta] = Field(default_factory=dict)
    tables: Tables = Field(default_factory=dict)
    lost: tuple[str, ...] = ()
    facts: tuple[GoldFact, ...] = ()
    facts_complete: bool = True
    tables_consistent: bool = True
    mistakes: tuple[GoldMistake, ...] = ()
    conflicts: tuple[GoldConflict, ...] = ()
    notes: tuple[str, ...] = ()
    layout: str | None = None
    modifiers: tuple[str, ...] = ()

    @field_validator("metadata", mode="before")
    @classmethod
    def _write_dates_out(cls, metadata: Any) -> Any:
        if not isinstance(metadata, dict):
            return metadata
        date = datetime.date
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in metadata.items()}

    @field_validator("checked", mode="before")
    @classmethod
    def _all_of_it(cls, checked: Any) -> Any:
        """Take one hand for all tables, the metadata and the facts."""
        return {"all": checked} if isinstance(checked, str) else checked

    @field_validator("checked")
    @classmethod
    def _by_somebody(cls, checked: dict[str, str]) -> dict[str, str]:
        for part, who in checked.items():
            if who != TODO and not _CHECKED.fullmatch(who):
                raise ValueError(f"{part}: who checked it, and when? Write alice 2026-11-30")
        return checked

    @field_validator("metadata")
    @classmethod
    def _known_metadata(cls, metadata: dict[str, Meta]) -> dict[str, Meta]:
        for key in metadata:
            _refuse_unknown(key.removesuffix("_accept"), _METADATA)
        return metadata

    @field_validator("facts")
    @classmethod
    def _known_facts(cls, facts: tuple[GoldFact, ...]) -> tuple[GoldFact, ...]:
        for fact in facts:
            _refuse_unknown(fact.key, frozenset({*known_keys(), "other"}))
        return facts

    @model_validator(mode="after")
    def _cells_are_the_forms(self) -> Self:
        known = {form.form for form in load_known_forms()}
        if self.form is not None and self.form not in known:
            raise ValueError(f"there is no form {self.form!r}; known: {', '.join(sorted(known))}")
        if self.form is None and (self.tables or self.status not in (None, *_WITHOUT_TABLES)):
            raise ValueError("a report with tables needs its `form`")
        if self.form is not None:
            problems = [*self._find_misreadable(), *self._find_problems(known_form(self.form))]
            if problems:
                raise ValueError("; ".join(problems))
        return self

    def _find_misreadable(self) -> Iterator[str]:
        """Yield the cells whose label can be read in no way, or in two."""
        for cell, value in self.written():
            try:
                value_to_label(value)
            except ValueError as error:
                yield f"{cell}: {error}"

    def written(self) -> Iterator[tuple[CellKey, Value]]:
        """Yield every cell, and what is written of it."""
        for table, rows in self.tables.items():
            for row, columns in rows.items():
                for column, value in columns.items():
                    yield CellKey(table, row, column), value

    def _find_problems(self, form: Form) -> Iterator[str]:
        written = {cell for cell, _ in self.written()}
        expected = frozenset(cell for table in form.tables for cell in self._drawn(table, written))
        if unknown := written - expected:
            yield f"the form has no cell {_some(unknown)}"
        if absent := expected - written - self.lost_cells:
            yield f"{_some(absent)} has no label: write one, or list it under `lost`"
        unlabelled = {cell for cell, value in self.written() if value == TODO}
        if open_cells := {cell for cell in unlabelled if self.is_checked(cell.table)}:
            yield f"{_some(open_cells)} is still `{TODO}`: label it"
        if TODO in self.metadata.values() and self.is_checked("metadata"):
            yield f"the metadata has pieces that are still `{TODO}`: label them"
        for path in self.lost:
            if not _is_of_a_form(path):
                yield f"`lost` names {path}, which is no table, row or cell of a form"

    def _drawn(self, table: Table, written: set[CellKey]) -> tuple[CellKey, ...]:
        """Return a table's cells; a report may take a whole table from another form."""
        mine = {cell for cell in written if cell.table == table.key}
        others = (t for form in load_known_forms() for t in form.tables if t.key == table.key)
        fitting = [drawn for t in (table, *others) if mine <= {*(drawn := tuple(t.cells()))}]
        whole = (drawn for drawn in fitting if {*drawn} <= mine | self.lost_cells)
        return next(whole, fitting[0] if fitting else tuple(table.cells()))

    @property
    def parts(self) -> tuple[str, ...]:
        """What is checked one by one: each table, the metadata, the facts."""
        tables = [t.key for t in known_form(self.form).tables] if self.form else []
        return (*tables, *BESIDE)

    def is_checked(self, part: str) -> bool:
        """Say whether a person stands for a table, the metadata or the facts."""
        if self.draft:
            return False
        if self.drafted is None:
            return self.checked.get(part, "") != TODO
        return self.checked.get(part, self.checked.get("all", TODO)) != TODO

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The tables, metadata and facts that nobody has looked at."""
        return tuple(part for part in self.parts if not self.is_checked(part))

    def only_checked(self) -> "Gold":
        """Return the labels without metadata and facts that nobody has looked at."""
        changes: dict[str, Any] = {}
        if not self.is_checked("metadata"):
            changes["metadata"] = {}
        if not self.is_checked("facts"):
            changes |= {"facts": (), "facts_complete": False, "conflicts": ()}
        return self.model_copy(update=changes) if changes else self

    @cached_property
    def labels(self) -> dict[CellKey, Label]:
        """What every labelled cell holds."""
        written = self.written()
        return {cell: value_to_label(value) for cell, value in written if value != TODO}

    @cached_property
    def lost_cells(self) -> frozenset[CellKey]:
        """The cells that nobody can settle from the text."""
        if self.form is None:
            return frozenset()
        own = known_form(self.form).cells
        others = [cell for form in load_known_forms() for cell in form.cells]
        found: set[CellKey] = set()
        for path in self.lost:
            mine = {cell for cell in own if _lies_in(cell, path)}
            found |= mine or {cell for cell in others if _lies_in(cell, path)}
        return frozenset(found)


_METADATA = frozenset(Metadata.model_fields) - {"evidence", "contact"}


def _refuse_unknown(key: str, known: Collection[str]) -> None:
    if key not in known:
        near = get_close_matches(key, sorted(known), 1)
        raise ValueError(f"there is no {key!r}" + (f": do you mean {near[0]}?" if near else ""))


def value_to_label(value: Value) -> Label:
    """Return what a written value says of its cell.

    >>> value_to_label(Decimal(12)).value, value_to_label(None).state, value_to_label("/").state
    (Decimal('12'), 'blank', 'not_applicable')
    >>> value_to_label("未发生").state
    'text'
    """
    if value is None:
        return Label("blank")
    if isinstance(value, Decimal):
        return Label("number", value)
    if _LETTERS.fullmatch(value):
        raise ValueError(f"{value!r} is written with a letter: write figures, as 0 for O")
    match parse_cell(value).state:
        case "number":
            raise ValueError(f"figures are written as numbers: {value}, not {value!r} as a text")
        case "blank":
            return Label("blank")
        case "not_applicable":
            return Label("not_applicable", raw=value)
    return Label("text", raw=value)


def label_to_value(label: Label) -> Value:
    """Return how a label is written.

    >>> label_to_value(Label("not_applicable", raw="—"))
    '—'
    """
    return label.value if label.state == "number" else label.raw


def _is_of_a_form(path: str) -> bool:
    """Whether a path names a table, row or cell of any form."""
    cells = chain.from_iterable(form.cells for form in load_known_forms())
    return any(_lies_in(cell, path) for cell in cells)


def _lies_in(cell: CellKey, path: str) -> bool:
    return f"{cell}.".startswith(f"{path}.")


def _some(cells: Collection[CellKey]) -> str:
    """Name a few cells."""
    named = ", ".join(map(str, sorted(cells)[:_SOME]))
    more = len(cells) - _SOME
    return f"{named} and {more} more" if more > 0 else named


def parse_gold(text: str, name: str) -> Gold:
    """Read a gold file's text; BrokenGold says in words, and by line, what is wrong with it."""
    data = load_data(text, name)
    try:
        return Gold.model_validate(data)
    except ValidationError as error:
        problems = "; ".join(_in_words(problem, text) for problem in error.errors()[:_SOME])
        more = len(error.errors()) - _SOME
        further = f" and {more} more" if more > 0 else ""
        raise BrokenGold(f"{name}: {problems}{further}. Mend the file.") from error


def _in_words(problem: ErrorDetails, text: str) -> str:
    """Return what is wrong, with the line on which it stands where that is known."""
    said = " ".join(problem["msg"].removeprefix("Value error, ").split())
    place = problem["loc"]
    cell = re.search(r"\w+\.\w+\.\w+", said)
    key = re.search(r"there is no '(\w+)'", said)
    deeper = ("tables", *cell[0].split(".")) if cell else (*place, *(key.groups() if key else ()))
    line = find_line(text, deeper)
    where = ".".join(map(str, place))
    return f"{f'line {line}: ' if line else ''}{f'{where}: ' if where else ''}{said}"


def read_gold(file: Path) -> Gold:
    """Read one gold file; BrokenGold if it cannot be read or contradicts itself."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenGold(f"{file} cannot be read: {error}. Save it as UTF-8.") from error
    return parse_gold(text, str(file))


def digest_gold(gold: Gold) -> str:
    """Return a digest of what a report is held against; who checked it is left out."""
    said = gold.model_dump_json(exclude={"notes", "checked", "drafted"})
    return sha256(said.encode()).hexdigest()[:16]


def gold_to_text(gold: Gold, ending: str) -> str:
    """Write a gold file's text: JSON, or YAML with a row on a line for a person to correct."""
    data = gold.model_dump(mode="json", exclude_defaults=True)
    if ending == ".json":
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )
