"""The words of the pages and of the error messages in the language of whoever reads them.

Catalogues are GNU gettext's, in `locale/<language>/LC_MESSAGES/murmuration.mo`. A message is one whole sentence
with named places, `%(name)s`; sentences are never put together from parts, which Welsh would mutate.
"""

from __future__ import annotations

import gettext as gnu
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

DOMAIN = "murmuration"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
ENGLISH = "en"
_NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "gu": "ગુજરાતી",
    "it": "Italiano",
    "ku": "Kurdî",
    "lt": "Lietuvių",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "ps": "پښتو",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ks ps sd ug ur yi".split())

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@lru_cache(maxsize=16)
def catalogue(language: str) -> gnu.NullTranslations:
    """The catalogue of a language; English, which is the messages themselves, where there is none."""
    return gnu.translation(DOMAIN, CATALOGUES, [language], fallback=True)


@lru_cache(maxsize=1)
def interface_languages() -> tuple[str, ...]:
    """The languages that the interface itself speaks, English first."""
    found = sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *found)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in a language for a while."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def speak(language: str) -> None:
    """Say everything in a language from here on, in this context: a request sets it once."""
    _language.set(language)


def language() -> str:
    """The language that is being spoken."""
    return _language.get()


def name_of(code: str) -> str:
    """A language's name in that language; its code where this table does not have it."""
    return _NAMES.get(code, code)


def named_languages() -> tuple[tuple[str, str], ...]:
    """The languages whose names are known, each with its name in itself, by code."""
    return tuple(sorted(_NAMES.items()))


def direction(of: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if of.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def gettext(message: str, /, **places: object) -> str:
    """A message in the language being spoken, its places filled in."""
    said = message if _language.get() == ENGLISH else catalogue(_language.get()).gettext(message)
    return said % places if places else said


def ngettext(one: str, many: str, num: int, /, **places: object) -> str:
    """A message that depends on a number, which is the place `%(num)s`: two forms in English, six in Welsh."""
    return plain_ngettext(one, many, num) % {"num": num, **places}


def plain_ngettext(one: str, many: str, num: int) -> str:
    """As `ngettext`, with its places left open, for templates, which fill them in themselves."""
    return catalogue(_language.get()).ngettext(one, many, num)


def noop(message: str) -> str:
    """Mark a message for the catalogues where it is only translated later."""
    return message
