"""The vocabulary of the prose as one table of compiled patterns, made once from its words.

A column is declared in `Vocabulary` and filled in `compile_vocabulary`; modules that read the
prose look words up here and compile none of their own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain

from extraction.prose.facts.keys import Key, Phrase, look_for_any, words_to_pattern
from extraction.prose.facts.vocabulary_words import VocabularyWords, parse_words

_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = r"\d+[个家]"
_SPELT = "[零〇一二两三四五六七八九十百千]{1,7}"
_COUNT = "[0-9一二两三四五六七八九十]"
_SERVICES = "services"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The table: the words as they are written, and a column for each pattern made of them."""

    words: VocabularyWords
    keys_by_unit: Mapping[str, tuple[Key, ...]]
    """The keys that a unit can belong to, in their order."""
    keys_of_requests: frozenset[str]
    """The keys of what came in and what became of it."""

    figures: re.Pattern[str]
    """A figure with its unit; it begins with a class of characters, so it scans fast."""
    idiom_words: re.Pattern[str]
    """Sayings that hold a figure."""
    rate_words: re.Pattern[str]
    """Words before a figure that is how often something is done."""

    time_words: re.Pattern[str]
    """Any phrase that says a time; each as a group of its own number."""
    planned_words: re.Pattern[str]
    """Words for what is to come."""
    compared_words: re.Pattern[str]
    """Words by which a figure is a change."""

    scope_words: re.Pattern[str]
    """Words for whose figures they are: wider than the body that reports, narrower, itself."""
    bodies_counted_words: re.Pattern[str]
    """Words behind a figure that counts bodies."""
    done_to_words: re.Pattern[str]
    """Words for bodies that a thing is done for, behind the word that says so."""
    everybody_words: re.Pattern[str]
    """The law's words for everybody."""
    speaker_words: re.Pattern[str]
    """Who speaks, and light words, in front of what is said: 我局共收到."""

    topic_words: re.Pattern[str]
    """Any topic's words, each topic as a group of its own name."""
    subject_words: re.Pattern[str]
    """A clause that says what requests ask for."""
    disclosure_words: re.Pattern[str]
    """Words by which a passage is about requests for information."""
    cause_words: re.Pattern[str]
    """The cause of a dispute, up to the verb by which it came."""
    disputed_words: re.Pattern[str]
    """Words by which a dispute is about disclosure."""

    none_words: re.Pattern[str]
    """Words of which one stands in every clause that says none."""
    listed_words: re.Pattern[str]
    """Words behind which parts are listed."""
    light_words: re.Pattern[str]
    """Words at the end of a lead that say nothing of what is counted."""
    plain_words: re.Pattern[str]
    """A stretch of words, from end to end, that says no more of what is counted.

    Letters are what is left of pinyin that was put in: 答复(fù)60件.
    """
    special_words: re.Pattern[str]
    """What is made public, at the end of a lead, if it is more than just information."""


def compile_vocabulary(words: VocabularyWords) -> Vocabulary:
    """Compile all columns of the table."""
    near_requests = (key.key for key in words.keys if key.near or key.within)
    light = _either((*words.general, *words.light, *words.itself))
    publishing = _either(words.publishing)
    bodies = f"{_either((*words.wide, *words.others, *words.some))}|{_counted_bodies(words)}"
    marks = "、,的\"”“'("
    return Vocabulary(
        words,
        keys_by_unit=_sort_by_unit(words.keys),
        keys_of_requests=frozenset(near_requests),
        figures=_compile_figures(words),
        idiom_words=words_to_pattern(words.idioms),
        rate_words=words_to_pattern(words.rates),
        time_words=_compile_times(words.times.phrases),
        planned_words=words_to_pattern(words.times.planned),
        compared_words=words_to_pattern(words.times.compared),
        scope_words=_compile_scopes(words),
        bodies_counted_words=words_to_pattern(words.bodies_counted),
        done_to_words=re.compile(f"(?:{_either(words.done_to)})[^,;。]{{0,30}}(?:{bodies})"),
        everybody_words=words_to_pattern(words.everybody),
        speaker_words=re.compile(f"^(?:{_either((*words.itself, *words.light))})+"),
        topic_words=_compile_topics(words),
        subject_words=re.compile(f"(?:{_either(words.subjects)})[^,;。]*"),
        disclosure_words=words_to_pattern(words.disclosure),
        cause_words=re.compile(
            r"(?:因|由于|不服|对)[^,;。]{2,30}?(?:引发|引起|导致|产生|发生|提起|提出|申请|被)"
            r"|[^,;。、]{2,12}(?:类|方面|领域|相关|有关|纠纷)的?(?:行政)?(?:复议|诉讼)"
        ),
        disputed_words=words_to_pattern(words.disputed),
        none_words=_compile_nones(words),
        listed_words=words_to_pattern(words.listed),
        light_words=re.compile(
            f"{look_for_any((*words.light, *marks))}(?:{_either(words.light)}|[{marks}])+$"
        ),
        plain_words=re.compile(
            f'(?:{_either((*words.plain, *words.light))}|20\\d\\d年|[、,:“”"()a-zà-ǜ])*'
        ),
        special_words=re.compile(
            f'(?:{publishing})(?!(?:{light}|[□《》“”"()、:])*$)(?!.*(?:{publishing}))'
        ),
    )


