"""Libraries that not everybody installs: imported where used, or named with what to do."""

from importlib import import_module
from typing import Any

from extraction.values.errors import WrongUsage


def import_extra(module: str, extra: str) -> Any:
    """Return a module of an extra; WrongUsage says how it is installed where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        raise WrongUsage(
            f"This format needs {module}, which is not here: run pip install 'gouji[{extra}]'.",
            f"此格式需要 {module}，尚未安装：请运行 pip install 'gouji[{extra}]'。",
        ) from None
