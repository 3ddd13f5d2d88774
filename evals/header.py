"""A run: what was measured, with what and when, and the score of every report."""

import hashlib
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from evals.gold import GoldModel
from evals.report_outcome import Score
from extraction.settings import gouji_version
from prompts import load_prompt

SCHEMA: Literal["gouji-eval/2"] = "gouji-eval/2"
_CODE = ("extraction", "prompts", "evals")
_ENDINGS = (".py", ".yaml", ".md")
_PROMPTS = ("place", "transcribe", "facts")


class ModelLine(GoldModel):
    """The model that was asked, its settings and its prompts.

    reader: `auto` asks about what is open, `model` about everything. budget: as it was given.
    prompts: the version of each, as they are now.
    """

    model: str
    base_url: str | None = None
    mode: str = "tools"
    reader: Literal["auto", "model"] = "auto"
    rounds: int = 2
    fallback: str | None = None
    facts: bool = False
    budget: str | None = None
    cache: bool = False
    prompts: dict[str, str] = Field(default_factory=dict)


class Header(GoldModel):
    """What was measured and with what: the first line of a run's file.

    Each further line holds one file's scores, so that none is there by halves.

    code: digest of gouji's own files, so that a run is never continued by other code.
    commit: where that code comes from a repository. began: when, in UTC. cases: where the
    documents come from; digest: of their labels, or of how to make them. documents: how
    many files are to be measured, null where nobody counted. repeat: which of several
    runs of the same. left_out: labels that were not measured over, and why. forms: names and
    versions of a person's own forms, if reports were read by some.
    """

    run: Literal["gouji-eval/2"] = SCHEMA
    gouji: str
    code: str
    commit: str | None = None
    began: str | None = None
    variant: str
    model: ModelLine | None = None
    cases: str
    digest: str
    seeds: tuple[int, ...] = ()
    documents: int | None = None
    repeat: int = 1
    left_out: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def as_continued(self) -> "Header":
        """Return what must be the same for a run to be continued."""
        model = self.model and self.model.model_copy(update={"budget": None})
        free = {"began": None, "commit": None, "left_out": (), "model": model}
        return self.model_copy(update=free)

    @property
    def title(self) -> str:
        """The reader, in a few words."""
        again = f", run {self.repeat}" if self.repeat > 1 else ""
        return f"{self.variant}{again}"


@dataclass(frozen=True)
class Run:
    """A run: what it measured, and the score of every report.

    kept: files that were there before. stopped: why it ended before its end, in words, where
    it did so just now.
    """

    header: Header
    scores: tuple[Score, ...]
    kept: int = 0
    stopped: str | None = None

    @cached_property
    def measured(self) -> tuple[Score, ...]:
        """The scores that count: of reports about which every question was answered."""
        return tuple(score for score in self.scores if score.measured)

    @cached_property
    def unanswered(self) -> tuple[Score, ...]:
        """The reports about which some question was not answered: they have no result."""
        return tuple(score for score in self.scores if not score.measured)

    @property
    def missing(self) -> int:
        """How many files were not read at all, because the run was cut off or stopped."""
        files = len({score.name for score in self.scores})
        return 0 if self.header.documents is None else self.header.documents - files

    def counted(self, allowed: int) -> tuple[Score, ...]:
        """Return the scores that may be made figures of: none where too many have no result."""
        return self.measured if self.errors <= allowed else ()

    @property
    def errors(self) -> int:
        """How many reports have no result, whatever the reason."""
        return len(self.unanswered) + self.missing

    @property
    def codes(self) -> Counter[str]:
        """How many questions went wrong, by code."""
        return Counter(code for score in self.unanswered for code in score.unanswered)


def make_header(variant: str, cases: str, digest: str, seeds: Sequence[int] = ()) -> Header:
    """Return the header of a run that is made now."""
    return Header(
        gouji=gouji_version(),
        code=digest_code(),
        commit=find_commit(),
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        variant=variant,
        cases=cases,
        digest=digest,
        seeds=tuple(seeds),
    )


def digest_code() -> str:
    """Return a digest of every file of ours that a result depends on."""
    digest = hashlib.sha256()
    for package in _CODE:
        root = Path(str(resources.files(package)))
        for file in sorted(f for f in root.rglob("*") if f.suffix in _ENDINGS):
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def find_commit() -> str | None:
    """Return the commit of the repository that the code lies in; `-dirty` if it was changed."""
    home = Path(str(resources.files("evals"))).parent
    if not (home / ".git").exists():
        return None
    ask = ["git", "-C", str(home), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        told = subprocess.run(ask, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None  # no git here: the digest of the code says which code it was
    return told.stdout.strip() or None if told.returncode == 0 else None


def name_code() -> str:
    """Return by which code a measurement is made, in words: its commit, else its digest."""
    commit = find_commit()
    return f"commit {commit}" if commit else f"code {digest_code()}"


def prompt_versions() -> dict[str, str]:
    """Return the version of each prompt."""
    return {name: load_prompt(name).version for name in _PROMPTS}
