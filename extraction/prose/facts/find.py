"""The prose of a report to the facts that it states."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.prose.facts.attribution import find_reporting_body
from extraction.prose.facts.bind import (
    Context,
    find_context,
    find_key,
    find_label,
    quote_bounds,
)
from extraction.prose.facts.keys import Key, Time
from extraction.prose.facts.negation import find_nones
from extraction.prose.facts.part_of import find_doubtful, share_names, tie_parts
from extraction.prose.facts.quantities import Quantity, find_quantities
from extraction.prose.facts.sentences import Prose, Sentence, find_sentences
from extraction.prose.facts.stated_fact import OTHER, Kind, StatedFact
from extraction.prose.facts.times import (
    find_time,
    is_carried_elsewhere,
    is_dated,
    is_planned,
    usual_year,
)
from extraction.prose.facts.vocabulary import Vocabulary, load_vocabulary
from extraction.text.agencies import trade_of
from extraction.values.document import Span
from extraction.values.record import Fact

Locate = Callable[[Span], tuple[Span, str]]
"""Place in the repaired text -> place in the report's text, and what is printed there."""

_ABOUT_REQUESTS = frozenset({"requests", "review_litigation"})
"""Sections of a report that speak of requests, whatever their words."""

_ON_FEES = "other_matters"
"""The section that says whether a fee for information was charged, in whatever words."""

_OTHER_WORK = frozenset({"services", "letters"})
"""Topics that a sentence may open with, and then its disputes are not about requests."""

_DISPUTES = frozenset({"reviews", "litigations"})


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
    last: _Passage | None = None
    for sentence in find_sentences(prose):
        passage = reader.to_passage(sentence, last)
        told = list(_to_facts(sentence, reader.read(passage), len(facts), locate))
        facts += told
        last = reader.conclude(passage, told)
    return tuple(facts)


Topics = Sequence[tuple[int, str | None]]
"""The topics that a text names, and where."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence, its topic and whose figures it has as far as those before it tell.

    about: all that it is about; `disputes` and `fees` are there where bare words for them
    mean those of disclosure. topics: those that it names. dated: it or one before it names the
    report's year.
    """

    sentence: Sentence
    topic: str | None
    scope: str | None
    about: frozenset[str]
    topics: Topics
    dated: bool


def _find_topics(words: str, vocabulary: Vocabulary) -> Topics:
    """Return the topics that a text names; what requests ask for is none: 涉及许可、处罚."""
    subjects = [match.span() for match in vocabulary.subject_words.finditer(words)]
    return [
        (match.start(), match.lastgroup)
        for match in vocabulary.topic_words.finditer(words)
        if match.lastgroup not in _OTHER_WORK
        or not any(start <= match.start() < end for start, end in subjects)
    ]


def _last(topics: Topics) -> str | None:
    return topics[-1][1] if topics else None


def _clause_before(words: str, end: int) -> str:
    """Return the clause up to a place, with the figures in it."""
    return re.split("[,;:。]", words[:end])[-1]


def _goes_on(passage: _Passage, heading: Topics, last: _Passage | None) -> bool:
    """Say whether a sentence stands under a heading of disputes, or opens with one.

    That opens a part of the text with its number, or stands behind requests.
    """
    if any(topic in _DISPUTES for _, topic in heading):
        return True
    if not passage.topics or passage.topics[0][1] not in _DISPUTES:
        return False
    if passage.sentence.is_numbered:
        return True
    if last is None or last.sentence.heading != passage.sentence.heading:
        return False
    ours = "requests" in last.about and last.topic in _DISPUTES
    return ours or last.topic == "requests"


