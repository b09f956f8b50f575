"""The languages of stories as other programs write them: names, made into language tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from narratives.interchange.cells import clean_label, shown
from narratives.interchange.field_mapping import LANGUAGE

_TAGS = {
    "arabic": "ar", "bengali": "bn", "bulgarian": "bg", "chinese": "zh", "croatian": "hr", "cymraeg": "cy",
    "czech": "cs",
    "danish": "da", "dutch": "nl", "english": "en", "farsi": "fa", "finnish": "fi", "french": "fr", "gaelic": "gd",
    "german": "de", "greek": "el", "gujarati": "gu", "hindi": "hi", "hungarian": "hu", "irish": "ga", "italian": "it",
    "japanese": "ja", "kurdish": "ku", "lithuanian": "lt", "norwegian": "no", "pashto": "ps", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "punjabi": "pa", "romanian": "ro", "russian": "ru", "scots": "sco",
    "slovak": "sk", "somali": "so", "spanish": "es", "swahili": "sw", "swedish": "sv", "tamil": "ta", "turkish": "tr",
    "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy",
}  # fmt: skip
_UNKNOWN = "und"


def language_values(cells: Iterable[str], notes: list[str]) -> dict[str, Any]:
    """What a mapping says of a column of languages; a name that is not known becomes "und" and is noted.

    >>> language_values({"English", "cy"}, [])
    {'values': {'English': 'en', 'cy': 'cy'}, 'empty': 'und'}
    """
    values: dict[str, str] = {}
    for cell in sorted({clean_label(cell) for cell in cells} - {""}):
        tag = _TAGS.get(cell.casefold()) or (cell if LANGUAGE.fullmatch(cell) and len(cell.split("-")[0]) <= 3 else "")
        if not tag:
            notes.append(f"The language {shown(cell)} is not known here; it is kept as “{_UNKNOWN}”.")
        values[cell] = tag or _UNKNOWN
    return {**({"values": values} if values else {}), "empty": _UNKNOWN}
