"""The output contract: one Record a report, written as JSON.

A change of meaning here changes SCHEMA. Field order is the order in the file.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema

from extraction.values.bilingual import Bilingual
from extraction.values.document import Document

SCHEMA: Literal["gouji/1"] = "gouji/1"

Status = Literal["verified", "source_inconsistent", "needs_review", "unreadable"]
State = Literal["number", "blank", "not_applicable", "text", "missing"]
Origin = Literal["read", "solved", "model", "person"]
Severity = Literal["error", "warning", "info"]
Result = Literal["pass", "fail", "unknown", "not_applicable"]
FactKind = Literal["count", "amount", "percentage", "change", "none"]
Diagnosis = Literal["source_error", "extraction_error", "unresolved", "narrative_conflict"]
AdminLevel = Literal["national", "province", "prefecture", "county", "township"]
AgencyType = Literal[
    "government", "general_office", "department", "vertical", "authorized_org", "township"
]
Scope = Literal["own_agency", "government_level", "region_total", "unknown"]


def number_to_json(value: Decimal, info: SerializationInfo) -> int | float | str:
    """Return a JSON number that prints as the Decimal does.

    A number that Python's own would not print so (30 digits, 0.10) is exact where the
    serialization's context says how to mark it: see `extraction.export.exact`.
    """
    printed = f"{value:f}"
    mark = info.context.get("exact") if info.context else None
    if _SHORT.fullmatch(printed):
        return int(printed)
    near = float(value)
    if mark is None:
        return int(value) if value == value.to_integral_value() else near
    return near if repr(near) == printed else f"{mark}{printed}"


_SHORT = re.compile(r"0|-?[1-9][0-9]{0,17}")

Number = Annotated[
    Decimal,
    PlainSerializer(number_to_json, return_type=int | float | str),
    WithJsonSchema(
        {
            "type": "number",
            "description": "Exact, with every digit that is printed: read it as a decimal number, "
            "not as a binary one (in Python: json.loads(text, parse_float=decimal.Decimal)).",
        },
        mode="serialization",
    ),
]
SpanPair = tuple[int, int]


class Model(BaseModel):
    """Base of all that is written: unknown fields are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_absent(value: object) -> bool:
    """Say whether a value says nothing, so that its key is left out of what is written."""
    return value is None or value is False


class Versions(Model):
    """What made this record.

    `reader` names who read: `offline`, or how a model was asked, and which; it says so where
    questions were not answered. `asking` is a digest of all that decides a model's answers:
    where it is asked, in which mode and words.
    """

    gouji: str
    form: str | None = None
    reader: str = "offline"
    asking: str | None = Field(default=None, exclude_if=is_absent)
    prompts: dict[str, str] = Field(default_factory=dict)


class Source(Model):
    """Where the report came from.

    `part` counts the reports of one file from 1; `parts` is how many it holds, null where the
    file could not be read to its end.
    """

    path: str
    part: int = 1
    parts: int | None = None
    sha256: str
    text_sha256: str
    media_type: str
    encoding: str

    @classmethod
    def of(cls, document: Document, path: str, part: int = 1, parts: int | None = None) -> Self:
        """Return a report's source: the document it stands in, and which of its reports it is."""
        return cls(
            path=path,
            part=part,
            parts=parts,
            sha256=document.sha256,
            text_sha256=document.text_sha256,
            media_type=document.media_type,
            encoding=document.encoding,
        )


class Correction(Model):
    """Who changed a cell, and why; the printed figure stays in `raw`."""

    author: str
    reason: str


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
    """One cell of the form: what the report prints there, and how we know.

    `value` is null unless `state` is `number`: the printed number, exact, never
    scaled. `raw` is the text at `span`.
    """

    value: Number | None = None
    raw: str | None = None
    state: State
    unit: str | None = None
    span: SpanPair | None = None
    origin: Origin | None = None
    correction: Correction | None = None


class Extra(Model):
    """Figures that the report prints and the form does not hold.

    A printed subtotal names its `row` and `column`; a row that the form does not know
    has its label only.
    """

    table: str
    row: str | None = None
    column: str | None = None
    label: str
    values: tuple[Cell, ...]


class Finding(Model):
    """One rule that does not pass: both sides, the cells to blame, and whose mistake it is."""

    rule: str
    code: str
    severity: Severity
    result: Result
    cells: tuple[str, ...] = ()
    left: Number | None = None
    right: Number | None = None
    difference: Number | None = None
    diagnosis: Diagnosis = "unresolved"
    quote: str | None = None
    message: str
    message_zh: str

    @property
    def said(self) -> Bilingual:
        """What is found, in both languages."""
        return Bilingual(self.message, self.message_zh)


class Repair(Model):
    """How often one kind of damage was undone."""

    kind: str
    count: int


