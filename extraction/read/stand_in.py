"""A sign in place of what a file shows that is no text, such as a picture."""

from typing import NamedTuple

from extraction.values.bilingual import Bilingual


class StandIn(NamedTuple):
    """A sign in place of what a file shows that is no text, and why no figure is read there."""

    sign: str
    reason: Bilingual
