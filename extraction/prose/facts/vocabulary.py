"""What the prose speaks of, read from vocabulary.yaml: keys, their words, words that bar."""

import re
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib import resources
from itertools import chain
from typing import Any, Self

import yaml
from pydantic import model_validator

from extraction.prose.facts.keys import (
    Key,
    KeyClaim,
    NoneKey,
    Phrase,
    VocabularyModel,
    look_for_any,
    words_to_pattern,
)

_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = r"\d+[个家]"
_SPELT = "[零〇一二两三四五六七八九十百千]{1,7}"
_COUNT = "[0-9一二两三四五六七八九十]"
_SERVICES = "services"


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

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any phrase that says a time; each as a group of its own number."""
        branches = (f"(?P<t{at}>{'|'.join(p.says)})" for at, p in enumerate(self.phrases))
        return re.compile("|".join(branches))


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


class Vocabulary(VocabularyModel):
    """All of it."""

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

    @cached_property
    def figures(self) -> re.Pattern[str]:
        """A figure with its unit; it begins with a class of characters, so it scans fast."""
        units = "|".join(map(self._unit_pattern, sorted(self.units.all, key=len, reverse=True)))
        return re.compile(
            rf"""(?:(?P<list>\d+(?:[/、]\d+)+)|(?P<digits>{_DIGITS})|(?P<spelt>{_SPELT}))
            (?:(?P<percent>%|‰|个百分点)
              |(?P<more>余|多|几|来)?(?P<scale>[千万亿])?(?P<still>余|多)?(?P<unit>{units}))
            (?P<after>以上|左右|上下|之多)?""",
            re.VERBOSE,
        )

    def _unit_pattern(self, unit: str) -> str:
        others = self.not_units.get(unit)
        return re.escape(unit) + (f"(?!{words_to_pattern(others).pattern})" if others else "")

    @cached_property
    def keys_by_unit(self) -> dict[str, tuple[Key, ...]]:
        """The keys that a unit can belong to, in their order."""
        units = {unit for key in self.keys for unit in key.units}
        return {unit: tuple(key for key in self.keys if unit in key.units) for unit in units}

    @cached_property
    def disclosure_words(self) -> re.Pattern[str]:
        """Words by which a passage is about requests for information."""
        return words_to_pattern(self.disclosure)

    @cached_property
    def listed_words(self) -> re.Pattern[str]:
        """Words behind which parts are listed."""
        return words_to_pattern(self.listed)

    @model_validator(mode="after")
    def _topics_are_known(self) -> Self:
        asked = {way.topic for key in self.keys for way in key.ways} | {k.about for k in self.keys}
        if unknown := asked - {*self.topics, None}:
            raise ValueError(f"keys ask for topics that are not there: {sorted(map(str, unknown))}")
        return self

    @cached_property
    def none_words(self) -> re.Pattern[str]:
        """Words of which one stands in every clause that says none."""
        first = (word for key in self.none for groups in key.says for word in groups[0])
        return words_to_pattern(dict.fromkeys(first))

    @cached_property
    def topic_words(self) -> re.Pattern[str]:
        """Any topic's words, each topic as a group of its own name."""
        branches = "|".join(
            f"(?P<{topic}>{words_to_pattern(words).pattern}"
            f"{self._other_applications if topic == _SERVICES else ''})"
            for topic, words in self.topics.items()
        )
        return re.compile(f"{look_for_any(chain(*self.topics.values()))}(?:{branches})")

    @property
    def _other_applications(self) -> str:
        """申请 in front of a figure, behind a word for something else than information."""
        behind = "".join(f"(?<!{re.escape(word)})" for word in self.applied)
        return (
            f"|(?<=[\u4e00-\u9fff]){behind}申请(?=[共总合计数量件已为达约近]{{0,4}}{_COUNT}|[,;])"
        )

    @cached_property
    def subject_words(self) -> re.Pattern[str]:
        """A clause that says what requests ask for."""
        return re.compile(f"(?:{words_to_pattern(self.subjects).pattern})[^,;。]*")

    @cached_property
    def keys_of_requests(self) -> frozenset[str]:
        """The keys of what came in and what became of it."""
        return frozenset(key.key for key in self.keys if key.near or key.within)

    @cached_property
    def cause_words(self) -> re.Pattern[str]:
        """The cause of a dispute, up to the verb by which it came."""
        return re.compile(
            r"(?:因|由于|不服|对)[^,;。]{2,30}?(?:引发|引起|导致|产生|发生|提起|提出|申请|被)"
            r"|[^,;。、]{2,12}(?:类|方面|领域|相关|有关|纠纷)的?(?:行政)?(?:复议|诉讼)"
        )

    @cached_property
    def disputed_words(self) -> re.Pattern[str]:
        """Words by which a dispute is about disclosure."""
        return words_to_pattern(self.disputed)

    @cached_property
    def scope_words(self) -> re.Pattern[str]:
        """Words for whose figures they are: wider than the body that reports, narrower, itself."""
        bodies = words_to_pattern(self.bodies.names).pattern
        others = words_to_pattern(self.bodies.unless).pattern
        words = (*self.wide, *self.others, *self.some, *self.itself, *self.narrow)
        words += (*self.bodies.names, *"0123456789")
        counted = self.bodies_counted_words.pattern
        return re.compile(
            f"{look_for_any(words)}(?<![向给])(?:"  # whom one tells of it is not whose it is
            f"(?P<wide>{words_to_pattern(self.wide).pattern})"
            f"|(?P<others>{words_to_pattern(self.others).pattern})"
            f"|(?P<some>{words_to_pattern(self.some).pattern}|(?<!全.){_COUNTED}(?:{counted}))"
            f"|(?P<itself>(?<!政府)(?:{words_to_pattern(self.itself).pattern}))"
            f"|(?P<narrow>{words_to_pattern(self.narrow).pattern}|(?:{bodies})(?!{others})))"
        )

    @cached_property
    def bodies_counted_words(self) -> re.Pattern[str]:
        """Words behind a figure that counts bodies."""
        return words_to_pattern(self.bodies_counted)

    @cached_property
    def done_to_words(self) -> re.Pattern[str]:
        """Words for bodies that a thing is done for, behind the word that says so."""
        bodies = words_to_pattern((*self.wide, *self.others, *self.some)).pattern
        bodies += f"|{_COUNTED}(?:{self.bodies_counted_words.pattern})"
        return re.compile(
            f"(?:{words_to_pattern(self.done_to).pattern})[^,;。]{{0,30}}(?:{bodies})"
        )

    @cached_property
    def special_words(self) -> re.Pattern[str]:
        """What is made public, at the end of a lead, if it is more than just information."""
        publishing = words_to_pattern(self.publishing).pattern
        light = words_to_pattern((*self.general, *self.light, *self.itself)).pattern
        return re.compile(
            f'(?:{publishing})(?!(?:{light}|[□《》“”"()、:])*$)(?!.*(?:{publishing}))'
        )

    @cached_property
    def idiom_words(self) -> re.Pattern[str]:
        """Sayings that hold a figure."""
        return words_to_pattern(self.idioms)

    @cached_property
    def rate_words(self) -> re.Pattern[str]:
        """Words before a figure that is how often something is done."""
        return words_to_pattern(self.rates)

    @cached_property
    def everybody_words(self) -> re.Pattern[str]:
        """The law's words for everybody."""
        return words_to_pattern(self.everybody)

    @cached_property
    def light_words(self) -> re.Pattern[str]:
        """Words at the end of a lead that say nothing of what is counted."""
        marks = "、,的\"”“'("
        light = words_to_pattern(self.light).pattern
        return re.compile(f"{look_for_any((*self.light, *marks))}(?:{light}|[{marks}])+$")

    @cached_property
    def speaker_words(self) -> re.Pattern[str]:
        """Who speaks, and light words, in front of what is said: 我局共收到."""
        return re.compile(f"^(?:{words_to_pattern((*self.itself, *self.light)).pattern})+")

    @cached_property
    def plain_words(self) -> re.Pattern[str]:
        """A stretch of words, from end to end, that says no more of what is counted.

        Letters are what is left of pinyin that was put in: 答复(fù)60件.
        """
        words = words_to_pattern((*self.plain, *self.light)).pattern
        return re.compile(f'(?:{words}|20\\d\\d年|[、,:“”"()a-zà-ǜ])*')

    @cached_property
    def planned_words(self) -> re.Pattern[str]:
        """Words for what is to come."""
        return words_to_pattern(self.times.planned)

    @cached_property
    def compared_words(self) -> re.Pattern[str]:
        """Words by which a figure is a change."""
        return words_to_pattern(self.times.compared)


def parse_vocabulary(text: str) -> Vocabulary:
    """Read a vocabulary from YAML."""
    raw: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return Vocabulary.model_validate(raw)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary that gouji ships."""
    return parse_vocabulary((resources.files(__package__) / "vocabulary.yaml").read_text("utf-8"))
