"""What a model brings of a report's prose, and what of its mistakes gets in.

    python -m evals.reading.stated_facts --n 500

Each report is words alone, without tables. A perfect reader states every fact that is planted in
it, with its quote; liars change a number, a key, a quote, or make facts up. `recall`, `precision`:
of planted facts, by key and number, those that are found, and of those that are found the planted
ones, keys that no fact was planted under aside. `unquoted`: facts whose quote does not stand in the
text, or does not print the number; `unsaid`: facts under a key that is not the planted one of
their quote. `alone`: as if rules had read nothing that could speak against a statement.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz

from evals.case import report_to_gold
from evals.header import name_code
from evals.prose_scores import score_facts
from evals.simulation.known import KnownReport, know, say_whose
from evals.synth import LabelledReport, generate_report
from evals.synth.labelled import PlantedFact
from extraction.ground.rounds import Rounds
from extraction.ground.statements import ProseGaps, ground_statements
from extraction.llm.question import A, Question, Reply, Statement, Statements, Whose
from extraction.pipeline import extract_document
from extraction.prose.facts.vocabulary import load_vocabulary
from extraction.read import document_from_bytes
from extraction.repair import repair_document, repair_text
from extraction.settings import default_settings
from extraction.values.document import Document, Span
from extraction.values.record import Fact, Record
from extraction.values.usage import Attempt

FIRST_SEED = 8_500_000

_DIGITS = re.compile(r"\d+$")

_SAME_WORDS = 60.0
"""Words this like a planted quote are how the text prints it: 释出会 for 发布会, 0 to 100."""

ENOUGH = 0.98
"""Recall and precision that a perfect reader must reach."""

AskedBeside = Literal["rules alone", "beside rules", "alone"]
FactLie = Callable[[list[Statement], Random], list[Statement]]


def _change(name: str, values: Sequence[str], stated: list[Statement]) -> list[Statement]:
    return [one.model_copy(update={name: value}) for one, value in zip(stated, values, strict=True)]


def change_numbers(stated: list[Statement], rng: Random) -> list[Statement]:
    """State another number than the quote prints."""
    return _change("value", [f"{int(one.value) + rng.randint(1, 9)}" for one in stated], stated)


def exchange_keys(stated: list[Statement], rng: Random) -> list[Statement]:
    """State each quantity as what the next one counts."""
    del rng
    keys = [one.key for one in stated]
    return _change("key", [*keys[1:], *keys[:1]], stated)


def exchange_quotes(stated: list[Statement], rng: Random) -> list[Statement]:
    """Quote for each quantity what states the next one."""
    del rng
    quotes = [one.quote for one in stated]
    return _change("quote", [*quotes[1:], *quotes[:1]], stated)


def write_quotes(stated: list[Statement], rng: Random) -> list[Statement]:
    """Quote words that nobody has written."""
    del rng
    return _change("quote", [f"本机关共有{one.value}件" for one in stated], stated)


def invent_facts(stated: list[Statement], rng: Random) -> list[Statement]:
    """State besides what a quote says that there was as much of something else."""
    keys = ("trainings", "website_items", "requests_received", "reviews")
    more = [one.model_copy(update={"key": rng.choice(keys)}) for one in stated]
    return [*stated, *more]


LIES: Mapping[str, FactLie] = {
    "numbers changed": change_numbers,
    "keys exchanged": exchange_keys,
    "quotes exchanged": exchange_quotes,
    "quotes invented": write_quotes,
    "facts invented": invent_facts,
}


@dataclass(slots=True)
class FactReader:
    """States what is planted in one report's prose; `lie` changes what it says."""

    report: KnownReport
    lie: FactLie | None = None

    def ask(self, question: Question[A]) -> Reply[A]:
        """Return the answer to a question about the prose."""
        attempt = Attempt(model="labels", prompt=question.prompt, outcome="ok")
        answer: Statements | Whose
        if question.answer is Whose:
            answer = say_whose(self.report)
        else:
            answer = Statements(statements=self.state())
        return Reply(cast(A, answer), (attempt,))

    def state(self) -> list[Statement]:
        """Return what it states of the report's prose."""
        text = repair_text(self.report.text).text  # as it would be if it were copied and repaired
        stated = [_state(fact, text) for fact in self.report.facts]
        return self.lie(stated, Random(self.report.name)) if self.lie is not None else stated


def _state(fact: PlantedFact, text: str) -> Statement:
    """Return a planted fact as a careful reader states it: its unit stands behind the figure.

    The quote is what the text prints, in whatever characters and however broken.
    """
    quote, unit = fact.quote, ""
    place = _find_printed(quote, text)
    if place is not None and place.slice(text)[-1].isdigit():
        printed = load_vocabulary().figures.match(text, _start_of_digits(text, place.end))
        if printed is not None and printed["unit"]:
            place, unit = Span(place.start, printed.end()), printed["unit"]
    elif place is not None:
        start = max(text.rfind(mark, 0, place.start) for mark in ",。;:") + 1
        place = Span(start, place.end)  # 未发生行政复议、行政诉讼
    if place is not None:
        quote = place.slice(text)
    return Statement(
        key=fact.key,
        label=fact.key,
        value=f"{fact.value:f}",
        unit=unit,
        approximate=False,
        quote=quote,
    )


