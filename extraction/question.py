"""What a model is asked, what it may answer, and what came of asking; whoever speaks to it."""

from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from extraction.record import Attempt


class Wire(BaseModel):
    """Base of all that a model may answer: small, flat, ASCII keys, nothing beside them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def as_printed(answered: object) -> object:
    """Return a cell as text where a model gave a number, or null for an empty one.

    >>> as_printed(13), as_printed(None), as_printed("007")
    ('13', '', '007')
    """
    if answered is None:
        return ""
    if isinstance(answered, int | float) and not isinstance(answered, bool):
        return str(answered)
    return answered


Printed = Annotated[str, BeforeValidator(as_printed)]


class PrintedRow(Wire):
    """One printed line of a table: its label and its cells, each as printed, left to right.

    An empty cell is an empty string.
    """

    label: str
    cells: list[Printed]


class Transcription(Wire):
    """A printed table, or some of its rows, as printed: nothing corrected, nothing added up."""

    heads: list[str]
    rows: list[PrintedRow]


class Statement(Wire):
    """One quantity that the prose states; `quote` is the report's own words, verbatim."""

    key: str
    label: str
    value: Printed
    unit: str
    approximate: bool
    quote: str


class Statements(Wire):
    """What a passage of prose states."""

    statements: list[Statement]


A = TypeVar("A", bound=Wire)


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """One call to a model.

    prompt, version: the Markdown file in prompts/ and the version in its first line.
    instructions: that file's text, the same bytes for every question of its kind, so
    that a provider's prompt cache works. passage: what is asked and the report's own
    text, fenced as data; it comes last. again: how often the same has been asked
    before, so that a cached answer is never taken for a second opinion.
    """

    prompt: str
    version: str
    instructions: str
    passage: str
    answer: type[A]
    again: int = 0


@dataclass(frozen=True, slots=True)
class Reply(Generic[A]):
    """What came of a question: an answer, or the code of what went wrong; each attempt's cost."""

    answer: A | None
    attempts: tuple[Attempt, ...]
    failure: str | None = None


class Asker(Protocol):
    """Whoever answers questions: a model behind the wire, or a fake in a test."""

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question; faults of the wire are in the reply, never raised.

        AskingStopped is raised where no further question makes sense: the budget is
        spent, the quota is exhausted, the key is refused.
        """
