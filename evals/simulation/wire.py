"""An answer as chat completions send it, in each mode, and all that can go wrong with it."""

import json
from dataclasses import dataclass
from typing import Any

from evals.simulation.asked import Mode, count_tokens
from evals.simulation.listener import Response
from evals.simulation.settings import Fault

HTML = b"<!doctype html><title>502</title><p>upstream connect error"
_ERRORS: dict[Fault, tuple[int, str, str]] = {
    "rate_limited": (429, "rate_limit_exceeded", "Rate limit reached"),
    "quota_exhausted": (429, "insufficient_quota", "You exceeded your current quota"),
    "key_refused": (401, "invalid_api_key", "Incorrect API key provided: {key}"),
    "forbidden": (403, "forbidden", "The key {key} may not use this model"),
    "no_such_model": (404, "model_not_found", "The model does not exist"),
    "bad_request": (400, "invalid_request", "Unsupported value, sent with {key}"),
    "temperature_refused": (400, "unsupported_value", "Unsupported value: 'temperature'"),
    "server_error": (500, "server_error", "The server had an error"),
    "bad_gateway": (502, "bad_gateway", "Bad gateway"),
    "overloaded": (503, "overloaded", "The engine is overloaded"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one request is answered with, before anything goes wrong.

    sent: the tokens of the request. key: the key that came with it, since some servers
    repeat it in what they say.
    """

    mode: Mode
    name: str
    text: str
    sent: int
    key: str


def respond(exchange: Exchange, fault: Fault | None, retry_after: float | None) -> Response:
    """Return the response, with a fault or in order."""
    if fault in _ERRORS:
        status, code, message = _ERRORS[fault]
        error = {"message": message.format(key=exchange.key), "type": code, "code": code}
        if fault == "temperature_refused":
            error["param"] = "temperature"
        headers = {}
        if retry_after is not None and fault in ("rate_limited", "overloaded"):
            headers["Retry-After"] = str(retry_after)
        return Response(status, {"error": error}, headers)
    match fault:
        case "reset" | "hang":
            return Response(0, b"")
        case "html":
            return Response(200, HTML)
        case "bad_json":
            return Response(200, b'{"choices": [', {"Content-Type": "application/json"})
        case "error_body":
            return Response(200, {"error": {"message": "Internal error", "code": 500}})
        case "no_choices":
            return Response(200, {**_frame(exchange, None, 0), "choices": []})
        case "null_choices":
            return Response(200, {**_frame(exchange, None, 0), "choices": None})
    return Response(200, _complete(exchange, fault))


def answered_tokens(response: Response) -> tuple[int, int]:
    """Return the tokens, in and out, that a response says it took."""
    usage = response.body.get("usage") if isinstance(response.body, dict) else None
    return (usage["prompt_tokens"], usage["completion_tokens"]) if usage else (0, 0)


def _complete(exchange: Exchange, fault: Fault | None) -> dict[str, Any]:
    """Return a completion whose message holds the answer, dressed as the fault has it."""
    text, reason = exchange.text, "stop"
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if fault == "refusal":
        message["refusal"] = "I cannot help with that."
    else:
        if fault == "cut_off":
            text, reason = text[: len(text) // 2], "length"
        elif fault == "content_filter":
            reason = "content_filter"
        message |= _dress(exchange, _deform(text, fault), fault)
    choice = {"index": 0, "finish_reason": reason, "message": message}
    body = _frame(exchange, choice, count_tokens(text))
    if fault == "no_usage":
        del body["usage"]
    return body


def _frame(exchange: Exchange, choice: dict[str, Any] | None, answered: int) -> dict[str, Any]:
    return {
        "id": "simulated",
        "object": "chat.completion",
        "created": 0,
        "model": "simulated",
        "choices": [choice],
        "usage": {
            "prompt_tokens": exchange.sent,
            "completion_tokens": answered,
            "total_tokens": exchange.sent + answered,
        },
    }


def _deform(text: str, fault: Fault | None) -> str:
    """Return the JSON with what some models do to it."""
    if fault not in ("extra_keys", "numbers", "nulls"):
        return text
    answer = json.loads(text)
    if fault == "extra_keys":
        answer["confidence"] = 0.99
    for row in answer.get("rows", ()):
        if fault == "numbers":
            row["cells"] = [int(cell) if cell.isdigit() else cell for cell in row["cells"]]
        elif fault == "nulls":
            row["cells"] = [cell or None for cell in row["cells"]]
    return json.dumps(answer, ensure_ascii=False)


def _dress(exchange: Exchange, text: str, fault: Fault | None) -> dict[str, Any]:
    """Return the part of the message that carries the answer in this mode."""
    if fault == "prose":
        return {"content": f"Here is the table you asked for:\n{text}\nI hope this helps!"}
    if fault == "think":
        return {"content": f'<think>Is it {{"rows": []}}? No.</think>\n{text}'}
    if fault == "fences":
        return {"content": f"```json\n{text}\n```"}
    if exchange.mode != "tools":
        return {"content": text}
    calls = [
        {
            "id": f"call_{n}",
            "type": "function",
            "function": {"name": exchange.name, "arguments": text},
        }
        for n in range(2 if fault == "two_answers" else 1)
    ]
    return {"tool_calls": calls}
