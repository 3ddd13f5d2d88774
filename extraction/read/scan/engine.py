"""The OCR engine: rapidocr, whose models come with its wheel, so that nothing is fetched."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

Pixels = Any
"""An array of a picture's pixels, rows first: grey, or red, green and blue, from 0 to 255."""
SECOND_ENGINE = "tesseract"
"""The program that reads figures a second time."""
BATCH = 6
"""So many lines of like width are read at a time: more are padded more, and take longer."""


class OcrText(NamedTuple):
    """What the engine reads in a line of print, and how sure it is, from 0 to 1."""

    text: str
    sure: float


def read_lines(pictures: Sequence[Pixels]) -> list[OcrText]:
    """Read pictures of one line each."""
    if not pictures:
        return []
    engine = _load_engine()
    found = engine.recognize_txt(list(pictures))
    texts = zip(found.txts, found.scores, strict=True)
    return [OcrText(text, float(score)) for text, score in texts]


@lru_cache(maxsize=1)
def _load_engine() -> Any:
    from rapidocr import RapidOCR

    settings = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Rec.rec_batch_num": BATCH,
        "Rec.rec_img_shape": [3, 48, 96],
    }
    return RapidOCR(params=settings)
