"""The judge: readings of a table that the print allows compete, and one is taken or none.

A proposer assigns a region's figures to cells and settles nothing. What it proposes stands
only where the print does not contradict it, every figure is used, and no rival is as good.
"""

from extraction.judge.as_aligned import read_aligned_table
from extraction.judge.claimed.claims import Judgement, judge_claim
from extraction.judge.claimed.gaps import PrintedText
from extraction.judge.claimed.printed_values import find_values
from extraction.judge.decide import judge_tables

__all__ = [
    "Judgement",
    "PrintedText",
    "find_values",
    "judge_claim",
    "judge_tables",
    "read_aligned_table",
]
