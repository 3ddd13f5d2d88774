"""A zip archive opened with care: what it declares is looked at before anything is unpacked."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from typing import IO

from extraction.values.bilingual import Bilingual

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 256 * 1024 * 1024
_BOMB = 300
"""No text and no document shrinks to less than a three-hundredth."""
_BOMB_SIZE = 4 * 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_REMARK = 65_535
_ENTRY_SIZE = 46


class BrokenArchiveError(Exception):
    """An archive, or a member of one, that cannot or must not be unpacked; `said` is a clause."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.said = Bilingual(en, zh)


TOO_MANY = (f"it holds more than {MOST_MEMBERS:,} files", f"其中文件超过 {MOST_MEMBERS:,} 个")
ENCRYPTED = ("it is protected by a password", "有密码保护")
BOMB = (
    "it would grow to many times its size, as a zip bomb does",
    "解压后体积异常膨胀，疑为压缩炸弹",
)
DAMAGED = ("it is damaged", "已损坏")


def open_zip(source: bytes | IO[bytes]) -> zipfile.ZipFile:
    """Open a zip archive of bearable size; BrokenArchiveError if it is none."""
    file = BytesIO(source) if isinstance(source, bytes) else source
    _refuse_crowded(file)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as error:
        raise BrokenArchiveError(*DAMAGED) from error


def _refuse_crowded(file: IO[bytes]) -> None:
    """Refuse an archive by the size of its table of contents, before that is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_REMARK - _END_SIZE))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise BrokenArchiveError(*DAMAGED)
    count, contents = struct.unpack_from("<HI", tail, at + 10)
    if max(count, contents // (4 * _ENTRY_SIZE)) > MOST_MEMBERS:
        raise BrokenArchiveError(*TOO_MANY)


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Unpack one member; BrokenArchiveError for one that is encrypted, a bomb, too large, broken.

    What is declared of its size is not believed: no more than `limit` bytes come out.
    """
    if entry.flag_bits & 1:
        raise BrokenArchiveError(*ENCRYPTED)
    packed = max(1, entry.compress_size)
    if entry.file_size > _BOMB_SIZE and entry.file_size // packed > _BOMB:
        raise BrokenArchiveError(*BOMB)
    try:
        with archive.open(entry) as member:
            data = member.read(limit + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,  # a password that its flags do not tell of
        NotImplementedError,
        struct.error,
    ) as error:
        raise BrokenArchiveError(*DAMAGED) from error
    if len(data) > limit:
        raise BrokenArchiveError(
            f"it unpacks to more than {limit:,} bytes", f"解压后超过 {limit:,} 字节"
        )
    return data


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an office file, by their names as the format writes them, case ignored."""

    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def holds(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name.lower() in self.entries

    def read(self, name: str) -> bytes | None:
        """Unpack a part; None if there is none."""
        entry = self.entries.get(name.lower())
        return None if entry is None else read_entry(self.archive, entry, LARGEST_MEMBER)


def open_package(source: bytes | IO[bytes]) -> Package:
    """Open an office file; BrokenArchiveError if it is no archive, or a dangerous one."""
    archive = open_zip(source)
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        entries.setdefault(entry.filename.replace("\\", "/").lstrip("/").lower(), entry)
    return Package(archive, entries)
