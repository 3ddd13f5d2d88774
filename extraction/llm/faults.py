"""All that can go wrong with one request: its code, and what is done about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ssl import SSLError
from typing import Any, Literal

from extraction.llm.bounds import DeadlinePassed, PackedResponse, Redirected, TooLong
from extraction.llm.model_settings import Mode
from extraction.llm.reasons import causes_of, said_by
from extraction.values.bilingual import Bilingual

Remedy = Literal["stop", "wait", "retry", "reask", "adjust", "give_up"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done about a fault.

    remedy: `stop` asking at all; `wait` until the server takes it, within the patience;
    `retry` so often as the settings say, as nothing was answered; `reask` once, as what
    was answered was no answer; `adjust`: ask otherwise, so often as there are other ways;
    `give_up` this question. advice: the sentence to stop with, told at once by `stop`, and
    by the others only after many questions in a row, or after a `few` where none was
    answered before. slows: whether all questions go slower. ways: how often it is adjusted.
    """

    remedy: Remedy
    advice: Bilingual | None = None
    slows: bool = False
    few: bool = False
    ways: int = 1


FAULTS: dict[str, Fault] = {
    "key_refused": Fault(
        "stop",
        Bilingual(
            "{server} refuses the key: check that it is right and may use {model}. It says: {said}",
            "{server} 不接受密钥：请检查密钥是否正确、是否有权使用 {model}。对方回复：{said}",
        ),
    ),
    "quota_exhausted": Fault(
        "stop",
        Bilingual(
            "The quota at {server} is exhausted: top it up, or name another model. It says: {said}",
            "{server} 的额度已用完：请充值，或改用其他模型。对方回复：{said}",
        ),
    ),
    "no_such_model": Fault(
        "stop",
        Bilingual(
            "{server} does not know {model}: check its name, and that the base URL is whole"
            " (it often ends in /v1). It says: {said}",
            "{server} 没有模型 {model}：请检查模型名称，并检查服务地址是否完整（通常以 /v1 结尾）。"
            "对方回复：{said}",
        ),
    ),
    "redirected": Fault(
        "stop",
        Bilingual(
            "{server} sends what it is asked on to {said}; nothing was sent there. If that is whom"
            " you want to ask, name it with --base-url.",
            "{server} 把请求转往 {said}；没有向那里发送任何内容。"
            "如果确实要询问它，请用 --base-url 指定。",
        ),
    ),
    "tls": Fault(
        "stop",
        Bilingual(
            "No secure connection to {server} ({said}): check whether the base URL begins with"
            " https:// or http://, and the certificate.",
            "无法与 {server} 建立安全连接（{said}）：请检查服务地址应以 https:// 还是 http:// "
            "开头，并检查证书。",
        ),
    ),
    "bad_address": Fault(
        "stop",
        Bilingual(
            "{server} cannot be asked ({said}): check the base URL.",
            "无法询问 {server}（{said}）：请检查服务地址。",
        ),
    ),
    "rate_limited": Fault("wait", slows=True),
    "overloaded": Fault("retry", slows=True),
    "server_error": Fault("retry"),  # it may be well again by the next question
    "unreachable": Fault(
        "retry",
        Bilingual(
            "{server} cannot be reached ({said}): check the base URL and the network, and run"
            " again.",
            "无法连接 {server}（{said}）：请检查服务地址和网络，然后再次运行。",
        ),
        few=True,
    ),
    "timeout": Fault(
        "give_up",
        Bilingual(
            "{server} does not answer within {seconds} seconds: give it more with --timeout, or"
            " name a faster model.",
            "{server} 在 {seconds} 秒内没有回答：请用 --timeout 延长等待，或改用更快的模型。",
        ),
        few=True,
    ),
    "not_a_completion": Fault(
        "retry",
        Bilingual(
            "{server} does not speak chat completions ({said}): check the base URL (it often ends"
            " in /v1).",
            "{server} 不支持对话补全接口（{said}）：请检查服务地址（通常以 /v1 结尾）。",
        ),
        few=True,
    ),
    "error_body": Fault("retry"),
    "no_choices": Fault("retry"),
    "malformed": Fault(
        "reask",
        Bilingual(
            "{model} answers in another shape than it is asked for ({said}): {hint}",
            "{model} 的回答不符合要求的格式（{said}）：{hint}",
        ),
        few=True,
    ),
    "no_tool_call": Fault(
        "reask",
        Bilingual(
            "{model} answers in words, without a tool ({said}): {hint}",
            "{model} 用文字作答，没有调用工具（{said}）：{hint}",
        ),
        few=True,
    ),
    "two_answers": Fault(
        "reask",
        Bilingual(
            "{model} gives two answers at once: {hint}",
            "{model} 一次给出两个回答：{hint}",
        ),
        few=True,
    ),
    "temperature_refused": Fault("adjust"),  # then without one; reasoning models take none
    "limit_refused": Fault("adjust", ways=2),  # by its other name, then without a limit
    "refusal": Fault("give_up"),
    "content_filter": Fault("give_up"),
    "cut_off": Fault("give_up"),
    "too_long": Fault(
        "give_up",
        Bilingual(
            "{model} answers without end ({said}): {hint}",
            "{model} 的回答没有尽头（{said}）：{hint}",
        ),
        few=True,
    ),
    "bad_request": Fault(
        "give_up",
        Bilingual(
            "{server} refuses what it is sent ({said}): it may want another mode or another model.",
            "{server} 拒绝所发的内容（{said}）：可能需要换一种方式（--mode）或换一个模型。",
        ),
    ),
}

