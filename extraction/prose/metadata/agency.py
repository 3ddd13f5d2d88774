"""The body that speaks: who compiled, signed or headed the report, by its longest name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.prose.metadata.claims import find_claims, find_self, find_supporters, speaks_as
from extraction.prose.metadata.signature import Signature
from extraction.prose.metadata.stated import Stated
from extraction.prose.metadata.tags import find_posters
from extraction.prose.metadata.titles import Title
from extraction.text.agencies import (
    is_body,
    is_fuller_name,
    is_office_of,
    is_place,
    is_regular,
    is_same_body,
    is_unit_of,
    may_be_same_body,
)
from extraction.values.layout import Page

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """The agency by its longest printed name.

    rivals: others that the report names. spellings: names that differ by so little that
    they are one, misprinted. cut: what is printed of names that may not be whole.
    """

    agency: Stated[str] | None
    rivals: tuple[Stated[str], ...] = ()
    spellings: tuple[Stated[str], ...] = ()
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """The title in the text, and the one in a web page's head."""

    printed: Title | None
    tagged: Title | None

    @property
    def name(self) -> Stated[str] | None:
        """The name that the title gives, the printed one first."""
        named = (title.name for title in (self.printed, self.tagged) if title and title.name)
        return next(named, None)


def find_speaker(page: Page, heads: Heads, signature: Signature) -> Speaker:
    """Return whose report it is: compiled by, signed by, named in the title, or speaking.

    What only the page's tags say of who posts it counts where nothing else names anybody
    and the report's own words fit (我局).
    """
    claims = list(find_claims(page, heads.printed))
    said = [claim.name for claim in claims if claim.whole]
    cut = [claim.name.value for claim in claims if not claim.whole]
    cut += _doubted(heads.printed, sure=bool(said or signature.day))
    cut += [signature.cut] if signature.cut else []
    said += [signature.name] if signature.name else []
    said += [heads.name] if heads.name else []
    oneself = find_self(page)
    said += [oneself] if oneself else []
    said = said or list(_find_poster(page))
    supporters = [*find_supporters(page), *find_posters(page)]
    return _decide(said, supporters, tuple(dict.fromkeys(cut)))


def _doubted(title: Title | None, *, sure: bool) -> list[str]:
    """Return a title's name that is cut, or in a list where nobody says for sure who speaks."""
    if title is None or title.cut is None or (title.listed and sure):
        return []
    return [title.cut.text]


def _decide(
    said: Sequence[Stated[str]], supporters: Sequence[Stated[str]], cut: tuple[str, ...]
) -> Speaker:
    """Choose among the names that were said, by what most of them agree on."""
    named = [one for one in said if is_body(one.value)]
    names = list(dict.fromkeys(one.value for one in named))[:_MOST_NAMES]
    bodies = [one for one in named if not any(is_unit_of(one.value, name) for name in names)]
    if not bodies:
        places = [one for one in said if is_place(one.value)]
        return Speaker(places[0] if places and not cut else None, cut=cut)
    chosen = _agree(bodies) or _choose_spelling(bodies)
    if chosen is None:
        sure = any(not may_be_same_body(one.value, bodies[0].value) for one in bodies)
        distinct = tuple(dict.fromkeys(bodies))
        return Speaker(None, distinct if sure else (), () if sure else distinct, cut)
    others = [one for one in dict.fromkeys(bodies) if not _agree_on(one, chosen)]
    if not all(_may_be_end_of(one, chosen.value) for one in cut):
        return Speaker(None, (), (), cut)
    rivals = tuple(one for one in others if not may_be_same_body(one.value, chosen.value))
    spellings = tuple(one for one in others if one not in rivals)
    return Speaker(_longest(chosen, bodies, supporters), rivals, spellings, cut)


def _may_be_end_of(cut: str, name: str) -> bool:
    """Whether what is left of a name that is cut may be of this one."""
    return name.endswith(cut) or cut.endswith(name) or is_same_body(cut, name)


def _find_poster(page: Page) -> Iterator[Stated[str]]:
    """Yield who posts the page, if its head names one body only and the report speaks as one.

    A site hosts many bodies' reports, so the report itself must say 我局 where a 局 posts it.
    """
    posters = list(find_posters(page))
    one = all(is_same_body(posters[0].value, other.value) for other in posters)
    if posters and one and speaks_as(page, posters[0].value, must=True):
        yield posters[0]


def _agree_on(one: Stated[str], other: Stated[str]) -> bool:
    """Whether two names are one body's, or a government's and its office's."""
    return is_same_body(one.value, other.value) or is_office_of(one.value, other.value)


def _agree(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the first body if nobody contradicts it, else the one that most name; None if tied."""
    counts = Counter(one.value for one in bodies)
    different = list({one.value: one for one in reversed(bodies)}.values())[:_MOST_NAMES]
    support = [
        sum(counts[other.value] for other in different if _agree_on(one, other))
        for one in different
    ]
    if max(support) == len(bodies):
        return bodies[0]
    best = different[support.index(max(support))]
    rivals = (one for one, count in zip(different, support, strict=True) if count == max(support))
    return best if all(_agree_on(one, best) for one in rivals) else None


def _choose_spelling(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the one name that is made as names are, if all others differ from it by a slip."""
    regular = [one for one in dict.fromkeys(bodies) if is_regular(one.value)]
    if len(regular) != 1:
        return None
    chosen = regular[0]
    alike = all(may_be_same_body(one.value, chosen.value) for one in bodies)
    return chosen if alike else None


def _longest(
    chosen: Stated[str], bodies: Sequence[Stated[str]], supporters: Iterable[Stated[str]]
) -> Stated[str]:
    """Return the fullest name of the chosen body, from the one that is printed most often.

    A copy with a character too many is no fuller name.
    """
    same = [one for one in bodies if is_same_body(one.value, chosen.value)]
    counts = Counter(one.value for one in same)
    best = max(same, key=lambda one: counts[one.value])
    for one in (*same, *supporters):
        if is_fuller_name(one.value, best.value):
            best = one
    return best
