"""What a model claims of a whole table, held against its words, its sums and its rivals."""