def _find_printed(quote: str, text: str) -> Span | None:
    """Return where a text prints a quote, blanks in it or some other characters of its own.

    >>> text = "共召开新闻释 出会2场,座谈会3场"
    >>> _find_printed("召开新闻发布会2", text).slice(text)
    '召开新闻释 出会2'
    """
    places = [at for at, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text[at] for at in places)
    alike = fuzz.partial_ratio_alignment(quote, squeezed, score_cutoff=_SAME_WORDS)
    if alike is None:
        return None
    end = alike.dest_end
    digits = _DIGITS.search(quote)
    if digits is not None:
        own = re.compile(rf"(?<!\d){digits[0]}(?!\d)")
        found = own.search(squeezed, alike.dest_start, end + len(digits[0]))
        if found is None:
            return None
        end = found.end()
    return Span(places[alike.dest_start], places[end - 1] + 1)


def _start_of_digits(text: str, end: int) -> int:
    """Return where the digits begin that end at a place."""
    while end and text[end - 1].isdigit():
        end -= 1
    return end


class FactSums(NamedTuple):
    """Facts of reports counted: planted, found, in vain; without a quote; under another key."""

    reports: int
    there: int
    found: int
    false: int
    unquoted: int
    unsaid: int


class PlainReading(NamedTuple):
    """A made-up report, its document, and its record without a model."""

    report: LabelledReport
    document: Document
    record: Record


@cache
def read_words_alone(seed: int) -> PlainReading:
    """Return a report of words alone as rules read it; every reader begins with the same."""
    report = generate_report(seed, layout="no-tables")
    document = document_from_bytes(report.name + report.ending, report.text.encode())
    [record, *_] = extract_document(document, default_settings())
    return PlainReading(report, document, record)


def try_reader(count: int, seed: int, lie: FactLie | None, how: AskedBeside) -> FactSums:
    """Return what a reader that lies so, or none, brings of so many reports' prose."""
    sums: Counter[str] = Counter()
    for number in range(seed, seed + count):
        report, document, record = read_words_alone(number)
        reader = FactReader(know(report), lie)
        if how == "beside rules":
            rounds = Rounds(reader, facts=True)
            [record, *_] = extract_document(document, default_settings(), rounds=rounds)
        elif how == "alone":
            record = record.model_copy(update={"facts": _ground(reader.state(), document)})
        found = score_facts(report_to_gold(report), record)
        sums.update(there=found.there, found=found.found, false=found.false)
        sums["unquoted"] += sum(not _is_quoted(fact, document.text) for fact in record.facts)
        sums["unsaid"] += len(list(_find_unsaid(report, record)))
    names = ("there", "found", "false", "unquoted", "unsaid")
    return FactSums(count, *(sums[name] for name in names))


def _ground(stated: Sequence[Statement], document: Document) -> tuple[Fact, ...]:
    """Return what the grounding lets through of statements, if rules read nothing at all."""
    page = repair_document(document)
    quoted = []
    for one in stated:
        quoted.append(one.model_copy(update={"quote": repair_text(one.quote).text}))
    gaps = ProseGaps(page.text, (Span(0, len(page.text)),))
    return ground_statements(quoted, gaps, page.locate).facts


def _is_quoted(fact: Fact, text: str) -> bool:
    """Whether a fact's quote stands where it says, and prints a number if there is one."""
    return text[slice(*fact.span)] == fact.quote and (
        fact.kind == "none" or any(character.isnumeric() for character in fact.quote)  # 十九, too
    )


def _find_unsaid(report: LabelledReport, record: Record) -> Iterator[Fact]:
    """Yield facts under a key, whose quote was planted under other keys alone."""
    for fact in record.facts:
        keys = {one.key for one in report.facts if _overlaps(one.quote, fact.quote)}
        if fact.key != "other" and keys and fact.key not in keys:
            yield fact


def _overlaps(one: str, other: str) -> bool:
    return one in other or other in one


def main(arguments: Sequence[str] | None = None) -> int:
    """Try everything and print it; 1 if a fact without its quote got in, or too few were found."""
    options = _parse(arguments)
    head = f"{'who is asked':<20}{'':<14}{'reports':>8}{'planted':>8}{'recall':>9}{'precision':>10}"
    sys.stdout.write(f"{options.n:,} reports, seeds from {options.seed:,}, {name_code()}\n\n")
    sys.stdout.write(f"{head}{'unquoted':>9}{'unsaid':>7}\n")
    failed = False
    for name, lie, how in _setups():
        sums = try_reader(options.n, options.seed, lie, how)
        claimed = sums.found + sums.false
        recall, precision = sums.found / sums.there, sums.found / claimed if claimed else 1.0
        failed |= bool(sums.unquoted) or bool(how == "beside rules" and sums.unsaid)
        failed |= name == "perfect" and how == "beside rules" and min(recall, precision) < ENOUGH
        sys.stdout.write(
            f"{name:<20}{how:<14}{sums.reports:>8,}{sums.there:>8,}{recall:>9.2%}"
            f"{precision:>10.2%}{sums.unquoted:>9}{sums.unsaid:>7}\n"
        )
        sys.stdout.flush()
    return int(failed)


def _setups() -> Iterator[tuple[str, FactLie | None, AskedBeside]]:
    """Yield who is asked, how they lie, and whether beside the rules or alone."""
    yield "nobody", None, "rules alone"
    readers: dict[str, FactLie | None] = {"perfect": None, **LIES}
    for name, lie in readers.items():
        yield name, lie, "beside rules"
        yield name, lie, "alone"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.reading.stated_facts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=500, help="reports")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first report's")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
