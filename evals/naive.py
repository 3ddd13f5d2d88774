"""The plain way to ask a model for a table, which gouji's way is measured against.

One pydantic model of the whole table, whose validator checks the sums; instructor shows the
model what does not add up, and asks again up to three times, in a growing history.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, create_model, model_validator

from evals.synth.closing import form_named, is_met
from extraction.forms.equation import Equation
from extraction.llm.completion import TokenCounts, read_tokens
from extraction.values.record import CellKey

if TYPE_CHECKING:
    from instructor import Instructor

RETRIES = 3
NAME = "WholeTable"
INSTRUCTIONS = (
    "Read the table out of the report. Every figure is a whole number; the sums must tie."
)


@dataclass(frozen=True, slots=True)
class NaiveOutcome:
    """The result of asking: every cell, or None if the retries ran out, and its requests' cost."""

    cells: dict[CellKey, int] | None
    requests: int
    input_tokens: int
    output_tokens: int


class NaiveTable(BaseModel):
    """Base of the whole table: a row is a field, and so is a cell in it."""

    @classmethod
    def equations(cls) -> Sequence[Equation]:
        """Return the sums that have to tie."""
        raise NotImplementedError

    @classmethod
    def key(cls) -> str:
        """Return the form's key of the table."""
        raise NotImplementedError

    def cells(self) -> dict[CellKey, int]:
        """Return the figure of every cell."""
        rows = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            CellKey(self.key(), row, column): figure
            for row, cells in rows.items()
            for column, figure in cells
        }

    @model_validator(mode="after")
    def sums_tie(self) -> Self:
        """Refuse a table that does not add up, as the textbook has it."""
        values = {key: Decimal(figure) for key, figure in self.cells().items()}
        broken = [e for e in self.equations() if not is_met(e.holds, values)]
        if broken:
            said = "; ".join(f"{e.rule.means.en}: {', '.join(map(str, e.cells))}" for e in broken)
            raise ValueError(f"does not add up: {said}")
        return self


@cache
def whole_table(form: str, table: str) -> type[NaiveTable]:
    """Return the model of a form's table, with the sums of tables that no report may break."""
    fields: dict[str, Any] = {}
    for block in form_named(form).table(table).blocks:
        columns: dict[str, Any] = {column.key: (int, ...) for column in block.columns}
        row_type = create_model(f"Row_{block.key}", **columns)
        fields |= {row.key: (row_type, ...) for row in block.rows}
    known = {*form_named(form).cells}
    equations = [
        e
        for e in form_named(form).equations
        if e.rule.table == table and e.rule.severity == "error" and known >= {*e.cells}
    ]
    whole = create_model(NAME, __base__=NaiveTable, **fields)
    methods = {"equations": lambda: equations, "key": lambda: table}
    for name, method in methods.items():
        setattr(whole, name, staticmethod(method))
    return whole


@contextmanager
def connected(base_url: str) -> "Iterator[Instructor]":
    """Yield instructor's client as its own documentation makes it."""
    import instructor

    client: Instructor = instructor.from_provider(
        "openai/simulated", base_url=base_url, api_key="none"
    )
    yield client
    sdk: Any = client.client
    sdk.close()


def ask_naively(client: "Instructor", form: str, table: str, passage: str) -> NaiveOutcome:
    """Ask for a whole table in the textbook's way; return what it came to and cost."""
    from instructor.core import InstructorRetryException
    from instructor.core.hooks import Hooks

    spent: list[TokenCounts] = []
    hooks = Hooks()
    hooks.on("completion:response", lambda response: spent.append(read_tokens(response)))
    messages: list[Any] = [
        {"role": "system", "content": INSTRUCTIONS},
        {"role": "user", "content": passage},
    ]
    cells = None
    try:
        answer = client.create(
            response_model=whole_table(form, table),
            messages=messages,
            max_retries=RETRIES,
            hooks=hooks,
        )
        cells = answer.cells()
    except InstructorRetryException:
        pass  # the retries ran out: an outcome like any other
    return NaiveOutcome(
        cells, len(spent), sum(t.sent for t in spent), sum(t.answered for t in spent)
    )
