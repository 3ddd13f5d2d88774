"""The settings of the model: its name, its pace, its price; built in terminal/ from flags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from extraction.values.errors import WrongUsage

Mode = Literal["tools", "json_schema", "md_json"]
"""How an answer is given its shape: a tool's arguments, a response format, or words alone."""

# Servers that know tools but no JSON Schema as a response format.
_TOOLS_ONLY = ("api.deepseek.com", "dashscope.aliyuncs.com", "open.bigmodel.cn")


_BUDGET = re.compile(r"\$?(?P<money>\d+(?:\.\d+)?)|(?P<tokens>\d+)\s?t(?:okens)?", re.IGNORECASE)


def parse_budget(text: str | None) -> tuple[Decimal | None, int | None]:
    """Return a budget in US dollars or in tokens, from the way a person writes it.

    >>> parse_budget("2.50"), parse_budget("500000t"), parse_budget(None)
    ((Decimal('2.50'), None), (None, 500000), (None, None))
    """
    if text is None:
        return None, None
    match = _BUDGET.fullmatch(text.strip().replace(",", ""))
    if match is None:
        raise WrongUsage(
            f"{text!r} is no budget: write 2.50 for dollars or 500000t for tokens.",
            f"{text!r} 不是预算：按美元请写 2.50，按词元请写 500000t。",
        )
    if match["money"]:
        return Decimal(match["money"]), None
    return None, int(match["tokens"])


@dataclass(frozen=True, slots=True)
class Price:
    """A model's price: US dollars for a million tokens sent, and for a million answered."""

    sent: Decimal
    answered: Decimal


_A_WEEK = 7 * 86_400.0
_PRICE = re.compile(r"\$?(\d+(?:\.\d+)?)\s*/\s*\$?(\d+(?:\.\d+)?)")


def parse_price(text: str | None) -> Price | None:
    """Return a price from the way a person writes it.

    >>> parse_price("0.15/0.60"), parse_price(None)
    (Price(sent=Decimal('0.15'), answered=Decimal('0.60')), None)
    """
    if text is None:
        return None
    match = _PRICE.fullmatch(text.strip())
    if match is None:
        raise WrongUsage(
            f"{text!r} is no price: write dollars for a million tokens in and out, as 0.15/0.60.",
            f"{text!r} 不是价格：请写每百万词元输入和输出的美元价，如 0.15/0.60。",
        )
    return Price(Decimal(match[1]), Decimal(match[2]))


