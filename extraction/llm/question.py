"""Questions to a model, the answers it may give, and replies; whoever speaks to it."""

from dataclasses import dataclass
from typing import Annotated, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from extraction.values.usage import Attempt


class Wire(BaseModel):
    """Base of all that a model may answer: small, flat, ASCII keys, nothing beside them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


TOO_MANY = "too_many"
"""The type of error where an answer has more of something than any table or prose."""
LONGEST = 1000
"""Characters of a label, a cell, or the words of a statement."""


def at_most(number: int) -> BeforeValidator:
    """Return what refuses a longer list or text before any of it is built.

    It is no part of the schema that a server is shown: some servers turn such a bound into
    a grammar with so many parts.
    """

    def check(answered: object) -> object:
        _refuse_longer(answered, number)
        return answered

    return BeforeValidator(check)


def _refuse_longer(answered: object, number: int) -> None:
    if isinstance(answered, list | str) and len(answered) > number:
        kind = "list" if isinstance(answered, list) else "text"
        raise PydanticCustomError(TOO_MANY, f"a {kind} of more than {number:,}")


def as_printed(answered: object) -> object:
    """Return a cell as text where a model gave a number, or null for an empty one.

    >>> as_printed(13), as_printed(None), as_printed("007")
    ('13', '', '007')
    """
    if isinstance(answered, str) and len(answered) <= LONGEST:
        return answered  # as nearly always
    if answered is None:
        return ""
    _refuse_longer(answered, LONGEST)
    if isinstance(answered, int | float) and not isinstance(answered, bool):
        return str(answered)
    return answered


Text = Annotated[str, at_most(LONGEST)]
AsPrinted = Annotated[str, BeforeValidator(as_printed)]


class PrintedRow(Wire):
    """One printed line of a table: its label and its cells, each as printed, left to right.

    An empty cell is an empty string.
    """

    label: Text
    cells: Annotated[list[AsPrinted], at_most(60)]


class Transcription(Wire):
    """A printed table, or some of its rows, as printed: nothing corrected, nothing added up."""

    heads: Annotated[list[Text], at_most(100)]
    rows: Annotated[list[PrintedRow], at_most(200)]


Ids = Annotated[list[Text], at_most(40)]


class PlacedRow(Wire):
    """One row of a form with the ids of what is printed in its cells.

    key: the row's key in the question. label: as it is printed. cells: the ids of each of the
    question's columns, in their order; no id for a cell that is blank, several for a number
    that is printed in parts.
    """

    key: Text
    label: Text
    cells: Annotated[list[Ids], at_most(60)]


class Cut(Wire):
    """A marked run of digits that is several cells: the lengths of its parts, left to right.

    Its parts are called by its id and their number: `ka1`, `ka2`.
    """

    id: Text
    lengths: Annotated[list[int], at_most(60)]


class Stray(Wire):
    """A marked figure that is no cell of the table, and what it is."""

    id: Text
    reason: Text


class Placement(Wire):
    """Where each marked figure of a table belongs: an answer that writes no figure."""

    rows: Annotated[list[PlacedRow], at_most(200)]
    cuts: Annotated[list[Cut], at_most(200)]
    strays: Annotated[list[Stray], at_most(200)]


class Statement(Wire):
    """One quantity that the prose states; `quote` is the report's own words, verbatim."""

    key: Text
    label: Text
    value: AsPrinted
    unit: Text
    approximate: bool
    quote: Text


class Statements(Wire):
    """What a passage of prose states."""

    statements: Annotated[list[Statement], at_most(500)]


class Whose(Wire):
    """Whose report a text is, and on which year, each with the report's own words for it.

    An empty string for what the text does not say.
    """

    agency: Text
    agency_quote: Text
    year: AsPrinted
    year_quote: Text


A = TypeVar("A", bound=Wire)


class FigureSeen(Wire):
    """A figure that was read from a picture: the number of its field, and the figure as printed."""

    number: int
    figure: AsPrinted


class FiguresSeen(Wire):
    """What stands in the fields of a picture; an empty string where no figure can be read."""

    figures: Annotated[list[FigureSeen], at_most(200)]


Answering = Literal["ids", "transcription"]
"""How a table is answered: by naming the ids of its figures, or by copying them."""
ANSWERING: Answering = "ids"
"""What is asked for if nothing else is said: by measurement, `make eval-model`."""


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """One call to a model.

    prompt, version: the Markdown file in prompts/ and the version in its first line.
    instructions: that file's text, the same bytes for every question of its kind, so
    that a provider's prompt cache works. passage: what is asked and the report's own
    text, fenced as data; it comes last. again: how often the same has been asked
    before, so that a cached answer is never taken for a second opinion. room: tokens that
    the answer may take, from what is asked; None for no limit. picture: what is to be looked
    at, as PNG; nothing for most questions.
    """

    prompt: str
    version: str
    instructions: str
    passage: str
    answer: type[A]
    again: int = 0
    room: int | None = None
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply(Generic[A]):
    """The reply to a question: an answer, or the code of what went wrong; each attempt's cost."""

    answer: A | None
    attempts: tuple[Attempt, ...]
    failure: str | None = None


PENDING = "pending"
"""The failure of a reply to a question that somebody will answer later: nothing more is asked."""
ASSUMED_ANSWER = 1000
"""Tokens that an answer is held for until it is there."""


class Asker(Protocol):
    """Whoever answers questions: a model behind the wire, or a fake in a test."""

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return what came of a question; faults of the wire are in the reply, never raised.

        AskingStopped is raised where no further question makes sense: the budget is
        spent, the quota is exhausted, the key is refused.
        """
