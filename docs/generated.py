"""What README and docs/ show of the program, written by cog: `make docs`.

Sessions are run, fields come from the schema, rooms from their docstrings, words from the forms.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.hard.hard_page import hard_to_markdown
from evals.hard.share_of_ceiling import HardResults
from evals.headline import HeadlineResults, results_to_markdown
from evals.page_texts import Lang
from extraction.export import facts, tidy
from extraction.export.exact import exact_json
from extraction.forms.load import load_forms
from extraction.pipeline import extract_file
from extraction.prose.facts.keys import Key
from extraction.prose.facts.vocabulary import load_vocabulary
from extraction.settings import default_settings
from extraction.values.record import Record

HOME = Path(__file__).parent.parent


def session(*commands: str, lang: Lang = "en") -> str:
    """Return what commands print, as somebody with that language sees them."""
    return "\n".join(("```", *(_run(command, lang) for command in commands), "```"))


def _run(command: str, lang: Lang) -> str:
    program, *arguments = command.split()
    assert program == "gouji"
    run = "from cli import app; app(prog_name='gouji')"
    settings = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    settings |= {"GOUJI_LANG": lang, "PYTHONPATH": str(HOME), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", run, *arguments],
        cwd=HOME,
        env=settings,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = re.sub(r"\d+\.\d (s\b|秒)", r"… \1", done.stdout)
    return "\n".join((f"$ {command}", *(line.rstrip() for line in said.splitlines())))


def printed(file: str) -> str:
    """Return a file of the project as a block."""
    return f"```\n{(HOME / file).read_text('utf-8').strip()}\n```"


def headline(lang: Lang = "en") -> str:
    """Return the table that `make eval` has measured."""
    text = (HOME / "evals" / "RESULTS.json").read_text("utf-8")
    return results_to_markdown(HeadlineResults.model_validate_json(text), lang)


def hard_reports() -> str:
    """Return the table of hard reports that `python -m evals.hard --out` has measured."""
    text = (HOME / "evals" / "HARD.json").read_text("utf-8")
    return hard_to_markdown(HardResults.model_validate_json(text))


def record_fields() -> str:
    """Return every field of a record, object by object, from the schema."""
    schema = Record.model_json_schema(by_alias=True, mode="serialization")
    objects = {"Record": schema, **schema["$defs"]}
    order = list(_reachable("Record", objects))
    return "\n".join(line for name in dict.fromkeys(order) for line in _object(name, objects[name]))


def _reachable(name: str, objects: Mapping[str, Any]) -> Iterator[str]:
    """Yield an object and those that its fields hold, in the order of the fields."""
    yield name
    for field in objects[name]["properties"].values():
        for inner in re.findall(r"#/\$defs/(\w+)", str(field)):
            yield from _reachable(inner, objects)


def _object(name: str, described: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {name}", "", _in_one_line(described["description"]), "")
    yield from ("| key | holds | |", "|---|---|---|")
    for key, field in described["properties"].items():
        said = field.get("description") or _describe_held(field)
        yield f"| `{key}` | {_holds(field)} | {_in_one_line(said)} |"
    yield ""


def _describe_held(field: Mapping[str, Any]) -> str:
    """Return what the object that a field holds is."""
    name = field["$ref"].rpartition("/")[2]
    return str(Record.model_json_schema(mode="serialization")["$defs"][name]["description"])


def _in_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _holds(field: Mapping[str, Any]) -> str:
    """Return in a few words what a field of the schema may hold.

    >>> _holds({"anyOf": [{"type": "string"}, {"type": "null"}]})
    'string or null'
    """
    if "anyOf" in field:
        return " or ".join(map(_holds, field["anyOf"]))
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "prefixItems" in field:
        return f"[{', '.join(map(_holds, field['prefixItems']))}]"
    if field.get("type") == "array":
        return f"list of {_holds(field['items'])}"
    if field.get("type") == "object":
        return f"object of {_holds(field['additionalProperties'])}"
    return str(field.get("format", field["type"]))


def rooms() -> str:
    """Return the rooms of extraction/, floor by floor, each with what its docstring says."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    floors = next(c["layers"] for c in contracts if c["name"] == "Floors of extraction")
    lines = ["| floor | room | |", "|---:|---|---|"]
    for height, floor in zip(range(len(floors), 0, -1), floors, strict=True):
        for room in floor.split(" | "):
            name = f"{room}.py" if (HOME / "extraction" / f"{room}.py").exists() else f"{room}/"
            lines.append(f"| {height} | `{name}` | {_first_sentence(f'extraction.{room}')} |")
    return "\n".join(lines)


