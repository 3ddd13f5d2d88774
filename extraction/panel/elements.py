"""Elements of a page: every text and every attribute is escaped, once, here."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from extraction.export.escaping import shown
from extraction.values.bilingual import Bilingual, Language

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_EMPTY = frozenset({"meta", "input"})


@dataclass(frozen=True, slots=True)
class Markup:
    """What is a page's own markup, and not a text."""

    html: str


BEGINS = b"<!doctype html>\n<!-- gouji panel -->\n"
"""By which a page of ours is told from somebody else's."""

Child = Markup | str | int | None


def element(name: str, *children: Child, **attributes: str | int | None) -> Markup:
    """Return an element; `_` in an attribute's name is `-`, and one at its end is left out.

    >>> element("td", "<b>1</b>", class_="n", data_x='"').html
    '<td class="n" data-x="&quot;">&lt;b&gt;1&lt;/b&gt;</td>'
    """
    said = ""
    for key, value in attributes.items():
        if value is not None:
            attribute = key.rstrip("_").replace("_", "-")
            assert _NAME.fullmatch(attribute), attribute
            said += f' {attribute}="{escape(shown(str(value)))}"'
    inside = join(children).html
    return Markup(f"<{name}{said}>" if name in _EMPTY else f"<{name}{said}>{inside}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Return children one after the other, texts escaped."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(child.html)
        elif child is not None:
            parts.append(escape(shown(str(child))))
    return Markup("".join(parts))


def both(text: Bilingual) -> Markup:
    """Return a text in both languages; the page shows one of them."""
    if text.en == text.zh:
        return join([text.en])
    zh, en = element("span", text.zh, lang="zh"), element("span", text.en, lang="en")
    return join([zh, en])


def page(title: Bilingual, lang: Language, style: str, script: str, *body: Child) -> str:
    """Return a page that loads nothing and runs nothing but this style and this script."""
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = join(
        [
            element("meta", charset="utf-8"),
            Markup(
                '<meta http-equiv="Content-Security-Policy" '
                f'content="{policy}">'  # hashes of our own; quotes are single ones
            ),
            element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            element("title", title.to(lang)),
            Markup(f"<style>{style}</style>"),
        ]
    )
    root = "zh-CN" if lang == "zh" else "en"
    whole = join([*body, Markup(f"<script>{script}</script>")])
    html = f'<html lang="{root}" data-lang="{lang}"><head>{head.html}</head>'
    return f"{BEGINS.decode()}{html}<body>{whole.html}</body></html>\n"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
