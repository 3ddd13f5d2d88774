"""The repair station: undo the damage done to a text on its way, and keep the way back."""

from extraction.repair.page import RepairedDocument, repair_document
from extraction.repair.repaired import RepairedText, repair_text

__all__ = ["RepairedDocument", "RepairedText", "repair_document", "repair_text"]