def _to_facts(
    sentence: Sentence, stated: Sequence[StatedFact], before: int, locate: Locate
) -> Iterator[Fact]:
    """Yield a sentence's facts; `before` is how many the report has already."""
    ties = tie_parts(sentence.words, stated)
    doubtful = find_doubtful(stated, ties)
    for index, fact in enumerate(stated):
        whole = ties.get(index)
        again = whole is not None and fact.key == stated[whole].key
        span, quote = locate(fact.span)
        yield Fact(
            key=OTHER if again or index in doubtful else fact.key,
            label=fact.label,
            value=fact.value,
            unit=fact.unit,
            kind=fact.kind,
            approximate=fact.approximate,
            cumulative=fact.cumulative,
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

    def to_passage(self, sentence: Sentence, last: _Passage | None) -> _Passage:
        """Return a sentence with what it is about, as those before it in its paragraph tell."""
        heading = _find_topics(sentence.heading, self.vocabulary)
        topic = scope = None
        dated = is_dated(sentence.words, self.prose.year, self.vocabulary)
        if last and last.sentence.paragraph == sentence.paragraph:
            topic, scope, dated = last.topic, last.scope, last.dated or dated
        topics = _find_topics(sentence.words, self.vocabulary)
        passage = _Passage(sentence, topic or _last(heading), scope, frozenset(), topics, dated)
        goes_on = _goes_on(passage, heading, last)
        return replace(passage, about=frozenset(self._find_about(passage, goes_on)))

    def _find_about(self, passage: _Passage, goes_on: bool) -> Iterator[str]:
        """Yield what a sentence is about; where reviews are heard, its own words tell."""
        sentence, topic = passage.sentence, passage.topic
        hears = (self.prose.agency or "").endswith(self.vocabulary.hearing)
        told = sentence.words if hears else sentence.heading + sentence.words
        if topic and topic != "requests" and not hears:
            yield topic
        if self._is_of_other_work(passage, len(sentence.words)):
            return
        ours = not hears and (topic == "requests" or goes_on)
        ours = ours or sentence.section in _ABOUT_REQUESTS
        if ours or self.vocabulary.disclosure_words.search(told):
            yield from ("requests", "disputes", "fees")
        if not hears and topic not in _OTHER_WORK:
            yield "disputes"
        if sentence.section == _ON_FEES or "收费" in sentence.heading:
            yield "fees"

    def conclude(self, passage: _Passage, told: Sequence[Fact]) -> _Passage:
        """Return a sentence as the next goes on from it."""
        scope = next((f.scope for f in reversed(told) if f.part_of is None), passage.scope)
        counts = any(fact.key in self.vocabulary.keys_of_requests for fact in told)
        topic = _last(passage.topics) or ("requests" if counts else passage.topic)
        return replace(passage, topic=topic, scope=scope)

    def _is_of_other_work(self, passage: _Passage, end: int) -> bool:
        """Say whether a sentence opens with services or letters, and names no disclosure."""
        if not passage.topics or self.vocabulary.disclosure_words.search(passage.sentence.words):
            return False
        start, topic = passage.topics[0]
        return start < end and topic in _OTHER_WORK

    def read(self, passage: _Passage) -> list[StatedFact]:
        """Return what a sentence states, in order."""
        sentence = passage.sentence
        stated = self._read_quantities(passage)
        counted = {fact.key for fact in stated}
        for key, start, end in find_nones(sentence.words, passage.about, self.vocabulary):
            if key.key not in counted and self._is_own_year(sentence, start, key.any_year):
                label = sentence.printed[start:end]
                stated.append(self._state_none(passage, (start, end), (key.key, label, key.unit)))
        for claim in self.vocabulary.claims:
            match = claim.pattern.search(sentence.words)
            if match and (claim.about is None or claim.about in passage.about):
                named = (OTHER, claim.label, claim.unit)
                stated.append(self._state_none(passage, match.span(), named))
        return sorted(stated, key=lambda fact: fact.at)

    def _state_none(
        self, passage: _Passage, at: tuple[int, int], named: tuple[str, str, str]
    ) -> StatedFact:
        """Return that there was none of something; `named` is its key, label and unit."""
        key, label, unit = named
        span = passage.sentence.span(*at)
        words = passage.sentence.words[: at[1]]
        scope = find_reporting_body(words, self.prose, self.vocabulary, passage.scope, is_none=True)
        return StatedFact(key, label, Decimal(0), unit, "none", at, span, scope=scope)

    def _is_own_year(self, sentence: Sentence, start: int, any_year: bool) -> bool:
        if is_planned(sentence.words[:start], sentence.section, self.vocabulary):
            return False
        clause = _clause_before(sentence.words, start)
        context = Context(start, clause, "", "", sentence.words[: start - len(clause)])
        time = find_time(context, self.prose.year, self.vocabulary)
        return any_year or time != "other"  # none since 2019 is none in the year

    def _read_quantities(self, passage: _Passage) -> list[StatedFact]:
        words, vocabulary = passage.sentence.words, self.vocabulary
        quantities = tuple(find_quantities(words, vocabulary))
        if not quantities:
            return []
        contexts = [find_context(words, quantities, i, vocabulary) for i in range(len(quantities))]
        names = share_names(words, quantities, [c.start for c in contexts], vocabulary)
        stated: list[StatedFact] = []
        for index, (quantity, context) in enumerate(zip(quantities, contexts, strict=True)):
            end = quantity.end + len(context.tail)
            listed = index in names or any(s.is_whole for s in stated)
            told = context._replace(
                lead=names.get(index, context.lead),
                joined=words[: quantity.start] if index in names else context.joined,
                topic=next(
                    (t for start, t in reversed(passage.topics) if start < end), passage.topic
                ),
                about=passage.about,
                dated=passage.dated,
                printed=passage.sentence.printed,
                trade=trade_of(self.prose.agency) if self.prose.agency else "",
                elsewhere=self._is_of_other_work(passage, quantity.start)
                and "公开" not in words[: quantity.start],
                listed=listed or bool(vocabulary.listed_words.search(words, 0, quantity.start)),
            )
            if not vocabulary.rate_words.search(_clause_before(words, quantity.start)):
                stated.append(self._state(passage, quantity, told))
        return stated

    def _state(self, passage: _Passage, quantity: Quantity, context: Context) -> StatedFact:
        vocabulary, sentence = self.vocabulary, passage.sentence
        words = context.before + context.lead
        bound = find_key(quantity, context, vocabulary)
        changed = vocabulary.compared_words.search(context.lead) is not None
        time = find_time(context, self.prose.year, vocabulary)
        own = bound and not changed and self._is_own(sentence, context, bound.key, time)
        key = bound.key if bound and own else None
        whose = vocabulary.done_to_words.sub("", words) if key is None or key.for_others else words
        in_tail = bound.in_tail if bound and own else True
        told = context.widen() if key and key.general else context
        kind: Kind = "change" if changed else quantity.kind
        return StatedFact(
            key=key.key if key else OTHER,
            label=find_label(context, vocabulary) or quantity.unit,
            value=quantity.value,
            unit=quantity.unit,
            kind=kind,
            at=(quantity.start, quantity.end),
            span=sentence.span(*quote_bounds(quantity, told, in_tail)),
            approximate=quantity.approximate,
            scope=find_reporting_body(whose, self.prose, vocabulary, passage.scope),
            is_whole=key is not None and key.whole,
            within=key.within if key else None,
            cumulative=time in ("open", "since") and not (key and (key.any_year or key.stock)),
        )

    def _is_own(self, sentence: Sentence, context: Context, key: Key, time: Time) -> bool:
        words = context.before + context.lead
        if is_planned(words, sentence.section, self.vocabulary):
            return False
        if is_carried_elsewhere(context.lead, self.prose.year):
            return False
        return key.any_year or time in ("year", "open") or (key.stock and time == "since")
