"""Cases that are less than a file each: sentences with their facts, pages with their metadata.

They lie in `cases/STATION/SORT/KIND/*.json`, each file with `shows`, `from` and its `cases`.
"""

import json
from collections.abc import Callable
from typing import Any

from extraction.prose.facts import Prose, bear_out, find_facts
from extraction.values.document import Document, Span
from extraction.values.record import Fact, Metadata, Record
from tests.support.places import CASE_FILES
from tests.support.scored import extract_text

YEAR = 2024
Case = dict[str, Any]


def load_lists(kind: str, sort: str = "*") -> dict[str, Case]:
    """The cases of a kind, by file and number."""
    return {
        f"{path.relative_to(CASE_FILES).with_suffix('').as_posix()}-{number}": case
        for path in sorted(CASE_FILES.glob(f"*/{sort}/{kind}/*.json"))
        for number, case in enumerate(json.loads(path.read_text("utf-8"))["cases"])
    }


# Facts: a text and what it states, one string each: key, value, unit, then what else is true of
# it: its kind if it is no count, `about`, `open` since when, `of` whom, `in` which fact of the
# text. `agency`, `scope`, `section`: what else is known of the report.


def facts_of(text: str, **known: Any) -> tuple[Fact, ...]:
    prose = Prose(text, Span(0, len(text)), **{"year": YEAR, **known})
    return find_facts(prose, lambda span: (span, span.slice(text)))


def say_fact(fact: Fact) -> str:
    said = [fact.key, f"{fact.value:f}", fact.unit or ""]
    said += [fact.kind] if fact.kind != "count" else []
    said += ["about"] if fact.approximate else []
    said += ["open"] if fact.cumulative and fact.key != "other" else []
    said += [f"of {fact.scope}"] if fact.scope else []
    said += [f"in {fact.part_of}"] if fact.part_of is not None else []
    return " ".join(said)


def find_wrong_facts(case: Case) -> list[str]:
    text = case["text"]
    known: Case = {key: case[key] for key in ("agency", "scope") if key in case}
    if "section" in case:
        known["sections"] = {case["section"]: Span(0, len(text))}
    facts = facts_of(text, **known)
    said = [say_fact(fact) for fact in facts]
    faults = [] if said == case["facts"] else [f"{said}, not {case['facts']}"]
    faults += [f"{fact.quote}: no quote" for fact in facts if text[slice(*fact.span)] != fact.quote]
    return faults + [f"{fact.quote}: no label" for fact in facts if not fact.label]


# Metadata: a page in lines, the metadata that must come of it (fields that are not named may
# be anything), and the codes of all warnings.


def written(metadata: Metadata) -> Case:
    """The metadata as they stand in the JSON."""
    return metadata.model_dump(mode="json", by_alias=True)


def find_strays(document: Document, record: Record) -> list[str]:
    """What is printed elsewhere than it says."""
    metadata, text = record.metadata, document.text
    tags = {tag.content for tag in document.tags}
    stray = [k for k, e in metadata.evidence.items() if e.span is None and e.raw not in tags]
    stray += [k for k, e in metadata.evidence.items() if e.span and text[slice(*e.span)] != e.raw]
    stray += [k for k, s in record.sections.items() if text[slice(*s.span)] != s.text]
    found = {k: v for k, v in written(metadata).items() if v not in (None, "unknown")}
    derived = {"evidence", "contact", "agency_type", "admin_level"}
    return stray + [k for k in found.keys() - derived if k not in metadata.evidence]


def warnings_of(record: Record) -> list[str]:
    return [f.code for f in record.findings if f.severity == "warning"]


def find_wrong_metadata(case: Case) -> list[str]:
    document, (record,) = extract_text("\n".join(case["lines"]))
    found, wanted = written(record.metadata), case["metadata"]
    faults = [f"{key}: {found[key]}" for key in wanted if found[key] != wanted[key]]
    codes = warnings_of(record)
    faults += [] if codes == case.get("warnings", []) else [f"warnings {codes}"]
    return faults + find_strays(document, record)


# Borne out: words that end with a figure, the key that it is said to count, and whether they
# bear that out.


def find_wrong_bearing(case: Case) -> list[str]:
    found = bear_out.bears_out(case["key"], case["words"], case["unit"])
    return [] if found == case["borne_out"] else [f"{case['key']}: {found}"]


FINDERS: dict[str, Callable[[Case], list[str]]] = {
    "facts": find_wrong_facts,
    "metadata": find_wrong_metadata,
    "borne_out": find_wrong_bearing,
}
"""By kind: what finds all that is not as a case has it."""
