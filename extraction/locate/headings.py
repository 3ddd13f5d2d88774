"""Find sections' names where they are headings: on a line of their own, or behind a number.

Names come from the forms; a numbered line may differ from one by a slip or two.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extraction.forms.form import Form
from extraction.forms.table import label_key
from extraction.locate.thresholds import LINE_REACH, NUMBER_REACH, NUMBERED_ALIKE
from extraction.values.document import Span

_NUMERAL = "[一二三四五六七八九十]"
_NUMBER = re.compile(
    rf"(?:\(?{_NUMERAL}{{1,2}}\)?|\d{{1,2}}(?=[、.]))[、,.:;\s]{{0,4}}\Z|(?P<lost>[、,.])\s{{0,2}}\Z"
)
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\n\r|]))[^\S\n\r]{{0,8}}[?]*(?P<number>{_NUMERAL}\s?[、,.:]|\({_NUMERAL}\))"
    r"[^\S\n\r]{0,4}(?P<name>[^\n\r|。;:]{5,40})(?=$|[\n\r|])",
    re.MULTILINE,
)
_REMARK = re.compile(r"\s*(?:\([^()\n]{0,20}\)|[:。;,、.|?\s])*\Z")
_LISTED = re.compile(r"\s*[、;,和及以并]")
_LINE = re.compile(r"[^\n\r|]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A name of a section where it may be a heading: from its number to the end of its name."""

    key: str
    span: Span
    alone: bool


SectionPart = tuple[str, re.Pattern[str]]
"""A part of a section: its key, and the pattern of its names."""


@dataclass(frozen=True)
class SectionNames:
    """The names of sections, in the order in which they are printed.

    `named` leads from a name to its section, `parts` to the names of what is prescribed
    within it; `pattern` finds a name, `opening` is the first section. `signs` are words by
    which a section is known where its heading is lost, `words` groups of words of which its
    numbered heading holds one each.
    """

    order: tuple[str, ...]
    named: Mapping[str, str]
    parts: Mapping[str, tuple[SectionPart, ...]]
    pattern: re.Pattern[str]
    opening: str
    signs: Mapping[str, re.Pattern[str]]
    words: Mapping[str, tuple[re.Pattern[str], ...]]

    def is_next(self, key: str, following: str | None) -> bool:
        """Say whether a section follows another in the form; None, whether none does."""
        at = self.order.index(key) + 1
        if at == len(self.order):
            return True
        return following == self.order[at]

    def hints_at_next(self, key: str, text: str) -> bool:
        """Say whether a later section may stand in a text: its signs do, or are not known."""
        behind = self.order.index(key) + 1
        for later in self.order[behind:]:
            sign = self.signs.get(later)
            if sign is None or sign.search(text):
                return True
        return False


@lru_cache(maxsize=8)
def names_of(forms: tuple[Form, ...]) -> SectionNames:
    """Return the names of sections in any of the forms."""
    order: dict[str, None] = {}
    named: dict[str, str] = {}
    parts: dict[str, dict[str, tuple[str, ...] | None]] = {}
    signs: dict[str, re.Pattern[str]] = {}
    words: dict[str, tuple[re.Pattern[str], ...]] = {}
    for form in forms:
        for key, names in form.sections.items():
            order[key] = None
            named |= {label_key(name): key for name in names}
        for key, inner in form.section_parts.items():
            parts.setdefault(key, {}).update(inner)
        for key, groups in form.section_words.items():
            words[key] = _compile_groups(groups)
        for key, patterns in form.section_signs.items():
            signs[key] = re.compile("|".join(sorted(set(patterns))))
    pattern = re.compile(_any_of(tuple(named)) or r"(?!)")
    opening = next(iter(order), "")
    compiled = {key: _compile_parts(key, inner) for key, inner in parts.items()}
    return SectionNames(tuple(order), named, compiled, pattern, opening, signs, words)


def _compile_groups(groups: Sequence[Sequence[str]]) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for group in groups:
        any_word = "|".join(group)
        compiled.append(re.compile(any_word))
    return tuple(compiled)


def _compile_parts(
    key: str, parts: Mapping[str, tuple[str, ...] | None]
) -> tuple[SectionPart, ...]:
    compiled = []
    for part, names in parts.items():
        either = "|".join(map(re.escape, names or ()))
        compiled.append((f"{key}.{part}", re.compile(f"(?:{either})")))
    return tuple(compiled)


def _any_of(names: Sequence[str]) -> str:
    """Return a pattern for the longest of the names that stands there, branched by characters.

    A blank or a mark may stand between the characters.

    >>> bool(re.fullmatch(_any_of(("情况", "情形", "情况汇总")), "情 况、汇总"))
    True
    """
    heads = dict.fromkeys(name[0] for name in names if name)
    return "|".join(re.escape(head) + _tail_of(head, names) for head in heads)


def _tail_of(head: str, names: Sequence[str]) -> str:
    tails = [name[1:] for name in names if name.startswith(head)]
    following = _any_of([tail for tail in tails if tail])
    if not following:
        return ""
    return rf"(?:[\s、,]{{0,2}}(?:{following})){'?' if '' in tails else ''}"


def find_headings(text: str, window: Span, names: SectionNames) -> Iterator[Heading]:
    """Yield every place where a section's name may be its heading, in order."""
    found: dict[int, Heading] = {}
    for match in names.pattern.finditer(text, *window):
        heading = _read_heading(text, match, names)
        if heading is not None:
            found[heading.span.start] = heading
    for match in _NUMBERED.finditer(text, *window):
        start = match.start("number")
        if start in found:
            continue
        key = _resemble(match["name"], names)
        if key is None and not match["number"].startswith("("):
            key = _speak_of(match["name"], names)
        if key is not None:
            span = Span(start, match.end("name"))
            found[start] = Heading(key, span, alone=True)
    yield from (found[start] for start in sorted(found))


def _resemble(printed: str, names: SectionNames) -> str | None:
    """Return the section whose name a numbered line is, but for a slip or two."""
    name = label_key(printed)
    known = names.named.keys()
    best = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=NUMBERED_ALIKE)
    return names.named[best[0]] if best else None


def _speak_of(printed: str, names: SectionNames) -> str | None:
    """Return the section of whose words a numbered line holds one of each group."""
    if "," in printed:
        return None
    for key, groups in names.words.items():
        if all(group.search(printed) for group in groups):
            return key
    return None


def _read_heading(text: str, match: re.Match[str], names: SectionNames) -> Heading | None:
    start, end = match.span()
    near = max(0, start - 2 * NUMBER_REACH)
    line = 1 + max(text.rfind(end_of_line, near, start) for end_of_line in "\n\r|")
    before = text[max(line, start - NUMBER_REACH) : start]
    number = _NUMBER.search(before)
    opens = start
    if number is not None:
        opens -= len(before) - number.start()
    lead = text[max(line, opens - NUMBER_REACH) : opens]
    after = _rest_of_line(text, end)
    first = not lead.strip(" \t\u00a0\u3000?")
    alone = first and _REMARK.match(after) is not None
    led = number is not None and not number["lost"]
    inline = lead.endswith((" ", "\u00a0", "\u3000", "。", "\t"))
    if alone or (led and (first or inline) and not _LISTED.match(after)):
        key = names.named[label_key(match[0])]
        return Heading(key, Span(opens, end), alone)
    return None


def _rest_of_line(text: str, at: int) -> str:
    match = _LINE.match(text, at, at + LINE_REACH)
    return match[0] if match else ""
