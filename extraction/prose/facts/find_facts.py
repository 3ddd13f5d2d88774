"""Read the facts that a report's prose states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

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
from extraction.prose.facts.stated_fact import OTHER, StatedFact
from extraction.prose.facts.times import (
    find_clause,
    find_time,
    is_carried_elsewhere,
    is_dated,
    is_planned,
    usual_year,
)
from extraction.prose.facts.vocabulary import Vocabulary, load_vocabulary
from extraction.text.agencies import trade_of
from extraction.values.document import Locate
from extraction.values.record import Fact, FactKind

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
    written = prose.window.slice(prose.text)
    year = prose.year or usual_year(written)
    text = vocabulary.words.taiwan.put_back(prose.text)
    prose = replace(prose, text=text, year=year)
    reader = _Reader(prose, vocabulary)
    facts: list[Fact] = []
    last: _Passage | None = None
    for sentence in find_sentences(prose):
        passage = reader.to_passage(sentence, last)
        hidden = sentence.is_under(prose.veils)
        stated = [] if hidden else reader.read(passage)
        told = list(_to_facts(sentence, stated, len(facts), locate))
        facts += told
        last = reader.conclude(passage, told)
    return tuple(facts)


Topics = Sequence[tuple[int, str | None]]
"""The topics that a text names, and where."""


class _Passage(NamedTuple):
    """A sentence, its topic and whose figures it has as far as those before it tell.

    about: all that it is about; `disputes` and `fees` are there where bare words for them
    mean those of disclosure. topics: those that it names; heading: those that its heading names.
    dated: it or one before it names the report's year.
    """

    sentence: Sentence
    topic: str | None
    scope: str | None
    about: frozenset[str]
    topics: Topics
    heading: Topics
    dated: bool


def _find_topics(words: str, vocabulary: Vocabulary) -> Topics:
    """Return the topics that a text names; what requests ask for is none: 涉及许可、处罚."""
    subjects = [match.span() for match in vocabulary.subject_words.finditer(words)]
    topics = []
    for match in vocabulary.topic_words.finditer(words):
        topic, at = match.lastgroup, match.start()
        asked = topic in _OTHER_WORK and any(start <= at < end for start, end in subjects)
        if not asked:
            topics.append((at, topic))
    return topics


def _last(topics: Topics) -> str | None:
    return topics[-1][1] if topics else None


def _clause_before(words: str, end: int) -> str:
    """Return the clause up to a place, with the figures in it."""
    return words[find_clause(words, end) : end]


def _goes_on(passage: _Passage, last: _Passage | None) -> bool:
    """Say whether a sentence stands under a heading of disputes, or opens with one.

    That opens a part of the text with its number, or stands behind requests.
    """
    if any(topic in _DISPUTES for _, topic in passage.heading):
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


def _bind(fact: StatedFact, key: Key) -> StatedFact:
    """Return a fact under its key; of some keys a longer time than the year says nothing."""
    cumulative = fact.cumulative and not (key.any_year or key.stock)
    return replace(fact, key=key.key, is_whole=key.whole, within=key.within, cumulative=cumulative)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads sentences of one report."""

    prose: Prose
    vocabulary: Vocabulary

    def to_passage(self, sentence: Sentence, last: _Passage | None) -> _Passage:
        """Return a sentence with what it is about, as those before it in its paragraph tell."""
        if last and last.sentence.heading == sentence.heading:
            heading = last.heading
        else:
            heading = _find_topics(sentence.heading, self.vocabulary)
        topics = _find_topics(sentence.words, self.vocabulary)
        topic = scope = None
        dated = is_dated(sentence.words, self.prose.year, self.vocabulary)
        if last and last.sentence.paragraph == sentence.paragraph:
            topic, scope = last.topic, last.scope
            dated = last.dated or dated
        topic = topic or _last(heading)
        passage = _Passage(sentence, topic, scope, frozenset(), topics, heading, dated)
        goes_on = _goes_on(passage, last)
        about = self._find_about(passage, goes_on)
        return passage._replace(about=frozenset(about))

    def _find_about(self, passage: _Passage, goes_on: bool) -> Iterator[str]:
        """Yield what a sentence is about; where reviews are heard, its own words tell."""
        sentence, topic = passage.sentence, passage.topic
        hears = (self.prose.agency or "").endswith(self.vocabulary.words.hearing)
        told = sentence.words
        if not hears:
            told = sentence.heading + told
        if topic and topic != "requests" and not hears:
            yield topic
        if self._is_of_other_work(passage, len(sentence.words)):
            return
        told_before = not hears and (topic == "requests" or goes_on)
        ours = told_before or sentence.section in _ABOUT_REQUESTS
        if ours or self.vocabulary.disclosure_words.search(told):
            yield from ("requests", "disputes", "fees")
        if not hears and topic not in _OTHER_WORK:
            yield "disputes"
        if sentence.section == _ON_FEES or "收费" in sentence.heading:
            yield "fees"

    def conclude(self, passage: _Passage, told: Sequence[Fact]) -> _Passage:
        """Return a sentence as the next goes on from it."""
        whole = [fact for fact in told if fact.part_of is None]
        scope = whole[-1].scope if whole else passage.scope
        counts = any(fact.key in self.vocabulary.keys_of_requests for fact in told)
        topic = _last(passage.topics) or ("requests" if counts else passage.topic)
        return passage._replace(topic=topic, scope=scope)

    def _is_of_other_work(self, passage: _Passage, end: int) -> bool:
        """Say whether a sentence opens with services or letters, and names no disclosure."""
        words = passage.sentence.words
        if not passage.topics or self.vocabulary.disclosure_words.search(words):
            return False
        start, topic = passage.topics[0]
        return start < end and topic in _OTHER_WORK

    def read(self, passage: _Passage) -> list[StatedFact]:
        """Return what a sentence states, in order."""
        sentence = passage.sentence
        stated = self._read_quantities(passage)
        counted = {fact.key for fact in stated}
        nones = find_nones(sentence.words, passage.about, self.vocabulary)
        for key, start, end in nones:
            if key.key in counted or not self._is_own_year(sentence, start, key.any_year):
                continue
            label = sentence.printed[start:end]
            named = (key.key, label, key.unit)
            none = self._state_none(passage, (start, end), named)
            stated.append(none)
        for claim in self.vocabulary.words.claims:
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
        before = sentence.words[:start]
        if is_planned(before, sentence.section, self.vocabulary):
            return False
        clause = _clause_before(before, start)
        context = Context(start, clause, "", "", before.removesuffix(clause))
        time = find_time(context, self.prose.year, self.vocabulary)
        return any_year or time != "other"  # none since 2019 is none in the year

    def _read_quantities(self, passage: _Passage) -> list[StatedFact]:
        words, vocabulary = passage.sentence.words, self.vocabulary
        quantities = tuple(find_quantities(words, vocabulary))
        if not quantities:
            return []
        order = range(len(quantities))
        contexts = [find_context(words, quantities, index, vocabulary) for index in order]
        starts = [context.start for context in contexts]
        names = share_names(words, quantities, starts, vocabulary)
        stated: list[StatedFact] = []
        for index, (quantity, context) in enumerate(zip(quantities, contexts, strict=True)):
            at = quantity.start
            clause = _clause_before(words, at)
            if vocabulary.rate_words.search(clause):
                continue
            told = self._place_in(passage, context, at)
            if index in names:
                told = told._replace(lead=names[index], joined=words[:at], listed=True)
            elif any(before.is_whole for before in stated):
                told = told._replace(listed=True)
            stated.append(self._state(passage, quantity, told))
        return stated

    def _place_in(self, passage: _Passage, context: Context, at: int) -> Context:
        """Return the words of a figure that stands at `at`, with what their passage tells."""
        words = passage.sentence.words
        agency = self.prose.agency
        end = context.end + len(context.tail)
        topics = [topic for start, topic in passage.topics if start < end]
        elsewhere = "公开" not in words[:at] and self._is_of_other_work(passage, at)
        return context._replace(
            topic=topics[-1] if topics else passage.topic,
            about=passage.about,
            dated=passage.dated,
            printed=passage.sentence.printed,
            trade=trade_of(agency) if agency else "",
            elsewhere=elsewhere,
            listed=self.vocabulary.listed_words.search(words, 0, at) is not None,
        )

    def _state(self, passage: _Passage, quantity: Quantity, context: Context) -> StatedFact:
        vocabulary, sentence = self.vocabulary, passage.sentence
        changed = vocabulary.compared_words.search(context.lead) is not None
        kind: FactKind = "change" if changed else quantity.kind
        time = find_time(context, self.prose.year, vocabulary)
        bound = find_key(quantity, context, vocabulary)
        if bound and (changed or not self._is_own(sentence, context, bound.key, time)):
            bound = None
        words = context.before + context.lead
        if bound is None or bound.key.for_others:
            words = vocabulary.done_to_words.sub("", words)
        scope = find_reporting_body(words, self.prose, vocabulary, passage.scope)
        in_tail = bound is None or bound.in_tail
        told = context.widen() if bound and bound.key.general else context
        quoted = quote_bounds(quantity, told, in_tail)
        fact = StatedFact(
            OTHER,
            label=find_label(context, vocabulary) or quantity.unit,
            value=quantity.value,
            unit=quantity.unit,
            kind=kind,
            at=(quantity.start, quantity.end),
            span=sentence.span(*quoted),
            approximate=quantity.approximate,
            scope=scope,
            cumulative=time in ("open", "since"),
        )
        return fact if bound is None else _bind(fact, bound.key)

    def _is_own(self, sentence: Sentence, context: Context, key: Key, time: Time) -> bool:
        words = context.before + context.lead
        if is_planned(words, sentence.section, self.vocabulary):
            return False
        if is_carried_elsewhere(context.lead, self.prose.year):
            return False
        return key.any_year or time in ("year", "open") or (key.stock and time == "since")
