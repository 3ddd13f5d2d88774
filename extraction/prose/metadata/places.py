"""The place of a report that does not name its agency: whose documents it speaks of as its own."""

import re
from collections import Counter

from extraction.prose.metadata.stated import Stated
from extraction.prose.thresholds import PLACE_TWICE
from extraction.text.agencies import split_place
from extraction.values.document import Span
from extraction.values.layout import Page

_CITED = re.compile(r"《(?P<title>[\u4e00-\u9fff][^《》\n]{3,80})》")


def find_cited_place(page: Page) -> Stated[str] | None:
    """Return the place that at least two cited documents begin with, if none is of another.

    A document of what lies above it is no other: 石家庄市 above 石家庄市鹿泉区.
    """
    places: Counter[str] = Counter()
    first: dict[str, Span] = {}
    seen: set[str] = set()
    for match in _CITED.finditer(page.text, *page.sections.get("overview", Span(0, 0))):
        place = "".join(split_place(match["title"])[0])
        if not place or match["title"] in seen:
            continue
        seen.add(match["title"])
        places[place] += 1
        start = match.start("title")
        first.setdefault(place, Span(start, start + len(place)))
    if not places:
        return None
    narrowest = max(places, key=len)
    alone = all(narrowest.startswith(place) for place in places)
    if not alone or places[narrowest] < PLACE_TWICE:
        return None
    return Stated(narrowest, first[narrowest], "cited_documents")
