"""Archives opened member by member: zip, tar, gzip and their kin, 7z, mails with files attached."""

import bz2
import gzip
import lzma
import os
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from extraction.read.kinds import (
    BZIP2,
    GZIP,
    HEAD,
    MAIL,
    SEVEN_ZIP,
    TAR,
    XZ,
    ZIP,
    find_kind,
    find_kind_of_file,
)
from extraction.read.package import (
    BOMB,
    DAMAGED,
    ENCRYPTED,
    MOST_MEMBERS,
    TOO_MANY,
    BrokenArchiveError,
    open_zip,
    read_entry,
)
from extraction.read.packed.mail import find_attached

DEEPEST = 3
"""Archives within each other that are opened."""
LARGEST = 4 * 1024**3
"""Bytes that may come out of one archive, all in all."""
_LARGEST_7Z = 1024**3
_UTF8_NAME = 0x800
_STEP = re.compile(r"[\\/]+")
_DRIVE = re.compile(r"[A-Za-z]:\Z")
_KINDS = {ZIP, TAR, SEVEN_ZIP, MAIL, GZIP, BZIP2, XZ}
_ENDINGS = {GZIP: ".gz", BZIP2: ".bz2", XZ: ".xz"}
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    RuntimeError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, and a way to its bytes, of which it yields no more.

    It is to be read before the next one is asked for.
    """

    name: str
    read: Callable[[int], bytes]


@dataclass(slots=True)
class Budget:
    """What may still come out of an archive and those within it."""

    members: int = MOST_MEMBERS
    bytes: int = LARGEST

    def take(self, size: int) -> None:
        """Take a member of this size; BrokenArchiveError if it is one too many."""
        self.members -= 1
        self.bytes -= size
        if self.members < 0:
            raise BrokenArchiveError(*TOO_MANY)
        if self.bytes < 0:
            raise BrokenArchiveError(*BOMB)


@dataclass(slots=True)
class Archive:
    """An archive that is open: what it is called, its kind, its bytes."""

    label: str
    kind: str
    file: IO[bytes]
    budget: Budget = field(default_factory=Budget)

    def members(self) -> Iterator[Member]:
        """Yield its files in order, each by another name; BrokenArchiveError for a bad archive."""
        taken: set[str] = set()
        try:
            for member in self._walk():
                name = number_name(safe_name(member.name), taken)
                taken.add(name)
                yield Member(name, partial(_read_guarded, member.read))
        except _BROKEN as error:
            raise BrokenArchiveError(*DAMAGED) from error

    def _walk(self) -> Iterator[Member]:
        match self.kind:
            case "application/zip":
                return self._walk_zip()
            case "application/x-7z-compressed":
                return self._walk_7z()
            case "application/x-tar":
                return self._walk_tar(self.file)
            case "message/rfc822":
                return self._walk_mail()
        return self._walk_packed()

    def _walk_zip(self) -> Iterator[Member]:
        archive = open_zip(self.file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if entries and all(entry.flag_bits & 1 for entry in entries):
            raise BrokenArchiveError(*ENCRYPTED)
        for entry in entries:
            self.budget.take(entry.file_size)
            yield Member(name_of_entry(entry), partial(read_entry, archive, entry))

    def _walk_tar(self, file: IO[bytes]) -> Iterator[Member]:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for entry in archive:
                self.budget.take(entry.size)
                if entry.isreg():
                    name = entry.name.encode("utf-8", "surrogateescape")
                    yield Member(decode_name(name), _reader_of(archive, entry))

    def _walk_packed(self) -> Iterator[Member]:
        """Yield what one stream packs: a tar archive's files, else one file."""
        opened = open_packed(self.kind, self.file)
        head = opened.read(HEAD)
        if (kind := find_kind(head)) is not None and kind.media_type == TAR:
            self.file.seek(0)
            yield from self._walk_tar(open_packed(self.kind, self.file))
            return
        name = os.path.basename(self.label.replace("\\", "/"))
        stem, ending = os.path.splitext(name)

        def read(limit: int) -> bytes:
            data = head + opened.read(max(0, limit + 1 - len(head)))
            return bounded(data, limit)

        yield Member(stem if ending.lower() == _ENDINGS[self.kind] else name, read)

    def _walk_mail(self) -> Iterator[Member]:
        for attached in find_attached(self.file.read()):
            self.budget.take(len(attached.data))
            yield Member(attached.name, partial(bounded, attached.data))

    def _walk_7z(self) -> Iterator[Member]:
        from extraction.read.packed.seven_zip import unpack_7z

        for name, data in unpack_7z(self.file, min(_LARGEST_7Z, self.budget.bytes)):
            self.budget.take(len(data))
            yield Member(name, partial(bounded, data))


