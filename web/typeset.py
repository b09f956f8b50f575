"""PDF files that a screen reader can read: tagged, with a title and a language, to PDF/UA-1 (ISO 14289-1).

A template of `templates/typeset` is a Typst document that reads what it shows from `data.json`; nothing that somebody
wrote is ever part of its source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.errors import MurmurationError
from web.typeset_letters import missing_letters, scripts_of, spelt_out, stand_ins

if TYPE_CHECKING:
    from typst import TypstError

_TEMPLATES = Path(__file__).parent.parent / "templates" / "typeset"
# A letter that is spelt out leaves those that it stood with, and they may then be found missing in turn.
_TRIES = 4


class TypesettingError(MurmurationError):
    """Letters that no font of the server has; the sentence says of which script, and what to do."""

    def __init__(self, letters: str) -> None:
        super().__init__(
            f"This file has letters for which the server has no font: {scripts_of(letters)}. Print the page from your "
            "browser instead, or ask whoever runs the server to install fonts for it (on Debian: fonts-noto)."
        )


def typeset(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None, *, at: datetime
) -> bytes:
    """One of the templates with its data, as a PDF that says it was made `at`; the same input gives the same bytes.

    `pictures` are SVG files by the names under which the template finds them. A sign without a letter of its own, as
    an emoji, becomes its Unicode name in brackets. Raises TypesettingError where a script has no font at all.
    """
    import typst  # a compiler of 7 MB, which a process that never makes a file does without

    sources = {f"{path.stem}.typ": path.read_bytes() for path in _TEMPLATES.glob("*.typ")}
    drawn = {name: picture.decode() for name, picture in (pictures or {}).items()}
    second = at.replace(microsecond=0)  # a PDF says no less
    said: dict[str, str] = {}
    for _ in range(_TRIES):
        files: Any = {
            **sources,
            **{name: spelt_out(picture, said).encode() for name, picture in drawn.items()},
            "data.json": json.dumps(_spelt_out(data, said), ensure_ascii=False).encode(),
            "main.typ": sources[f"{template}.typ"],
        }
        try:
            return bytes(typst.compile(files, format="pdf", pdf_standards=["ua-1"], timestamp=second))
        except typst.TypstError as error:
            said |= _said_instead(error, said)
    raise TypesettingError("".join(said))


def _spelt_out(value: Any, said: Mapping[str, str]) -> Any:
    match value:
        case str():
            return spelt_out(value, said)
        case dict():
            return {key: _spelt_out(one, said) for key, one in value.items()}
        case list() | tuple():
            return [_spelt_out(one, said) for one in value]
        case _:
            return value


def _said_instead(error: TypstError, said: Mapping[str, str]) -> dict[str, str]:
    letters = missing_letters(str(error.diagnostic))
    if not letters or letters <= set(said):
        raise error
    found = stand_ins(letters)
    if letters - set(found):
        raise TypesettingError("".join(sorted(letters - set(found)))) from error
    return found
