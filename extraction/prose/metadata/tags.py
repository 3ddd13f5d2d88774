"""Read the tags of a page's head that no reader sees: its title, its day, who posts it.

The names are those that Chinese government sites must use (国办发〔2017〕47号, 政府网站发展指引:
SiteName, ColumnName, ArticleTitle, PubDate, ContentSource, Author), and their kin.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from extraction.prose.metadata.joined import join_text
from extraction.prose.metadata.stated import Stated
from extraction.prose.metadata.titles import Title, find_titles
from extraction.text.agencies import has_place, is_body
from extraction.text.dates import find_dates, to_day
from extraction.values.document import Span
from extraction.values.layout import Page

_TITLES = ("articletitle", "dc.title", "og:title", "title")
_LOOSE = frozenset({"title", "og:title"})  # a site's name may stand before the page's
_DAYS = ("pubdate", "publishdate", "publish-date", "article:published_time", "dc.date.issued")
_POSTERS = ("contentsource", "source", "author", "sitename", "og:site_name", "columnname")
_BARE = re.compile(r"\s*(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_SITE = re.compile(r"(?:门户|政务|官方)?(?:网站|网|站)\Z")


def find_tag_title(page: Page) -> Title | None:
    """Return the title that the page's head gives; two that differ in name or year are none."""
    found = list(_find_titles(page))
    names = {title.name.value for title in found if title.name}
    years = {title.year for title in found if title.year}
    if not found or len(names) > 1 or len(years) > 1:
        return None
    return max(found, key=lambda title: (title.name is not None, title.year is not None))


def _find_titles(page: Page) -> Iterator[Title]:
    for tag in page.tags:
        if tag.name not in _TITLES:
            continue
        joined = join_text(tag.text, Span(0, len(tag.text)))
        for title in find_titles(joined, Span(0, len(tag.text)), strict=False):
            name = title.name
            if name and tag.name in _LOOSE and joined.at(name.span.end) in joined.seams:
                name = None
            said = Stated(name.value, Span(0, 0), tag.source, tag=tag.content) if name else None
            yield replace(
                title, span=Span(0, 0), name=said, cut=None, source=tag.source, tag=tag.content
            )


def find_tag_day(page: Page) -> Stated[date] | None:
    """Return the day on which the page's head says that it was published."""
    found = []
    for tag in page.tags:
        if tag.name not in _DAYS:
            continue
        bare = _BARE.match(tag.text)
        days = [to_day(bare["y"], bare["m"], bare["d"])] if bare else []
        days += [one.day for one in find_dates(tag.text, Span(0, len(tag.text)))]
        found += [Stated(day, Span(0, 0), tag.source, tag=tag.content) for day in days[:1] if day]
    return found[0] if len({one.value for one in found}) == 1 else None


def find_posters(page: Page) -> Iterator[Stated[str]]:
    """Yield who posts the page or owns the site: names that prove nothing by themselves."""
    for tag in page.tags:
        if tag.name in _POSTERS:
            name = _SITE.sub("", "".join(tag.text.split()))
            if is_body(name) and has_place(name):
                yield Stated(name, Span(0, 0), tag.source, tag=tag.content)
