"""The judge: readings of a table that the print allows compete, and one is taken or none.

A proposer assigns a region's figures to cells and settles nothing. What it proposes stands
only where the print does not contradict it, every figure is used, and no rival is as good.
"""

from extraction.judge.decide import judge_tables

__all__ = ["judge_tables"]
