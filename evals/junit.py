"""Write the results of demands as JUnit XML, the way in which builds are told."""

from collections.abc import Sequence
from xml.etree import ElementTree

from evals.thresholds import DemandAnswer


def answers_to_junit(suite: str, answers: Sequence[DemandAnswer], errors: str, text: str) -> str:
    """Return a suite of tests: one a demand, and one that every report has a result.

    errors: why some have none, empty if all have. text: what a person is shown.
    """
    root = ElementTree.Element(
        "testsuite",
        name=suite,
        tests=str(len(answers) + 1),
        failures=str(sum(answer.kind == "not met" for answer in answers)),
        errors=str(sum(answer.kind == "unknown" for answer in answers) + bool(errors)),
    )
    measured = ElementTree.SubElement(
        root, "testcase", classname=suite, name="every report has a result"
    )
    if errors:
        ElementTree.SubElement(measured, "error", message=_printable(errors))
    for answer in answers:
        case = ElementTree.SubElement(root, "testcase", classname=suite, name=answer.demand.text)
        if answer.kind == "not met":
            ElementTree.SubElement(case, "failure", message=answer.says)
        elif answer.kind == "unknown":
            ElementTree.SubElement(case, "error", message=answer.says)
    ElementTree.SubElement(root, "system-out").text = _printable(text)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _printable(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
