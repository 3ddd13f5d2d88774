"""From settings to somebody who can be asked, and what is said of asking while it goes on."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from extraction.ground.rounds import Rounds
from extraction.llm.batch_reader import BatchReader
from extraction.llm.model_settings import ModelSettings
from extraction.llm.reader import ModelReader
from extraction.llm.spending import Spending
from extraction.settings import Asking
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.template import count_of

LONG = 15.0  # seconds of waiting for one answer, after which a person is told
_AGAIN = 60.0
_LOOK = 0.5


@dataclass(slots=True)
class AskedModel:
    """The model that is asked in a run, the requests until now, and their cost.

    batch: who asks by batch, None where each question is asked alone.
    """

    rounds: Rounds
    spending: Spending
    readers: tuple[ModelReader | BatchReader, ...]
    batch: BatchReader | None = None

    def stop(self) -> None:
        """Let no further request begin."""
        for reader in self.readers:
            reader.stop()

    def summary(self, reports: int, cells: int) -> Iterator[Bilingual]:
        """Yield what to say at the end: each reason why something failed, then the ledger.

        cells: that the model has placed, in so many reports that it was asked about.
        """
        yield from self.spending.reason_lines()
        if self.spending.in_vain:
            yield Bilingual(
                "Not one question was answered; the same command asks them again.",
                "没有一个问题得到回答；再次运行同一命令会重新询问。",
            )
        ledger = self.spending.sum_up(reports)
        if ledger is None:
            yield Bilingual(
                "The model was not needed: nothing is open that an answer could settle.",
                "没有用到模型：没有可由模型的回答确定的内容。",
            )
            return
        if cells:
            yield Bilingual(
                f"{count_of(cells, 'cell')} settled by the model.",
                f"由模型确定的单元格 {cells} 个。",
            )
        yield ledger


@contextmanager
def opened_asking(asking: Asking, say: Callable[[Bilingual], None]) -> Iterator[AskedModel]:
    """Yield who is asked; close the answers' cache in the end.

    Through `say` a person is told when an answer is long in coming.
    """
    spending = Spending(asking.model.budget, asking.model.token_budget)
    with ExitStack() as stack:

        def opened(settings: ModelSettings) -> ModelReader:
            reader = ModelReader(settings, spending=spending)
            stack.callback(reader.close)
            return reader

        batch = None
        if asking.batch:
            batch = BatchReader(asking.model, spending)
            stack.callback(batch.close)
        fallback = opened(asking.fallback) if asking.fallback else None
        first = batch or opened(asking.model)
        rounds = Rounds(
            first,
            asking.rounds,
            fallback,
            asking.everything,
            asking.facts,
            asking.answering,
            asking.prompts,
            asking.vision,
        )
        stack.enter_context(_watched(spending, say))
        yield AskedModel(rounds, spending, (first, *([fallback] if fallback else [])), batch)
        if batch is not None:
            batch.finish()  # results are written: nothing has to be found again


@dataclass(slots=True)
class _Watch:
    """Tells when an answer is long in coming, and again every minute."""

    spending: Spending
    say: Callable[[Bilingual], None]
    ended: threading.Event = field(default_factory=threading.Event)
    _spoke: float = float("-inf")

    def go_on(self) -> None:
        while not self.ended.wait(_LOOK):
            oldest, now = self.spending.oldest(), time.monotonic()
            if oldest is None or now - oldest.since < LONG or now - self._spoke < _AGAIN:
                continue
            self._spoke = now
            self.say(_tell_slow(oldest.settings, now - oldest.since, self.spending.under_way))


def _tell_slow(settings: ModelSettings, seconds: float, under_way: int) -> Bilingual:
    server, given = settings.server, f"{settings.timeout:g}"
    return Bilingual(
        f"{server} has not answered for {seconds:.0f} seconds"
        f" ({under_way} under way); it is given {given} (--timeout).",
        f"{server} 已 {seconds:.0f} 秒没有回答"
        f"（{under_way} 个请求在途）；最多等待 {given} 秒（--timeout）。",
    )


@contextmanager
def _watched(spending: Spending, say: Callable[[Bilingual], None]) -> Iterator[None]:
    watch = _Watch(spending, say)
    thread = threading.Thread(target=watch.go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.ended.set()
        thread.join()
