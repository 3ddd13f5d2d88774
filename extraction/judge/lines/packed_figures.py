"""Tables whose figures have nothing between them: where every cell prints one, they can be cut."""

from extraction.forms.table import Table
from extraction.values.layout import AlignedTable


def is_packed(aligned: AlignedTable, table: Table, *, zeros: bool = False) -> bool:
    """Whether all figures stick to their labels, under headers that could be read.

    zeros: whether zeros are known to be printed; else a line must begin with one. Where they
    are, no cell is blank.
    """
    blocks = {block.key: block for block in table.blocks}
    for printed in aligned.blocks:
        block = blocks[printed.block]
        if printed.headers < len(block.columns) and block.arrangement != "across":
            return False
        for line in printed.lines:
            if len(line.values) != 1:
                return False
            [run] = line.values
            if len(run.text) < len(block.columns):
                return False
            zeros = zeros or run.text[0] == "0"
    return zeros
