"""An answer as chat completions send it, in each mode, and all that can go wrong with it."""

import gzip
import json
from dataclasses import dataclass, replace
from typing import Any

from evals.simulation.asked import count_tokens
from evals.simulation.listener import Response
from evals.simulation.misbehaviour import Behaviour, Misbehaviour
from extraction.llm.model_settings import Mode

HTML = b"<!doctype html><title>Sign in</title><p>Your network asks you to sign in"
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
UNAVAILABLE = b"<html><head><title>503 Service Unavailable</title></head><body>nginx</body></html>"
_JSON = {"Content-Type": "application/json"}
_BODIES: dict[Misbehaviour, Response] = {
    "reset": Response(0, b""),
    "hang": Response(0, b""),
    "html": Response(200, HTML),
    "html_502": Response(502, BAD_GATEWAY),
    "html_503": Response(503, UNAVAILABLE),
    "bad_json": Response(200, b'{"choices": [', _JSON),
    "error_body": Response(200, {"error": {"message": "Internal error", "code": 500}}),
}
HUGE, MANY = 170_000, 2_000  # rows
_ERRORS: dict[Misbehaviour, tuple[int, str, str]] = {
    "rate_limited": (429, "rate_limit_exceeded", "Rate limit reached"),
    "quota_exhausted": (429, "insufficient_quota", "You exceeded your current quota"),
    "key_refused": (401, "invalid_api_key", "Incorrect API key provided: {key}"),
    "forbidden": (403, "forbidden", "The key {key} may not use this model"),
    "no_such_model": (404, "model_not_found", "The model does not exist"),
    "gateway_model": (400, "400", "Invalid model name passed in model=simulated"),
    "gateway_key": (400, "400", "Authentication Error, Invalid proxy token passed: {key}"),
    "too_much_context": (400, "context_length_exceeded", "The context is 4096 tokens long"),
    "bad_request": (400, "invalid_request", "Unsupported value, sent with {key}"),
    "temperature_refused": (400, "unsupported_value", "Unsupported value: 'temperature'"),
    "server_error": (500, "server_error", "The server had an error"),
    "bad_gateway": (502, "bad_gateway", "Bad gateway"),
    "overloaded": (503, "overloaded", "The engine is overloaded"),
}


@dataclass(frozen=True, slots=True)
class WireExchange:
    """What one request is answered with, before anything goes wrong.

    sent: the tokens of the request. key: the key that came with it, since some servers
    repeat it in what they say. room: the tokens that the answer may take, if that was said.
    """

    mode: Mode
    name: str
    text: str
    sent: int
    key: str
    room: int | None = None


def refuse_limit(name: str) -> Response:
    """Return the refusal of a limit that the server does not know by this name."""
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    error = {"message": message, "type": "invalid_request_error", "param": name}
    return Response(400, {"error": error | {"code": "unsupported_parameter"}})


def respond(exchange: WireExchange, fault: Misbehaviour | None, behaviour: Behaviour) -> Response:
    """Return the response, with a fault or in order."""
    if fault is not None and fault in _ERRORS:
        return _refuse(exchange, fault, behaviour.retry_after)
    if fault is not None and fault in _BODIES:
        return _BODIES[fault]
    match fault:
        case "redirect_away":
            return Response(307, b"", {"Location": behaviour.elsewhere})
        case "redirect_here":
            return Response(307, b"", {"Location": "/v1/moved/chat/completions"})
        case "blanks" | "slow_blanks":
            pace = behaviour.pace if fault == "slow_blanks" else None
            return Response(200, b" ", _JSON, (exchange.sent, 0), pace, endless=True)
        case "no_choices" | "null_choices":
            choices: list[Any] | None = [] if fault == "no_choices" else None
            body = {**_frame(exchange, None, 0), "choices": choices}
            return Response(200, body, spent=(exchange.sent, 0))
    response = _complete_response(exchange, fault)
    return replace(response, pace=behaviour.pace) if fault == "drip" else response


def _refuse(exchange: WireExchange, fault: Misbehaviour, retry_after: float | None) -> Response:
    status, code, message = _ERRORS[fault]
    error = {"message": message.format(key=exchange.key), "type": code, "code": code}
    if fault == "temperature_refused":
        error["param"] = "temperature"
    headers = {}
    if retry_after is not None and fault in ("rate_limited", "overloaded"):
        headers["Retry-After"] = str(retry_after)
    return Response(status, {"error": error}, headers)


def _complete_response(exchange: WireExchange, fault: Misbehaviour | None) -> Response:
    if fault in ("huge", "many_rows"):
        text = _many_rows(HUGE if fault == "huge" else MANY)
        exchange = replace(exchange, text=text, room=None)
    body = _complete(exchange, fault)
    usage = body["usage"]
    spent = (usage["prompt_tokens"], usage["completion_tokens"])
    _spoil_usage(body, fault)
    if fault != "packed":
        return Response(200, body, spent=spent)
    head = {**_JSON, "Content-Encoding": "gzip"}
    return Response(200, gzip.compress(json.dumps(body).encode()), head, spent)


def _many_rows(number: int) -> str:
    row = {"label": "规章", "cells": ["1", "2", "3"]}
    return json.dumps({"heads": [], "rows": [row] * number}, ensure_ascii=False)


def _spoil_usage(body: dict[str, Any], fault: Misbehaviour | None) -> None:
    """Let a response say of its tokens what some servers say."""
    match fault:
        case "no_usage":
            del body["usage"]
        case "null_usage":
            body["usage"] = dict.fromkeys(body["usage"])
        case "negative_usage":
            body["usage"] = dict.fromkeys(body["usage"], -1)
        case "usage_in_words":
            body["usage"] = dict.fromkeys(body["usage"], "many")


def _complete(exchange: WireExchange, fault: Misbehaviour | None) -> dict[str, Any]:
    """Return a completion whose message holds the answer, dressed as the fault has it."""
    text, reason = exchange.text, "stop"
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if fault == "refusal":
        message["refusal"] = "I cannot help with that."
    else:
        if exchange.room is not None and count_tokens(text) > exchange.room:
            text, reason = text[: exchange.room], "length"
        elif fault == "cut_off":
            text, reason = text[: len(text) // 2], "length"
        elif fault == "content_filter":
            reason = "content_filter"
        message |= _dress(exchange, _deform(text, fault), fault)
    choice = {"index": 0, "finish_reason": reason, "message": message}
    return _frame(exchange, choice, count_tokens(text))


def _frame(exchange: WireExchange, choice: dict[str, Any] | None, answered: int) -> dict[str, Any]:
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


def _deform(text: str, fault: Misbehaviour | None) -> str:
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


def _dress(exchange: WireExchange, text: str, fault: Misbehaviour | None) -> dict[str, Any]:
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
