"""The one bundle of choices, built in cli.py; nothing below reads the environment."""

from dataclasses import dataclass

from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.model_settings import ModelSettings


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a reader without a model may ask, and how often.

    everything: ask about every table, not only about what is open. rounds: how often a
    report's open questions are asked. fallback: who is asked once more when they stay
    open. facts: whether the model states the facts of the prose, too.
    """

    model: ModelSettings
    everything: bool = False
    rounds: int = 2
    fallback: ModelSettings | None = None
    facts: bool = False

    def __str__(self) -> str:
        """Return who reads, in words that change when the results may.

        >>> str(Asking(ModelSettings("openai/some"), fallback=ModelSettings("openai/large")))
        'auto openai/some, 2 rounds, then openai/large'
        """
        reader = "model" if self.everything else "auto"
        rounds = f"{self.rounds} round{'' if self.rounds == 1 else 's'}"
        then = f", then {self.fallback.model}" if self.fallback else ""
        facts = ", facts by model" if self.facts else ""
        return f"{reader} {self.model.model}, {rounds}{then}{facts}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a report is read.

    forms: the templates that a report may follow, tried in this order.
    max_file_bytes: a larger file is refused before it is read. repair: whether damage to
    the text is undone before it is read. asking: None where no model is asked.
    file_seconds: how long a file may take until its next report comes out. file_megabytes:
    how much memory reading one may take. A process that takes more is ended.
    """

    forms: tuple[Form, ...]
    max_file_bytes: int = 64 * 1024 * 1024
    repair: bool = True
    asking: Asking | None = None
    file_seconds: float = 60.0
    file_megabytes: int = 2048

    @property
    def reader(self) -> str:
        """Who reads, as it is written into every record."""
        return str(self.asking) if self.asking else "offline"


def default_settings() -> Settings:
    """Return the settings of a plain run: every form that gouji knows, and no model."""
    return Settings(forms=load_forms())
