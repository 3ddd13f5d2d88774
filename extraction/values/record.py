"""The output contract: one Record a report, written as JSON.

A change of meaning here changes SCHEMA. Field order is the order in the file.
"""

from datetime import date, datetime
from typing import Literal, NamedTuple, Self

from pydantic import Field

from extraction.values.bilingual import Bilingual
from extraction.values.document import Document
from extraction.values.usage import Usage
from extraction.values.written_model import Model, Number, SpanPair, is_absent

SCHEMA: Literal["gouji/2"] = "gouji/2"

Status = Literal["verified", "source_inconsistent", "needs_review", "unreadable"]
State = Literal["number", "blank", "not_applicable", "text", "missing"]
Origin = Literal["read", "solved", "model", "person"]
Proof = Literal["structure", "sums", "order", "person"]
Severity = Literal["error", "warning", "info"]
Result = Literal["pass", "fail", "unknown", "not_applicable"]
FactKind = Literal["count", "amount", "percentage", "change", "none"]
Diagnosis = Literal["source_error", "extraction_error", "unresolved", "narrative_conflict"]
AdminLevel = Literal["national", "province", "prefecture", "county", "township"]
AgencyType = Literal[
    "government", "general_office", "department", "vertical", "authorized_org", "township"
]
Scope = Literal["own_agency", "government_level", "region_total", "unknown"]


class Versions(Model):
    """What made this record."""

    gouji: str
    """Version of gouji."""
    form: str | None = None
    """Version of the form file, with a digest of it."""
    reader: str = "offline"
    """Who read: `offline`, or which model was asked how; and how many questions nobody answered."""
    asking: str | None = Field(default=None, exclude_if=is_absent)
    """Digest of all that decides a model's answers: where it is asked, in which mode and words."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Version of each prompt that was sent, by its name."""


class Source(Model):
    """Where the report came from."""

    path: str
    """Path of the file, as the command line names it; through its archive, if it is in one."""
    part: int = 1
    """Which report of the file, counted from 1."""
    parts: int | None = None
    """How many reports the file holds; null where it could not be read to its end."""
    sha256: str
    """Digest of the file's bytes."""
    text_sha256: str
    """Digest of the text that spans count in, in UTF-8."""
    media_type: str
    """The format: `text/plain`, `text/html`, or that of an office file."""
    encoding: str
    """How the bytes were decoded."""

    @classmethod
    def of(
        cls, document: Document, label: str | None, part: int = 1, parts: int | None = None
    ) -> Self:
        """Return which of a document's reports it is, named `label` or by the document's path."""
        return cls(
            path=label or document.path,
            part=part,
            parts=parts,
            sha256=document.sha256,
            text_sha256=document.text_sha256,
            media_type=document.media_type,
            encoding=document.encoding,
        )


class Correction(Model):
    """Who changed or confirmed a cell, and why; the printed figure stays in `raw`."""

    author: str
    """Who."""
    reason: str
    """Why; a confirmation may leave it empty."""
    when: datetime | None = Field(default=None, exclude_if=is_absent)
    """When."""
    printed: str | None = Field(default=None, exclude_if=is_absent)
    """What the report prints there, as the person has read it."""
    confirmed: bool = Field(default=False, exclude_if=is_absent)
    """Whether the cell is as printed, and was left as it is."""


class Waiver(Model):
    """Who has taken note of a finding, and why it may stand."""

    author: str
    """Who."""
    when: datetime
    """When."""
    reason: str
    """Why."""


class Suggestion(Model):
    """What may stand in a cell that is open or in doubt: for a person to confirm, never a value."""

    value: Number | None = None
    """The number; null where a blank or a mark is suggested."""
    raw: str | None = None
    """What is printed at `span`, as who suggests it reads it; null where a blank is suggested."""
    span: SpanPair | None = None
    """Where it stands, as a cell's."""
    by: str
    """Who suggests it: a model as `openai/NAME`, or the name of a rule."""

    @property
    def text(self) -> str:
        """What is suggested, in a word: the number, the mark, or `blank`."""
        return (self.raw or "blank") if self.value is None else f"{self.value:f}"


class CellKey(NamedTuple):
    """Names one cell of a form.

    >>> str(CellKey("requests", "received", "total"))
    'requests.received.total'
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Return the dotted path used in findings."""
        return ".".join(self)


