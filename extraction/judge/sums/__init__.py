"""The sums of a table: which of its readings meet them, and whether any does but one."""

from extraction.judge.sums.solve import solve_table

__all__ = ["solve_table"]
