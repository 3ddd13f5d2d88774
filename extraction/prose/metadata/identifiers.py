"""Numbers and addresses that the page prints of the agency and of the report."""

import re

from extraction.prose.metadata.stated import Stated
from extraction.values.document import Span
from extraction.values.layout import Page

_INDEX = re.compile(r"索\s?引\s?号(?:码)?[\s::|]{1,6}(?P<value>[0-9A-Za-z][0-9A-Za-z_/\-]{5,40})")
_DOCUMENT = re.compile(
    r"(?:文\s?号|发文字号|发文文号|文件编号)[\s::|]{1,6}"
    r"(?P<value>[\u4e00-\u9fff]{0,14}[〔\[](?:19|20)\d\d[〕\]]\s?\d{1,4}号)"
)
_CODE = re.compile(r"统一社会信用代码[\s::|]{1,6}(?P<value>[0-9A-Z]{18})(?![0-9A-Za-z])")
_IN_INDEX = re.compile(r"(?P<value>1[0-9A-Z]{17})(?=/)")
_CONTACT = {
    "address": re.compile(
        r"(?:办公|联系|通讯|通信|单位)?地\s?址[::\s]{0,3}(?P<value>[^\s,;。::()|][^,;。()|\n]{3,60})"
    ),
    "postcode": re.compile(r"(?:邮\s?编|邮政编码)[::\s]{0,3}(?P<value>\d{6})(?!\d)"),
    "phone": re.compile(
        r"电\s?话(?:号码)?[::\s]{0,3}(?P<value>\(?\d[\d\-—()/、 ]{5,40}\d)(?![\d年])"
    ),
    "email": re.compile(
        r"(?:邮\s?箱|邮件|[Ee]-?mail)(?:地址)?[::\s]{0,3}(?P<value>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"
    ),
}

# GB 32100-2015: the alphabet of the code, and the weight of each place.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**place % 31 for place in range(17))


def has_check_character(code: str) -> bool:
    """Whether the last of 18 characters is the check character of the others (GB 32100-2015).

    >>> has_check_character("91350100M000100Y43"), has_check_character("91350100M000100Y44")
    (True, False)
    """
    if len(code) != 18 or any(one not in _ALPHABET for one in code):
        return False
    total = sum(weight * _ALPHABET.index(one) for weight, one in zip(_WEIGHTS, code, strict=False))
    return _ALPHABET[-total % 31] == code[17]


def find_index_number(page: Page) -> Stated[str] | None:
    """Return the number under which the site files the page."""
    return _find_only(_INDEX, page)


def find_document_number(page: Page) -> Stated[str] | None:
    """Return the report's own number; cited documents stand in the text, not in the box."""
    return _find_only(_DOCUMENT, page)


def find_credit_code(page: Page, index: Stated[str] | None) -> Stated[str] | None:
    """Return the agency's credit code: as such, or where the index number begins with it.

    What is printed as such is returned also if its check character is wrong.
    """
    named = _find_only(_CODE, page)
    if named is not None or index is None:
        return named
    match = _IN_INDEX.match(index.value)
    if match is None or not has_check_character(match["value"]):
        return None
    return Stated(match["value"], Span(index.span.start, index.span.start + 18), "index_box")


def _find_only(pattern: re.Pattern[str], page: Page) -> Stated[str] | None:
    """Return what the page names so above or below the text; different values are none."""
    found = [
        Stated(match["value"], Span(*match.span("value")), "index_box")
        for zone in (page.head, page.tail)
        for match in pattern.finditer(page.text, *zone)
    ]
    return found[0] if len({one.value for one in found}) == 1 else None


def find_contact(page: Page) -> dict[str, Stated[str]]:
    """Return address, postcode, phone and mail of the opening words; the site's own are not it."""
    preamble = page.sections.get("preamble")
    if preamble is None:  # what stands above it may be the site's
        return {}
    found: dict[str, Stated[str]] = {}
    for key, pattern in _CONTACT.items():
        values = [
            Stated(match["value"].strip(), Span(*match.span("value")), "contact")
            for match in pattern.finditer(page.text, *preamble)
        ]
        if len({one.value for one in values}) == 1:
            found[key] = values[0]
    return found
