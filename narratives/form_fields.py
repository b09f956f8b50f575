"""The fields of a form: each name with all its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narratives.errors import FieldError
from narratives.text import clean_text
from narratives.translation import gettext as _

Fields = Mapping[str, Sequence[str]]
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


def first(fields: Fields, name: str) -> str:
    """The first value of a field, its ends stripped; empty when there is none."""
    values = fields.get(name) or ("",)
    return values[0].strip()


def chosen(fields: Fields, name: str) -> set[str]:
    """Every value of a field but the empty ones."""
    return {value.strip() for value in fields.get(name, ()) if value.strip()}


def whole_number(fields: Fields, name: str) -> int | None:
    """A whole number of a field that the page fills in; None for anything else."""
    typed = first(fields, name)
    return int(typed) if _WHOLE.fullmatch(typed) else None


def read_text(
    fields: Fields, name: str, most: int, errors: list[FieldError], *, too_long: str, missing: str = "", **places: str
) -> str:
    """What was written, made safe to keep; too much of it, or nothing where `missing` asks for it, is an error.

    `too_long` is the message to translate, with the places `most`, `length` and those of `places`.
    """
    text = clean_text(first(fields, name))
    if not text and missing:
        errors.append(FieldError(name, missing))
    elif len(text) > most:
        errors.append(FieldError(name, _(too_long, most=f"{most:,}", length=f"{len(text):,}", **places)))
    return text
