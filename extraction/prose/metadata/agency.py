"""Find the body that speaks: who compiled, signed or headed the report, by its longest name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.prose.metadata.claimed_names import (
    find_claims,
    find_self,
    find_supporters,
    speaks_as,
)
from extraction.prose.metadata.signature import Signature
from extraction.prose.metadata.stated import Stated
from extraction.prose.metadata.tags import find_posters
from extraction.prose.metadata.titles import Title
from extraction.prose.thresholds import MOST_AGENCIES
from extraction.text.agencies import (
    is_body,
    is_fuller_name,
    is_office_of,
    is_place,
    is_regular,
    is_same_body,
    is_unit_of,
    may_be_same_body,
    type_of,
)
from extraction.values.layout import Page


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
        for title in (self.printed, self.tagged):
            if title and title.name:
                return title.name
        return None


def find_speaker(page: Page, heads: Heads, signature: Signature) -> Speaker:
    """Return whose report it is: compiled by, signed by, named in the title, or speaking.

    What only the page's tags say of who posts it counts where nothing else names anybody
    and the report's own words fit (我局).
    """
    said: list[Stated[str]] = []
    cut: list[str] = []
    for claim in find_claims(page, heads.printed):
        if claim.whole:
            said.append(claim.name)
        else:
            cut.append(claim.name.value)
    cut += _doubted(heads.printed, sure=bool(said or signature.day))
    if signature.cut:
        cut.append(signature.cut)
    oneself = find_self(page)
    others = (signature.name, heads.name, oneself)
    said += [name for name in others if name is not None]
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
    bodies = _find_bodies(said)
    if not bodies:
        place = next((one for one in said if is_place(one.value)), None)
        return Speaker(None if cut else place, cut=cut)
    distinct = tuple(dict.fromkeys(bodies))
    chosen = _agree(bodies) or _choose_spelling(bodies)
    if chosen is None:
        alike = _alike(distinct, bodies[0])
        if len(alike) < len(distinct):
            return Speaker(None, distinct, (), cut)
        return Speaker(None, (), distinct, cut)
    if not all(_may_be_end_of(one, chosen.value) for one in cut):
        return Speaker(None, (), (), cut)
    speaker = _longest(chosen, bodies, supporters)
    others = [one for one in distinct if not _agree_on(one, chosen)]
    spellings = _alike(others, chosen)
    rivals = tuple(one for one in others if one not in spellings)
    return Speaker(speaker, rivals, spellings, cut)


def _find_bodies(said: Sequence[Stated[str]]) -> list[Stated[str]]:
    """Return the names of bodies, without those that are units of another."""
    named = [one for one in said if is_body(one.value)]
    names = list(dict.fromkeys(one.value for one in named))[:MOST_AGENCIES]

    def is_unit(name: str) -> bool:
        return any(is_unit_of(name, other) for other in names)

    return [one for one in named if not is_unit(one.value)]


def _alike(names: Sequence[Stated[str]], one: Stated[str]) -> tuple[Stated[str], ...]:
    """Return the names that may be another spelling of one."""
    return tuple(name for name in names if may_be_same_body(name.value, one.value))


def _may_be_end_of(cut: str, name: str) -> bool:
    """Whether what is left of a name that is cut may be of this one."""
    return name.endswith(cut) or cut.endswith(name) or is_same_body(cut, name)


def _find_poster(page: Page) -> Iterator[Stated[str]]:
    """Yield who posts the page, if its head names one body only and the report speaks as one.

    A site hosts many bodies' reports, so the report itself must say 我局 where a 局 posts it.
    """
    posters = list(find_posters(page))
    if not posters:
        return
    first = posters[0]
    one = all(is_same_body(first.value, other.value) for other in posters)
    if one and speaks_as(page, first.value, must=True):
        yield first


def _agree_on(one: Stated[str], other: Stated[str]) -> bool:
    """Whether two names are one body's, or a government's and its office's."""
    name, other_name = one.value, other.value
    return is_same_body(name, other_name) or is_office_of(name, other_name)


def _agree(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the first body if nobody contradicts it, else the one that most name; None if tied."""
    counts = Counter(one.value for one in bodies)
    different = list({one.value: one for one in reversed(bodies)}.values())[:MOST_AGENCIES]
    support = []
    for one in different:
        agreeing = (other for other in different if _agree_on(one, other))
        support.append(sum(counts[other.value] for other in agreeing))
    most = max(support)
    if most == len(bodies):
        return _find_government(bodies) or bodies[0]
    best, *rivals = (one for one, count in zip(different, support, strict=True) if count == most)
    return best if all(_agree_on(one, best) for one in rivals) else None


def _find_government(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the government that the title names, if its office only wrote the report down.

    An office that signs, or of which the report speaks, reports for itself.
    """
    titled = None
    for one in bodies:
        if type_of(one.value) != "general_office":
            titled = one if one.source == "title" else titled
        elif one.source != "compiled_by":
            return None
    return titled


def _choose_spelling(bodies: Sequence[Stated[str]]) -> Stated[str] | None:
    """Return the one name that is made as names are, if all others differ from it by a slip."""
    regular = [one for one in dict.fromkeys(bodies) if is_regular(one.value)]
    if len(regular) != 1:
        return None
    chosen = regular[0]
    return chosen if len(_alike(bodies, chosen)) == len(bodies) else None


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
