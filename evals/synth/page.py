"""Parts in order to one page of text."""

from random import Random

from evals.synth.draft import Draft, Part, Prose
from evals.synth.layouts import WRITERS, lay_out

SINGLE_SPACED = frozenset({"L2", "L3", "L3a", "L3b", "L4", "L5", "L6", "L7", "L8", "tabs"})


def write_page(draft: Draft, rng: Random) -> str:
    """Return the report as plain text in its layout."""
    gap = "\n" if draft.style.layout in SINGLE_SPACED else "\n\n"
    return gap.join(_write_part(part, draft, rng) for part in draft.parts) + "\n"


def _write_part(part: Part, draft: Draft, rng: Random) -> str:
    if isinstance(part, Prose):
        return part.text
    return WRITERS[draft.style.layout](lay_out(part, draft.style, rng))
