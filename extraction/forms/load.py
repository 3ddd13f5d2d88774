"""Form files to forms: each is sound, or refused in one line that says where and what to do."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from extraction.forms.form import Form
from extraction.forms.lined import Lined, Misprint, parse_lined
from extraction.forms.mistakes import Mistake, explain_schema, find_first
from extraction.forms.thresholds import LARGEST_FORM
from extraction.values.bilingual import Bilingual, join_texts
from extraction.values.errors import BrokenForm


def parse_form(text: str, name: str) -> Form:
    """Read a form from YAML; BrokenForm, in one line, if it may mislead.

    Its version gets a digest of the file, so that an edit is never taken for the old form.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    try:
        lined = parse_lined(text)
    except Misprint as misprint:
        raise _broken(name, misprint.line, f"{misprint.says}.") from misprint
    try:
        form = Form.model_validate(lined.data)
    except ValidationError as error:
        mistakes = list(explain_schema(error, Form))
        first = min(mistakes, key=lambda mistake: lined.line_of(mistake.path))
        raise _refuse(first, lined, name) from error
    if mistake := find_first(form, lined):
        raise _refuse(mistake, lined, name)
    return form.model_copy(update={"version": f"{form.version}+{digest}"})


def _refuse(mistake: Mistake, lined: Lined, name: str) -> BrokenForm:
    line = lined.line_of(mistake.path)
    where = ".".join(str(part) for part in mistake.path if isinstance(part, str))
    stop = "" if mistake.says.endswith("?") else "."
    return _broken(name, line, f"{where}: {mistake.says}{stop}")


def _broken(name: str, line: int, says: str) -> BrokenForm:
    """Return the error of a form file, in one line although it may quote the file's line ends.

    What is wrong in a form file is said in English: it is for who writes forms.
    """
    told = " ".join(says.split())
    return BrokenForm(f"{name}:{line}: {told}", f"表样文件 {name} 第 {line} 行有误：{told}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The forms of a folder, newest first, and what is wrong with those that are left out."""

    forms: tuple[Form, ...]
    broken: tuple[Bilingual, ...] = ()


def load_forms() -> tuple[Form, ...]:
    """Return every form that gouji brings along, newest first; BrokenForm if none is left."""
    return take_forms(shipped_forms())


def take_forms(loaded: Loaded) -> tuple[Form, ...]:
    """Return the forms that could be read; BrokenForm if none is left."""
    if not loaded.forms:
        none = Bilingual("There is no form file.", "没有表样文件。")
        reasons = join_texts(Bilingual(" ", ""), loaded.broken or (none,))
        raise BrokenForm(
            f"No form is left to read reports by: {reasons.en} Install gouji anew.",
            f"没有可用的表样：{reasons.zh}请重新安装 gouji。",
        )
    return loaded.forms


@lru_cache(maxsize=1)
def shipped_forms() -> Loaded:
    """Read the forms in this folder: one YAML file each."""
    return read_forms(resources.files(__package__))


def add_own_forms(folder: Path) -> Loaded:
    """Read the forms of a person's folder before gouji's; one of theirs replaces its namesake."""
    own = read_forms(folder)
    named = {form.form for form in own.forms}
    shipped = shipped_forms()
    others = (form for form in shipped.forms if form.form not in named)
    return Loaded((*own.forms, *others), (*own.broken, *shipped.broken))


def read_forms(folder: Traversable) -> Loaded:
    """Read every form file of a folder; one that is broken never stops another."""
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    forms: list[Form] = []
    broken: list[Bilingual] = []
    for file in reversed(files):
        try:
            forms.append(_read_form(file, forms))
        except BrokenForm as error:
            broken.append(error.said)
    return Loaded(tuple(forms), tuple(broken))


def _read_form(file: Traversable, before: list[Form]) -> Form:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FORM + 1)
        if len(data) > LARGEST_FORM:
            raise _broken(file.name, 1, "the file is over 1 MB; no form needs so much.")
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        form = parse_form(text, file.name)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _broken(file.name, line, "not UTF-8; save the file as UTF-8.") from error
    except OSError as error:
        raise _broken(file.name, 1, f"cannot be read: {error.strerror}; mend that.") from error
    if any(form.form == known.form for known in before):
        says = f"another file has a form {form.form}; give this one a name of its own"
        raise _broken(file.name, 1, f"form: {says}.")
    return form
