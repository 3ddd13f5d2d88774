"""Whether a server that speaks OpenAI's language is there: one small request, no question."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from extraction.values.bilingual import Bilingual

OPENAI = "https://api.openai.com/v1"
_SECONDS = 5.0
_MOST = 4 * 1024 * 1024
_REFUSED = (401, 403)


def find_address(environment: Mapping[str, str]) -> str | None:
    """Return the server that the environment names; None if it names none.

    >>> find_address({"OPENAI_BASE_URL": "http://localhost:11434/v1"})
    'http://localhost:11434/v1'
    >>> find_address({})
    """
    named = environment.get("OPENAI_BASE_URL")
    return named or (OPENAI if environment.get("OPENAI_API_KEY") else None)


def ask_for_models(address: str, key: str | None, seconds: float = _SECONDS) -> Bilingual:
    """Ask a server which models it has; return in words what came of it."""
    if urlsplit(address).scheme not in ("http", "https"):
        return Bilingual("this is no address of a server", "这不是服务器地址")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = Request(f"{address.rstrip('/')}/models", headers=headers)
    try:
        with urlopen(request, timeout=seconds) as answer:
            listed = json.loads(answer.read(_MOST))["data"]
    except HTTPError as error:
        if error.code in _REFUSED:
            return Bilingual("it answers, but refuses the key", "有应答，但密钥被拒绝")
        return Bilingual(
            f"it answers with status {error.code}: check the address",
            f"应答状态码为 {error.code}：请检查地址",
        )
    except (URLError, HTTPException, OSError, ValueError) as error:
        why = str(getattr(error, "reason", error))
        return Bilingual(f"no answer ({why})", f"没有应答（{why}）")
    except (KeyError, TypeError):
        return Bilingual("it answers, but lists no models", "有应答，但没有模型列表")
    number = len(listed)
    return Bilingual(f"it answers; models listed: {number}", f"有应答，共 {number} 个模型")
