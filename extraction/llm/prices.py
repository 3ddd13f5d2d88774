"""Price a request by the price that was named, else by the list of genai-prices."""

from decimal import Decimal

from extraction.llm.completion import TokenCounts
from extraction.llm.model_settings import ModelSettings

_MILLION = 1_000_000


def price_of(tokens: TokenCounts, settings: ModelSettings) -> Decimal | None:
    """Return US dollars, or None where no price is known for this model at this place.

    >>> price_of(TokenCounts(1_000_000, 0), ModelSettings("openai/qwen3", "http://localhost:8000/v1"))
    """
    if settings.price_if_unknown or settings.price is None:
        listed = _list_price(tokens, settings)
        if listed is not None:
            return listed
    if settings.price is None:
        return None
    spent = settings.price.sent * tokens.sent + settings.price.answered * tokens.answered
    return spent / _MILLION


def _list_price(tokens: TokenCounts, settings: ModelSettings) -> Decimal | None:
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=tokens.sent,
        cache_read_tokens=tokens.cached,
        output_tokens=tokens.answered,
    )
    try:
        if settings.base_url is None:
            return calc_price(usage, settings.name, provider_id=settings.provider).total_price
        return calc_price(usage, settings.name, provider_api_url=settings.base_url).total_price
    except (LookupError, ValueError):  # not on the list, or numbers that it takes for a mistake
        return None
