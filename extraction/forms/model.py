"""The base of all parts of a form file."""

from pydantic import BaseModel, ConfigDict


class FormModel(BaseModel):
    """Base of all that a form file says: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Meaning(FormModel):
    """A rule in words, for analysts."""

    en: str
    zh: str
