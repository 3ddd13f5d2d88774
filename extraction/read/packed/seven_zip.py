"""The files of a 7z archive, by py7zr, which is installed with gouji[7z]."""

from collections.abc import Iterator
from typing import IO

from extraction.read.package import BOMB, DAMAGED, ENCRYPTED, MOST_MEMBERS, TOO_MANY
from extraction.read.package import BrokenArchiveError as Broken

NOT_INSTALLED = (
    "7z archives need a part that is not installed: `pip install gouji[7z]`, or unpack it",
    "读取7z压缩包需另行安装：`pip install gouji[7z]`，或先解压",
)


def unpack_7z(file: IO[bytes], limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file; the archive is unpacked at once, up to a limit."""
    try:
        import py7zr
        from py7zr.io import BytesIOFactory
    except ImportError as error:
        raise Broken(*NOT_INSTALLED) from error
    try:
        with py7zr.SevenZipFile(file, "r") as archive:
            if archive.needs_password():
                raise Broken(*ENCRYPTED)
            listed = [entry for entry in archive.list() if not entry.is_directory]
            if len(listed) > MOST_MEMBERS:
                raise Broken(*TOO_MANY)
            if sum(entry.uncompressed for entry in listed) > limit:
                raise Broken(*BOMB)
            factory = BytesIOFactory(limit)
            archive.extractall(factory=factory)
    except py7zr.exceptions.PasswordRequired as error:
        raise Broken(*ENCRYPTED) from error
    except (py7zr.exceptions.ArchiveError, OSError, ValueError, MemoryError) as error:
        raise Broken(*DAMAGED) from error
    except Broken:
        raise
    except Exception as error:  # a broken archive makes the library fail anywhere
        raise Broken(*DAMAGED) from error
    for name, product in factory.products.items():
        product.seek(0)
        yield name, product.read()
