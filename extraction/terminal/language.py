"""The language in which a person is spoken to: asked for with --lang, else the locale's."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extraction.values.bilingual import Bilingual, Language
from extraction.values.errors import WrongUsage

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that says something counts, as in POSIX
_CHINESE_TO_WINDOWS = 0x04  # the primary language of a LANGID, whatever the country


@dataclass(slots=True)
class Voice:
    """The language that this process speaks: one from start to end, as a locale is."""

    lang: Language = "en"


VOICE = Voice()


def spoken(text: Bilingual) -> str:
    """Return a text in the language that is spoken."""
    return text.to(VOICE.lang)


def speak(asked: str) -> None:
    """Speak a language from now on; WrongUsage if it is none of ours."""
    match asked:
        case "en" | "zh":
            VOICE.lang = asked
        case _:
            raise WrongUsage(
                f"gouji does not speak {asked!r}: write --lang zh or --lang en.",
                f"gouji 不支持语言 {asked!r}：请写 --lang zh 或 --lang en。",
            )


def system_language() -> Language:
    """Return the language of this machine's windows, where the system tells it."""
    if sys.platform == "win32":
        import ctypes

        language = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "zh" if language & 0x3FF == _CHINESE_TO_WINDOWS else "en"
    return "en"


def find_language(
    environment: Mapping[str, str], system: Callable[[], Language] = system_language
) -> Language:
    """Return the language of the locale; where none is set, the system's own.

    >>> find_language({"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> find_language({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    'en'
    """
    named = next((environment[name] for name in _LOCALE if environment.get(name)), None)
    if named is None:
        return system()
    return "zh" if named.lower().startswith("zh") else "en"
