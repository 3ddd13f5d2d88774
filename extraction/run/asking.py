"""From settings to somebody who can be asked."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from extraction.ask import ModelReader
from extraction.model_settings import ModelSettings
from extraction.settings import Asking
from extraction.settle.rounds import Rounds


@contextmanager
def opened_rounds(asking: Asking | None) -> Iterator[Rounds | None]:
    """Yield whom to ask and how often, None for nobody; close the answers' cache in the end."""
    if asking is None:
        yield None
        return
    with ExitStack() as stack:

        def opened(settings: ModelSettings) -> ModelReader:
            reader = ModelReader(settings)
            stack.callback(reader.close)
            return reader

        fallback = opened(asking.fallback) if asking.fallback else None
        yield Rounds(opened(asking.model), asking.rounds, fallback, asking.everything, asking.facts)
