"""instructor and the SDK behind it, imported once a question is really asked."""

import logging
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, cast

from pydantic import ValidationError

from extraction.llm.bounds import Bounds, hold_connections
from extraction.llm.completion import Heard, TokenCounts, completed, count_roughly, hear
from extraction.llm.failure import Failure, find_failure
from extraction.llm.model_settings import ModelSettings
from extraction.llm.question import TOO_MANY, A, Question, Wire
from extraction.llm.reasons import causes_of, masked, shortened
from extraction.values.errors import AskingStopped

if TYPE_CHECKING:
    from instructor import Instructor

NO_KEY = "none"  # servers of one's own want none, but the SDK wants a word
# What the longest answer is called: OpenAI's name, and everybody else's.
_LIMITS = ("max_completion_tokens", "max_tokens")
_FRAME = 200  # tokens of the schema and of what holds the messages
_PICTURE = 1_100  # tokens of a picture, about: each server counts them by a rule of its own
_BYTES_OF_A_TOKEN = 4  # of JSON on the wire, about


@dataclass(frozen=True, slots=True)
class Exchange(Generic[A]):
    """One request and what came back: an answer or a failure, never both."""

    answer: A | None
    failure: Failure | None
    tokens: TokenCounts


class Client:
    """Sends one request at a time for each thread, without retries of its own."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._temperature = settings.temperature
        self._limits = list(_LIMITS if settings.is_openai_itself else _LIMITS[::-1])
        self._bounds = Bounds()
        self._lock = Lock()
        self._instructor: Instructor | None = None

    def exchange(self, question: Question[A], seconds: float) -> Exchange[A]:
        """Send a question once and return what came of it, within so many seconds.

        The document's text goes in as it is: with `context` instructor would run it
        through Jinja, so that argument stays away. Nothing is asked again here, as
        instructor would do it by showing the model its errors in a growing history.
        """
        from instructor.core import InstructorRetryException
        from instructor.core.exceptions import IncompleteOutputException
        from instructor.core.hooks import Hooks

        heard: list[Heard] = []
        hooks = Hooks()
        hooks.on("completion:response", lambda r: heard.append(self._hear(r, question)))
        hooks.on("completion:kwargs", self._make_strict)
        instructor, sampling = self.connect(), self._sampling(question)
        self._bounds.begin(seconds)
        try:
            parsed = instructor.create(
                response_model=prepared(question.answer),
                messages=messages_of(question),
                max_retries=0,
                strict=False,  # "true" is true, and what is no cell is still refused
                hooks=hooks,
                **sampling,
            )
        except IncompleteOutputException:
            return self._failed(Failure("cut_off"), heard[0].tokens)
        except InstructorRetryException as error:
            return self._fail(error, heard, question, sampling)
        if heard[0].code is not None:
            said = Failure(heard[0].code, detail=heard[0].reason)
            return self._failed(said, heard[0].tokens)
        return Exchange(strip_raw_response(parsed, question.answer), None, heard[0].tokens)

    def _hear(self, response: Any, question: Question[A]) -> Heard:
        """Take down what a response says, and estimate what it does not say of its tokens."""
        heard = hear(response, self._mode)
        if getattr(response, "usage", None) is not None:
            response.usage = None  # instructor would add it up, whatever is in it
        if not heard.text or (heard.tokens.sent and heard.tokens.answered):
            return heard
        tokens = completed(heard.tokens, tokens_of(question), count_roughly(heard.text))
        return replace(heard, tokens=tokens)

    def _fail(
        self, error: Exception, heard: list[Heard], question: Question[A], sampling: dict[str, Any]
    ) -> Exchange[A]:
        """Return an exchange without an answer; what is no fault of the wire is raised."""
        if heard:
            first = heard[0]
            failure = Failure(first.code, detail=first.reason) if first.code else unshaped(error)
            return self._failed(failure, first.tokens)
        found = None if error.__cause__ is None else find_failure(error.__cause__, self._status)
        if found is None:
            raise error
        tokens = TokenCounts()
        if found.code in ("timeout", "too_long"):  # what was asked is done, and paid for
            answered = self._bounds.received // _BYTES_OF_A_TOKEN
            tokens = TokenCounts(tokens_of(question), answered, estimated=True)
        self._adjust(found, sampling)
        return self._failed(found, tokens)

    def _failed(self, failure: Failure, tokens: TokenCounts) -> Exchange[Any]:
        """Return an exchange that failed, its reason short and without any key."""
        said = masked(failure.detail, None if self._key == NO_KEY else self._key)
        status = self._status if failure.status is None else failure.status
        return Exchange(None, replace(failure, detail=shortened(said), status=status), tokens)

    def _adjust(self, failure: Failure, sampling: dict[str, Any]) -> None:
        """Leave out from now on what a server has refused, if it is not left out already."""
        with self._lock:
            if failure.code == "temperature_refused":
                self._temperature = None
            elif failure.code == "limit_refused" and self._limits and self._limits[0] in sampling:
                del self._limits[0]

    def connect(self) -> "Instructor":
        """Return instructor's client, imported and made at the first question of a run."""
        with self._lock:
            if self._instructor is None:
                self._instructor = make_instructor(self._settings)
                hold_connections(self._instructor.client, self._bounds)
            return self._instructor

    def close(self) -> None:
        """Close the connections, if there were any."""
        with self._lock:
            if self._instructor is not None:
                sdk: Any = self._instructor.client
                sdk.close()

    @property
    def _key(self) -> str:
        """What no message may show, wherever the SDK has found it."""
        sdk: Any = self.connect().client
        return str(getattr(sdk, "api_key", None) or NO_KEY)

    @property
    def _mode(self) -> Any:
        return self._settings.mode_or_default

    @property
    def _status(self) -> int | None:
        return self._bounds.status

    def _sampling(self, question: Question[Any]) -> dict[str, Any]:
        """Return what a request says beside its messages."""
        said: dict[str, Any] = {}
        with self._lock:
            if self._temperature is not None:
                said["temperature"] = self._temperature
            if question.room is not None and self._limits and self._takes_limit:
                said[self._limits[0]] = question.room
        return said

    @property
    def _takes_limit(self) -> bool:
        """Whether the SDK knows the limit of an answer by one of the names that we know."""
        sdk = None if self._instructor is None else self._instructor.client
        return hasattr(sdk, "chat")

    def _make_strict(self, *_: Any, **sent: Any) -> None:
        """Ask the server to hold the answer to its schema; instructor has no word for it."""
        if not self._settings.strict_or_default:
            return
        for tool in sent.get("tools", ()):
            tool["function"]["strict"] = True
        if "json_schema" in (shape := sent.get("response_format", {})):
            shape["json_schema"]["strict"] = True


