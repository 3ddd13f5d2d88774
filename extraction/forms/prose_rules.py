"""A form's rules on the prose: the cells and the other facts that it is held against."""

from typing import Literal, Self

from pydantic import model_validator

from extraction.forms.model import FormModel, Meaning
from extraction.values.record import Severity

FACTS = (
    "bulletins",
    "disclosed_items",
    "documents_published",
    "documents_reviewed_for_disclosure",
    "executive_meeting_items",
    "gazette_items",
    "granted",
    "granted_or_partial",
    "information_fee",
    "inspections",
    "litigations",
    "mailbox_letters",
    "new_media_accounts",
    "normative_documents_issued",
    "normative_documents_lapsed",
    "normative_documents_repealed",
    "not_processed",
    "online_interviews",
    "other",
    "other_outcomes",
    "partially_granted",
    "platform_items",
    "policies_reposted",
    "policy_interpretations",
    "press_conferences",
    "proposals_disclosed",
    "public_consultations",
    "refused",
    "requests_by_fax",
    "requests_by_mail",
    "requests_carried_in",
    "requests_carried_out",
    "requests_handled",
    "requests_in_person",
    "requests_online",
    "requests_received",
    "requests_workload",
    "reviews",
    "reviews_and_litigations",
    "reviews_corrected",
    "reviews_upheld",
    "trainings",
    "unable",
    "website_items",
    "wechat_items",
    "weibo_items",
)
"""The facts of the prose that a form may name: the keys of facts/vocabulary.yaml, and `other`."""


class FactRule(FormModel):
    """A fact of the prose that the tables state too: any of the sums in `equals`.

    The sums are of rows in `column`, or of columns in `row`. label: which `other` fact is
    meant; rule: what its rule is then called. name: what the sum is called; without one its
    rows name it. smaller: the severity where the prose says less than the tables. unless:
    words in the quote that leave open what is meant.
    """

    key: str
    code: str
    table: str
    column: str | None = None
    row: str | None = None
    equals: tuple[str, ...]
    severity: Severity = "warning"
    smaller: Severity | None = None
    label: str | None = None
    rule: str | None = None
    name: str | None = None
    unless: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The rule's own part of its id: narrative.requests_handled."""
        return self.rule or self.key

    @model_validator(mode="after")
    def _runs_one_way(self) -> Self:
        if (self.column is None) == (self.row is None):
            raise ValueError(f"the fact {self.key} needs a column or a row, and not both")
        return self


class ProseRule(FormModel):
    """A rule between facts of the prose, named by their keys in the rules' language.

    optional: facts that count as zero where they are not stated; without it all must be.
    """

    id: str
    code: str
    severity: Severity
    kind: Literal["holds", "parts"] = "holds"
    when: str | None = None
    holds: str
    optional: tuple[str, ...] = ()
    means: Meaning


class Shares(FormModel):
    """The sums of rows in a column of which a percentage in the prose may be a share."""

    code: str
    severity: Severity
    table: str
    column: str
    of: tuple[str, ...]


class Expected(FormModel):
    """A fact that a section must state since a year; `said` are patterns by which it may do so.

    Where one of them stands in the section, the words may state it in a way that is not read.
    """

    key: str
    code: str
    section: str
    since: int
    said: tuple[str, ...] = ()
    means: Meaning


class Narrative(FormModel):
    """All that the prose is held against: cells, and other facts of the prose."""

    facts: tuple[FactRule, ...] = ()
    rules: tuple[ProseRule, ...] = ()
    shares: Shares | None = None
    expected: tuple[Expected, ...] = ()