class Cell(Model):
    """One cell of the form: what the report prints there, and how we know."""

    value: Number | None = None
    """The printed number, exact and never scaled; null unless `state` is `number`."""
    raw: str | None = None
    """What is printed: the text at `span`."""
    state: State
    """What stands in the cell.

    `number`; `blank`, where the cell is there and empty; `not_applicable`, a mark such as `/`;
    `text`, words or what is shown in a way that no text tells; `missing`, where nothing is settled.
    """
    unit: str | None = None
    """The printed unit, else the form's; null unless `state` is `number`."""
    span: SpanPair | None = None
    """Where it stands, from and to, in code points of the text that `gouji text FILE` prints."""
    origin: Origin | None = None
    """How we know.

    `read` off the page; `solved`, where only one reading lets the sums close; `model`, where a
    model said which row it is; `person`; null where the cell is missing.
    """
    proof: Proof | None = None
    """What proves that it belongs there.

    `structure`, its own labels or its drawn place; `sums`, every reading that closes the sums has
    it there; `order`, its column's header cannot be read, and the form's order is fixed;
    `person`; null where the cell is missing, where a model placed it, and in what `gouji/1` wrote.
    """
    suggestion: Suggestion | None = Field(default=None, exclude_if=is_absent)
    """What may stand in a cell that is missing, or instead of a scanned figure in doubt."""
    correction: Correction | None = None
    """Set where a person changed the cell."""


class Extra(Model):
    """Figures that the report prints and the form has no cell for: subtotals, unknown rows."""

    table: str
    """Key of the table."""
    row: str | None = None
    """Key of a subtotal's row; null for a row that the form does not know."""
    column: str | None = None
    """Key of a subtotal's column; null for a row that the form does not know."""
    label: str
    """The printed label, or the form's names of a subtotal's row and column."""
    values: tuple[Cell, ...]
    """The figures, from left to right."""


class Finding(Model):
    """One rule that does not pass: both sides, the cells to blame, and whose mistake it is."""

    rule: str
    """Name of the rule, as `requests.balance`."""
    code: str
    """Code of the rule, as `T3-01`; docs/rules.md explains each."""
    severity: Severity
    """How grave a breach is: of rules that fail, errors alone bar `verified`."""
    result: Result
    """`fail`, or `unknown` where the rule cannot be judged; what passes is no finding."""
    cells: tuple[str, ...] = ()
    """The cells that the rule speaks of, as `table.row.column`."""
    left: Number | None = None
    """What the left side comes to."""
    right: Number | None = None
    """What the right side comes to."""
    difference: Number | None = None
    """Left less right."""
    diagnosis: Diagnosis = "unresolved"
    """Whose mistake it is.

    `source_error` is the report's; `narrative_conflict`, where prose and tables or prose and
    prose differ; `unresolved`, where it is not known; no rule gives `extraction_error`.
    """
    quote: str | None = None
    """The words of the report that the finding is about."""
    message: str
    """The finding in English."""
    message_zh: str
    """The finding in Chinese."""
    waived: Waiver | None = Field(default=None, exclude_if=is_absent)
    """Set where a person has taken note of it; the rule is broken all the same."""

    @property
    def said(self) -> Bilingual:
        """What is found, in both languages."""
        return Bilingual(self.message, self.message_zh)


class Repair(Model):
    """How often one kind of damage was undone."""

    kind: str
    """Name of the repair."""
    count: int
    """How often it was done in the file."""


class Evidence(Model):
    """Where a piece of metadata was printed."""

    raw: str
    """What is printed."""
    span: SpanPair | None
    """Where it stands; null for what a web page says in its head, which is no part of the text."""
    source: str = Field(serialization_alias="from", validation_alias="from")
    """The kind of place: `title`, `signature`, `compiled_by`, `page_title`, `meta:PubDate`, ..."""


class Contact(Model):
    """How to reach the agency, as printed."""

    address: str | None = None
    """Street address."""
    postcode: str | None = None
    """Postcode."""
    phone: str | None = None
    """Telephone number."""
    email: str | None = None
    """E-mail address."""