def make_instructor(settings: ModelSettings) -> "Instructor":
    """Return instructor's client for a model; AskingStopped if there can be none."""
    import instructor

    # It logs each failure with the server's words, in which some servers repeat the key.
    logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)
    if settings.is_openai_itself and settings.api_key is None:
        raise AskingStopped(
            f"There is no key for {settings.model}: set OPENAI_API_KEY.",
            f"没有 {settings.model} 的密钥：请设置环境变量 OPENAI_API_KEY。",
        )
    key = settings.api_key.get_secret_value() if settings.api_key else None
    options: dict[str, Any] = {"mode": instructor.Mode[settings.mode_or_default.upper()]}
    if settings.provider == "openai":
        options["base_url"] = settings.base_url or "https://api.openai.com/v1"
        key = key or NO_KEY
    elif settings.base_url is not None:
        options["base_url"] = settings.base_url
    try:
        client: Instructor = instructor.from_provider(settings.model, api_key=key, **options)
    except Exception as error:  # noqa: BLE001  # each provider's SDK refuses in its own words
        said = shortened(masked(str(error) or type(error).__name__, key))
        raise AskingStopped(
            f"{settings.model} cannot be asked: {said}", f"无法询问 {settings.model}：{said}"
        ) from None
    sdk: Any = client.client  # not all providers' builders take these two
    sdk.max_retries = 0  # every request is to be in our ledger
    sdk.timeout = settings.timeout  # between two bytes; bounds.py holds the whole to it
    return client


def messages_of(question: Question[Any]) -> list[Any]:
    """Return what is sent: instructions first, the same for all, so that they are cached."""
    passage = question.passage.encode("utf-8", "replace").decode()  # no half of a character
    return [
        {"role": "system", "content": question.instructions},
        {"role": "user", "content": _with_picture(passage, question.picture)},
    ]


def _with_picture(passage: str, picture: bytes) -> str | list[dict[str, Any]]:
    """Return what a user's message holds: words alone, or words and a picture (PNG)."""
    if not picture:
        return passage
    address = f"data:image/png;base64,{b64encode(picture).decode()}"
    seen = {"type": "image_url", "image_url": {"url": address, "detail": "high"}}
    return [{"type": "text", "text": passage}, seen]


@lru_cache(maxsize=16)
def prepared(answer: type[Wire]) -> type[Any]:
    """Return the answer's type as instructor wants it; else it builds it anew for each call."""
    from instructor import openai_schema

    return openai_schema(answer)


def strip_raw_response(parsed: Any, answer: type[A]) -> A:
    """Return what instructor has checked as the answer's own type, without the raw response."""
    fields = {name: getattr(parsed, name) for name in answer.model_fields}
    return cast(A, answer.model_construct(**fields))


def unshaped(error: Exception) -> Failure:
    """Return the failure of an answer that is not of the shape asked for, and what is wrong."""
    for cause in causes_of(error):
        if not isinstance(cause, ValidationError):
            continue
        first = cause.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        code = "too_long" if first["type"] == TOO_MANY else "malformed"
        return Failure(code, detail=f"{place}: {first['msg']}" if place else first["msg"])
    return Failure("malformed", detail=str(causes_of(error)[-1]))


def tokens_of(question: Question[Any]) -> int:
    """Return about how many tokens a question is: what is sent, and its schema."""
    words = count_roughly(question.instructions) + count_roughly(question.passage) + _FRAME
    return words + (_PICTURE if question.picture else 0)
