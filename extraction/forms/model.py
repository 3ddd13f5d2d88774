"""The base of all parts of a form file."""

from pydantic import BaseModel, ConfigDict

from extraction.values.bilingual import Bilingual


class FormModel(BaseModel):
    """Base of all that a form file says: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Meaning(FormModel):
    """A rule in words, for analysts."""

    en: str
    zh: str

    @property
    def words(self) -> Bilingual:
        """The rule's words in both languages."""
        return Bilingual(self.en, self.zh)
