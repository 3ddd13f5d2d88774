"""Read a page's head: its title and its meta tags."""

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from extraction.read.thresholds import LONGEST_HEAD, LONGEST_TAG, MOST_TAGS
from extraction.values.document import PageTag


def find_page_tags(html: str) -> tuple[PageTag, ...]:
    """Return title and named meta tags of a page's head, in their order, blanks collapsed.

    >>> [tag.name for tag in find_page_tags('<title>a</title><meta name="PubDate" content="b">')]
    ['title', 'pubdate']
    """
    page = LexborHTMLParser(_head(html), options=LexborDocumentOptions.WO_EVENTS)
    tags = []
    for node in page.css("head > title, head > meta")[:MOST_TAGS]:
        written = node.attributes
        printed = written.get("name") or written.get("property")
        content = written.get("content")
        if node.tag == "title":
            printed, content = "title", node.text()
        if printed and content and content.strip() and len(content) <= LONGEST_TAG:
            tags.append(PageTag(printed.strip(), " ".join(content.split())))
    return tuple(tags)


def _head(html: str) -> str:
    """Return the source up to the body: all that holds such tags."""
    lower = html[:LONGEST_HEAD].lower()
    body = lower.find("<body")
    return html[: body if body >= 0 else LONGEST_HEAD]
