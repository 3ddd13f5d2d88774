"""How much of a table's faults is told one by one."""

NAMED_ROWS = 3
"""So many rows are named one by one; more that have the same fault share a finding.

Set for the reader of findings.
"""
