"""The repair station: undo the damage done to a text on its way, and keep the way back."""

from extraction.repair.repaired import RepairedText, repair_text

__all__ = ["RepairedText", "repair_text"]