def _either(words: Sequence[str]) -> str:
    """Return a pattern, as text, that finds any of the words."""
    return words_to_pattern(words).pattern


def _counted_bodies(words: VocabularyWords) -> str:
    """Return a pattern of a figure that counts bodies: 12个单位."""
    return f"{_COUNTED}(?:{_either(words.bodies_counted)})"


def _sort_by_unit(keys: Sequence[Key]) -> dict[str, tuple[Key, ...]]:
    by_unit: dict[str, tuple[Key, ...]] = {}
    for key in keys:
        for unit in key.units:
            by_unit[unit] = (*by_unit.get(unit, ()), key)
    return by_unit


def _compile_figures(words: VocabularyWords) -> re.Pattern[str]:
    branches = []
    for unit in sorted(words.units.all, key=len, reverse=True):
        others = words.not_units.get(unit)
        branches.append(re.escape(unit) + (f"(?!{_either(others)})" if others else ""))
    units = "|".join(branches)
    return re.compile(
        rf"""(?:(?P<list>\d+(?:[/、]\d+)+)|(?P<digits>{_DIGITS})|(?P<spelt>{_SPELT}))
        (?:(?P<percent>%|‰|个百分点)
          |(?P<more>余|多|几|来)?(?P<scale>[千万亿])?(?P<still>余|多)?(?P<unit>{units}))
        (?P<after>以上|左右|上下|之多)?""",
        re.VERBOSE,
    )


def _compile_times(phrases: Sequence[Phrase]) -> re.Pattern[str]:
    branches = (f"(?P<t{at}>{'|'.join(phrase.says)})" for at, phrase in enumerate(phrases))
    return re.compile("|".join(branches))


def _compile_scopes(words: VocabularyWords) -> re.Pattern[str]:
    bodies = words.bodies
    opening = (*words.wide, *words.others, *words.some, *words.itself, *words.narrow)
    branches = (
        f"(?P<wide>{_either(words.wide)})",
        f"(?P<others>{_either(words.others)})",
        f"(?P<some>{_either(words.some)}|(?<!全.){_counted_bodies(words)})",
        f"(?P<itself>(?<!政府)(?:{_either(words.itself)}))",
        f"(?P<narrow>{_either(words.narrow)}|(?:{_either(bodies.names)})(?!{_either(bodies.unless)}))",
    )
    ahead = look_for_any((*opening, *bodies.names, *"0123456789"))
    return re.compile(f"{ahead}(?<![向给])(?:{'|'.join(branches)})")  # 向全市: whom one tells of it


def _compile_topics(words: VocabularyWords) -> re.Pattern[str]:
    branches = []
    for topic, names in words.topics.items():
        also = _other_applications(words) if topic == _SERVICES else ""
        branches.append(f"(?P<{topic}>{_either(names)}{also})")
    ahead = look_for_any(chain(*words.topics.values()))
    return re.compile(f"{ahead}(?:{'|'.join(branches)})")


def _other_applications(words: VocabularyWords) -> str:
    """Return a branch for 申请 in front of a figure, behind a word for something else."""
    behind = "".join(f"(?<!{re.escape(word)})" for word in words.applied)
    return f"|(?<=[\u4e00-\u9fff]){behind}申请(?=[共总合计数量件已为达约近]{{0,4}}{_COUNT}|[,;])"


def _compile_nones(words: VocabularyWords) -> re.Pattern[str]:
    first: dict[str, None] = {}
    for key in words.none:
        for groups in key.says:
            first |= dict.fromkeys(groups[0])
    return words_to_pattern(first)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary that gouji ships."""
    text = (resources.files(__package__) / "vocabulary.yaml").read_text("utf-8")
    return compile_vocabulary(parse_words(text))
