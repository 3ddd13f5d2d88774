"""How a run goes on, whatever it reads and writes: as flags have it, without a file's name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extraction.batch.asking import AskedModel


@dataclass(frozen=True, slots=True)
class How:
    """How a run goes on, whatever it reads and writes."""

    jobs: int
    fresh: bool
    quiet: bool
    bar: bool = True
    seconds: float | None = None
    megabytes: int | None = None
    asked: "AskedModel | None" = None

    def stop_asking(self) -> None:
        """Let no further question be asked, if any are."""
        if self.asked is not None:
            self.asked.stop()

    def limits(self) -> dict[str, Any]:
        """Return the limits that were named, as fields of Settings."""
        named = {"file_seconds": self.seconds, "file_megabytes": self.megabytes}
        return {name: limit for name, limit in named.items() if limit is not None}
