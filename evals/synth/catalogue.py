"""The catalogue of layouts and modifiers, and how often each is met.

Weights of layouts are their counts among the 82 real pages that showed a table;
`html` and `markdown` are formats of their own. Weights of modifiers are reports
out of a hundred, independent of each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from evals.synth import cell_modifiers as cell
from evals.synth import column_modifiers as column
from evals.synth import damage, subtotals
from evals.synth import label_modifiers as label
from evals.synth import page_modifiers as page
from evals.synth import row_modifiers as row
from evals.synth import table_modifiers as table
from evals.synth.draft import Draft

ModifierStage = Literal["cells", "sheets", "page", "words"]

LAYOUTS: Mapping[str, float] = {
    "cell-per-line-spaced": 24,
    "cell-per-line": 2,
    "pipes": 19,
    "pipes-in-front": 2,
    "pipes-without-pads": 3,
    "pipe-lines": 12,
    "pipe-lines-rows-closed": 4,
    "pipes-on-own-lines": 4,
    "spaced-pipes": 2,
    "run-together": 1,
    "repeated-lines-dropped": 1.5,
    "pdf": 2,
    "no-tables": 6,
    "unrendered": 3,
    "layout-table": 1,
    "tabs": 0.5,
    "one_line": 0.5,
    "html": 12,
    "markdown": 4,
}
ALL = frozenset(LAYOUTS)
NO_TABLES = frozenset({"no-tables"})
LINES = frozenset({"cell-per-line-spaced", "cell-per-line", "repeated-lines-dropped"})
PIPES = frozenset(
    {
        "pipes",
        "pipes-in-front",
        "pipes-without-pads",
        "pipe-lines",
        "pipe-lines-rows-closed",
        "pipes-on-own-lines",
        "spaced-pipes",
        "layout-table",
    }
)
PADDED = (PIPES - {"pipes-without-pads"}) | {"tabs", "markdown"}
GRIDS = PIPES | {"tabs", "markdown", "html"}
FLAT = ALL - {"html", "unrendered", "markdown", "pdf", "one_line"} - NO_TABLES
TABLES = ALL - NO_TABLES
SHOWN_BLANKS = GRIDS | {"cell-per-line-spaced", "cell-per-line"}


@dataclass(frozen=True, slots=True)
class Modifier:
    """One thing that happens to reports, to which layouts, and what it does not go with."""

    stage: ModifierStage
    weight: float
    apply: Callable[[Draft, Random], Draft]
    layouts: frozenset[str] = TABLES
    not_with: frozenset[str] = frozenset()


def _not_with(*names: str) -> frozenset[str]:
    return frozenset(names)


# In the order in which they are applied.
MODIFIERS: Mapping[str, Modifier] = {
    "marks": Modifier("cells", 5, cell.mark_cells),
    "marks_for_rules": Modifier("cells", 4, cell.mark_rules),
    "blanks_kept": Modifier("cells", 10, cell.keep_blanks, SHOWN_BLANKS),
    "blank_totals": Modifier("cells", 2, cell.blank_totals, SHOWN_BLANKS),
    "units_in_cells": Modifier("cells", 5, cell.print_units),
    "thousands": Modifier("cells", 2, cell.separate_thousands),
    "full_width_digits": Modifier("cells", 0.7, cell.widen_digits),
    "mixed_forms": Modifier(
        "sheets", 1, table.print_mixed_forms, not_with=_not_with("columns_swapped")
    ),
    "local_row": Modifier("sheets", 3, row.add_local_row),
    "subtotal_column": Modifier(
        "sheets", 2, subtotals.add_subtotal_column, not_with=_not_with("blank_totals")
    ),
    "subtotal_rows": Modifier("sheets", 3, subtotals.add_subtotal_rows),
    "blanks_removed": Modifier(
        "sheets", 5, row.remove_blanks, TABLES - {"html"}, _not_with("blanks_kept", "blank_totals")
    ),
    "words_in_cells": Modifier("sheets", 1, table.excuse_rules, TABLES - {"run-together"}),
    "run_together": Modifier(
        "sheets",
        2,
        row.run_together,
        TABLES,
        # A run is one box, which does not follow columns that change places.
        _not_with("blanks_removed", "subtotal_column", "columns_swapped"),
    ),
    "rows_swapped": Modifier("sheets", 1.5, row.swap_rows),
    "columns_swapped": Modifier("sheets", 1.5, column.swap_columns),
    "column_missing": Modifier(
        "sheets",
        0.5,
        column.drop_column,
        not_with=_not_with("subtotal_column", "columns_swapped", "blanks_removed", "run_together"),
    ),
    "heads_last": Modifier("sheets", 0.4, column.put_heads_last, FLAT | {"pdf"}),
    "lost_row_label": Modifier(
        "sheets",
        3,
        row.lose_row_labels,
        TABLES - {"run-together", "pdf", "one_line"},
        _not_with("blanks_kept", "blanks_removed", "blank_totals", "local_row", "subtotal_rows"),
    ),
    "garbled_row_label": Modifier("sheets", 0.5, row.garble_row_label),
    "tables_missing": Modifier("sheets", 2, table.remove_tables),
    "cut_off": Modifier("sheets", 1.5, table.cut_off, TABLES, _not_with("tables_missing")),
    "cut_heads": Modifier(
        "sheets", 14, label.cut_heads, not_with=_not_with("columns_swapped", "mixed_forms")
    ),
    "broken_heads": Modifier("sheets", 8, label.break_heads),
    "balance_misspelt": Modifier("sheets", 6, label.misspell_balance),
    "article_heads": Modifier("sheets", 8, label.vary_articles),
    "documents_renamed": Modifier("sheets", 5, label.rename_documents),
    "guidance": Modifier("sheets", 2, label.add_guidance),
    "label_tails": Modifier("sheets", 1.5, label.end_with_colons),
    "quotes": Modifier("sheets", 3, label.drop_quotes),
    "row_numbers": Modifier("sheets", 4, label.renumber_rows),
    "spaced_labels": Modifier("sheets", 4, label.space_labels),
    "full_width_punctuation": Modifier("sheets", 12, label.widen_punctuation),
    "padded_cells": Modifier("sheets", 3, page.pad_cells, TABLES - {"run-together", "pdf"}),
    "unit_line": Modifier("page", 2, page.add_unit_line),
    "repeated_heads": Modifier("page", 2, page.repeat_heads, FLAT | {"pdf"}),
    "page_number": Modifier(
        "page",
        2,
        page.number_pages,
        FLAT,
        _not_with("blanks_removed", "lost_row_label", "column_missing"),
    ),
    "empty_rows": Modifier("page", 2, page.add_empty_rows, GRIDS),
    "pads": Modifier("page", 14, page.pad_lines, PADDED),
    "groups_own_line": Modifier("page", 5, page.groups_on_own_line, PIPES | {"tabs"}),
    "groups_as_empty_cells": Modifier(
        "page",
        5,
        page.groups_as_empty_cells,
        PIPES | {"tabs", "markdown"},
        _not_with("groups_own_line", "blanks_kept", "lost_row_label"),
    ),
    "headings_lost": Modifier("page", 4, page.lose_headings, ALL),
    "headings_renumbered": Modifier("page", 5, page.renumber_headings, ALL),
    "title_lost": Modifier("page", 4, page.lose_title, ALL),
    "source_line": Modifier("page", 15, page.add_source_line, ALL, _not_with("title_lost")),
    "index_box": Modifier("page", 10, page.add_index_box, ALL),
    "title_repeated": Modifier("page", 5, page.repeat_title, ALL, _not_with("cut_off")),
    "attachments": Modifier("page", 4, page.add_attachments, ALL, _not_with("cut_off")),
    "nav_before": Modifier("page", 10, page.add_nav, ALL),
    "menu_after": Modifier("page", 8, page.add_menu_after, ALL, _not_with("cut_off")),
    "lead_bytes_lost": Modifier("words", 2, damage.lose_lead_bytes, ALL),
    "keywords_substituted": Modifier("words", 4, damage.substitute_keywords, ALL),
    "names_masked": Modifier("words", 1, damage.mask_names, ALL),
    "stray_characters": Modifier("words", 1, damage.add_stray_characters, ALL),
    "question_marks": Modifier("words", 1.5, damage.add_question_marks, ALL),
    "mojibake": Modifier("words", 0.7, damage.add_mojibake, ALL),
    "date_marks_lost": Modifier("words", 8, damage.lose_date_marks, ALL),
    "traditional": Modifier("words", 3, damage.make_traditional, ALL),
    "taiwan": Modifier("words", 2.5, damage.make_taiwanese, ALL, _not_with("traditional")),
    "pinyin_light": Modifier(
        "words", 4, damage.add_light_pinyin, ALL, _not_with("traditional", "taiwan")
    ),
    "pinyin_heavy": Modifier(
        "words", 4, damage.add_heavy_pinyin, ALL, _not_with("traditional", "taiwan", "pinyin_light")
    ),
    "doubled_punctuation": Modifier("words", 4, damage.double_punctuation, ALL),
    "invisible": Modifier("words", 2, damage.add_invisible, ALL),
    "hard_spaces": Modifier("words", 3, damage.add_hard_spaces, ALL),
    "glyphs": Modifier("words", 1, damage.add_glyphs, ALL),
}