_STATUSES = {
    401: "key_refused",
    402: "quota_exhausted",
    403: "key_refused",
    404: "no_such_model",
    429: "rate_limited",
    503: "overloaded",
    529: "overloaded",
}
_MEANT_FOR_A_MOMENT = frozenset({408, 409, 425})
# What OpenAI, Zhipu and Alibaba answer when there is no money left, with status 429 or 400.
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "1113", "Arrearage"})
_NO_MODEL = frozenset({"model_not_found", "invalid_model"})
_NO_KEY = frozenset({"invalid_api_key", "authentication_error", "auth_error"})
_YEAR = 365 * 86_400.0
# What we send that a server may not take; some name it in words alone.
_REFUSED = {
    "temperature": "temperature_refused",
    "max_completion_tokens": "limit_refused",
    "max_tokens": "limit_refused",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one request; retry_after: seconds that the server wants us to wait.

    detail: the server's own words, for a person; client.py takes the key out of them.
    status: the HTTP status, None where there was none.
    """

    code: str
    retry_after: float | None = None
    detail: str = ""
    status: int | None = None

    @property
    def fault(self) -> Fault:
        """What is done about it."""
        return FAULTS[self.code]

    @property
    def is_answer(self) -> bool:
        """Whether the server has answered, though not what was asked for."""
        return self.code != "timeout" and self.fault.remedy in ("reask", "adjust", "give_up")

    def outlasts(self, patience: float) -> bool:
        """Tell whether the server wants a longer wait than anybody is ready for."""
        return self.retry_after is not None and self.retry_after > patience


def hint_for(mode: Mode) -> Bilingual:
    """Return what else may be tried with a model whose answers have not the shape asked for."""
    match mode:
        case "md_json":
            return Bilingual("name another model.", "请改用其他模型。")
        case "tools":
            return Bilingual(
                "try --mode json_schema, or --mode md_json for a model that thinks aloud.",
                "请试 --mode json_schema；模型会写出思考过程的，请试 --mode md_json。",
            )
        case "json_schema":
            return Bilingual(
                "try --mode md_json, for a model that thinks aloud, or --mode tools.",
                "模型会写出思考过程的，请试 --mode md_json；或试 --mode tools。",
            )


def find_failure(error: BaseException, status: int | None = None) -> Failure | None:
    """Return what an SDK's error stands for; None if it is no fault of the wire.

    status: what was answered before the error, if anything.
    """
    answered = getattr(error, "status_code", None)
    if isinstance(answered, int) and answered >= 300:
        return _from_status(answered, error)
    causes = causes_of(error)
    bound = _find_bound(causes)
    if bound is not None:
        return replace(bound, status=status)
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"APITimeoutError", "APIConnectionError"}:
        return replace(_on_the_way(causes), status=status)
    if "APIResponseValidationError" in names or isinstance(error, ValueError):
        # a body that is not the JSON which it says it is
        body = getattr(error, "body", None)
        return Failure("not_a_completion", detail=said_by(body) or str(error), status=status)
    return None


def _find_bound(causes: Sequence[BaseException]) -> Failure | None:
    """Return the failure of a request that was over our own bounds, if it was."""
    for cause in causes:
        match cause:
            case DeadlinePassed():
                return Failure("timeout", detail=str(cause))
            case TooLong():
                return Failure("too_long", detail=str(cause))
            case Redirected():
                return Failure("redirected", detail=str(cause))
            case PackedResponse():
                return Failure("not_a_completion", detail=str(cause))
    return None


def _on_the_way(causes: Sequence[BaseException]) -> Failure:
    """Return the failure of a request that got no answer; the innermost words say most."""
    names = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    said = next((str(cause) for cause in reversed(causes) if str(cause)), "")
    if any(isinstance(cause, SSLError) for cause in causes):
        return Failure("tls", detail=said)
    if names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError", "UnicodeError"}:
        return Failure("bad_address", detail=said)
    if "ConnectTimeout" in names:
        return Failure("unreachable", detail="no connection in time")
    if "APITimeoutError" in names:
        return Failure("timeout", detail="no whole answer until the deadline")
    return Failure("unreachable", detail=said)


def _from_status(status: int, error: Any) -> Failure:
    body = getattr(error, "body", None)
    said = body if isinstance(body, Mapping) else {}
    headers = getattr(getattr(error, "response", None), "headers", {})
    words = said_by(body) or f"HTTP status {status}"
    code = _code_of(status, said, words)
    return Failure(code, parse_retry_after(headers), words, status)


def _code_of(status: int, said: Mapping[str, Any], words: str) -> str:
    names = {str(said.get(key)) for key in ("code", "type") if said.get(key)}
    if names & _NO_MONEY:
        return "quota_exhausted"
    if status in _MEANT_FOR_A_MOMENT:
        return "server_error"
    known = _STATUSES.get(status) or ("server_error" if status >= 500 else "bad_request")
    if known != "bad_request":
        return known
    if names & _NO_MODEL:
        return "no_such_model"
    if names & _NO_KEY:
        return "key_refused"
    return _find_refused(said, words) or known


def _find_refused(said: Mapping[str, Any], words: str) -> str | None:
    """Return the code for a refusal of something that we can do without, if it is one.

    If the words are misread, the same is asked once more without it: that is all.
    """
    named = said.get("param")
    for parameter, code in _REFUSED.items():
        if named == parameter or re.search(rf"\b{parameter}\b", words):
            return code
    return None


def parse_retry_after(headers: Any) -> float | None:
    """Return the seconds that a response asks to wait, from any way of saying it.

    >>> parse_retry_after({"retry-after": "2"}), parse_retry_after({"retry-after-ms": "250"})
    (2.0, 0.25)
    >>> parse_retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    0.0
    >>> parse_retry_after({"retry-after": "soon"}), parse_retry_after({})
    (None, None)
    """
    milliseconds, said = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds is not None:
            return _sensible(float(milliseconds) / 1000)
        return None if said is None else _sensible(float(said))
    except ValueError:
        pass  # it may be a date
    try:
        when = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    if when.tzinfo is None:  # "-0000": a zone that nobody wants to name
        when = when.replace(tzinfo=UTC)
    return _sensible((when - datetime.now(UTC)).total_seconds())


def _sensible(seconds: float) -> float:
    """Return seconds between none and a year: servers also say -1, nan and inf."""
    return min(max(0.0, seconds), _YEAR)
