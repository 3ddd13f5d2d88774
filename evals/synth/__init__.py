"""Labelled reports made up from the form alone: the witness that the reader is tested against."""

from evals.synth.catalogue import LAYOUTS, MODIFIERS, Modifier
from evals.synth.generate import generate_report, generate_reports, join_reports
from evals.synth.labelled import (
    JoinedReports,
    Label,
    LabelledReport,
    PlantedFact,
    PlantedMistake,
    PrintedExtra,
)

__all__ = [
    "LAYOUTS",
    "MODIFIERS",
    "JoinedReports",
    "Label",
    "LabelledReport",
    "Modifier",
    "PlantedFact",
    "PlantedMistake",
    "PrintedExtra",
    "generate_report",
    "generate_reports",
    "join_reports",
]