class Metadata(Model):
    """Whose report it is, on which year, and when it was signed and published.

    The text is repaired. What the report does not say beyond doubt is null.
    """

    title: str | None = None
    """Title of the report."""
    agency: str | None = None
    """The body that speaks, by its longest printed name; null where nothing makes that whole."""
    agency_type: AgencyType | None = None
    """Kind of body, by its name."""
    region: str | None = None
    """The place of the agency."""
    region_code: str | None = None
    """Always null: no list of codes comes with gouji."""
    admin_level: AdminLevel | None = None
    """Level of government, by its name."""
    scope: Scope | None = None
    """Whom the figures cover: the agency alone, a whole government, or all below it too."""
    year: int | None = None
    """The year reported on."""
    published: date | None = None
    """The day on which the page was published."""
    signed: date | None = None
    """The day under the report's last words."""
    period_start: date | None = None
    """First day of the period that the figures speak of."""
    period_end: date | None = None
    """Last day of it."""
    doc_number: str | None = None
    """Number of the document (文号)."""
    index_number: str | None = None
    """Index number (索引号)."""
    uscc: str | None = None
    """Unified social credit code (统一社会信用代码)."""
    contact: Contact = Contact()
    """How to reach the agency."""
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    """Where each of these is printed, by the name of the field."""


class Section(Model):
    """One section of the report, verbatim."""

    span: SpanPair
    """Where it stands."""
    text: str
    """Its words."""


class Fact(Model):
    """A quantity that the prose states."""

    key: str
    """What is counted; `other` where the words leave it open, and `label` says it."""
    label: str
    """What is counted, in the report's words."""
    value: Number
    """The number in `unit`: 15.8万条 is 158000 条, 0.04万元 is 400 元."""
    unit: str | None = None
    """The unit that is printed, without 万 or 亿."""
    kind: FactKind = "count"
    """`none` where the prose says that there was none, `change` where it compares."""
    approximate: bool = False
    """Whether the words are of more or less: 余, 约, 近."""
    cumulative: bool = False
    """Whether more than the year is or may be counted: 累计, 截至年底, 自2019年以来."""
    scope: str | None = None
    """The words that make it another body's figure than the one that reports."""
    part_of: int | None = None
    """The place, counted from 0 in the record's facts, of the whole that this is a part of."""
    quote: str
    """The words that state it."""
    span: SpanPair
    """Where they stand."""


class Record(Model):
    """Everything that gouji says about one report."""

    schema_: Literal["gouji/2"] = Field(
        default=SCHEMA, serialization_alias="schema", validation_alias="schema"
    )
    """Name and version of this shape."""
    versions: Versions
    """What made this record."""
    source: Source
    """Where the report came from."""
    form: str | None
    """The form that the report follows; null where it has no such tables."""
    mixed: dict[str, str] = Field(default_factory=dict)
    """The form of each table that follows another than the rest, by table."""
    status: Status
    """The verdict."""
    reason: str | None = None
    """The first thing that bars a verdict of `verified`, in English."""
    reason_zh: str | None = None
    """The same in Chinese."""
    reason_code: str | None = None
    """The code of the finding that says so.

    Where a text has no tables: `prose_only`, `unknown_form`, `pictures` or `no_text`.
    """
    confidence: float | None
    """The least share of flawless reports that a count of made-up ones allows (95 %).

    Flawless: every cell right, none open. With an open cell it stays below 0.01. Null for forms
    that it was not measured with: all but those that gouji brings along.
    """
    metadata: Metadata = Metadata()
    """Whose report it is, on which year, signed and published when."""
    sections: dict[str, Section] = Field(default_factory=dict)
    """The sections by the form's keys, and `preamble`."""
    tables: dict[str, dict[str, dict[str, Cell]]] = Field(default_factory=dict)
    """Every cell of the form: by table, row and column."""
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)
    """What is printed for a row in other words than the form's: by table and row."""
    extras: tuple[Extra, ...] = ()
    """Figures that the form has no cell for."""
    facts: tuple[Fact, ...] = ()
    """What the prose states, in the order of the text."""
    findings: tuple[Finding, ...] = ()
    """Every rule that does not pass."""
    repairs: tuple[Repair, ...] = ()
    """Damage to the file's text that was undone."""
    usage: Usage = Usage()
    """What asking a model has cost."""

    @property
    def why(self) -> Bilingual:
        """The reason, in both languages where both are known; nothing where there is none."""
        reason = self.reason or ""
        return Bilingual(reason, self.reason_zh or reason)
