"""The ledger of a run: every request from the moment it is sent, and what may still be spent."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from threading import Lock

from extraction.llm.completion import TokenCounts
from extraction.llm.model_settings import ModelSettings
from extraction.llm.outcomes import CHINESE_OUTCOMES
from extraction.llm.prices import price_of
from extraction.values.bilingual import Bilingual, alike, join_texts
from extraction.values.catalogue.template import count_of
from extraction.values.errors import AskingStopped
from extraction.values.usage import Attempt, Usage

MOST_REASONS = 8  # kinds of failure that a summary tells one by one
_CACHED = "cached"


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A request that was sent and not answered yet: since when, and what it takes at least."""

    settings: ModelSettings
    since: float
    sent: int


@dataclass(slots=True)
class Spending:
    """The totals of a run, kept by all its threads, for all the models that it asks.

    A request is in them from the moment it is sent: who stops while it is under way has
    asked it too. budget: US dollars; token_budget: tokens in and out; None for no limit.
    """

    budget: Decimal | None = None
    token_budget: int | None = None
    _usage: Usage = field(default_factory=Usage)
    _under_way: dict[int, UnderWay] = field(default_factory=dict)
    _outcomes: Counter[str] = field(default_factory=Counter)
    _reasons: Counter[tuple[str, int | None, str]] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=count)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, settings: ModelSettings, sent: int) -> int:
        """Enter a request that is being sent; return its number."""
        with self._lock:
            number = next(self._numbers)
            self._under_way[number] = UnderWay(settings, time.monotonic(), sent)
            return number

    def end(self, number: int, attempt: Attempt) -> None:
        """Enter what has come of a request."""
        with self._lock:
            del self._under_way[number]
            self._usage = _added(self._usage, attempt)
            self._outcomes[attempt.outcome] += 1
            if attempt.outcome != "ok":
                self._reasons[attempt.outcome, attempt.status, attempt.reason or ""] += 1

    def use_cache(self) -> None:
        """Enter an answer that was there already."""
        with self._lock:
            self._outcomes[_CACHED] += 1

    def total(self) -> Usage:
        """Return what was spent until now, what is under way estimated; no single attempts."""
        with self._lock:
            usage = self._usage
            for request in self._under_way.values():
                under_way = Attempt(
                    model="",
                    prompt="",
                    outcome="under way",
                    input_tokens=request.sent,
                    cost=price_of(TokenCounts(request.sent), request.settings),
                    estimated=True,
                )
                usage = _added(usage, under_way)
            return usage

    def oldest(self) -> UnderWay | None:
        """Return the request that is waited for longest, if any is."""
        with self._lock:
            return min(self._under_way.values(), key=lambda r: r.since, default=None)

    @property
    def under_way(self) -> int:
        """The number of requests that are waited for."""
        return len(self._under_way)

    @property
    def in_vain(self) -> bool:
        """Whether questions were asked and not one was answered."""
        answered = self._outcomes["ok"] + self._outcomes[_CACHED]
        return bool(self._outcomes) and not answered

    def check(self, settings: ModelSettings) -> None:
        """Raise AskingStopped if the budget is spent, or cannot be kept to with this model."""
        with self._lock:
            spent = self._usage
        if self.budget is not None:
            if price_of(TokenCounts(1, 1), settings) is None:
                raise AskingStopped(
                    f"No price is known for {settings.model}, so a budget in money cannot be"
                    " kept to: name its price with --price IN/OUT, or set a budget in tokens.",
                    f"{settings.model} 的价格未知，无法按金额控制预算："
                    "请用 --price IN/OUT 写明价格，或改用词元数预算。",
                )
            if (spent.cost or Decimal(0)) >= self.budget:
                raise AskingStopped(
                    f"The budget of ${self.budget} is spent (${spent.cost}):"
                    " raise it and run again; what the cache holds is not paid for again.",
                    f"预算 {self.budget} 美元已用完（已花费 {spent.cost} 美元）："
                    "请提高预算后再次运行；缓存中的回答不会重复付费。",
                )
        tokens = spent.input_tokens + spent.output_tokens
        if self.token_budget is not None and tokens >= self.token_budget:
            raise AskingStopped(
                f"The budget of {self.token_budget:,} tokens is spent ({tokens:,}):"
                " raise it and run again; what the cache holds is not paid for again.",
                f"预算 {self.token_budget:,} 个词元已用完（已用 {tokens:,} 个）："
                "请提高预算后再次运行；缓存中的回答不会重复付费。",
            )

    def holds(self, tokens: int, cost: Decimal) -> bool:
        """Say whether the budget holds so much more."""
        with self._lock:
            spent = self._usage
        taken = spent.input_tokens + spent.output_tokens + tokens
        if self.token_budget is not None and taken > self.token_budget:
            return False
        return self.budget is None or (spent.cost or Decimal(0)) + cost <= self.budget

    def reason_lines(self) -> Iterator[Bilingual]:
        """Yield a line for each kind of failure, the most frequent first, in the server's words."""
        with self._lock:
            reasons = self._reasons.most_common()
        for (outcome, status, said), number in reasons[:MOST_REASONS]:
            code = outcome if status is None else f"{outcome} ({status})"
            name = CHINESE_OUTCOMES[outcome] + ("" if status is None else f"（{status}）")
            yield Bilingual(
                f"{number} x {code}: {said}" if said else f"{number} x {code}",
                f"{number} 次{name}：{said}" if said else f"{number} 次{name}",
            )
        if left := sum(number for _, number in reasons[MOST_REASONS:]):
            yield Bilingual(
                f"{left} requests failed for other reasons, which are in the records.",
                f"另有 {left} 个请求因其他原因失败，详见结果记录。",
            )

    def sum_up(self, reports: int) -> Bilingual | None:
        """Return the ledger in a sentence; None where nobody was asked."""
        usage, under_way = self.total(), self.under_way
        if not self._outcomes and not under_way:
            return None
        ends = [
            Bilingual(f"{number} {outcome}", f"{CHINESE_OUTCOMES[outcome]} {number} 个")
            for outcome, number in self._outcomes.most_common()
        ]
        if under_way:
            ends.append(Bilingual(f"{under_way} still under way", f"在途 {under_way} 个"))
        ended = join_texts(Bilingual(", ", "，"), ends)
        cost = _tell_cost(usage)
        about = Bilingual(", partly estimated", "，部分为估计") if usage.estimated else alike("")
        return Bilingual(
            f"Asked a model about {reports} of them: {count_of(usage.requests, 'request')}"
            f" ({ended.en}), {usage.input_tokens:,} tokens in,"
            f" {usage.output_tokens:,} out{about.en}, {cost.en}.",
            f"就其中 {reports} 份询问了模型：{usage.requests} 个请求（{ended.zh}），"
            f"发出 {usage.input_tokens:,} 个词元，"
            f"收到 {usage.output_tokens:,} 个{about.zh}，{cost.zh}。",
        )


def _tell_cost(usage: Usage) -> Bilingual:
    if usage.cost is None:
        return Bilingual("cost not known", "费用未知")
    return Bilingual(f"${usage.cost:.4f}", f"费用 {usage.cost:.4f} 美元")


def _added(usage: Usage, attempt: Attempt) -> Usage:
    known = [cost for cost in (usage.cost, attempt.cost) if cost is not None]
    return Usage(
        requests=usage.requests + 1,
        input_tokens=usage.input_tokens + attempt.input_tokens,
        output_tokens=usage.output_tokens + attempt.output_tokens,
        cost=sum(known, Decimal(0)) if known else None,
        estimated=usage.estimated or attempt.estimated,
    )
