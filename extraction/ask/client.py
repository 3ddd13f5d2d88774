"""instructor and the SDK behind it, imported once a question is really asked."""

import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, cast

from extraction.ask.completion import Heard, Tokens, hear
from extraction.ask.faults import Failure, find_failure
from extraction.errors import AskingStopped
from extraction.model_settings import ModelSettings
from extraction.question import A, Question, Wire

if TYPE_CHECKING:
    from instructor import Instructor

NO_KEY = "none"  # servers of one's own want none, but the SDK wants a word


@dataclass(frozen=True, slots=True)
class Exchange(Generic[A]):
    """One request and what came back: an answer or a failure, never both."""

    answer: A | None
    failure: Failure | None
    tokens: Tokens


class Client:
    """Sends one request at a time for each thread, without retries of its own."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._temperature = settings.temperature
        self._lock = Lock()
        self._instructor: Instructor | None = None

    def exchange(self, question: Question[A]) -> Exchange[A]:
        """Send a question once and return what came of it.

        The document's text goes in as it is: with `context` instructor would run it
        through Jinja, so that argument stays away. Nothing is asked again here, as
        instructor would do it by showing the model its errors in a growing history.
        """
        from instructor.core import InstructorRetryException
        from instructor.core.exceptions import IncompleteOutputException
        from instructor.core.hooks import Hooks

        heard: list[Heard] = []
        hooks = Hooks()
        hooks.on("completion:response", lambda r: heard.append(hear(r, self._mode)))
        hooks.on("completion:kwargs", self._make_strict)
        try:
            parsed = self.connect().create(
                response_model=prepared(question.answer),
                messages=messages_of(question),
                max_retries=0,
                strict=False,  # "true" is true, and what is no cell is still refused
                hooks=hooks,
                **self._sampling,
            )
        except IncompleteOutputException:
            return Exchange(None, Failure("cut_off"), heard[0].tokens)
        except InstructorRetryException as error:
            failed = _failed(heard, error, self._key)
            if failed.failure is not None and failed.failure.code == "temperature_refused":
                self._temperature = None
            return failed
        if heard[0].code is not None:
            return Exchange(None, Failure(heard[0].code), heard[0].tokens)
        return Exchange(plain(parsed, question.answer), None, heard[0].tokens)

    def connect(self) -> "Instructor":
        """Return instructor's client, imported and made at the first question of a run."""
        with self._lock:
            if self._instructor is None:
                self._instructor = make_instructor(self._settings)
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
    def _sampling(self) -> dict[str, Any]:
        return {} if self._temperature is None else {"temperature": self._temperature}

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
    from instructor.core.exceptions import InstructorError

    # It logs each failure with the server's words, in which some servers repeat the key.
    logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)
    if settings.is_openai_itself and settings.api_key is None:
        raise AskingStopped(f"There is no key for {settings.model}: set OPENAI_API_KEY.")
    key = settings.api_key.get_secret_value() if settings.api_key else None
    options: dict[str, Any] = {"mode": instructor.Mode[settings.mode_or_default.upper()]}
    if settings.provider == "openai":
        options["base_url"] = settings.base_url or "https://api.openai.com/v1"
        key = key or NO_KEY
    elif settings.base_url is not None:
        options["base_url"] = settings.base_url
    try:
        client: Instructor = instructor.from_provider(settings.model, api_key=key, **options)
    except (InstructorError, ImportError) as error:
        raise AskingStopped(f"{settings.model} cannot be asked: {error}") from None
    sdk: Any = client.client  # not all providers' builders take these two
    sdk.max_retries = 0  # every request is to be in our ledger
    sdk.timeout = settings.timeout
    return client


def messages_of(question: Question[Any]) -> list[Any]:
    """Return what is sent: instructions first, the same for all, so that they are cached."""
    passage = question.passage.encode("utf-8", "replace").decode()  # no half of a character
    return [
        {"role": "system", "content": question.instructions},
        {"role": "user", "content": passage},
    ]


@lru_cache(maxsize=16)
def prepared(answer: type[Wire]) -> type[Any]:
    """Return the answer's type as instructor wants it; else it builds it anew for each call."""
    from instructor import openai_schema

    return openai_schema(answer)


def plain(parsed: Any, answer: type[A]) -> A:
    """Return what instructor has checked as the answer's own type, without the raw response."""
    fields = {name: getattr(parsed, name) for name in answer.model_fields}
    return cast(A, answer.model_construct(**fields))


def _failed(heard: list[Heard], error: Exception, key: str) -> Exchange[Any]:
    """Return an exchange without an answer; what is no fault of the wire is raised."""
    if heard:
        return Exchange(None, Failure(heard[0].code or "malformed"), heard[0].tokens)
    cause = error.__cause__
    failure = None if cause is None else find_failure(cause)
    if failure is None:
        raise error
    said = failure.detail if key == NO_KEY else failure.detail.replace(key, "[key]")
    return Exchange(None, replace(failure, detail=said), Tokens())
