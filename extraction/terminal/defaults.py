"""Defaults of one's own: a gouji.toml where gouji is called; the command line stands above it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from extraction.values.errors import WrongUsage

FILE = "gouji.toml"
_EXTRACT = (
    "model",
    "base_url",
    "fallback_model",
    "protocol",
    "mode",
    "rounds",
    "price",
    "budget",
    "timeout",
    "cache",
    "prompts",
    "jobs",
)
"""Options of `gouji extract` that may stand in the file, by their names with `_` for `-`."""
_EVERYWHERE = ("lang",)
_FORMS = "forms"
"""A folder with forms of one's own; not an option of a command but of gouji itself."""
_KNOWN = (*_EXTRACT, *_EVERYWHERE, _FORMS)
_COMMANDS = (
    "extract",
    "check",
    "text",
    "facts",
    "forms",
    "rules",
    "asked",
    "cache",
    "probe",
    "doctor",
)

Defaults = dict[str, dict[str, str | int | float]]


def load_defaults(folder: Path) -> Defaults:
    """Return the defaults of each command; none where there is no file.

    WrongUsage where the file is no TOML, or holds what is no option.
    """
    return _by_command(read_defaults(folder)) if (folder / FILE).is_file() else {}


def find_own_forms(folder: Path) -> Path | None:
    """Return the folder with forms of one's own that the file names, beside the file itself."""
    named = read_defaults(folder).get(_FORMS)
    return None if named is None else folder / str(named)


def read_defaults(folder: Path) -> dict[str, str | int | float]:
    """Return what stands in the file by its names; WrongUsage as `load_defaults`."""
    file = folder / FILE
    if not file.is_file():
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsage(
            f"{file} cannot be read as TOML ({error}): mend it, or move it away.",
            f"{file} 无法按 TOML 读取（{error}）：请改正，或移走此文件。",
        ) from error
    for name, value in found.items():
        _check(file, name, value)
    return found


def _check(file: Path, name: str, value: object) -> None:
    if name not in _KNOWN:
        raise WrongUsage(
            f"{file} names {name}, which is no option there. It may name: {', '.join(_KNOWN)}.",
            f"{file} 中的 {name} 不是可用的选项。可用：{'、'.join(_KNOWN)}。",
        )
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise WrongUsage(
            f'{file}: {name} must be a text or a number, as {name} = "…".',
            f'{file}：{name} 须为文字或数字，如 {name} = "…"。',
        )


def _by_command(found: Mapping[str, str | int | float]) -> Defaults:
    spoken = {name: found[name] for name in _EVERYWHERE if name in found}
    asked = {name: found[name] for name in _EXTRACT if name in found}
    defaults = {command: dict(spoken) for command in _COMMANDS}
    defaults["extract"] |= asked
    reached = ("model", "base_url", "timeout")
    defaults["probe"] |= {name: asked[name] for name in reached if name in asked}
    defaults["doctor"] |= {name: asked[name] for name in reached[1:] if name in asked}
    return defaults
