"""The one bundle of choices, built in terminal/ from flags; nothing below reads the environment."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import ANSWERING, Answering
from extraction.values.record import Versions
from prompts import SHIPPED, Prompts


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a reader without a model may ask, and how often.

    everything: ask about every table, not only about what is open. rounds: how often a
    report's open questions are asked. fallback: who is asked once more when they stay
    open. facts: whether the model states the facts of the prose, too. answering: how a table
    is answered. prompts: in whose words. batch: by OpenAI's Batch API, in a file of questions.
    vision: whether the model reads doubtful figures of scans from their pictures, too.
    """

    model: ModelSettings
    everything: bool = False
    rounds: int = 2
    fallback: ModelSettings | None = None
    facts: bool = False
    answering: Answering = ANSWERING
    prompts: Prompts = SHIPPED
    batch: bool = False
    vision: bool = False

    def __str__(self) -> str:
        """Return who reads, in words that change when the results may.

        >>> str(Asking(ModelSettings("openai/some"), fallback=ModelSettings("openai/large")))
        'auto openai/some, 2 rounds, then openai/large'
        """
        return self.told(facts=self.facts)

    def told(self, *, facts: bool, unanswered: int = 0) -> str:
        """Return who has read one report: whether the facts, too, and what was not answered.

        >>> Asking(ModelSettings("openai/some"), facts=True).told(facts=False, unanswered=1)
        'auto openai/some, 2 rounds; 1 question not answered'
        """
        reader = "model" if self.everything else "auto"
        rounds = f"{self.rounds} round{'' if self.rounds == 1 else 's'}"
        then = f", then {self.fallback.model}" if self.fallback else ""
        by_model = ", facts by model" if facts else ""
        seeing = ", with pictures" if self.vision else ""
        how = "" if self.answering == ANSWERING else f", by {self.answering}"
        questions = f"{unanswered} question{'' if unanswered == 1 else 's'}"
        left = f"; {questions} not answered" if unanswered else ""
        return f"{reader} {self.model.model}, {rounds}{then}{how}{by_model}{seeing}{left}"

    @property
    def digest(self) -> str:
        """A digest of all that decides the answers: whom we ask where, how, in which words."""
        tables = "place" if self.answering == "ids" else "transcribe"
        names = [tables, *(("facts", "whose") if self.facts else ())]
        names += ["figures"] if self.vision else []
        prompts = [self.prompts.load(name) for name in names]
        asked = [
            str(self),
            *(_deciding(model) for model in (self.model, self.fallback) if model is not None),
            *((prompt.version, prompt.text) for prompt in prompts),
        ]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def _deciding(model: ModelSettings) -> list[object]:
    """Return what decides a model's answers; keys, limits and prices do not."""
    return [
        model.model,
        model.base_url,
        model.mode_or_default,
        model.strict_or_default,
        model.temperature,
    ]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings that decide how a report is read.

    forms: the templates that a report may follow, tried in this order.
    max_file_bytes: a larger file is refused before it is read. repair: whether damage to
    the text is undone before it is read. asking: None where no model is asked.
    file_seconds: how long a file may take until its next report comes out, or the next page of
    a scan is read. file_megabytes: how much memory reading one may take. A process that takes
    more is ended.
    """

    forms: tuple[Form, ...]
    max_file_bytes: int = 64 * 1024 * 1024
    repair: bool = True
    asking: Asking | None = None
    file_seconds: float = 60.0
    file_megabytes: int = 2048

    @property
    def reader(self) -> str:
        """The reader's name, as written into every record of which all was answered."""
        return str(self.asking) if self.asking else "offline"

    def versions_of(
        self,
        form: Form | None = None,
        prompts: Mapping[str, str] | None = None,
        *,
        facts: bool = False,
        unanswered: int = 0,
    ) -> Versions:
        """Return what makes a record under these settings: `prompts` are those that were asked.

        facts: whether a model has stated the facts. unanswered: questions left without answer.
        """
        asking = self.asking
        return Versions(
            gouji=gouji_version(),
            form=form.version if form else None,
            reader=asking.told(facts=facts, unanswered=unanswered) if asking else self.reader,
            asking=asking.digest if asking else None,
            prompts=dict(prompts or {}),
        )

    @property
    def asking_digest(self) -> str | None:
        """A digest of how a model is asked, as it is written into every record."""
        return self.asking.digest if self.asking else None


@lru_cache(maxsize=1)
def gouji_version() -> str:
    """Return the installed version of gouji."""
    return version("gouji")


def default_settings() -> Settings:
    """Return the settings of a plain run: every form that gouji knows, and no model."""
    return Settings(forms=load_forms())
