"""Forms of one's own: a folder named on the command line, by GOUJI_FORMS, or in gouji.toml."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from extraction.forms.load import Loaded


@dataclass(slots=True)
class _OwnForms:
    """Where the forms of this run come from beside gouji's; set once a command begins."""

    folder: Path | None = None


_OWN = _OwnForms()


def use_forms(folder: Path | None) -> None:
    """Read forms from a folder, too, in this run; WrongUsage where it holds no form file."""
    if folder is not None and not (folder.is_dir() and any(folder.glob("*.yaml"))):
        raise WrongUsage(
            f"{folder} holds no form file (.yaml): name the folder that does.",
            f"{folder} 中没有表样文件（.yaml）：请指定含有表样文件的文件夹。",
        )
    _OWN.folder = folder


def find_folder() -> Path | None:
    """Return the folder of forms of one's own in this run, if there is one."""
    return _OWN.folder


def load_all_forms() -> "Loaded":
    """Return gouji's forms with those of one's own before them."""
    from extraction.forms.load import add_own_forms, shipped_forms

    return shipped_forms() if _OWN.folder is None else add_own_forms(_OWN.folder)
