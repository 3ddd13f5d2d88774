"""Names of result files that every file system takes: Windows', macOS's and Linux's."""

import hashlib
import re
import unicodedata
from pathlib import PurePath

_LONGEST = 230  # bytes; most file systems stop at 255
_FORBIDDEN = re.compile(r'[%<>:"/\\|?*\x00-\x1f\x7f]')
_LAST = re.compile(r"[. ]\Z")
# With any ending these are devices on Windows, not files.
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.| *\Z)")


def file_name(report: PurePath, part: int = 1) -> PurePath:
    """Return the name of a report's file of results; different reports have different names.

    >>> file_name(PurePath("b/2024.txt")).as_posix(), file_name(PurePath("100%.txt"), 2).as_posix()
    ('b/2024.txt.json', '100%25.txt%part2.json')
    >>> file_name(PurePath("con.txt")).as_posix()
    '%63on.txt.json'
    """
    number = f"%part{part}" if part > 1 else ""
    folders = map(folder_name, report.parts[:-1])
    return PurePath(*folders, f"{_short(_escape(report.name))}{number}.json")


def folder_name(folder: str) -> str:
    """Return the name of a folder of results.

    >>> folder_name("NUL"), folder_name("a."), folder_name("..")
    ('%4EUL', 'a%2E', '.%2E')
    """
    return _short(_LAST.sub(_code, _escape(folder)))


def add_digest(name: str, label: str) -> str:
    """Return a name for a report whose own is another's already: with a digest of its path.

    >>> add_digest("A.txt", "r/A.txt")
    'A.txt~3920d5932817936a'
    """
    return f"{name[:100]}~{_digest(label)}"


def meeting(name: PurePath) -> int:
    """Return a number for a name, equal for names that some file systems take for one."""
    return hash(unicodedata.normalize("NFC", name.as_posix()).casefold())


def _escape(name: str) -> str:
    name = _FORBIDDEN.sub(_code, name)
    return _code_of(name[0]) + name[1:] if _RESERVED.match(name) else name


def _code(match: re.Match[str]) -> str:
    return _code_of(match[0])


def _code_of(character: str) -> str:
    return f"%{ord(character):02X}"


def _short(name: str) -> str:
    """Return a name that the file system takes with our ending; a long one ends in its hash."""
    data = name.encode("utf-8", "replace")
    if len(data) <= _LONGEST:
        return name
    return f"{data[: _LONGEST - 20].decode('utf-8', 'ignore')}%{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
