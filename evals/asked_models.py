"""Whom an eval asks: the model options of gouji extract, and the variant that they make."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from evals.header import ModelLine, prompt_versions
from evals.variants import Variant
from evals.watch import Watch
from extraction.batch.asking import opened_asking
from extraction.llm.model_settings import Mode, ModelSettings, parse_budget, parse_price
from extraction.llm.question import ANSWERING, Answering
from extraction.settings import Asking
from extraction.values.bilingual import Bilingual
from extraction.values.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """A model and how it is asked, as on the command line of gouji extract.

    cache: where answers are kept, None for nowhere: what is measured is asked for.
    """

    model: str
    base_url: str | None = None
    everything: bool = False
    mode: Mode | None = None
    rounds: int = 2
    fallback: str | None = None
    facts: bool = False
    budget: str | None = None
    per_minute: int | None = None
    tokens_per_minute: int | None = None
    cache: Path | None = None
    timeout: float | None = None
    price: str | None = None
    answering: Answering = ANSWERING

    def to_asking(self) -> Asking:
        """Return whom to ask, reached with what the environment holds."""
        money, tokens = parse_budget(self.budget)
        plain = ModelSettings(self.model)
        wanted = ModelSettings(
            self.model,
            timeout=self.timeout or plain.timeout,
            price=parse_price(self.price),
            base_url=self.base_url,
            mode=self.mode,
            requests_per_minute=self.per_minute,
            tokens_per_minute=self.tokens_per_minute,
            budget=money,
            token_budget=tokens,
            cache=self.cache,
        )
        second = None
        if self.fallback:
            second = wanted.for_model(self.fallback).reached_by(os.environ)
        first = wanted.reached_by(os.environ)
        return Asking(first, self.everything, self.rounds, second, self.facts, self.answering)

    def to_line(self, asking: Asking) -> ModelLine:
        """Return what a run's header says of it."""
        return ModelLine(
            model=self.model,
            base_url=asking.model.base_url,
            mode=asking.model.mode_or_default,
            reader="model" if self.everything else "auto",
            rounds=self.rounds,
            fallback=self.fallback,
            facts=self.facts,
            budget=self.budget,
            cache=self.cache is not None,
            prompts=prompt_versions(),
        )


@contextmanager
def opened_variant(
    variant: Variant, options: ModelOptions | None, say: Callable[[Bilingual], None]
) -> Iterator[Variant]:
    """Yield what reads: a variant as it is, or gouji with a model to ask.

    Through `say` a person is told when an answer is long in coming.
    """
    if options is None:
        yield variant
        return
    if variant.name != "gouji":
        raise WrongUsage(
            f"--model goes with gouji itself, not with {variant.name}: leave one out.",
            f"--model 只用于 gouji 本身，不用于 {variant.name}：请去掉其中一个。",
        )
    asking = options.to_asking()
    with opened_asking(asking, say) as opened:
        watch = Watch(opened.rounds)
        yield replace(
            variant,
            name=str(asking),
            says="gouji with a model to ask",
            walk=watch.walk,
            waits=True,
            model=options.to_line(asking),
            watch=watch,
            asking=asking,
        )