class Evidence(Model):
    """Where a piece of metadata was printed; `from` names the kind of place.

    `span` is null for what a web page says in its head (`page_title`, `meta:PubDate`): that
    is no part of the report's text.
    """

    raw: str
    span: SpanPair | None
    source: str = Field(serialization_alias="from", validation_alias="from")


class Contact(Model):
    """How to reach the agency, as printed."""

    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    email: str | None = None


class Metadata(Model):
    """Whose report it is, on which year, and when it was signed and published.

    The text is repaired; `evidence` holds what is printed, by the name of the field. What
    the report does not say beyond doubt is null. `agency` is the body that speaks, by the
    longest printed name of it. `region_code` stays null: no list of codes comes with gouji.
    """

    title: str | None = None
    agency: str | None = None
    agency_type: AgencyType | None = None
    region: str | None = None
    region_code: str | None = None
    admin_level: AdminLevel | None = None
    scope: Scope | None = None
    year: int | None = None
    published: date | None = None
    signed: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    doc_number: str | None = None
    index_number: str | None = None
    uscc: str | None = None
    contact: Contact = Contact()
    evidence: dict[str, Evidence] = Field(default_factory=dict)


class Section(Model):
    """One section of the report, verbatim."""

    span: SpanPair
    text: str


class Fact(Model):
    """A quantity that the prose states, in the words of `quote`, which stand at `span`.

    `key` is `other` where the words leave open what is counted; `label` then says it. `value`
    is the number in `unit`: 15.8万条 is 158000 条, 0.04万元 is 400 元; `kind` is `none` where
    the prose says that there was none, `change` where it compares. `scope` holds the words that
    make it another body's figure than the one that reports. `part_of` is the place, counted
    from 0 in the record's facts, of the whole that this is a part of. `cumulative` is true where
    more than the report's year is or may be counted: 累计, 截至年底, 自2019年以来.
    """

    key: str
    label: str
    value: Number
    unit: str | None = None
    kind: FactKind = "count"
    approximate: bool = False
    cumulative: bool = False
    scope: str | None = None
    part_of: int | None = None
    quote: str
    span: SpanPair


class Attempt(Model):
    """One request to a model, or one answer out of the cache.

    `outcome` is `ok`, `cached`, or the code of what went wrong (`rate_limited`,
    `timeout`, `refusal`, ...). `cost` is in US dollars, null where no price is known;
    `seconds` is how long the answer took. `status` and `reason` of what went wrong are the
    server's: the HTTP status, and its own words with keys masked. `estimated`: the server did
    not say, or not credibly, how many tokens it took.
    """

    model: str
    prompt: str
    outcome: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Number | None = None
    seconds: float = 0.0
    status: int | None = Field(default=None, exclude_if=is_absent)
    reason: str | None = Field(default=None, exclude_if=is_absent)
    estimated: bool = Field(default=False, exclude_if=is_absent)


class Usage(Model):
    """What asking a model has cost, in all and request by request.

    `requests` counts what went over the wire, so answers out of the cache are not in it.
    `estimated`: some of the tokens are.
    """

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Number | None = None
    estimated: bool = Field(default=False, exclude_if=is_absent)
    attempts: tuple[Attempt, ...] = ()

    @classmethod
    def of(cls, attempts: Sequence[Attempt]) -> "Usage":
        """Add up what attempts have cost; the cost is null where none has a price."""
        costs = [attempt.cost for attempt in attempts if attempt.cost is not None]
        return cls(
            requests=sum(1 for attempt in attempts if attempt.outcome != "cached"),
            input_tokens=sum(attempt.input_tokens for attempt in attempts),
            output_tokens=sum(attempt.output_tokens for attempt in attempts),
            cost=sum(costs, Decimal(0)) if costs else None,
            estimated=any(attempt.estimated for attempt in attempts),
            attempts=tuple(attempts),
        )


class Record(Model):
    """Everything that gouji says about one report.

    `confidence` is null where nobody measured how often reports of this form are flawless:
    for every form but those that gouji brings along.

    `mixed` names the form of each table that follows another than the rest. `labels` holds, by
    table and row, what the report prints for a row in other words than
    the form's.
    """

    schema_: Literal["gouji/1"] = Field(
        default=SCHEMA, serialization_alias="schema", validation_alias="schema"
    )
    versions: Versions
    source: Source
    form: str | None
    mixed: dict[str, str] = Field(default_factory=dict)
    status: Status
    reason: str | None = None
    # For who is shown a record at once: gouji/1 has no key for it, so it is not written.
    reason_zh: SkipJsonSchema[str | None] = Field(default=None, exclude=True, repr=False)
    confidence: float | None
    metadata: Metadata = Metadata()
    sections: dict[str, Section] = Field(default_factory=dict)
    tables: dict[str, dict[str, dict[str, Cell]]] = Field(default_factory=dict)
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    usage: Usage = Usage()

    @property
    def why(self) -> Bilingual:
        """The reason, in both languages if it was made just now; nothing where there is none."""
        reason = self.reason or ""
        return Bilingual(reason, self.reason_zh or reason)
