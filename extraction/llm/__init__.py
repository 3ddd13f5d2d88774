"""The one room that speaks to a model: questions out, replies in, every attempt in the ledger."""
