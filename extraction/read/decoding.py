"""Bytes to text by what the bytes say; a page's own claim about its charset is never asked."""

import re
from dataclasses import dataclass
from itertools import islice

from extraction.read.thresholds import LIKELY_READING, LOST_SHARE, SAMPLE_SIZE, SURE_READING
from extraction.text.common_han import FAMILIAR
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import BYTES_UNREAD

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le", "utf-16"),
    (b"\xfe\xff", "utf-16-be", "utf-16"),
)
# cp950 is Big5 as Windows and browsers write it; Python's "big5" lacks 裏 and 碁.
GUESSES = ("gb18030", "cp950", "utf-8", "utf-16-le", "utf-16-be")
LOST = "\ufffd"
SAMPLED = re.compile(r"[^\x01-\x7f]")
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, and what had to be given up to get it."""

    text: str
    encoding: str
    notices: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoding:
    """One encoding tried on some bytes; `lost` counts bytes it could not read."""

    text: str
    codec: str
    lost: int
    score: float


def decode(data: bytes) -> Decoded | None:
    r"""Return the text of the bytes; None if they are text in no encoding that we know.

    Bytes that cannot be read stand as U+FFFD, and a notice says how many and where.

    >>> decode("办结54件".encode("gb18030"))
    Decoded(text='办结54件', encoding='gb18030', notices=())
    >>> decode(b"\xff" + "本年办结54件，结转6件".encode()).text
    '\ufffd本年办结54件，结转6件'
    """
    mark, codec, name = next(
        (known for known in MARKS if data.startswith(known[0])), (b"", "utf-8", "utf-8")
    )
    body = data[len(mark) :]
    reading = _read_plainly(body, codec, bool(mark)) or _guess(body)
    if reading is None or not _is_text(reading.text):
        return None
    encoding = name if reading.codec == codec else reading.codec
    return Decoded(reading.text, encoding, _notices(body, reading, len(mark)))


def _read_plainly(body: bytes, codec: str, marked: bool) -> Decoding | None:
    """Believe the byte order mark if the rest bears it out; unmarked, take only sound UTF-8.

    A NUL makes unmarked ASCII suspect of being UTF-16.
    """
    if marked:
        reading = read_as(body, codec)
        return reading if reading.lost <= LOST_SHARE * len(body) else None
    try:
        return None if b"\0" in body else Decoding(body.decode(codec), codec, 0, 1.0)
    except UnicodeDecodeError:
        return None


def _guess(body: bytes) -> Decoding | None:
    """Take the encoding whose text looks most like Chinese; without evidence, broken UTF-8."""
    reading = _best_reading(body)
    if reading.score < LIKELY_READING:
        as_utf8 = read_as(body, "utf-8")
        if as_utf8.lost <= LOST_SHARE * len(body):
            return as_utf8
    believable = reading.score >= 0 and reading.lost <= LOST_SHARE * len(body)
    return reading if believable else None


def _best_reading(data: bytes) -> Decoding:
    """Try the encodings until one is beyond doubt, else return the best."""
    tried: list[Decoding] = []
    for codec in GUESSES:
        reading = read_as(data, codec)
        if not reading.lost and reading.score >= SURE_READING:
            return reading
        tried.append(reading)
    return max(tried, key=lambda reading: reading.score)


def read_as(data: bytes, codec: str) -> Decoding:
    """Decode with U+FFFD for what cannot be read, and rate the outcome.

    >>> reading = read_as("公开".encode() + bytes([255]), "utf-8")
    >>> reading.text, reading.lost
    ('公开\ufffd', 1)
    """
    text = data.decode(codec, "replace")
    return Decoding(text, codec, count_lost_bytes(data, text, codec), rate(text))


def rate(text: str) -> float:
    """Rate from -1 to 1 how much a text's non-ASCII characters look like these reports.

    >>> rate("政府信息公开"), rate("ASCII 2024"), rate("鏀垮簻淇℃伅") < 0.3
    (1.0, 1.0, True)
    """
    weights = [_weigh(match.group()) for match in islice(SAMPLED.finditer(text), SAMPLE_SIZE)]
    return sum(weights) / len(weights) if weights else 1.0


def _weigh(char: str) -> int:
    """1 for a familiar character, 0 for one that may be, -1 for one that speaks against."""
    if char in FAMILIAR:
        return 1
    code = ord(char)
    plausible = 0xA0 <= code < 0x3040 or 0x4E00 <= code < 0xA000 or 0xFE30 <= code < 0xFF60
    return 0 if plausible else -1


def count_lost_bytes(data: bytes, text: str, codec: str) -> int:
    r"""Count the bytes that decoding replaced, as what the rest does not account for.

    U+FFFD that the file itself holds is no loss of ours.

    >>> count_lost_bytes(b"\xff\xef\xbf\xbd1", "\ufffd\ufffd1", "utf-8")
    1
    """
    if LOST not in text:
        return 0
    held = LOST.encode(codec) if codec != "cp950" else b""
    printed = data.count(held) * len(held) if held else 0
    return max(0, len(data) - printed - len(text.replace(LOST, "").encode(codec)))


def _notices(body: bytes, reading: Decoding, offset: int) -> tuple[Bilingual, ...]:
    """Say how many bytes were lost, and where in the file the first one stood."""
    if not reading.lost:
        return ()
    first = offset
    try:
        body.decode(reading.codec)
    except UnicodeDecodeError as error:
        first += error.start
    return (BYTES_UNREAD.fill(lost=reading.lost, codec=reading.codec, first=first),)


def _is_text(text: str) -> bool:
    """Tell text from the NULs and control characters of a binary file."""
    few_nuls = text.count("\0") * 1000 <= len(text)
    return few_nuls and len(CONTROLS.findall(text)) * 20 <= len(text)
