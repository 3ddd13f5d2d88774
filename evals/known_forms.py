"""The forms that labels are held against: gouji's, and those of a person's own folder."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from extraction.forms.form import Form
from extraction.forms.load import shipped_forms, take_forms
from extraction.terminal.own_forms import find_folder, load_all_forms


def load_known_forms() -> tuple[Form, ...]:
    """Return every form that this run knows, read only once; BrokenForm if none is left."""
    return _load(find_folder())


def known_form(name: str) -> Form:
    """Return the form with this name; KeyError if there is none."""
    return {form.form: form for form in load_known_forms()}[name]


def name_own_forms(forms: Sequence[Form]) -> tuple[str, ...]:
    """Return names and versions of those forms that gouji does not bring along."""
    shipped = shipped_forms().forms
    return tuple(f"{form.form} {form.version}" for form in forms if form not in shipped)


@cache
def _load(folder: Path | None) -> tuple[Form, ...]:
    del folder  # by it one run's forms are told from another's
    return take_forms(load_all_forms())
