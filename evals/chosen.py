"""Some of a run's reports, and metrics of a part of each: one table, the facts, the metadata."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.metrics import BY_NAME, Metric
from evals.report_outcome import ClaimOutcome, Miss, Score, TableScore
from extraction.values.errors import WrongUsage
from extraction.values.record import Status

About = Literal["cells", "facts", "metadata", "findings"]

_ABOUT: dict[About, tuple[str, ...]] = {
    "cells": ("cells_right", "nonzero_right", "wrong_cells", "open_cells", "false_zeros"),
    "facts": ("facts_recall", "facts_precision"),
    "metadata": ("metadata_right",),
    "findings": ("mistakes_found", "mistakes_false", "conflicts_found", "conflicts_false"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of reports and of a part of them; None for all.

    ending: of the file's name, with or without its dot.
    """

    layout: str | None = None
    form: str | None = None
    ending: str | None = None
    status: Status | None = None
    table: str | None = None
    about: About | None = None

    def pick(self, scores: Sequence[Score]) -> list[Score]:
        """Return the reports that are chosen; WrongUsage where none can have such a table."""
        tables = sorted({table for score in scores for table in score.by_table})
        if self.table is not None and self.table not in tables:
            raise WrongUsage(
                f"There is no table {self.table!r}. Known: {', '.join(tables)}.",
                f"没有表格 {self.table!r}。已有：{'、'.join(tables)}。",
            )
        return [score for score in scores if self._takes(score)]

    def _takes(self, score: Score) -> bool:
        ending = None if self.ending is None else f".{self.ending.lstrip('.').lower()}"
        wanted = (
            (self.layout, score.layout),
            (self.form, score.form),
            (ending, score.ending),
            (self.status, score.status),
        )
        return all(want is None or want == has for want, has in wanted)

    def metrics(self) -> tuple[Metric, ...]:
        """Return the metrics of what is looked at; none in particular where it is everything."""
        if self.table is not None:
            return table_metrics(self.table)
        if self.about is not None:
            return tuple(BY_NAME[name] for name in _ABOUT[self.about])
        return ()

    def misses(self, score: Score) -> list[Miss]:
        """Return a report's cells that are not as labelled, the wrong ones first."""
        if self.about not in (None, "cells"):
            return []
        begins = "" if self.table is None else f"{self.table}."
        return [m for m in (*score.misses, *score.left_open) if m.cell.startswith(begins)]

    def is_wrong(self, score: Score) -> bool:
        """Say whether anything is wrong with what is looked at of a report."""
        some = self.table is not None or self.about is not None
        return bool(self.misses(score) or self.claims(score)) or not (some or score.right)

    def claims(self, score: Score) -> list[ClaimOutcome]:
        """Return what is wrong with a report beside its cells."""
        if self.table is not None or self.about == "cells":
            return []
        return [claim for claim in score.claims if self.about in (None, part_of(claim))]


def part_of(claim: ClaimOutcome) -> About:
    """Return what a claim is about."""
    if claim.kind == "metadata":
        return "metadata"
    return "facts" if claim.kind.startswith("fact ") else "findings"


def table_metrics(table: str) -> tuple[Metric, ...]:
    """Return the metrics of one table alone."""

    def of(score: Score) -> TableScore:
        return score.by_table.get(table, TableScore())

    return (
        Metric(
            "table_right",
            f"{table} whole and right",
            lambda s: bool(s.tables.get(table)),
            lambda s: table in s.tables,
            by_report=True,
        ),
        Metric("cells_right", "its cells right", lambda s: of(s).right, lambda s: of(s).cells),
        Metric("wrong_cells", "its cells wrong", lambda s: of(s).wrong, better="less"),
        Metric("open_cells", "its cells left open", lambda s: of(s).open, better="less"),
    )
