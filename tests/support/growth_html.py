"""Pages that grow: a name, and how n of something make a file. Time must grow with the size."""

from collections.abc import Callable, Iterable

Pattern = Callable[[int], tuple[str, str]]


def _page(body: Callable[[int], str]) -> Pattern:
    return lambda n: ("page.html", f"<html><body>{body(n)}</body></html>")


def _sheet(rules: Callable[[int], Iterable[str]], body: Callable[[int], str]) -> Pattern:
    return _page(lambda n: f"<style>{''.join(rules(n))}</style>{body(n)}")


def _still(text: str) -> Callable[[int], str]:
    """What stays as it is while the rest grows."""
    return lambda _: text


def _cell(inside: Callable[[int], str], head: str = "") -> Pattern:
    return _page(
        lambda n: f"{head}<table><tr><td>规章<td>1<tr><td>许可<td>{inside(n)}</td></tr></table>"
    )


def _text(lines: Callable[[int], str], ending: str) -> Pattern:
    return lambda n: (f"report{ending}", lines(n))


PATTERNS: dict[str, Pattern] = {
    # One tag, or one element in another, again and again.
    "attributes": _page(lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">7</p>"),
    "attributes without a value": _page(
        lambda n: "<p " + " ".join(f"a{i}" for i in range(n)) + ">7</p>"
    ),
    "attributes with marks": _page(
        lambda n: "<p " + " ".join(f'a{i}="<"' for i in range(n)) + ">7</p>"
    ),
    "attributes of cells": _cell(lambda n: "x<td " + " ".join(f"a{i}=1" for i in range(n)) + ">7"),
    "classes": _sheet(
        _still(".x{color:red}"),
        lambda n: '<p class="' + " ".join(f"c{i}" for i in range(n)) + '">7',
    ),
    "blocks": _page(lambda n: "<div>" * n + "7"),
    "lists": _page(lambda n: "<ul><li>" * n + "7"),
    "lists with text": _page(lambda n: "<ul><li>7" * n),
    "lists of terms": _page(lambda n: "<dl><dt>7<dd>" * n),
    "menus": _page(lambda n: "<nav>" * n + "7"),
    "details": _page(lambda n: "<details><summary>7</summary>" * n),
    "headings": _page(lambda n: "<h1>7" * n),
    "unclosed paragraphs": _page(lambda n: "<p>7" * n),
    "unclosed letters": _page(lambda n: "<b>7" * n),
    "unclosed cells": _page(lambda n: "<td>7" * n),
    "unclosed rows": _page(lambda n: "<tr>" * n + "<td>7"),
    "tables in tables": _page(lambda n: "<table><tr><td>7" * n),
    "tables side by side": _page(lambda n: "<table><tr><td>规章<td>7</table>" * n),
    "captions": _page(lambda n: "<table><caption>7" * n),
    "columns": _page(lambda n: "<table>" + "<col>" * n + "<tr><td>规章<td>7</table>"),
    "long rows": _page(lambda n: "<table>" + "<tr><td rowspan=999>7" * n + "</table>"),
    "fonts": _page(lambda n: "<font size=1>7" * n),
    "choices": _page(lambda n: "<select>" + "<option>7" * n),
    "drawings": _page(lambda n: "<svg>" * n + "7"),
    "scripts": _page(lambda n: "<script>7</script>" * n + "7"),
    "comments": _page(lambda n: "<p>7" + "<!-- x -->" * n),
    "unclosed comments": _page(lambda n: "<p>7" + "<!--" * n),
    "entities": _page(lambda n: "&nbsp;&#55;" * n),
    "half tags": _page(lambda n: "7" + "<" * n),
    # Style sheets and style attributes.
    "links": _page(lambda n: "<link rel=stylesheet href=a.css>" * n + "7"),
    "sheets": _page(lambda n: "<style>p{color:red}</style>" * n + "<p>7"),
    "rules": _sheet(lambda n: (f".a{i}{{display:none}}" for i in range(n)), _still("<p>7")),
    "rules, all used": _sheet(
        lambda n: (f".a{i}{{display:none}}" for i in range(n)),
        lambda n: "".join(f"<p class=a{i}>7" for i in range(n)),
    ),
    "rules for one class": _sheet(lambda n: [".a{display:none}" * n], lambda n: "<p class=a>7" * n),
    "rules for all": _sheet(lambda n: ["*{opacity:1}" * n], lambda n: "<p>7" * n),
    "rules for what lies in another": _sheet(
        lambda n: [".a .b{display:none}" * n], lambda n: "<p class=b>7" * n
    ),
    "a list of selectors": _sheet(
        lambda n: [",".join(f".a{i}" for i in range(n)), "{display:none}"], _still("<p>7")
    ),
    "a long selector": _sheet(lambda n: ["a " * n, "{display:none}"], _still("<p>7")),
    "brackets in a selector": _sheet(
        lambda n: ["a:not" + "(" * n, "{display:none}"], _still("<p>7")
    ),
    "conditions in conditions": _sheet(
        lambda n: ["@media all{" * n, "a{color:red}"], _still("<p>7")
    ),
    "rules in rules": _sheet(lambda n: ["a{color:red;" * n], _still("<p>7")),
    "comments in a sheet": _sheet(lambda n: ["/* x */" * n, "p{color:red}"], _still("<p>7")),
    "style attributes": _page(lambda n: "".join(f'<p style="font-size:{i}px">7' for i in range(n))),
    "a long style": _page(lambda n: '<p style="' + "color:red;" * n + '">7'),
    "a style of brackets": _page(lambda n: '<p style="color:' + "(" * n + '">7'),
    "variables": _page(lambda n: '<p style="' + "".join(f"--a{i}:x;" for i in range(n)) + '">7'),
    "variables handed down": _page(
        lambda n: "".join(f'<i style="--a{i}:x">' for i in range(n)) + "7"
    ),
    # What stands in one cell.
    "pictures in a cell": _cell(lambda n: '<img alt="7">' * n),
    "pictures in cells": _page(lambda n: "<table>" + "<tr><td>规章<td><img>" * n + "</table>"),
    "parts of a figure": _cell(lambda n: "<b class=x>7</b>" * n, "<link rel=stylesheet>"),
    "parts in parts": _cell(lambda n: "<b class=x>7" * n, "<link rel=stylesheet>"),
    "hidden parts": _cell(lambda n: "<span hidden>7</span>" * n),
    "hidden in hidden": _cell(lambda n: "<span hidden>7" * n),
    "shown in hidden": _cell(lambda n: '<b style="visibility:hidden">7' * n),
    "small notes": _cell(lambda n: "<ruby>7<rt>8" * n),
    # Signs that turn the direction of writing.
    "turned": _text(lambda n: "规章 | \u202e7\u202c |\n" * n, ".txt"),
    "turned in one line": _text(lambda n: "规章" + "\u202e7\u202c" * n, ".txt"),
    "turned and left so": _text(lambda n: "规章" + "\u202e7" * n, ".md"),
    "turned cells": _page(lambda n: "<table>" + "<tr><td>规章<td>\u202e7" * n + "</table>"),
}
