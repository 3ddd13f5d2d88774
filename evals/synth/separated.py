"""Reports as values parted by commas: what a spreadsheet program saves of a sheet."""

import csv
from io import StringIO

from evals.synth.draft import Draft, DraftProse
from evals.synth.xlsx import place_boxes


def write_csv(draft: Draft) -> str:
    """Return the report as a text of separated values; of merged cells the first is filled."""
    width = max((sheet.width for sheet in draft.sheets), default=1)
    written = StringIO(newline="")
    rows = csv.writer(written)
    for part in draft.parts:
        if isinstance(part, DraftProse):
            for line in part.text.split("\n"):
                rows.writerow([line] + [""] * (width - 1))
            continue
        grid = [[""] * width for _ in part.lines]
        for row, column, box in place_boxes(part):
            grid[row][column] = box.text
        rows.writerows(grid)
    return written.getvalue()
