"""A name stands for one thing: no file of extraction/ is called as another."""

from collections import Counter
from pathlib import Path

import extraction

IN_EACH_ROOM = ("__init__.py", "thresholds.py")
"""What a room is, and how sure is sure in it: asked of each room, and found there by its name."""


def test_each_file_name_stands_once() -> None:
    names = Counter(path.name for path in Path(extraction.__path__[0]).rglob("*.py"))
    assert not {name for name, times in names.items() if times > 1}.difference(IN_EACH_ROOM)