def open_packed(kind: str, file: IO[bytes]) -> IO[bytes]:
    """Return what a stream packs, to be read."""
    if kind == BZIP2:
        return cast(IO[bytes], bz2.BZ2File(file))
    return cast(IO[bytes], gzip.GzipFile(fileobj=file) if kind == GZIP else lzma.LZMAFile(file))


def _read_guarded(read: Callable[[int], bytes], limit: int) -> bytes:
    """Read a member; BrokenArchiveError for whatever is wrong with it."""
    try:
        return read(limit)
    except _BROKEN as error:
        raise BrokenArchiveError(*DAMAGED) from error


def _reader_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if entry.size > limit:
            return bounded(bytes(limit + 1), limit)
        file = archive.extractfile(entry)
        return file.read() if file is not None else b""

    return read


def bounded(data: bytes, limit: int) -> bytes:
    """Return bytes that are no more than allowed; BrokenArchiveError if they are."""
    if len(data) > limit:
        raise BrokenArchiveError(
            f"it unpacks to more than {limit:,} bytes", f"解压后超过 {limit:,} 字节"
        )
    return data


def name_of_entry(entry: zipfile.ZipInfo) -> str:
    """Return the name of a member of a zip archive: UTF-8 if it says so, else as it reads.

    Chinese programs on Windows write GBK and do not say so.
    """
    if entry.flag_bits & _UTF8_NAME:
        return entry.orig_filename
    return decode_name(entry.orig_filename.encode("cp437", "replace"))


def decode_name(name: bytes) -> str:
    """Return a name in UTF-8 or GBK; bytes that are neither stay as codes.

    >>> decode_name("报告".encode("gbk")), decode_name("报告".encode()), decode_name(b"\\xff")
    ('报告', '报告', '\\\\xff')
    """
    for codec in ("utf-8", "gb18030"):
        try:
            return name.decode(codec)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")


def safe_name(name: str) -> str:
    r"""Return a name that leads nowhere but below the archive that it is in.

    >>> safe_name("../../etc/x.txt"), safe_name("C:\\a\\.\\b.txt"), safe_name("/")
    ('etc/x.txt', 'a/b.txt', '_')
    """
    steps = [step for step in _STEP.split(name.replace("\0", "")) if step not in ("", ".", "..")]
    if steps and _DRIVE.match(steps[0]):
        steps = steps[1:]
    whole = "/".join(steps) or "_"
    return whole.encode("utf-8", "backslashreplace").decode("utf-8")


def number_name(name: str, taken: set[str]) -> str:
    """Return a name that is not taken.

    >>> number_name("a/b.txt", {"a/b.txt"})
    'a/b~2.txt'
    """
    stem, ending = os.path.splitext(name)
    number = 1
    own = name
    while own in taken:
        number += 1
        own = f"{stem}~{number}{ending}"
    return own


def find_archive(label: str, file: IO[bytes], max_bytes: int) -> Archive | None:
    """Return an open file as an archive; None if it is a document, or nothing that we know.

    max_bytes: a larger mail is not looked into.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    kind = find_kind_of_file(file)
    file.seek(0)
    if kind not in _KINDS:
        return None
    if kind == MAIL and (size > max_bytes or not find_attached(file.read())):
        return None
    file.seek(0)
    return Archive(label, kind, file)


def find_member(path: Path, max_bytes: int) -> bytes | None:
    """Return the bytes of a report by its path through an archive; None if there is none.

    BrokenArchiveError if it is there, and cannot be unpacked.
    """
    for place in reversed(path.parents):
        if place.is_file():
            with place.open("rb") as file:
                archive = find_archive(os.fspath(place), file, max_bytes)
                rest = path.relative_to(place).as_posix()
                return None if archive is None else _find_in(archive, rest, max_bytes, depth=1)
    return None


def _find_in(archive: Archive, name: str, max_bytes: int, depth: int) -> bytes | None:
    for member in archive.members():
        if member.name == name:
            return member.read(max_bytes)
        if name.startswith(f"{member.name}/") and depth < DEEPEST:
            inner = find_archive(member.name, BytesIO(member.read(max_bytes)), max_bytes)
            rest = name.removeprefix(f"{member.name}/")
            return None if inner is None else _find_in(inner, rest, max_bytes, depth + 1)
    return None