def files() -> str:
    """Return the modules of every room, each with the first line of its docstring."""
    lines: list[str] = []
    modules = (HOME / "extraction").rglob("*.py")
    for file in sorted(modules, key=lambda module: (module.parent.parts, module.name)):
        place = file.relative_to(HOME / "extraction")
        if place.name == "__init__.py" or len(place.parts) == 1:
            continue
        room = "/".join(place.parts[:-1])
        if not any(line == f"**{room}/**" for line in lines):
            lines += ["", f"**{room}/**", ""]
        module = ".".join(("extraction", *place.with_suffix("").parts))
        lines.append(f"- `{place.name}`: {_first_sentence(module)}")
    return "\n".join(lines[1:])


def _first_sentence(module: str) -> str:
    """Return what a module says first; it is not run: what an extra brings may be missing."""
    path = (HOME / module.replace(".", "/")).with_suffix(".py")
    source = path if path.exists() else path.with_suffix("") / "__init__.py"
    said = ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""
    return _in_one_line(said.split("\n\n")[0])


def form_words() -> str:
    """Return the keys of all forms, with what they are called in Chinese and in English."""
    lines = ["| 中文 | English | key | stands in |", "|---|---|---|---|"]
    for zh, key, where in dict.fromkeys(_form_words()):
        lines.append(f"| {zh} | {_spoken(key)} | `{key}` | {where} |")
    return "\n".join(lines)


def _form_words() -> Iterator[tuple[str, str, str]]:
    forms = load_forms()
    for form in forms:
        yield from ((names[0], key, "sections") for key, names in form.sections.items())
    for form in forms:
        for table in form.tables:
            yield table.label, table.key, "tables"
            for block in table.blocks:
                yield from ((c.label, c.key, f"columns of `{table.key}`") for c in block.columns)
                yield from ((r.label, r.key, f"rows of `{table.key}`") for r in block.rows)


def fact_words() -> str:
    """Return the keys of facts, with words that state them."""
    examples: dict[str, str] = {}
    for key in load_vocabulary().words.keys:
        examples.setdefault(key.key, _example(key))
    lines = ["| words, for example | English | key |", "|---|---|---|"]
    lines += (f"| {words} | {_spoken(key)} | `{key}` |" for key, words in examples.items())
    return "\n".join(lines)


def _example(key: Key) -> str:
    """Return the words of a fact's first way; of several that must stand together the first."""
    own = key.ways[0].own
    if len(own) == 1:
        return "、".join(word.strip() for word in own[0][:3])
    return " … ".join(words[0].strip() for words in own)


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def helps(*names: str) -> str:
    """Return the help of commands, each under a heading."""
    return "\n\n".join(f"### gouji {name}\n\n{session(f'gouji {name} --help')}" for name in names)


def one_cell() -> str:
    """Return a cell, a finding and a fact of an example, as a record has them."""
    [record] = extract_file(HOME / "examples" / "7-slip.txt", default_settings())
    cell = record.tables["requests"]["carried_in"]["total"]
    shown = (cell, record.findings[1], record.facts[4])
    return "\n".join(("```json", *(exact_json(each, 1).decode() for each in shown), "```"))


def columns_of_csv() -> str:
    """Return the columns of both kinds of CSV, and what those hold that a reader may not know."""
    files = {"gouji extract": tidy.COLUMNS, "gouji facts": facts.COLUMNS}
    lines = [f"- `{name}`: {', '.join(columns)}" for name, columns in files.items()]
    lines += ["", "| column of `gouji extract` | |", "|---|---|"]
    fields = Record.model_json_schema(by_alias=True, mode="serialization")
    described = {**fields["properties"], **fields["$defs"]["Cell"]["properties"]}
    told = {name: str(described[name]["description"]) for name in ("proof", "reason_code")}
    told |= tidy.MEANS
    lines += [f"| `{name}` | {_in_one_line(told[name])} |" for name in tidy.COLUMNS if name in told]
    return "\n".join(lines)


def refused_form(name: str) -> str:
    """Return what is said of a form file among the cases that would mislead."""
    [said] = (HOME / "tests" / "cases" / "forms").rglob(f"{name}.txt")
    return printed(str(said))
