"""What a request costs, by the price list of genai-prices."""

from decimal import Decimal

from extraction.ask.completion import Tokens
from extraction.model_settings import ModelSettings


def price_of(tokens: Tokens, settings: ModelSettings) -> Decimal | None:
    """Return US dollars, or None where no price is known for this model at this place.

    >>> price_of(Tokens(1_000_000, 0), ModelSettings("openai/qwen3", "http://localhost:8000/v1"))
    """
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
    except LookupError:  # genai-prices' word for a model or a place that is not on its list
        return None
