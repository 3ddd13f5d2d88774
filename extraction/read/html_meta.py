"""Read a page's head: its title and its meta tags."""

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from extraction.values.document import PageTag

_MOST = 200
_LONGEST = 1_000
_FAR = 200_000


def find_page_tags(html: str) -> tuple[PageTag, ...]:
    """Return title and named meta tags of a page's head, in their order, blanks collapsed.

    >>> [tag.name for tag in find_page_tags('<title>a</title><meta name="PubDate" content="b">')]
    ['title', 'pubdate']
    """
    page = LexborHTMLParser(_head(html), options=LexborDocumentOptions.WO_EVENTS)
    tags = []
    for node in page.css("head > title, head > meta")[:_MOST]:
        written = node.attributes
        printed = "title" if node.tag == "title" else written.get("name") or written.get("property")
        content = node.text() if node.tag == "title" else written.get("content")
        if printed and content and content.strip() and len(content) <= _LONGEST:
            tags.append(PageTag(printed.strip(), " ".join(content.split())))
    return tuple(tags)


def _head(html: str) -> str:
    """Return the source up to the body: all that holds such tags."""
    lower = html[:_FAR].lower()
    body = lower.find("<body")
    return html[: body if body >= 0 else _FAR]
