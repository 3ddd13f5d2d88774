"""Questions and answers as lines of the Batch API's files: pure, no server and no disk.

A line asks just as a single request does; what comes back is read as a single answer is.
Source: OpenAI's guide to the Batch API (files of at most 50,000 requests or 200 MB).
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from extraction.llm.client import messages_of, prepared, tokens_of, unshaped
from extraction.llm.completion import TokenCounts, completed, count_roughly, hear
from extraction.llm.failure import Failure
from extraction.llm.model_settings import ModelSettings
from extraction.llm.prices import price_of
from extraction.llm.question import (
    Placement,
    Question,
    Statements,
    Transcription,
    Whose,
    Wire,
)
from extraction.llm.reasons import masked, said_by, shortened
from extraction.values.usage import Attempt

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
SHARE = Decimal("0.5")
"""What a request costs in a batch, of its price alone: half, by OpenAI's price list."""

KINDS: dict[str, type[Wire]] = {
    kind.__name__: kind for kind in (Placement, Transcription, Statements, Whose)
}
"""What a line may be answered with, by its name."""


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question as it is kept until its answer is there.

    key: what its answer is kept under, and its custom_id. line: as it is sent. kind: what it is
    answered with, a name of `KINDS`. sent: about how many tokens it is.
    """

    key: str
    line: str
    kind: str
    prompt: str
    version: str
    sent: int


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What has come of one line: an answer or none, and its cost."""

    key: str
    answer: Wire | None
    attempt: Attempt


def to_batch_question(question: Question[Any], key: str, settings: ModelSettings) -> BatchQuestion:
    """Return a question as a line of a batch's input file."""
    body: dict[str, Any] = {"model": settings.name, "messages": messages_of(question)}
    body |= _shape_of(question.answer, settings)
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
    if question.room is not None:
        limit = "max_completion_tokens" if settings.is_openai_itself else "max_tokens"
        body[limit] = question.room
    line = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}
    return BatchQuestion(
        key,
        json.dumps(line, ensure_ascii=False),
        question.answer.__name__,
        question.prompt,
        question.version,
        tokens_of(question),
    )


def _shape_of(answer: type[Wire], settings: ModelSettings) -> dict[str, Any]:
    """Return what of a request says how its answer is to look."""
    described = dict(prepared(answer).openai_schema)
    if settings.strict_or_default:
        described["strict"] = True
    if settings.mode_or_default == "tools":
        call = {"type": "function", "function": {"name": described["name"]}}
        return {"tools": [{"type": "function", "function": described}], "tool_choice": call}
    described["schema"] = described.pop("parameters")
    return {"response_format": {"type": "json_schema", "json_schema": described}}


def read_batch_line(line: str, asked: BatchQuestion, settings: ModelSettings) -> BatchAnswer:
    """Return what a line of an output or error file says of its question."""
    from openai.types.chat import ChatCompletion

    said = json.loads(line)
    response = said.get("response") or {}
    status = response.get("status_code")
    if said.get("error") or status != 200:
        words = said_by(said.get("error") or response.get("body"))
        code = "bad_request" if status == 400 else "server_error"
        return _failed(asked, Failure(code, detail=words, status=status), TokenCounts(), settings)
    try:
        completion: object = ChatCompletion.model_validate(response["body"])
    except ValidationError:
        completion = said_by(response["body"])  # words, which are no completion
    heard = hear(completion, settings.mode_or_default)
    tokens = completed(heard.tokens, asked.sent, count_roughly(heard.text))
    if heard.code is not None:
        failure = Failure(heard.code, detail=heard.reason, status=status)
        return _failed(asked, failure, tokens, settings)
    try:
        answer = KINDS[asked.kind].model_validate_json(heard.text, strict=False)
    except ValidationError as error:
        return _failed(asked, unshaped(error), tokens, settings)
    return BatchAnswer(asked.key, answer, _attempt(asked, "ok", tokens, settings))


def custom_id_of(line: str) -> str:
    """Return whose answer a line of an output or error file is.

    >>> custom_id_of('{"custom_id": "a1", "error": null}')
    'a1'
    """
    return str(json.loads(line).get("custom_id"))


def lose(asked: BatchQuestion, why: str, settings: ModelSettings) -> BatchAnswer:
    """Return what has come of a question that a batch says nothing of, as one that expired."""
    return _failed(asked, Failure("server_error", detail=why), TokenCounts(), settings)


def _failed(
    asked: BatchQuestion, failure: Failure, tokens: TokenCounts, settings: ModelSettings
) -> BatchAnswer:
    key = settings.api_key.get_secret_value() if settings.api_key else None
    attempt = _attempt(asked, failure.code, tokens, settings)
    told = {
        "status": failure.status,
        "reason": shortened(masked(failure.detail, key)) or None,
    }
    return BatchAnswer(asked.key, None, attempt.model_copy(update=told))


def _attempt(
    asked: BatchQuestion, outcome: str, tokens: TokenCounts, settings: ModelSettings
) -> Attempt:
    price = price_of(tokens, settings)
    return Attempt(
        model=settings.model,
        prompt=asked.prompt,
        outcome=outcome,
        input_tokens=tokens.sent,
        output_tokens=tokens.answered,
        cost=None if price is None else price * SHARE,
        estimated=tokens.estimated,
    )
