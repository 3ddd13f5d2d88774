"""The one bundle of choices, built in cli.py; nothing below reads the environment."""

from dataclasses import dataclass

from extraction.forms.form import Form, load_forms


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a report is read.

    forms: the templates that a report may follow, tried in this order.
    max_file_bytes: a larger file is refused before it is read. repair: whether damage to
    the text is undone before it is read.
    """

    forms: tuple[Form, ...]
    max_file_bytes: int = 64 * 1024 * 1024
    repair: bool = True


def default_settings() -> Settings:
    """Return the settings of a plain run: every form that gouji knows."""
    return Settings(forms=load_forms())