def check_address(address: str) -> None:
    """Raise WrongUsage if no server can be asked at a base URL.

    >>> check_address("http://localhost:11434/v1")
    """
    shown = re.sub(r"(?<=//)[^/@]*@", "", address)
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half of an IPv6 address
        whole = False
    if whole and not re.search(r"[\s\x00-\x1f]", address):
        return
    raise WrongUsage(
        f"{shown!r} is no base URL: write it whole, as http://localhost:11434/v1.",
        f"{shown!r} 不是服务地址：请写完整，如 http://localhost:11434/v1。",
    )


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """All settings that decide how a model is asked.

    model: `provider/name` as instructor names them; `openai/name` with a base_url is
    any server that speaks chat completions. mode: None for what suits the server.
    strict: whether the server is to hold the answer to its schema; None does so where
    that is known to work. temperature: None leaves it to the server, and so does a server
    that refuses it. timeout: seconds
    that the server may take to answer one question, all its requests together. retries: how
    often a request that failed on the way is sent again.
    patience: seconds that one question may wait because the server wants it slower.
    max_concurrency, requests_per_minute, tokens_per_minute: shared by all threads; None
    is no limit. budget: US dollars; token_budget: tokens in and out; requests that are
    under way when it is reached still end. price: what the model costs, where the list of
    prices does not say so or is wrong; price_if_unknown: the list goes first. cache: a file
    for answers, None for none; cache_bytes: how large it may become.
    """

    model: str
    base_url: str | None = None
    api_key: SecretStr | None = field(default=None, repr=False)
    mode: Mode | None = None
    strict: bool | None = None
    temperature: float | None = 0.0
    timeout: float = 120.0
    retries: int = 3
    patience: float = 600.0
    max_concurrency: int = 64
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: Decimal | None = None
    token_budget: int | None = None
    price: Price | None = None
    price_if_unknown: bool = False
    cache: Path | None = None
    cache_bytes: int = 1024 * 1024 * 1024

    def __post_init__(self) -> None:
        provider, _, name = self.model.partition("/")
        if not provider or not name:
            raise WrongUsage(
                f"{self.model!r} names no model: write provider/name, as openai/NAME.",
                f"{self.model!r} 不是模型名称：请写成 提供方/名称，如 openai/NAME。",
            )
        if self.base_url is not None:
            check_address(self.base_url)
        if not 0 < self.timeout < _A_WEEK:
            raise WrongUsage(
                f"{self.timeout} is no time to wait: write seconds, as 120.",
                f"{self.timeout} 不是等待时间：请写秒数，如 120。",
            )

    def reached_by(self, environment: Mapping[str, str]) -> "ModelSettings":
        """Return what reaches the model with what the environment holds.

        OPENAI_API_KEY and OPENAI_BASE_URL are for OpenAI and those who speak its language.
        No other provider is ever sent that key: instructor looks for theirs by itself.

        >>> here = {"OPENAI_BASE_URL": "http://localhost:11434/v1"}
        >>> ModelSettings("openai/qwen3").reached_by(here).base_url
        'http://localhost:11434/v1'
        >>> ModelSettings("deepseek/deepseek-chat").reached_by(here).base_url
        """
        if self.provider != "openai":
            return self
        key = environment.get("OPENAI_API_KEY")
        address = self.base_url or environment.get("OPENAI_BASE_URL") or None
        return replace(self, base_url=address, api_key=SecretStr(key) if key else None)

    def for_model(self, model: str) -> "ModelSettings":
        """Return the same for another model; another provider gets neither address nor key.

        A price that was named for this one is the other's where nothing better is known.
        """
        other = replace(self, model=model, price_if_unknown=True)
        same = other.provider == self.provider
        return other if same else replace(other, base_url=None, api_key=None)

    @property
    def provider(self) -> str:
        """The provider that serves the model, as instructor names it.

        >>> ModelSettings("openai/gpt-4o").provider
        'openai'
        """
        return self.model.partition("/")[0]

    @property
    def server(self) -> str:
        """The server for a person to read: the host, or the provider's name.

        >>> ModelSettings("openai/qwen3", "http://localhost:11434/v1").server
        'localhost'
        """
        return urlsplit(self.base_url or "").hostname or self.provider

    @property
    def name(self) -> str:
        """The model's name at its server.

        >>> ModelSettings("openrouter/qwen/qwen3").name
        'qwen/qwen3'
        """
        return self.model.partition("/")[2]

    @property
    def is_openai_itself(self) -> bool:
        """Whether the model is OpenAI's own, and not somebody's who speaks its language."""
        return self.provider == "openai" and self.base_url is None

    @property
    def mode_or_default(self) -> Mode:
        """The mode asked for, else what suits the server.

        Tools suit the hosted services; those who serve a model themselves (vLLM, Ollama,
        llama.cpp) hold it to a schema, but do not make it call a tool.

        >>> ModelSettings("openai/gpt-4o").mode_or_default
        'tools'
        >>> ModelSettings("openai/qwen3", "http://localhost:11434/v1").mode_or_default
        'json_schema'
        """
        if self.mode is not None:
            return self.mode
        if self.provider == "ollama":
            return "json_schema"
        if self.provider != "openai" or self.base_url is None:
            return "tools"
        return "tools" if urlsplit(self.base_url).hostname in _TOOLS_ONLY else "json_schema"

    @property
    def strict_or_default(self) -> bool:
        """Whether the server is asked to hold the answer to its schema."""
        return self.is_openai_itself if self.strict is None else self.strict
