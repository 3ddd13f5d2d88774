"""Decide how long asking is kept up: one question's turns, and whether more make sense."""

from collections import Counter
from datetime import timedelta
from threading import Lock

from extraction.llm.failure import Failure
from extraction.llm.faults import hint_for
from extraction.llm.limiter import backoff
from extraction.llm.model_settings import ModelSettings
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AskingStopped

REASKS = 1
HOPELESS = 10  # questions in a row that failed in ways which have advice
FEW = 3  # such questions, where it is a way that seldom heals and none was answered before


class Turns:
    """The turns that a question has left, and the pause before each."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._waits = self._retries = self._reasks = 0
        self._adjusted: Counter[str] = Counter()
        self._waited = self._answering = 0.0

    @property
    def seconds_left(self) -> float:
        """Seconds that the server may still take, over all requests of a question."""
        return self._settings.timeout - self._answering

    def pause_after(self, failure: Failure, seconds: float) -> float | None:
        """Return the seconds to wait before the question is sent again, None if it is not.

        seconds: how long the request took that failed.
        """
        self._answering += seconds
        if self.seconds_left <= 0:
            return None
        match failure.fault.remedy:
            case "wait":
                self._waits += 1
                pause = max(backoff(self._waits), failure.retry_after or 0.0)
            case "retry" if self._retries < self._settings.retries:
                self._retries += 1
                pause = max(backoff(self._retries), failure.retry_after or 0.0)
            case "reask" if self._reasks < REASKS:
                self._reasks += 1
                pause = 0.0
            case "adjust" if self._adjusted[failure.code] < failure.fault.ways:
                self._adjusted[failure.code] += 1
                pause = 0.0
            case _:
                return None
        self._waited += pause
        return pause if self._waited <= self._settings.patience else None


class Health:
    """Whether asking on makes sense: nothing has come up that the next question meets too."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._in_a_row = 0
        self._ever_well = False
        self._stopped: Bilingual | None = None

    def note(self, failure: Failure, *, final: bool) -> None:
        """Take in that a request failed, and whether its question ends with it."""
        fault = failure.fault
        with self._lock:
            self._in_a_row += final and bool(fault.advice)
            most = FEW if fault.few and not self._ever_well else HOPELESS
            often = final and self._in_a_row >= most and bool(fault.advice)
        if failure.outlasts(self._settings.patience):
            wait = timedelta(seconds=round(failure.retry_after or 0))
            self.stop(
                Bilingual(
                    f"{self._server} wants no more for {wait} (hours): run again then.",
                    f"{self._server} 要求等待 {wait}（时:分:秒）：请到时再运行。",
                )
            )
        elif fault.advice and (fault.remedy == "stop" or often):
            self.stop(self._fill_in(fault.advice, failure))

    def stop(self, why: Bilingual) -> None:
        """Stop asking; the first reason stays."""
        with self._lock:
            self._stopped = self._stopped or why

    def well(self) -> None:
        """Take in that a question was answered."""
        with self._lock:
            self._in_a_row = 0
            self._ever_well = True

    def check(self) -> None:
        """Raise AskingStopped with the advice for what has come up, if something has."""
        with self._lock:
            if self._stopped is not None:
                raise AskingStopped(self._stopped.en, self._stopped.zh)

    @property
    def _server(self) -> str:
        return self._settings.server

    def _fill_in(self, advice: Bilingual, failure: Failure) -> Bilingual:
        said = failure.detail or failure.code
        if failure.status is not None and failure.status >= 400:
            said = f"{failure.status}: {said}"
        hint = hint_for(self._settings.mode_or_default)
        known = {"server": self._server, "model": self._settings.name, "said": said}
        known["seconds"] = f"{self._settings.timeout:g}"
        return Bilingual(
            advice.en.format(**known, hint=hint.en), advice.zh.format(**known, hint=hint.zh)
        )
