"""Old formats (.doc, .wps, .rtf) through LibreOffice, if it is installed: each comes back as .docx.

Each conversion has a profile of its own: two that share one lose a file without a word. In it
macros are off, and nothing that a document refers to is fetched.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from extraction.values.bilingual import Bilingual
from extraction.values.errors import UnreadableFile

SECONDS = 45.0
"""Seconds that one conversion may take; most take two."""
_NAMES = ("soffice", "libreoffice")
_WINDOWS = ("ProgramFiles", "ProgramFiles(x86)")
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_SWITCHES = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
}
HOW_TO_GET = Bilingual(
    "install LibreOffice (libreoffice.org; on Debian: apt-get install"
    " libreoffice-writer-nogui), or save it as .docx",
    "请安装 LibreOffice（`libreoffice.org`；Debian 系统：`apt-get install"
    " libreoffice-writer-nogui`），或另存为 .docx",
)


def find_office() -> str | None:
    """Return the program, where it is installed; None if it is not."""
    for name in _NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    return next((str(place) for place in _usual_places() if place.is_file()), None)


def _usual_places() -> Iterator[Path]:
    """Yield where installers put it that leave no trace in PATH."""
    for variable in _WINDOWS:
        if folder := os.environ.get(variable):
            yield Path(folder, "LibreOffice", "program", "soffice.exe")
    yield Path(_MAC)


def to_docx(label: str, data: bytes, ending: str, seconds: float = SECONDS) -> bytes:
    """Return a document as .docx; UnreadableFile if it cannot be had.

    `ending` is that of the format that the bytes are in, whatever the file is called.
    """
    program = find_office()
    if program is None:
        raise UnreadableFile(
            f"{label} is in an old format that LibreOffice opens for gouji: {HOW_TO_GET.en}.",
            f"{label} 是旧格式，需借助 LibreOffice 读取：{HOW_TO_GET.zh}。",
        )
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{ending}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        out = folder / "out"
        ended = _run(_command(program, folder, source, out), seconds)
        result = out / "document.docx"
        if ended and result.is_file():
            return result.read_bytes()
    if not ended:
        raise UnreadableFile(
            f"{label} takes LibreOffice more than {seconds:g} seconds: save it as .docx.",
            f"{label} 用 LibreOffice 转换超过 {seconds:g} 秒：请另存为 .docx。",
        )
    raise UnreadableFile(
        f"{label} cannot be opened by LibreOffice; it may be damaged or protected by a password:"
        " open it and save it as .docx.",
        f"{label} 无法用 LibreOffice 打开，可能已损坏或有密码保护：请打开后另存为 .docx。",
    )


def _command(program: str, folder: Path, source: Path, out: Path) -> list[str]:
    return [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]


def _write_profile(folder: Path) -> None:
    """Write the settings of a profile in which nothing is run or fetched."""
    items: list[str] = []
    for path, switches in _SWITCHES.items():
        for name, value in switches.items():
            items.append(
                f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
                f"<value>{value}</value></prop></item>"
            )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{''.join(items)}</oor:items>",
        "utf-8",
    )


def _run(command: list[str], seconds: float) -> bool:
    """Run a program; return whether it ended in time. What it has started ends with it."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        end_tree(process.pid)
        process.wait()
    return True


def end_tree(number: int) -> None:
    """End a process and all that it has started."""
    import psutil

    try:
        top = psutil.Process(number)
        tree = [*top.children(recursive=True), top]
    except psutil.Error:
        return  # it has ended
    for process in tree:
        try:
            process.kill()
        except psutil.Error:
            continue  # it has ended in the meantime
