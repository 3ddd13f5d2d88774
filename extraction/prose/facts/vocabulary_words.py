"""The words of vocabulary.yaml, as they stand there: keys, their words, words that bar."""

from decimal import Decimal
from typing import Any, Self

import yaml
from pydantic import model_validator

from extraction.prose.facts.keys import Key, KeyClaim, NoneKey, Phrase, VocabularyModel


class Units(VocabularyModel):
    """Words behind a figure; money in yuan."""

    counts: tuple[str, ...]
    money: dict[str, Decimal]
    spelt: frozenset[str]

    @property
    def all(self) -> tuple[str, ...]:
        """Every unit."""
        return (*self.counts, *self.money)


class Times(VocabularyModel):
    """Words by which a figure is a change or to come, and phrases that say of which time it is."""

    compared: tuple[str, ...]
    changed_from: tuple[str, ...]
    planned: tuple[str, ...]
    phrases: tuple[Phrase, ...]


class Bodies(VocabularyModel):
    """Names of a government by itself, and what may follow so that another thing is meant."""

    names: tuple[str, ...]
    unless: tuple[str, ...]


class Taiwan(VocabularyModel):
    """Words of another vocabulary for ours, of the same length."""

    sign: str
    words: dict[str, str]

    @model_validator(mode="after")
    def _moves_nothing(self) -> Self:
        if any(len(word) != len(ours) for word, ours in self.words.items()):
            raise ValueError("a word of taiwan and ours differ in length")
        return self

    def put_back(self, text: str) -> str:
        """Return the text in our words; it is as it was where it shows no sign of the change."""
        if self.sign in text:
            for word, ours in self.words.items():
                text = text.replace(word, ours)
        return text


class VocabularyWords(VocabularyModel):
    """All that vocabulary.yaml holds; what each list is for stands there."""

    taiwan: Taiwan
    units: Units
    not_units: dict[str, tuple[str, ...]]
    not_before: tuple[str, ...]
    rates: tuple[str, ...]
    everybody: tuple[str, ...]
    idioms: tuple[str, ...]
    times: Times
    wide: tuple[str, ...]
    others: tuple[str, ...]
    some: tuple[str, ...]
    bodies_counted: tuple[str, ...]
    narrow: tuple[str, ...]
    itself: tuple[str, ...]
    bodies: Bodies
    disclosure: tuple[str, ...]
    listed: tuple[str, ...]
    publishing: tuple[str, ...]
    general: tuple[str, ...]
    done_to: tuple[str, ...]
    disputed: tuple[str, ...]
    hearing: tuple[str, ...]
    topics: dict[str, tuple[str, ...]]
    applied: tuple[str, ...]
    subjects: tuple[str, ...]
    plain: tuple[str, ...]
    light: tuple[str, ...]
    keys: tuple[Key, ...]
    none: tuple[NoneKey, ...]
    claims: tuple[KeyClaim, ...]

    @model_validator(mode="after")
    def _topics_are_known(self) -> Self:
        asked = {key.about for key in self.keys}
        for key in self.keys:
            asked.update(way.topic for way in key.ways)
        unknown = asked - {*self.topics, None}
        if unknown:
            raise ValueError(f"keys ask for topics that are not there: {sorted(map(str, unknown))}")
        return self


def parse_words(text: str) -> VocabularyWords:
    """Read a vocabulary's words from YAML; ValidationError where they contradict themselves."""
    raw: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return VocabularyWords.model_validate(raw)
