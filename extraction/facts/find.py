"""The prose of a report to the facts that it states."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from extraction.document import Span
from extraction.facts.bind import (
    Context,
    find_context,
    find_key,
    find_label,
    quote_bounds,
)
from extraction.facts.nones import find_nones
from extraction.facts.parts import share_names, tie_parts, tie_within
from extraction.facts.quantities import Quantity, find_quantities
from extraction.facts.sentences import Prose, Sentence, find_sentences
from extraction.facts.stated import OTHER, Kind, Stated
from extraction.facts.vocabulary import Key, Vocabulary, load_vocabulary
from extraction.facts.whose import find_scope, is_of_the_year, is_planned, usual_year
from extraction.record import Fact

Locate = Callable[[Span], tuple[Span, str]]
"""Place in the repaired text -> place in the report's text, and what is printed there."""

_ABOUT_DISCLOSURE = re.compile("信息公开|依申请|公开申请|申请公开")
_LISTED = re.compile("其中|分别|包括|通过|以")


def find_facts(prose: Prose, locate: Locate) -> tuple[Fact, ...]:
    """Return every quantity that the prose states, in order, each with its quote and place.

    What is bound beyond doubt has a key of its own; anything else with a number and a unit
    is `other`, with the report's own words as its label.
    """
    vocabulary = load_vocabulary()
    year = prose.year or usual_year(prose.window.slice(prose.text))
    prose = replace(prose, text=vocabulary.taiwan.put_back(prose.text), year=year)
    reader = _Reader(prose, vocabulary)
    facts: list[Fact] = []
    for _, sentences in groupby(find_sentences(prose), key=lambda s: s.paragraph):
        topic: str | None = None
        for sentence in sentences:
            topic = topic or _last_topic(sentence.heading, vocabulary)
            stated = reader.read(sentence, topic)
            facts += _to_facts(sentence, stated, len(facts), locate)
            topic = _last_topic(sentence.words, vocabulary) or topic
    return tuple(facts)


def _last_topic(words: str, vocabulary: Vocabulary) -> str | None:
    topic = None
    for match in vocabulary.topic_words.finditer(words):
        topic = match.lastgroup
    return topic


def _to_facts(
    sentence: Sentence, stated: Sequence[Stated], before: int, locate: Locate
) -> Iterator[Fact]:
    """Yield a sentence's facts; `before` is how many the report has already."""
    ties = tie_parts(sentence.words, stated)
    ties |= tie_within(stated, ties)
    for index, fact in enumerate(stated):
        whole = ties.get(index)
        again = whole is not None and fact.key == stated[whole].key
        span, quote = locate(fact.span)
        yield Fact(
            key=OTHER if again else fact.key,
            label=fact.label,
            value=fact.value,
            unit=fact.unit,
            kind=fact.kind,
            approximate=fact.approximate,
            scope=fact.scope,
            part_of=None if whole is None else before + whole,
            quote=quote,
            span=span,
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads sentences of one report."""

    prose: Prose
    vocabulary: Vocabulary

    def read(self, sentence: Sentence, topic: str | None) -> list[Stated]:
        """Return what a sentence states, in order; `topic` is what the passage is about."""
        quantities = tuple(find_quantities(sentence.words, self.vocabulary))
        about = self._about(sentence, topic)
        stated = self._read_quantities(sentence, quantities, topic, about) if quantities else []
        counted = {fact.key for fact in stated}
        for key, start, end in find_nones(sentence.words, about, self.vocabulary):
            if key.key not in counted and self._is_own_year(sentence, start, key.any_year):
                label = sentence.words[start:end]
                stated.append(self._state_none(sentence, (start, end), (key.key, label, key.unit)))
        for claim in self.vocabulary.claims:
            if match := claim.pattern.search(sentence.words):
                named = (OTHER, claim.label, claim.unit)
                stated.append(self._state_none(sentence, match.span(), named))
        return sorted(stated, key=lambda fact: fact.at)

    def _state_none(
        self, sentence: Sentence, at: tuple[int, int], named: tuple[str, str, str]
    ) -> Stated:
        """Return that there was none of something; `named` is its key, label and unit."""
        key, label, unit = named
        span = sentence.span(*at)
        scope = find_scope(sentence.words[: at[1]], self.prose, self.vocabulary)
        return Stated(key, label, Decimal(0), unit, "none", at, span, scope=scope)

    def _about(self, sentence: Sentence, topic: str | None) -> frozenset[str]:
        told = sentence.heading + sentence.words
        about = {topic} if topic else set()
        if sentence.section in ("requests", "review_litigation") or _ABOUT_DISCLOSURE.search(told):
            about.add("requests")
        return frozenset(about)

    def _is_own_year(self, sentence: Sentence, start: int, any_year: bool) -> bool:
        if is_planned(sentence.words[:start], sentence.section, self.vocabulary):
            return False
        context = Context(start, "", "", "", sentence.words[:start])
        return any_year or is_of_the_year(context, self.prose.year, self.vocabulary)

    def _read_quantities(
        self,
        sentence: Sentence,
        quantities: tuple[Quantity, ...],
        topic: str | None,
        about: frozenset[str],
    ) -> list[Stated]:
        words, vocabulary = sentence.words, self.vocabulary
        contexts = [find_context(words, quantities, i, vocabulary) for i in range(len(quantities))]
        names = share_names(words, quantities, [c.start for c in contexts], vocabulary)
        topics = [(m.start(), m.lastgroup) for m in vocabulary.topic_words.finditer(words)]
        stated: list[Stated] = []
        for index, (quantity, context) in enumerate(zip(quantities, contexts, strict=True)):
            end = quantity.end + len(context.tail)
            listed = index in names or any(s.is_whole for s in stated)
            listed = listed or _LISTED.search(words, 0, quantity.start) is not None
            told = replace(
                context,
                lead=names.get(index, context.lead),
                topic=next((t for start, t in reversed(topics) if start < end), topic),
                about=about,
                listed=listed,
            )
            if not vocabulary.rate_words.search(told.lead):
                stated.append(self._state(sentence, quantity, told))
        return stated

    def _state(self, sentence: Sentence, quantity: Quantity, context: Context) -> Stated:
        vocabulary = self.vocabulary
        bound = find_key(quantity, context, vocabulary)
        changed = vocabulary.compared_words.search(context.lead) is not None
        own = bound and not changed and self._is_own(sentence, context, bound.key)
        key = bound.key if bound and own else None
        in_tail = bound.in_tail if bound and own else True
        kind: Kind = "change" if changed else quantity.kind
        return Stated(
            key=key.key if key else OTHER,
            label=find_label(context, vocabulary) or quantity.unit,
            value=quantity.value,
            unit=quantity.unit,
            kind=kind,
            at=(quantity.start, quantity.end),
            span=sentence.span(*quote_bounds(quantity, context, in_tail)),
            approximate=quantity.approximate,
            scope=find_scope(context.before + context.lead, self.prose, vocabulary),
            is_whole=key is not None and key.whole,
            within=key.within if key else None,
        )

    def _is_own(self, sentence: Sentence, context: Context, key: Key) -> bool:
        words = context.before + context.lead
        if is_planned(words, sentence.section, self.vocabulary):
            return False
        return key.any_year or is_of_the_year(context, self.prose.year, self.vocabulary)
